"""The packs in force: how far each has come, what it brings, and what its shipped folder would change."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from dothi.accounts.asker import person_of
from dothi.kernel.errors import NotFound
from dothi.kernel.permissions import requires
from dothi.packs import queries
from dothi.packs.compare import differences


@requires("packs.view")
@require_safe
def packs(request: HttpRequest) -> HttpResponse:
    """Every loaded pack. Packs belong to the whole centre, so scope does not narrow them."""
    rest = [(pack, queries.name_of(pack), queries.about(pack)) for pack in queries.not_loaded()]
    context = {"rows": queries.standing(), "not_loaded": rest, "may_manage": _may_manage(request)}
    return render(request, "packs/packs.html", context)


@requires("packs.view")
@require_safe
def pack(request: HttpRequest, code: str) -> HttpResponse:
    """One pack: quality list, what it brings, the difference to the shipped folder, its loads."""
    found = queries.find_standing(code)
    if found is None:
        raise NotFound("pack-is-not-loaded", code=code)
    shipped = queries.shipped(code)
    context = {
        "pack": found,
        "brought": queries.brought(found.pack),
        "shipped": shipped,
        "differences": differences(found.pack, shipped) if shipped else [],
        "loads": queries.loads(code),
        "may_manage": _may_manage(request),
    }
    return render(request, "packs/pack.html", context)


def _may_manage(request: HttpRequest) -> bool:
    return person_of(request).scope("packs.manage").everywhere
