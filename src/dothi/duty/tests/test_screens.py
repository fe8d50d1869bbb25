"""Screens and forms of the rota through the browser's door: who sees what, what is typed and refused."""

from __future__ import annotations

import datetime as dt
import io
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from openpyxl import load_workbook

from dothi.duty import actions, queries, sounding
from dothi.duty.models import Hush, Override, Policy, Roster, Route, Swap
from dothi.duty.rota import Hours
from dothi.kernel import clock

pytestmark = pytest.mark.django_db
Of = Callable[[Any], Client]
NOON = dt.datetime(2026, 11, 23, 12, 0, tzinfo=clock.VIETNAM)


@pytest.fixture(autouse=True)
def noon() -> Any:
    with clock.moved_to(NOON):
        yield


@pytest.fixture
def post(cast: Any) -> Roster:
    """Minh by day, Lan by night, every day since the year began; of the centre."""
    made = actions.add_roster(
        "ca", name_vi="Trực ban", name_en="Duty desk", agency=cast.centre, unit=cast.province, valid_from=dt.date(2026, 1, 1), by=None,
        desk="Bàn 1", phone="0254 3000 000",
    )  # fmt: skip
    shifts = [Hours("Ngày", 360, 1080), Hours("Đêm", 1080, 1800)]
    actions.set_pattern(
        made,
        valid_from=dt.date(2026, 1, 1),
        shifts=shifts,
        crews=[[cast.minh], [cast.lan]],
        by=None,
        backdated=True,
    )
    return made


def at(hours: float) -> dt.datetime:
    return NOON + dt.timedelta(hours=hours)


def test_the_list_says_who_is_on_duty_who_comes_next_and_where_the_desk_stands(
    cast: Any, post: Roster, client_of: Of
) -> None:
    page = client_of(cast.minh).get("/duty/").content.decode()
    assert all(
        told in page for told in ("Trực ban", "Lê Văn Minh", "Nguyễn Thị Lan", "Bàn 1", "0254 3000 000")
    )


def test_a_gap_of_the_next_seven_days_is_named(cast: Any, post: Roster, client_of: Of) -> None:
    actions.override(post, begins_at=at(24), ends_at=at(26), people=[], reason="mất điện", by=cast.minh)
    page = client_of(cast.minh).get("/duty/").content.decode()
    assert "Không ai trực từ 12:00 24/11/2026 đến 14:00 24/11/2026" in page


def test_a_gap_alarms_while_somebody_can_still_fill_it(cast: Any, post: Roster, client_of: Of) -> None:
    actions.override(post, begins_at=at(24), ends_at=at(26), people=[], reason="mất điện", by=cast.minh)
    for now, alarms in ((NOON, True), (at(27), False)):
        with clock.moved_to(now):
            page = client_of(cast.minh).get("/duty/rosters/ca/?month=2026-11").content.decode()
        row = page[: page.index("Không ai trực từ 12:00 24/11 đến 14:00 24/11")].rpartition("<tr")[2]
        assert ('data-severity="critical"' in row) is alarms


def test_what_holds_from_a_later_day_is_told_in_words(cast: Any, post: Roster, client_of: Of) -> None:
    browser = client_of(cast.minh)
    route = {"code": "cao", "position": "50", "about": "alarm", "severities": ["high"], "valid_from": "2026-12-01", "source": "thử", "certainty": "D"}  # fmt: skip
    assert browser.post("/duty/routes/new/", route).status_code == 302
    row = browser.get("/duty/policies/").content.decode().partition("01/12/2026")[0].rpartition("<tr")[2]
    assert ">Cao<" in row and "high" not in row


