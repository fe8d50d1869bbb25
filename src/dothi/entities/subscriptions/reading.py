"""Reads on in the log and puts what must be told into the queues, in one transaction with its place in the log.

So nothing is told of a change that was rolled back, nothing is left out, and after a crash nothing is queued twice.
"""

from __future__ import annotations

import datetime as dt
import logging
import time
import uuid
from collections import defaultdict
from collections.abc import Iterable
from typing import Any, NamedTuple

import psycopg
from psycopg import AsyncConnection

from dothi.entities.store import read
from dothi.entities.store.dictionary import dictionary
from dothi.entities.store.statements import read_sql
from dothi.entities.subscriptions import notice
from dothi.entities.subscriptions.book import ANY, Book, Subscription, read_book
from dothi.entities.subscriptions.changes import (
    Change,
    Flush,
    changes_of,
    fill,
    read_before,
    read_entities,
    read_written,
    settle_withdrawals,
    stand_back,
)
from dothi.entities.subscriptions.linked import links_of
from dothi.entities.subscriptions.matching import concerns, in_scope, selects
from dothi.entities.subscriptions.store import rows, sql
from dothi.kernel import clock
from dothi.kernel.errors import DothiError

logger = logging.getLogger(__name__)
MOST_FLUSHES = 200
BOOK_FRESH_S = 30.0  # a key's end or revocation is known by then
MOST_AT_ONCE = 1_000  # entities in one periodic notification
PERIODIC_S = 2.0  # of a tick for subscriptions that are told by the clock
QUERY_MS = 5_000  # for what one of them selects
Names = dict[int, str]


class Place(NamedTuple):
    """A queue: what one key tells one endpoint."""

    endpoint: str
    key: str


class Queued(NamedTuple):
    """A notification that waits to be sent."""

    id: int
    subscription_id: int
    endpoint: str
    key_id: str
    urn: str
    body: str
    attempts: int
    made_at: Any

    @property
    def place(self) -> Place:
        return Place(self.endpoint, self.key_id)


class Due(NamedTuple):
    """What one subscription is to be told of, in one notification."""

    subscription: Subscription
    flush_id: int
    changes: list[Change]


class Told(NamedTuple):
    """What one subscription is told, before it is written."""

    subscription: Subscription
    flush_id: int | None
    entities: list[dict[str, Any]]


