"""The demo city as data: bodies, people, keys and simulated stations of one named place."""

from __future__ import annotations

import datetime as dt
import tomllib
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

from dothi.packs.folder import SHIPPED
from dothi.packs.profile import load_profile
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


@dataclass(frozen=True, slots=True)
class KeyPlan:
    kind: str
    name: str
    origin: str


@dataclass(frozen=True, slots=True)
class City:
    code: str
    province: str
    pack: str
    stations_of: str  # code of the agency that owns the stations
    units: tuple[str, ...]  # codes of the units that are the city, as a group from `since` on
    since: dt.date
    agencies: tuple[AgencyPlan, ...]
    people: tuple[PersonPlan, ...]
    keys: tuple[KeyPlan, ...]
    stations: tuple[Station, ...]
    names: dict[str, str]  # vi, en
    lists: dict[str, str]  # shared code list → its owner

    def simulator(self) -> Simulator:
        """The pack's profile on this city's stations."""
        return Simulator(load_profile(SHIPPED / self.pack / "simulator.toml"), self.stations)


def demo_city() -> City:
    """The city of `data/vung_tau.toml`."""
    tree: dict[str, Any] = tomllib.loads(
        files("dothi.demo").joinpath("data/vung_tau.toml").read_text(encoding="utf-8")
    )
    city = tree["city"]
    return City(
        code=city["code"],
        province=city["province"],
        pack=city["pack"],
        stations_of=city["stations_of"],
        units=tuple(city["units"]),
        since=city["since"],
        agencies=tuple(AgencyPlan(**row) for row in tree["agency"]),
        people=tuple(PersonPlan(**row) for row in tree["person"]),
        keys=tuple(KeyPlan(**row) for row in tree["key"]),
        stations=tuple(Station(**row) for row in tree["station"]),
        names=city["name"],
        lists=tree["lists"],
    )
