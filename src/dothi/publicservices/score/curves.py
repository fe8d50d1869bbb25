"""From counts to points: the curves of the index as data. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Count:
    """What was counted: `num` of `den`; `unknown`: rows that belong to the denominator and whose system does not tell."""

    num: int = 0
    den: int = 0
    unknown: int = 0

    def __add__(self, other: Count) -> Count:
        return Count(self.num + other.num, self.den + other.den, self.unknown + other.unknown)

    def __sub__(self, other: Count) -> Count:
        return Count(self.num - other.num, self.den - other.den, self.unknown - other.unknown)

    @property
    def ratio(self) -> Decimal | None:
        """None where nothing was counted: a gap, never 0."""
        return Decimal(self.num) / Decimal(self.den) if self.den else None

    @property
    def missing(self) -> int:
        """How many of the denominator do not meet the numerator."""
        return max(0, self.den - self.num)


@dataclass(frozen=True, slots=True)
class Form:
    """A curve: `curve` is `ratio`, `capped` or `shown`; `full_at`: the ratio from which on a capped one is full; `when_empty` is `none`,
    `full` or `zero`."""

    curve: str
    max_points: Decimal
    full_at: Decimal = Decimal(1)
    when_empty: str = "none"


def points(form: Form, count: Count) -> Decimal | None:
    """Points, not rounded; None: no figure. A denominator that is 0 because nobody tells is no figure either, whatever `when_empty` says."""
    if form.curve == "shown":
        return None
    ratio = count.ratio
    if ratio is None:
        return _of_nothing(form, count)
    full_at = form.full_at if form.curve == "capped" else Decimal(1)
    return form.max_points * min(Decimal(1), max(Decimal(0), ratio) / full_at)


def _of_nothing(form: Form, count: Count) -> Decimal | None:
    if count.unknown:
        return None
    return {"full": form.max_points, "zero": Decimal(0)}.get(form.when_empty)


def between(form: Form, count: Count) -> tuple[Decimal, Decimal] | None:
    """The points if none, and if every one of those whose system does not tell met the numerator; None: nothing is known at all."""
    if not count.den:
        return None
    every = count.den + count.unknown
    low, high = points(form, Count(count.num, every)), points(form, Count(count.num + count.unknown, every))
    return None if low is None or high is None else (low, high)


def gained(form: Form, count: Count, more: int) -> Decimal:
    """How many points so many more of the denominator that met the numerator would add; 0 where there is no figure."""
    now = points(form, count)
    then = points(form, Count(min(count.den, count.num + max(0, more)), count.den, count.unknown))
    return then - now if now is not None and then is not None else Decimal(0)


def needed(form: Form, count: Count) -> int:
    """The least number of further ones after which the term is full; 0: it is, or there is no figure."""
    if not count.den or form.curve == "shown":
        return 0
    full_at = form.full_at if form.curve == "capped" else Decimal(1)
    wanted = full_at * count.den
    whole = int(wanted) if wanted == int(wanted) else int(wanted) + 1
    return max(0, whole - count.num)


def rounded(value: Decimal) -> Decimal:
    """Two decimals, as the national portal shows percentages and scores."""
    return value.quantize(CENT, ROUND_HALF_UP)
