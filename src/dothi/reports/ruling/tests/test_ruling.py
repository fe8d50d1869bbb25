"""Dated rows changed on screens: what holds on a day, a new row with its preview, the end of one; what has begun is never edited."""

from __future__ import annotations

import datetime as dt
import re
from html import unescape
from typing import Any

import pytest

from dothi.accounts.forms import area_label
from dothi.kernel import clock
from dothi.kernel.i18n import has
from dothi.kernel.testing.cast import Cast
from dothi.reports import rules
from dothi.reports.matching.routing import find_route
from dothi.reports.models import Competence, Handling, Report
from dothi.reports.tests.course import LEAK, WASTE, prepared, told

pytestmark = pytest.mark.django_db


def tomorrow() -> dt.date:
    """Of the test, not of the file: a run may last over midnight."""
    return clock.today() + dt.timedelta(days=1)


@pytest.fixture(autouse=True)
def _prepared(cast: Cast) -> None:
    prepared(cast)


@pytest.fixture
def keeper(cast: Cast, client_of: Any) -> Any:
    return client_of(cast.quan)


def competence(cast: Cast, **more: Any) -> dict[str, Any]:
    return {
        "category": LEAK,
        "area": area_label(cast.ward_a),
        "agency": cast.office_b.pk,
        "valid_from": tomorrow().isoformat(),
        "source": "QĐ 12/QĐ-UBND",
        "certainty": "S",
        "reason": "Phân công lại",
        **more,
    }


def previewed(form: dict[str, Any], names: tuple[str, ...]) -> dict[str, Any]:
    return {**form, "previewed": "|".join(str(form.get(name, "")) for name in names)}


def confirmed(page: Any, form: dict[str, Any]) -> dict[str, Any]:
    """What a browser sends back from the page that showed the preview."""
    (told_,) = re.findall(r'name="previewed" value="([^"]*)"', page.text)
    return {**form, "previewed": unescape(told_)}


def in_ward(cast: Cast, category: str) -> Report:
    report = told(category=category).report
    Report.objects.filter(pk=report.pk).update(unit=cast.ward_a)
    return report


def test_a_row_is_previewed_then_holds_from_its_day(cast: Cast, keeper: Any) -> None:
    for _each in range(2):
        in_ward(cast, LEAK)
    in_ward(cast, WASTE)
    form = competence(cast)
    page = keeper.post("/reports/rules/competence/", form)
    assert page.status_code == 200
    assert "2 trong 3 phản ánh" in page.text  # waste is not the pipe's
    assert not Competence.objects.filter(agency=cast.office_b).exists()
    sent = previewed(form, ("category", "area", "agency", "valid_from"))
    assert keeper.post("/reports/rules/competence/", sent).status_code == 302
    today, then = find_route(LEAK, cast.ward_a), find_route(LEAK, cast.ward_a, tomorrow())
    assert today is not None and today.agency == cast.office_a
    assert then is not None and then.agency == cast.office_b
    listed = keeper.get(f"/reports/rules/?day={tomorrow()}").text
    assert "QĐ 12/QĐ-UBND" in listed


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"valid_from": (clock.today() - dt.timedelta(days=1)).isoformat()}, "quá khứ không sửa"),
        ({"area": "Xã không có"}, "Xã không có"),
    ],
)
def test_the_past_and_what_cannot_be_read_are_refused(
    cast: Cast, keeper: Any, more: dict[str, Any], said: str
) -> None:
    sent = previewed(competence(cast, **more), ("category", "area", "agency", "valid_from"))
    answer = keeper.post("/reports/rules/competence/", sent)
    assert answer.status_code == 422
    assert said in answer.text
    assert Competence.objects.count() == 2


def test_a_row_that_holds_is_ended_not_rewritten(cast: Cast, keeper: Any) -> None:
    row = Competence.objects.get(category="urban-services.waste")
    in_ward(cast, WASTE)
    address = f"/reports/rules/competence/{row.pk}/end/"
    told_ = {"last_day": clock.today().isoformat(), "reason": "Phường tự làm"}
    page = keeper.post(address, told_)
    assert "1 trong 1 phản ánh" in page.text
    assert (
        keeper.post(address, {**told_, "last_day": "9999-12-31", "previewed": "9999-12-31"}).status_code
        == 422
    )
    assert keeper.post(address, {**told_, "previewed": told_["last_day"]}).status_code == 302
    row.refresh_from_db()
    assert (row.agency, row.valid_to) == (cast.environment, tomorrow())
    then = find_route(WASTE, cast.ward_a, tomorrow())
    assert then is not None and then.agency == cast.office_a


def test_handling_takes_another_process_and_deadline_from_a_day_on(cast: Cast, keeper: Any) -> None:
    told()
    form = {
        "code": WASTE, "process": "at-once", "due_number": 12, "due_unit": "clock", "take_number": 1, "take_unit": "clock",
        "extensions": 0, "extended_by": "desk", "most_returns": 1, "window_days": 7, "most_reopened": 1, "most_pauses": 2, "result_photo": "on",
        "is_public": "on", "valid_from": clock.today().isoformat(), "source": "QĐ 9", "certainty": "S", "reason": "Mùa lễ",
    }  # fmt: skip
    page = keeper.post("/reports/rules/handling/", form)
    assert "1 trong 1 phản ánh" in page.text
    sent = confirmed(page, form)
    assert keeper.post("/reports/rules/handling/", sent).status_code == 302
    report = told().report
    assert (report.process, report.due_said) == ("at-once", "clock:12")
    other = {**form, "due_number": 1}
    again = keeper.post(
        "/reports/rules/handling/", confirmed(keeper.post("/reports/rules/handling/", other), other)
    )
    assert again.status_code == 422  # what began today holds
    assert Handling.objects.filter(code=WASTE).count() == 1


