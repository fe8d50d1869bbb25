"""A city for hostile tests: the cast, an alarm, an incident, a group, a handed-in file – and people with one limited right."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dothi.accounts import actions as people
from dothi.accounts.models import ApiKey, Person
from dothi.connectors import actions as connectors
from dothi.connectors.files import mapping as mappings
from dothi.connectors.models import Import
from dothi.connectors.tests.own import MAPPING
from dothi.incidents import actions as incidents
from dothi.incidents import walking
from dothi.incidents.models import Incident, IncidentStep, Procedure
from dothi.kernel import clock
from dothi.kernel.testing.cast import PASSWORD, Cast, gather
from dothi.packs.actions import load_pack
from dothi.packs.folder import SHIPPED
from dothi.packs.models import LoadedPack
from dothi.rules import queries as rules
from dothi.rules.alarms.models import Alarm
from dothi.rules.alarms.raising import raise_alarm
from dothi.rules.loading import load_rules, tables_of
from dothi.rules.observations import Subject
from dothi.territory import groups
from dothi.territory.models import UnitGroup

DATA = "s;t;PM2.5\nA;2026-01-01 01:00;5\n"
RULE = "aqi-hour-unhealthy"
NOW = dt.datetime(2026, 11, 22, 3, tzinfo=dt.UTC)


@dataclass(slots=True)
class City:
    """What the forms are about. `ward_admin` administers ward A, `agency_admin` the department, `steward` ward A's data."""

    cast: Cast
    alarm: Alarm
    incident: Incident
    group: UnitGroup
    key: ApiKey
    handed_in: Import
    ward_admin: Person
    agency_admin: Person
    steward: Person
    procedure: Procedure  # in force, and not begun in the incident

    def step(self, turn: str) -> str:
        """The address that turns a step of the incident: the one that is for `done`, `skip` or `reopen`."""
        number = {"done": 1, "skip": 2, "reopen": 3}[turn]
        step = IncidentStep.objects.get(walk__incident=self.incident, walk__code="thu/xu-ly", number=number)
        return f"/incidents/{self.incident.code}/steps/{step.pk}/{turn}/"


def build(folder: Path) -> City:
    cast = gather()
    load_rules("environment", "1", tables_of("environment"))
    group = groups.form_group(
        "cum-1", name_vi="Cụm 1", name_en="Cluster 1", unit_ids=[cast.ward_a.pk, cast.ward_b.pk],
        valid_from=dt.date(2025, 7, 1), by=None,
    )  # fmt: skip
    key, _ = people.issue_key("trạm B", kind="device", units=[cast.ward_b], by=None)
    walked, waiting = procedures()
    incident = incidents.open_from_alarm(raised(cast, 8), by=cast.minh)[0]
    begun = walking.begin(incident, walked, by=cast.minh)
    walking.do_step(begun.steps.get(number=3), by=cast.minh)
    return City(
        cast,
        raised(cast, 7),
        incident,
        group,
        key,
        handed_in(folder, cast.vy),
        ward_admin=somebody(cast, "qt-a", cast.office_a, "administrator", unit=cast.ward_a),
        agency_admin=somebody(cast, "qt-so", cast.environment, "administrator", agency=cast.environment),
        steward=somebody(cast, "dl-a", cast.office_a, "data-steward", unit=cast.ward_a),
        procedure=waiting,
    )


def in_force(code: str) -> None:
    """A pack that comes with the program. Once in a city: the same again would be judged again, which takes seconds."""
    if not LoadedPack.objects.filter(pk=code).exists():
        load_pack(SHIPPED / code, by=None)


def procedures() -> list[Procedure]:
    """Two in force: one of three steps, the second of them optional, and one of a single step."""
    return [_procedure("xu-ly", 3), _procedure("thu-hai", 1)]


def _procedure(code: str, count: int) -> Procedure:
    steps = [
        {"do_vi": "Làm", "do_en": "Do", "who": "", "within_s": None, "optional": number == 2}
        for number in range(1, count + 1)
    ]
    return Procedure.objects.create(
        code=code, version=1, valid_from=clock.today(), pack="thu", name_vi=code, name_en=code, rules=[], categories=[],
        steps=steps, source="x", certainty="D", recorded_at=clock.now(),
    )  # fmt: skip


def somebody(cast: Cast, username: str, home: Any, role: str, **limits: Any) -> Person:
    kind = "administrator" if role == "administrator" else "operational"
    person, _ = people.invite_person(
        username, username, agency=home, kind=kind, password=PASSWORD, temporary=False, by=None
    )
    people.grant_role(person, role, by=None, **limits)
    return person


def raised(cast: Cast, entity_id: int) -> Alarm:
    urn = f"urn:ngsi-ld:AirQualityObserved:a{entity_id}"
    station = Subject(entity_id, urn, cast.ward_a.pk, cast.environment.pk, 107.1, 10.35, [])
    fired = {"airQualityIndex": {"value": 171, "unit": "", "origin": "live", "at": clock.iso(NOW)}}
    return raise_alarm(rules.get_rule(RULE), station, name="Trạm An Hải", fired=fired, at=NOW)


def handed_in(folder: Path, by: Person) -> Import:
    path = folder / "own.csv"
    path.write_text(DATA, encoding="utf-8")
    return connectors.register_import(path, mappings.parse(MAPPING, file="own.toml"), MAPPING, by=by)
