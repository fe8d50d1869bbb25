"""The pages: found without accents, foreign cameras unknown, a look begun and ended, pictures beside a case."""

from __future__ import annotations

import re
from typing import Any

import pytest

from dothi.accounts import picture_tickets
from dothi.accounts.models import Look
from dothi.cameras import actions
from dothi.cameras.actions import Leave
from dothi.cameras.models import CameraHealth
from dothi.cameras.tests.register import camera
from dothi.incidents import actions as incidents
from dothi.kernel import clock
from dothi.kernel.testing.statements import asked_of

pytestmark = pytest.mark.django_db
WHY = "khói trên nóc chợ, 114 báo"


def tickets(page: str) -> list[picture_tickets.PictureTicket]:
    return [picture_tickets.read(text) for text in re.findall(r"/stream/picture\?ticket=([\w.%-]+)", page)]


def test_a_camera_is_found_without_accents_and_by_its_state(cast: Any, client_of: Any) -> None:
    camera("cho-1", cast.environment, cast.ward_a, name="Cổng chợ Rạch Dừa")
    out = camera("cong-2", cast.environment, cast.ward_a, name="Công viên")
    CameraHealth.objects.filter(camera=out).update(state="frozen")
    nga = client_of(cast.nga)
    page = nga.get("/cameras/?q=rach+dua").content.decode()
    assert "Rạch Dừa" in page
    assert "Công viên" not in page
    page = nga.get("/cameras/rows/?state=trouble").content.decode()
    assert "Đứng hình" in page
    assert "Rạch Dừa" not in page


def test_a_camera_of_another_ward_does_not_exist_for_its_neighbour(cast: Any, client_of: Any) -> None:
    camera("cho-1", cast.office_a, cast.ward_a)
    for path in ("/cameras/cho-1/", "/cameras/cho-1/part/"):
        assert client_of(cast.lan).get(path).status_code == 200
        assert client_of(cast.tuan).get(path).status_code == 404
    assert (
        client_of(cast.tuan).post("/cameras/cho-1/look/", {"purpose": "verify", "words": WHY}).status_code
        == 404
    )
    assert "cho-1" not in client_of(cast.tuan).get("/cameras/sites/").content.decode()
    assert client_of(cast.dung).get("/cameras/").status_code == 403


def test_no_picture_without_a_look_and_none_after_its_end(cast: Any, client_of: Any) -> None:
    camera("cho-1", cast.office_a, cast.ward_a)
    lan = client_of(cast.lan)
    assert tickets(lan.get("/cameras/cho-1/").content.decode()) == []
    assert tickets(lan.get("/cameras/cho-1/?live=yes").content.decode()) == []
    again = lan.post("/cameras/cho-1/look/", {"purpose": "verify", "words": "ngắn"}).content.decode()
    assert not Look.objects.exists()
    assert 'value="verify" required checked' in again and 'value="ngắn"' in again
    lan.post("/cameras/cho-1/look/", {"purpose": "verify", "words": WHY})
    look = Look.objects.get()
    (still,) = tickets(lan.get("/cameras/cho-1/").content.decode())
    (live,) = tickets(lan.get("/cameras/cho-1/?live=yes").content.decode())
    assert (still.look_id, still.live, live.live) == (look.pk, False, True)
    assert live.expires <= clock.now().timestamp() + 120 < still.expires <= look.until.timestamp()
    assert "Nguyễn Thị Lan" in still.mark
    assert client_of(cast.tuan).post(f"/cameras/looks/{look.pk}/end/").status_code == 404
    lan.post(f"/cameras/looks/{look.pk}/end/")
    assert tickets(lan.get("/cameras/cho-1/").content.decode()) == []


def test_a_case_shows_pictures_to_whoever_is_on_it_and_the_looks_are_noted(cast: Any, client_of: Any) -> None:
    camera("cho-1", cast.centre, cast.ward_a)
    camera("cho-2", cast.centre, cast.ward_a, lat=10.352, purposes=("verify",))  # not for cases
    camera("xa-1", cast.centre, cast.ward_a, lat=10.45)
    case = incidents.open_incident(
        title="Cháy chợ", kind="fire", severity="high", by=cast.minh, unit_id=cast.ward_a.pk, lon=107.0801, lat=10.3501
    )  # fmt: skip
    minh = client_of(cast.minh)
    page = minh.get(f"/cameras/near/?case={case.code}").content.decode()
    assert ("Camera cho-1" in page, "Camera cho-2" in page, "Camera xa-1" in page) == (True, True, False)
    assert tickets(page) == []
    minh.post("/cameras/near/look/", {"case": case.code})
    look = Look.objects.get()
    assert (look.purpose, look.subject, look.person) == ("incident", "cho-1", cast.minh)
    assert case.code in look.words
    assert [
        one.look_id for one in tickets(minh.get(f"/cameras/near/?case={case.code}").content.decode())
    ] == [look.pk]
    minh.post("/cameras/near/end/", {"case": case.code})
    assert tickets(minh.get(f"/cameras/near/?case={case.code}").content.decode()) == []
    assert "/cameras/near/" in minh.get(f"/incidents/{case.code}/").content.decode()


def test_another_agencys_camera_beside_a_case_needs_its_leave(cast: Any, client_of: Any) -> None:
    camera("cho-1", cast.environment, cast.ward_a)
    case = incidents.open_incident(
        title="Cháy chợ", kind="fire", severity="high", by=cast.minh, unit_id=cast.ward_a.pk, lon=107.08, lat=10.35
    )  # fmt: skip
    minh = client_of(cast.minh)
    minh.post("/cameras/near/look/", {"case": case.code})
    assert not Look.objects.exists()
    actions.grant(Leave("cho", cast.environment, cast.centre, "incident", "QĐ 9", clock.today()), by=cast.nga)
    minh.post("/cameras/near/look/", {"case": case.code})
    assert Look.objects.get().agency == cast.environment


def test_a_list_costs_the_same_whatever_its_length(cast: Any, client_of: Any) -> None:
    nga = client_of(cast.nga)
    camera("c-0", cast.environment, cast.ward_a)
    with asked_of("cameras_") as few:
        nga.get("/cameras/")
    for number in range(1, 12):
        camera(f"c-{number}", cast.environment, cast.ward_a)
    with asked_of("cameras_") as many:
        nga.get("/cameras/")
    assert len(few) == len(many)


def test_the_register_is_kept_on_its_screens(cast: Any, client_of: Any) -> None:
    nga = client_of(cast.nga)
    told = {
        "code": "moi-1", "name": "Mới", "agency": cast.environment.pk, "address": "rtsp://u:secret-word@cam.test/1",
        "lon": "107.1", "lat": "10.4", "purposes": ["verify"],
    }  # fmt: skip
    assert nga.get("/cameras/new/").status_code == 200
    assert nga.post("/cameras/new/", told).status_code == 302
    assert nga.post("/cameras/new/", told).status_code == 422
    pages = [
        nga.get(path).content.decode()
        for path in ("/cameras/moi-1/", "/cameras/moi-1/change/", "/cameras/grants/", "/cameras/import/")
    ]
    assert "rtsp://cam.test/1" in pages[0]
    assert not any("secret-word" in page for page in pages)
    nga.post("/cameras/moi-1/switch/", {"on": "no", "reason": "thay máy"})
    assert "Ngừng sử dụng" in nga.get("/cameras/moi-1/").content.decode()
