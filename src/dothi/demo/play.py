"""Plays the demo city live through MQTT, as its stations would: one after the other, once a minute each."""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import Callable, Mapping
from types import MappingProxyType

from psycopg import AsyncConnection

from dothi.demo import card as cards
from dothi.demo.answer import Obedience, answer
from dothi.demo.cameras import show_cameras
from dothi.demo.city import City
from dothi.demo.desk.callers import ring
from dothi.demo.desk.driving import drive
from dothi.kernel import clock
from dothi.kernel.engines import addresses
from dothi.kernel.ids import urn
from dothi.kernel.origin import Origin
from dothi.packs.simulator import HOUR, Simulator, Station, Value
from dothi.streams.publish import Publisher

LONGEST_FILL = dt.timedelta(days=30)


async def play(
    city: City, *, key: str, host: str, port: int, say: Callable[[str, int], None], pack: str = ""
) -> None:
    """Fills the hours since the last values, then goes on for ever: `pack` alone, or all. Raises NotAuthenticated or Unavailable."""
    played = [one.simulator for one in city.simulated() if pack in ("", one.pack)]
    async with Publisher(host, port, key=key, origin=Origin.SIMULATED, connections=1) as publisher:
        for simulator in played:
            await _fill(publisher, simulator, say)
        types = {one.profile.type for one in played}
        obedience = Obedience(_silence(played))
        async with asyncio.TaskGroup() as together:
            together.create_task(show_cameras())
            together.create_task(answer(publisher, obedience, types, host=host, port=port, key=key))
            for simulator in played:
                together.create_task(_go_on(publisher, simulator, obedience))
            if city.desk and pack in ("", city.desk.pack):
                _staff(together, city, key=key, host=host, port=port)


def _staff(together: asyncio.TaskGroup, city: City, *, key: str, host: str, port: int) -> None:
    """Crews that drive, and callers where the demo has an exchange."""
    assert city.desk is not None
    together.create_task(drive(city.desk, city.stations.get("Hospital", ()), key=key, host=host, port=port))
    found, exchange = addresses.find(), cards.read().api_keys.get("telephony")
    if found and exchange:
        together.create_task(ring(city.desk, base_url=found.base_url, key=exchange))


def _silence(played: list[Simulator]) -> Callable[[str, dt.datetime], bool]:
    """Is the device of this id in one of its gaps?"""
    known = {urn(one.profile.type, station.id): (one, station) for one in played for station in one.stations}

    def is_silent(told: str, at: dt.datetime) -> bool:
        found = known.get(told)
        return found is not None and found[0].is_silent(found[1], at)

    return is_silent


async def _go_on(publisher: Publisher, simulator: Simulator, obedience: Obedience) -> None:
    """Each station once in the profile's time, one after the other; what one was told to do it goes on showing."""
    pause = simulator.profile.publish_every_s / max(len(simulator.stations), 1)
    while True:
        for station in simulator.stations:
            now = clock.now().replace(microsecond=0)
            held = obedience.held(urn(simulator.profile.type, station.id), now)
            await _tell(publisher, simulator, station, now, held)
            await asyncio.sleep(pause)


async def _fill(publisher: Publisher, simulator: Simulator, say: Callable[[str, int], None]) -> None:
    """The whole hours during which nobody simulated, so that a restarted demo has no false gap."""
    last = await _last_told(simulator)
    now = clock.now()
    if last is None or now - last > LONGEST_FILL:
        return
    step = simulator.profile.history_every_h * HOUR
    at = last.replace(minute=0, second=0, microsecond=0) + step
    hours = int((now - at) / step) + 1 if at <= now else 0
    if hours > 0:
        say("filling", hours)
    while at <= now:
        for station in simulator.stations:
            await _tell(publisher, simulator, station, at)
        at += step
    await publisher.drain()


async def _tell(
    publisher: Publisher,
    simulator: Simulator,
    station: Station,
    at: dt.datetime,
    held: Mapping[str, Value] = MappingProxyType({}),
) -> None:
    values = simulator.values(station, at)
    if not values:
        return
    values |= {name: value for name, value in held.items() if name in values}
    units = simulator.profile.units
    attributes: dict[str, dict[str, float | str | None]] = {
        name: {"value": value, "unitCode": units[name]} if units[name] else {"value": value}
        for name, value in values.items()
    }
    await publisher.publish(
        urn(simulator.profile.type, station.id), {**attributes, "observedAt": clock.iso(at)}
    )


async def _last_told(simulator: Simulator) -> dt.datetime | None:
    urns = [urn(simulator.profile.type, station.id) for station in simulator.stations]
    async with await AsyncConnection.connect(addresses.database_url(), autocommit=True) as connection:
        found = await connection.execute(
            "select max(a.observed_at) from entities_attribute a join entities_entity e on e.id = a.entity_id"
            " join entities_term t on t.id = a.term_id where e.urn = any(%s) and t.short = any(%s)",
            [urns, list(simulator.profile.units)],
        )
        row = await found.fetchone()
        return row[0] if row else None
