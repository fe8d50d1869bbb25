"""Simulated measurements: a pure function of (seed, station, attribute, time). No memory, so history and the live
play agree, any time may be asked, and the same seed gives the same city.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from math import exp
from typing import Any

from dothi.kernel import clock
from dothi.kernel.ids import urn
from dothi.packs import weather
from dothi.packs.profile import Edge, Motion, Profile, Spelled, States, Window

HOUR = dt.timedelta(hours=1)

Value = float | str


@dataclass(frozen=True, slots=True)
class Station:
    """Where something is simulated; `kind` chooses the profile's factors, `values` are told of it once, with its place: each a value or a whole attribute."""

    id: str
    name: str
    lon: float
    lat: float
    kind: str
    values: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Simulator:
    profile: Profile
    stations: tuple[Station, ...]
    _counted: dict[tuple[str, str, int], float] = field(default_factory=dict, compare=False, repr=False)

    def values(self, station: Station, at: dt.datetime) -> dict[str, Value]:
        """What `station` measures at `at`; empty while it is silent."""
        if self.is_silent(station, at):
            return {}
        found: dict[str, Value] = {
            motion.name: self._value(motion, station, at) for motion in self.profile.motions
        }
        found |= {one.name: self._state(one, station, at) for one in self.profile.states}
        found |= {one.name: self._spelled(one, station, at) for one in self.profile.spelled}
        return found | {one.name: self._edge(one, station, at) for one in self.profile.edges}

    def is_silent(self, station: Station, at: dt.datetime) -> bool:
        """A sensor tells nothing for a while; one in an episode goes on telling."""
        return self._chosen(self.profile.gap, "gap", at) is station and self.in_episode(at) is not station

    def in_episode(self, at: dt.datetime) -> Station | None:
        """The place that is in trouble at `at`."""
        return self._chosen(self.profile.episode, "episode", at)

    def spell(self, station: Station, at: dt.datetime) -> tuple[dt.datetime, dt.datetime] | None:
        """Beginning and end of the last spell that has begun at a place; each place has its own times."""
        window = self.profile.spell
        if window is None:
            return None
        own = int(weather.unit(self.profile.seed, f"spell/{station.id}", 0) * window.every_h)
        turn = (at.timestamp() / 3600 - own) // window.every_h
        begin = dt.datetime.fromtimestamp((turn * window.every_h + own) * 3600, dt.UTC)
        return begin, begin + window.lasts_h * HOUR

    def _spelled(self, one: Spelled, station: Station, at: dt.datetime) -> str:
        spell = self.spell(station, at)
        return one.during if spell and at < spell[1] else one.between

    def _edge(self, one: Edge, station: Station, at: dt.datetime) -> str:
        begin, end = self.spell(station, at) or (at, at)
        return clock.iso(end if one.of_end else begin)

    def _left(self, station: Station, at: dt.datetime) -> float:
        """The share of the spell that is still to come; 0 between two."""
        begin, end = self.spell(station, at) or (at, at)
        return (end - at) / (end - begin) if at < end else 0.0

    def _chosen(self, window: Window | None, name: str, at: dt.datetime) -> Station | None:
        """One station per window, by the window's number; none between windows."""
        places = [one for one in self.stations if window and (not window.kinds or one.kind in window.kinds)]
        if window is None or not places:
            return None
        hours = at.timestamp() / 3600
        turn, into = divmod(hours, window.every_h)
        if into >= window.lasts_h:
            return None
        return places[int(weather.unit(self.profile.seed, name, int(turn)) * len(places))]

    def _value(self, motion: Motion, station: Station, at: dt.datetime) -> float:
        at = self._stuck(motion, station, at)
        value = self._count(motion, station, at) if motion.reset_every_d else self._level(motion, station, at)
        return round(value, motion.digits)

    def _level(self, motion: Motion, station: Station, at: dt.datetime) -> float:
        local = at.astimezone(clock.VIETNAM)
        level = motion.base * _between(motion.daily, local) * motion.weekly[local.weekday()]
        if motion.rain:
            level += motion.rain * weather.gathered_rain(self.profile.weather_seed, at, motion.rain_over_h)
        level *= self.profile.kinds.get(station.kind, {}).get(motion.name, 1.0)
        moved = motion.weather * weather.still(self.profile.weather_seed, at) if motion.weather else 0.0
        level *= exp(moved + motion.chance * self._chance(motion, station, at))
        episode = self.profile.episode
        if episode and motion.name in episode.attributes and self.in_episode(at) is station:
            level *= 1 + (episode.factor - 1) * _swell(at, episode)
        if motion.in_spell:
            level *= self._left(station, at)
        return min(max(level, motion.minimum), motion.maximum)

    def _count(self, motion: Motion, station: Station, at: dt.datetime) -> float:
        """A meter: the hours since it began at 0, each with its own rate. The day of the reset is the station's own."""
        local = at.astimezone(clock.VIETNAM)
        offset = int(weather.unit(self.profile.seed, f"reset/{station.id}", 0) * motion.reset_every_d)
        day = local.toordinal()
        began = day - (day + offset) % motion.reset_every_d
        total = sum(self._day(motion, station, one) for one in range(began, day))
        midnight = local.replace(hour=0, minute=0, second=0, microsecond=0)
        hours, rest = divmod((local - midnight) / HOUR, 1)
        total += sum(self._level(motion, station, midnight + n * HOUR) for n in range(int(hours)))
        return total + rest * self._level(motion, station, midnight + hours * HOUR)

    def _day(self, motion: Motion, station: Station, day: int) -> float:
        """What a meter counts in one whole day of Viet Nam (kept: every later value asks for it)."""
        key = (motion.name, station.id, day)
        if key not in self._counted:
            midnight = dt.datetime.combine(dt.date.fromordinal(day), dt.time.min, clock.VIETNAM)
            self._counted[key] = sum(self._level(motion, station, midnight + n * HOUR) for n in range(24))
        return self._counted[key]

    def _state(self, states: States, station: Station, at: dt.datetime) -> str:
        planned = states.planned[at.astimezone(clock.VIETNAM).hour]
        turn = int(at.timestamp() / 3600 // states.holds_h)
        drawn = weather.unit(self.profile.seed, f"state/{station.id}/{states.name}", turn)
        wet = weather.rain(self.profile.weather_seed, at) if states.in_rain else 0.0
        for state, share in [*states.others, *((state, share * wet) for state, share in states.in_rain)]:
            if drawn < share:
                return state
            drawn -= share
        return planned

    def _chance(self, motion: Motion, station: Station, at: dt.datetime) -> float:
        if not motion.chance:
            return 0.0
        hours, seed, key = at.timestamp() / 3600, self.profile.seed, f"{station.id}/{motion.name}"
        return (
            weather.noise(seed, key, hours / 7)
            + 0.7 * weather.noise(seed, key, hours / 0.9)
            + 0.3 * weather.noise(seed, key, hours * 11)
        )

    def _stuck(self, motion: Motion, station: Station, at: dt.datetime) -> dt.datetime:
        """A stuck instrument goes on telling the value of 06:00 until noon."""
        local = at.astimezone(clock.VIETNAM)
        if not self.profile.stuck_share or not 6 <= local.hour < 12:
            return at
        key = f"stuck/{station.id}/{motion.name}"
        if weather.unit(self.profile.seed, key, local.toordinal()) >= self.profile.stuck_share:
            return at
        return local.replace(hour=6, minute=0, second=0, microsecond=0)

    def payload(
        self, station: Station, at: dt.datetime, values: Mapping[str, Value], *, standing: bool = False
    ) -> dict[str, Any]:
        """An NGSI-LD entity of these values; with place, name, provider and what never changes when `standing`."""
        told = clock.iso(at)
        entity: dict[str, Any] = {"id": urn(self.profile.type, station.id), "type": self.profile.type}
        for name, unit in self.profile.units.items():
            if name in values:
                entity[name] = {"type": "Property", "value": values[name], "observedAt": told} | (
                    {"unitCode": unit} if unit else {}
                )
        if standing:
            point = {"type": "Point", "coordinates": [station.lon, station.lat]}
            entity["location"] = {"type": "GeoProperty", "value": point, "observedAt": told}
            fixed = {"name": station.name, "dataProvider": self.profile.provider, **station.values}
            for name, value in fixed.items():
                entity[name] = _standing(value) | {"observedAt": told}
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


def _standing(value: Any) -> dict[str, Any]:
    """A table that says what kind of attribute it is goes as it stands: `{ type = "Relationship", object = "urn:…" }`."""
    is_attribute = isinstance(value, Mapping) and value.get("type") in {
        "Relationship",
        "Property",
        "GeoProperty",
    }
    return dict(value) if is_attribute else {"type": "Property", "value": value}


def _swell(at: dt.datetime, window: Window) -> float:
    """An episode comes and goes within half an hour; 0…1."""
    into = at.timestamp() / 3600 % window.every_h
    return min(1.0, 2 * into + 0.05, 2 * (window.lasts_h - into) + 0.05)


def _between(shares: Sequence[float], local: dt.datetime) -> float:
    part = local.minute / 60
    return shares[local.hour] * (1 - part) + shares[(local.hour + 1) % 24] * part
