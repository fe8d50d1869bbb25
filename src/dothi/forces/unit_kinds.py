"""What this room checks of a pack's unit kinds, capabilities, limits of states and measures. They are read from the pack in force."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from dothi.forces.catalogue import KINDS, LIMITS
from dothi.forces.workflow import State
from dothi.kernel.errors import BadRequest
from dothi.kernel.pack_contents import Content, Fault, Path, Told, bring
from dothi.packs.check import shape
from dothi.rules.expressions import duration
from dothi.rules.models import Severity

if TYPE_CHECKING:
    from dothi.accounts.models import Person


def _time(value: Any) -> shape.Wrong:
    try:
        duration(value)
    except BadRequest:
        return "packs-check-duration", {"value": str(value)}
    return None


def _speed(value: Any) -> shape.Wrong:
    return shape.number(value) or (None if 0 < value <= 300 else ("forces-check-speed", {}))


def _crew(value: Any) -> shape.Wrong:
    fits = isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= 100
    return None if fits else ("forces-check-crew", {})


def _factor(value: Any) -> shape.Wrong:
    return shape.number(value) or (None if 0 < value <= 1000 else ("forces-check-factor", {}))


_DATED = {"code": shape.code, "valid_from": shape.day, "source": shape.text, "certainty": shape.certainty}
_SHAPES = {
    (KINDS, "unit_kind"): shape.Shape(
        needed={
            **_DATED,
            "name": shape.words,
            "service": shape.text,
            "capabilities": shape.texts,
            "speed_kmh": _speed,
            "crew_minimum": _crew,
        },
        allowed={"about": shape.words},
    ),
    (KINDS, "capability"): shape.Shape(
        needed={"code": shape.code, "valid_from": shape.day, "name": shape.words},
        allowed={"about": shape.words},
    ),
    (LIMITS, "status_limit"): shape.Shape(
        needed={**_DATED, "state": shape.one_of(*State)},
        allowed={
            "severities": shape.texts,
            "services": shape.texts,
            "warn": _time,
            "alert": _time,
            "check_in": _time,
            "about": shape.words,
        },
    ),
    (LIMITS, "measure"): shape.Shape(
        needed=_DATED, allowed={"time": _time, "number": _factor, "about": shape.words}
    ),
}
# What the recommendation and the watch reckon with: a time or a number.
MEASURES = {
    "fix-fresh": "time",
    "fix-stale": "time",
    "home-guess": "time",
    "rest": "time",
    "tell-again": "time",
    "detour": "number",
    "road-shortlist": "number",
}


def _check_of(folder: str) -> Any:
    names = [name for of, name in _SHAPES if of == folder]

    def check(told: Told) -> Iterator[Fault]:
        yield from _other_keys(told, folder, names)
        for name in names:
            seen: set[tuple[str, str]] = set()
            for file, path, table in told.tables(folder, name):
                for wrong in _SHAPES[folder, name].check(file, table, path):
                    yield Fault(wrong.file, wrong.path, wrong.key, wrong.fields)
                which = (str(table.get("code")), str(table.get("valid_from")))
                if which in seen:
                    yield Fault(file, (*path, "code"), "packs-check-twice", {"value": " ".join(which)})
                seen.add(which)
                yield from _sense(told, name, file, path, table)

    return check


def _other_keys(told: Told, folder: str, names: list[str]) -> Iterator[Fault]:
    """A word that is misspelt would else leave a table out without a sound."""
    known = " ".join(f"[[{name}]]" for name in names)
    for file, tree in told.trees.items():
        for key, value in tree.items() if file.startswith(f"{folder}/") and isinstance(tree, dict) else ():
            if key not in names or shape.tables(value):
                yield Fault(file, (key,), "packs-check-unknown-key", {"known": known})


def _sense(told: Told, name: str, file: str, path: Path, table: dict[str, Any]) -> Iterator[Fault]:
    if name == "unit_kind":
        known = {str(row.get("code")) for _f, _p, row in told.tables(KINDS, "capability")}
        listed = table.get("capabilities")
        for place, code in enumerate(listed if isinstance(listed, list) else []):
            if str(code) not in known:
                where = (*path, "capabilities", place)
                yield Fault(file, where, "forces-check-capability", {"code": str(code)})
    if name == "measure":
        wanted = MEASURES.get(str(table.get("code")))
        if wanted is None:
            yield Fault(file, (*path, "code"), "packs-check-choice", {"known": ", ".join(MEASURES)})
        elif {"time", "number"} & table.keys() != {wanted}:
            yield Fault(file, path, "packs-check-key-missing", {"key": wanted})
    if name == "status_limit":
        for place, severity in enumerate(table.get("severities") or []):
            if severity not in Severity.values:
                known_ones = {"known": ", ".join(Severity.values)}
                yield Fault(file, (*path, "severities", place), "packs-check-choice", known_ones)


def _load_of(folder: str) -> Any:
    names = [name for of, name in _SHAPES if of == folder]

    def load(told: Told, by: Person | None) -> list[str]:
        """Nothing to copy: what holds is read from the pack in force."""
        return sorted({str(row["code"]) for name in names for _f, _p, row in told.tables(folder, name)})

    return load


for _folder in (KINDS, LIMITS):
    bring(Content(_folder, _check_of(_folder), _load_of(_folder)))
