"""How probable a heap of reports is when nothing is the matter. Pure."""

from __future__ import annotations

from functools import lru_cache
from math import exp, lgamma


def at_least(k: int, place: int, late: int, every: int) -> float:
    """The chance that at least `k` of a place's `place` reports fall into the last days, when `late` of all `every` reports of the
    category do: the days dealt out anew at random (hypergeometric, Fisher's exact test). 1 for k = 0.

    It is the space-time permutation of Kulldorff et al. (2005), PLoS Medicine 2(3) e59: a category that rises everywhere, on a
    Monday or in the rains, raises no place; nobody needs to know how many people live there.
    """
    if k <= max(0, place + late - every):
        return 1.0
    return min(1.0, sum(_exactly(one, place, late, every) for one in range(k, min(place, late) + 1)))


def expected(place: int, late: int, every: int) -> float:
    """How many of a place's reports would fall into the last days."""
    return place * late / every if every else 0.0


def _exactly(k: int, place: int, late: int, every: int) -> float:
    return exp(_choose(late, k) + _choose(every - late, place - k) - _choose(every, place))


@lru_cache(maxsize=100_000)
def _choose(n: int, k: int) -> float:
    """The logarithm of n over k."""
    return lgamma(n + 1) - lgamma(k + 1) - lgamma(n - k + 1)
