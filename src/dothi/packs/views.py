"""The packs in force."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from dothi.kernel.i18n import language
from dothi.kernel.permissions import requires
from dothi.packs.models import LoadedPack


@requires("packs.view")
@require_safe
def packs(request: HttpRequest) -> HttpResponse:
    """Every loaded pack with what it brought. Packs belong to the whole centre, so scope does not narrow them."""
    rows = [
        {
            "row": row,
            "name": row.manifest["name"][language()],
            "about": row.manifest["description"][language()],
            "types": [name.removesuffix(".json") for name in row.contents.get("types", [])],
            "rules": row.contents.get("rules", []),
        }
        for row in LoadedPack.objects.select_related("loaded_by").order_by("code")
    ]
    return render(request, "packs/packs.html", {"rows": rows})
