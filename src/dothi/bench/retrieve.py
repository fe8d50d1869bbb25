"""`retrieve`: GET of one entity at 32 connections, in a city of 20,000 (or `--entities`).

Floor, in the same run and in turn with it: the same rows of the same entities by psycopg, prepared, over two connections, each
row fetched and nothing made of it.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from functools import partial

import psycopg

from dothi.bench import city, load
from dothi.bench.engines import Bench, engines
from dothi.bench.report import Figure, all_well, figure
from dothi.entities.store.statements import read_sql

CONNECTIONS, FLOOR_CONNECTIONS = 32, 2
ROUNDS, READS = 4, 5_000


def run(tell: Callable[[str], None] = lambda text: None, entities: int = 20_000) -> list[Figure]:
    """The figures of this bench."""
    with engines() as bench:
        city.fill(bench.database_url, entities)
        urns = city.urns(bench.database_url, 2_000)
        chance = random.Random(1)  # noqa: S311 - the same questions in every run
        _door(bench, [chance.choice(urns) for _ in range(500)])  # warm: prepared statements, caches
        ours, floor, took = [], [], []
        for number in range(ROUNDS):
            asked = [chance.choice(urns) for _ in range(READS)]
            floor.append(_floor(bench.database_url, asked))
            result = _door(bench, asked)
            ours.append(result.seconds)
            took += result.took
            tell(f"  {number + 1}/{ROUNDS}: {READS / ours[-1]:,.0f} reads/s, floor {READS / floor[-1]:,.0f}")
        total = ROUNDS * READS
        return [figure(f"retrieve.{entities}", total / sum(ours), "reads/s", total / sum(floor), took)]


def _door(bench: Bench, urns: list[str]) -> load.Result:
    requests: list[load.Request] = [("GET", f"/ngsi-ld/v1/entities/{urn}", "") for urn in urns]
    return all_well(load.put("127.0.0.1", bench.addresses.port, bench.key, CONNECTIONS, requests))


def _floor(url: str, urns: list[str]) -> float:
    return load.seconds_by_hand(FLOOR_CONNECTIONS, partial(_read, url), urns)


def _read(url: str, urns: list[str]) -> None:
    statement = read_sql("entities").format(where="true")
    with psycopg.connect(url, autocommit=True) as connection, connection.cursor(binary=True) as cursor:
        for urn in urns:
            cursor.execute(statement, {"urns": [urn], "tenant": 0}, prepare=True)
            cursor.fetchall()