def test_the_month_stands_on_the_page_and_in_files_that_hold_no_formula(
    cast: Any, post: Roster, client_of: Of
) -> None:
    actions.override(post, begins_at=at(24), ends_at=at(26), people=[cast.hoa], reason="=1+1", by=cast.minh)
    browser = client_of(cast.minh)
    assert "Đỗ Thị Hoa" in browser.get("/duty/rosters/ca/?month=2026-11").content.decode()
    csv = browser.get("/duty/rosters/ca/month.csv?month=2026-11").content.decode()
    assert "Đỗ Thị Hoa" in csv and "\n=1+1" not in csv and ",=1+1" not in csv
    sheet = load_workbook(
        io.BytesIO(browser.get("/duty/rosters/ca/month.xlsx?month=2026-11").content)
    ).worksheets[0]
    cells = [str(cell) for row in sheet.iter_rows(values_only=True) for cell in row if cell]
    assert "Đỗ Thị Hoa" in cells and not any(cell.startswith("=") for cell in cells)


def test_a_foreign_agency_s_roster_is_invisible_and_its_forms_too(
    cast: Any, post: Roster, client_of: Of
) -> None:
    stranger = client_of(cast.tuan)
    assert "Trực ban" not in stranger.get("/duty/").content.decode().split("<main")[1]
    for path in ("/duty/rosters/ca/", "/duty/rosters/ca/month.csv", "/duty/rosters/ca/swap/"):
        assert stranger.get(path).status_code == 404, path
    assert stranger.get("/duty/rosters/ca/override/").status_code in (403, 404)


def test_a_pattern_is_typed_as_lines_and_holds_from_its_day_on(
    cast: Any, post: Roster, client_of: Of
) -> None:
    told = {
        "valid_from": "2026-12-01",
        "days": "every",
        "shifts": "Cả ngày 00:00-24:00",
        "crews": "hoa, minh\nlan",
        "keeps": "0",
    }
    assert client_of(cast.minh).post("/duty/rosters/ca/pattern/", told).status_code == 302
    first, second = (queries.people_on(post, at(24 * day)) for day in (8, 9))
    assert [one.username for one in first] == ["hoa", "minh"] and [one.username for one in second] == ["lan"]
    assert [one.username for one in queries.on_duty("ca", at(1))] == ["minh"]


@pytest.mark.parametrize(
    ("changes", "word"),
    [
        ({"crews": "nobody-here"}, "nobody-here"),
        ({"shifts": "đêm"}, "đêm"),
        ({"valid_from": "2026-11-01"}, "quá khứ"),
    ],
)
def test_what_cannot_be_is_said_in_the_form(
    cast: Any, post: Roster, client_of: Of, changes: dict[str, str], word: str
) -> None:
    told = {
        "valid_from": "2026-12-01",
        "days": "every",
        "shifts": "Cả ngày 00:00-24:00",
        "crews": "minh",
        "keeps": "0",
        **changes,
    }
    answer = client_of(cast.minh).post("/duty/rosters/ca/pattern/", told)
    assert answer.status_code == 422 and word in answer.content.decode()


def test_tet_is_given_to_others_by_one_decision_and_taken_back(
    cast: Any, post: Roster, client_of: Of
) -> None:
    browser = client_of(cast.minh)
    told = {
        "begins_at": "2027-02-05T00:00",
        "ends_at": "2027-02-10T00:00",
        "people": "hoa",
        "reason": "Tết Đinh Mùi",
    }
    assert browser.post("/duty/rosters/ca/override/", told).status_code == 302
    tet = dt.datetime(2027, 2, 6, 3, tzinfo=clock.VIETNAM)
    assert [one.username for one in queries.on_duty("ca", tet)] == ["hoa"]
    browser.post(f"/duty/overrides/{Override.objects.get().pk}/withdraw/")
    assert [one.username for one in queries.on_duty("ca", tet)] == ["lan"]


def test_a_swap_holds_when_the_other_one_agreed_and_stays_on_record(
    cast: Any, post: Roster, client_of: Of
) -> None:
    begin, end = (
        dt.datetime(2026, 11, 24, 6, tzinfo=clock.VIETNAM),
        dt.datetime(2026, 11, 24, 18, tzinfo=clock.VIETNAM),
    )
    swap = actions.ask_swap(
        post,
        asker=cast.minh,
        other=cast.lan,
        begins_at=begin,
        ends_at=end,
        back=(end, end + dt.timedelta(hours=12)),
        by=cast.minh,
    )
    assert [one.username for one in queries.on_duty("ca", begin)] == ["minh"]
    assert client_of(cast.hoa).post(f"/duty/swaps/{swap.pk}/answer/", {"answer": "yes"}).status_code == 403
    actions.answer_swap(swap, agrees=True, by=cast.lan)
    assert [queries.on_duty("ca", moment)[0].username for moment in (begin, end)] == ["lan", "minh"]
    assert Swap.objects.get().state == "agreed"
    assert "đã đồng ý" in client_of(cast.minh).get("/duty/rosters/ca/").content.decode()


