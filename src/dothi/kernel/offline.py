"""The script by which a browser keeps pages for the time without network."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def script(request: HttpRequest, template: str, scope: str) -> HttpResponse:
    """It may only rule what lies below `scope`, and is asked for anew each time: an old one would keep old pages."""
    answer = render(request, template, content_type="text/javascript; charset=utf-8")
    answer["Cache-Control"], answer["Service-Worker-Allowed"] = "no-cache", scope
    return answer
