"""Whether a report that is the same as another is proposed as such: the room's own finder (`matching/near.py`) on what cities recorded.

Each request with a place asks the finder as the citizen's form does: among those that came before it and were still open then, with its
category and its text, at the dated limits. The whole file stands for it in the database (`bringing`), those of services without a category of
ours as well. Truth: the city closed the request with words that say *duplicate* (column `closed_as` of the mapping). It is not whole: no city
names the original, and not each repeated request is closed so; hence precision is a lower bound, and what can be found is counted
apart: `findable` have an earlier open request of their service and address in the file, `at` tells for how many of those it is among the
first one, three, five proposals.

The file is cut in time (60 %: *dev*, the rest: *test*). Other limits than the dated ones are chosen on *dev* alone, for each category
with LEAST marked requests there, by the best F1 of "something is proposed" against "marked"; both are shown on *test*.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from django.db.models import Q, QuerySet

from dothi.kernel.kept import asked_once
from dothi.reports.importing.mapping import ReportMapping
from dothi.reports.importing.reading import Recorded
from dothi.reports.matching.near import Near, limits_of, near
from dothi.reports.measuring.bringing import standing
from dothi.reports.measuring.scores import Score
from dothi.reports.models import Report

SAYS = "duplicate"
LEARNED, LEAST = 0.6, 10
TOPS = (1, 3, 5)
METRES, DAYS = (25, 50, 75, 150, 300), (1, 3, 7, 14, 30, 90)
EVERY_ONE = 1_000  # more than is ever near
DEV, TEST = PARTS = ("dev", "test")


class Limits(NamedTuple):
    metres: int
    days: int


@dataclass(frozen=True, slots=True)
class Asked:
    """One request that asked. `close`: metres and days of everything within the widest limits; `rank`: the place among the proposals of
    the first of its service and address, 0 for none; `sampled`: counts for proposals and precision."""

    part: str
    category: str
    marked: bool
    sampled: bool
    findable: bool
    proposed: int
    rank: int
    close: tuple[tuple[float, float], ...]
    limits: Limits

    def finds(self, limits: Limits) -> bool:
        return any(metres <= limits.metres and days <= limits.days for metres, days in self.close)


@dataclass(frozen=True, slots=True)
class Told:
    """Of one part: `n` asked for proposals, `marked` duplicates with a place among all, `shown` of those had a proposal; `mean` and `p95`
    of proposals a report; `score`: of *duplicate* among the `n`, its precision a lower bound."""

    n: int
    marked: int
    shown: int
    findable: int
    at: dict[int, int]
    mean: float
    p95: int
    score: Score


@dataclass(frozen=True, slots=True)
class Tried:
    """Limits chosen on *dev* for one category, beside those that hold; scores on both parts, those that hold first."""

    category: str
    held: Limits
    chosen: Limits
    dev: tuple[Score, Score]
    test: tuple[Score, Score]


def asked(found: Sequence[Recorded], mapping: ReportMapping, every: int = 1) -> list[Asked]:
    """Everybody who has a place asks, or, so that it takes less time, the marked ones and one in so many."""
    ordered = sorted(found, key=lambda one: (one.received, one.id))
    cut = int(len(ordered) * LEARNED)
    before = _Earlier(ordered)
    told = []
    with standing(ordered, mapping) as held, asked_once():
        for place, one in enumerate(ordered):
            marked, sampled = _is_marked(one), place % every == 0
            if one.lon is not None and (marked or sampled):
                part = DEV if place < cut else TEST
                told.append(_ask(held.by_id[one.id], held.rows, part, marked, sampled, before.has(one)))
    return told


def unplaced(found: Iterable[Recorded]) -> int:
    """Marked ones without a place: nobody can look around them."""
    return sum(one.lon is None and _is_marked(one) for one in found)


def _is_marked(one: Recorded) -> bool:
    return SAYS in one.closed_as.lower()


def tell(told: Sequence[Asked], part: str) -> Told:
    mine = [one for one in told if one.part == part]
    marked, sampled = [one for one in mine if one.marked], [one for one in mine if one.sampled]
    counts = sorted(one.proposed for one in sampled)
    findable = [one for one in marked if one.findable]
    return Told(
        n=len(sampled),
        marked=len(marked),
        shown=sum(one.proposed > 0 for one in marked),
        findable=len(findable),
        at={top: sum(0 < one.rank <= top for one in findable) for top in TOPS},
        mean=sum(counts) / len(counts) if counts else 0.0,
        p95=counts[max(0, -(-95 * len(counts) // 100) - 1)] if counts else 0,
        score=_score((one.proposed > 0, one.marked) for one in sampled),
    )


def tried(told: Sequence[Asked]) -> list[Tried]:
    """Only where everybody asked: a sample would choose other limits."""
    had = Counter(one.category for one in told if one.marked and one.part == DEV)
    return [_tried(category, told) for category, n in had.most_common() if n >= LEAST]


def together(found: Iterable[Tried]) -> tuple[Score, Score]:
    """All categories that were tried, on *test*: with the limits that hold, with the chosen ones."""
    parts = list(found)
    return _sum(one.test[0] for one in parts), _sum(one.test[1] for one in parts)


def f1(score: Score) -> float:
    whole = score.recorded + score.proposed
    return 2 * score.right / whole if whole else 0.0


def _ask(
    row: Report, rows: QuerySet[Report], part: str, marked: bool, sampled: bool, findable: bool
) -> Asked:
    at = row.received_at
    then = rows.exclude(pk=row.pk).filter(Q(ended_at__isnull=True) | Q(ended_at__gt=at))
    held = Limits(*limits_of(row.category, at))
    widest = Limits(max(*METRES, held.metres), max(*DAYS, held.days))

    def look(limits: Limits, most: int) -> list[Near]:
        return near(
            row.lon or 0.0, row.lat or 0.0, category=row.category, text=row.text, at=at, rows=then, words="text",
            limits=limits, most=most,
        )  # fmt: skip

    around = look(widest, EVERY_ONE)
    proposed = look(held, max(TOPS)) if around else []
    same = (place for place, one in enumerate(proposed, 1) if _same(one.report, row))
    close = tuple((one.metres, (at - one.report.received_at) / dt.timedelta(days=1)) for one in around)
    return Asked(part, row.category, marked, sampled, findable, len(proposed), next(same, 0), close, held)


def _same(one: Report, other: Report) -> bool:
    """Of one service of theirs and one address."""
    return one.place == other.place and one.category_why["recorded"] == other.category_why["recorded"]


class _Earlier:
    """Which requests have an earlier one of their service and address that was open when they came."""

    def __init__(self, ordered: Sequence[Recorded]) -> None:
        self._had: defaultdict[tuple[str, str], list[Recorded]] = defaultdict(list)
        for one in ordered:
            if one.place:
                self._had[one.service, one.place].append(one)

    def has(self, one: Recorded) -> bool:
        told = self._had.get((one.service, one.place), [])
        before = told[: bisect_left([each.received for each in told], one.received)]
        return any(each.closed is None or each.closed > one.received for each in before)


def _tried(category: str, told: Sequence[Asked]) -> Tried:
    parts = {part: [one for one in told if one.category == category and one.part == part] for part in PARTS}
    held = parts[DEV][0].limits
    scored = {limits: _with(parts[DEV], limits) for limits in (held, *_grid())}
    chosen = max(scored, key=lambda limits: f1(scored[limits]))  # of as good ones the first: those that hold
    test = (_with(parts[TEST], held), _with(parts[TEST], chosen))
    return Tried(category, held, chosen, (scored[held], scored[chosen]), test)


def _grid() -> Iterator[Limits]:
    return (Limits(metres, days) for metres in METRES for days in DAYS)


def _with(told: Iterable[Asked], limits: Limits) -> Score:
    return _score((one.finds(limits), one.marked) for one in told)


def _score(pairs: Iterable[tuple[bool, bool]]) -> Score:
    told = Counter(pairs)
    right = told[True, True]
    return Score(SAYS, right + told[False, True], right + told[True, False], right)


def _sum(found: Iterable[Score]) -> Score:
    told = list(found)
    return Score(
        SAYS, *(sum(getattr(one, name) for one in told) for name in ("recorded", "proposed", "right"))
    )
