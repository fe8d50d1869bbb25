"""Whether an address is placed in the right commune of today: the finder of the form (`calls.understanding.places`) on spellings of
recorded names, beside the library `vietnamadminunits` in the same run.

Truth: the commune or communes of today that the unit of exactly these three names, on the last day before 1/7/2025, became by the
register that stands in the database; where it was divided each of its parts counts as right for either side. Rows whose unit had ended by
that day (mergers of 2019 to 2024) have no truth here: they are counted, not judged. Only rows of provinces that are in the database count.

Both are asked the same texts. The library is told that names are former ones (`convert_address`), our finder is told nothing. One register
underlies both (ours is read from that library's tables): what is measured is reading, not lineage. `right` is the first place that is
proposed; the form shows five, `listed` says whether the right one is among them. A row is of the part *dev* or *test* by a hash of its
names (3 of 10 are dev): what was improved was improved on *dev* alone.
"""

from __future__ import annotations

import csv
import datetime as dt
import gzip
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import NamedTuple

from dothi.calls.understanding.places import find_address
from dothi.calls.understanding.syllables import Syllable, read
from dothi.reports.measuring.spellings import Written, spellings
from dothi.territory import queries as territory
from dothi.territory.models import Unit, UnitChange
from dothi.territory.names import parts_of
from dothi.territory.register import COMMUNE, REFORM_DAY

LIBRARY = "vietnamadminunits"
PARTS = ("dev", "test")
Key = tuple[tuple[Syllable, ...], ...]
SHOWN = 5  # places that the form lists


class Asked(NamedTuple):
    """A row with the units of today that are right."""

    written: Written
    right: frozenset[int]


@dataclass(slots=True)
class Tally:
    """Of one kind of spelling."""

    n: int = 0
    right: int = 0
    listed: int = 0
    none: int = 0
    theirs: int = 0
    theirs_none: int = 0

    def add(self, other: Tally) -> None:
        for name in self.__slots__:
            setattr(self, name, getattr(self, name) + getattr(other, name))


def part_of(one: Written) -> str:
    return "dev" if one.number % 10 < 3 else "test"


def rows(path: Path) -> list[Written]:
    """The file's rows, each once. Raises OSError, KeyError (not its columns)."""
    opened = gzip.open if path.suffix == ".gz" else open
    with opened(path, "rt", encoding="utf-8-sig", newline="") as file:
        read = [Written(row["ward"], row["district"], row["province"]) for row in csv.DictReader(file)]
    return list(dict.fromkeys(read))


def with_truth(found: Iterable[Written]) -> tuple[list[Asked], int]:
    """Those that have a truth, and how many have none."""
    became, told = _became(), list(found)
    asked = [Asked(one, became[_key(*one)]) for one in told if _key(*one) in became]
    return asked, len(told) - len(asked)


def _became() -> dict[Key, frozenset[int]]:
    """Names of the former communes → ids of what they are today. A commune that went on unchanged is among its own successors."""
    to: defaultdict[int, set[int]] = defaultdict(set)
    for old, new in UnitChange.objects.values_list("from_unit", "to_unit"):
        to[old].add(new)
    today = set(territory.units_on(REFORM_DAY, COMMUNE).values_list("pk", flat=True))
    before = territory.units_on(REFORM_DAY - dt.timedelta(days=1), COMMUNE).select_related("parent__parent")
    return {
        _key(one.full_name, one.parent.full_name, one.parent.parent.full_name): frozenset(to[one.pk] & today)
        for one in before
        if one.parent and one.parent.parent and to[one.pk] & today
    }


def _key(ward: str, district: str, province: str) -> Key:
    """Exact names but for capitals, where the tone mark stands and a province's kind, in which sources differ."""
    names = (ward, district, parts_of(province.replace("TP.", "Thành phố"))[1])
    return tuple(tuple(read(word) for word in one.split()) for one in names)


def measured(asked: Iterable[Asked], most: int) -> dict[str, dict[str, Tally]]:
    """Part → kind of spelling → counts (`*`: all kinds), of at most so many rows of each part, chosen by their number."""
    ordered = sorted(asked, key=lambda one: (one.written.number, one.written))
    ours = {part: [one for one in ordered if part_of(one.written) == part][:most] for part in PARTS}
    return {part: _tallies(chosen) for part, chosen in ours.items()}


def _tallies(chosen: Sequence[Asked]) -> dict[str, Tally]:
    codes = dict(
        Unit.objects.filter(pk__in={pk for one in chosen for pk in one.right}).values_list("pk", "code")
    )
    tallies: defaultdict[str, Tally] = defaultdict(Tally)
    for one in chosen:
        right_codes = {codes[pk] for pk in one.right}
        for kind, text in spellings(one.written):
            tally = _judged(text, one.right, right_codes)
            tallies["*"].add(tally)
            tallies[kind].add(tally)
    return dict(tallies)


def _judged(text: str, right: frozenset[int], codes: set[str]) -> Tally:
    places, theirs = [one.unit_id for one in find_address(text, SHOWN)], library(text)
    return Tally(
        n=1,
        right=bool(places) and places[0] in right,
        listed=bool(right.intersection(places)),
        none=not places,
        theirs=theirs in codes,
        theirs_none=not theirs,
    )


def library_named() -> str:
    return f"{LIBRARY} {version(LIBRARY)}"


def library(text: str) -> str:
    """The code of today's commune that `vietnamadminunits` makes of a former address; empty: none. Codes are the statistics office's,
    five digits, on both sides."""
    from vietnamadminunits import convert_address  # loads its parsers: a second, and only here

    try:
        unit = convert_address(text)
    except Exception:  # what it cannot read it says by whatever its parser ran into
        return ""
    code = getattr(unit, "ward_code", None)
    return str(code).zfill(5) if code else ""
