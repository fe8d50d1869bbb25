"""What citizens open: what others reported. No account. The form is `intake/views.py`, one's own `views_own.py`."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from dothi.kernel import clock
from dothi.kernel.pages import NarrowPages
from dothi.kernel.permissions import public
from dothi.reports import categories, queries, rules, showing
from dothi.reports.identity import sessions, vault
from dothi.reports.public import mapping, pages
from dothi.reports.public.asking import filter_of, units
from dothi.reports.workflow import Word

PAGE = 20


@public
@require_safe
def reports(request: HttpRequest) -> HttpResponse:
    """What was reported and released, the newest first."""
    what = filter_of(request.GET)
    page = NarrowPages(queries.asked(queries.public(), what, clock.now()), PAGE).get_page(
        request.GET.get("page")
    )
    context = {
        "page": page,
        "rows": showing.shown_all(page.object_list),
        "asked": what,
        "public_words": [str(one) for one in Word],
        "categories": categories.choices(),
        "units": units(),
        "query": _without_page(request),
        "narrowed": any((what.word, what.category, what.unit, what.since, what.late)),
        "beyond_map": any((what.text, what.since, what.late)),  # what the map is not narrowed by
        "metres": rules.value("place-metres"),
        "bounds": mapping.around([(one.lon, one.lat) for one in page.object_list]),
    }
    return render(request, "reports/public_list.html", context)


def _without_page(request: HttpRequest) -> str:
    """The filters as map and feeds go on asking with them."""
    told = request.GET.copy()
    for name in ("page", "lang"):
        told.pop(name, None)
    return told.urlencode()


@public
@require_safe
def report(request: HttpRequest, code: str) -> HttpResponse:
    """One released report with its time line; whoever kept the address of one that was merged reads where it goes on."""
    if (other := queries.went_on(code)) is not None:
        return redirect("report-public", other.code)
    found = queries.get_public(code)
    context = pages.told(found, lambda number: reverse("report-photo-public", args=[found.code, number]))
    holder = sessions.find_holder(request)
    context |= {
        "holder": holder,
        "is_own": holder is not None and vault.own(holder.way, holder.address).filter(pk=found.pk).exists(),
        "follows": "theo-doi" in request.GET,
        "may_follow": not found.ended_at,
    }
    return render(request, "reports/public_one.html", context)


@public
@require_safe
def photo(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """A released picture of a released report."""
    return pages.picture(queries.get_public(code), number, released=True)
