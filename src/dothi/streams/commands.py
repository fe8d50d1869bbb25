"""Commands to devices by our own broker: the topic of an entity's commands, and who may hear it.

A device hears `commands/urn/ngsi-ld/<Type>/<id>` at QoS 0 while it is connected, with the key by which it publishes: it hears exactly the
entities that it may write (`heard`). Nothing is kept for one that is away: a command that comes hours late is a hazard, so it times out.
"""

from __future__ import annotations

from typing import Any

import msgspec
from nats.aio.client import Client
from nats.errors import Error

from dothi.accounts.keys import Key
from dothi.kernel.origin import Origin
from dothi.streams.subjects import allowed, is_carried

_START = "commands."
_encode = msgspec.json.Encoder().encode


class Unanswered(Exception):
    """The broker did not say that it has the command: it may have it all the same."""


def topic_of(urn: str) -> str:
    """The MQTT topic on which the device of an entity hears."""
    return "commands/" + urn.replace(":", "/")


def is_reachable(urn: str) -> bool:
    """Can a command for this id be told by a topic?"""
    return is_carried(urn)


def heard(key: Key) -> list[str]:
    """NATS subjects that a key may hear: of what it may publish. A replay drives no device."""
    if key.origin not in (Origin.LIVE, Origin.SIMULATED):
        return []
    start = f"dothi.{key.origin.word}."
    return [_START + one.removeprefix(start).removesuffix(".attrs") for one in allowed(key)]


def hears(key: Key, urn: str) -> bool:
    """Does this key hear the commands of an entity?"""
    told = _subject(urn)
    return any(told == one or (one.endswith(">") and told.startswith(one[:-1])) for one in heard(key))


def _subject(urn: str) -> str:
    return _START + urn.replace(".", "//").replace(":", ".")


async def send(nc: Client, urn: str, message: dict[str, Any]) -> None:
    """Hands a command to the broker; returns when the broker has it. Raises Unanswered, and nats.errors.Error, OSError when nothing left."""
    await nc.publish(_subject(urn), _encode(message))
    try:
        await nc.flush(timeout=5)
    except (Error, OSError, TimeoutError) as error:
        raise Unanswered from error
