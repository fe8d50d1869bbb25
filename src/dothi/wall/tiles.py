"""What each kind of tile shows on a wall, by the scope of its token. Each tile is read by itself: one that fails is dead, the others go on.

A new kind: one function with `@tile`, its line in `scenes.KINDS`, its template `wall/tile/<kind>.html`, readable at ten metres. Nothing that
a person typed about another stands on a wall: of a case its code, kind and place, never its title, its caller or its lead.
"""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.template.loader import render_to_string

from dothi.accounts.models import Agency
from dothi.incidents import kinds
from dothi.incidents import queries as incidents
from dothi.indicators import book
from dothi.indicators import queries as figures
from dothi.indicators.models import Indicator
from dothi.kernel.i18n import named
from dothi.rules.alarms import queries as alarms
from dothi.wall.choosing import Standing
from dothi.wall.models import Scene
from dothi.wall.queries import Eyes
from dothi.warnings import queries as warnings
from dothi.warnings.showing import publicly

logger = logging.getLogger(__name__)
LINES = 3  # of a list: more cannot be read from ten metres
Shown = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Asked:
    """For whom a tile is read: the eyes, what stands, and the minute."""

    eyes: Eyes
    standing: Standing
    now: dt.datetime


@dataclass(frozen=True, slots=True)
class Made:
    """One tile as the page gets it. `at`: when its figures were read; `state`: fresh, dead (reading it failed), gone (nothing there)."""

    key: str
    kind: str
    html: str
    wide: bool = False
    state: str = "fresh"

    def told(self) -> Shown:
        return {
            "key": self.key,
            "kind": self.kind,
            "html": self.html,
            "wide": self.wide,
            "state": self.state,
        }


Show = Callable[[Shown, Asked], Iterator[tuple[str, Shown]]]
_kinds: dict[str, Show] = {}


def tile(kind: str) -> Callable[[Show], Show]:
    """Registers what a kind shows: yields a key and what its template takes, once or several times."""

    def register(show: Show) -> Show:
        _kinds[kind] = show
        return show

    return register


def made(scene: Scene, asked: Asked) -> list[Made]:
    """All tiles of a scene in their order."""
    return [one for number, told in enumerate(scene.tiles) for one in _made(number, told, asked)]


def _made(number: int, told: Shown, asked: Asked) -> list[Made]:
    kind, key = str(told.get("kind")), f"{number}"
    wide = bool(told.get("wide"))
    show = _kinds.get(kind)
    if show is None:
        return [_plain(key, kind, "gone", told, wide)]
    try:
        with transaction.atomic():  # a statement that fails takes no other tile along
            return [
                Made(f"{key}-{part}", kind, _drawn(kind, shown), wide) for part, shown in show(told, asked)
            ]
    except Gone:
        return [_plain(key, kind, "gone", told, wide)]
    except Exception:
        logger.exception("a tile of a wall could not be read", extra={"kind": kind})
        return [_plain(key, kind, "dead", told, wide)]


class Gone(Exception):
    """What a tile names does not exist (any more)."""


def _drawn(kind: str, shown: Shown) -> str:
    return render_to_string(f"wall/tile/{kind}.html", shown)


def _plain(key: str, kind: str, state: str, told: Shown, wide: bool) -> Made:
    html = render_to_string(f"wall/tile/_{state}.html", {"kind": kind, "code": told.get("code", "")})
    return Made(f"{key}-{state}", kind, html, wide, state)


@tile("indicator")
def _indicator(told: Shown, asked: Asked) -> Iterator[tuple[str, Shown]]:
    """One figure, named by its code."""
    known = book.in_force().get(str(told.get("code")))
    if known is None:
        raise Gone
    yield from _read([known], asked)


@tile("figures")
def _figures(told: Shown, asked: Asked) -> Iterator[tuple[str, Shown]]:
    """So many figures of all fields: those that miss their target first, then those that got worse, then the others; gaps last."""
    known = list(book.in_force().values())
    read = figures.readings(known, asked.eyes.scope("indicators.view"), asked.now)
    shown = [read[one.code] for one in known]
    first = sorted(shown, key=lambda one: (one.value is None, not one.misses_target, not one.is_worse))
    yield from _shown(first[: told.get("most", 6)])


def _read(known: list[Indicator], asked: Asked) -> Iterator[tuple[str, Shown]]:
    read = figures.readings(known, asked.eyes.scope("indicators.view"), asked.now)
    yield from _shown([read[one.code] for one in known])


def _shown(readings: list[figures.Reading]) -> Iterator[tuple[str, Shown]]:
    owners = {one.code: one for one in Agency.objects.filter(code__in={r.indicator.owner for r in readings})}
    for one in readings:
        yield one.indicator.code, {"reading": one, "owner": named(owners.get(one.indicator.owner) or "")}


@tile("alarms")
def _alarms(told: Shown, asked: Asked) -> Iterator[tuple[str, Shown]]:
    """How many alarms stand, and the gravest."""
    rows = alarms.listed(asked.eyes.scope("alarms.view"), alarms.Filter(state="open"))
    yield "all", {"number": rows.count(), "alarms": list(rows[:LINES])}


@tile("incidents")
def _incidents(told: Shown, asked: Asked) -> Iterator[tuple[str, Shown]]:
    """How many cases are open, and the gravest: their kind and place."""
    rows = incidents.listed(asked.eyes.scope("incidents.view"), incidents.Filter(state="open"))
    found = [{"row": one, "kind": kinds.name_of(one.kind)} for one in rows[:LINES]]
    yield "all", {"number": rows.count(), "incidents": found}


@tile("warnings")
def _warnings(told: Shown, asked: Asked) -> Iterator[tuple[str, Shown]]:
    """Warnings to the public that hold and reach this scope: public words."""
    touching = warnings.touching(asked.eyes.scope("warnings.view")).values("pk")
    rows = warnings.gravest_first(warnings.in_force().filter(pk__in=touching))
    yield "all", {"number": len(rows), "warnings": publicly(rows[:LINES])}


@tile("cause")
def _cause(told: Shown, asked: Asked) -> Iterator[tuple[str, Shown]]:
    """What called for the scene, large; nothing where a person chose it without a cause."""
    cause = asked.standing.cause
    if cause is None:
        return
    if cause.kind == "incident":
        rows = incidents.visible(asked.eyes.scope("incidents.view"))
        row: Any = rows.filter(code=cause.code).first()
        yield cause.code, {"cause": cause, "row": row, "kind": kinds.name_of(row.kind) if row else ""}
    else:
        yield cause.code, {"cause": cause, "warning": publicly([warnings.get_public(cause.code)])[0]}


@tile("note")
def _note(told: Shown, asked: Asked) -> Iterator[tuple[str, Shown]]:
    """Words of the scene itself."""
    yield "words", {"text": told.get("text", "")}
