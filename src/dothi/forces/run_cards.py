"""Run cards of packs: how many of what go first to a case of one kind, at one alarm level, in one area. Checked, kept in versions, found."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from dothi.forces import catalogue
from dothi.forces.models import RunCard
from dothi.incidents.kinds import KINDS
from dothi.kernel import clock, pack_versions
from dothi.kernel.kept import kept
from dothi.kernel.pack_contents import Content, Fault, Told, bring
from dothi.packs import queries as packs
from dothi.packs.check import shape
from dothi.packs.models import LoadedPack
from dothi.territory.models import Unit

if TYPE_CHECKING:
    from dothi.accounts.models import Person

FOLDER = "run_cards"
Table = dict[str, Any]


def _level(value: Any) -> shape.Wrong:
    fits = isinstance(value, int) and not isinstance(value, bool) and 1 <= value <= 9
    return None if fits else ("forces-check-level", {})


_SHAPE = shape.Shape(
    needed={
        "code": shape.code,
        "valid_from": shape.day,
        "name": shape.words,
        "kinds": shape.texts,
        "level": _level,
        "need": shape.tables,
        "source": shape.text,
        "certainty": shape.certainty,
    },
    allowed={"area": shape.text, "area_valid_from": shape.day, "about": shape.words},
)
_NEED = shape.Shape(needed={"capability": shape.code, "count": _level})


def check(told: Told) -> Iterator[Fault]:
    """Shape, categories that exist, capabilities that some unit kind of the pack brings."""
    known = _categories(told)
    capabilities = {str(row.get("code")) for _f, _p, row in told.tables("unit_kinds", "capability")}
    seen: set[tuple[str, str]] = set()
    for file, path, table in told.tables(FOLDER, "run_card"):
        for wrong in _SHAPE.check(file, table, path):
            yield Fault(wrong.file, wrong.path, wrong.key, wrong.fields)
        which = (str(table.get("code")), str(table.get("valid_from")))
        if which in seen:
            yield Fault(file, (*path, "code"), "packs-check-twice", {"value": " ".join(which)})
        seen.add(which)
        for place, kind in enumerate(_list(table.get("kinds"))):
            if str(kind) not in known:
                yield Fault(file, (*path, "kinds", place), "packs-check-no-categories", {"code": str(kind)})
        for place, need in enumerate(_list(table.get("need"))):
            if not isinstance(need, dict):
                continue
            for wrong in _NEED.check(file, need, (*path, "need", place)):
                yield Fault(wrong.file, wrong.path, wrong.key, wrong.fields)
            code = str(need.get("capability"))
            if code not in capabilities:
                where = (*path, "need", place, "capability")
                yield Fault(file, where, "forces-check-capability", {"code": code})


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _categories(told: Told) -> set[str]:
    """The ten of every centre and the pack's own."""
    return {*KINDS, *_own_categories(told)}


def _own_categories(told: Told) -> set[str]:
    tree = told.trees.get("categories.toml", {})
    rows = _list(tree.get("category")) if isinstance(tree, dict) else []
    return {str(row.get("code")) for row in rows if isinstance(row, dict)}


def load(told: Told, by: Person | None) -> list[str]:
    """Makes the cards of the pack exactly those it says; nothing is overwritten, what differs is the next version."""
    said = {(row["code"], row["valid_from"]): row for _f, _p, row in told.tables(FOLDER, "run_card")}
    return pack_versions.keep(RunCard, told, said, lambda table: _fields(told, table), by=by)


def _fields(told: Told, table: Table) -> dict[str, Any]:
    return {
        "name_vi": table["name"]["vi"],
        "name_en": table["name"]["en"],
        "kinds": _kinds(told, table["kinds"]),
        "level": table["level"],
        "area_code": table.get("area", ""),
        "area_valid_from": table.get("area_valid_from"),
        "needs": [{"capability": one["capability"], "count": one["count"]} for one in table["need"]],
        "source": table["source"],
        "certainty": table["certainty"],
    }


def _kinds(told: Told, codes: list[str]) -> list[str]:
    """As cases have them: the pack's own category with its code before it, one of the ten as it is; `fire` may be both."""
    own = _own_categories(told)
    found = [f"{told.code}.{code}" for code in codes if code in own]
    return found + [code for code in codes if code in KINDS]


@dataclass(frozen=True, slots=True)
class Book:
    """What a recommendation goes by on one day. Shared by whoever asks: nothing of it is changed."""

    cards: tuple[RunCard, ...]
    parents: Mapping[str, str]  # category → the one above it
    told: catalogue.Catalogue

    def card_for(self, kind: str, level: int, areas: Callable[[], list[Area]]) -> RunCard | None:
        """The card at this alarm level, else the highest below it; of this kind, else of the category above it; of an area around
        the place before one for everywhere (and the smaller area before the larger). `areas` are asked for where a card names one.
        """
        line = self.line_above(kind)
        fitting = [
            (-card.level, line.index(nearest), card)
            for card in self.cards
            if card.level <= level
            and (nearest := next((one for one in line if one in card.kinds), None)) is not None
        ]
        around = areas() if any(card.area_code for _, _, card in fitting) else [EVERYWHERE]
        there = [
            (above, far, around.index(area), card)
            for above, far, card in fitting
            if (area := _area(card, around)) is not None
        ]
        return min(there, key=lambda one: one[:3])[3] if there else None

    def line_above(self, kind: str) -> list[str]:
        """The kind and the categories above it, the nearest first."""
        line: list[str] = []
        while kind and kind not in line:
            line.append(kind)
            kind = self.parents.get(kind, "")
        return line


@kept(RunCard, LoadedPack)
def book(day: dt.date) -> Book:
    """As it holds on `day`: read once, then asked by one statement whether it still holds."""
    parents = {
        f"{pack}.{row['code']}": f"{pack}.{row['parent']}" if row.get("parent") else ""
        for pack, row in packs.categories()
    }
    return Book(tuple(pack_versions.in_force(RunCard, day)), parents, catalogue.in_force(day))


def card_for(kind: str, level: int, unit_id: int | None = None, day: dt.date | None = None) -> RunCard | None:
    """Of the book of `day` (today)."""
    return book(day or clock.today()).card_for(kind, level, lambda: areas_of(unit_id))


Area = tuple[str, dt.date | None]
EVERYWHERE: Area = ("", None)


def areas_of(unit_id: int | None) -> list[Area]:
    """The unit of a place and those above it with their days, then everywhere."""
    found: list[Area] = []
    unit = Unit.objects.select_related("parent__parent").filter(pk=unit_id).first() if unit_id else None
    while unit is not None:
        found.append((unit.code, unit.valid_from))
        unit = unit.parent
    return [*found, EVERYWHERE]


def _area(card: RunCard, areas: list[Area]) -> Area | None:
    """Codes change their meaning with the years: a card names the day from which its unit exists, else any of that code."""
    if not card.area_code:
        return EVERYWHERE
    for area in areas:
        if card.area_code == area[0] and card.area_valid_from in (None, area[1]):
            return area
    return None


bring(Content(FOLDER, check, load))
