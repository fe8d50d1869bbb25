"""Reads on in the log and puts what must be told into the queues, in one transaction with its place in the log.

So nothing is told of a change that was rolled back, nothing is left out, and after a crash nothing is queued twice.
"""

from __future__ import annotations

import time
import uuid
from collections import defaultdict
from collections.abc import Iterable
from typing import Any, NamedTuple

from psycopg import AsyncConnection

from dothi.entities.store import read
from dothi.entities.store.dictionary import dictionary
from dothi.entities.store.statements import read_sql
from dothi.entities.subscriptions import linked, notice
from dothi.entities.subscriptions.book import Book, Subscription, read_book
from dothi.entities.subscriptions.changes import (
    Change,
    Flush,
    changes_of,
    fill,
    read_before,
    read_entities,
    read_written,
    settle_withdrawals,
)
from dothi.entities.subscriptions.matching import concerns, selects
from dothi.entities.subscriptions.store import rows, sql
from dothi.kernel import clock

MOST_FLUSHES = 200
BOOK_FRESH_S = 30.0  # a key's end or revocation is known by then
MOST_AT_ONCE = 1_000  # entities in one periodic notification
Names = dict[int, str]


class Queued(NamedTuple):
    """A notification that waits to be sent."""

    id: int
    subscription_id: int
    endpoint: str
    urn: str
    body: str
    attempts: int
    made_at: Any


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
            due = [one for one in self.book.timed if one.is_on(now) and one.is_due(now)]
            told = []
            for one in due:
                one.last = now
                if entities := await self._selected(one):
                    told.append(Told(one, None, entities))
            return await self._queue(told)

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
        await self._learn_before(pairs)
        names, now = dictionary(self.connection).iris, clock.now()
        told: dict[tuple[int, int, int], Told] = {}
        rounds: defaultdict[tuple[int, int], int] = defaultdict(int)
        for one, change in pairs:
            if concerns(one, change, names, now) and not one.rests(now):
                place = (one.id, change.flush.id, _round(rounds, one, change))
                entry = told.setdefault(place, Told(one, change.flush.id, []))
                entry.entities.append(notice.of_change(one, change, names))
        return await self._linked(_after_rest(told.values()))

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
        place = {flush.id: number for number, flush in enumerate(flushes)}
        return [
            change
            for (flush_id, entity_id), group in sorted(written.items(), key=lambda item: place[item[0][0]])
            if entity_id in wanted
            for change in changes_of(flushes[place[flush_id]], wanted[entity_id], group)
        ]

    def _candidates(self, change: Change) -> Iterable[Subscription]:
        return self.book.candidates(change.entity.head.urn, change.entity.types)

    async def _learn_before(self, pairs: list[tuple[Subscription, Change]]) -> None:
        wanted = {id(change): change for one, change in pairs if one.shows_changes or change.dropped()}
        await read_before(self.connection, wanted.values())
        names = dictionary(self.connection)
        await names.names(self.connection, {k for c in wanted.values() for pair in c.before for k in pair})

    async def _selected(self, one: Subscription) -> list[dict[str, Any]]:
        """What a subscription selects now: the query of its selectors, then its own judgement."""
        found: dict[int, Any] = {}
        for selector in one.selectors:
            selection = read.Selection(
                ids=tuple(selector.ids), id_pattern=selector.id_pattern.pattern if selector.id_pattern else None,
                types=selector.types, q=one.q, geo=one.geo, limits=one.limits, context=one.context, tenant=one.tenant,
            )  # fmt: skip
            heads, _ = await read.read_heads(self.connection, selection, MOST_AT_ONCE, 0)
            found.update((head.id, head) for head in heads)
        names = dictionary(self.connection)
        entities = await read_entities(self.connection, sorted(found), names)
        await fill(self.connection, entities, names)
        told = [
            notice.of_entity(one, entity, entity.current, names.iris)
            for _, entity in sorted(entities.items())
            if selects(one, entity)
        ]
        return (await self._linked([Told(one, None, told)]))[0].entities

    async def _linked(self, told: list[Told]) -> list[Told]:
        for entry in told:
            if entry.subscription.notification.get("join") in ("flat", "inline"):
                await linked.add(self.connection, entry.subscription, entry.entities)
        return told

    async def _queue(self, told: list[Told]) -> list[Queued]:
        if not told:
            return []
        now = clock.now()
        lines = []
        for one, flush_id, entities in told:
            urn = f"urn:ngsi-ld:Notification:{uuid.uuid4()}"
            lines.append((one.id, flush_id, urn, one.endpoint, notice.notification(one, urn, entities, now)))
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


def _after_rest(told: Iterable[Told]) -> list[Told]:
    """Of one that throttles, only the first of a batch."""
    found, throttled = [], set()
    for entry in told:
        if "throttling" in entry.subscription.body:
            if entry.subscription.id in throttled:
                continue
            throttled.add(entry.subscription.id)
        found.append(entry)
    return found


__all__ = ["Queued", "Reader", "Told"]
