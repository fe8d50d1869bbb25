"""A citizen or a business looks up their own dossier by its code and the phone number that they gave. No account, no script.

A wrong code and a wrong number have one answer. How often one asks is counted by network and browser as everywhere on public pages
(`reports/intake/knocks.py`), and for each code as well: nobody finds a number by trying. The number itself is kept nowhere.
"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.crypto import constant_time_compare
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from dothi.kernel import clock
from dothi.kernel.permissions import public
from dothi.publicservices.marks import mark_of
from dothi.publicservices.models import Dossier
from dothi.publicservices.showing import Shown, shown
from dothi.reports import rules
from dothi.reports.intake import knocks

PATH = "/tra-cuu-ho-so/"


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@public
def look_up(request: HttpRequest) -> HttpResponse:
    """The form, and what was found. Raises TooMany."""
    if request.method != "POST":
        return _answered(request, {})
    code = request.POST.get("code", "").strip().upper().replace("\x00", "")[:80]
    knocks.spend(request, "dossier")
    minutes = rules.value("dossier-minutes")
    if code and knocks.count(f"dossier code {code}", minutes * 60) > rules.value("dossier-browser"):
        raise knocks.TooMany(minutes * 60)
    found = _found(code, request.POST.get("phone", "")[:40])
    return _answered(request, {"found": found, "asked": True, "code": code})


def _found(code: str, phone: str) -> list[Shown]:
    """Compared also where there is nothing to compare with, so that the time tells nothing."""
    mark = mark_of(phone)
    rows = list(
        Dossier.objects.filter(code=code)
        .select_related("procedure", "agency", "unit", "feed")
        .order_by("feed_id")[:20]
    )
    same = [one for one in rows if mark and one.phone_mark and constant_time_compare(one.phone_mark, mark)]
    return shown(same, clock.now())


def _answered(request: HttpRequest, told: dict[str, object]) -> HttpResponse:
    answer = render(
        request,
        "publicservices/public_lookup.html",
        told,
        status=404 if told.get("asked") and not told["found"] else 200,
    )
    knocks.mark(request, answer, PATH)
    return answer
