"""History as arrays: one COPY of fixed-width rows, sorted here; what an entity said, attribute by attribute.

Times are microseconds since 2000-01-01 UTC, as PostgreSQL sends them.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np
from django.db import connection
from numpy.typing import NDArray

from dothi.kernel.sql import statement
from dothi.rules.observations import EVALUATES_WITHIN, Change, rows
from dothi.rules.operators import Series

EPOCH = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)
MICROSECOND = dt.timedelta(microseconds=1)
ORIGIN, SOUND, LATE, NO_NUMBER, SUSPECT = 7, 8, 16, 32, 64
FILE = "sql/dryrun.sql"
_HEADER = 19  # "PGCOPY\n\377\r\n\0", flags, length of the extension (none)
_END = 2  # -1 as int2
_SENT = np.dtype(
    [
        ("fields", ">i2"), ("l0", ">i4"), ("entity", ">i8"), ("l1", ">i4"), ("term", ">i4"), ("l2", ">i4"), ("at", ">i8"),
        ("l3", ">i4"), ("revision", ">i2"), ("l4", ">i4"), ("num", ">f8"), ("l5", ">i4"), ("flags", ">i2"),
        ("l6", ">i4"), ("unit", ">i2"),
    ]
)  # fmt: skip

Longs = NDArray[np.int64]
Floats = NDArray[np.float64]
Shorts = NDArray[np.int16]
Other = tuple[str, int]  # attribute, instant


class Asked(NamedTuple):
    """Which rows: entities, their attributes by the number of the term, and the span (since, until]."""

    ids: list[int]
    terms: Mapping[int, str]
    since: dt.datetime
    until: dt.datetime

    def bound(self, **more: Any) -> dict[str, Any]:
        given = {"ids": self.ids, "terms": list(self.terms), "since": self.since, "until": self.until}
        return given | more


@dataclass(slots=True)
class Track:
    """One attribute of one entity: instants in order, each once, with its last revision."""

    at: Longs
    num: Floats  # NaN where the value is no number
    flags: Shorts
    unit: Shorts


@dataclass(slots=True)
class Record:
    """What one entity said; `others` are the values that are no numbers."""

    entity_id: int
    tracks: dict[str, Track]
    units: Sequence[str]
    others: dict[Other, Any] = field(default_factory=dict)
    _series: dict[str, Series] = field(default_factory=dict)

    def series(self, name: str) -> Series:
        """All values of an attribute, as windows ask for them; made once for all rules."""
        if name not in self._series:
            self._series[name] = self._made(name)
        return self._series[name]

    def _made(self, name: str) -> Series:
        track = self.tracks[name]
        times, values = [moment(at) for at in track.at.tolist()], track.num.tolist()
        if not (track.flags & NO_NUMBER).any():
            return Series(tuple(times), tuple(values))
        for place in np.flatnonzero(track.flags & NO_NUMBER):
            values[place] = self.others.get((name, int(track.at[place])))
        plain = [pair for pair in zip(times, values, strict=True) if not isinstance(pair[1], list | dict)]
        return Series(tuple(at for at, _ in plain), tuple(value for _, value in plain))

    def change(self, attribute: str, index: int) -> Change:
        """A value as the engine knows it. When it was recorded plays no part in judging."""
        track = self.tracks[attribute]
        at, flags, unit = int(track.at[index]), int(track.flags[index]), int(track.unit[index])
        value = self.others.get((attribute, at)) if flags & NO_NUMBER else float(track.num[index])
        code = self.units[unit - 1] if unit > 0 else None
        when = moment(at)
        return Change(self.entity_id, attribute, when, when, value, code, flags & ORIGIN)


@dataclass(slots=True)
class Tally:
    """What was read: values in the span that counts, by origin; what was left out, and what only an import told."""

    values: int = 0
    late: int = 0
    suspect: int = 0
    origins: dict[int, int] = field(default_factory=dict)


def moment(microseconds: int) -> dt.datetime:
    return EPOCH + dt.timedelta(microseconds=microseconds)


def microseconds(at: dt.datetime) -> int:
    return (at - EPOCH) // MICROSECOND


def terms_of(attributes: Sequence[str]) -> dict[int, str]:
    """The numbers of these attributes' terms (a short name may stand for several)."""
    return dict(rows("terms", {"shorts": list(attributes)}, FILE))


