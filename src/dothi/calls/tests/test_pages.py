"""The pages of calls: what each may see, what is done from them, and the page that a caller's phone opens."""

from __future__ import annotations

from typing import Any

import pytest

from dothi.calls import actions, queries
from dothi.calls.models import Call, CallLeg, CallRule, Line, PlaceLink
from dothi.calls.tests.exchange import Desks, desks, rings, told
from dothi.calls.views_here import TRIES, _tries
from dothi.kernel.testing.cast import Cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def city(cast: Cast) -> Desks:
    return desks(cast)


def page(browser: Any, path: str, status: int = 200) -> str:
    answer = browser.get(path)
    assert answer.status_code == status, (path, answer.status_code)
    return str(answer.content.decode())


def written(city: Desks) -> Call:
    call = rings()
    actions.take(call, by=city.phong)
    actions.write_draft(
        call, fields={"narrative": "Cháy tầng hai, còn người", "caller_name": "Trần Bảy", "address": "12 Lê Lợi"}, rev=1, by=city.phong
    )  # fmt: skip
    actions.decide_kind(call, kind="fire", severity="high", by=city.phong)
    return call


def test_the_list_is_searched_without_accents_and_numbers_by_who_may_see_them(
    city: Desks, cast: Cast, client_of: Any
) -> None:
    call = written(city)
    rings(caller_number="0912000111", number_dialled="115")
    officer, leader = client_of(city.phong), client_of(cast.hoa)
    assert call.code in page(officer, "/calls/?q=chay+le+loi")
    assert call.code not in page(officer, "/calls/?q=chay+nguyen+hue")
    assert call.code in page(officer, "/calls/?q=4456")
    assert "0901234456" in page(officer, "/calls/")
    seen = page(leader, "/calls/")
    assert "••• 456" in seen
    assert "0901234456" not in seen
    assert call.code not in page(leader, "/calls/?q=4456")
    assert call.code not in page(officer, "/calls/rows/?state=ringing&day=2026-11-22&service=114")
    assert call.code in page(officer, "/calls/rows/?state=open&page=99&day=x")


def test_a_call_of_no_line_and_no_kind_has_its_page(city: Desks, client_of: Any) -> None:
    call = actions.open_by_hand(by=city.phong)
    assert call.code in page(client_of(city.phong), f"/calls/{call.code}/")


def test_three_agencies_see_each_its_own_part(city: Desks, cast: Cast, client_of: Any) -> None:
    call = written(city)
    medical = actions.hand_over(call, service="115", message="Hai người bỏng", by=city.phong)
    police = actions.hand_over(call, service="113", message="Giữ đường", by=city.phong)
    actions.accept_leg(medical, by=city.yen)
    actions.note_leg(medical, text="Bệnh nhân Lê Thị Chín", by=city.yen)
    actions.decline_leg(police, reason="Không còn tổ nào", by=city.an)
    at = f"/calls/{call.code}/"
    fire, med, order = (page(client_of(person), at) for person in (city.phong, city.yen, city.an))
    assert "Không còn tổ nào" in fire
    assert "Lê Thị Chín" not in fire + order
    assert "Lê Thị Chín" in med
    assert "Giữ đường" not in med
    assert "Hai người bỏng" not in order
    assert all("Cháy tầng hai" in seen for seen in (fire, med, order))
    assert page(client_of(cast.tuan), at, 404)
    leader = page(client_of(cast.hoa), at)
    assert "Trần Bảy" not in leader
    assert "0901234456" not in leader
    history = page(client_of(city.phong), f"/history/call/{call.pk}/")
    assert "0901234456" not in history


def test_a_service_works_on_its_part_from_the_page(city: Desks, client_of: Any) -> None:
    call = written(city)
    leg = actions.hand_over(call, service="115", by=city.phong)
    medical, at = client_of(city.yen), f"/calls/{call.code}/legs/{leg.pk}"
    for what, form in (
        ("accept", {}),
        ("note", {"text": "Xe 03 đi"}),
        ("case", {}),
        ("close", {"reason": "xong"}),
    ):
        assert medical.post(f"{at}/{what}/", form).status_code == 302
    leg.refresh_from_db()
    assert (leg.state, leg.note, leg.incident.agency) == ("closed", "Xe 03 đi\nxong", city.medical)  # type: ignore[union-attr]
    again = medical.post(f"{at}/decline/", {"reason": "x"}, follow=True)
    assert "đã trả lời" in again.content.decode()
    assert CallLeg.objects.get().state == "closed"


