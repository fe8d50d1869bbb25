"""How rooms speak upward: a room publishes an event in its own transaction, rooms above it hear it.

* `publish` writes one row of `kernel_event` and NOTIFYs `dothi_event`; it is gone if the transaction rolls back.
* `hears(topic)` registers a handler (in the room's `events.py`, imported by its AppConfig.ready).
* `deliver` reads on from a reader's cursor and calls the handlers in one transaction with that cursor: an event is
  handled exactly once, whatever is killed. A handler that fails leaves an `EventFailure` and holds up nobody.

Readers never miss a row that commits late: a row is read only when its transaction is older than every running one. The
price: transaction numbers belong to the whole server, so one long transaction that has written something, also in another
database of it, holds up every reader until it ends (one that only reads, like `pg_dump`, does not); nothing is lost. A
server shared with other programs should therefore set `idle_in_transaction_session_timeout`, as ours does
(engines/postgres.py).
"""

from __future__ import annotations

import datetime as dt
import json
import logging
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple

from django.db import OperationalError, connection, transaction

from dothi.kernel import clock, health
from dothi.kernel.audit.context import because
from dothi.kernel.errors import Conflict, InvalidRequest
from dothi.kernel.models import Event, EventCursor, EventFailure
from dothi.kernel.sql import statement

logger = logging.getLogger(__name__)
CHANNEL = "dothi_event"
Handler = Callable[[Event], None]
_handlers: dict[str, list[Handler]] = defaultdict(list)


def publish(
    topic: str,
    payload: dict[str, Any],
    *,
    permission: str,
    unit_id: int | None = None,
    agency_id: int | None = None,
) -> Event:
    """Records that something happened, in the running transaction.

    `topic` is `<room>.<past participle>` (`alarms.raised`); `permission`, `unit_id` and `agency_id` say who may see it live.
    """
    return publish_all([Told(topic, payload, permission, unit_id, agency_id)])[0]


class Told(NamedTuple):
    """One thing to publish."""

    topic: str
    payload: dict[str, Any]
    permission: str
    unit_id: int | None = None
    agency_id: int | None = None


def publish_all(told: Sequence[Told]) -> list[Event]:
    """Several at once, in this order."""
    if not told:
        return []
    now = clock.now()
    with connection.cursor() as cursor:
        cursor.execute(
            statement("dothi.kernel", "events.sql", "publish"),
            {"told": json.dumps([each._asdict() for each in told]), "now": now, "channel": CHANNEL},
        )
        rows = cursor.fetchall()
    return [
        Event(id=number, tx=tx, recorded_at=now, **each._asdict())
        for each, (number, tx, _notified) in zip(told, rows, strict=True)
    ]


def erase(event_ids: Iterable[int], *fields: str) -> None:
    """Takes these fields out of what was published: a secret that did its service. Nothing else of an event ever changes."""
    for event in Event.objects.select_for_update(no_key=True).filter(pk__in=list(event_ids)):
        event.payload = {name: told for name, told in event.payload.items() if name not in fields}
        event.save(update_fields=["payload"])


def hears(topic: str) -> Callable[[Handler], Handler]:
    """Registers a handler of one topic."""

    def register(handler: Handler) -> Handler:
        if handler not in _handlers[topic]:
            _handlers[topic].append(handler)
        return handler

    return register


def deliver(reader: str = "rooms", limit: int = 500) -> int:
    """Handles the next events of this reader; returns how many were read. Only one process at a time gets any."""
    with transaction.atomic():
        EventCursor.objects.get_or_create(reader=reader)
        cursor = (
            EventCursor.objects.select_for_update(no_key=True, skip_locked=True).filter(reader=reader).first()
        )
        if cursor is None:
            return 0
        events = list(_after(cursor.tx, cursor.event_id, limit))
        for event in events:
            for handler in _handlers[event.topic]:
                _handle(handler, event)
                health.moving("events")
        if events:
            EventCursor.objects.filter(reader=reader).update(tx=events[-1].tx, event_id=events[-1].id)
    return len(events)


def lag_s(reader: str = "rooms") -> float:
    """Seconds that the oldest event which this reader has not read yet has waited; 0 when there is none."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select coalesce(extract(epoch from %s - min(e.recorded_at)), 0)::float from kernel_event e"
            " join kernel_event_cursor c on c.reader = %s and (e.tx, e.id) > (c.tx, c.event_id)",
            [clock.now(), reader],
        )
        return max(0.0, float(cursor.fetchone()[0]))


def _handle(handler: Handler, event: Event) -> None:
    """One handler, in a savepoint: what it wrote is undone when it fails, the failure is kept, the others go on."""
    try:
        with transaction.atomic():
            handler(event)
    except OperationalError:
        raise  # the database went away: the whole delivery is tried again
    except Exception as error:
        name = _name(handler)
        logger.exception(
            "event handler failed", extra={"topic": event.topic, "event": event.pk, "handler": name}
        )
        EventFailure.objects.create(
            event=event, handler=name, error=repr(error)[:2000], recorded_at=clock.now()
        )


def retry(failure_id: int, *, at: dt.datetime | None = None) -> EventFailure:
    """Gives the event once more to the handler that refused it, in one transaction with the outcome.

    Raises Conflict: settled already, or a handler that this version does not have.
    """
    with transaction.atomic():
        failure = _open(failure_id)
        topic = failure.event.topic
        handler = next((one for one in _handlers[topic] if _name(one) == failure.handler), None)
        if handler is None:
            raise Conflict("event-handler-gone", handler=failure.handler)
        failure.tries += 1
        try:
            with transaction.atomic():
                handler(failure.event)
        except OperationalError:
            raise
        except Exception as error:
            logger.exception("event handler failed again", extra={"topic": topic, "failure": failure_id})
            failure.error = repr(error)[:2000]
        else:
            failure.settled_at = at or clock.now()
        failure.save()
    return failure


def set_aside(failure_id: int, *, reason: str, at: dt.datetime | None = None) -> None:
    """A person decided that this event needs no handling; why is kept with the version of the row.

    Raises InvalidRequest without a reason, Conflict when it is settled already.
    """
    if not reason.strip():
        raise InvalidRequest("event-aside-without-reason")
    with transaction.atomic():
        failure = _open(failure_id)
        because(reason)
        failure.settled_at = at or clock.now()
        failure.save()


def _open(failure_id: int) -> EventFailure:
    found = EventFailure.objects.select_for_update(no_key=True, of=("self",)).select_related("event")
    failure = found.filter(pk=failure_id, settled_at__isnull=True).first()
    if failure is None:
        raise Conflict("event-failure-settled")
    return failure


def _name(handler: Handler) -> str:
    return f"{handler.__module__}.{handler.__qualname__}"


def _after(tx: int, event_id: int, limit: int) -> list[Event]:
    return list(
        Event.objects.raw(
            "select * from kernel_event where (tx, id) > (%s, %s)"
            " and tx < pg_snapshot_xmin(pg_current_snapshot())::text::bigint order by tx, id limit %s",
            [tx, event_id, limit],
        )
    )
