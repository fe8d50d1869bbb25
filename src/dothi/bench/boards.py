"""`boards`: a board of 20 tiles as a person opens it: 14 figures of 34 communes over 63 days, counts, lists and a chart.

Value: p99 of the whole page in ms – rights, tiles, trends, forecasts, rendering – through Django's own handler: cold, with nothing kept; warm, while no
cell changed. Floor, in the same run: one hand-written grouping of the same cells by indicator and day, its answer thrown away.
The door runs, nothing else does.
"""

from __future__ import annotations

import datetime as dt
import os
import secrets
import time
from collections.abc import Callable
from typing import Any

import psycopg

from dothi.bench.engines import engines
from dothi.bench.report import Figure, figure
from dothi.kernel import clock

FIGURES, COMMUNES, DAYS, TIMES = 14, 34, 63, 100
_CELLS = """
insert into indicators_figure (code, method_id, starts_at, ends_at, unit_id, numerator, denominator, low, high, count, entities, expected, origins,
    newest_at, revision, recorded_at)
select i.code, i.id, at, at + interval '1 day', u.id, (u.id * 31 + i.id * 7 + extract(epoch from at)::bigint / 86400 * 13) %% 100, 1, 0, 100, 24, 1, 1,
    array[24,0,0,0,0], at + interval '1 day', 0, now()
from indicators_indicator i, territory_unit u, generate_series(%(since)s::timestamptz, %(until)s, interval '1 day') at where i.pack like 'bench-%%'"""
_BY_HAND = """
select code, starts_at, sum(numerator), sum(denominator) from indicators_figure
where code like 'bench-%%' and superseded_at is null and starts_at >= %(since)s group by 1, 2"""


def run(tell: Callable[[str], None] = lambda text: None, times: int = TIMES) -> list[Figure]:
    """The figures of this bench."""
    with engines() as bench:
        os.environ.update(bench.environment)
        import django

        django.setup()
        from dothi.boards import courses

        address, client = _filled(bench.database_url)
        floor = _by_hand(bench.database_url, times)
        _took(client, address)  # templates and words are read once
        cold = []
        for _ in range(times):
            courses.forget()
            cold.append(_took(client, address))
        warm = [_took(client, address) for _ in range(times)]
        tell(f"  {times} times each: floor p99 {1000 * _p99(floor):.1f} ms")
        return [
            figure(f"boards.{name}", 1000 * _p99(took), "ms", 1000 * _p99(floor), took)
            for name, took in (("cold", cold), ("warm", warm))
        ]


def _filled(url: str) -> tuple[str, Any]:
    """The board's address, and a client of somebody who sees everything."""
    from uuid import uuid4

    from django.test import Client

    from dothi.accounts import actions
    from dothi.boards.owning import make_board
    from dothi.indicators.loading import load_indicators
    from dothi.territory.models import Level, Unit

    codes = [f"bench-{number}" for number in range(FIGURES)]
    told = [
        {
            "code": code, "valid_from": dt.date(2026, 1, 1), "name": {"vi": code, "en": code}, "figure": "sum", "over": "day", "type": "BenchStation",
            "attribute": "pm25", "unit": "GQ", "better": "low", "target": 500, "source": "bench", "certainty": "D",
        }
        for code in codes
    ]  # fmt: skip
    load_indicators("bench-boards", "1", told, owner="", units={("BenchStation", "pm25"): "GQ"})
    day = dt.date(2025, 7, 1)
    Unit.objects.bulk_create(
        Unit(code=f"9{n:04}", level=Level.COMMUNE, kind="Phường", name=f"Thử {n}", full_name=f"Phường Thử {n}", name_en=f"Ward {n}", valid_from=day)
        for n in range(COMMUNES)
    )  # fmt: skip
    until = clock.now().astimezone(clock.VIETNAM).replace(hour=0, minute=0, second=0, microsecond=0)
    with psycopg.connect(url, autocommit=True) as db:
        db.execute(_CELLS, {"since": until - dt.timedelta(days=DAYS - 1), "until": until})
        db.execute("vacuum analyze indicators_figure")
    someone, _ = actions.invite_person(
        "bench", "Bench", agency=None, kind="operational", password=f"B1-{secrets.token_urlsafe(20)}", temporary=False, by=None
    )  # fmt: skip
    actions.grant_role(someone, "duty-officer", by=None, valid_from=day)
    tiles: list[dict[str, Any]] = [{"kind": "indicator", "indicator": code} for code in codes]
    tiles += [
        {"kind": kind, "of": of} for kind in ("count", "list") for of in ("alarms", "incidents", "tasks")
    ][:5]
    tiles.append({"kind": "chart", "indicators": codes[:2], "size": "wide"})
    row = make_board("Bench", tiles, key=uuid4(), by=someone)
    client = Client(HTTP_HOST="localhost")
    client.force_login(someone)
    return f"/boards/{row.code}/", client


def _took(client: Any, address: str) -> float:
    began = time.perf_counter()
    answer = client.get(address)
    took = time.perf_counter() - began
    if answer.status_code != 200 or answer.content.count(b"data-indicator=") != FIGURES:
        raise RuntimeError(f"the board was not shown: {answer.status_code}")
    return took


def _by_hand(url: str, times: int) -> list[float]:
    found = []
    with psycopg.connect(url) as db:
        for _ in range(times):
            began = time.perf_counter()
            db.execute(_BY_HAND, {"since": clock.now() - dt.timedelta(days=DAYS)}).fetchall()
            found.append(time.perf_counter() - began)
    return found


def _p99(took: list[float]) -> float:
    told = sorted(took)
    return told[min(len(told) - 1, int(0.99 * len(told)))]
