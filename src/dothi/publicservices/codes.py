"""Codes of dossiers in their three families, and codes of agencies, root to leaf. Pure.

TT 01/2018 art 19 wrote the agency leaf to root (`000.04.07.H15-…`), QĐ 20/2020 root to leaf (`H15.07.04-…`), TT 03/2025 as amended by
TT 04/2025 the same with two digits of the central system before the day's number (`H15.123.04-260201-010001`).
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from functools import lru_cache

LONGEST = 80
_CODE = re.compile(
    r"(?P<agency>(?:[0-9A-Z]{2,3}\.){0,3}[A-Y][0-9]{2}(?:\.[0-9A-Z]{2,3}){0,3})-(?P<day>[0-9]{6})-(?P<number>[0-9]{4,})"
)
_ROOT = re.compile(r"[A-Y][0-9]{2}")
_EMPTY = re.compile(r"0{2,3}")


class WrongCode(ValueError):
    """`reason` is a key below `publicservices-reject-`."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class DossierCode:
    """`agency` root to leaf, `day` as the code says it."""

    agency: str
    day: dt.date
    number: str


def read(code: str, today: dt.date) -> DossierCode:
    """Raises WrongCode: not of any family, no real date, a day that has not come."""
    found = _CODE.fullmatch(code) if len(code) <= LONGEST else None
    if found is None:
        raise WrongCode("code-malformed")
    try:
        day = dt.date(2000 + int(found["day"][:2]), int(found["day"][2:4]), int(found["day"][4:]))
    except ValueError:
        raise WrongCode("code-no-day") from None
    if day > today:
        raise WrongCode("code-future")
    return DossierCode(root_first(found["agency"]), day, found["number"])


@lru_cache(maxsize=4096)
def root_first(agency: str) -> str:
    """`H15.07.04` of `000.04.07.H15` and of itself; empty levels are left out. What is no such code stays as it is."""
    parts = agency.split(".")
    if not _ROOT.fullmatch(parts[0]) and _ROOT.fullmatch(parts[-1]):
        parts.reverse()
    return ".".join(part for part in parts if not _EMPTY.fullmatch(part))


def with_above(agency: str) -> list[str]:
    """The code and those it lies below, the nearest first."""
    parts = agency.split(".")
    return [".".join(parts[:length]) for length in range(len(parts), 0, -1)]
