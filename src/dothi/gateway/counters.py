"""What the doors of this process have answered: requests and their time by route, method and class of status.

Plain dictionaries: one event loop counts, so an addition needs no lock; a lookup and a few additions cost well under two
microseconds. Routes are templates and methods a fixed set, so the number of series is bounded whatever is sent.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from time import perf_counter as begin
from typing import Final

__all__ = ["BUCKETS", "OTHER", "begin", "durations", "note", "requests", "reset"]

# seconds; the last, open bucket is kept beside them
BUCKETS: Final = (0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
METHODS: Final = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
OTHER: Final = "other"
_requests: dict[tuple[str, str, int], int] = {}
_buckets: dict[str, list[int]] = {}
_seconds: dict[str, float] = {}


def note(route: str, method: str, status: int, seconds: float) -> None:
    """One answered request. `route` is a template such as `/ngsi-ld/v1/entities/{id}`, or `OTHER` where none fits."""
    key = (route, method if method in METHODS else OTHER, status // 100)
    _requests[key] = _requests.get(key, 0) + 1
    if route not in _buckets:
        _buckets[route], _seconds[route] = [0] * (len(BUCKETS) + 1), 0.0
    _buckets[route][bisect_left(BUCKETS, seconds)] += 1
    _seconds[route] += seconds


def requests() -> Iterator[tuple[tuple[str, str, str], int]]:
    """((route, method, "2xx"), how many)."""
    for (route, method, family), count in _requests.items():
        yield (route, method, f"{family}xx"), count


def durations() -> Iterator[tuple[str, list[tuple[str, float]], float]]:
    """Route, its buckets as Prometheus wants them (upper bound → how many up to it), and the sum of seconds."""
    for route, counts in _buckets.items():
        total, buckets = 0, []
        for bound, count in zip((*map(str, BUCKETS), "+Inf"), counts, strict=True):
            total += count
            buckets.append((bound, float(total)))
        yield route, buckets, _seconds[route]


def reset() -> None:
    """For tests: a process begins at nought."""
    for known in (_requests, _buckets, _seconds):
        known.clear()
