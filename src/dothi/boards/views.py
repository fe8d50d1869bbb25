"""Boards on screens. Parsing and reading with the person's scope; nothing is changed here but the count of openings."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe

from dothi.accounts.asker import person_of, scope_of
from dothi.boards import book, exporting, opening, owning, showing, tiles
from dothi.boards.charting import told_of
from dothi.boards.contents import MOST_LINES
from dothi.indicators.views_figures import hours_of, milliseconds
from dothi.kernel import clock
from dothi.kernel.errors import NotFound
from dothi.kernel.permissions import requires
from dothi.livemap import queries as livemap

TABLES, ISLANDS, WORK = ("status", "table"), ("map", "chart"), ("alarms", "incidents", "figures-owed")


@require_safe
@requires("indicators.view")
def board_list(request: HttpRequest) -> HttpResponse:
    """Every board: those of the person's roles and their own first, then the fields with their first figures and their alarms."""
    person = person_of(request)
    all_boards = book.boards()
    sees_alarms = person.scope("alarms.view")
    alarms = tiles.open_alarms(all_boards, sees_alarms) if sees_alarms else {}
    first = {one.code: [each.code for each in one.indicators()[:4]] for one in all_boards}
    told = showing.figures((code for codes in first.values() for code in codes), scope_of(request))
    found = [
        (one, [told[code] for code in first[one.code] if code in told], alarms.get(one.code))
        for one in all_boards
    ]
    context = {"boards": found, "ready": book.ready_for(person), "own": book.made_for(person)}
    return render(request, "boards/boards.html", context)


@require_safe
@requires("indicators.view")
def board_page(request: HttpRequest, pack: str) -> HttpResponse:
    """The screen of a field's officer, of a role, or one that somebody made."""
    person = person_of(request)
    board = book.get_board(pack, person)
    opening.opened(board.code, person)
    if board.pack is None:
        may_change = board.row is not None and owning.may_change(board.row, person)
        context = {
            "board": board,
            "page": showing.page(board, person),
            "may_change": may_change,
            "endings": exporting.ENDINGS,
        }
        return render(request, "boards/made.html", context)
    islands = tiles.shown(board, person, *ISLANDS)
    parts = {name: value for part in PARTS.values() for name, value in part(request, board).items()}
    context = {"board": board, "islands": islands, "endings": exporting.ENDINGS, **parts}
    return render(request, "boards/board.html", context)


@require_safe
@requires("indicators.view")
def board_part(request: HttpRequest, pack: str, part: str) -> HttpResponse:
    """What asks for itself again: the figures, what is to be done, the tables; of a made board all tiles."""
    board = book.get_board(pack, person_of(request))
    if board.pack is None and part == "tiles":
        return render(
            request, "boards/_tiles.html", {"board": board, "page": showing.page(board, person_of(request))}
        )
    if board.pack is None or part not in PARTS:
        raise NotFound("not-found")
    return render(request, f"boards/_{part}.html", {"board": board, **PARTS[part](request, board)})


def _figures(request: HttpRequest, board: book.Board) -> dict[str, Any]:
    """The figures that miss their target first, then those that got worse; the others as the pack lists them."""
    told = showing.figures([one.code for one in board.indicators()], scope_of(request))
    order = sorted(told.values(), key=lambda one: (not one.reading.misses_target, one.reading.value is None))
    return {"figures": order}


def _work(request: HttpRequest, board: book.Board) -> dict[str, Any]:
    work = tiles.shown(board, person_of(request), *WORK)
    return {"work": work, "has_forms": bool(board.of_kind("figures-owed"))}


def _tables(request: HttpRequest, board: book.Board) -> dict[str, Any]:
    return {"tables": tiles.shown(board, person_of(request), *TABLES)}


PARTS: dict[str, Callable[[HttpRequest, book.Board], dict[str, Any]]] = {
    "figures": _figures,
    "work": _work,
    "tables": _tables,
}


@require_safe
@requires("entities.view")
@gzip_page
def board_map(request: HttpRequest, pack: str, number: int) -> JsonResponse:
    """The snapshot of a map tile: entities of its type only."""
    one = book.get_board(pack, person_of(request)).tile(number, "map")
    return _snapshot(request, one.told["type"])


@require_safe
@requires("entities.view")
@gzip_page
def type_map(request: HttpRequest, type_: str) -> JsonResponse:
    """The same of a type that a made board shows, also while it is being made."""
    return _snapshot(request, type_)


def _snapshot(request: HttpRequest, type_: str) -> JsonResponse:
    urns = request.GET.getlist("urn")[:100]
    answer = JsonResponse(livemap.snapshot(scope_of(request), urns=urns, type_=type_))
    answer["Cache-Control"] = "no-store"
    return answer


@require_safe
@requires("indicators.view")
def board_chart(request: HttpRequest, pack: str, number: int) -> JsonResponse:
    """The lines of a pack's chart tile over the last `hours`: of the entities of a type that are worst."""
    person = person_of(request)
    one = book.get_board(pack, person).tile(number, "chart")
    start, end = _span(request)
    scope = person.scope("entities.view")
    series = tiles.chart_series(one, scope, start, end) if scope else []
    return JsonResponse({"from": milliseconds(start), "to": milliseconds(end), "series": series})


@require_safe
@requires("indicators.view")
def lines(request: HttpRequest) -> JsonResponse:
    """The course of up to four indicators (`code`) over the last `hours`."""
    start, end = _span(request)
    series = told_of(request.GET.getlist("code")[:MOST_LINES], scope_of(request), start, end)
    return JsonResponse({"from": milliseconds(start), "to": milliseconds(end), "series": series})


def _span(request: HttpRequest) -> tuple[dt.datetime, dt.datetime]:
    end = clock.now()
    return end - dt.timedelta(hours=hours_of(request.GET.get("hours", ""))), end


@require_safe
@requires("indicators.view")
def board_export(request: HttpRequest, pack: str, ending: str) -> HttpResponse:
    """All figures of a board with what they rest on, as the reader's scope sees them."""
    person = person_of(request)
    board = book.get_board(pack, person)
    codes = list(dict.fromkeys(code for tile in board.tiles for code in tile.indicators))
    body, kind = exporting.written(ending, exporting.rows(codes, person), exporting.about(board.name, person))
    return handed_out(body, kind, f"{board.code}.{ending}")


def handed_out(body: bytes, kind: str, name: str) -> HttpResponse:
    answer = HttpResponse(body, content_type=kind)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    answer["Cache-Control"] = "no-store"
    return answer
