"""A data steward corrects a value: the old one stays with its time, the new one says why, and everybody sees both."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from dothi.entities import queries
from dothi.entities.core.rows import Quality
from dothi.entities.models import Act
from dothi.entities.tests.test_screens import AT, _station
from dothi.kernel import clock
from dothi.kernel.origin import Origin
from dothi.kernel.testing.cast import Cast, gather

SignIn = Callable[[Any], Client]


@pytest.fixture
def city(transactional_db: None) -> Iterator[tuple[Cast, str]]:
    """Corrections commit by the writer's own connection."""
    cast = gather()
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into entities_flush (recorded_at, rows) values (now(), 1)"
        )  # the one that _station names
    yield cast, _station("sua-1", "Trạm sửa", cast.ward_a.pk, [(41.0, AT)])
    with connection.cursor() as cursor:
        cursor.execute("truncate entities_entity, entities_attribute, entities_history, entities_flush")


def _form(**changed: Any) -> dict[str, Any]:
    return {
        "attr": "pm25",
        "at": clock.iso(AT),
        "revision": 0,
        "value": "14,5",
        "quality": "typed",
        "reason": "máy đo hỏng",
    } | changed


def test_a_correction_keeps_the_old_value_and_says_why(city: tuple[Cast, str], client_of: SignIn) -> None:
    cast, urn = city
    address = f"/entities/{urn}/correct/"
    vy = client_of(cast.vy)
    assert "41" in vy.get(address, {"attr": "pm25", "at": clock.iso(AT)}).content.decode()
    assert vy.post(address, _form(reason=" ")).status_code == 422
    assert vy.post(address, _form(value="viele")).status_code == 422
    assert vy.post(address, _form()).status_code == 302
    assert vy.post(address, _form()).status_code == 409  # the form sent twice: somebody was quicker

    new, old = queries.revisions(urn, attr="pm25")
    assert (old.value, old.revision, old.origin) == (41, 0, Origin.SIMULATED)
    assert (new.value, new.revision, new.origin, new.source) == (14.5, 1, Origin.TYPED, "person:vy")
    assert (new.quality, new.reason, new.unit_code) == (Quality.TYPED, "máy đo hỏng", "GQ")
    assert new.recorded_at > old.recorded_at
    assert queries.entity(urn).value("pm25").value == 14.5  # type: ignore[union-attr]

    history = vy.get(f"/entities/{urn}/history/").content.decode()
    assert "máy đo hỏng" in history
    assert "nhập tay" in history
    table = b"".join(vy.get(f"/entities/{urn}/history.csv").streaming_content).decode()  # type: ignore[attr-defined]
    assert "typed,máy đo hỏng" in table
    act = Act.objects.get()
    assert (act.kind, act.by, act.reason, act.detail["from"], act.detail["to"]) == (
        "correct",
        cast.vy,
        "máy đo hỏng",
        41,
        14.5,
    )

    vy.post(address, _form(revision=1, value="14,5", quality="suspect", reason="chưa rõ"))
    assert queries.entity(urn).value("pm25").quality == Quality.SUSPECT  # type: ignore[union-attr]
    assert "nghi ngờ" in vy.get(f"/entities/{urn}/").content.decode()


def test_who_may_correct(city: tuple[Cast, str], client_of: SignIn) -> None:
    cast, urn = city
    address = f"/entities/{urn}/correct/"
    for person, status in ((cast.lan, 403), (cast.minh, 403), (cast.dung, 403)):
        assert client_of(person).post(address, _form()).status_code == status
    assert "/correct/" not in client_of(cast.minh).get(f"/entities/{urn}/history/").content.decode()
    assert client_of(cast.vy).post(address, _form(attr="pm10")).status_code == 404
    assert client_of(cast.vy).post(address, _form(at="gestern")).status_code == 400
    assert len(queries.revisions(urn, attr="pm25")) == 1
