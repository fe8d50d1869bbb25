"""The answer goes back by the way it came: to the reporter and to those who follow, once for each line, and nothing personal stands
in what rooms tell one another."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from dothi.kernel import clock
from dothi.kernel.models import Event
from dothi.kernel.testing.cast import Cast
from dothi.notify.models import Message
from dothi.notify.tests.making import a_channel
from dothi.reports import actions, replying
from dothi.reports.identity import vault
from dothi.reports.identity.vault import contact_of
from dothi.reports.models import Report
from dothi.reports.tests.course import LEAK, WASTE, prepared, told

pytestmark = pytest.mark.django_db
PHONE = "0903000111"


@pytest.fixture(autouse=True)
def _prepared(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DOTHI_PUBLIC_URL", "https://city.example")
    prepared(cast)


def replies(what: str) -> list[Message]:
    rows = Message.objects.filter(purpose="report-reply", text_key__startswith=f"reports-reply-{what}")
    return list(rows.order_by("pk"))


def answered(cast: Cast, report: Report) -> None:
    actions.give(report, cast.environment, by=cast.minh)
    actions.answer(report, "Đã sửa ống", by=cast.nga)
    actions.publish(report, by=cast.minh)


def test_reporter_and_follower_hear_once_that_it_was_answered(cast: Cast) -> None:
    a_channel("phones", kind="demo_outbox", way="sms")
    a_channel("letters", kind="demo_outbox", way="email")
    report = told(category=LEAK).report
    vault.follow(report, "email", "hoa@example.org", "en", clock.now())
    vault.prove("email", "hoa@example.org", clock.now())
    answered(cast, report)
    found = {(one.way, one.address): one for one in replies("publish")}
    assert set(found) == {("sms", PHONE), ("email", "hoa@example.org")}
    message = found["email", "hoa@example.org"]
    assert message.language == "en"
    assert message.text_fields["link"].startswith("https://city.example/phan-anh/thoi-theo-doi/")
    assert "Đã sửa" not in str(message.text_fields)
    line = report.lines.get(what="publish")
    assert replying.reply(report, line) == 2  # asked for again, as after a crash: the same messages
    assert len(replies("publish")) == 2
    events = " ".join(str(one.payload) for one in Event.objects.all())
    assert PHONE not in events
    assert "hoa@example.org" not in events


def test_asking_refusing_and_more_time_are_told_too(cast: Cast) -> None:
    a_channel("phones", kind="demo_outbox", way="sms")
    report = told().report
    actions.take(report, by=cast.nga)
    actions.ask(report, reason="Số nhà nào?", by=cast.nga)
    actions.supply(report, "Số 12")
    actions.give_back(report, reason="Không phải", by=cast.nga)
    actions.refuse(report, reason="Không có thật", by=cast.minh)
    assert (len(replies("ask")), len(replies("refuse"))) == (1, 1)
    assert not replies("publish")


def test_a_rest_is_told_when_it_begins_and_when_it_ends_but_not_beside_what_ended_it(cast: Cast) -> None:
    a_channel("phones", kind="demo_outbox", way="sms")
    report = told().report
    actions.take(report, by=cast.nga)
    actions.ask_pause(report, "contractor", days=2, text="Chờ nhà thầu Minh Phát", by=cast.nga)
    assert not replies("paused"), "it was asked for, nobody decided"
    actions.decide_pause(report.pauses.get(), grant=True, by=cast.minh)
    (begun,) = replies("paused")
    assert begun.address == PHONE
    assert "Minh Phát" not in str(begun.text_fields)
    with clock.moved_to(clock.now() + dt.timedelta(days=14)):
        actions.resume_over()
    assert len(replies("resumed")) == 1
    report.refresh_from_db()
    actions.ask_pause(report, "weather", days=2, text="Mưa lớn", by=cast.nga)
    actions.ask(report, reason="Số nhà nào?", by=cast.nga)
    assert [len(replies(one)) for one in ("paused", "resumed", "ask")] == [2, 1, 1]


def test_who_reported_the_same_hears_of_the_one_that_survives(cast: Cast) -> None:
    a_channel("phones", kind="demo_outbox", way="sms")
    first = told(category=LEAK).report
    second = told(category=LEAK, contact=contact_of(phone="0912 555 666")).report
    third = told(category=LEAK, contact=contact_of(phone="0912 777 888")).report
    actions.merge(third, second, by=cast.minh)
    actions.merge(second, first, by=cast.minh)
    assert len(replies("merge")) == 3  # the third hears of both
    answered(cast, first)
    assert {one.address for one in replies("publish")} == {PHONE, "0912555666", "0912777888"}


def test_without_a_channel_the_officer_s_page_says_that_the_answer_stands_at_the_link(
    cast: Cast, client_of: Any
) -> None:
    report = told(category=WASTE).report
    minh = client_of(cast.minh)
    assert "chưa có kênh gửi" in minh.get(f"/reports/{report.code}/").text
    a_channel("phones", kind="demo_outbox", way="sms")
    assert "chưa có kênh gửi" not in minh.get(f"/reports/{report.code}/").text
    silent = told(contact=contact_of()).report
    assert "chỉ tại liên kết" in minh.get(f"/reports/{silent.code}/").text
    actions.refuse(silent, reason="Không có thật", by=cast.minh)
    assert not Message.objects.filter(purpose="report-reply").exists()


def test_a_simulated_report_is_answered_to_the_demo_s_phones_alone(cast: Cast) -> None:
    a_channel("phones", kind="demo_outbox", way="sms")
    report = told(origin=2).report
    actions.refuse(report, reason="Không có thật", by=cast.minh)
    assert replies("refuse")[0].origin == "simulated"
