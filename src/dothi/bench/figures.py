"""`figures`: indicators computed for the first time over 30 days of 1,000 hourly series (or `--entities`) in 34 communes.

Value: seconds until every period of one indicator stands, by the room's own code; four kinds of figure, one after another.
Floor, in the same run: one hand-written grouping of the same rows by the same periods and communes, its answer thrown away.
The door runs, nothing else does.
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

DAYS, SERIES, COMMUNES = 30, 1_000, 34
KINDS: dict[str, dict[str, Any]] = {
    "mean-hour": {"figure": "mean", "over": "hour"},
    "share-day": {"figure": "share", "over": "day", "at_most": 50},
    "difference-month": {"figure": "difference", "over": "month"},
    "percentile-day": {"figure": "percentile", "over": "day", "percentile": 95},
}
_HISTORY = """
insert into entities_history (entity_id, flush_id, observed_at, recorded_at, num, term_id, source_id, kind, origin, declared, unit_code)
select e.id, 1, at, at + interval '20 seconds', (e.id * 31 + extract(epoch from at)::bigint / 3600 * 7919) %% 1000 / 10.0, t.id, 1, 1, 0, true, 'GQ'
from generate_series(%(since)s::timestamptz, %(until)s, interval '1 hour') at, entities_entity e, entities_term t
where e.urn like '%%:BenchStation:%%' and t.iri like '%%/pm25'"""
_BY_HAND = """
select date_trunc(%(field)s, h.observed_at - interval '1 microsecond', 'Asia/Ho_Chi_Minh'), e.unit_id, sum(h.num), count(h.num), min(h.num), max(h.num)
from entities_history h join entities_entity e on e.id = h.entity_id
where h.term_id = (select id from entities_term where iri like '%%/pm25') and h.observed_at between %(since)s and %(until)s
group by 1, 2"""


def run(tell: Callable[[str], None] = lambda text: None, entities: int = SERIES) -> list[Figure]:
    """The figures of this bench."""
    with engines() as bench:
        os.environ.update(bench.environment)
        import django

        django.setup()
        city.fill(bench.database_url, 10 * entities)  # a tenth of it are stations
        span = _fill(bench.database_url)
        return [_measured(bench.database_url, name, span, tell) for name in KINDS]


def _fill(url: str) -> dict[str, dt.datetime]:
    until = clock.now().replace(minute=0, second=0, microsecond=0)
    span = {"since": until - dt.timedelta(days=DAYS), "until": until}
    with psycopg.connect(url, autocommit=True) as connection:
        for month in {moment.date().replace(day=1) for moment in span.values()}:
            connection.execute("select entities_make_month(%s)", [month])
        connection.execute("update entities_entity set unit_id = id / 10 %% %s, agency_id = 1", [COMMUNES])
        connection.execute(_HISTORY, span)
        connection.execute("vacuum analyze entities_history, entities_entity, entities_attribute")
    return span


def _measured(url: str, name: str, span: dict[str, dt.datetime], tell: Callable[[str], None]) -> Figure:
    from dothi.indicators import computing, due
    from dothi.indicators.loading import load_indicators
    from dothi.indicators.models import Figure as Row

    told = {
        "code": name, "valid_from": dt.date(2026, 1, 1), "name": {"vi": name, "en": name}, "type": "BenchStation", "attribute": "pm25",
        "unit": "GQ", "better": "low", "source": "bench", "certainty": "D",
    }  # fmt: skip
    changed = load_indicators(
        f"bench-{name}", "1", [told | KINDS[name]], owner="", units={("BenchStation", "pm25"): "GQ"}
    )
    due.owe_the_past(changed)
    floor = _by_hand(url, KINDS[name]["over"], span)
    began, worked = time.perf_counter(), time.process_time()
    computing.catch_up()
    took, worked = time.perf_counter() - began, time.process_time() - worked
    tell(
        f"  {name}: {took:.1f} s ({worked:.1f} s of our processor), floor {floor:.1f} s, {Row.objects.filter(code=name).count():,} figures"
    )
    return figure(f"indicators.{name}", took, "s", floor)


def _by_hand(url: str, field: str, span: dict[str, dt.datetime]) -> float:
    """The second of two: the first warms what both read."""
    with psycopg.connect(url) as connection:
        for _ in range(2):
            began = time.perf_counter()
            connection.execute(_BY_HAND, {**span, "field": field}).fetchall()
            took = time.perf_counter() - began
    return took
