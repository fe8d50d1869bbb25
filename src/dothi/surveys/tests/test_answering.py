"""Who is asked, once and by a link of their own; what they say, until it closes; what is forgotten and what stays."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.test import Client

from dothi.kernel import clock, events, retention
from dothi.kernel.models import Event
from dothi.kernel.testing.cast import Cast
from dothi.notify.models import Message
from dothi.reports import actions as reports
from dothi.reports.models import ReportRule
from dothi.reports.tests.course import prepared, told
from dothi.surveys import actions, queries
from dothi.surveys.forgetting import forget_people, forget_texts
from dothi.surveys.models import Answer, Fact, Invitation, SurveyRule
from dothi.surveys.tests.course import ASKED, WORDS, drawn_up, invited, reachable, to

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _city(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DOTHI_PUBLIC_URL", "https://thu-nghiem.vn")
    reachable(cast)


def hear() -> None:
    """What the worker does, in the running transaction; a repeat of an event changes nothing."""
    for event in Event.objects.filter(topic="reports.moved").order_by("pk"):
        for handler in events._handlers[event.topic]:
            handler(event)


def limited(code: str, value: int) -> None:
    SurveyRule.objects.create(code=code, value=value, valid_from=clock.today(), source="thử", certainty="D")


def test_whoever_reported_is_asked_once_when_the_answer_is_public(cast: Cast) -> None:
    prepared(cast)
    drawn_up(cast)
    report, _ = told()
    reports.give(report, cast.environment, by=cast.minh) if report.agency_id is None else None
    reports.take(report, by=cast.nga)
    report.photos.create(number=1, kind="result", sha256="0" * 64, size=1, recorded_at=report.received_at)
    reports.answer(report, "Đã dọn", by=cast.nga)
    hear()
    assert not Invitation.objects.exists()
    reports.publish(report, by=cast.minh)
    hear()
    row = Invitation.objects.get()
    assert (row.reference, row.outcome, row.agency, row.unit_id) == (
        report.code,
        "invited",
        cast.environment,
        report.unit_id,
    )
    message = Message.objects.get(key=f"survey-{row.pk}")
    assert message.address == "0903000111"
    assert "0903" not in str([row.person, row.reference, row.digest])
    reports.reopen(report, words="Vẫn còn")
    reports.answer(report, "Đã dọn lại", by=cast.nga)
    reports.publish(report, by=cast.minh)
    hear()
    assert Invitation.objects.count() == 1


def test_one_person_is_asked_so_often_and_no_more(cast: Cast) -> None:
    drawn_up(cast)
    assert invited(cast, "PA-1", "0903 000 111")[0].outcome == "invited"
    assert invited(cast, "PA-2", "0903000111")[0].outcome == "asked-lately"
    assert invited(cast, "PA-3", "0903000112")[0].outcome == "invited"
    with clock.moved_to(clock.now() + dt.timedelta(days=91)):
        assert invited(cast, "PA-4", "0903000111")[0].outcome == "invited"


def test_a_sample_is_drawn_and_those_not_drawn_are_counted(cast: Cast) -> None:
    drawn_up(cast)
    limited("ask-percent", 30)
    outcomes = [invited(cast, f"PA-{n}", f"09{n:08d}")[0].outcome for n in range(200)]
    assert set(outcomes) == {"invited", "not-drawn"}
    assert 35 <= outcomes.count("invited") <= 85  # 60 expected; the digests never change


def test_who_cannot_be_reached_is_counted(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    drawn_up(cast)
    assert invited(cast, "PA-1", " ")[0].outcome == "no-way"
    monkeypatch.setenv("DOTHI_PUBLIC_URL", "")
    assert invited(cast, "PA-2")[0].outcome == "no-way"
    assert not Message.objects.exists()


def test_nobody_is_asked_without_a_survey_that_holds(cast: Cast) -> None:
    one = drawn_up(cast)
    one.is_on = False
    one.save()
    assert actions.invite("report", "PA-1", reach=to(), service="x", agency_id=None, unit_id=None) is None


def test_the_survey_that_names_the_service_most_exactly_asks(cast: Cast) -> None:
    drawn_up(cast)
    drawn_up(cast, "sau-rac", about="urban-services.waste")
    found = queries.asked_after("report", "urban-services.waste-left")
    assert found is not None
    assert found.code == "sau-rac"
    other = queries.asked_after("report", "urban-services.lighting")
    assert other is not None
    assert other.code == "sau-phan-anh"


def test_an_answer_is_kept_once_and_may_be_changed_until_it_closes(cast: Cast) -> None:
    drawn_up(cast)
    row, token = invited(cast, "PA-1")
    link = f"/khao-sat/tra-loi/{token}/"
    page = Client().get(link)
    assert page.status_code == 200
    assert page["Cache-Control"] == "no-store"
    assert "PA-1" in page.text
    assert Client().post(link, {}).status_code == 400  # nothing said
    assert Client().post(link, {"q1": "wonderful"}).status_code == 400
    for face in ("good", "good", "bad"):
        assert Client().post(link, {"q1": face, "q4": "Xe rác <script>alert(1)</script>"}).status_code == 302
    answer = Answer.objects.get()
    assert (answer.values, answer.satisfied) == ({"q1": "bad"}, False)
    again = Client().get(f"{link}?cam-on=1").text
    assert 'value="bad" checked' in again
    assert "<script>alert" not in again
    with clock.moved_to(row.closes_at + dt.timedelta(minutes=1)):
        assert "đã đóng" in Client().get(link).text
        assert Client().post(link, {"q1": "good"}).status_code == 409
    assert Client().get("/khao-sat/tra-loi/khong-co/").status_code == 404


def test_a_change_of_questions_leaves_what_was_asked(cast: Cast) -> None:
    drawn_up(cast)
    _, token = invited(cast, "PA-1")
    Client().post(f"/khao-sat/tra-loi/{token}/", {"q1": "good"})
    with pytest.raises(Exception, match="survey-begun"):
        drawn_up(cast, asked=ASKED[:1])
    tomorrow = clock.today() + dt.timedelta(days=1)
    later = drawn_up(cast, asked=ASKED[:1], valid_from=tomorrow)
    assert Answer.objects.get().survey_id != later.pk
    assert len(queries.get_survey("sau-phan-anh").questions) == 4
    with clock.moved_to(clock.now() + dt.timedelta(days=1)):
        assert len(queries.get_survey("sau-phan-anh").questions) == 1


def test_a_counter_has_one_voice_of_a_browser(cast: Cast) -> None:
    survey = drawn_up(cast, "tai-quay", "visit")
    actions.put_up(
        "quay-1",
        survey,
        label="Quầy 1",
        service="dossiers",
        agency=cast.office_a,
        unit=cast.ward_a,
        by=cast.lan,
    )
    browser, other = Client(), Client()
    for _ in range(2):
        assert browser.get("/khao-sat/quay/quay-1/").status_code == 200
        assert browser.post("/khao-sat/quay/quay-1/", {"q1": "good"}).status_code == 302
    assert other.post("/khao-sat/quay/quay-1/", {"q1": "fair"}).status_code == 302
    assert sorted(Answer.objects.values_list("satisfied", flat=True)) == [False, True]
    poster = queries.get_poster("quay-1")
    with pytest.raises(Exception, match="not-allowed"):
        actions.take_down(poster, by=cast.tuan)
    actions.take_down(poster, by=cast.lan)
    assert Client().get("/khao-sat/quay/quay-1/").status_code == 404


def test_a_flood_from_one_address_is_held_and_others_are_not(cast: Cast) -> None:
    survey = drawn_up(cast, "tai-quay", "visit")
    actions.put_up(
        "quay-1", survey, label="Quầy 1", service="dossiers", agency=cast.office_a, unit=None, by=None
    )
    ReportRule.objects.filter(code="voice-address").update(value=3)
    answers = [Client().post("/khao-sat/quay/quay-1/", {"q1": "good"}).status_code for _ in range(5)]
    assert answers == [302, 302, 302, 429, 429]
    elsewhere = Client(REMOTE_ADDR="203.0.113.9").post("/khao-sat/quay/quay-1/", {"q1": "good"})
    assert elsewhere.status_code == 302


def test_a_browser_that_floods_is_held_and_its_neighbour_is_not(cast: Cast) -> None:
    survey = drawn_up(cast, "tai-quay", "visit")
    actions.put_up(
        "quay-1", survey, label="Quầy 1", service="dossiers", agency=cast.office_a, unit=None, by=None
    )
    ReportRule.objects.filter(code="voice-browser").update(value=3)
    page, browser, neighbour = "/khao-sat/quay/quay-1/", Client(), Client()
    for one in (browser, neighbour):
        one.get(page)
    answers = [browser.post(page, {"q1": "good"}).status_code for _ in range(5)]
    assert answers == [302, 302, 302, 429, 429]
    assert neighbour.post(page, {"q1": "good"}).status_code == 302
    drawn_up(cast)
    _, token = invited(cast, "PA-1")
    link = f"/khao-sat/tra-loi/{token}/"
    assert Client().get(link).cookies["dothi_form"]["path"] == "/khao-sat/"
    assert browser.post(link, {"q1": "good"}).status_code == 429  # one count for all that it says


def test_what_a_browser_keeps_goes_by_no_open_line(cast: Cast, settings: Any) -> None:
    settings.SESSION_COOKIE_SECURE = True
    survey = drawn_up(cast, "tai-quay", "visit")
    actions.put_up(
        "quay-1", survey, label="Quầy 1", service="dossiers", agency=cast.office_a, unit=None, by=None
    )
    kept = Client().get("/khao-sat/quay/quay-1/").cookies
    assert [bool(kept[name]["secure"]) for name in ("dothi_voice", "dothi_form")] == [True, True]


def test_facts_stand_by_service_agency_unit_and_month(cast: Cast) -> None:
    drawn_up(cast)
    for place, face in enumerate(["good", "good", "bad", ""]):
        _, token = invited(cast, f"PA-{place}")
        if face:
            Client().post(f"/khao-sat/tra-loi/{token}/", {"q1": face})
    invited(cast, "PA-9", " ")
    fact = Fact.objects.get()
    assert (fact.service, fact.agency, fact.unit) == (
        "urban-services.waste-left",
        cast.environment,
        cast.ward_a,
    )
    assert fact.month == clock.today().replace(day=1)
    assert (fact.n_served, fact.n_invited, fact.n_answered, fact.n_judged, fact.n_satisfied) == (
        5,
        4,
        3,
        3,
        2,
    )


def test_what_became_of_the_message_is_noted_and_counted(cast: Cast) -> None:
    drawn_up(cast)
    rows = [invited(cast, f"PA-{n}")[0] for n in range(3)]
    for row, state in zip(rows, ("delivered", "failed", "sent"), strict=True):
        event = events.publish(
            "notify.changed", {"key": f"survey-{row.pk}", "state": state}, permission="notify.view"
        )
        for handler in events._handlers["notify.changed"]:
            if handler.__module__ == "dothi.surveys.events":
                handler(event)
    assert sorted(Invitation.objects.values_list("delivery", flat=True)) == ["delivered", "failed", "sent"]
    assert Fact.objects.get().n_delivered == 1  # an SMS that was sent has not arrived yet


def test_after_its_time_nobody_knows_who_said_what_and_the_counts_stay(cast: Cast) -> None:
    drawn_up(cast, keep_days=30)
    _, token = invited(cast, "PA-1")
    Client().post(f"/khao-sat/tra-loi/{token}/", {"q1": "good", "q4": "Cảm ơn chị Hai"})
    before = clock.now() - dt.timedelta(days=730)
    assert forget_people(before, 10) == 0
    with clock.moved_to(clock.now() + dt.timedelta(days=31)):
        assert retention.preview("survey-people", 730).number == 1
        assert (forget_people(before, 10), forget_texts(before, 10)) == (1, 1)
        assert (forget_people(before, 10), forget_texts(before, 10)) == (0, 0)
    row, answer = Invitation.objects.get(), Answer.objects.get()
    assert (row.reference, row.person, row.digest, answer.texts) == (None, "", None, {})
    assert Fact.objects.get().n_satisfied == 1
    assert Client().get(f"/khao-sat/tra-loi/{token}/").status_code == 404


def test_only_who_manages_the_agency_draws_up_its_surveys(cast: Cast) -> None:
    told_ = {"valid_from": clock.today(), "words": WORDS, "asked": ASKED}
    actions.draw_up("cua-a", "visit", **told_, agency=cast.office_a, by=cast.lan)
    for agency, by in ((cast.office_a, cast.tuan), (cast.office_b, cast.lan), (cast.centre, cast.hoa)):
        with pytest.raises(Exception, match="not-allowed"):
            actions.draw_up("cua-b", "visit", **told_, agency=agency, by=by)
