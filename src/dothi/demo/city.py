"""The demo city as data: bodies, people, keys and simulated stations of one named place."""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from importlib.resources import files
from typing import Any

from dothi.demo.desk.plan import ROWS as DESK_ROWS
from dothi.demo.desk.plan import DeskPlan, read_desk
from dothi.packs.folder import SHIPPED, read_pack
from dothi.packs.profile import load_profiles
from dothi.packs.simulator import Simulator, Station


@dataclass(frozen=True, slots=True)
class AgencyPlan:
    code: str
    kind: str
    name_vi: str
    name_en: str
    parent: str | None = None
    unit: str | None = None


@dataclass(frozen=True, slots=True)
class PersonPlan:
    """`area`: "group" (the demo city), the code of a unit, or "" (everywhere)."""

    username: str
    role: str
    full_name: str
    title: str
    agency: str
    area: str
    own_agency: bool = False
    login: str = ""  # its name on the card where two people have one role

    @property
    def key(self) -> str:
        return self.login or self.role


@dataclass(frozen=True, slots=True)
class KeyPlan:
    kind: str
    name: str
    origin: str


@dataclass(frozen=True, slots=True)
class FieldPlan:
    """One field of the city: its pack, whose its stations are, and how many days of the past are told."""

    pack: str
    owner: str  # code of an agency
    days: int = 30
    owner_of: dict[str, str] = field(default_factory=dict)  # entity type → another owner
    days_of: dict[str, int] = field(default_factory=dict)  # entity type → other days


@dataclass(frozen=True, slots=True)
class Simulated:
    """A pack's profile on the city's stations of its type; `owner` is the code of the agency that they belong to."""

    pack: str
    owner: str
    simulator: Simulator
    days: int = 30


@dataclass(frozen=True, slots=True)
class City:
    code: str
    province: str
    fields: tuple[FieldPlan, ...]  # their packs are loaded
    units: tuple[str, ...]  # codes of the units that are the city, as a group from `since` on
    since: dt.date
    agencies: tuple[AgencyPlan, ...]
    people: tuple[PersonPlan, ...]
    keys: tuple[KeyPlan, ...]
    stations: dict[str, tuple[Station, ...]]  # by entity type
    names: dict[str, str]  # vi, en
    lists: dict[str, str]  # shared code list → its owner
    desk: DeskPlan | None = None

    @property
    def packs(self) -> tuple[str, ...]:
        """The fields that the demo shows."""
        return tuple(one.pack for one in self.fields)

    def simulated(self) -> list[Simulated]:
        """Every profile of the city's packs that has stations here."""
        return [
            Simulated(
                one.pack,
                one.owner_of.get(profile.type, one.owner),
                Simulator(profile, _measured(one.pack, profile.type, self.stations[profile.type])),
                one.days_of.get(profile.type, one.days),
            )
            for one in self.fields
            for profile in load_profiles(SHIPPED / one.pack)
            if profile.type in self.stations
        ]


def _measured(pack: str, type_: str, stations: Iterable[Station]) -> tuple[Station, ...]:
    """Numbers that are told once have the unit of their type, as those that move have."""
    about = read_pack(SHIPPED / pack).types().get(type_, {}).get("properties", {})
    units = {name: one["x-unitCode"] for name, one in about.items() if "x-unitCode" in one}
    return tuple(
        replace(one, values={name: _with_unit(value, units.get(name)) for name, value in one.values.items()})
        for one in stations
    )


def _with_unit(value: Any, unit: str | None) -> Any:
    return (
        value
        if unit is None or isinstance(value, dict)
        else {"type": "Property", "value": value, "unitCode": unit}
    )


def demo_city() -> City:
    """The city of `data/vung_tau.toml`, with the fields of the files beside it."""
    tree, more = _read("vung_tau.toml"), [_read(name) for name in _names() if name != "vung_tau.toml"]
    city, trees = tree["city"], [tree, *more]
    return City(
        code=city["code"],
        province=city["province"],
        fields=(FieldPlan(**city["field"]), *map(_field, more)),
        units=tuple(city["units"]),
        since=city["since"],
        agencies=tuple(AgencyPlan(**row) for row in _rows(trees, "agency")),
        people=tuple(PersonPlan(**row) for row in _rows(trees, "person")),
        keys=tuple(KeyPlan(**row) for row in tree["key"]),
        stations=_stations(_rows(trees, "station")),
        names=city["name"],
        lists=tree["lists"],
        desk=read_desk(trees),
    )


def _names() -> list[str]:
    return sorted(
        one.name for one in files("dothi.demo").joinpath("data").iterdir() if one.name.endswith(".toml")
    )


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads(files("dothi.demo").joinpath("data", name).read_text(encoding="utf-8"))


def _field(tree: dict[str, Any]) -> FieldPlan:
    """All of a field's file but its rows."""
    return FieldPlan(**{key: value for key, value in tree.items() if key not in _ROWS})


_ROWS = ("agency", "person", "station", *DESK_ROWS)


def _rows(trees: Iterable[dict[str, Any]], name: str) -> list[dict[str, Any]]:
    return [row for tree in trees for row in tree.get(name, ())]


def _stations(rows: list[dict[str, Any]]) -> dict[str, tuple[Station, ...]]:
    found: dict[str, list[Station]] = {}
    for row in rows:
        plan = dict(row)
        found.setdefault(plan.pop("type"), []).append(Station(**plan))
    return {type_: tuple(stations) for type_, stations in found.items()}
