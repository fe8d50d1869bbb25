"""What lets a phone keep the form: its script for the time without network. No data."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from dothi.kernel.offline import script
from dothi.kernel.permissions import public


@require_GET
@public
def worker(request: HttpRequest) -> HttpResponse:
    """It lies here because it may only rule what lies below its own address."""
    return script(request, "reports/sw.js", "/phan-anh/")
