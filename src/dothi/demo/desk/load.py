"""Puts the desk of the plan into the city: lines, units, and the Vehicles that tell where they are. Repeating changes nothing."""

from __future__ import annotations

import asyncio

from psycopg import AsyncConnection

from dothi.accounts.models import Agency
from dothi.calls.models import Line
from dothi.calls.understanding import streets
from dothi.calls.understanding.models import Street
from dothi.connectors.actions import database_url
from dothi.demo.city import City
from dothi.demo.desk.past_rows import write_past
from dothi.demo.desk.plan import DeskPlan, ForcePlan, LinePlan
from dothi.entities.core.normalize import normalize
from dothi.entities.store.write import write_batch
from dothi.forces.models import Force
from dothi.kernel import clock
from dothi.kernel.audit.context import change
from dothi.kernel.origin import Origin
from dothi.territory.lookup import units_at
from dothi.territory.queries import get_unit

REASON = "dothi demo"
SOURCE = "simulator:desk"


def load_desk(city: City) -> None:
    """Lines and units that are missing; what people changed since stays."""
    desk = city.desk
    if desk is None or desk.pack not in city.packs:
        return
    agencies = {one.code: one for one in Agency.objects.all()}
    with change(source="cli:demo", reason=REASON):
        _add_lines(city, desk, agencies)
        _add_forces(desk, agencies)
        write_past(desk)
        _draw_streets(desk)
    asyncio.run(_write_vehicles(desk, {code: one.pk for code, one in agencies.items()}))


def _add_lines(city: City, desk: DeskPlan, agencies: dict[str, Agency]) -> None:
    standing = set(Line.objects.values_list("number", flat=True))
    Line.objects.bulk_create(_line(one, city, agencies) for one in desk.lines if one.number not in standing)


def _line(plan: LinePlan, city: City, agencies: dict[str, Agency]) -> Line:
    return Line(
        number=plan.number,
        valid_from=city.since,
        name=plan.name,
        service=plan.service,
        agency=agencies[plan.agency],
        unit=get_unit(plan.unit, clock.today()),
        source=plan.source,
        certainty=plan.certainty,
    )


def _add_forces(desk: DeskPlan, agencies: dict[str, Agency]) -> None:
    standing = set(Force.objects.values_list("call_sign", flat=True))
    missing = [one for one in desk.forces if one.call_sign not in standing]
    places = units_at([(one.home.lon, one.home.lat) for one in missing], clock.today())
    Force.objects.bulk_create(
        _force(one, agencies[one.agency], place.unit_id) for one, place in zip(missing, places, strict=True)
    )


def _force(plan: ForcePlan, agency: Agency, unit_id: int | None) -> Force:
    return Force(
        call_sign=plan.call_sign,
        name=plan.name,
        kind=plan.kind,
        service=plan.service,
        agency=agency,
        unit_id=unit_id,
        capabilities=list(plan.capabilities),
        crew=plan.crew,
        crew_minimum=plan.crew_minimum,
        home_name=plan.home.name,
        home_lon=plan.home.lon,
        home_lat=plan.home.lat,
        urn=plan.urn,
        state=plan.state,
        state_since=clock.now(),
        state_note=plan.note,
    )


def _draw_streets(desk: DeskPlan) -> None:
    """Only where no streets file was read: that one knows better."""
    if not Street.objects.exists():
        streets.keep({name: [list(line)] for name, line in desk.streets}, SOURCE)


async def _write_vehicles(desk: DeskPlan, agencies: dict[str, int]) -> None:
    """Each stands at its home; one that is there already is left where it is."""
    async with await AsyncConnection.connect(database_url(), autocommit=True) as connection:
        found = await connection.execute(
            "select urn from entities_entity where urn = any(%s)", [[one.urn for one in desk.forces]]
        )
        standing = {str(row[0]) for row in await found.fetchall()}
        for agency in sorted({one.agency for one in desk.forces}):
            told = [
                vehicle(one, one.home.lon, one.home.lat)
                for one in desk.forces
                if one.agency == agency and one.urn not in standing
            ]
            if told:
                await write_batch(
                    connection,
                    normalize(told),
                    origin=Origin.SIMULATED,
                    source=SOURCE,
                    agency_id=agencies[agency],
                )


def vehicle(plan: ForcePlan, lon: float, lat: float) -> dict[str, object]:
    """The whole entity of a unit's vehicle, as it is told for the first time."""
    at = clock.iso(clock.now())
    values: dict[str, object] = {
        "name": plan.name,
        "dataProvider": "Bộ mô phỏng dothi",
        "vehiclePlateIdentifier": f"MÔ PHỎNG {plan.call_sign}",
        "serviceStatus": "parked",
    }
    return {
        "id": plan.urn,
        "type": "Vehicle",
        "location": {
            "type": "GeoProperty",
            "value": {"type": "Point", "coordinates": [lon, lat]},
            "observedAt": at,
        },
        "speed": {"type": "Property", "value": 0.0, "unitCode": "KMH", "observedAt": at},
        **{name: {"type": "Property", "value": value, "observedAt": at} for name, value in values.items()},
    }
