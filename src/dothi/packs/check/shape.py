"""The shape of a table in a pack: which keys it needs, which it may have, and what each may hold."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from dothi.entities.core import rec20
from dothi.kernel.dated import Certainty
from dothi.kernel.pack_contents import Path
from dothi.packs.folder import Complaint, PackFolder

Wrong = tuple[str, dict[str, Any]] | None  # a Fluent key with its fields
Judge = Callable[[Any], Wrong]

_CODE = re.compile(r"^[a-z0-9]+(-[a-z0-9]+)*$")
_DURATION = re.compile(r"^[0-9]{1,8}[smhd]$")


def text(value: Any) -> Wrong:
    return None if isinstance(value, str) and value.strip() else ("packs-check-text", {})


def words(value: Any) -> Wrong:
    """A text in both languages."""
    given = value if isinstance(value, dict) else {}
    missing = [one for one in ("vi", "en") if not isinstance(given.get(one), str) or not given[one].strip()]
    return ("packs-check-language", {"language": missing[0]}) if missing else None


def code(value: Any) -> Wrong:
    if isinstance(value, str) and _CODE.match(value):
        return None
    return "packs-check-code-shape", {"code": str(value)}


def day(value: Any) -> Wrong:
    is_day = isinstance(value, dt.date) and not isinstance(value, dt.datetime)
    return None if is_day else ("packs-check-date", {})


def number(value: Any) -> Wrong:
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return None if is_number else ("packs-check-number", {})


def flag(value: Any) -> Wrong:
    return None if isinstance(value, bool) else ("packs-check-choice", {"known": "true, false"})


def duration(value: Any) -> Wrong:
    is_duration = isinstance(value, str) and _DURATION.match(value)
    return None if is_duration else ("packs-check-duration", {"value": str(value)})


def texts(value: Any) -> Wrong:
    if isinstance(value, list) and value and all(isinstance(one, str) and one for one in value):
        return None
    return "packs-check-texts", {}


def tables(value: Any) -> Wrong:
    if isinstance(value, list) and value and all(isinstance(one, dict) for one in value):
        return None
    return "packs-check-tables", {}


def unit(value: Any) -> Wrong:
    is_unit = isinstance(value, str) and value in rec20.units()
    return None if is_unit else ("packs-check-unit", {"unit": str(value)})


def one_of(*known: str) -> Judge:
    """A judge of a closed vocabulary."""
    return lambda value: None if value in known else ("packs-check-choice", {"known": ", ".join(known)})


certainty = one_of(*Certainty.values)
severity = one_of("critical", "high", "medium", "low")


@dataclass(frozen=True, slots=True)
class Shape:
    """Which keys a table needs and which it may have beside them."""

    needed: Mapping[str, Judge]
    allowed: Mapping[str, Judge] = field(default_factory=dict)

    def check(self, file: str, table: Mapping[str, Any], path: Path) -> Iterator[Complaint]:
        judges = {**self.needed, **self.allowed}
        for key in table:
            if key not in judges:
                known = ", ".join(sorted(judges))
                yield Complaint(file, (*path, key), "packs-check-unknown-key", {"known": known})
            elif wrong := judges[key](table[key]):
                yield Complaint(file, (*path, key), *wrong)
        for key in self.needed:
            if key not in table:
                yield Complaint(file, (*path, key), "packs-check-key-missing", {"key": key})


def rows(pack: PackFolder, file: str, name: str) -> list[tuple[Path, dict[str, Any]]]:
    """Every `[[name]]` of a file, with its path; what is no table was complained of by `only`."""
    found = pack.trees.get(file, {}).get(name, [])
    found = found if isinstance(found, list) else []
    return [((name, place), row) for place, row in enumerate(found) if isinstance(row, dict)]


def files(pack: PackFolder, folder: str) -> list[str]:
    """The TOML files of a folder."""
    return [name for name in pack.trees if name.startswith(f"{folder}/") and name.endswith(".toml")]


def every(pack: PackFolder, place: str, name: str) -> list[dict[str, Any]]:
    """Every `[[name]]` of a file, or of the TOML files of a folder."""
    inside = [place] if place.endswith(".toml") else files(pack, place)
    return [row for file in inside for _path, row in rows(pack, file, name)]


def only(pack: PackFolder, file: str, name: str) -> Iterator[Complaint]:
    """A file that holds `[[name]]` tables and nothing else."""
    for key, value in pack.trees.get(file, {}).items():
        if key != name:
            yield Complaint(file, (key,), "packs-check-unknown-key", {"known": f"[[{name}]]"})
        elif wrong := tables(value):
            yield Complaint(file, (key,), *wrong)


def twice(file: str, told: list[tuple[Path, dict[str, Any]]], *keys: str) -> Iterator[Complaint]:
    """The second of two tables that say the same thing."""
    seen: set[tuple[str, ...]] = set()
    for path, row in told:
        key = tuple(str(row.get(one)) for one in keys)
        if key in seen:
            yield Complaint(file, (*path, keys[0]), "packs-check-twice", {"value": " ".join(key)})
        seen.add(key)
