"""What each kind of tile of a pack shows, asked with the scope of the person who looks; a right that is missing leaves the tile out.

A new kind of packs: one function with `@tile`, its template `boards/tile/<kind>.html`, its keys in `packs/check/board.py`.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import Count
from django.urls import reverse

from dothi.accounts.models import Person
from dothi.boards.book import Board
from dothi.boards.contents import MOST_LINES, Tile
from dothi.entities import meaning
from dothi.entities import queries as entities
from dothi.entities.views import series_of
from dothi.incidents import queries as incidents
from dothi.indicators import book
from dothi.indicators.typed import owed as owing
from dothi.indicators.typed.forms import forms_in_force
from dothi.kernel import clock
from dothi.kernel.errors import NotFound
from dothi.kernel.i18n import language
from dothi.kernel.origin import Origin
from dothi.kernel.permissions import Scope
from dothi.kernel.sql import statement
from dothi.livemap import queries as livemap
from dothi.packs.check import shape
from dothi.packs.queries import Standing
from dothi.rules.alarms import queries as alarms
from dothi.rules.alarms.aside import RANK
from dothi.rules.alarms.models import Alarm
from dothi.rules.models import Rule
from dothi.rules.operators.moment import moment_of

MOST = 8
AT_WORK = 5  # alarms and cases beside the figures
Shown = dict[str, Any]
Show = Callable[[Board, Tile, Scope, Person], Shown]
_kinds: dict[str, tuple[str, Show]] = {}


def tile(kind: str, permission: str) -> Callable[[Show], Show]:
    """Registers what a kind of tile shows, and the right that it is seen with."""

    def register(show: Show) -> Show:
        _kinds[kind] = (permission, show)
        return show

    return register


def shown(board: Board, person: Person, *kinds: str) -> list[Shown]:
    """The tiles of these kinds in the order of the board, each with its `tile`."""
    found = []
    for one in board.of_kind(*kinds):
        permission, show = _kinds[one.kind]
        if scope := person.scope(permission):
            found.append({"tile": one, **show(board, one, scope, person)})
    return found


@tile("alarms", "alarms.view")
def _alarms(board: Board, one: Tile, scope: Scope, person: Person) -> Shown:
    """Open alarms of the pack's rules, the worst first, with what may be done about them."""
    codes = Rule.objects.filter(pack=board.code).values("code").distinct()
    rows = alarms.listed(scope, alarms.Filter(state="open")).filter(rule_code__in=codes)
    return {
        "alarms": list(rows[: one.told.get("most", AT_WORK)]),
        "number": rows.count(),
        "may_open": person.may("incidents.open"),
    }


@tile("incidents", "incidents.view")
def _incidents(board: Board, one: Tile, scope: Scope, person: Person) -> Shown:
    """Open cases about the pack's categories or its entities."""
    codes = [str(row.get("code")) for row in shape.every(_pack(board).pack, "categories.toml", "category")]
    kinds = [f"{board.code}.{code}" for code in codes] + _pack(board).types
    rows = incidents.listed(scope, incidents.Filter(state="open")).filter(kind__in=kinds)
    return {
        "incidents": list(rows[: one.told.get("most", AT_WORK)]),
        "number": rows.count(),
        "may_open": person.may("incidents.open"),
    }


def _pack(board: Board) -> Standing:
    """Raises NotFound: only a pack's board has tiles that speak of a pack."""
    if board.pack is None:
        raise NotFound("board-does-not-exist", pack=board.code)
    return board.pack


@dataclass(frozen=True, slots=True)
class StateCount:
    """How many entities are in a state; `severity` gives shape and colour, never without its word."""

    name: str
    severity: str
    number: int
    newest_at: dt.datetime | None
    origin: Origin | None


@tile("status", "entities.view")
def _status(board: Board, one: Tile, scope: Scope, person: Person) -> Shown:
    """Every state that the board names, also with none in it; what else was told counts as other."""
    told = one.told
    rows = {
        row[0]: row[1:]
        for row in _rows("states", scope, {"type": told["type"], "attribute": told["attribute"]})
    }
    found = []
    for state in told["states"]:
        number, newest, origin = rows.pop(state["value"], (0, None, None))
        kind = None if origin is None else Origin(origin)
        found.append(StateCount(state["name"][language()], state["severity"], number, newest, kind))
    return {
        "states": found,
        "others": sum(row[0] for row in rows.values()),
        "label": meaning.attribute(told["attribute"], told["type"]),
        "type": meaning.type_(told["type"]),
    }


@tile("table", "entities.view")
def _table(board: Board, one: Tile, scope: Scope, person: Person) -> Shown:
    """The worst entities of a type with chosen attributes."""
    told = one.told
    order = "desc" if told["worst"] == "high" else "asc"
    asked = {"type": told["type"], "attribute": told["sort"], "most": told.get("most", MOST)}
    worst = _rows("worst", scope, asked, order=order)
    known = entities.latest([row[0] for row in worst], told["attributes"], scope)
    rows = [known[row[0]] for row in worst if row[0] in known]
    return {
        "heads": [
            (attr, meaning.attribute(attr, told["type"]), _unit(rows, attr)) for attr in told["attributes"]
        ],
        "rows": [
            (row, [_cell(row, attr) for attr in told["attributes"]], row.value(told["sort"])) for row in rows
        ],
        "number": worst[0][1] if worst else 0,
        "type": told["type"],
        "label": meaning.type_(told["type"]),
    }


