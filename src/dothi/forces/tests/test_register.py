"""The register and the list of units: whom a unit may be bound to, and a thousand of them in pages."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import connection

from dothi.accounts import actions as people
from dothi.accounts.models import Person, Role
from dothi.forces import catalogue, queries, register
from dothi.forces.models import Assignment, Force
from dothi.forces.tests.test_forces import fixed, observed, put, unit
from dothi.forces.views import PER_PAGE
from dothi.incidents import actions as incidents
from dothi.incidents.tests.test_incidents import signed_in
from dothi.kernel import clock
from dothi.kernel.errors import BadRequest
from dothi.kernel.testing.cast import PASSWORD, SINCE, Cast
from dothi.kernel.testing.statements import asked_of
from dothi.territory.names import folded

pytestmark = pytest.mark.django_db


def keeper(cast: Cast, *rights: str) -> Person:
    """Keeps the register of ward A."""
    name = f"keeper-{len(rights)}"
    Role.objects.create(code=name, name_vi=name, name_en=name, permissions=["forces.manage", *rights])
    someone, _ = people.invite_person(
        name, name, agency=cast.office_a, kind="operational", password=PASSWORD, temporary=False, by=None
    )
    people.grant_role(someone, name, by=None, valid_from=SINCE, unit=cast.ward_a)
    return someone


def vehicle(urn: str, unit_id: int | None) -> str:
    """An entity with a place that belongs to this unit."""
    at = clock.iso(clock.now() - dt.timedelta(minutes=1))
    place = {"type": "Point", "coordinates": [107.1, 10.4]}
    observed(
        {"id": urn, "type": "Vehicle", "location": {"type": "GeoProperty", "value": place, "observedAt": at}}
    )
    with connection.cursor() as cursor:
        cursor.execute("update entities_entity set unit_id = %s where urn = %s", [unit_id, urn])
    return urn


@pytest.mark.django_db(transaction=True)
def test_a_unit_is_bound_only_to_a_device_that_whoever_binds_it_may_see(cast: Cast) -> None:
    put()
    here = vehicle("urn:ngsi-ld:Vehicle:here", cast.ward_a.pk)
    elsewhere = vehicle("urn:ngsi-ld:Vehicle:elsewhere", cast.ward_b.pk)
    one, mai = unit(cast, "114-01"), keeper(cast, "forces.view", "entities.view")
    for urn in (elsewhere, "urn:ngsi-ld:Vehicle:nowhere"):  # answered alike
        with pytest.raises(BadRequest, match="force-urn-unseen"):
            register.change(one, by=mai, urn=urn)
        with pytest.raises(BadRequest, match="force-urn-unseen"):
            register.take_in(
                call_sign="114-09", kind="fire-engine", agency=cast.office_a, unit=cast.ward_a, by=mai, urn=urn, name="Xe"
            )  # fmt: skip
    one.refresh_from_db()
    assert (one.urn, Force.objects.count()) == ("", 1)
    register.change(one, by=mai, urn=here)
    assert queries.fixes([here]).keys() == {here}
    no_eyes = keeper(cast)
    with pytest.raises(BadRequest, match="force-urn-unseen"):
        register.change(one, by=no_eyes, urn=elsewhere)
    register.change(one, by=no_eyes, urn=here, crew=3)  # what stands may stay
    register.change(one, by=no_eyes, urn="")


@pytest.mark.django_db(transaction=True)
def test_the_form_says_that_the_device_is_out_of_reach_and_keeps_what_was_typed(cast: Cast) -> None:
    put()
    elsewhere = vehicle("urn:ngsi-ld:Vehicle:elsewhere", cast.ward_b.pk)
    one, mai = unit(cast, "114-01"), keeper(cast, "forces.view", "entities.view")
    form = {"name": "Xe chữa cháy mới", "crew": 5, "crew_minimum": 4, "urn": elsewhere}
    answer = signed_in(mai).post("/forces/114-01/change/", form)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "nằm ngoài phạm vi được xem" in page and "Xe chữa cháy mới" in page
    new = form | {
        "call_sign": "114-02",
        "kind": "fire-engine",
        "agency": cast.office_a.pk,
        "unit": cast.ward_a.pk,
    }
    answer = signed_in(mai).post("/forces/new/", new)
    assert (answer.status_code, "nằm ngoài phạm vi được xem" in answer.content.decode()) == (422, True)
    one.refresh_from_db()
    assert (one.name, one.urn) == ("Xe 114-01", "")


def many(cast: Cast, count: int) -> None:
    """Units of two services at homes with accents."""
    now = clock.now()
    Force.objects.bulk_create(
        Force(
            call_sign=f"{service}-{number:04}",
            name=f"Tổ số {number}",
            service=service,
            agency=cast.centre,
            kind="fire-engine" if service == "114" else "ambulance",
            unit=cast.ward_b if number % 10 else cast.ward_a,
            capabilities=["pump"],
            crew=5,
            crew_minimum=4,
            home_name="Bệnh viện Bà Rịa" if number == 7 else "Đội Cửa Lấp",
            state="available" if number % 2 else "resting",
            state_since=now,
            urn=f"urn:ngsi-ld:Vehicle:{service}-{number}",
        )
        for service in ("114", "115")
        for number in range(count // 2)
    )


def asked(person: Person, path: str, **query: Any) -> tuple[str, int]:
    """The page, and how many statements it took."""
    browser = signed_in(person)
    browser.get(path)  # what is read once in each process
    with asked_of("forces_") as statements:
        page = browser.get(path, query).content.decode()
    return page, len(statements)


@pytest.mark.parametrize("path", ["/forces/", "/forces/rows/", "/forces/register/"])
def test_a_thousand_units_come_in_pages_at_the_price_of_a_few(cast: Cast, path: str) -> None:
    put()
    many(cast, 20)
    reader = keeper(cast, "forces.view")
    people.grant_role(reader, f"keeper-{1}", by=None, valid_from=SINCE)
    asked(reader, path)
    few, statements = asked(reader, path)
    Force.objects.all().delete()
    many(cast, 1000)
    first, now = asked(reader, path)
    assert (first.count("<tr "), now) == (PER_PAGE, statements)
    assert len(first) < len(few) + 200 * 1000
    second, _ = asked(reader, path, page="2")
    assert "114-0199" in first and "114-0199" not in second and "114-0200" in second
    last, _ = asked(reader, path, page="99")
    assert "115-0499" in last


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"q": "ba ria"}, {"114-0007", "115-0007"}),
        ({"q": "BÀ RỊA", "service": "115"}, {"115-0007"}),
        ({"q": "114-0003"}, {"114-0003"}),
        ({"q": "to so 12"}, {"114-0012", "115-0012"}),
        ({"q": "xe cứu thương", "area": "a"}, {"115-0000", "115-0010"}),
        ({"kind": "ambulance", "area": "a", "state": "resting"}, {"115-0000", "115-0010"}),
        ({"state": "free", "area": "a"}, set()),
        ({"q": "!!"}, set()),
        ({"q": "%"}, set()),
        ({"area": "x", "state": "asleep", "q": "0019"}, {"114-0019", "115-0019"}),
    ],
)
def test_units_are_found_by_words_without_accents_and_by_state_kind_and_area(
    cast: Cast, query: dict[str, str], found: set[str]
) -> None:
    put()
    many(cast, 40)
    told = catalogue.in_force()
    assert told.kind_name("ambulance") == "Xe cứu thương"
    query = {name: str(cast.ward_a.pk) if text == "a" else text for name, text in query.items()}
    page, _ = asked(cast.minh, "/forces/rows/", **query)
    every = set(Force.objects.values_list("call_sign", flat=True))
    assert {one for one in every if f"<strong>{one}</strong>" in page} == found


def test_the_database_folds_words_as_we_do(cast: Cast) -> None:
    names = ["Đội CỨU hộ Nguyễn Văn Cừ", "Ủy ban, P.12 (cũ)", "Hoà/Hòa", "115-VT.01", "  ơ ư ẵ ệ  "]
    for number, name in enumerate(names):
        one = unit(cast, f"X{number}", name=name, home_name="")
        rows = Force.objects.filter(pk=one.pk)
        assert queries.matching(rows, queries.Asked(text=name, words=folded(name))).exists(), name


def test_refusals_are_told_by_the_same_statements_however_many(cast: Cast) -> None:
    put()

    def refused(number: int) -> None:
        case = incidents.open_incident(
            title=f"Cháy {number}", kind="fire", severity="high", by=cast.minh, unit_id=cast.ward_a.pk
        )
        now = clock.now()
        Assignment.objects.create(
            incident=case, force=unit(cast, f"R-{number}"), alerted_at=now, ended_at=now, ended_as="declined",
            ended_reason="xe hỏng",
        )  # fmt: skip

    refused(0)
    page, statements = asked(cast.minh, "/forces/rows/")
    for number in range(1, 6):
        refused(number)
    more, now = asked(cast.minh, "/forces/rows/")
    assert (page.count("xe hỏng"), more.count("xe hỏng"), now) == (1, 6, statements)


@pytest.mark.django_db(transaction=True)
def test_of_the_entity_a_reader_of_the_unit_learns_where_and_when_alone(cast: Cast) -> None:
    put()
    one = unit(cast, "114-01")
    fixed(one, north_km=2, age=dt.timedelta(minutes=3))
    seen = clock.iso(queries.fixes([one.urn])[one.urn].observed_at)[:19]
    reader = keeper(cast, "forces.view")
    Role.objects.filter(code="keeper-1").update(permissions=["forces.view"])
    page, _ = asked(reader, "/forces/114-01/")
    assert seen in page and one.urn not in page
    assert f"/entities/{one.urn}/" in asked(cast.minh, "/forces/114-01/")[0]  # sees entities everywhere