def test_the_preview_says_each_thing_that_differs_and_what_changed_since_is_shown_again(
    cast: Cast, keeper: Any
) -> None:
    """Also rests, reach of duplicates and what is said instead of the form."""
    address, day = "/reports/rules/handling/", tomorrow().isoformat()
    first = keeper.get(f"{address}?code={WASTE}").context["form"]
    form = {name: value for name in first.fields if (value := first[name].value()) not in (None, False)}
    form |= {"valid_from": day, "source": "QĐ 9", "certainty": "S", "reason": "thử"}
    page = keeper.post(address, form)
    assert page.context["changed"] == []
    assert "Không khác quy định của ngày đó" in page.text
    form |= {"pauses": ["weather"], "near_metres": "20", "near_days": "7", "stop_number": "1022"}
    sent = confirmed(page, form)
    page = keeper.post(address, sent)  # another thing than what was shown
    assert not Handling.objects.filter(code=WASTE).exists()
    assert [(one.before, one.after) for one in page.context["changed"] if "1022" not in one.after] == [
        ("Chờ nhà thầu, vật tư, Chờ ý kiến cơ quan khác, Thời tiết, thiên tai, Đang tranh chấp, chờ tòa án hoặc cơ quan giải quyết",
         "Thời tiết, thiên tai"),
        ("—", "20"),
        ("—", "7"),
    ]  # fmt: skip
    assert keeper.post(address, confirmed(page, form)).status_code == 302
    row = Handling.objects.get(code=WASTE)
    assert (row.pauses, row.near_metres, row.near_days, row.stop_number) == (["weather"], 20, 7, "1022")


def test_a_rule_that_knows_every_reason_for_a_rest_knows_those_to_come(cast: Cast, keeper: Any) -> None:
    address = "/reports/rules/handling/"
    form = {
        name: value
        for name, value in keeper.get(f"{address}?code={WASTE}").context["form"].initial.items()
        if value not in (None, False)
    }
    form |= {
        "code": WASTE,
        "valid_from": tomorrow().isoformat(),
        "source": "QĐ 9",
        "certainty": "S",
        "reason": "thử",
    }
    assert len(form["pauses"]) > 1
    assert keeper.post(address, confirmed(keeper.post(address, form), form)).status_code == 302
    assert Handling.objects.get(code=WASTE).pauses is None


def test_a_limit_has_bounds_and_a_day(cast: Cast, keeper: Any) -> None:
    form = {
        "value": 6,
        "valid_from": tomorrow().isoformat(),
        "source": "QĐ 3",
        "certainty": "D",
        "reason": "Thử",
    }
    assert keeper.post("/reports/rules/limits/soon-hours/", {**form, "value": 900}).status_code == 422
    assert keeper.post("/reports/rules/limits/soon-hours/", form).status_code == 302
    assert "QĐ 3" in keeper.get("/reports/rules/limits/soon-hours/").text


def test_only_who_keeps_the_rows_changes_them(cast: Cast, client_of: Any) -> None:
    minh = client_of(cast.minh)
    assert minh.get("/reports/rules/").status_code == 200
    assert minh.get("/reports/rules/competence/").status_code == 403


def test_an_expected_deadline_is_counted_anew_when_the_notice_comes_and_a_firm_one_stays(cast: Cast) -> None:
    """Tết 2027: what the notice adds moves what was told as expected; a deadline of this year is kept."""
    from dothi.reports.actions.recounting import recount
    from dothi.rules.schedules import actions as calendar

    with clock.stopped_at(dt.datetime(2027, 1, 4, 9, 0, tzinfo=clock.VIETNAM)):
        expected = told(category=LEAK).report
        firm = told(category=LEAK).report
        Report.objects.filter(pk=firm.pk).update(due_expected=False)
        assert expected.due_expected
        calendar.confirm_day(
            dt.date(2027, 1, 5), off=True, tet=False, name_vi="Nghỉ", name_en="Off", notice="1/TB", source="thử", certainty="S",
            by=cast.vy,
        )  # fmt: skip
        calendar.confirm_year(2027, days=[], notice="1/TB", issued_on=None, source="thử", certainty="S", by=cast.vy)  # fmt: skip
        assert recount() == 1
        assert recount() == 0
    before = expected.due_at
    expected.refresh_from_db()
    firm.refresh_from_db()
    assert (expected.due_at, expected.due_expected) == (before + dt.timedelta(days=1), False)
    assert expected.first_due_at == before
    assert firm.due_at == before
    assert expected.lines.filter(what="recounted", public=True).exists()


def test_every_limit_is_named_in_words(keeper: Any) -> None:
    page = keeper.get("/reports/rules/limits/").content.decode()
    assert not [seed.code for seed in rules.SEEDS if not has(f"reports-limit-{seed.code}")]
    assert "reports-limit-" not in page
