"""`ingest.batch` and `ingest.patch`: what the machine door takes in, durably and with history.

* batch: HTTP batch upserts of 500 entities × 5 numbers over two kept connections. Floor, in the same run and in turn with
  it: the same rows by hand-written psycopg – one `insert … on conflict do update` over `unnest` for the current state, one
  COPY for the history, one commit – over two connections too, with the rows ready as Python lists and no HTTP.
* patch: PATCH of one attribute at 32 connections. Floor, before and after it in the same run: the same two statements by hand,
  a commit for every 16 values (as many as the door gathers from 32 callers), over two connections, no HTTP.
"""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import msgspec
import psycopg

from dothi.bench import city, load
from dothi.bench.engines import Bench, engines
from dothi.bench.report import Figure, all_well, figure
from dothi.kernel import clock

ENTITIES, ATTRIBUTES = 500, ("pm25", "pm10", "no2", "temperature", "relativeHumidity")
UPDATES = ENTITIES * len(ATTRIBUTES)
ROUNDS, BATCHES = 5, 24  # in turn with the floor, so that a busy moment hits both
CONNECTIONS = 2
PATCHES, PATCHERS, GATHERED = 12_000, 32, 16
_UPSERT = "/ngsi-ld/v1/entityOperations/upsert?options=update"
_CURRENT = """
insert into entities_attribute as a (entity_id, flush_id, observed_at, created_at, modified_at, num, term_id, source_id, kind,
    origin, declared, unit_code)
select e, 0, o, now(), now(), n, t, 1, 1, 0, true, 'GQ'
from unnest(%s::bigint[], %s::int[], %s::timestamptz[], %s::float8[]) as i(e, t, o, n)
on conflict (entity_id, term_id, dataset_id) do update set observed_at = excluded.observed_at, num = excluded.num,
    modified_at = excluded.modified_at where a.observed_at < excluded.observed_at"""
_HISTORY = """
copy entities_history (entity_id, flush_id, observed_at, recorded_at, num, term_id, source_id, kind, origin, declared, unit_code)
from stdin (format binary)"""
_Keys = list[tuple[int, int]]  # entity, term
_HISTORY_TYPES = [
    "int8",
    "int8",
    "timestamptz",
    "timestamptz",
    "float8",
    "int4",
    "int4",
    "int2",
    "int2",
    "bool",
    "text",
]


def run(tell: Callable[[str], None] = lambda text: None, entities: int = 0) -> list[Figure]:
    """The figures of this bench. `entities`: of a city that is there already and is not written to."""
    with engines() as bench:
        if entities:
            city.fill(bench.database_url, entities)
        tell("ingest.batch")
        batch = _batches(bench, tell)
        tell("ingest.patch")
        return [batch, _patches(bench)]


def _instants(hours_ago: int = 2) -> Iterator[dt.datetime]:
    """Every batch has an instant of its own."""
    at = clock.now().replace(microsecond=0) - dt.timedelta(hours=hours_ago)
    while True:
        yield at
        at += dt.timedelta(seconds=1)


def _batches(bench: Bench, tell: Callable[[str], None]) -> Figure:
    instants = _instants()
    _door(bench, instants, 4)  # warm: names, partitions, prepared statements, caches
    floor_keys = _floor_keys(bench.database_url)
    _floor(bench.database_url, [floor_keys] * CONNECTIONS, instants, 4)
    took: list[float] = []
    ours, floor = [], []
    for number in range(ROUNDS):
        floor.append(_floor(bench.database_url, [floor_keys] * CONNECTIONS, instants, BATCHES))
        seconds, single = _door(bench, instants, BATCHES)
        ours.append(seconds)
        took += single
        tell(
            f"  {number + 1}/{ROUNDS}: {BATCHES * UPDATES / seconds:,.0f} updates/s, floor {BATCHES * UPDATES / floor[-1]:,.0f}"
        )
    total = ROUNDS * BATCHES * UPDATES
    return figure("ingest.batch", total / sum(ours), "attribute updates/s", total / sum(floor), took)


