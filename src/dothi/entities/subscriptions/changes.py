"""What some flushes did to entities, in the order of the log: created, deleted, and which attributes, from what to what.

An instance that a flush wrote several times is told several times, in its order (at most MOST_ROUNDS): requests that
shared a flush are changes of their own. Attributes that a change did not write are shown as they are when it is read.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any, NamedTuple

from psycopg import AsyncConnection

from dothi.entities.core.represent import Head, Stored
from dothi.entities.core.rows import Kind
from dothi.entities.store.dictionary import Dictionary
from dothi.entities.subscriptions.store import rows

MOST_ROUNDS = 100
Key = tuple[int, int]  # term, dataset
Place = tuple[int, int, int, int]  # entity, term, dataset, flush
_HEAD = len(Head._fields)


class Flush(NamedTuple):
    """One row of the log."""

    tx: int
    id: int
    recorded_at: dt.datetime
    observed_from: dt.datetime | None
    observed_to: dt.datetime | None
    created: frozenset[int] = frozenset()  # entities
    deleted: frozenset[int] = frozenset()

    @classmethod
    def of(cls, row: Sequence[Any]) -> Flush:
        """A row of `flushes_after`."""
        tx, key, recorded_at, start, end, created, deleted = row
        return cls(tx, key, recorded_at, start, end, frozenset(created or ()), frozenset(deleted or ()))


@dataclass(slots=True)
class Entity:
    """An entity as it is now: alive, or as it was last."""

    head: Head
    types: frozenset[str]
    deleted_at: dt.datetime | None
    tenant: int
    current: dict[Key, Stored] = field(default_factory=dict)
    written_by: dict[Key, int] = field(default_factory=dict)  # the flush of each current instance
    gone: set[Key] = field(
        default_factory=set
    )  # what it held at some time and no longer holds, as far as known


@dataclass(slots=True)
class Change:
    """What one flush did to one entity."""

    flush: Flush
    entity: Entity
    written: dict[Key, Stored]
    is_new: bool = False
    is_deleted: bool = False
    earlier: dict[Key, Stored] = field(default_factory=dict)  # what the same flush wrote before it
    before: dict[Key, Stored] = field(default_factory=dict)
    beneath: dict[Key, Stored] | None = None  # what it did not write, when that has changed since

    def state(self) -> dict[Key, Stored]:
        """The instances after this change."""
        found = {**(self.entity.current if self.beneath is None else self.beneath), **self.written}
        return {key: row for key, row in found.items() if row.kind != Kind.DELETED}

    def dropped(self) -> list[Key]:
        return [key for key, row in self.written.items() if row.kind == Kind.DELETED]

    def created(self, key: Key) -> bool:
        """Is this instance new? Its row says since when it is there, unless it went since: then what was before does."""
        if key in self.earlier:
            return self.earlier[key].kind == Kind.DELETED
        if self._stands(key):
            return self.entity.current[key].created_at == self.flush.recorded_at
        return key not in self.before

    def differs(self, key: Key) -> bool:
        """§5.8.6: is any member another than before? That it came again without a time of its own is no change."""
        row, before = self.written[key], self.before.get(key)
        return row.declared or before is None or before.declared or _told(row) != _told(before)

    def needs_before(self) -> bool:
        """Can what happened not be told from what was written and what is there?"""
        return any(
            row.kind == Kind.DELETED or not self._stands(key) or not (row.declared or self.created(key))
            for key, row in self.written.items()
        )

    def _stands(self, key: Key) -> bool:
        """Is it there without a break since this change?"""
        current = self.entity.current.get(key)
        return current is not None and current.created_at <= self.flush.recorded_at

    def untouched(self) -> dict[Key, Stored]:
        """What no later flush has written."""
        entity = self.entity
        return {key: row for key, row in entity.current.items() if entity.written_by[key] <= self.flush.id}

    def place(self, key: Key, after: int = 0) -> Place:
        """Where the log says what the attribute held before this change, or after it."""
        return self.entity.head.id, *key, self.flush.id + after

    def overtaken(self) -> list[Key]:
        """What it did not write and a later flush did."""
        written_by = self.entity.written_by
        later = {key for key, flush in written_by.items() if flush > self.flush.id}
        return sorted((later | self.entity.gone) - self.written.keys())


def _told(row: Stored) -> tuple[Any, ...]:
    """Of an instance what is told of it, but for its times."""
    return row.kind, row.num, row.txt, row.json, row.at, row.unit_code, row.quality, row.origin, row.sub


async def read_entities(
    connection: AsyncConnection[Any], ids: Sequence[int], names: Dictionary
) -> dict[int, Entity]:
    """Heads only."""
    found = await rows(connection, "heads", ids=list(ids))
    await names.names(connection, {key for row in found for key in row[2]})
    return {
        row[0]: Entity(
            Head(*row[:_HEAD]), frozenset(names.iris[key] for key in row[2]), row[_HEAD], row[_HEAD + 1]
        )
        for row in found
    }


async def fill(connection: AsyncConnection[Any], entities: dict[int, Entity], names: Dictionary) -> None:
    """Adds their current attributes."""
    for entity_id, flush_id, *row in await rows(connection, "attributes", ids=list(entities)):
        stored = Stored(*row)
        entity = entities[entity_id]
        entity.current[stored.term_id, stored.dataset_id] = stored
        entity.written_by[stored.term_id, stored.dataset_id] = flush_id
    wanted = {key for entity in entities.values() for pair in entity.current for key in pair}
    await names.names(connection, wanted)


Written = dict[tuple[int, int], list[Stored]]  # (flush, entity) → rows in order


async def read_written(connection: AsyncConnection[Any], flushes: Sequence[Flush]) -> Written:
    """What these flushes wrote into history."""
    spans = [(f.observed_from, f.observed_to) for f in flushes if f.observed_from and f.observed_to]
    if not spans:
        return {}
    found = await rows(
        connection, "touched",
        flushes=[f.id for f in flushes if f.observed_from],
        **{"from": min(s[0] for s in spans), "to": max(s[1] for s in spans)},
    )  # fmt: skip
    return {
        key: [Stored(*row[2:]) for row in group]
        for key, group in groupby(found, key=lambda row: (row[0], row[1]))
    }


async def settle_withdrawals(connection: AsyncConnection[Any], written: Written) -> None:
    """In place of rows that take values back: what counts for the attribute since, its end, or nothing when it was not current."""
    keys = {
        (entity, row.term_id, row.dataset_id, flush): row
        for (flush, entity), group in written.items()
        for row in group
        if _is_withdrawn(row)
    }
    if not keys:
        return
    counted = await _counted(connection, [(*key[:3], key[3] + after) for key in keys for after in (0, 1)])
    for place in {(key[3], key[0]) for key in keys}:
        written[place] = [row for row in written[place] if not _is_withdrawn(row)]
    for (entity, term, dataset, flush), end in keys.items():
        before, after = (counted.get((entity, term, dataset, flush + n)) for n in (0, 1))
        if before is not None and before != after:
            written[flush, entity].append(end if after is None else after)


def _is_withdrawn(row: Stored) -> bool:
    return row.kind == Kind.DELETED and row.revision > 0


def changes_of(flush: Flush, entity: Entity, written: list[Stored]) -> list[Change]:
    """The changes of one flush to one entity, each with what it wrote that became current."""
    rounds: defaultdict[int, dict[Key, Stored]] = defaultdict(dict)
    for key, group in groupby(written, key=lambda row: (row.term_id, row.dataset_id)):
        if not _is_late(entity, key, flush):
            for number, row in enumerate(list(group)[-MOST_ROUNDS:]):
                rounds[number][key] = row
    is_new, is_deleted = entity.head.id in flush.created, entity.head.id in flush.deleted
    if not rounds and (is_new or is_deleted):
        rounds[0] = {}
    found: list[Change] = []
    earlier: dict[Key, Stored] = {}
    for number in sorted(rounds):
        found.append(Change(flush, entity, rounds[number], earlier=earlier))
        earlier = {**earlier, **rounds[number]}
    if found:
        found[0].is_new, found[-1].is_deleted = is_new, is_deleted
    return found


def _is_late(entity: Entity, key: Key, flush: Flush) -> bool:
    """Did it go to history only? Then an earlier flush still holds what is current."""
    return entity.written_by.get(key, flush.id) < flush.id


async def read_before(connection: AsyncConnection[Any], changes: Iterable[Change]) -> None:
    """Adds what each written instance was before, for those who want to know and for what was deleted."""
    wanted: dict[Place, tuple[Change, Key]] = {}
    for change in changes:
        for key in change.written:
            if key not in change.earlier:
                wanted[change.place(key)] = change, key
            elif change.earlier[key].kind != Kind.DELETED:
                change.before[key] = change.earlier[key]
    for place, stored in (await _counted(connection, list(wanted))).items():
        held, key = wanted[place]
        held.before[key] = stored


async def stand_back(connection: AsyncConnection[Any], changes: Sequence[Change]) -> None:
    """Entities that changed again before the log was read are shown as they stood. `changes`: all of theirs, in order."""
    await _learn_gone(connection, changes)
    overtaken = [(change, key) for change in changes for key in change.overtaken()]
    found = await _counted(connection, [change.place(key, after=1) for change, key in overtaken])
    for change, key in overtaken:
        if change.beneath is None:
            change.beneath = change.untouched()
        if (stored := found.get(change.place(key, after=1))) is not None:
            change.beneath[key] = stored


async def _learn_gone(connection: AsyncConnection[Any], changes: Sequence[Change]) -> None:
    for change in changes:
        change.entity.gone |= change.written.keys() - change.entity.current.keys()
    last = {change.entity.head.id: change for change in changes}
    ended_later = [key for key, one in last.items() if one.entity.deleted_at and not one.is_deleted]
    if ended_later:
        for entity_id, term, dataset in await rows(connection, "ends", ids=ended_later):
            last[entity_id].entity.gone.add((term, dataset))


async def _counted(connection: AsyncConnection[Any], places: list[Place]) -> dict[Place, Stored]:
    """What each attribute held before a flush."""
    if not places:
        return {}
    entities, terms, datasets, flushes = (list(column) for column in zip(*places, strict=True))
    found = await rows(
        connection, "before", entities=entities, terms=terms, datasets=datasets, flushes=flushes
    )
    held = {(row[0], row[2], row[3], row[1]): Stored(*row[2:]) for row in found}
    return {place: row for place, row in held.items() if row.kind != Kind.DELETED}