def test_one_s_own_shifts_are_offered_for_a_swap(cast: Any, post: Roster, client_of: Of) -> None:
    begin = dt.datetime(2026, 11, 24, 6, tzinfo=clock.VIETNAM).astimezone(dt.UTC)
    mine = f"{begin.isoformat()}|{(begin + dt.timedelta(hours=12)).isoformat()}|{cast.minh.pk}"
    browser = client_of(cast.minh)
    assert "24/11/2026 06:00" in browser.get("/duty/rosters/ca/swap/").content.decode()
    assert (
        browser.post("/duty/rosters/ca/swap/", {"mine": mine, "other": cast.lan.pk, "theirs": ""}).status_code
        == 302
    )
    assert Swap.objects.get().other == cast.lan


def test_a_policy_is_set_by_its_form_and_one_that_ends_nowhere_is_refused(
    cast: Any, post: Roster, client_of: Of
) -> None:
    browser = client_of(cast.minh)
    told = {
        "code": "dem", "name_vi": "Đêm", "name_en": "Night", "valid_from": "2026-11-23", "repeats": "1", "last_wait": "5",
        "source": "thử", "certainty": "D", "step-TOTAL_FORMS": "2", "step-INITIAL_FORMS": "0",
        "step-0-kind": "roster", "step-0-wait": "0", "step-0-importance": "critical", "step-0-roster": post.pk,
        "step-1-kind": "people", "step-1-wait": "5", "step-1-importance": "critical", "step-1-people": "hoa",
    }  # fmt: skip
    ending = {"step-1-only_from": "08:00", "step-1-only_to": "17:00"}
    assert browser.post("/duty/policies/new/", told | ending).status_code == 422
    assert browser.post("/duty/policies/new/", told).status_code == 302
    steps = Policy.objects.get(code="dem").steps.all()
    assert [(one.kind, one.wait_s, one.people) for one in steps] == [
        ("roster", 0, []),
        ("people", 300, [cast.hoa.pk]),
    ]
    assert "Đỗ Thị Hoa" in browser.get("/duty/policies/dem/").content.decode()
    route = {
        "code": "dem",
        "position": "5",
        "about": "alarm",
        "severities": ["critical"],
        "policy_code": "dem",
        "valid_from": "2026-11-23",
        "source": "thử",
        "certainty": "D",
    }
    assert browser.post("/duty/routes/new/", route).status_code == 302
    assert Route.objects.get(code="dem").policy_code == "dem"


@pytest.mark.parametrize("path", ["/duty/", "/duty/policies/", "/duty/policies/critical/", "/duty/runs/"])
def test_pages_answer_in_both_languages(cast: Any, post: Roster, client_of: Of, path: str) -> None:
    for language in ("vi", "en"):
        page = client_of(cast.minh).get(path, headers={"accept-language": language})
        said = re.sub(r"<[^>]*>", " ", page.content.decode().split("<main")[1].split("</main>")[0])
        assert page.status_code == 200 and not re.search(r"\b(duty|web|certainty)-[a-z]", said)


def test_nothing_sounds_and_nothing_is_hushed_while_no_alarm_rings(cast: Any, client_of: Of) -> None:
    browser = client_of(cast.minh)
    assert browser.get("/duty/sounding/").json()["alarms"] == []
    assert browser.post("/duty/hush/").status_code == 409 and not Hush.objects.exists()


def test_who_is_on_duty_is_rung_though_they_may_not_act(cast: Any, post: Roster) -> None:
    assert (
        sounding.is_on_duty(cast.minh)
        and not sounding.is_on_duty(cast.lan)
        and not sounding.is_on_duty(cast.hoa)
    )