def _door(bench: Bench, instants: Iterator[dt.datetime], count: int) -> tuple[float, list[float]]:
    requests = [("POST", _UPSERT, _payload(next(instants), number)) for number in range(count)]
    result = load.put("127.0.0.1", bench.addresses.port, bench.key, CONNECTIONS, requests)
    all_well(result)
    return result.seconds, result.took


def _payload(at: dt.datetime, number: int) -> str:
    observed = clock.iso(at)
    entities = [
        {
            "id": f"urn:ngsi-ld:BenchStation:{station}",
            "type": "BenchStation",
            **{
                name: {
                    "type": "Property",
                    "value": round(number + station / 7, 2),
                    "unitCode": "GQ",
                    "observedAt": observed,
                }
                for name in ATTRIBUTES
            },
        }
        for station in range(ENTITIES)
    ]
    return msgspec.json.encode(entities).decode()


def _floor_keys(url: str) -> _Keys:
    """(entity, term) of entities of the floor's own, so that both write rows that exist."""
    with psycopg.connect(url, autocommit=True) as connection:
        rows = connection.execute(
            "select id from entities_entity order by id limit %s", [ENTITIES]
        ).fetchall()
        terms = connection.execute(
            "select id from entities_term where short = any(%s)", [list(ATTRIBUTES)]
        ).fetchall()
    return [(row[0] + 1_000_000, term[0]) for row in rows for term in terms]


def _floor(url: str, keys: list[_Keys], instants: Iterator[dt.datetime], count: int) -> float:
    """Seconds for `count` commits, shared by the connections; each writes its own `keys` again and again."""
    batches = [next(instants) for _ in range(count)]
    shares = [(own, batches[i::CONNECTIONS]) for i, own in enumerate(keys)]
    with ThreadPoolExecutor(CONNECTIONS) as pool:
        connections = [psycopg.connect(url) for _ in range(CONNECTIONS)]
        began = time.perf_counter()
        list(pool.map(lambda pair: _write_floor(pair[0], *pair[1]), zip(connections, shares, strict=True)))
        seconds = time.perf_counter() - began
        for connection in connections:
            connection.close()
    return seconds


def _write_floor(connection: psycopg.Connection[Any], keys: _Keys, batches: list[dt.datetime]) -> None:
    entities, terms = [key[0] for key in keys], [key[1] for key in keys]
    now = clock.now()
    for number, at in enumerate(batches):
        values = [number + i / 7 for i in range(len(keys))]
        with connection.cursor() as cursor:
            cursor.execute(_CURRENT, (entities, terms, [at] * len(keys), values), prepare=True)
            with cursor.copy(_HISTORY) as copy:
                copy.set_types(_HISTORY_TYPES)
                for entity, term, value in zip(entities, terms, values, strict=True):
                    copy.write_row((entity, 0, at, now, value, term, 1, 1, 0, True, "GQ"))
        connection.commit()


def _patches(bench: Bench) -> Figure:
    at = clock.iso(clock.now())
    requests: list[load.Request] = [
        (
            "PATCH",
            f"/ngsi-ld/v1/entities/urn:ngsi-ld:BenchStation:{number % ENTITIES}/attrs/{ATTRIBUTES[number // ENTITIES % 5]}",
            f'{{"type":"Property","value":{number / 10},"observedAt":"{at[:-1].partition(".")[0]}.{number // UPDATES:03}Z"}}',
        )
        for number in range(PATCHES)
    ]
    all_well(load.put("127.0.0.1", bench.addresses.port, bench.key, PATCHERS, requests[:500]))
    instants = _instants(hours_ago=4)
    floor = _patch_floor(bench.database_url, instants)
    result = all_well(load.put("127.0.0.1", bench.addresses.port, bench.key, PATCHERS, requests[500:]))
    floor = (floor + _patch_floor(bench.database_url, instants)) / 2
    return figure("ingest.patch", len(result.took) / result.seconds, "patches/s", floor, result.took)


def _patch_floor(url: str, instants: Iterator[dt.datetime]) -> float:
    """Values a second that two connections write in commits of 16."""
    keys = _floor_keys(url)
    own = [keys[i * GATHERED : (i + 1) * GATHERED] for i in range(CONNECTIONS)]
    commits = PATCHES // GATHERED // 2
    return commits * GATHERED / _floor(url, own, instants, commits)
