"""Who may have sent a message? A message carries no key (MQTT in NATS keeps none), but everything a key may do is told by the
subject, so the keys that may publish an id are known: those whose limits (ids, `…:` families) reach it, of its origin.

Two things follow. *Whose it is*: the keys with the longest limit that reaches the id name the agency of an entity that is made,
when they agree; so a key with a prefix and an agency owns the ids below that prefix. *Which types it may touch*: what every
one of those keys may, so that no key limited to types reaches further by MQTT than by HTTP (docs/decisions/0012).
"""

from __future__ import annotations

import datetime as dt
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from psycopg import AsyncConnection

from dothi.accounts.keys import Key, publishing_keys
from dothi.kernel import clock
from dothi.kernel.origin import Origin
from dothi.streams import subjects

REFRESH_S = 30.0  # a key that was revoked, or moved to another agency
BACKLOG = dt.timedelta(days=1)  # keys that ended this long ago may still have messages waiting
_LARGEST = 100_000
_let_in: set[str] = set()  # keys that came in since the last reading; the call-out works in this process


def let_in(key_id: str) -> None:
    """The call-out says that this key may publish from now on."""
    _let_in.add(key_id)


@dataclass(frozen=True, slots=True)
class Sender:
    """What is sure of whoever sent: the agency that owns the id, the short types all of them may write (None: any)."""

    agency_id: int | None
    types: frozenset[str] | None


@dataclass(slots=True)
class Senders:
    """The keys that may publish by MQTT, by what they are limited to."""

    since: dt.datetime  # messages older than this may come from keys that are not known here
    by_limit: dict[tuple[Origin, str], list[Key]]
    _answers: dict[tuple[Origin, str], Sender | None] = field(default_factory=dict)

    @classmethod
    def of(cls, keys: Iterable[Key]) -> Senders:
        limits: dict[tuple[Origin, str], list[Key]] = defaultdict(list)
        for key in keys:
            for limit in subjects.limits(key):
                limits[key.origin, limit].append(key)
        return cls(clock.now() - BACKLOG, dict(limits))

    def of_message(self, origin: Origin, urn: str, received_at: dt.datetime) -> Sender | None:
        """None: no known key may have sent it (a backlog of days, a server of somebody else's)."""
        if received_at < self.since:
            return None
        if (origin, urn) not in self._answers:
            if len(self._answers) >= _LARGEST:
                self._answers.clear()
            self._answers[origin, urn] = self._found(origin, urn)
        return self._answers[origin, urn]

    def _found(self, origin: Origin, urn: str) -> Sender | None:
        reaching = [keys for limit in _limits_of(urn) if (keys := self.by_limit.get((origin, limit)))]
        if not reaching:
            return None
        agencies = {key.agency_id for key in reaching[0]}
        limited = [key.entity_types for keys in reaching for key in keys if key.entity_types]
        types = frozenset.intersection(*limited) if limited else None
        return Sender(agencies.pop() if len(agencies) == 1 else None, types)


def _limits_of(urn: str) -> Iterator[str]:
    """Every limit that reaches this id, the longest first: itself, its families, everything."""
    yield urn
    end = len(urn)
    while (end := urn.rfind(":", 0, end)) > 0:
        yield urn[: end + 1]
    yield ""


class Register:
    """The senders as they are now: read again twice a minute, and at once when a key comes in that was not known."""

    def __init__(self) -> None:
        self._senders = Senders.of([])
        self._read_at = -REFRESH_S
        self._ids: set[str] = set()

    async def current(self, connection: AsyncConnection[Any]) -> Senders:
        unknown = not _let_in <= self._ids
        if unknown or time.monotonic() - self._read_at >= REFRESH_S:
            keys = [key async for key in publishing_keys(connection, clock.now() - BACKLOG)]
            self._senders, self._ids = Senders.of(keys), {key.id for key in keys}
            _let_in.clear()
            self._read_at = time.monotonic()
        return self._senders
