"""Who may import what: an area and an agency limit at once, for what stands and for what would become."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from dothi.accounts import actions as people
from dothi.connectors import actions, queries
from dothi.connectors.files import mapping as mappings
from dothi.connectors.models import Import
from dothi.kernel.errors import NotAllowed
from dothi.kernel.testing.cast import PASSWORD, Cast, gather

from .conftest import facts
from .own import MAPPING

URN = "urn:ngsi-ld:AirQualityObserved:own-"


@pytest.fixture
def city(stored: None) -> Cast:
    return gather()


def steward(city: Cast, name: str, home: Any, **limits: Any) -> Any:
    person, _ = people.invite_person(
        name, name.title(), agency=home, password=PASSWORD, temporary=False, by=None
    )
    people.grant_role(person, "data-steward", by=None, **limits)
    return person


def handed_in(folder: Path, rows: str, by: Any) -> Import:
    path = folder / "own.csv"
    path.write_text("s;t;PM2.5\n" + rows, encoding="utf-8")
    return actions.register_import(path, mappings.parse(MAPPING, file="own.toml"), MAPPING, by=by)


def stands(name: str, unit: Any, agency: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into entities_entity (urn, types, created_at, modified_at, unit_id, agency_id)"
            " values (%s, '{}', now(), now(), %s, %s)",
            [URN + name, unit and unit.pk, agency and agency.pk],
        )


def test_an_agencys_steward_writes_only_what_is_the_agencys(city: Cast, tmp_path: Path) -> None:
    officer = steward(city, "sa", city.environment, agency=city.environment)
    stands("own", city.ward_a, city.environment)
    stands("foreign", city.ward_a, city.centre)
    stands("nobodys", city.ward_a, None)
    rows = "".join(f"{name};2026-01-01 01:00;5\n" for name in ("own", "foreign", "nobodys", "new"))
    done = actions.run_import(handed_in(tmp_path, rows, officer).pk)
    assert (done.rows, done.stored, done.refused, done.reasons) == (4, 2, 2, {"outside-area": 2})
    assert list(done.rejects.order_by("line").values_list("value", flat=True)) == [
        URN + "foreign",
        URN + "nobodys",
    ]
    told = "select urn, agency_id from entities_entity e where exists (select from entities_attribute a where a.entity_id = e.id)"
    assert dict(facts(told)) == {URN + "own": city.environment.pk, URN + "new": city.environment.pk}


def test_a_right_without_limits_writes_everywhere(city: Cast, tmp_path: Path) -> None:
    stands("foreign", city.ward_a, city.centre)
    done = actions.run_import(handed_in(tmp_path, "foreign;2026-01-01 01:00;5\n", city.vy).pk)
    assert (done.reach, done.stored, done.refused) == (None, 1, 0)


def test_an_area_and_an_agency_hold_at_once(city: Cast, tmp_path: Path) -> None:
    officer = steward(city, "sb", city.environment, agency=city.environment, unit=city.ward_a)
    stands("inside", city.ward_a, city.environment)
    stands("other-ward", city.ward_b, city.environment)
    rows = "inside;2026-01-01 01:00;5\nother-ward;2026-01-01 01:00;5\nplaceless;2026-01-01 01:00;5\n"
    done = actions.run_import(handed_in(tmp_path, rows, officer).pk)
    assert (done.stored, done.refused) == (1, 2)


def test_an_entity_is_not_moved_out_of_the_area(city: Cast, tmp_path: Path) -> None:
    """It stands in the steward's ward; the mapping would put it where no ward of his is."""
    officer = steward(city, "sc", city.office_a, unit=city.ward_a)
    stands("mine", city.ward_a, None)
    text = MAPPING + "[location]\nlon = 100.0\nlat = 10.0\n"
    path = tmp_path / "own.csv"
    path.write_text("s;t;PM2.5\nmine;2026-01-01 01:00;5\n", encoding="utf-8")
    row = actions.register_import(path, mappings.parse(text, file="own.toml"), text, by=officer)
    assert actions.run_import(row.pk).refused == 1
    assert facts("select unit_id from entities_entity") == [(city.ward_a.pk,)]


def test_who_runs_it_lends_the_reach_not_who_handed_it_in(city: Cast, tmp_path: Path) -> None:
    """A steward of one agency cannot run somebody else's import with that person's rights."""
    officer = steward(city, "sd", city.centre, agency=city.centre)
    row = handed_in(
        tmp_path, "x;2026-01-01 01:00;5\n", city.vy
    )  # Vy may everywhere and belongs to the centre
    assert queries.get_import(officer.scope("connectors.manage"), row.pk, officer) == row
    actions.queue_import(row, dry_run=False, by=officer)
    row.refresh_from_db()
    assert row.reach == [[None, city.centre.pk]]


def test_without_the_right_nothing_is_registered(city: Cast, tmp_path: Path) -> None:
    with pytest.raises(NotAllowed):
        handed_in(tmp_path, "x;2026-01-01 01:00;5\n", city.dung)
    assert not Import.objects.exists()


def test_an_agencys_steward_sees_only_the_agencys_imports(city: Cast, tmp_path: Path) -> None:
    """Also what he did himself for the agency that he worked for before."""
    officer = steward(city, "se", city.environment, agency=city.environment)
    now = handed_in(tmp_path, "x;2026-01-01 01:00;5\n", officer)
    before = handed_in(tmp_path, "y;2026-01-01 01:00;5\n", officer)
    Import.objects.filter(pk=before.pk).update(agency=city.office_a)
    handed_in(tmp_path, "x;2026-01-01 01:00;5\n", city.vy)
    assert list(queries.visible_imports(officer.scope("connectors.view"), officer)) == [now]


def test_an_import_belongs_to_the_agency_that_the_right_is_limited_to(city: Cast, tmp_path: Path) -> None:
    officer = steward(city, "sf", city.centre, agency=city.environment)
    assert handed_in(tmp_path, "x;2026-01-01 01:00;5\n", officer).agency == city.environment
