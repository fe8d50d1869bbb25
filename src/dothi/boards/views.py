"""Boards on screens. Parsing and reading with the person's scope; nothing is changed here."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe

from dothi.accounts.asker import person_of, scope_of
from dothi.boards import book, tiles
from dothi.indicators import queries
from dothi.indicators.views_figures import hours_of, milliseconds
from dothi.kernel import clock
from dothi.kernel.errors import NotFound
from dothi.kernel.permissions import requires
from dothi.livemap import queries as livemap

TABLES, ISLANDS, WORK = ("status", "table"), ("map", "chart"), ("alarms", "incidents", "figures-owed")


@require_safe
@requires("indicators.view")
def board_list(request: HttpRequest) -> HttpResponse:
    """Every board with its first figures and how many alarms it has, drawn as the worst of them."""
    found = []
    all_boards = book.boards()
    sees_alarms = person_of(request).scope("alarms.view")
    alarms = tiles.open_alarms(all_boards, sees_alarms) if sees_alarms else {}
    for one in all_boards:
        shown = one.indicators()[:4]
        readings = queries.readings(shown, scope_of(request))
        found.append((one, [readings[indicator.code] for indicator in shown], alarms.get(one.code)))
    return render(request, "boards/boards.html", {"boards": found})


@require_safe
@requires("indicators.view")
def board_page(request: HttpRequest, pack: str) -> HttpResponse:
    """The screen of a field's officer."""
    board = book.get_board(pack)
    islands = tiles.shown(board, person_of(request), *ISLANDS)
    parts = {name: value for part in PARTS.values() for name, value in part(request, board).items()}
    return render(request, "boards/board.html", {"board": board, "islands": islands, **parts})


@require_safe
@requires("indicators.view")
def board_part(request: HttpRequest, pack: str, part: str) -> HttpResponse:
    """What asks for itself again: the figures, what is to be done, the tables."""
    board = book.get_board(pack)
    if part not in PARTS:
        raise NotFound("not-found")
    return render(request, f"boards/_{part}.html", {"board": board, **PARTS[part](request, board)})


def _figures(request: HttpRequest, board: book.Board) -> dict[str, Any]:
    """The figures that miss their target first, then those that got worse; the others as the pack lists them."""
    indicators = board.indicators()
    found = queries.readings(indicators, scope_of(request))
    readings = [found[one.code] for one in indicators]
    return {"readings": sorted(readings, key=lambda one: (not one.misses_target, one.value is None))}


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
    one = book.get_board(pack).tile(number, "map")
    urns = request.GET.getlist("urn")[:100]
    answer = JsonResponse(livemap.snapshot(scope_of(request), urns=urns, type_=one.told["type"]))
    answer["Cache-Control"] = "no-store"
    return answer


@require_safe
@requires("entities.view")
def board_chart(request: HttpRequest, pack: str, number: int) -> JsonResponse:
    """The lines of a chart tile over the last `hours`."""
    one = book.get_board(pack).tile(number, "chart")
    end = clock.now()
    start = end - dt.timedelta(hours=hours_of(request.GET.get("hours", "")))
    series = tiles.chart_series(one, scope_of(request), start, end)
    return JsonResponse({"from": milliseconds(start), "to": milliseconds(end), "series": series})
