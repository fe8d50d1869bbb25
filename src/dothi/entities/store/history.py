"""Pages of history (CIM 009 §5.7.3, 5.7.4; temporal pagination of §6.3.10).

An answer holds at most `most` instances of one attribute and 50,000 in all, read by LIMIT along the history's key: nobody's
question holds a whole history in memory. What does not fit is cut at one instant for every attribute, and the answer says up to where it is complete, so that a client goes on from there and misses nothing.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from operator import attrgetter
from typing import Any

from psycopg import AsyncConnection

from dothi.entities.core.represent import Head, Names, Stored
from dothi.entities.core.rows import Kind
from dothi.entities.core.temporal import TemporalQuery, TimeProperty
from dothi.entities.store.dictionary import dictionary
from dothi.entities.store.during import near_of, spans_of
from dothi.entities.store.limits import Limits, as_seen, values_seen
from dothi.entities.store.read import rows_of
from dothi.entities.store.scopes import read_scopes
from dothi.entities.store.statements import read_sql
from dothi.kernel import settings
from dothi.kernel.errors import DothiError

_IN_ALL = 50_000  # instances of one answer
_FEWEST = (
    10  # of one series: the first instant of a page is the last of the page before, with its corrections
)
Series = tuple[int, int, int]  # entity, term, dataset
Time = Callable[[Stored], dt.datetime]
_TIMES = {TimeProperty.CREATED: "created_at", TimeProperty.MODIFIED: "modified_at"}


class TooDense(DothiError):
    """More values belong to one instant than an answer may hold: no page can end there (CIM 009 §6.3.2)."""

    code, status, title = "history-too-dense", 403, "TooManyResults"


@dataclass(frozen=True, slots=True)
class Range:
    """The part of the time asked for that the answer is complete in, in the order of reading (lastN: backwards)."""

    start: dt.datetime
    end: dt.datetime
    size: int | None  # lastN

    def __str__(self) -> str:
        """As `Content-Range` tells it."""
        return f"date-time {_exact(self.start)}-{_exact(self.end)}/{self.size or '*'}"


@dataclass(frozen=True, slots=True)
class History:
    """Instances by entity id, by attribute and in time order; `range` when not everything fitted."""

    rows: dict[int, list[Stored]]
    names: Names
    range: Range | None = None
    beyond: dict[Series, int] = field(
        default_factory=dict
    )  # the kinds of the series that have nothing in the range


def most_instances() -> int:
    """Of one attribute in one answer."""
    return max(_FEWEST, int(settings.read("TEMPORAL_MAX")))


async def read_history(
    connection: AsyncConnection[Any],
    heads: list[Head],
    temporal: TemporalQuery,
    attrs: Iterable[str] = (),
    *,
    limits: Limits,
    most: int | None = None,
) -> History:
    """The history of these entities (of `attrs`, IRIs), as far as the limits show it. Raises TooDense."""
    names = dictionary(connection)
    terms = list((await names.find(connection, attrs)).values())
    ids = [head.id for head in heads]
    if not ids:
        return History({}, names.iris)
    series = await series_of(connection, ids, terms, limits)
    each = _for_each(most or most_instances(), max(1, len(series)))
    asked = temporal.last is not None and temporal.last <= each
    wanted = temporal.last if asked and temporal.last else each + 1
    found = await read_scopes(connection, ids, temporal, wanted)
    if series:
        found |= await _instances(connection, series, temporal, wanted)
    await names.names(connection, {part for one in series for part in one[1:]})
    found = await _under_first_names(connection, found)
    found = await _with_kinds_of_ends(connection, found)
    end = None if asked else _complete_until(found.values(), each, temporal)
    if end is None:
        return History(_by_entity(found), names.iris)
    time, backwards = _time_of(temporal), temporal.last is not None
    kept = {
        one: [row for row in rows if (time(row) >= end if backwards else time(row) <= end)]
        for one, rows in found.items()
    }
    start = temporal.end if backwards else temporal.start
    if start is None:
        first = [time(rows[0]) for rows in kept.values() if rows]
        start = max(first) if backwards else min(first)
    beyond = await _last_kinds(connection, [one for one in series if not kept.get(one)])
    return History(_by_entity(kept), names.iris, Range(start, end, temporal.last), beyond)


async def _under_first_names(
    connection: AsyncConnection[Any], found: dict[Series, list[Stored]]
) -> dict[Series, list[Stored]]:
    """What was moved to another instant keeps the instanceId of the first one."""
    rows = await rows_of(connection, read_sql("moves"), {"entities": list({one[0] for one in found})})
    came_from = {((row[0], row[1], row[2]), row[3]): row[4] for row in rows}
    if not came_from:
        return found

    def first(one: Series, at: dt.datetime) -> dt.datetime | None:
        told = None
        for _ in came_from:
            before = came_from.get((one, at))
            if before is None:
                break
            told = at = before
        return told

    return {
        one: [row._replace(told_as=first(one, row.observed_at)) for row in rows]
        for one, rows in found.items()
    }


def _for_each(most: int, series: int) -> int:
    return max(_FEWEST, min(most, _IN_ALL // series))


async def _with_kinds_of_ends(
    connection: AsyncConnection[Any], found: dict[Series, list[Stored]]
) -> dict[Series, list[Stored]]:
    """An end is told as the kind of what ended (§4.5.0)."""
    ended = [one for one, rows in found.items() if any(row.kind == Kind.DELETED for row in rows)]
    kinds = await _last_kinds(connection, ended)
    return found | {
        one: [row._replace(ended_as=kind) if row.kind == Kind.DELETED else row for row in found[one]]
        for one, kind in kinds.items()
    }


async def _last_kinds(connection: AsyncConnection[Any], series: list[Series]) -> dict[Series, int]:
    """The kind of the newest value of each."""
    if not series:
        return {}
    entities, terms, datasets = (list(column) for column in zip(*series, strict=True))
    bound = {"entities": entities, "terms": terms, "datasets": datasets}
    rows = await rows_of(connection, read_sql("last_kinds"), bound)
    return {(row[0], row[1], row[2]): row[3] for row in rows}


async def series_of(
    connection: AsyncConnection[Any], ids: list[int], terms: list[int], limits: Limits
) -> list[Series]:
    """Which series of these entities may be seen, of these terms (none: of all)."""
    wanted = "{}.term_id = any(%(only)s)" if terms else "true"
    statement = read_sql("series").format(current=wanted.format("a"), ended=wanted.format("h"))
    bound = {"ids": ids, "only": terms, **values_seen(limits)}
    rows = await rows_of(connection, as_seen(statement, limits), bound)
    return [(row[0], row[1], row[2]) for row in rows]


async def _instances(
    connection: AsyncConnection[Any], series: list[Series], temporal: TemporalQuery, most: int
) -> dict[Series, list[Stored]]:
    """Up to `most` instances of each series, in the order of reading."""
    name, parts = _statement(temporal)
    entities, terms, datasets = (list(column) for column in zip(*series, strict=True))
    bound = {
        "entities": entities, "terms": terms, "datasets": datasets, "most": most, "start": temporal.start, "end": temporal.end,
    }  # fmt: skip
    rows = await rows_of(connection, read_sql(name).format(**parts), bound)
    found: dict[Series, list[Stored]] = {}
    for row in rows:
        found.setdefault((row[0], row[1], row[2]), []).append(Stored(*row[1:]))
    return found


_NEWEST = """not exists (select from entities_history later where later.revision > h.revision and
    (later.entity_id, later.term_id, later.dataset_id, later.observed_at) = (h.entity_id, h.term_id, h.dataset_id, h.observed_at))"""


def _statement(temporal: TemporalQuery) -> tuple[str, dict[str, str]]:
    """Which statement reads in the order asked for, and what its braces say."""
    backwards = temporal.last is not None
    parts = {"where": " and ".join(spans_of(temporal)) or "true", "order": "desc" if backwards else "asc"}
    if temporal.by is TimeProperty.DELETED:
        return "ends", parts
    if not temporal.by_record:
        return "last_instances" if backwards else "instances", parts
    return "recorded", {
        **parts,
        **dict(
            zip(
                ("until", "step", "end"),
                (">=", "-", "-infinity") if backwards else ("<=", "+", "infinity"),
                strict=True,
            )
        ),
        "near": " and ".join(near_of(temporal)) or "true",
        "revision": "h.revision = 0" if temporal.by is TimeProperty.CREATED else _NEWEST,
    }


def _complete_until(found: Iterable[list[Stored]], each: int, temporal: TemporalQuery) -> dt.datetime | None:
    """The instant up to which every series has been read whole; None: to their ends. Raises TooDense."""
    time, backwards, ends = _time_of(temporal), temporal.last is not None, []
    for rows in found:
        if len(rows) <= each:
            continue
        complete = [time(row) for row in rows[:each] if time(row) != time(rows[each])]
        if not complete:
            raise TooDense(at=_exact(time(rows[each])), most=each)
        ends.append(complete[-1])
    if not ends:
        return None
    end = max(ends) if backwards else min(ends)
    if not backwards and end == temporal.start:  # the next page would be this one again
        raise TooDense(at=_exact(end), most=each)
    return end


def _time_of(temporal: TemporalQuery) -> Time:
    return attrgetter(_TIMES.get(temporal.by, "observed_at"))


def _by_entity(found: dict[Series, list[Stored]]) -> dict[int, list[Stored]]:
    """By attribute and time; of several revisions of one instant the newest."""
    rows_of: dict[int, list[Stored]] = {}
    for (entity_id, _, _), rows in found.items():
        newest = {row.observed_at: row for row in sorted(rows, key=lambda row: row.revision)}
        rows_of.setdefault(entity_id, []).extend(row for row in newest.values() if not _is_withdrawn(row))
    for rows in rows_of.values():
        rows.sort(key=lambda row: (row.term_id, row.observed_at, row.dataset_id))
    return {entity_id: rows for entity_id, rows in rows_of.items() if rows}


def _is_withdrawn(row: Stored) -> bool:
    """A later revision without a value; without an earlier one it is the end of an attribute."""
    return row.kind == Kind.DELETED and row.revision > 0


def _exact(at: dt.datetime) -> str:
    """To the microsecond: a page that ends a little early would not end."""
    return at.astimezone(dt.UTC).isoformat().replace("+00:00", "Z")


__all__ = ["History", "Range", "TooDense", "most_instances", "read_history"]
