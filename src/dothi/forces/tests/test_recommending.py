"""Who should go, worked out a second time by plain loops that know nothing of arrays, for units strewn by chance."""

from __future__ import annotations

import datetime as dt
import math
import random
from collections import Counter
from dataclasses import dataclass
from typing import Any

import pytest
from django.db import connection

from dothi.entities.core.normalize import LOCATION
from dothi.forces import catalogue, run_cards
from dothi.forces.models import Force
from dothi.forces.recommending import recommend
from dothi.forces.tests.test_forces import HERE, load_cards, put
from dothi.kernel import clock
from dothi.kernel.testing.cast import Cast

pytestmark = pytest.mark.django_db
KINDS = ("fire-engine", "ambulance", "patrol-car", "rescue-truck", "of-no-pack")
STATES = ("available", "returning", "on-scene", "en-route", "resting", "off-duty")
MOST_PASSED = 6
EARTH_M = 6_371_008.8
_FIX = """
with made as (
    insert into entities_entity (created_at, modified_at, lon, lat, place, urn, types)
    values (%(at)s, %(at)s, %(lon)s, %(lat)s, box(point(%(lon)s, %(lat)s)), %(urn)s, '{}') returning id
)
insert into entities_attribute (entity_id, flush_id, observed_at, created_at, modified_at, json, term_id, source_id, kind, origin, declared)
select made.id, 0, %(at)s, %(at)s, %(at)s, '{}', (select id from entities_term where iri = %(location)s),
    (select min(id) from entities_source), 3, 0, true from made"""


def metres(a: tuple[float, float], b: tuple[float, float]) -> float:
    (lon, lat), (there, north) = ((math.radians(x), math.radians(y)) for x, y in (a, b))
    half = (
        math.sin((north - lat) / 2) ** 2 + math.cos(lat) * math.cos(north) * math.sin((there - lon) / 2) ** 2
    )
    return 2 * EARTH_M * math.asin(math.sqrt(half))


@dataclass
class Standing:
    """One unit, and what may be known of it by whoever reads the row and the tracker."""

    row: Force
    home: tuple[float, float] | None
    fix: tuple[tuple[float, float], float] | None  # where, and how old (s)
    away: float = math.inf
    cost: float = math.inf
    place: tuple[float, float] | None = None

    def weigh(self, told: catalogue.Catalogue, now: dt.datetime) -> None:
        older = 0.0
        if self.fix and (self.home is None or self.fix[1] <= told.seconds("fix-stale")):
            self.place, older = self.fix[0], max(0.0, self.fix[1] - told.seconds("fix-fresh"))
        elif self.home:
            self.place, older = self.home, told.seconds("home-guess")
        if self.place is not None:
            self.away = metres(self.place, HERE)
            kind = told.kinds.get(self.row.kind)
            pace = kind.speed_kmh / 3.6 / told.number("detour") if kind else 8.0
            self.cost = self.away / pace + older
        resting = self.row.rest_until is not None and self.row.rest_until > now
        self.may = (
            self.place is not None
            and self.row.state in ("available", "returning")
            and self.row.crew >= self.row.crew_minimum
            and not resting
        )


def strewn(cast: Cast, seed: int, now: dt.datetime, number: int = 40) -> list[Standing]:
    chance, units = random.Random(seed), []
    near = lambda: (HERE[0] + chance.uniform(-0.1, 0.1), HERE[1] + chance.uniform(-0.1, 0.1))  # noqa: E731
    stations = [(f"Đội {i}", near()) for i in range(12)]
    for i in range(number):
        kind = chance.choice(KINDS)
        name, home = chance.choice([*stations, ("", None)])
        fix = (near(), chance.choice([5.0, 100.0, 400.0, 4_000.0])) if chance.random() < 0.5 else None
        row = Force.objects.create(
            call_sign=f"C-{i:02}", name=f"Xe {i}", kind=kind, service=chance.choice(("113", "114", "115")),
            agency=cast.centre, unit=cast.ward_a, state=chance.choice(STATES), state_since=now,
            capabilities=chance.sample(("pump", "rescue", "bls", "patrol"), chance.choice((1, 1, 2))),
            crew=chance.choice((2, 4)), crew_minimum=chance.choice((2, 2, 3)), home_name=name,
            home_lon=home and home[0], home_lat=home and home[1],
            rest_until=now + dt.timedelta(minutes=chance.choice((-5, 5))) if chance.random() < 0.2 else None,
            urn=f"urn:ngsi-ld:Vehicle:c-{i}" if fix else "",
        )  # fmt: skip
        if fix:
            with connection.cursor() as cursor:
                at = now - dt.timedelta(seconds=fix[1])
                told = {"at": at, "lon": fix[0][0], "lat": fix[0][1], "urn": row.urn, "location": LOCATION}
                cursor.execute(_FIX, told)
        units.append(Standing(row, home, fix))
    return units


