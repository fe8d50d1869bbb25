"""Units of work in several processes: in Python only these use more than one core for such work."""

from __future__ import annotations

import multiprocessing
import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from itertools import chain, islice
from types import TracebackType
from typing import Any, Self, TypeVar

T = TypeVar("T")
R = TypeVar("R")
MOST_WORKERS = 4  # each takes about 120 MB


class SideBySide:
    """Started when there is a second thing to do: a small extract is done before a process has started."""

    def __init__(self) -> None:
        self._workers = min(len(os.sched_getaffinity(0)), MOST_WORKERS)
        self._pool: ProcessPoolExecutor | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, _k: type[BaseException] | None, _e: BaseException | None, _t: TracebackType | None
    ) -> None:
        if self._pool:
            self._pool.shutdown(cancel_futures=True)

    def each(self, work: Callable[[T], R], things: Iterable[T]) -> Iterator[R]:
        """Results in the order of the things; of these only a few wait at a time."""
        rest = iter(things)
        first = list(islice(rest, 2))
        if len(first) < 2:
            yield from map(work, first)
            return
        running: deque[Future[R]] = deque()
        for thing in chain(first, rest):
            running.append(self._started().submit(work, thing))
            if len(running) > self._workers + 1:
                yield running.popleft().result()
        while running:
            yield running.popleft().result()

    def _started(self) -> Any:
        """Fresh processes, not copies: a copy would share this one's threads and database connections."""
        if self._pool is None:
            fresh = multiprocessing.get_context("spawn")
            self._pool = ProcessPoolExecutor(self._workers, mp_context=fresh)
        return self._pool