class Reader:
    """Reads the log on one connection of its own (autocommit)."""

    def __init__(self, connection: AsyncConnection[Any]) -> None:
        self.connection = connection
        self.book = Book()
        self.full: frozenset[int] = frozenset()  # subscriptions of which too much waits already
        self.faulty: list[
            tuple[int, str]
        ] = []  # those that could not be judged, and why, until somebody notes it

    async def read_on(self) -> tuple[int, list[Queued]]:
        """The next flushes: how many, and what was queued."""
        async with self.connection.transaction():
            ((tx, flush_id),) = await rows(self.connection, "cursor")
            flushes = await self._flushes(tx, flush_id)
            if not flushes:
                return 0, []
            await self._refresh()
            queued = await self._queue(await self._told(flushes))
            await self.connection.execute(sql("move_cursor"), {"tx": flushes[-1].tx, "id": flushes[-1].id})
        return len(flushes), queued

    async def tell_periodically(self) -> list[Queued]:
        """§5.8.6: subscriptions with a timeInterval that has passed are told of all that they select."""
        async with self.connection.transaction():
            await self._refresh()
            now = clock.now()
            due = [
                one
                for one in self.book.timed
                if one.is_on(now) and one.is_due(now) and one.id not in self.full
            ]
            told = []
            until = time.monotonic() + PERIODIC_S
            for one in sorted(due, key=lambda one: one.last or one.created_at):
                one.last = now
                if entities := await self._asked(one):
                    told.append(Told(one, None, entities))
                if time.monotonic() > until:  # the others at the next tick
                    break
            return await self._queue(told)

    async def _asked(self, one: Subscription) -> list[dict[str, Any]]:
        """What it selects, in a few seconds; a query that the database refuses or cannot end sets it aside."""
        try:
            async with self.connection.transaction():
                await self.connection.execute(f"set local statement_timeout = {QUERY_MS}")
                found = await self._selected(one)
                await self.connection.execute("set local statement_timeout = 0")
                return found
        except (
            psycopg.DataError,
            psycopg.ProgrammingError,
            psycopg.errors.QueryCanceled,
            DothiError,
            ValueError,
        ) as error:
            self._set_aside(one, error)
            return []

    def _set_aside(self, one: Subscription, error: Exception) -> None:
        """Not judged until it is read again (BOOK_FRESH_S): the journal tells of it twice a minute, not at every change."""
        one.is_faulty = True
        self.faulty.append((one.id, str(error)[:500] or type(error).__name__))
        logger.warning(
            "a subscription cannot be judged",
            extra={"subscription": one.urn, "of": one.key_id},
            exc_info=error,
        )

    async def _flushes(self, tx: int, flush_id: int) -> list[Flush]:
        cursor = await self.connection.execute(
            read_sql("flushes_after"), {"tx": tx, "id": flush_id, "limit": MOST_FLUSHES}
        )
        return [Flush.of(row) for row in await cursor.fetchall()]

    async def _refresh(self) -> None:
        """The book as of this transaction: every subscription older than the flushes read with it is in it."""
        ((count, total),) = await rows(self.connection, "version")
        if (count, total) != self.book.version or time.monotonic() - self.book.read_at > BOOK_FRESH_S:
            before, self.book = self.book, await read_book(self.connection, (count, total))
            self.book.keep_last(before)
            self.book.read_at = time.monotonic()

    async def _told(self, flushes: list[Flush]) -> list[Told]:
        if not self.book.by_id:
            return []
        found = await self._changes(flushes)
        pairs = [(one, change) for change in found for one in self._candidates(change)]
        await self._learn(pairs)
        names, now = dictionary(self.connection).iris, clock.now()
        due: dict[tuple[int, int, int], Due] = {}
        rounds: defaultdict[tuple[int, int], int] = defaultdict(int)
        for one, change in pairs:
            if self._is_due(one, change, names, now):
                place = (one.id, change.flush.id, _round(rounds, one, change))
                due.setdefault(place, Due(one, change.flush.id, [])).changes.append(change)
        written = [await self._written(entry) for entry in _after_rest(due.values())]
        return [told for told in written if told is not None]

    def _is_due(self, one: Subscription, change: Change, names: Names, now: dt.datetime) -> bool:
        try:
            return concerns(one, change, names, now) and not one.rests(now)
        except (
            Exception
        ) as error:  # the wish of one must not silence all: whatever it is, the others are told
            self._set_aside(one, error)
            return False

    async def _written(self, due: Due) -> Told | None:
        one, names = due.subscription, dictionary(self.connection).iris
        held = [(change.entity, {} if change.is_deleted else change.state()) for change in due.changes]
        links = await links_of(self.connection, one, held)
        try:
            told = [
                notice.of_change(one, change, names, links.inside(change.entity.head.urn))
                for change in due.changes
            ]
            return Told(one, due.flush_id, told + links.beside())
        except Exception as error:  # as above
            self._set_aside(one, error)
            return None

    async def _changes(self, flushes: list[Flush]) -> list[Change]:
        """Of entities that some subscription may care for."""
        names = dictionary(self.connection)
        written = await read_written(self.connection, flushes)
        await settle_withdrawals(self.connection, written)
        for flush in flushes:
            for entity_id in flush.created | flush.deleted:  # one without attributes wrote nothing
                written.setdefault((flush.id, entity_id), [])
        entities = await read_entities(self.connection, list({entity for _, entity in written}), names)
        wanted = {
            key: entity
            for key, entity in entities.items()
            if next(self.book.candidates(entity.head.urn, entity.types), None) is not None
        }
        await fill(self.connection, wanted, names)
        await names.names(
            self.connection, {k for r in written.values() for s in r for k in (s.term_id, s.dataset_id)}
        )
        if self.book.tells_sources:
            await names.tell_sources(self.connection)
        place = {flush.id: number for number, flush in enumerate(flushes)}
        return [
            change
            for (flush_id, entity_id), group in sorted(written.items(), key=lambda item: place[item[0][0]])
            if entity_id in wanted
            for change in changes_of(flushes[place[flush_id]], wanted[entity_id], group)
        ]

    def _candidates(self, change: Change) -> Iterable[Subscription]:
        found = self.book.candidates(change.entity.head.urn, change.entity.types)
        return (one for one in found if one.id not in self.full)

    async def _learn(self, pairs: list[tuple[Subscription, Change]]) -> None:
        """What must be known of the time of a change."""
        changes = {id(change): change for _, change in pairs}
        await stand_back(self.connection, list(changes.values()))
        wanted = {id(change): change for one, change in pairs if one.shows_changes or change.needs_before()}
        await read_before(self.connection, wanted.values())
        names, held = dictionary(self.connection), changes.values()
        await names.names(
            self.connection, {k for c in held for pair in (*c.before, *(c.beneath or ())) for k in pair}
        )

    async def _selected(self, one: Subscription) -> list[dict[str, Any]]:
        """What a subscription selects now: the query of its selectors, then its own judgement."""
        found: dict[int, Any] = {}
        for selector in one.selectors or (ANY,):
            selection = read.Selection(
                ids=tuple(selector.ids), id_pattern=selector.id_pattern.pattern if selector.id_pattern else None,
                types=selector.types, q=one.q, geo=one.geo, limits=one.limits, context=one.context,
            )  # fmt: skip
            heads, _ = await read.read_heads(self.connection, selection, MOST_AT_ONCE, 0)
            found.update((head.id, head) for head in heads)
        names = dictionary(self.connection)
        entities = await read_entities(self.connection, sorted(found), names)
        await fill(self.connection, entities, names)
        if one.tells_sources:
            await names.tell_sources(self.connection)
        held = [
            entity for _, entity in sorted(entities.items()) if selects(one, entity) and in_scope(one, entity)
        ]
        links = await links_of(self.connection, one, [(entity, entity.current) for entity in held])
        told = [
            notice.of_entity(one, entity, entity.current, names.iris, linked=links.inside(entity.head.urn))
            for entity in held
        ]
        return told + links.beside() if told else []

    async def _queue(self, told: list[Told]) -> list[Queued]:
        if not told:
            return []
        now = clock.now()
        lines = []
        for one, flush_id, entities in told:
            urn = f"urn:ngsi-ld:Notification:{uuid.uuid4()}"
            try:
                lines.append(
                    (one.id, flush_id, urn, one.endpoint, notice.notification(one, urn, entities, now))
                )
            except DothiError as error:  # its context
                self._set_aside(one, error)
        if not lines:
            return []
        names = ("subscriptions", "flushes", "urns", "endpoints", "bodies")
        columns = dict(zip(names, (list(column) for column in zip(*lines, strict=True)), strict=True))
        queued = [Queued(*row) for row in await rows(self.connection, "enqueue", at=now, **columns)]
        for one, _, _ in told:
            one.last = now
        return sorted(queued)


def _round(rounds: defaultdict[tuple[int, int], int], one: Subscription, change: Change) -> int:
    """Which telling of one flush: the second change of the same entity in it is told apart."""
    seen = (one.id * 2**40 + change.flush.id, change.entity.head.id)
    rounds[seen] += 1
    return rounds[seen]


def _after_rest(due: Iterable[Due]) -> list[Due]:
    """Of one that throttles, only the first of a batch."""
    found, throttled = [], set()
    for entry in due:
        if "throttling" in entry.subscription.body:
            if entry.subscription.id in throttled:
                continue
            throttled.add(entry.subscription.id)
        found.append(entry)
    return found


__all__ = ["Queued", "Reader", "Told"]