def plainly(units: list[Standing], needs: list[dict[str, Any]]) -> tuple[list[Any], list[Any], list[Any]]:
    """Chosen, passed over and missing, need by need: the scarcest need chooses first, the quickest go."""

    def serves(one: Standing, need: int) -> bool:
        return needs[need]["capability"] in one.row.capabilities

    def scarcity(need: int) -> tuple[int, int]:
        return sum(one.may and serves(one, need) for one in units) - needs[need]["count"], need

    chosen: dict[int, list[Standing]] = {}
    for need in sorted(range(len(needs)), key=scarcity):
        gone = [one for some in chosen.values() for one in some]
        open_ = [one for one in units if one.may and serves(one, need) and one not in gone]
        chosen[need] = sorted(open_, key=lambda one: one.cost)[: needs[need]["count"]]
    gone = [one for some in chosen.values() for one in some]
    passed: dict[str, tuple[str, str]] = {}
    for need, asked in enumerate(needs):
        capable = sorted((one for one in units if serves(one, need)), key=lambda one: (one.away, one.cost))
        last = max((capable.index(one) + 1 for one in chosen[need]), default=0)
        looked = capable if len(chosen[need]) < asked["count"] else capable[:last]
        for one in [one for one in looked if one not in gone][:MOST_PASSED]:
            passed.setdefault(one.row.call_sign, (one.row.call_sign, asked["capability"]))
    return (
        [(one.row.call_sign, needs[need]["capability"], round(one.away)) for need in range(len(needs)) for one in chosen[need]],
        list(passed.values()),
        [(asked["capability"], len(chosen[need])) for need, asked in enumerate(needs) if len(chosen[need]) < asked["count"]],
    )  # fmt: skip


def uncovered(units: list[Standing], gone: set[str]) -> list[tuple[str, str, str | None]]:
    """Homes that these leave with nobody of their service who may go, and who is nearest of those whose home keeps somebody."""
    left = [one for one in units if one.may and one.row.call_sign not in gone]
    keeping = Counter((one.row.home_name, one.row.home_name and one.row.service) for one in left)
    found = []
    for name, service in sorted(
        {(one.row.home_name, one.row.service) for one in units if one.row.call_sign in gone}
    ):
        if not name or any((one.row.home_name, one.row.service) == (name, service) for one in left):
            continue
        home = next(one.home for one in units if one.row.home_name == name)
        able = [
            one for one in left
            if one.row.service == service and keeping[one.row.home_name, one.row.home_name and one.row.service] > 1
        ]  # fmt: skip
        best = min(able, key=lambda one: metres(one.place, home), default=None)
        found.append((name, service, best.row.call_sign if best else None))
    return found


@pytest.mark.parametrize("seed", range(12))
def test_what_is_recommended_is_what_plain_loops_find(cast: Cast, seed: int) -> None:
    put()
    with connection.cursor() as cursor:
        cursor.execute("insert into entities_term (iri) values (%s) on conflict do nothing", [LOCATION])
        cursor.execute("insert into entities_source (name) values ('test') on conflict do nothing")
    now = clock.now()
    units = strewn(cast, seed, now)
    for one in units:
        one.weigh(catalogue.in_force(), now)
    found = recommend(
        kind="emergency.fire-house", severity="high", lon=HERE[0], lat=HERE[1], at=now,
        level=1 + seed % 3, scope=cast.minh.scope("forces.view"),
    )  # fmt: skip
    chosen, passed, missing = plainly(units, found.card.needs)
    assert [(one.force.call_sign, one.capability, one.metres) for one in found.chosen] == chosen
    assert [(one.force.call_sign, one.capability) for one in found.passed] == passed
    assert [(one.capability, one.found) for one in found.shortfalls] == missing
    cover = [(one.home_name, one.service, one.move_up and one.move_up.call_sign) for one in found.cover]
    assert cover == uncovered(units, {sign for sign, _, _ in chosen})


def test_units_are_read_once_and_areas_only_where_a_card_names_one(
    cast: Cast, django_assert_num_queries: Any
) -> None:
    """Django counts what goes by its own cursors; the reading of the units is one more."""
    put()
    asked: dict[str, Any] = {
        "kind": "fire", "severity": "high", "lon": HERE[0], "lat": HERE[1], "unit_id": cast.ward_a.pk,
        "scope": cast.minh.scope("forces.view"),
    }  # fmt: skip
    assert recommend(**asked).card.code == "fire-1"
    with django_assert_num_queries(1):
        recommend(**asked)
    load_cards(pack="own", code="fire-a", area=cast.ward_a.code)
    assert recommend(**asked).card.code == "fire-a"  # what was kept is old at once
    with django_assert_num_queries(2):
        recommend(**asked)
    run_cards.RunCard.objects.filter(code="fire-a").update(withdrawn=True)
    assert recommend(**asked).card.code == "fire-1"
