"""One MQTT message as rows: which entity by the topic, which values by the payload.

The payload is a JSON object of values (`{"pm25": 12.5}`) or NGSI-LD attributes (`{"pm25": {"value": 12.5, "unitCode":
"GQ"}}`), mixed as the device likes. `observedAt` beside them holds for every attribute that has none of its own; where
neither is there, the time at which the server stored the message is used. A `null` says "no measurement" and is left
out. The type is the third part of `urn:ngsi-ld:<Type>:…`; only an id of another form has the payload's `type`.

A message carries no key, but the keys that may have sent it are known (senders.py). A payload that names another type than
the id is refused whatever the key. Values for an entity that holds another type besides are refused where one of those keys
may not write that type.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import msgspec

from dothi.entities.core.attributes import Rules
from dothi.entities.core.normalize import add_entity
from dothi.entities.core.rows import Batch, Writer, microseconds
from dothi.entities.core.times import in_future, most_ahead, time_of
from dothi.kernel.errors import BadRequest, TooLarge
from dothi.kernel.origin import Origin
from dothi.streams import subjects
from dothi.streams.senders import Sender, Senders

LONGEST = 256 * 1024  # a message is a handful of values; more is a file and belongs to HTTP or an import
SOURCE = "mqtt"  # where these values come from, as the store names it
_decode = msgspec.json.Decoder().decode


@dataclass(frozen=True, slots=True)
class Message:
    """What came, as the server stored it."""

    subject: str
    payload: bytes
    received_at: dt.datetime
    seq: int | None = None  # its number in the stream; None: QoS 0 or tried again, not in the stream


def add_rows(batches: dict[Origin, Batch], message: Message, senders: Senders) -> Origin:
    """Appends the message, one fragment, to the batch of its origin, and says which. Raises DothiError with the reason."""
    found = subjects.entity_of(message.subject)
    if found is None:
        raise BadRequest("mqtt-topic-unknown", topic=subjects.readable(message.subject))
    origin, urn = found
    entity, observed_at = _entity(urn, message)
    batch = batches.setdefault(origin, Batch())
    marks = len(batch.attributes), len(batch.fragments)  # to undo what a bad attribute leaves behind
    try:
        add_entity(batch, entity, Rules(latest=microseconds(message.received_at + most_ahead())))
    except Exception:
        del batch.attributes[marks[0] :], batch.fragments[marks[1] :]
        raise
    batch.fragments[-1].arrived = microseconds(message.received_at)
    batch.fragments[-1].writer = _writer(
        origin, senders.of_message(origin, urn, message.received_at) or _stranger(urn)
    )
    rows = batch.attributes
    for index in range(marks[0], len(rows)):
        if rows[index].observed is None and observed_at is not None:
            rows[index] = rows[index]._replace(observed=observed_at)
    return origin


def _entity(urn: str, message: Message) -> tuple[dict[str, Any], int | None]:
    """The payload as an entity, and the instant that holds for all its values (µs; None: not said)."""
    content = _object(message.payload)
    if content.pop("id", urn) != urn:
        raise BadRequest("mqtt-id-differs", entity=urn)
    observed_at = _instant(content.pop("observedAt", None), message.received_at)
    kind = _type_of(urn, content.pop("type", None))
    values = {name: value for name, value in content.items() if value is not None}
    if not values.keys() - {"@context", "scope"}:
        raise BadRequest("mqtt-no-values", entity=urn)
    return {"id": urn, "type": kind, **values}, observed_at


def _object(payload: bytes) -> dict[str, Any]:
    if len(payload) > LONGEST:
        raise TooLarge("mqtt-too-large", size=len(payload), limit=LONGEST)
    try:
        content = _decode(payload)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise BadRequest("mqtt-not-json", detail=str(error)) from error
    if not isinstance(content, dict):
        raise BadRequest("mqtt-not-an-object")
    return content


def _type_of(urn: str, told: Any) -> Any:
    named = _named_type(urn)
    if named is None:
        if not told:
            raise BadRequest("mqtt-type-unknown", entity=urn)
        return told
    if told and told not in (named, [named]):
        raise BadRequest("mqtt-type-differs", entity=urn, type=str(told)[:100])
    return named


def _named_type(urn: str) -> str | None:
    parts = urn.split(":", 3)
    return parts[2] if len(parts) == 4 and parts[:2] == ["urn", "ngsi-ld"] else None


def _stranger(urn: str) -> Sender:
    """Sent by nobody we know: the narrowest, the one type that the id names."""
    named = _named_type(urn)
    return Sender(None, None if named is None else frozenset({named}))


@lru_cache(maxsize=1024)
def _writer(origin: Origin, sender: Sender) -> Writer:
    return Writer(origin, SOURCE, agency_id=sender.agency_id, types=sender.types)


def _instant(text: Any, received_at: dt.datetime) -> int | None:
    """`observedAt` beside the values (µs); it may not lie ahead of the server's clock."""
    if text is None:
        return None
    at = time_of(text, "observedAt")
    if at > microseconds(received_at + most_ahead()):
        raise in_future("observedAt", text)
    return at
