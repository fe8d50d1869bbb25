"""Precision and recall of named classes from pairs of what was proposed and what was recorded. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

ALL = "*"


@dataclass(frozen=True, slots=True)
class Score:
    """Of one class: how often it was recorded, proposed, and both. A share of nothing is None."""

    name: str
    recorded: int
    proposed: int
    right: int

    @property
    def precision(self) -> float | None:
        return self.right / self.proposed if self.proposed else None

    @property
    def recall(self) -> float | None:
        return self.right / self.recorded if self.recorded else None


def scores(pairs: Iterable[tuple[str, str]]) -> list[Score]:
    """(proposed, recorded) → all together first (named `*`), then each class, the most frequent first. An empty proposal is none."""
    told = list(pairs)
    recorded, proposed = Counter(one for _, one in told), Counter(one for one, _ in told if one)
    right = Counter(one for one, other in told if one == other)
    names = sorted(recorded | proposed, key=lambda one: (-recorded[one], one))
    each = [Score(one, recorded[one], proposed[one], right[one]) for one in names]
    return [Score(ALL, len(told), proposed.total(), right.total()), *each]


def macro(found: Sequence[Score]) -> tuple[float | None, float | None, int]:
    """Every class alike, however frequent: mean precision of those ever proposed, mean recall of those recorded, how many were recorded."""
    classes = [one for one in found if one.name != ALL]
    precisions = [one.precision for one in classes if one.precision is not None]
    recalls = [one.recall for one in classes if one.recall is not None]
    return _mean(precisions), _mean(recalls), len(recalls)


def _mean(shares: Sequence[float]) -> float | None:
    return sum(shares) / len(shares) if shares else None