def estimate(asked: Asked) -> int:
    """About how many rows there are."""
    (plan,) = rows("estimate", asked.bound(), FILE)[0]
    tree = json.loads(plan) if isinstance(plan, str) else plan
    return int(tree[0]["Plan"]["Plan Rows"])


def read(asked: Asked, tally: Tally, *, counted_from: dt.datetime) -> Iterator[Record]:
    """What these entities said, one after the other; adds to the tally what lies after `counted_from`."""
    units = [name for (name,) in rows("unit_names", asked.bound(), FILE)]
    table = _table(asked, units)
    if (table["unit"] < 0).any():
        units = [name for (name,) in rows("unit_names_of_history", asked.bound(), FILE)]
        table = _table(asked, units)
    others = _others(asked) if (table["flags"] & (NO_NUMBER | SOUND) == NO_NUMBER | SOUND).any() else {}
    _count(table[table["at"] > microseconds(counted_from)], tally)
    table = table[table["flags"] & SOUND != 0]
    for entity_id, own in _parts(table, "entity"):
        yield Record(entity_id, dict(_tracks(own, asked.terms)), units, others.get(entity_id, {}))


def _table(asked: Asked, units: list[str]) -> NDArray[Any]:
    """All rows in order of entity, attribute, instant; of each instant the last revision."""
    sent = received(asked, units)
    found = np.empty(len(sent), [(name, _SENT[name].newbyteorder("=")) for name in _NAMES])
    for name in _NAMES:
        found[name] = sent[name]
    found = found[np.lexsort((found["revision"], found["at"], found["term"], found["entity"]))]
    key = found[["entity", "term", "at"]]
    return found[np.append(key[1:] != key[:-1], True)] if len(found) else found


_NAMES = ("entity", "term", "at", "revision", "num", "flags", "unit")


def received(asked: Asked, units: Sequence[str], told: Callable[[int], None] | None = None) -> NDArray[Any]:
    """The rows as they come from the server."""
    parts: list[bytes] = []
    given = asked.bound(fresh=EVALUATES_WITHIN, units=list(units))
    with connection.cursor() as cursor, cursor.copy(statement("dothi.rules", FILE, "points"), given) as copy:
        parts.extend(bytes(part) for part in copy)
    return np.frombuffer(b"".join(parts)[_HEADER:-_END], _SENT)


def _others(asked: Asked) -> dict[int, dict[Other, Any]]:
    found: dict[int, dict[Other, Any]] = {}
    for entity_id, attribute, at, value in rows("others", asked.bound(), FILE):
        loaded = json.loads(value) if isinstance(value, str) else value
        found.setdefault(entity_id, {})[attribute, microseconds(at)] = loaded
    return found


def _count(table: NDArray[Any], tally: Tally) -> None:
    sound = table["flags"][table["flags"] & SOUND != 0]
    tally.values += len(sound)
    tally.late += int(np.count_nonzero(sound & LATE))
    tally.suspect += int(np.count_nonzero(table["flags"] & SUSPECT))
    for origin, number in enumerate(np.bincount(sound & ORIGIN)):
        if number:
            tally.origins[origin] = tally.origins.get(origin, 0) + int(number)


def _parts(table: NDArray[Any], name: str) -> Iterator[tuple[int, NDArray[Any]]]:
    """The table cut where a column changes."""
    column = table[name]
    cuts = [0, *(np.flatnonzero(column[1:] != column[:-1]) + 1).tolist(), len(column)]
    for begin, end in pairwise(cuts):
        if end > begin:
            yield int(column[begin]), table[begin:end]


def _tracks(own: NDArray[Any], terms: Mapping[int, str]) -> Iterator[tuple[str, Track]]:
    by_name: dict[str, list[NDArray[Any]]] = {}
    for term, part in _parts(own, "term"):
        by_name.setdefault(terms[term], []).append(part)
    for name in sorted(by_name):
        yield name, _track(by_name[name])


def _track(parts: list[NDArray[Any]]) -> Track:
    """One short name may come from several vocabularies: of one instant the last revision counts, as for the engine."""
    own = parts[0]
    if len(parts) > 1:
        own = np.concatenate(parts)
        own = own[np.lexsort((own["revision"], own["at"]))]
        own = own[np.append(own["at"][1:] != own["at"][:-1], True)]
    return Track(*(np.ascontiguousarray(own[name]) for name in ("at", "num", "flags", "unit")))
