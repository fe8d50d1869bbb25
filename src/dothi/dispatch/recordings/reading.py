"""A recording of calls, read: one row for each unit sent becomes calls with their units. What is missing stays missing."""

from __future__ import annotations

import csv
import datetime as dt
import gzip
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path
from typing import Any

from dothi.kernel import clock
from dothi.kernel.errors import BadRequest

STAMPS = ("alerted", "en_route", "on_scene", "transporting", "at_hospital", "ended")
_PLACE = re.compile(r"\(\s*(-?[\d.]+)\s*,\s*(-?[\d.]+)\s*\)")
At = dt.datetime | None


@dataclass(frozen=True, slots=True)
class Mapping:
    """How a file is read; see mappings/*.toml, each of which is one."""

    code: str
    name: dict[str, str]
    clock: dict[str, str]
    time_format: str
    number_dialled: str
    service: str
    columns: dict[str, str]
    severities: dict[str, str]
    kinds: dict[str, str]
    units: dict[str, dict[str, Any]]

    def at(self, text: str) -> At:
        """A time as the clocks of that place showed it, kept as that hour of ours."""
        if not text:
            return None
        return dt.datetime.strptime(text, self.time_format).replace(tzinfo=clock.VIETNAM)


@dataclass(frozen=True, slots=True)
class RecordedUnit:
    """One unit that was sent, with its minutes by the names of `STAMPS`."""

    sign: str
    turn: int  # the how-manieth to be sent
    kind: str
    service: str
    capabilities: tuple[str, ...]
    at: dict[str, At]


@dataclass(slots=True)
class RecordedCall:
    """One call and who was sent."""

    number: str
    case: str
    said_kind: str  # the source's own word
    kind: str
    severity: str
    address: str
    station: str  # whose ground it is
    lon: float | None
    lat: float | None
    received_at: dt.datetime
    answered_at: At
    units: list[RecordedUnit] = field(default_factory=list)


def mapping(name: str) -> Mapping:
    """A mapping that comes with the system, by name, or the file at that path. Raises BadRequest."""
    shipped = files("dothi.dispatch.recordings").joinpath(f"mappings/{name}.toml")
    place = shipped if shipped.is_file() else Path(name)
    try:
        return Mapping(**tomllib.loads(place.read_text(encoding="utf-8")))
    except (OSError, TypeError, tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadRequest("recording-mapping", name=name, detail=str(error)) from error


def rows(path: Path) -> Iterator[dict[str, str]]:
    """The rows of a CSV, also packed."""
    with (
        gzip.open(path, "rt", encoding="utf-8-sig")
        if path.suffix == ".gz"
        else path.open(encoding="utf-8-sig") as file
    ):
        yield from csv.DictReader(file)


def calls(found: Iterator[dict[str, str]], mapped: Mapping) -> list[RecordedCall]:
    """Calls in the order of their first ring. Raises BadRequest for a row without its columns or times."""
    known: dict[str, RecordedCall] = {}
    for number, row in enumerate(found, start=2):
        try:
            call = known.setdefault(row[mapped.columns["call"]], _call(row, mapped))
            call.units.append(_unit(row, mapped))
        except (KeyError, ValueError) as error:
            raise BadRequest("recording-row", row=number, detail=str(error)) from error
    return sorted(known.values(), key=lambda call: (call.received_at, call.number))


def _call(row: dict[str, str], mapped: Mapping) -> RecordedCall:
    said = {name: row[column] for name, column in mapped.columns.items()}
    received = mapped.at(said["received"])
    if received is None:
        raise ValueError(mapped.columns["received"])
    place = _PLACE.search(said["place"])
    return RecordedCall(
        number=said["call"],
        case=said["case"],
        said_kind=said["kind"],
        kind=mapped.kinds.get(said["kind"], "other"),
        severity=mapped.severities.get(said["severity"], "medium"),
        address=said["address"],
        station=said.get("station", ""),
        lon=float(place[2]) if place else None,
        lat=float(place[1]) if place else None,
        received_at=received,
        answered_at=mapped.at(said["answered"]),
    )


def _unit(row: dict[str, str], mapped: Mapping) -> RecordedUnit:
    kind: dict[str, Any] = mapped.units.get(row[mapped.columns["unit_kind"]], {})
    stamps = {name: mapped.at(row[mapped.columns[name]]) for name in STAMPS}
    if stamps["alerted"] is None:
        raise ValueError(mapped.columns["alerted"])
    return RecordedUnit(
        sign=row[mapped.columns["unit"]],
        turn=int(row[mapped.columns["turn"]]),
        kind=kind.get("kind", "other"),
        service=kind.get("service", mapped.service),
        capabilities=tuple(kind.get("capabilities", ())),
        at=stamps,
    )
