"""Plays the demo city live through MQTT, as its stations would: one after the other, once a minute each."""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import Callable

from psycopg import AsyncConnection

from dothi.demo.city import City
from dothi.kernel import clock
from dothi.kernel.engines import addresses
from dothi.kernel.ids import urn
from dothi.kernel.origin import Origin
from dothi.packs.simulator import HOUR, Simulator, Station
from dothi.streams.publish import Publisher

LONGEST_FILL = dt.timedelta(days=30)


async def play(city: City, *, key: str, host: str, port: int, say: Callable[[str, int], None]) -> None:
    """Fills the hours since the last value, then goes on for ever. Raises NotAuthenticated or Unavailable."""
    simulator = city.simulator()
    async with Publisher(host, port, key=key, origin=Origin.SIMULATED, connections=1) as publisher:
        await _fill(publisher, simulator, say)
        pause = simulator.profile.publish_every_s / max(len(simulator.stations), 1)
        while True:
            for station in simulator.stations:
                await _tell(publisher, simulator, station, clock.now().replace(microsecond=0))
                await asyncio.sleep(pause)


async def _fill(publisher: Publisher, simulator: Simulator, say: Callable[[str, int], None]) -> None:
    """The whole hours during which nobody simulated, so that a restarted demo has no false gap."""
    last = await _last_told(simulator)
    now = clock.now()
    if last is None or now - last > LONGEST_FILL:
        return
    at = last.replace(minute=0, second=0, microsecond=0) + HOUR
    hours = int((now - at) / HOUR) + 1 if at <= now else 0
    if hours > 0:
        say("filling", hours)
    while at <= now:
        for station in simulator.stations:
            await _tell(publisher, simulator, station, at)
        at += HOUR
    await publisher.drain()


async def _tell(publisher: Publisher, simulator: Simulator, station: Station, at: dt.datetime) -> None:
    values = simulator.values(station, at)
    if not values:
        return
    units = {motion.name: motion.unit for motion in simulator.profile.motions}
    attributes = {name: {"value": value, "unitCode": units[name]} for name, value in values.items()}
    await publisher.publish(
        urn(simulator.profile.type, station.id), {**attributes, "observedAt": clock.iso(at)}
    )


async def _last_told(simulator: Simulator) -> dt.datetime | None:
    urns = [urn(simulator.profile.type, station.id) for station in simulator.stations]
    async with await AsyncConnection.connect(addresses.database_url(), autocommit=True) as connection:
        found = await connection.execute(
            "select max(a.observed_at) from entities_attribute a join entities_entity e on e.id = a.entity_id"
            " join entities_term t on t.id = a.term_id where e.urn = any(%s) and t.short = any(%s)",
            [urns, [motion.name for motion in simulator.profile.motions]],
        )
        row = await found.fetchone()
        return row[0] if row else None
