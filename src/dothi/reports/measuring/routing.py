"""Who gets a request, by the room's own rule of competence (`matching/routing.py`), measured on requests that came later.

Method: the file is sorted by the time of reception and cut once. From the first part (60 %) rows of competence are written as a city
would: a category, and each above it, goes everywhere to the agency that had most of it; in an area of the file a category gets a row of
its own where LEAST requests or more were recorded and another agency had most. The second part is routed by these rows, each request by
its category (that of the mapping) and its area: the row that says most decides. A request whose service the mapping does not name has no
category, and one that no row speaks of no agency: the desk decides, it counts as left. Nothing was chosen by looking at the second part.
Rows are written in memory alone.

Ways: `category` without rows of areas; `area` with them; `words`, where the file has words of citizens: the category, too, is
proposed, by the form's own reading of words (`calls/understanding/hinting.py`) taught with the first part instead of the packs, for its words are
English; `floor`: always the agency that had most.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from dothi.accounts.models import Agency
from dothi.calls.understanding.hinting import Hints
from dothi.reports.categories import lineage
from dothi.reports.importing.reading import Recorded
from dothi.reports.matching.routing import kinds_of, most_telling
from dothi.reports.measuring.scores import Score, scores
from dothi.reports.models import Competence

LEARNED, LEAST = 0.6, 5
CATEGORY, AREA, WORDS, FLOOR = "category", "area", "words", "floor"
SAID = "–"  # source and certainty of rows that nobody keeps


@dataclass(frozen=True, slots=True)
class Way:
    """How one way did. `left`: without an agency; `decided`: how many the row of an area, of the category everywhere, of one above it
    decided."""

    scores: list[Score]
    left: int
    decided: Counter[str]


@dataclass(frozen=True, slots=True)
class Routed:
    """`asked` later requests, of which `unnamed` have a service that the mapping does not name; `rows` of competence by their level;
    `first` and `among`: of how many (`worded`) the category by words was the first, one of three proposed."""

    asked: int
    unnamed: int
    rows: Counter[str]
    ways: dict[str, Way]
    worded: int
    first: int
    among: int


class Rows:
    """Rows of competence as the first part of a file lets one write them."""

    def __init__(self, learned: Sequence[Recorded]) -> None:
        self.day = max((one.received.date() for one in learned), default=dt.date.min)
        self._agencies: dict[str, Agency] = {}
        self._areas = {
            name: number for number, name in enumerate(sorted({one.area for one in learned} - {""}), 1)
        }
        had: defaultdict[tuple[str, str], Counter[str]] = defaultdict(Counter)
        for one in learned:
            if one.area:
                had[one.category, one.area][one.agency] += 1
            for kind in lineage(one.category):
                had[kind, ""][one.agency] += 1
        most = {place: _most(agencies) for place, agencies in had.items()}
        self.everywhere = [self._row(kind, "", agency) for (kind, area), agency in most.items() if not area]
        self.areas = [
            self._row(kind, area, agency)
            for (kind, area), agency in most.items()
            if area and had[kind, area].total() >= LEAST and agency != most.get((kind, ""), agency)
        ]

    def decide(self, category: str, area: str, *, areas: bool) -> Competence | None:
        """The row that says most, by the room's own rule."""
        rows = [*self.everywhere, *(self.areas if areas else ())]
        places = (self._areas[area], None) if area in self._areas else (None,)
        return most_telling(rows, kinds_of(category), places, self.day)

    def _row(self, kind: str, area: str, agency: str) -> Competence:
        to = self._agencies.setdefault(agency, Agency(code=agency))
        unit = self._areas[area] if area else None
        return Competence(
            category=kind, unit_id=unit, agency=to, valid_from=self.day, source=SAID, certainty=SAID
        )


def measured(found: Sequence[Recorded], named: Callable[[str], bool], *, worded: bool) -> Routed:
    """`named`: has a service a category of its own; `worded`: is the text column more than the name of the service."""
    told = sorted((one for one in found if one.agency), key=lambda one: (one.received, one.id))
    cut = int(len(told) * LEARNED)
    learned, asked = [one for one in told[:cut] if named(one.service)], told[cut:]
    known = [one for one in asked if named(one.service)]
    rows = Rows(learned)
    hints = _taught(learned if worded else ())
    proposed = {one.id: [each.kind for each in hints.suggest(one.text)] for one in asked}
    ways = {
        CATEGORY: _way(asked, [_by_category(one, rows, named, areas=False) for one in asked]),
        AREA: _way(asked, [_by_category(one, rows, named, areas=True) for one in asked]),
    }
    if worded:
        guessed = [next(iter(proposed[one.id]), "") for one in asked]
        routes = [
            (kind, rows.decide(kind, one.area, areas=True)) for one, kind in zip(asked, guessed, strict=True)
        ]
        ways[WORDS] = _way(asked, routes)
    had = Counter(one.agency for one in told[:cut])
    ways[FLOOR] = Way(scores((_most(had), one.agency) for one in asked), 0, Counter())
    return Routed(
        asked=len(asked),
        unnamed=len(asked) - len(known),
        rows=Counter({AREA: len(rows.areas), CATEGORY: len(rows.everywhere)}),
        ways=ways,
        worded=len(known) if worded else 0,
        first=sum(proposed[one.id][:1] == [one.category] for one in known),
        among=sum(one.category in proposed[one.id] for one in known),
    )


def _taught(learned: Sequence[Recorded]) -> Hints:
    hints = Hints()
    for one in learned:
        hints.teach(one.category, one.text)
    return hints


def _by_category(
    one: Recorded, rows: Rows, named: Callable[[str], bool], *, areas: bool
) -> tuple[str, Competence | None]:
    if not named(one.service):
        return "", None
    return one.category, rows.decide(one.category, one.area, areas=areas)


def _way(asked: Sequence[Recorded], routes: Sequence[tuple[str, Competence | None]]) -> Way:
    agencies = [row.agency.code if row else "" for _kind, row in routes]
    decided = Counter(_level(kind, row) for kind, row in routes if row)
    pairs = zip(agencies, (one.agency for one in asked), strict=True)
    return Way(scores(pairs), agencies.count(""), decided)


def _level(kind: str, row: Competence) -> str:
    if row.category != kind:
        return "above"
    return AREA if row.unit_id else CATEGORY


def _most(agencies: Counter[str]) -> str:
    """Whoever had most; of as many the first by name."""
    return min(agencies, key=lambda one: (-agencies[one], one), default="")