def test_missed_calls_are_worked_off_from_the_longest_waiting(city: Desks, client_of: Any) -> None:
    for name, second, number in (("a", 30, "0901000333"), ("b", 10, "0901000222"), ("c", 20, "0901000222")):
        told("ringing", name, s=second, caller_number=number)
        told("ended", name, s=second + 5, caller_number=number)
    first, second, third = Call.objects.order_by("received_at")
    browser = client_of(city.phong)
    seen = page(browser, "/calls/missed/")
    places = [seen.index(one.code) for one in (first, second, third)]
    assert places == sorted(places)
    browser.post(f"/calls/{first.code}/returned/", {"list": "1"})
    assert first.code not in page(browser, "/calls/missed/rows/")
    first.refresh_from_db()
    assert (first.returned_by, first.taken_by) == (city.phong, city.phong)


def test_the_case_shows_its_calls(city: Desks, client_of: Any) -> None:
    call = written(city)
    incident = actions.open_case(call, by=city.phong)
    assert call.code in page(client_of(city.phong), f"/calls/of/?case={incident.code}")
    assert page(client_of(city.yen), f"/calls/of/?case={incident.code}", 404)


def test_lines_hold_from_a_day_on(city: Desks, cast: Cast, client_of: Any) -> None:
    browser = client_of(cast.quan)
    form = {
        "number": "1022", "name": "Tổng đài 1022", "service": "", "agency": cast.centre.pk, "valid_from": "2030-01-01",
        "valid_to": "", "source": "QĐ thử nghiệm", "certainty": "D",
    }  # fmt: skip
    assert browser.post("/calls/lines/new/", form | {"valid_to": "2029-01-01"}).status_code == 422
    assert browser.post("/calls/lines/new/", form).status_code == 302
    assert browser.post("/calls/lines/new/", form).status_code == 422
    line = Line.objects.get(number="1022")
    assert (
        browser.post(
            f"/calls/lines/{line.pk}/change/", {"name": "1022 tỉnh", "source": "x", "certainty": "D"}
        ).status_code
        == 302
    )
    fire = Line.objects.get(number="114")
    browser.post(f"/calls/lines/{fire.pk}/end/")
    assert queries.line_of("114") is None
    browser.post("/calls/times/wrap-up-s/", {"value": "120", "source": "QĐ thử nghiệm", "certainty": "D"})
    browser.post("/calls/times/wrap-up-s/", {"value": "9999999", "source": "x", "certainty": "D"})
    assert CallRule.objects.filter(code="wrap-up-s").order_by("-valid_from")[0].value == 120
    assert "1022 tỉnh" in page(browser, "/calls/lines/")
    assert client_of(city.phong).post(f"/calls/lines/{line.pk}/end/").status_code == 403


def test_a_phone_says_once_where_it_is(city: Desks, client: Any) -> None:
    _tries.clear()
    call = rings()
    path = actions.send_link(call, by=city.phong)
    answer = client.get(path)
    assert (answer.status_code, answer["X-Robots-Tag"], answer["Referrer-Policy"]) == (
        200,
        "noindex, nofollow",
        "no-referrer",
    )
    assert "365 ngày" in answer.content.decode()
    assert "Send my position" in client.get(f"{path}?lang=en").content.decode()
    assert PlaceLink.objects.get().opened_at
    place = {"lon": "107.084", "lat": "10.346", "accuracy_m": "18.4"}
    assert client.post(path, {"lon": "x"}).status_code == 400
    assert client.post(path, place).json() == {"accuracy_m": 18}
    assert client.post(path, place).status_code == 410
    assert client.get(path).status_code == 410
    call.refresh_from_db()
    assert (call.lon, call.accuracy_m, call.place_source) == (107.084, 18.4, "link")
    assert client.get("/here/unknown/").status_code == 404
    for _ in range(TRIES):
        client.get("/here/unknown/")
    assert client.get("/here/unknown/").status_code == 429
    _tries.clear()
