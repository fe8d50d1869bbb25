"""`query`: type, `q` on a number and `near` together, pages of 20, at 20,000 and at 100,000 entities (or `--entities`).

Two connections, as many as cores: the figure is how long one answer takes, not how many can be squeezed out. Floor, in the same
run and in turn with it: the same questions as one hand-written statement by psycopg (box index, haversine, join of the number;
rows fetched and nothing made of them), over two connections too.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from functools import partial
from typing import NamedTuple
from urllib.parse import urlencode

import psycopg

from dothi.bench import city, load
from dothi.bench.engines import Bench, engines
from dothi.bench.report import Figure, all_well, figure
from dothi.kernel.earth import degrees_of

SIZES = (20_000, 100_000)
CONNECTIONS, ROUNDS, QUERIES = 2, 3, 200
AROUND_M, PAGE = 2_000, 20
KINDS = {"station": ("BenchStation", "pm25"), "common": ("StreetLight", "pm10")}
_FLOOR = """
with page as materialized (
    select e.id, e.urn from entities_entity e join entities_attribute v on v.entity_id = e.id
    where e.types && array[(select id from entities_term where short = %(type)s)]
        and v.term_id = (select id from entities_term where short = %(attribute)s) and v.num > %(above)s
        and e.place && box(point(%(lon)s - %(wide)s, %(lat)s - %(high)s), point(%(lon)s + %(wide)s, %(lat)s + %(high)s))
        and 12742000 * asin(sqrt(power(sind((e.lat - %(lat)s) / 2), 2)
            + cosd(%(lat)s) * cosd(e.lat) * power(sind((e.lon - %(lon)s) / 2), 2))) <= %(around)s
    order by e.id limit %(page)s
)
select p.urn, a.* from page p join entities_attribute a on a.entity_id = p.id order by p.id, a.term_id"""


class Question(NamedTuple):
    """Somewhere in the city, 2 km around; a value that half of them have."""

    type: str
    attribute: str
    above: int
    lon: float
    lat: float

    @property
    def path(self) -> str:
        asked = {
            "type": self.type, "q": f"{self.attribute}>{self.above}", "georel": f"near;maxDistance=={AROUND_M}",
            "geometry": "Point", "coordinates": f"[{self.lon:.5f},{self.lat:.5f}]", "limit": str(PAGE),
        }  # fmt: skip
        return "/ngsi-ld/v1/entities?" + urlencode(asked)

    @property
    def bound(self) -> dict[str, object]:
        wide, high = degrees_of(AROUND_M, self.lat)
        return {**self._asdict(), "high": high, "wide": wide, "around": AROUND_M, "page": PAGE}


def run(tell: Callable[[str], None] = lambda text: None, entities: int | None = None) -> list[Figure]:
    """The figures of this bench."""
    figures = []
    for size in SIZES if entities is None else (entities,):
        with engines() as bench:
            city.fill(bench.database_url, size)
            for kind in KINDS:
                tell(f"query.{kind} at {size:,}")
                figures.append(_measure(bench, kind, size, tell))
    return figures


def _measure(bench: Bench, kind: str, size: int, tell: Callable[[str], None]) -> Figure:
    chance = random.Random(1)  # noqa: S311 - the same questions in every run
    _door(bench, [_question(chance, kind) for _ in range(50)])
    ours, floor, took = 0.0, 0.0, []
    for number in range(ROUNDS):
        asked = [_question(chance, kind) for _ in range(QUERIES)]
        floor += (needed := _floor(bench.database_url, asked))
        result = _door(bench, asked)
        ours += result.seconds
        took += result.took
        tell(
            f"  {number + 1}/{ROUNDS}: {QUERIES / result.seconds:,.0f} queries/s, floor {QUERIES / needed:,.0f}"
        )
    total = ROUNDS * QUERIES
    return figure(f"query.{kind}.{size}", total / ours, "queries/s", total / floor, took)


def _question(chance: random.Random, kind: str) -> Question:
    lon, lat = (start + chance.random() * city.WIDE for start in (city.WEST, city.SOUTH))
    return Question(*KINDS[kind], chance.randint(40, 60), lon, lat)


def _door(bench: Bench, asked: list[Question]) -> load.Result:
    requests: list[load.Request] = [("GET", question.path, "") for question in asked]
    return all_well(load.put("127.0.0.1", bench.addresses.port, bench.key, CONNECTIONS, requests))


def _floor(url: str, asked: list[Question]) -> float:
    return load.seconds_by_hand(CONNECTIONS, partial(_ask, url), asked)


def _ask(url: str, asked: list[Question]) -> None:
    with psycopg.connect(url, autocommit=True) as connection, connection.cursor(binary=True) as cursor:
        for question in asked:
            cursor.execute(_FLOOR, question.bound)
            cursor.fetchall()
