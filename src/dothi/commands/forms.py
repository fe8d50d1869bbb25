"""What addresses and forms of this room say, read into types."""

from __future__ import annotations

import re

_CASE = re.compile(r"^[A-Z]{2}-[0-9]{4}-[0-9]{6,9}$")


def case_of(told: str) -> str:
    """The code of a case, or nothing where it cannot be one."""
    return told if _CASE.match(told) else ""


def coordinates(lon: str, lat: str) -> tuple[float, float] | None:
    """A place on earth, or nothing."""
    try:
        found = float(lon), float(lat)
    except ValueError:
        return None
    return found if abs(found[0]) <= 180 and abs(found[1]) <= 90 else None
