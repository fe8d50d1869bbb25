"""The addresses of the crew page: the shell, its script that rules nothing else, the snapshot, the batch, and who saw a way for what."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from typing import Any, ClassVar

import pytest
from django.test import Client

from dothi.accounts.models import Look
from dothi.crews import duties
from dothi.crews.models import Position
from dothi.crews.tests.conftest import unit
from dothi.crews.tests.phone import Phone
from dothi.forces.models import Assignment, Force
from dothi.kernel import clock
from dothi.kernel.retention import forget_all
from dothi.kernel.testing.cast import Cast
from dothi.kernel.testing.contract import ScreenContract

pytestmark = pytest.mark.django_db


class TestPage(ScreenContract):
    path = "/crew/"
    right, no_right = "binh", ("dung", "minh")
    shows = 'id="crew"'


class TestMap(ScreenContract):
    path = "/crew/map/"
    right, no_right = "binh", ("dung", "minh")


class TestTrack(ScreenContract):
    right, no_right, elsewhere = "minh", ("dung", "binh"), "tuan"
    shows: ClassVar[str] = 'name="purpose"'

    def path(self, cast: Cast) -> str:
        return f"/crew/tracks/{unit(cast, '114-31').call_sign}/"


def test_the_desk_signs_off_who_forgot_with_a_reason(
    cast: Cast, binh: Any, engine: Force, client_of: Callable[[Any], Any]
) -> None:
    duty = duties.sign_on(binh, engine.call_sign)
    address = f"/crew/duties/{duty.pk}/end/"
    assert client_of(cast.nga).post(address, {"reason": "?"}).status_code == 404, "another agency"
    assert client_of(binh).post(address, {"reason": "?"}).status_code == 403
    part = f"/crew/of/{engine.call_sign}/"
    assert client_of(cast.tuan).get(part).status_code == 404, "another ward"
    told = client_of(cast.hoa).get(part).content.decode()
    assert "Trần Binh" in told
    assert address not in told, "a leader looks"
    assert address in client_of(cast.minh).get(part).content.decode()
    client_of(cast.minh).post(address, {"reason": " "})
    assert duties.current(binh) == duty, "without a reason nobody is signed off"
    client_of(cast.minh).post(address, {"reason": "quên rời ca"})
    assert duties.current(binh) is None
    assert "Trần Binh" not in client_of(cast.minh).get(part).content.decode()


def test_the_script_rules_the_crew_page_alone() -> None:
    answer = Client().get("/crew/sw.js")
    assert (answer.status_code, answer["Service-Worker-Allowed"]) == (200, "/crew/")
    assert answer["Content-Type"].startswith("text/javascript")
    assert "no-cache" in answer["Cache-Control"]
    body = answer.content.decode()
    assert '"/static/dist/crew' in body
    assert "&quot;" not in body
    told = json.loads(Client().get("/crew/manifest.webmanifest").content)
    assert (told["scope"], told["start_url"]) == ("/crew/", "/crew/")


def test_words_of_the_script_leave_room_for_what_it_fills_in(
    binh: Any, client_of: Callable[[Any], Any]
) -> None:
    words = client_of(binh).get("/crew/").context["crew_words"]
    assert (words["queue"].count("{n}"), words["queue"].count("{minutes}")) == (1, 1)
    assert "{s}" in words["position-on"]


def test_a_batch_goes_by_the_token_that_the_snapshot_brings(binh: Any, sent: Assignment) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(binh)
    asked = {"Accept": "application/json"}
    token = browser.get("/crew/state/", headers=asked).json()["csrf"]
    on = browser.post("/crew/on/", {"force": "114-01"}, headers={**asked, "X-CSRFToken": token})
    assert on.json()["duty"]["force"] == "114-01"
    phone = Phone(duties.current(binh), sent)  # type: ignore[arg-type]
    phone.press("acknowledge", clock.now())
    without = browser.post("/crew/deeds/", phone.batch(), content_type="application/json", headers=asked)
    assert without.status_code == 403
    answer = browser.post(
        "/crew/deeds/",
        phone.batch(),
        content_type="application/json",
        headers={**asked, "X-CSRFToken": token},
    )
    assert [one["outcome"] for one in answer.json()["answers"]] == ["done"]
    assert "acknowledged_at" in answer.json()["state"]["assignment"]["minutes"]


def test_a_wrong_batch_is_refused_in_words(binh: Any, client_of: Callable[[Any], Any]) -> None:
    answer = client_of(binh).post(
        "/crew/deeds/", b"[]", content_type="application/json", headers={"Accept": "application/json"}
    )
    assert (answer.status_code, answer.json()["code"]) == (400, "crew-batch")


def test_nobody_reads_a_way_without_having_said_what_for(
    cast: Cast, binh: Any, client_of: Callable[[Any], Any]
) -> None:
    force = unit(cast, "114-32", urn="urn:ngsi-ld:Vehicle:114-32")
    address, browser = f"/crew/tracks/{force.call_sign}/", client_of(cast.minh)
    assert "crews-track-way" not in browser.get(address).content.decode()
    assert "<table" not in browser.get(address).content.decode()
    browser.post(address, {"purpose": "nothing"})
    assert not Look.objects.exists()
    duty = duties.sign_on(binh, force.call_sign)
    told = {"duty": duty, "device": "a1b2c3d4", "lon": 107.123, "lat": 10.4}
    Position.objects.create(number=1, at=clock.now(), **told)
    Position.objects.create(number=2, at=clock.now() - dt.timedelta(days=2), **told)
    assert "107" not in browser.get(address).content.decode()
    browser.post(address, {"purpose": "assignment"})
    look = Look.objects.get()
    assert (look.person, look.kind, look.subject) == (cast.minh, "position", "114-32")
    page = browser.get(address).content.decode()
    assert "Các điểm" in page
    assert page.count("107.12300") == 1, "of the last day"
    assert "Các điểm" not in client_of(cast.hoa).get(address).content.decode(), "a look is one's own"
    browser.post(f"{address}end/")
    assert "Các điểm" not in browser.get(address).content.decode()


def test_ways_are_forgotten_after_their_time(cast: Cast, binh: Any, engine: Force) -> None:
    duty = duties.sign_on(binh, engine.call_sign)
    for number, days in enumerate((91, 89, 0)):
        at = clock.now() - dt.timedelta(days=days)
        Position.objects.create(duty=duty, device="a1b2c3d4", number=number, at=at, lon=107.1, lat=10.4)
    assert forget_all()["crew-positions"] == 1
    assert set(Position.objects.values_list("number", flat=True)) == {1, 2}
