"""Procedures (SOPs) of packs: what this room checks of them, takes of them, and which one a case gets."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from dothi.incidents.models import Procedure
from dothi.kernel import clock, pack_versions
from dothi.kernel.kept import kept
from dothi.kernel.pack_contents import Content, Fault, Path, Told, bring
from dothi.packs import queries as packs
from dothi.packs.models import LoadedPack
from dothi.rules.expressions import duration

if TYPE_CHECKING:
    from dothi.accounts.models import Person

FOLDER = "sops"
# Who does a step. A closed list: each has its word `incidents-who-<role>`, and the desk finds people by it.
ROLES = (
    "duty-officer", "shift-lead", "dispatcher", "agency-officer", "ward-officer", "leader", "source-owner", "operator",
    "field-crew", "spokesperson",
)  # fmt: skip

Table = dict[str, Any]


def check(told: Told) -> Iterator[Fault]:
    """Steps are done by roles that this room knows; the shape of the file is checked with the pack."""
    for file, path, table in told.tables(FOLDER, "sop"):
        for place, step in enumerate(_steps_of(table)):
            who = step.get("who")
            if who is not None and who not in ROLES:
                where: Path = (*path, "step", place, "who")
                yield Fault(file, where, "incidents-check-who", {"who": str(who), "known": ", ".join(ROLES)})


def _steps_of(table: Table) -> list[Table]:
    steps = table.get("step")
    return [step for step in steps if isinstance(step, dict)] if isinstance(steps, list) else []


def load(told: Told, by: Person | None) -> list[str]:
    """Makes the procedures of the pack exactly those it says; nothing is overwritten, what differs is the next version."""
    said = {(table["code"], table["valid_from"]): table for _file, _path, table in told.tables(FOLDER, "sop")}
    return pack_versions.keep(Procedure, told, said, lambda table: _fields(told.code, table), by=by)


def _fields(pack: str, table: Table) -> dict[str, Any]:
    return {
        "name_vi": table["name"]["vi"],
        "name_en": table["name"]["en"],
        "rules": table.get("rules", []),
        "categories": [f"{pack}.{code}" for code in table.get("categories", [])],
        "steps": [_step(step) for step in table["step"]],
        "source": table["source"],
        "certainty": table["certainty"],
    }


def in_force(day: dt.date | None = None) -> list[Procedure]:
    """What holds on `day` (today)."""
    return pack_versions.in_force(Procedure, day)


def _step(table: Table) -> Table:
    within = duration(table["within"]).total_seconds() if "within" in table else None
    return {
        "do_vi": table["do"]["vi"],
        "do_en": table["do"]["en"],
        "who": table.get("who", ""),
        "within_s": within,
        "optional": table.get("optional", False),
    }


def fitting(*, rules: Iterable[str] = (), kind: str = "") -> list[Procedure]:
    """What is in force for alarms of these rules, or for a case of this category or one above it."""
    rows, parents = _holding(clock.today())
    codes, kinds = set(rules), _line(kind, parents)
    return [row for row in rows if codes.intersection(row.rules) or kinds.intersection(row.categories)]


def with_those_above(kind: str) -> set[str]:
    """A category and its parents."""
    return _line(kind, _parents())


@kept(Procedure, LoadedPack)
def _holding(day: dt.date) -> tuple[list[Procedure], dict[str, str]]:
    """Both that a new case asks for, by one statement."""
    return in_force(day), _parents()


@kept(LoadedPack)
def _parents() -> dict[str, str]:
    """Of every category the one above it; empty: none."""
    return {
        f"{pack}.{row['code']}": f"{pack}.{row['parent']}" if row.get("parent") else ""
        for pack, row in packs.categories()
    }


def _line(kind: str, parents: dict[str, str]) -> set[str]:
    found: set[str] = set()
    while kind and kind not in found:
        found.add(kind)
        kind = parents.get(kind, "")
    return found


bring(Content(FOLDER, check, load))
