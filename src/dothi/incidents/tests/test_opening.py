"""A case that is opened from something seen in the city: a camera is its source, where the person who opens it may see it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any
from urllib.parse import quote

import psycopg
import pytest
from django.test import Client

from dothi.entities.core.normalize import normalize
from dothi.entities.store.write import write_batch
from dothi.incidents.joining.models import IncidentSource
from dothi.incidents.models import Incident, IncidentLog
from dothi.kernel import clock
from dothi.kernel.origin import Origin
from dothi.kernel.testing.cast import Cast
from dothi.rules.tests.feed import url

CAMERA = "urn:ngsi-ld:Camera:cho-an-hai"
Of = Callable[[Any], Client]


def seen(type_: str, urn: str, agency_id: int, name: str) -> None:
    """A thing of one agency, as the worker writes it."""
    at = clock.iso(clock.now())
    told = {
        "id": urn, "type": type_, "name": {"type": "Property", "value": name, "observedAt": at},
        "location": {"type": "GeoProperty", "value": {"type": "Point", "coordinates": [107.1, 10.35]}, "observedAt": at},
    }  # fmt: skip

    async def write() -> None:
        async with await psycopg.AsyncConnection.connect(url(), autocommit=True) as opened:
            await write_batch(
                opened, normalize([told]), origin=Origin.LIVE, source="test", agency_id=agency_id
            )

    asyncio.run(write())


@pytest.mark.django_db(transaction=True)
def test_a_case_is_opened_from_a_camera_by_who_sees_it(cast: Cast, client_of: Of) -> None:
    seen("Camera", CAMERA, cast.centre.pk, "Camera chợ An Hải <1>")
    data = {"title": "Khói đen trên nóc chợ", "severity": "high", "about": CAMERA, "unit": cast.ward_a.pk}
    lan, minh = client_of(cast.lan), client_of(cast.minh)  # Lan sees her ward's things only
    assert lan.get(f"/incidents/open/?about={CAMERA}").status_code == 404
    assert lan.post("/incidents/open/", data).status_code == 404
    assert not Incident.objects.exists()
    assert f"/incidents/open/?about={quote(CAMERA)}" in minh.get(f"/entities/{CAMERA}/").content.decode()
    form = minh.get(f"/incidents/open/?about={CAMERA}").content.decode()
    assert "Camera chợ An Hải &lt;1&gt;" in form
    answer = minh.post("/incidents/open/", data)
    case = Incident.objects.get()
    assert answer["Location"] == f"/incidents/{case.code}/"
    assert (case.lon, case.lat, case.place) == (107.1, 10.35, "Camera chợ An Hải <1>")
    source = IncidentSource.objects.get(incident=case)
    assert (source.kind, source.opened_it, source.url) == ("camera", True, f"/entities/{CAMERA}/")
    line = IncidentLog.objects.get(incident=case, kind="opened")
    assert line.fields["source"] == "camera"
    page = minh.get(f"/incidents/{case.code}/").content.decode()
    assert "Camera chợ An Hải &lt;1&gt;" in page
    assert minh.post("/incidents/open/", data)["Location"] == answer["Location"]  # sent twice
    assert Incident.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_any_other_thing_of_the_city_is_a_source_too(cast: Cast, client_of: Of) -> None:
    urn = "urn:ngsi-ld:StreetLight:den-7"
    seen("StreetLight", urn, cast.centre.pk, "Đèn số 7")
    client_of(cast.minh).post(
        "/incidents/open/",
        {"title": "Cột đèn đổ", "severity": "low", "about": urn, "unit": cast.ward_a.pk},
    )
    assert IncidentSource.objects.get().kind == "entity"
    assert client_of(cast.minh).get("/incidents/open/?about=urn:ngsi-ld:Camera:none").status_code == 404
