"""Sends what is queued: per endpoint and key in order and at least once; one that does not answer delays no other.

A notification stays in the database until its receiver has said 2xx (or the broker has taken it). A failure is tried
again after 1, 2, 4 … 300 s, the same one first, so the order holds; after DOTHI_NOTIFY_HOURS, or at once when the
receiver says that it will never take it, it is set aside as a dead letter and the next one goes. Each key has its own
queue to an endpoint: what one asks for (a wrong password, a pause) holds up nobody else who tells the same receiver.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

import aiomqtt
import h11
import msgspec

from dothi.entities.subscriptions.book import Subscription
from dothi.entities.subscriptions.ledger import Ledger
from dothi.entities.subscriptions.posting import USUAL_S, Headers, Poster, Refused, Unsendable
from dothi.entities.subscriptions.publishing import Publisher
from dothi.entities.subscriptions.reading import Place, Queued
from dothi.kernel import clock, settings
from dothi.kernel.egress import EgressRefused, ImpossibleName
from dothi.kernel.i18n import message_of

logger = logging.getLogger(__name__)
MOST_IN_MEMORY = 1_000  # of one endpoint; the others wait in the database
IDLE_S = 30.0
LONGEST_WAIT_S = 300.0
LONGEST_COOLDOWN_S = 3600.0
_FAILURES = (
    OSError,
    EOFError,
    TimeoutError,
    EgressRefused,
    Refused,
    Unsendable,
    ValueError,  # a topic that is too long
    aiomqtt.MqttError,
    h11.RemoteProtocolError,
)
Find = Callable[[int], Subscription | None]


@dataclass
class Queue:
    """What waits for one endpoint, of one key. `complete`: everything in the database is here too."""

    place: Place
    waiting: deque[Queued] = field(default_factory=deque)
    complete: bool = False
    wake: asyncio.Event = field(default_factory=asyncio.Event)

    def offer(self, one: Queued) -> None:
        if self.complete and len(self.waiting) < MOST_IN_MEMORY:
            self.waiting.append(one)
        else:
            self.complete = False
        self.wake.set()


class Senders:
    """A task for each endpoint that has something to be told."""

    def __init__(self, ledger: Ledger, find: Find) -> None:
        self._ledger, self._find = ledger, find
        self._queues: dict[Place, Queue] = {}
        self._tasks: dict[Place, asyncio.Task[None]] = {}

    def offer(self, queued: Iterable[Queued]) -> None:
        """What was just queued, in order."""
        for one in queued:
            self._queue(one.place).offer(one)

    def look(self, places: Iterable[Place]) -> None:
        """Something may wait in the database for these."""
        for place in places:
            queue = self._queue(place)
            if not queue.waiting:
                queue.complete = False
                queue.wake.set()

    def _queue(self, place: Place) -> Queue:
        queue = self._queues.get(place)
        if queue is None:
            queue = self._queues[place] = Queue(place)
            task = self._tasks[place] = asyncio.create_task(self._keep(queue))
            task.add_done_callback(lambda _: self._tasks.pop(place, None))
        return queue

    async def stop(self) -> None:
        """Ends all of them; what was sent and not noted is sent again after the next start."""
        tasks = list(self._tasks.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _keep(self, queue: Queue) -> None:
        line = Line()
        try:
            while await self._next(queue):
                await self._send(queue, line)
        except Exception:
            logger.exception("notifications to an endpoint stopped", extra={"endpoint": queue.place.endpoint})
            await asyncio.sleep(1)
        finally:
            self._queues.pop(queue.place, None)
            await line.close()

    async def _next(self, queue: Queue) -> bool:
        """Is there something to send? Waits for it; False after a while of silence."""
        while not queue.waiting:
            queue.wake.clear()
            if not queue.complete:
                queue.complete = True  # what is offered while we look is either found or appended after
                found = await self._ledger.waiting(queue.place, MOST_IN_MEMORY)
                known = {one.id for one in queue.waiting}
                queue.waiting.extendleft(reversed([one for one in found if one.id not in known]))
                queue.complete = queue.complete and len(found) < MOST_IN_MEMORY
                if queue.waiting:
                    return True
            try:
                await asyncio.wait_for(queue.wake.wait(), IDLE_S)
            except TimeoutError:
                if not queue.waiting and not queue.wake.is_set():
                    return False
        return True

    async def _send(self, queue: Queue, line: Line) -> None:
        """The first of the queue, until it is sent or set aside."""
        one, attempts = queue.waiting[0], queue.waiting[0].attempts
        while True:
            subscription = self._find(one.subscription_id)
            if subscription is None or subscription.endpoint != queue.place.endpoint:
                queue.waiting.popleft()  # deleted, or it now belongs to another queue
                queue.complete = False
                return
            try:
                await line.send(subscription, one)
            except _FAILURES as error:
                attempts += 1
                if await self._failed(one, attempts, error):
                    queue.waiting.popleft()
                    return
                await asyncio.sleep(_rest_s(subscription, attempts))
            else:
                queue.waiting.popleft()
                self._ledger.sent(one)
                return

    async def _failed(self, one: Queued, attempts: int, error: BaseException) -> bool:
        """Notes it. Is it given up?"""
        age_h = (clock.now() - one.made_at).total_seconds() / 3600
        dead = age_h >= settings.read("NOTIFY_HOURS") or _is_for_good(error)
        reason = message_of(error) if isinstance(error, EgressRefused) else str(error) or type(error).__name__
        logger.warning(
            "notification not delivered",
            extra={"endpoint": one.endpoint, "attempts": attempts, "reason": reason, "given_up": dead},
        )
        await self._ledger.failed(one, reason[:500], dead=dead)
        return dead


def _is_for_good(error: BaseException) -> bool:
    """Would sending it again change nothing? A certificate that fails (a ValueError and an OSError) may be renewed."""
    unsendable = isinstance(error, ImpossibleName) or (
        isinstance(error, ValueError) and not isinstance(error, OSError)
    )
    return unsendable or getattr(error, "for_good", False)


def _rest_s(subscription: Subscription, attempts: int) -> float:
    """How long to leave an endpoint alone after a failure: longer each time, and no less than it asks for (§5.2.15 cooldown)."""
    cooldown_s = float(subscription.notification["endpoint"].get("cooldown", 0)) / 1000
    return max(min(LONGEST_WAIT_S, 2.0 ** min(attempts - 1, 10)), min(cooldown_s, LONGEST_COOLDOWN_S))


class Line:
    """The open connections of one endpoint: by HTTP one, by MQTT one for each wish of version and quality."""

    def __init__(self) -> None:
        self._poster: Poster | None = None
        self._publishers: dict[tuple[tuple[str, str], ...], Publisher] = {}

    async def send(self, subscription: Subscription, one: Queued) -> None:
        endpoint = subscription.notification["endpoint"]
        timeout_s = min(endpoint.get("timeout", USUAL_S * 1000) / 1000, LONGEST_WAIT_S)
        if one.endpoint.startswith("mqtt"):
            await self._publisher(one.endpoint, endpoint).send(_message(subscription, one), timeout_s)
            return
        self._poster = self._poster or Poster(one.endpoint)
        await self._poster.send(one.body.encode(), headers_of(subscription), timeout_s)

    def _publisher(self, uri: str, endpoint: dict[str, Any]) -> Publisher:
        info = {pair["key"]: pair["value"] for pair in endpoint.get("notifierInfo", ())}
        key = tuple(sorted(info.items()))
        if key not in self._publishers:
            self._publishers[key] = Publisher(uri, info)
        return self._publishers[key]

    async def close(self) -> None:
        with contextlib.suppress(OSError):
            if self._poster is not None:
                await self._poster.close()
            for publisher in self._publishers.values():
                await publisher.close()


def headers_of(subscription: Subscription) -> Headers:
    """§6.3.8, §6.3.14: the media type, the tenant, the @context by a Link header unless it is in the body, what the receiver wants besides."""
    found = [("Content-Type", subscription.accept)]
    if subscription.accept != "application/ld+json":
        link = f'<{subscription.told.link}>; rel="http://www.w3.org/ns/json-ld#context"; type="application/ld+json"'
        found.append(("Link", link))
    if subscription.tenant_name:
        found.append(("NGSILD-Tenant", subscription.tenant_name))
    given = subscription.notification["endpoint"].get("receiverInfo", ())
    own = {name.lower() for name, _ in found} | {"host", "content-length", "transfer-encoding", "connection"}
    return found + [(p["key"], p["value"]) for p in given if p["key"].lower() not in own]


def _message(subscription: Subscription, one: Queued) -> bytes:
    """§7.2: what HTTP says in headers stands in `metadata`."""
    return msgspec.json.encode(
        {"metadata": dict(headers_of(subscription)), "body": msgspec.Raw(one.body.encode())}
    )
