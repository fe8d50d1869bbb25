"""A made-up desk for the bench: a pack, one dispatcher, units with trackers, open cases. Also `python -m dothi.bench.dispatch_city N` in the
surroundings of a running system: fills its database and says as JSON what a client needs.
"""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Any

import psycopg

from dothi.bench import city

if TYPE_CHECKING:
    from dothi.accounts.models import Person

UNITS, CASES, DESKS, PEOPLE, STATIONS = 1_000, 200, 50, 5, 40
_PASSWORD = "Đo-tốc-độ-2026-bàn"  # noqa: S105 - of a bench's own engines, which are gone at its end
Place = tuple[float, float]
_KINDS = (  # kind, service, what it can do, crew
    ("fire-engine", "114", ["pump"], 5),
    ("ambulance", "115", ["bls"], 3),
    ("patrol-car", "113", ["patrol"], 2),
    ("ladder-truck", "114", ["ladder"], 4),
    ("rescue-truck", "114", ["rescue"], 5),
)
_VEHICLES = """
insert into entities_entity (created_at, modified_at, lon, lat, place, urn, types, unit_id, agency_id)
select now(), now(), lon, lat, box(point(lon, lat)), 'urn:ngsi-ld:Vehicle:bench-' || i, array[(select id from entities_term where iri = %(vehicle)s)], null, %(agency)s
from (
    select i, %(west)s + %(wide)s * (i * 7919::bigint %% 100003) / 100003.0 as lon, %(south)s + %(wide)s * (i * 104729::bigint %% 100019) / 100019.0 as lat
    from generate_series(0, %(units)s - 1) i
) made on conflict do nothing"""
_FIXES = """
insert into entities_attribute (entity_id, flush_id, observed_at, created_at, modified_at, json, term_id, source_id, kind, origin, declared)
select e.id, 0, now(), now(), now(), jsonb_build_object('type', 'Point', 'coordinates', jsonb_build_array(e.lon, e.lat)),
    (select id from entities_term where iri = %(location)s), (select min(id) from entities_source), 3, 0, true
from entities_entity e where e.urn like 'urn:ngsi-ld:Vehicle:bench-%%' on conflict do nothing"""


def places(number: int, begin: int = 0) -> list[Place]:
    """Spread over the city, the same in every run."""
    return [
        (
            city.WEST + city.WIDE * (i * 611953 % 100003) / 100003,
            city.SOUTH + city.WIDE * (i * 350377 % 100019) / 100019,
        )
        for i in range(begin, begin + number)
    ]


def urn(number: int) -> str:
    return f"urn:ngsi-ld:Vehicle:bench-{number}"


def found(url: str, units: int) -> Person:
    """Everything that stands before the first call, and who works there. Django is set up already."""
    from dothi.packs.actions import load_pack
    from dothi.packs.folder import SHIPPED

    by = _person()
    for pack in ("traffic", "emergency"):
        load_pack(SHIPPED / pack, by=None)
    _units(units, by)
    with psycopg.connect(url, autocommit=True) as connection:
        _trackers(connection, units, by)
    return by


def _person() -> Person:
    from dothi.accounts import actions
    from dothi.kernel import clock

    agency = actions.add_agency(
        "bench-desk", name_vi="Bàn điều hành", name_en="Desk", kind="centre", unit=None, valid_from=clock.today(), by=None
    )  # fmt: skip
    people = []
    for number in range(PEOPLE):  # nobody has fifty streams of their own
        person, _ = actions.invite_person(
            f"bench{number}", f"Bench {number}", by=None, agency=agency, password=_PASSWORD, temporary=False
        )
        actions.grant_role(person, "dispatcher", by=None, valid_from=clock.today())
        people.append(person)
    return people[0]


def _units(number: int, by: Person) -> None:
    from dothi.forces.models import Force
    from dothi.kernel import clock

    assert by.agency is not None
    now, stations = clock.now(), places(STATIONS, begin=50_000)
    Force.objects.bulk_create(
        Force(
            call_sign=f"B-{i:04}", name=f"Xe đo {i}", kind=kind, service=service, agency=by.agency, capabilities=can, crew=crew,
            crew_minimum=2, urn=urn(i), state="available", state_since=now,
            home_name=f"Đội {i % STATIONS}", home_lon=stations[i % STATIONS][0], home_lat=stations[i % STATIONS][1],
        )
        for i, (kind, service, can, crew) in ((i, _KINDS[i % len(_KINDS)]) for i in range(number))
    )  # fmt: skip


def _trackers(connection: psycopg.Connection[Any], units: int, by: Person) -> None:
    from dothi.entities.core.normalize import LOCATION

    vehicle = connection.execute(
        "select iri from entities_term where iri like '%%/Vehicle' limit 1"
    ).fetchone()
    bound = {
        "vehicle": vehicle[0] if vehicle else "https://uri.etsi.org/ngsi-ld/default-context/Vehicle", "location": LOCATION,
        "agency": by.agency_id, "units": units, "west": city.WEST, "south": city.SOUTH, "wide": city.WIDE,
    }  # fmt: skip
    connection.execute(
        "insert into entities_term (iri) select unnest(%s::text[]) on conflict do nothing",
        [[bound["vehicle"], LOCATION]],
    )
    connection.execute("insert into entities_source (name) values ('bench') on conflict do nothing")
    connection.execute(_VEHICLES, bound)
    connection.execute(_FIXES, bound)
    connection.execute("vacuum analyze entities_entity, entities_attribute, forces_force")


def open_cases(by: Person, number: int) -> list[str]:
    """So many open cases, every second one with a unit on its way; their codes."""
    from dothi.forces.actions import send
    from dothi.forces.models import Force
    from dothi.incidents.actions import open_incident

    codes = []
    for i, (lon, lat) in enumerate(places(number)):
        case = open_incident(
            title=f"Vụ việc đo {i}",
            kind="emergency.medical",
            severity="high",
            lon=lon,
            lat=lat,
            agency_id=by.agency_id,
            by=by,
        )
        if i % 2:
            send(case, [Force.objects.get(call_sign=f"B-{i:04}")], by=by)
        codes.append(case.code)
    return codes


def main(units: int) -> None:
    """What the clients of `dispatch_desk` need: a key that publishes, a session and a ticket for each desk, codes of cases."""
    import django

    django.setup()
    from dothi.accounts.actions import issue_key
    from dothi.kernel import settings

    by = found(settings.read("DATABASE_URL"), units)
    _, key = issue_key("bench", kind="device", by=None)
    told = {"key": key, "cases": open_cases(by, CASES), "desks": _desks(by)}
    sys.stdout.write(json.dumps(told) + "\n")


def _desks(by: Person) -> list[tuple[str, str]]:
    """For each desk the cookies of a signed-in browser, and a ticket of that person."""
    from dothi.accounts import tickets
    from dothi.accounts.models import Person as Anybody

    people = list(Anybody.objects.filter(agency=by.agency).order_by("pk"))
    return [
        (cookie, tickets.issue(person))
        for person in people
        for cookie in sessions(person, DESKS // len(people))
    ]


def sessions(by: Person, number: int) -> list[str]:
    """Cookies of so many signed-in browsers."""
    from django.test import Client

    cookies = []
    for _ in range(number):
        browser = Client()
        browser.force_login(by)
        cookies.append("; ".join(f"{name}={morsel.value}" for name, morsel in browser.cookies.items()))
    return cookies


if __name__ == "__main__":
    main(int(sys.argv[1]))
