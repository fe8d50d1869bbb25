"""A share of those who answered, with how sure it is, and groups that are too small to be shown. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from dothi.kernel.proportion import wilson


@dataclass(frozen=True, slots=True)
class Count:
    """What is counted of a group. `served`: services after which somebody could be asked; `by_link`: answers to an invitation, the
    others are a counter's; `judged`: answers that say how satisfied."""

    served: int = 0
    invited: int = 0
    delivered: int = 0
    by_link: int = 0
    answered: int = 0
    judged: int = 0
    satisfied: int = 0

    def __add__(self, other: Count) -> Count:
        return Count(*(getattr(self, one) + getattr(other, one) for one in FIELDS))

    @property
    def rate(self) -> float | None:
        """Answers to invitations against invitations; None where nobody was invited (a poster asks everybody who passes)."""
        return self.by_link / self.invited if self.invited else None

    @property
    def share(self) -> float | None:
        return self.satisfied / self.judged if self.judged else None

    @property
    def low(self) -> float:
        return wilson(self.satisfied, self.judged)[0]

    @property
    def high(self) -> float:
        return wilson(self.satisfied, self.judged)[1]


FIELDS = ("served", "invited", "delivered", "by_link", "answered", "judged", "satisfied")


@dataclass(frozen=True, slots=True)
class Part:
    """One group of a split; `is_rest`: several that were too small to stand alone."""

    name: str
    count: Count
    is_rest: bool = False


def parts(groups: Iterable[tuple[str, Count]], least: int) -> list[Part]:
    """Groups of at least `least` answers, in their order; the smaller ones together. What is left together is not smaller either, or the smallest
    that stands goes to them: nothing follows by subtraction from the whole. Empty: no split can be shown."""
    told = list(groups)
    standing = sorted(told, key=lambda one: one[1].answered)
    rest = [one for one in standing if one[1].answered < least]
    standing = standing[len(rest) :]
    while rest and _together(rest).answered < least and standing:
        rest.append(standing.pop(0))
    shown = [Part(name, count) for name, count in told if (name, count) in standing]
    if not shown or not rest:
        return shown
    return [*shown, Part("", _together(rest), is_rest=True)]


def _together(groups: Iterable[tuple[str, Count]]) -> Count:
    return sum((count for _, count in groups), Count())
