"""What the form proposes for a text (`matching/proposing`), measured on sentences whose category is told beside them.

Each sentence is asked twice: as it stands, and without accents. Right at once: the first proposal, and no stopper; among: one of those
shown. A category that nobody may report, for somebody must call first (`stop_of`), is right where a stopper with its number is shown:
"a container burns" is answered by "call 114", whatever kind of fire was heard. Those are counted apart as well (`called`), and so is a
stopper before what could have been reported (`astray`). No answer: nothing is proposed and nothing stopped.

The sentences that come with the tests are one hand's idea of what people write, not what people wrote. A sentence is of the part *dev* or
*test* by a hash of its text: words are improved on mistakes in *dev* alone.
"""

from __future__ import annotations

import csv
import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from dothi.reports.matching.proposing import MOST, Stop, propose, stop_for, stop_of
from dothi.territory.names import folded

PARTS = ("dev", "test")


class Sentence(NamedTuple):
    category: str
    text: str


@dataclass(slots=True)
class Answers:
    """Of one category, or of all (`*`)."""

    n: int = 0
    first: int = 0
    among: int = 0
    none: int = 0
    called: int = 0
    astray: int = 0

    def add(self, stop: Stop | None, proposals: list[str], category: str) -> None:
        wanted = stop_of(category)
        called = stop is not None and wanted is not None and stop.number == wanted.number
        self.n += 1
        self.first += called or (stop is None and proposals[:1] == [category])
        self.among += called or category in proposals
        self.none += stop is None and not proposals
        self.called += called
        self.astray += stop is not None and wanted is None


def floor(told: Sequence[Sentence]) -> Answers:
    """Of *test*, were it always answered with the three categories that *dev* has most, whatever is said."""
    parts = {part: [one for one in told if part_of(one) == part] for part in PARTS}
    had = Counter(one.category for one in parts["dev"])
    most = sorted(had, key=lambda one: (-had[one], one))[:MOST]
    answers = Answers()
    for one in parts["test"]:
        answers.add(None, most, one.category)
    return answers


def part_of(one: Sentence) -> str:
    return PARTS[hashlib.sha256(one.text.encode()).digest()[0] % 2]


def sentences(path: Path) -> list[Sentence]:
    """Columns `category` and `text`. Raises OSError, KeyError."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return [Sentence(row["category"], row["text"]) for row in csv.DictReader(file)]


def measured(told: Iterable[Sentence]) -> dict[tuple[str, str], dict[str, Answers]]:
    """(`dev` or `test`, `accents` or `bare`) → category (`*`: all) → counts."""
    found = {(part, how): defaultdict[str, Answers](Answers) for part in PARTS for how in ("accents", "bare")}
    for one in told:
        for how, text in (("accents", one.text), ("bare", folded(one.text))):
            stop, proposals = stop_for(text), [each.category for each in propose(text)]
            for name in ("*", one.category):
                found[part_of(one), how][name].add(stop, proposals, one.category)
    return {key: dict(answers) for key, answers in found.items() if answers}
