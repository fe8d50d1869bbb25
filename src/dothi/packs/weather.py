"""The simulated sky, the same over every profile of a city: still air or wind, and rain. Pure functions of (seed, time).

Chance is value noise: a hash gives a number for every whole step of a time scale, between them it moves smoothly.
"""

from __future__ import annotations

import datetime as dt
from functools import lru_cache
from hashlib import blake2b
from math import cos, pi

from dothi.kernel.clock import VIETNAM

# How readily it rains: months of the South (rain from May to November), and hours of the day (showers of the afternoon). Our own choice.
_MONTHS = (0.1, 0.05, 0.1, 0.3, 0.7, 0.9, 1.0, 1.0, 1.0, 0.95, 0.6, 0.25)
_HOURS = (0.7,) * 12 + (0.8, 1.0, 1.2, 1.3, 1.3, 1.2, 1.1, 1.0, 0.9, 0.8, 0.8, 0.7)


def still(seed: int, at: dt.datetime) -> float:
    """Still air (1) or wind (-1) over the whole city, in days."""
    hours = at.timestamp() / 3600
    return 0.75 * noise(seed, "weather", hours / 60) + 0.45 * noise(seed, "front", hours / 19)


def rain(seed: int, at: dt.datetime) -> float:
    """How hard it rains, 0 (dry) to 1."""
    local, hours = at.astimezone(VIETNAM), at.timestamp() / 3600
    ready = _MONTHS[local.month - 1] * _HOURS[local.hour]
    spell = 0.6 * noise(seed, "rain", hours / 7) + 0.4 * noise(seed, "shower", hours / 1.6)
    return min(max((spell - 0.75 + 0.55 * ready) / 0.7, 0.0), 1.0)


def gathered_rain(seed: int, at: dt.datetime, over_h: float) -> float:
    """The mean of the rain of the last `over_h` hours, 0…1: what a river or a drain feels."""
    if over_h <= 0:
        return rain(seed, at)
    steps = max(2, min(12, round(over_h * 2)))
    return sum(rain(seed, at - dt.timedelta(hours=over_h * n / steps)) for n in range(steps)) / steps


def noise(seed: int, key: str, position: float) -> float:
    """Smooth chance with mean 0, between -1 and 1, that changes over about one unit of `position`."""
    whole = int(position // 1)
    part = (1 - cos(pi * (position - whole))) / 2
    return 2 * (unit(seed, key, whole) * (1 - part) + unit(seed, key, whole + 1) * part) - 1


@lru_cache(maxsize=131_072)
def unit(seed: int, key: str, step: int) -> float:
    """A number in [0, 1) from a hash: the same on every machine and Python."""
    digest = blake2b(f"{seed}/{key}/{step}".encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big") / 2**64
