"""`dryrun`: a rule on 30 days of history of 1,000 series (or `--entities`), hourly (720,000 values) and every 5 minutes (8.6 million).

Each with a plain limit and with means of 24 hours, both raising often; a draft beside the version in force, as the screen tries them.
Value: seconds for the whole trial, reading included. Floor, in the same run: reading the same rows the same way and making nothing
of them. The door runs, nothing else does.
"""

from __future__ import annotations

import datetime as dt
import os
import time
from collections.abc import Callable
from typing import Any

import psycopg

from dothi.bench import city
from dothi.bench.engines import engines
from dothi.bench.report import Figure, figure
from dothi.kernel import clock

DAYS, SERIES = 30, 1_000
RHYTHMS = {"hourly": "1 hour", "five-minutes": "5 minutes"}
RULES = {
    "limit": ("pm25.value > 88.0", "pm25.value <= 80.0", 90.0),
    "means": (
        "pm25.hours('24h') >= 18.0 && pm25.hourlyMean('24h') > 52.0",
        "pm25.hourlyMean('24h') <= 51.0",
        51.5,
    ),
}
# A day's wave, a slower one of its own for each station, and noise that is the same in every run; in order of time, as it came.
_HISTORY = """
insert into entities_history (entity_id, flush_id, observed_at, recorded_at, num, term_id, source_id, kind, origin, declared, unit_code)
select e.id, 1, at, at + interval '20 seconds',
    50 + 25 * sin(extract(epoch from at) / 86400 * 2 * pi()) + 12 * sin(extract(epoch from at) / 86400 / 4.3 + e.id)
        + ((e.id * 31 + extract(epoch from at)::bigint / 300 * 7919) %% 100) / 5.0 - 10, t.id, 1, 1, 0, true, 'GQ'
from generate_series(%(since)s::timestamptz, %(until)s, %(step)s::interval) at, entities_entity e, entities_term t
where e.urn like '%%:BenchStation:%%' and t.iri like '%%/pm25'"""


def run(tell: Callable[[str], None] = lambda text: None, entities: int = SERIES) -> list[Figure]:
    """The figures of this bench."""
    with engines() as bench:
        os.environ.update(bench.environment)
        import django

        django.setup()
        city.fill(bench.database_url, 10 * entities)  # a tenth of it are stations
        figures = []
        for rhythm, step in RHYTHMS.items():
            _fill(bench.database_url, step)
            figures += [_measured(rhythm, name, tell) for name in RULES]
        return figures


def _fill(url: str, step: str) -> None:
    until = clock.now()
    since = until - dt.timedelta(days=DAYS + 1)
    with psycopg.connect(url, autocommit=True) as connection:
        for month in {until.date().replace(day=1), since.date().replace(day=1)}:
            connection.execute("select entities_make_month(%s)", [month])
        connection.execute("truncate entities_history")
        connection.execute(_HISTORY, {"since": since, "until": until, "step": step})
        connection.execute("vacuum analyze entities_history")


def _measured(rhythm: str, name: str, tell: Callable[[str], None]) -> Figure:
    from dothi.kernel.permissions import Grant, Scope
    from dothi.rules.dryrun.trying import Span, tried

    everywhere, until = Scope((Grant(None, None),)), clock.now()
    span = Span(until - dt.timedelta(days=DAYS), until)
    rules = _rules(name)
    floor = _floor(rules, everywhere, span)
    began, worked = time.perf_counter(), time.process_time()
    result = tried(rules, everywhere, span)
    took, worked = time.perf_counter() - began, time.process_time() - worked
    tell(
        f"  {rhythm}, {name}: {took:.1f} s ({worked:.1f} s of processor), floor {floor:.1f} s; {result.tally.values:,} values,"
        f" {[len(found) for found in result.found]} alarms, CEL asked {result.judged:,} times of {result.instants:,}"
    )
    return figure(f"rules.dryrun.{rhythm}.{name}", took, "s", floor)


def _rules(name: str) -> list[Any]:
    from dothi.rules.models import Rule

    condition, clear, limit = RULES[name]
    common = {
        "code": "bench", "kind": "threshold", "entity_type": "BenchStation", "attributes": ["pm25"], "clear": clear,
        "hold": dt.timedelta(hours=1), "clear_hold": dt.timedelta(0), "severity": "high", "valid_from": dt.date(2026, 1, 1),
    }  # fmt: skip
    other = f"{condition.rpartition(' ')[0]} {limit}"
    return [Rule(**common, condition=text) for text in (condition, other)]


def _floor(rules: list[Any], scope: Any, span: Any) -> float:
    """The same rows, in the same parts, by the same copy; the first time only to warm what both use."""
    from dothi.rules.dryrun.reading import received
    from dothi.rules.dryrun.trying import parts, plan

    _trials, _ids, asked = plan(rules, scope, span)
    for _ in range(2):
        began = time.perf_counter()
        for part in parts(asked):
            received(part, ["GQ"])
        took = time.perf_counter() - began
    return took
