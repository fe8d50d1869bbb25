"""Screens of officers: dossiers by what has to be done, one of them, what is wrong with the feeds."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from dothi.accounts.asker import scope_of
from dothi.accounts.models import Agency
from dothi.kernel import clock
from dothi.kernel.asked import number_of
from dothi.kernel.errors import NotFound
from dothi.kernel.i18n import language, t
from dothi.kernel.pages import NarrowPages
from dothi.kernel.permissions import requires
from dothi.kernel.sheets import MEDIA_TYPE, csv_line, safe
from dothi.kernel.sql import statement
from dothi.publicservices import law, queries, wording
from dothi.publicservices.mirroring.judged import FLAGS
from dothi.publicservices.models import FeedReject
from dothi.publicservices.queries import TABS, Filter
from dothi.publicservices.showing import COLUMNS, cells, shown
from dothi.publicservices.states import OPEN

PER_PAGE = 50
MOST_IN_A_FILE = 50_000


@require_safe
@requires("publicservices.view")
def dossiers(request: HttpRequest) -> HttpResponse:
    """What will be late in so many working days, and who has to act; what is late, doubtful, all."""
    asked, now = _asked(request), clock.now()
    page = NarrowPages(queries.filtered(scope_of(request), asked, now), PER_PAGE).get_page(
        request.GET.get("page")
    )
    told = {
        "page": page, "rows": shown(list(page.object_list), now), "asked": asked, "now": now,
        "tabs": [(one, f"publicservices-tab-{one}") for one in TABS], "agencies": Agency.objects.order_by("name_vi"), "flags": FLAGS,
        "soon_days": asked.days or law.value("soon-days"), "query": urlencode({**request.GET.dict(), "page": ""}),
    }  # fmt: skip
    return render(request, "publicservices/list.html", told)


@require_safe
@requires("publicservices.view")
def dossiers_file(request: HttpRequest, ending: str) -> HttpResponse:
    """The same list as CSV or XLSX, as far as `MOST_IN_A_FILE`."""
    if ending not in ("csv", "xlsx"):
        raise NotFound("publicservices-dossier-does-not-exist", code=ending[:20])
    asked, now = _asked(request), clock.now()
    rows = list(queries.filtered(scope_of(request), asked, now)[:MOST_IN_A_FILE])
    lines = _lines(asked, [cells(one) for one in shown(rows, now)])
    body, kind = (_csv(lines), "text/csv; charset=utf-8") if ending == "csv" else (_xlsx(lines), MEDIA_TYPE)
    answer = HttpResponse(body, content_type=kind)
    answer["Content-Disposition"] = f'attachment; filename="dossiers-{asked.tab}.{ending}"'
    return answer


def _lines(asked: Filter, rows: list[list[Any]]) -> Iterator[list[Any]]:
    yield [
        t(
            "publicservices-file-title",
            tab=t(f"publicservices-tab-{asked.tab}"),
            at=f"{clock.now().astimezone(clock.VIETNAM):%H:%M %d/%m/%Y}",
        )
    ]
    yield [t(f"publicservices-column-{one}") for one in COLUMNS]
    yield from rows


def _csv(lines: Iterator[list[Any]]) -> str:
    return "\ufeff" + "".join(map(csv_line, lines))


def _xlsx(lines: Iterator[list[Any]]) -> bytes:
    from openpyxl import Workbook  # 0.1 s: only for who asks for a workbook
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    book, out = Workbook(write_only=True), io.BytesIO()
    sheet = book.create_sheet()
    for line in lines:
        sheet.append(
            [safe(ILLEGAL_CHARACTERS_RE.sub("", one)) if isinstance(one, str) else one for one in line]
        )
    book.save(out)
    return out.getvalue()


def _asked(request: HttpRequest) -> Filter:
    told = request.GET
    tab = told.get("tab", TABS[0])
    flag = told.get("flag", "")
    return Filter(
        tab=tab if tab in TABS else TABS[0], days=min(number_of(told.get("days", "")) or 0, 60), agency=number_of(told.get("agency", "")),
        unit=number_of(told.get("unit", "")), procedure=told.get("procedure", "").replace("\x00", "")[:60], flag=flag if flag in FLAGS else "",
        code=told.get("code", "").strip().replace("\x00", "")[:80],
    )  # fmt: skip


@require_safe
@requires("publicservices.view")
def dossier(request: HttpRequest, pk: int) -> HttpResponse:
    """One with its four states, its dates and the steps that its system told."""
    one = queries.get_dossier(pk, scope_of(request))
    return render(
        request,
        "publicservices/dossier.html",
        {"one": shown([one], clock.now())[0], "steps": one.steps.order_by("told_at", "id")},
    )


@require_safe
@requires("publicservices.view")
def by_code(request: HttpRequest, code: str) -> HttpResponse:
    """The one dossier of a code, or those of every feed that tells it."""
    found = list(queries.visible(scope_of(request)).filter(code=code[:80]).order_by("feed_id")[:20])
    if not found:
        raise NotFound("publicservices-dossier-does-not-exist", code=code[:80])
    if len(found) == 1:
        return redirect("dossier", found[0].pk)
    return render(request, "publicservices/of_code.html", {"code": code, "rows": shown(found, clock.now())})


@require_safe
@requires("publicservices.manage")
def feeds(request: HttpRequest) -> HttpResponse:
    """The consistency report: each feed's last delivery, what it refused and why, what is flagged, what two systems say of one code."""
    own = list(queries.feeds_of(scope_of(request)).values_list("pk", flat=True))
    rows = [
        {**one, "name": one["name_en"] if language() == "en" else one["name_vi"]}
        for one in _table("feeds", open=list(OPEN), feeds=own)
    ]
    flags: dict[str, list[tuple[str, int]]] = {}
    for feed, flag, count in _rows("flags", feeds=own):
        flags.setdefault(feed, []).append((flag, count))
    for one in rows:
        one["flags"] = flags.get(one["code"], [])
        one["is_silent"] = one["is_on"] and _is_silent(one)
        one["missing"] = (
            one["told"] - one["held"] if one["told"] is not None and one["held"] is not None else None
        )
    refused = FeedReject.objects.filter(run__feed_id__in=own).select_related("run__feed").order_by("-id")[:50]
    told = {
        "feeds": rows,
        "refused": [(one, wording.reason(one.reason)) for one in refused],
        "told_twice": _rows("states", feeds=own),
    }
    return render(request, "publicservices/feeds.html", told)


def _is_silent(feed: dict[str, Any]) -> bool:
    if feed["begun_at"] is None:
        return True
    return bool((clock.now() - feed["begun_at"]).total_seconds() > feed["quiet_hours"] * 3600)


def _rows(name: str, **told: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement("dothi.publicservices", "sql/consistency.sql", name), told)
        return list(cursor.fetchall())


def _table(name: str, **told: Any) -> list[dict[str, Any]]:
    with connection.cursor() as cursor:
        cursor.execute(statement("dothi.publicservices", "sql/consistency.sql", name), told)
        return [
            dict(zip([column[0] for column in cursor.description], row, strict=True))
            for row in cursor.fetchall()
        ]
