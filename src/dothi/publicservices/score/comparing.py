"""Like with like: agencies of one level on the same procedures, with n and how sure it is. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from dothi.kernel.proportion import wilson
from dothi.publicservices.score.curves import Count

LEAST = 30  # rows below which nothing is said of being better or worse


@dataclass(frozen=True, slots=True)
class Line:
    """One agency beside the others of its level. `expected`: the share that the others reach, on the procedures and in the numbers that
    this agency had (indirect standardisation); None where no other handled any of them. `judged`: as many of its rows others handled too.
    `word` is `better`, `worse`, `alike`, `few` or `alone`."""

    key: int
    count: Count
    low: float
    high: float
    expected: Decimal | None
    judged: Count
    word: str


def lines(
    by_both: Mapping[tuple[int | None, str], Count], levels: Mapping[int, str]
) -> dict[str, list[Line]]:
    """By level its agencies, those that are clearly lower first. `by_both`: (agency, procedure) → count; `levels`: agency → level."""
    of: dict[int, dict[str, Count]] = defaultdict(dict)
    for (agency, procedure), count in by_both.items():
        if agency is not None and agency in levels and count.den:
            of[agency][procedure] = count
    sums: dict[str, dict[str, Count]] = defaultdict(lambda: defaultdict(Count))
    for agency, procedures in of.items():
        for procedure, count in procedures.items():
            sums[levels[agency]][procedure] += count
    found: dict[str, list[Line]] = defaultdict(list)
    for agency, procedures in of.items():
        found[levels[agency]].append(_line(agency, procedures, sums[levels[agency]]))
    return {
        level: sorted(rows, key=lambda one: (one.word != "worse", -one.count.den, one.key))
        for level, rows in found.items()
    }


def _line(agency: int, procedures: Mapping[str, Count], sums: Mapping[str, Count]) -> Line:
    whole, judged, wanted = Count(), Count(), Decimal(0)
    for procedure, count in procedures.items():
        whole += count
        others = sums[procedure] - count
        if others.ratio is not None:
            judged += count
            wanted += others.ratio * count.den
    low, high = wilson(judged.num, judged.den)
    expected = wanted / judged.den if judged.den else None
    return Line(agency, whole, low, high, expected, judged, _word(judged, low, high, expected))


def _word(judged: Count, low: float, high: float, expected: Decimal | None) -> str:
    if expected is None:
        return "alone"
    if judged.den < LEAST:
        return "few"
    if high < expected:
        return "worse"
    return "better" if low > expected else "alike"
