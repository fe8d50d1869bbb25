"""The report of looks: who looked at which camera, recording or crew, what for, from when to when."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator

from django.core.paginator import Paginator
from django.http import HttpRequest, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from dothi.accounts import looks
from dothi.accounts.asker import scope_of
from dothi.accounts.models import Look, LookKind, LookPurpose
from dothi.kernel import clock
from dothi.kernel.i18n import named, t
from dothi.kernel.permissions import requires
from dothi.kernel.sheets import csv_line

PAGE = 50
MOST = 50_000  # lines of one file
_COLUMNS = (
    "person",
    "kind",
    "label",
    "subject",
    "purpose",
    "ground",
    "words",
    "began",
    "over",
    "agency",
    "unit",
)


@requires("looks.view")
@require_safe
def report(request: HttpRequest) -> HttpResponseBase:
    """Looks at things in scope, by person, kind and day; `?format=csv` the same as a file."""
    asked = {name: request.GET.get(name, "").strip()[:100] for name in ("q", "kind", "day")}
    kind = asked["kind"] if asked["kind"] in LookKind.values else ""
    found = looks.find(scope_of(request), who=asked["q"], kind=kind, day=_day(asked["day"]))
    names = {row.code: row for row in LookPurpose.objects.order_by("valid_from")}
    if request.GET.get("format") == "csv":
        return _as_file(_lines(found[:MOST].iterator(), names))
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    for look in page:
        look.told = names.get(look.purpose)  # type: ignore[attr-defined]
    context = {"page": page, "asked": asked, "kinds": LookKind.values, "now_at": clock.now()}
    return render(request, "accounts/looks.html", context)


def _day(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return None


def _as_file(lines: Iterable[str]) -> StreamingHttpResponse:
    return StreamingHttpResponse(
        lines,
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="looks-{clock.today():%Y-%m-%d}.csv"'},
    )


def _lines(rows: Iterable[Look], names: dict[str, LookPurpose]) -> Iterator[str]:
    yield "\ufeff" + csv_line([t(f"accounts-look-{column}") for column in _COLUMNS])
    for look in rows:
        told = names.get(look.purpose)
        yield csv_line(
            [
                look.person.full_name,
                t(f"accounts-look-kind-{look.kind}"),
                look.label,
                look.subject,
                named(told) if told else look.purpose,
                told.source if told else "",
                look.words,
                _moment(look.began_at),
                _moment(look.over_at),  # type: ignore[attr-defined]
                named(look.agency) if look.agency else "",
                named(look.unit) if look.unit else "",
            ]
        )


def _moment(at: dt.datetime) -> str:
    return f"{at.astimezone(clock.VIETNAM):%Y-%m-%d %H:%M:%S}"
