"""A recording as a stream: readings of a file in time order, shifted by whole hours so that they happen now.

Only whole hours, because an hourly value stays on its hour; the start is chosen so that nothing lies in the future.
"""

from __future__ import annotations

import datetime as dt
import heapq
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dothi.connectors.files.errors import TableError
from dothi.connectors.files.mapping import Mapping
from dothi.connectors.files.payloads import payload
from dothi.connectors.files.readings import Reader, Reading, Reject
from dothi.connectors.files.stations import read_stations
from dothi.connectors.files.tables import open_table
from dothi.kernel import clock
from dothi.kernel.origin import Origin
from dothi.streams.publish import Publisher, play

HOUR = dt.timedelta(hours=1)
MOST_READINGS = 2_000_000  # they are sorted in memory


@dataclass(frozen=True, slots=True)
class Window:
    """The part of a recording that is played: recorded times from `since` (inclusive) to `until` (exclusive)."""

    since: dt.datetime | None = None
    until: dt.datetime | None = None

    def holds(self, at: dt.datetime) -> bool:
        return (self.since is None or at >= self.since) and (self.until is None or at < self.until)


@dataclass(frozen=True, slots=True)
class Recording:
    """Readings in time order; `refused` rows were left out."""

    mapping: Mapping
    readings: list[Reading]
    refused: int

    @property
    def span(self) -> dt.timedelta:
        return self.readings[-1].at - self.readings[0].at

    def observations(self) -> Iterator[tuple[str, dict[str, Any], dt.datetime]]:
        """(entity, values, recorded time); an entity's place and name go with its first values."""
        told: set[str] = set()
        for reading in self.readings:
            entity = payload(reading, self.mapping, first=reading.entity not in told)
            told.add(reading.entity)
            values = {
                name: _without_time(value) for name, value in entity.items() if name not in ("id", "type")
            }
            yield reading.entity, values, reading.at

    def start(self, now: dt.datetime) -> dt.datetime:
        """When the first reading is to happen, so that the last one happens at `now` at the latest, whole hours later."""
        shift = (now - self.readings[-1].at) // HOUR * HOUR
        return self.readings[0].at + shift


def _without_time(value: dict[str, Any]) -> dict[str, Any]:
    return {key: part for key, part in value.items() if key != "observedAt"}


def read_recording(mapping: Mapping, path: Path, folders: list[Path], window: Window) -> Recording:
    """All readings of the window, by time. Raises MappingError or TableError (also when nothing lies in the window)."""
    rejects: list[Reject] = []
    with open_table(path, mapping.shape) as table:
        reader = Reader(mapping, table, read_stations(mapping, folders), rejects.append)
        kept = [one for one in reader.readings() if window.holds(one.at)]
    if not kept:
        raise TableError("nothing-to-replay", file=path.name)
    if len(kept) > MOST_READINGS:
        raise TableError("too-many-rows", file=path.name, limit=MOST_READINGS)
    return Recording(
        mapping, heapq.nsmallest(len(kept), kept, key=lambda one: (one.at, one.line)), len(rejects)
    )


async def replay(
    recording: Recording,
    *,
    key: str,
    host: str,
    port: int,
    speed: float,
    start: dt.datetime | None = None,
    progress: Callable[[int, dt.datetime], None] = lambda done, at: None,
) -> int:
    """Plays the recording by MQTT, marked as replayed; returns how many messages were acknowledged."""
    begins = start or recording.start(clock.now())
    async with Publisher(host, port, key=key, origin=Origin.REPLAYED) as publisher:
        return await play(publisher, recording.observations(), start=begins, speed=speed, progress=progress)
