"""Simulated devices obey: they hear their commands by MQTT, as real ones would, show the value a moment later, and keep it for a while."""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

import aiomqtt
import msgspec

from dothi.kernel import clock
from dothi.streams.commands import topic_of
from dothi.streams.publish import Publisher

TAKES_S, RETRY_S = 2.0, 5.0
HOLDS = dt.timedelta(minutes=30)  # then the device goes back to its own programme
Value = float | str


class Told(msgspec.Struct):
    """What a device reads of a command."""

    entity: str
    set: dict[str, str | float]


@dataclass(slots=True)
class Obedience:
    """What simulated devices were told lately. `is_silent`: does this one tell nothing now? Then it does nothing either."""

    is_silent: Callable[[str, dt.datetime], bool]
    _told: dict[str, tuple[dt.datetime, dict[str, Value]]] = field(default_factory=dict)

    def keep(self, told: Told, at: dt.datetime) -> None:
        before = self.held(told.entity, at)
        self._told[told.entity] = at, {**before, **told.set}

    def held(self, urn: str, at: dt.datetime) -> Mapping[str, Value]:
        """What the device still keeps to."""
        since, values = self._told.get(urn, (at, {}))
        return values if at - since < HOLDS else {}


async def answer(
    publisher: Publisher, obedience: Obedience, types: Iterable[str], *, host: str, port: int, key: str
) -> None:
    """Obeys for ever; a broker that goes away is asked again."""
    user, _, password = key.partition(".")
    topics = [topic_of(f"urn:ngsi-ld:{one}:+") for one in types]
    while True:
        try:
            async with (
                aiomqtt.Client(host, port, username=user, password=password) as client,
                asyncio.TaskGroup() as group,
            ):
                for topic in topics:
                    await client.subscribe(topic, qos=0)
                async for message in client.messages:
                    group.create_task(_obey(publisher, obedience, message.payload))
        except* aiomqtt.MqttError:
            await asyncio.sleep(RETRY_S)


async def _obey(publisher: Publisher, obedience: Obedience, payload: object) -> None:
    told = msgspec.json.decode(payload if isinstance(payload, bytes) else b"{}", type=Told)
    await asyncio.sleep(TAKES_S)
    now = clock.now()
    if obedience.is_silent(told.entity, now):
        return
    obedience.keep(told, now)
    values: dict[str, object] = {name: {"value": value} for name, value in told.set.items()}
    await publisher.publish(told.entity, {**values, "observedAt": clock.iso(now)})