def _cell(row: entities.Entity, attr: str) -> Shown:
    value, label = row.value(attr), meaning.attribute(attr, row.types)
    if value is None:
        return {"value": None, "label": label}
    is_number = isinstance(value.value, int | float) and not isinstance(value.value, bool)
    return {
        "value": _readable(attr, value.value, row.types),
        "is_number": is_number,
        "level": meaning.level(attr, value.value, value.observed_at),
        "label": label,
    }


def _readable(attr: str, told: Any, types: Sequence[str]) -> Any:
    """A time as people write it here, a word in the reader's language, anything else as it is."""
    moment = moment_of(told)
    if moment is None:
        return meaning.value(attr, told, types)
    return f"{moment.astimezone(clock.VIETNAM):%H:%M %d/%m/%Y}"


def _unit(rows: list[entities.Entity], attr: str) -> str:
    return next((meaning.unit(value.unit_code) for row in rows if (value := row.value(attr))), "")


@tile("chart", "entities.view")
def _chart(board: Board, one: Tile, scope: Scope, person: Person) -> Shown:
    """The course of an indicator, or of an attribute of the entities where it is worst just now."""
    told = one.told
    if "indicator" in told:
        known = book.in_force(pack=board.code).get(told["indicator"])
        name = "" if known is None else known.name_en if language() == "en" else known.name_vi
        address = reverse("indicator-series", args=[told["indicator"]]) + "?code=" + told["indicator"]
        return {
            "label": name,
            "series": address if known else "",
            "hours": 720,
            "code": told["indicator"] if known else "",
        }
    asked = {"type": told["type"], "attribute": told["attribute"], "most": told.get("most", MOST_LINES)}
    found = _rows("worst", scope, asked, order="desc")
    label = f"{meaning.type_(told['type'])}: {meaning.attribute(told['attribute'], told['type'])}"
    address = reverse("board-chart", args=[board.code, one.number]) + "?of=worst"
    return {"label": label, "series": address if found else "", "hours": 24}


def _line(series: Shown, urn: str, name: str) -> Shown:
    """Where hourly history stands before values of every minute, an hour without a value is no gap."""
    return series | {"attr": urn, "label": name, "step_s": max(series["step_s"], 3600)}


def chart_series(one: Tile, scope: Scope, start: dt.datetime, end: dt.datetime) -> list[Shown]:
    """One line for each of the entities that are worst just now."""
    told = one.told
    asked = {"type": told["type"], "attribute": told["attribute"], "most": told.get("most", MOST_LINES)}
    worst = [row[0] for row in _rows("worst", scope, asked, order="desc")]
    known = entities.latest(worst, [told["attribute"]], scope)
    return [
        _line(series_of(known[urn], told["attribute"], start, end), urn, known[urn].name)
        for urn in worst
        if urn in known
    ]


@tile("map", "entities.view")
def _map(board: Board, one: Tile, scope: Scope, person: Person) -> Shown:
    """Where the entities of a type are."""
    return {
        "label": meaning.type_(one.told["type"]),
        "may_see_alarms": person.may("alarms.view"),
        "bounds": livemap.start_box(scope, one.told["type"]),
    }


@tile("figures-owed", "indicators.view")
def _figures_owed(board: Board, one: Tile, scope: Scope, person: Person) -> Shown:
    """What this person owes of the pack's forms, and what waits for their decision."""
    return owed_of(board.code, person)


def owed_of(pack: str, person: Person) -> Shown:
    """Of the forms of one pack, or of all ("")."""
    may_enter, may_approve = person.scope("indicators.enter"), person.scope("indicators.approve")
    found = owing.owed(may_enter, pack=pack) if may_enter else []
    rows = owing.waiting(may_approve) if may_approve else None
    if rows is not None and pack:
        rows = rows.filter(pack=pack)
    return {
        "owed": _by_form(found),
        "number": len(found),
        "waiting": list(rows[:MOST]) if rows is not None else [],
        "names": {form.code: form.name for form in forms_in_force()},
    }


def _by_form(found: list[owing.Owed]) -> list[tuple[owing.Owed, list[owing.Owed]]]:
    """The first of each form and agency with all its periods, the oldest deadline first."""
    groups: dict[tuple[str, int], list[owing.Owed]] = defaultdict(list)
    for one in found:
        groups[one.form.code, one.agency.pk].append(one)
    return [(group[0], group) for group in groups.values()][:MOST]


@dataclass(frozen=True, slots=True)
class OpenAlarms:
    """How many alarms of a field are active, and the worst of their severities."""

    number: int
    worst: str


def open_alarms(boards: list[Board], scope: Scope) -> dict[str, OpenAlarms]:
    """Of each pack that has any, in one question."""
    rows = scope.restrict(Alarm.objects.order_by()).filter(closed_at=None, active=True)
    counted = rows.filter(rule__pack__in=[one.code for one in boards]).values_list("rule__pack", "severity")
    found: dict[str, dict[str, int]] = defaultdict(dict)
    for pack, severity, number in counted.annotate(n=Count("pk")):
        found[pack][severity] = number
    return {pack: OpenAlarms(sum(of.values()), max(of, key=RANK.__getitem__)) for pack, of in found.items()}


def _rows(name: str, scope: Scope, values: Shown, **parts: str) -> list[tuple[Any, ...]]:
    text, own = entities.scope_condition(scope)
    asked = statement("dothi.boards", "sql/tiles.sql", name).format(scope=text, **parts)
    with connection.cursor() as db:
        db.execute(asked, values | own | {"now": clock.now()})
        return list(db.fetchall())
