"""`/metrics`: what this process counts, and what it can learn of the others, as Prometheus reads it.

Counters of other processes come through the heartbeat table, so they are at most five seconds old; after a restart of a
process its counters begin again at nought, as Prometheus expects. Labels are words of ours, never a name that came from
outside. Without the database what this process knows itself is still told.
"""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Awaitable, Callable, Iterable, Iterator
from typing import Any

import psycopg
from prometheus_client import REGISTRY, CollectorRegistry, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, HistogramMetricFamily
from prometheus_client.metrics_core import Metric

from dothi.gateway import counters
from dothi.gateway.hub import Hub
from dothi.kernel import health, settings
from dothi.kernel.sql import statement

SEVERITIES = ("critical", "high", "medium", "low")
JOB_STATES = ("todo", "doing", "succeeded", "failed", "cancelled", "aborting", "aborted")
_LEVEL = {health.OK: 1.0, health.DEGRADED: 0.5, health.DOWN: 0.0}
Figures = dict[tuple[str, str], int]


class Flushes:
    """Adds up the flush log, whoever wrote: each transaction once, from this process's beginning."""

    def __init__(self) -> None:
        self._tx: int | None = None
        self.flushes = self.rows = 0

    async def read_on(self, connection: psycopg.AsyncConnection[Any]) -> None:
        if self._tx is None:
            self._tx = (await _rows(connection, "begin"))[0][0]
        flushes, rows, self._tx = (await _rows(connection, "flushes", {"tx": self._tx}))[0]
        self.flushes, self.rows = self.flushes + flushes, self.rows + int(rows)


class OnceASecond:
    """One answer for all who ask at once: anybody may, and each would open a connection to the database."""

    def __init__(self) -> None:
        self._lock = asyncio.Lock()
        self._told, self._at = b"", -1.0

    async def __call__(self, tell: Callable[[], Awaitable[bytes]]) -> bytes:
        async with self._lock:
            if time.monotonic() - self._at > 1:
                self._told = await tell()
                self._at = time.monotonic()
            return self._told


async def text(
    parts: dict[str, health.Health], database_url: str, flushes: Flushes, hub: Hub | None
) -> bytes:
    """Everything, as text. `hub` is this process's, `None` before it has begun."""
    figures: Figures | None
    try:
        async with asyncio.timeout(5):
            figures = await _ask(database_url, flushes)
    except (psycopg.Error, TimeoutError, OSError):
        figures = None
    memory = await asyncio.to_thread(lambda: list(_memory()))
    registry = CollectorRegistry()
    registry.register(
        _Told([*_parts(parts), *_requests(), *_streams(hub), *_work(flushes, figures), *memory])
    )
    return generate_latest(REGISTRY) + generate_latest(registry)


class _Told:
    def __init__(self, metrics: list[Metric]) -> None:
        self._metrics = metrics

    def collect(self) -> Iterable[Metric]:
        return self._metrics


async def _ask(url: str, flushes: Flushes) -> Figures:
    async with await psycopg.AsyncConnection.connect(url, autocommit=True, connect_timeout=3) as connection:
        await flushes.read_on(connection)
        return {(figure, label): count for figure, label, count in await _rows(connection, "figures")}


async def _rows(
    connection: psycopg.AsyncConnection[Any], name: str, values: dict[str, Any] | None = None
) -> list[Any]:
    cursor = await connection.execute(statement("dothi.config", "sql/metrics.sql", name), values)
    return await cursor.fetchall()


def _parts(parts: dict[str, health.Health]) -> Iterator[Metric]:
    up = GaugeMetricFamily("dothi_part_up", "1: ok, 0.5: degraded, 0: down", labels=["part"])
    lag = GaugeMetricFamily("dothi_part_lag_seconds", "How far a part is behind", labels=["part"])
    for name, part in parts.items():
        up.add_metric([name], _LEVEL[part.status])
        if part.lag_s is not None:
            lag.add_metric([name], part.lag_s)
    yield from (up, lag)


def _requests() -> Iterator[Metric]:
    labels = ["route", "method", "status"]
    total = CounterMetricFamily("dothi_http_requests", "Answered requests", labels=labels)
    for key, count in counters.requests():
        total.add_metric(list(key), count)
    took = HistogramMetricFamily(
        "dothi_http_request_seconds", "From request to the answer's beginning", labels=["route"]
    )
    for route, buckets, seconds in counters.durations():
        took.add_metric([route], buckets, seconds)
    yield from (total, took)


def _streams(hub: Hub | None) -> Iterator[Metric]:
    yield GaugeMetricFamily("dothi_streams_open", "Open live streams", value=hub.count if hub else 0)
    yield CounterMetricFamily(
        "dothi_stream_messages", "Messages put into live streams", value=hub.told if hub else 0
    )
    yield CounterMetricFamily(
        "dothi_stream_overruns", "Streams that read too slowly", value=hub.overruns if hub else 0
    )


def _work(flushes: Flushes, figures: Figures | None) -> Iterator[Metric]:
    """What the database tells; nothing while it does not answer (no figure is better than a nought that is not true)."""
    if figures is None:
        return
    yield CounterMetricFamily("dothi_flushes", "Transactions that changed values", value=flushes.flushes)
    yield CounterMetricFamily("dothi_rows", "Values that they wrote", value=flushes.rows)
    for name, what in (("stored", "messages-stored"), ("refused", "messages-refused")):
        yield CounterMetricFamily(
            f"dothi_messages_{name}", f"MQTT messages {name}", value=figures.get((what, "writer"), 0)
        )
    yield GaugeMetricFamily("dothi_dead_letters", "Not settled", value=figures[("dead-letters", "")])
    yield GaugeMetricFamily("dothi_event_failures", "Not settled", value=figures[("event-failures", "")])
    yield _gauge(
        "dothi_alarms_active",
        "Active alarms",
        "severity",
        {s: figures.get(("alarms", s), 0) for s in SEVERITIES},
    )
    yield _gauge(
        "dothi_jobs", "Jobs in the queue", "state", {s: figures.get(("jobs", s), 0) for s in JOB_STATES}
    )


def _gauge(name: str, words: str, label: str, values: dict[str, int]) -> Metric:
    gauge = GaugeMetricFamily(name, words, labels=[label])
    for key, value in values.items():
        gauge.add_metric([key], value)
    return gauge


def _memory() -> Iterator[Metric]:
    """Each part's processes, with their share of what they share with others: forked parts have most of it in common, and so have
    PostgreSQL's processes. What all parts tell adds up to what they take together."""
    import psutil

    gauge = GaugeMetricFamily(
        "dothi_process_memory_bytes",
        "Memory of a part, shared pages divided among those who share them",
        labels=["process"],
    )
    try:
        numbers = json.loads((settings.data_folder() / "run" / "parts.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        numbers = {}
    for name, number in numbers.items():
        try:
            process = psutil.Process(number)
            sizes = [one.memory_full_info().pss for one in (process, *process.children(recursive=True))]
        except psutil.Error:
            continue
        gauge.add_metric([name], sum(sizes))
    yield gauge
