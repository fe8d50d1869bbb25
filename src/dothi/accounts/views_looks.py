"""The report of looks: who looked at which camera, recording or crew, what for, from when to when."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence

from django.core.paginator import Paginator
from django.http import HttpRequest, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from dothi.accounts import looks
from dothi.accounts.asker import scope_of
from dothi.accounts.models import Look, LookKind, LookPurpose
from dothi.kernel import clock, moments
from dothi.kernel.i18n import language, named, t
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
    found = looks.find(scope_of(request), who=asked["q"], kind=kind, day=moments.day(asked["day"]))
    known = list(LookPurpose.objects.order_by("valid_from"))
    if request.GET.get("format") == "csv":
        return _as_file(_lines(found[: MOST + 1].iterator(), known, language()))
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    for look in page:
        look.told = looks.purpose_of(look, known)  # type: ignore[attr-defined]
    context = {"page": page, "asked": asked, "kinds": LookKind.values, "now_at": clock.now()}
    return render(request, "accounts/looks.html", context)


def _as_file(lines: Iterable[str]) -> StreamingHttpResponse:
    return StreamingHttpResponse(
        lines,
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="looks-{clock.today():%Y-%m-%d}.csv"'},
    )


def _lines(rows: Iterable[Look], known: Sequence[LookPurpose], lang: str) -> Iterator[str]:
    """In `lang`, the reader's: the file is written while the request is over. Where it ends before the list does, it says so."""
    yield "\ufeff" + csv_line([t(f"accounts-look-{column}", lang) for column in _COLUMNS])
    for number, look in enumerate(rows):
        if number == MOST:
            yield csv_line([t("accounts-look-more", lang, most=MOST)])
            return
        yield csv_line(_cells(look, looks.purpose_of(look, known), lang))


def _cells(look: Look, told: LookPurpose | None, lang: str) -> list[str]:
    return [
        look.person.full_name,
        t(f"accounts-look-kind-{look.kind}", lang),
        look.label,
        look.subject,
        getattr(told, f"name_{lang}") if told else look.purpose,
        told.source if told else "",
        look.words,
        _moment(look.began_at),
        _moment(look.over_at),  # type: ignore[attr-defined]
        getattr(look.agency, f"name_{lang}") if look.agency else "",
        named(look.unit) if look.unit else "",
    ]


def _moment(at: dt.datetime) -> str:
    return f"{at.astimezone(clock.VIETNAM):%Y-%m-%d %H:%M:%S}"
