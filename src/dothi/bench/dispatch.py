"""`dispatch`: the choice of units, the opening of a case, and fifty desks while everything moves.

* `dispatch.recommend`: the room's own `recommend` for a place in a city of 1,000 units of forty stations, all with trackers: run card, one
  reading of all units, choice, reasons, cover. Floor in the same run: the distances of 1,000 places in memory, and the smallest (numpy).
* `dispatch.recommend_roads_simulated`: the same with times by road, on streets of our own making (`streets.py`) and never on yours; only where
  pyvalhalla is not installed it is not among the figures.
* `dispatch.create_incident`: a case opened by the desk's own action: row, log, history, event, one commit that is durable. Floor: one bare
  INSERT of the same row and its commit. `dispatch.create_incident_page`: the same over HTTP, as the form does it.
* `dispatch.desk`: see `dispatch_desk.py`.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

import numpy as np
import psycopg

from dothi.bench import dispatch_city, dispatch_desk, streets
from dothi.bench.engines import Bench, engines
from dothi.bench.report import Figure, figure

if TYPE_CHECKING:
    from dothi.accounts.models import Person

ASKED, OPENED = 300, 300
Tell = Callable[[str], None]


def run(tell: Tell = lambda text: None, entities: int = dispatch_city.UNITS) -> list[Figure]:
    """The figures of this bench, in a city of so many units."""
    figures: list[Figure] = []
    with engines() as bench:
        os.environ.update(bench.environment)
        import django

        django.setup()
        people = dispatch_city.found(bench.database_url, entities)
        tell(f"{entities} units stand")
        for measured in (*_recommending(bench, people, tell), *_opening(bench, people)):
            tell(f"{measured['name']}: p50 {measured['p50_ms']} ms, p99 {measured['p99_ms']} ms")
            figures.append(measured)
    return figures + dispatch_desk.run(tell, entities)


def _recommending(bench: Bench, by: Person, tell: Tell) -> Iterator[Figure]:
    from dothi.forces import roads
    from dothi.forces.recommending import recommend

    scope = by.scope("forces.view")

    def ask(place: tuple[float, float]) -> None:
        found = recommend(
            kind="emergency.fire-house", severity="high", lon=place[0], lat=place[1], scope=scope
        )
        if not found.chosen:
            raise RuntimeError("nobody was recommended")

    floor = _times(_by_numpy(bench), dispatch_city.places(ASKED))
    with _roads(""):
        yield _figure("dispatch.recommend", _times(ask, dispatch_city.places(ASKED)), floor)
    if find_spec("valhalla") is None:
        tell(
            "dispatch.recommend_roads_simulated is not measured: pyvalhalla is not installed (pip install 'dothi[roads]')"
        )
        return
    with streets.laid() as folder, _roads(str(folder)):
        if not roads.installed():
            raise RuntimeError("the made streets cannot be read")
        yield _figure("dispatch.recommend_roads_simulated", _times(ask, dispatch_city.places(ASKED)), floor)


@contextmanager
def _roads(folder: str) -> Iterator[None]:
    """Times by road from this folder; empty: by the straight line. Whatever the surroundings say stands again afterwards."""
    before = os.environ.get("DOTHI_ROADS")
    os.environ["DOTHI_ROADS"] = folder
    try:
        yield
    finally:
        if before is None:
            del os.environ["DOTHI_ROADS"]
        else:
            os.environ["DOTHI_ROADS"] = before


def _by_numpy(bench: Bench) -> Callable[[tuple[float, float]], None]:
    with psycopg.connect(bench.database_url) as connection:
        rows = connection.execute(
            "select lon, lat from entities_entity where urn like '%:Vehicle:bench-%'"
        ).fetchall()
    lons, lats = np.radians(np.array(rows, dtype=float)).T

    def nearest(place: tuple[float, float]) -> None:
        lon, lat = np.radians(place)
        half = np.sin((lats - lat) / 2) ** 2 + np.cos(lats) * np.cos(lat) * np.sin((lons - lon) / 2) ** 2
        int(np.argmin(half))

    return nearest


def _opening(bench: Bench, by: Person) -> Iterator[Figure]:
    from dothi.incidents.actions import open_incident

    def open_one(place: tuple[float, float]) -> None:
        open_incident(
            title=f"Cháy nhà tại {place[0]:.6f}, {place[1]:.6f}", kind="emergency.fire-house", severity="high", lon=place[0],
            lat=place[1], unit_id=None, by=by,
        )  # fmt: skip

    floor = _times(_by_insert(bench, by), dispatch_city.places(OPENED))
    yield _figure("dispatch.create_incident", _times(open_one, dispatch_city.places(OPENED)), floor)
    with dispatch_desk.Browser(bench.addresses.port, by) as browser:
        took = _times(lambda place: browser.open_case(place), dispatch_city.places(OPENED, begin=OPENED))
    yield _figure("dispatch.create_incident_page", took, floor)


def _by_insert(bench: Bench, by: Person) -> Callable[[tuple[float, float]], None]:
    """The row alone: no log, no versions, no event, no rights."""
    connection = psycopg.connect(bench.database_url, autocommit=True)
    connection.execute("create table bench_case as select * from incidents_incident with no data")
    connection.execute("alter table bench_case add primary key (id), add unique (code)")
    numbers = iter(range(10**9))

    def insert(place: tuple[float, float]) -> None:
        connection.execute(
            "insert into bench_case (id, code, title, kind, severity, status, lon, lat, origin, opened_at, opened_by_id, changed_at,"
            " close_reason) values (%s, %s, 'Cháy nhà', 'fire', 'high', 'new', %s, %s, 0, now(), %s, now(), '')",
            [number := next(numbers), f"B-{number}", *place, by.pk],
        )

    return insert


def _times(act: Callable[[Any], object], asked: list[tuple[float, float]], warm: int = 20) -> list[float]:
    """How long each took (s); the first few warm what all read."""
    took = []
    for place in asked:
        began = time.perf_counter()
        act(place)
        took.append(time.perf_counter() - began)
    return took[warm:]


def _figure(name: str, took: list[float], floor: list[float]) -> Figure:
    return figure(name, len(took) / sum(took), "per second", len(floor) / sum(floor), took)
