"""The catalogue: what packs declare and senders send, counted inside a person's scope; what is doubted of values."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from dothi.entities.core.declared import Judgement
from dothi.entities.declaring import Declaration, declare_types
from dothi.entities.tests.test_screens import AT, _one, _station
from dothi.kernel.errors import Conflict
from dothi.kernel.testing.cast import Cast

SignIn = Callable[[Any], Client]
SCHEMA = {
    "title": "AirQualityObserved",
    "required": ["id", "type"],
    "properties": {
        "pm25": {"type": "number", "x-unitCode": "GP"},
        "o3": {"type": "number", "x-unitCode": "GQ"},
    },
}


def _declaration(pack: str = "environment", **schemas: Any) -> Declaration:
    return Declaration(pack, "1.0.0", "so-nnmt", "Apache-2.0", Judgement.FLAG, schemas)


@pytest.fixture
def stations(cast: Cast) -> list[str]:
    declare_types(_declaration(AirQualityObserved=SCHEMA, Silent={"title": "Silent"}))
    return [
        _station("a1", "Trạm A", cast.ward_a.pk, [(14.5, AT)]),
        _station("b1", "Trạm B", cast.ward_b.pk, [(9.0, AT)]),
        _station("b2", "Trạm B2", cast.ward_b.pk, [(8.0, AT)]),
    ]


def _number(page: str) -> str:
    return page.split('<span class="count">', 1)[1].split("<", 1)[0]


def test_types_are_counted_inside_the_scope(cast: Cast, client_of: SignIn, stations: list[str]) -> None:
    address = "/catalogue/AirQualityObserved/"
    assert _number(client_of(cast.minh).get(address).content.decode()) == "3"
    of_lan = client_of(cast.lan).get(address).content.decode()
    assert _number(of_lan) == "1"
    assert "An Hải" in of_lan
    assert "Bình Minh" not in of_lan
    assert client_of(None).get(address).status_code == 302
    assert client_of(cast.dung).get(address).status_code == 403


def test_the_list_names_declared_types_and_sent_ones(
    cast: Cast, client_of: SignIn, stations: list[str]
) -> None:
    page = client_of(cast.vy).get("/catalogue/").content.decode()
    assert "Trạm quan trắc không khí" in page
    assert "Sở Nông nghiệp và Môi trường" in page
    assert "Silent" in page  # declared, and nobody sends it
    assert client_of(cast.vy).get("/catalogue/Silent/").status_code == 200
    assert client_of(cast.vy).get("/catalogue/Nothing/").status_code == 404


def test_a_type_tells_its_units_as_declared_and_as_sent(
    cast: Cast, client_of: SignIn, stations: list[str]
) -> None:
    page = client_of(cast.vy).get("/catalogue/AirQualityObserved/").content.decode()
    assert "mg/m³" in page  # declared
    assert "có nguồn gửi µg/m³ (GQ)" in page
    assert f"/ngsi-ld/v1/entities/{stations[0]}" in page or stations[1] in page or stations[2] in page
    assert "http://testserver/ngsi-ld/v1/entities?type=AirQualityObserved" in page


def test_the_table_of_a_type_holds_what_the_scope_holds(
    cast: Cast, client_of: SignIn, stations: list[str]
) -> None:
    answer = client_of(cast.lan).get("/catalogue/AirQualityObserved/latest.csv")
    text = b"".join(answer.streaming_content).decode()  # type: ignore[attr-defined]
    assert stations[0] in text
    assert stations[1] not in text
    assert "14.5,GQ,2026-11-20T03:00:00Z,unknown,simulated,test" in text


def test_the_schema_is_told(cast: Cast, client_of: SignIn, stations: list[str]) -> None:
    answer = client_of(cast.lan).get("/catalogue/AirQualityObserved/schema.json")
    assert json.loads(answer.content) == SCHEMA
    assert client_of(cast.lan).get("/catalogue/Nothing/schema.json").status_code == 404


def test_doubts_are_shown_to_data_stewards_within_their_area(
    cast: Cast, client_of: SignIn, stations: list[str]
) -> None:
    source = _one("insert into entities_source (name) values ('http:doubtful') returning id")
    with connection.cursor() as cursor:
        for unit, detail in ((cast.ward_a.pk, "HPA"), (cast.ward_b.pk, "ugm3")):
            cursor.execute(
                "insert into entities_complaint (first_at, last_at, times, unit_id, agency_id, source_id, fault, type, attribute, detail, example)"
                " values (%s, %s, 1234, %s, 0, %s, 1, 'AirQualityObserved', 'pm25', %s, %s)",
                [AT, AT, unit, source, detail, stations[0]],
            )
    page = client_of(cast.vy).get("/doubts/").content.decode()
    assert "1.234" in page
    assert "HPA" in page
    assert "ugm3" in page
    assert client_of(cast.lan).get("/doubts/").status_code == 403
    of_ward = client_of(cast.lan).get("/catalogue/AirQualityObserved/").content.decode()
    assert "HPA" in of_ward
    assert "ugm3" not in of_ward


def test_a_type_belongs_to_one_pack(cast: Cast) -> None:
    declare_types(_declaration(A={"title": "A"}, B={"title": "B"}))
    with pytest.raises(Conflict):
        declare_types(_declaration("water", A={"title": "A"}))
    declare_types(_declaration(B={"title": "B"}))  # the pack no longer has A
    declare_types(_declaration("water", A={"title": "A"}))
