"""Where each unit is reckoned from: its tracker while that is believed, else its home. Arrays, pure."""

from __future__ import annotations

from collections import namedtuple
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from dothi.forces.choosing import Flags, Floats
from dothi.forces.recommended import Candidate, Where
from dothi.kernel.origin import Origin

if TYPE_CHECKING:
    from dothi.forces.catalogue import Catalogue

    Columns = Any
else:
    Columns = namedtuple("Columns", Candidate._fields)  # the candidates' fields, each a tuple of all units


@dataclass(frozen=True, slots=True)
class Places:
    """n units; `nan`: nobody knows. `age_s` is that of the fix, believed or not; `older_s` what may have to be added for it."""

    lon: Floats
    lat: Floats
    age_s: Floats
    older_s: Floats
    home: Flags
    origin: tuple[int | None, ...]

    @classmethod
    def of(cls, columns: Columns, told: Catalogue, now: float) -> Places:
        """A fix older than `fix-fresh` may be as much farther as it is older; past `fix-stale` the home is taken, where there
        is one, with `home-guess` added. All three are dated data; without them every fix counts as it is."""
        fresh, stale = told.seconds("fix-fresh"), told.seconds("fix-stale")
        lon, lat, home_lon, home_lat = (
            np.array(one, dtype=float)
            for one in (columns.lon, columns.lat, columns.home_lon, columns.home_lat)
        )
        age = np.maximum(0.0, now - np.array(columns.observed, dtype=float))
        housed = ~np.isnan(home_lon)
        believed = ~np.isnan(lon) & ~np.isnan(age) & (~housed | (age <= (np.inf if stale is None else stale)))
        home = ~believed & housed
        older = np.maximum(0.0, age - fresh) if fresh is not None else np.zeros(age.shape)
        return cls(
            np.where(believed, lon, home_lon),
            np.where(believed, lat, home_lat),
            age,
            np.where(home, told.seconds("home-guess") or 0.0, np.nan_to_num(older)),
            home,
            tuple(columns.origin),
        )

    def at(self, unit: int) -> Where:
        """One of them. The origin of a home is an estimate: nobody said that the unit is there."""
        origin = Origin.ESTIMATED if self.home[unit] else Origin(self.origin[unit] or 0)
        return Where(
            float(self.lon[unit]),
            float(self.lat[unit]),
            float(self.age_s[unit]),
            float(self.older_s[unit]),
            bool(self.home[unit]),
            origin,
        )
