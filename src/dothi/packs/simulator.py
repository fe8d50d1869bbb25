"""Simulated measurements: a pure function of (seed, station, attribute, time). No memory, so history and the live
play agree, any time may be asked, and the same seed gives the same city.

Chance is value noise: a hash gives a number for every whole step of a time scale, between them it moves smoothly.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b
from math import cos, exp, pi
from typing import Any

from dothi.kernel import clock
from dothi.kernel.ids import urn
from dothi.packs.profile import Motion, Profile, Window

HOUR = dt.timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Station:
    """Where something is simulated; `kind` chooses the profile's factors."""

    id: str
    name: str
    lon: float
    lat: float
    kind: str


@dataclass(frozen=True, slots=True)
class Simulator:
    profile: Profile
    stations: tuple[Station, ...]

    def values(self, station: Station, at: dt.datetime) -> dict[str, float]:
        """What `station` measures at `at`; empty while it is silent."""
        if self.is_silent(station, at):
            return {}
        return {motion.name: self._value(motion, station, at) for motion in self.profile.motions}

    def is_silent(self, station: Station, at: dt.datetime) -> bool:
        """A sensor tells nothing for a while; one in bad air goes on telling."""
        return self._chosen(self.profile.gap, "gap", at) is station and self.in_episode(at) is not station

    def in_episode(self, at: dt.datetime) -> Station | None:
        """The place that has bad air at `at`."""
        return self._chosen(self.profile.episode, "episode", at)

    def _chosen(self, window: Window | None, name: str, at: dt.datetime) -> Station | None:
        """One station per window, by the window's number; none between windows."""
        if window is None:
            return None
        hours = at.timestamp() / 3600
        turn, into = divmod(hours, window.every_h)
        if into >= window.lasts_h:
            return None
        return self.stations[int(_unit(self.profile.seed, name, int(turn)) * len(self.stations))]

    def _value(self, motion: Motion, station: Station, at: dt.datetime) -> float:
        at = self._stuck(motion, station, at)
        local = at.astimezone(clock.VIETNAM)
        level = motion.base * _between(motion.daily, local) * motion.weekly[local.weekday()]
        level *= self.profile.kinds.get(station.kind, {}).get(motion.name, 1.0)
        level *= exp(motion.weather * self._weather(at) + motion.chance * self._chance(motion, station, at))
        episode = self.profile.episode
        if episode and motion.name in episode.attributes and self.in_episode(at) is station:
            level *= 1 + (episode.factor - 1) * _swell(at, episode)
        return round(min(max(level, motion.minimum), motion.maximum), motion.digits)

    def _weather(self, at: dt.datetime) -> float:
        """Still air or wind over the whole city, in days; about -1…1."""
        hours, seed = at.timestamp() / 3600, self.profile.seed
        return 0.75 * _noise(seed, "weather", hours / 60) + 0.45 * _noise(seed, "front", hours / 19)

    def _chance(self, motion: Motion, station: Station, at: dt.datetime) -> float:
        hours, seed, key = at.timestamp() / 3600, self.profile.seed, f"{station.id}/{motion.name}"
        return (
            _noise(seed, key, hours / 7)
            + 0.7 * _noise(seed, key, hours / 0.9)
            + 0.3 * _noise(seed, key, hours * 11)
        )

    def _stuck(self, motion: Motion, station: Station, at: dt.datetime) -> dt.datetime:
        """A stuck instrument goes on telling the value of 06:00 until noon."""
        local = at.astimezone(clock.VIETNAM)
        if not 6 <= local.hour < 12:
            return at
        key = f"stuck/{station.id}/{motion.name}"
        if _unit(self.profile.seed, key, local.toordinal()) >= self.profile.stuck_share:
            return at
        return local.replace(hour=6, minute=0, second=0, microsecond=0)

    def payload(
        self, station: Station, at: dt.datetime, values: dict[str, float], *, standing: bool = False
    ) -> dict[str, Any]:
        """An NGSI-LD entity of these values; with place, name and provider when `standing`."""
        told = clock.iso(at)
        entity: dict[str, Any] = {"id": urn(self.profile.type, station.id), "type": self.profile.type}
        for motion in self.profile.motions:
            if motion.name in values:
                entity[motion.name] = {
                    "type": "Property", "value": values[motion.name], "unitCode": motion.unit, "observedAt": told,
                }  # fmt: skip
        if standing:
            point = {"type": "Point", "coordinates": [station.lon, station.lat]}
            entity["location"] = {"type": "GeoProperty", "value": point, "observedAt": told}
            entity["name"] = {"type": "Property", "value": station.name, "observedAt": told}
            entity["dataProvider"] = {"type": "Property", "value": self.profile.provider, "observedAt": told}
        return entity

    def history(
        self, start: dt.datetime, end: dt.datetime, step: dt.timedelta = HOUR
    ) -> Iterator[list[dict[str, Any]]]:
        """All stations' entities, one list per Viet Nam day, in time order; `start` and `end` inclusive, whole steps."""
        day: list[dict[str, Any]] = []
        at, told = start, False
        while at <= end:
            for station in self.stations:
                values = self.values(station, at)
                if values or not told:
                    day.append(self.payload(station, at, values, standing=not told))
            told = True
            later = at + step
            if later.astimezone(clock.VIETNAM).date() != at.astimezone(clock.VIETNAM).date():
                yield day
                day = []
            at = later
        if day:
            yield day


def _swell(at: dt.datetime, window: Window) -> float:
    """An episode comes and goes within half an hour; 0…1."""
    into = at.timestamp() / 3600 % window.every_h
    return min(1.0, 2 * into + 0.05, 2 * (window.lasts_h - into) + 0.05)


def _between(shares: Sequence[float], local: dt.datetime) -> float:
    part = local.minute / 60
    return shares[local.hour] * (1 - part) + shares[(local.hour + 1) % 24] * part


def _noise(seed: int, key: str, position: float) -> float:
    """Smooth chance with mean 0, between -1 and 1, that changes over about one unit of `position`."""
    whole = int(position // 1)
    part = (1 - cos(pi * (position - whole))) / 2
    return 2 * (_unit(seed, key, whole) * (1 - part) + _unit(seed, key, whole + 1) * part) - 1


@lru_cache(maxsize=65_536)
def _unit(seed: int, key: str, step: int) -> float:
    """A number in [0, 1) from a hash: the same on every machine and Python."""
    digest = blake2b(f"{seed}/{key}/{step}".encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big") / 2**64
