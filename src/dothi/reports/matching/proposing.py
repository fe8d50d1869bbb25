"""What a report may be about, by its words, each with the words that spoke; and what is no report at all: where somebody must call first."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from dothi.calls.understanding import suggesting
from dothi.calls.understanding.hinting import Hint
from dothi.incidents import kinds
from dothi.kernel.i18n import language
from dothi.kernel.kept import asked_once
from dothi.reports.categories import is_known
from dothi.reports.dated.handling import handling_of
from dothi.reports.intake.knocks import HOTLINE
from dothi.reports.matching import learning

MOST = 3
BESIDE = 5.0  # what a point of a hint is worth beside the points of phrases
SURE = 2.5  # a phrase that says it plainly: from here on somebody is asked to call before anything else


@dataclass(frozen=True, slots=True)
class Stop:
    """Said instead of a form: the words of the dated row, and the number to call."""

    category: str
    number: str
    text: str


@dataclass(frozen=True, slots=True)
class Proposal:
    """A category that the text may be about; `words` as they were typed. `sure`: a phrase of the packs says so; else only words that
    stand together in what was written for the category."""

    category: str
    words: tuple[str, ...]
    score: float
    sure: bool = True

    @property
    def name(self) -> str:
        return kinds.name_of(self.category)


def propose(text: str) -> list[Proposal]:
    """Best first: what phrases say, and beside it what the other words hint at, by the packs and by what this city did before; of the same
    score what no force answers. Without what must be called, and without what the hotline's own catalogue says more broadly."""
    with asked_once():
        found = {one.category: one for one in _spoken(text)}
        for taught in filter(None, (suggesting.hints_in_force(), learning.hints())):
            for hint in taught.suggest(text, MOST * 3):
                _add(found, hint)
    return sorted(found.values(), key=lambda one: -one.score)[:MOST]


def _add(found: dict[str, Proposal], hint: Hint) -> None:
    points = round(BESIDE * hint.score, 2)
    if mine := found.get(hint.kind):
        words = mine.words if mine.sure else tuple(dict.fromkeys((*mine.words, *hint.words)))
        found[hint.kind] = replace(mine, score=mine.score + points, words=words)
    elif _may_be_reported(hint.kind):
        found[hint.kind] = Proposal(hint.kind, hint.words, points, sure=False)


def _spoken(text: str) -> list[Proposal]:
    """By phrases alone, best first."""
    found = suggesting.in_force().suggest(text, MOST * 3)
    found.sort(key=lambda one: (-one.score, bool(one.services)))
    return [
        Proposal(one.kind, tuple(dict.fromkeys(one.words)), one.score)
        for one in found
        if _may_be_reported(one.kind)
    ]


def _may_be_reported(kind: str) -> bool:
    if not is_known(kind) or stop_of(kind) is not None:
        return False
    return HOTLINE not in suggesting.in_force().categories[kind].services


def stop_of(category: str) -> Stop | None:
    """What is said instead of taking a report of this category; None: it is taken."""
    if not is_known(category):
        return None
    row = handling_of(category)
    text = (row.stop_en if language() == "en" else "") or row.stop_vi
    return Stop(category, row.stop_number, text) if text else None


def stop_for(text: str) -> Stop | None:
    """What the text speaks of most plainly, by phrases alone, is an emergency: burnt rubbish that smokes is a report, a house on fire is
    a call."""
    first = next(iter(suggesting.in_force().suggest(text, 1)), None)
    if first is None or first.score < SURE:
        return None
    report = next(iter(_spoken(text)), None)
    return stop_of(first.kind) if report is None or first.score > report.score else None


def why(category: str, text: str, *, accepted: bool) -> dict[str, Any]:
    """How the category came about, as it is kept with the report: what was proposed, and whether that was taken."""
    proposed = propose(text)
    mine = next((one for one in proposed if one.category == category), None)
    if accepted and mine is not None:
        return {"by": "suggested", "words": list(mine.words)}
    return {"by": "chosen"} | ({"proposed": proposed[0].category} if proposed else {})
