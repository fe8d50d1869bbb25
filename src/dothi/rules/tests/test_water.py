"""From the log to VN_WQI: once for each instant, again for what comes late, with the origin of its values."""

from __future__ import annotations

import asyncio
import datetime as dt
import itertools
from typing import Any

import psycopg
import pytest
from django.db import connection

from dothi.entities.core.normalize import normalize
from dothi.entities.core.rows import Quality
from dothi.entities.store.write import write_batch
from dothi.kernel import clock
from dothi.kernel.origin import Origin
from dothi.rules import derive
from dothi.rules.tests.feed import url

pytestmark = pytest.mark.django_db(transaction=True)

_number = itertools.count()
NOW = dt.datetime(2026, 11, 22, 3, tzinfo=dt.UTC)
CLEAN = {"pH": 7.2, "bod": 3.0, "cod": 8.0, "NH4": 0.1, "coliform": 1000.0}


@pytest.fixture
def urn() -> str:
    return f"urn:ngsi-ld:WaterQualityObserved:w{next(_number)}"


def send(urn: str, at: dt.datetime, origin: Origin = Origin.LIVE, **values: Any) -> None:
    attributes = {
        name: {
            "type": "Property",
            "observedAt": clock.iso(at),
            **(value if isinstance(value, dict) else {"value": value}),
        }
        for name, value in values.items()
    }

    async def write() -> None:
        async with await psycopg.AsyncConnection.connect(url(), autocommit=True) as opened:
            rows = normalize([{"id": urn, "type": "WaterQualityObserved", **attributes}])
            await write_batch(opened, rows, origin=origin, source="test")
            await derive.catch_up(opened)

    asyncio.run(write())


def indices(urn: str) -> list[tuple[dt.datetime, float, int]]:
    """Instant, index, origin: the last revision of each."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select distinct on (h.observed_at) h.observed_at, h.num, h.origin from entities_history h"
            " join entities_entity e on e.id = h.entity_id join entities_term t on t.id = h.term_id"
            " where e.urn = %s and t.short = 'waterQualityIndex' order by h.observed_at, h.revision desc",
            [urn],
        )
        return list(cursor.fetchall())


def test_a_sample_gives_its_index_at_its_own_instant(urn: str) -> None:
    send(urn, NOW, origin=Origin.TYPED, **CLEAN)
    assert indices(urn) == [(NOW, 100, Origin.TYPED)]


def test_parameters_that_come_one_by_one_join_within_the_hour(urn: str) -> None:
    for minutes, name in enumerate(("pH", "bod", "cod", "NH4")):
        send(urn, NOW + dt.timedelta(minutes=minutes), **{name: CLEAN[name]})
    assert indices(urn) == []
    at = NOW + dt.timedelta(minutes=30)
    send(urn, at, coliform=7500.0)
    assert [(when, value) for when, value, _ in indices(urn)] == [(at, 79)]  # (100² · 50)^(1/3)
    send(urn, NOW + dt.timedelta(minutes=70), cod=8.0)  # pH and bod are an hour old by now
    assert len(indices(urn)) == 1


def test_a_late_value_computes_the_later_instants_again(urn: str) -> None:
    send(urn, NOW, **CLEAN)
    send(urn, NOW - dt.timedelta(minutes=20), cod=52.0)  # mean with 8: 30 → 50; IV = 250/3, V = 100: 88.6
    assert [(when, value) for when, value, _ in indices(urn)] == [(NOW, 89)]


def test_an_index_is_as_direct_as_its_least_direct_value(urn: str) -> None:
    send(urn, NOW - dt.timedelta(minutes=5), origin=Origin.SIMULATED, cod=8.0)
    send(urn, NOW, **{name: value for name, value in CLEAN.items() if name != "cod"})
    assert [origin for _at, _value, origin in indices(urn)] == [Origin.SIMULATED]


def test_an_index_whose_input_turns_suspect_is_suspect_itself(urn: str) -> None:
    send(urn, NOW, **CLEAN)
    for name in ("coliform", "cod", "bod", "NH4"):
        send(urn, NOW, **{name: {"value": CLEAN[name], "quality": "suspect"}})
    with connection.cursor() as cursor:
        cursor.execute(
            "select a.quality from entities_attribute a join entities_entity e on e.id = a.entity_id"
            " join entities_term t on t.id = a.term_id where e.urn = %s and t.short like 'waterQualityIndex%%'",
            [urn],
        )
        assert cursor.fetchall() == [(Quality.SUSPECT,), (Quality.SUSPECT,)]
