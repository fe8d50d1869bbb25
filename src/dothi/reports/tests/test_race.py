"""Two tabs of one voice judge at once: one judgement stands, whole; and two who press erase at once erase once."""

from __future__ import annotations

import datetime as dt
import threading
import time
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection, connections, transaction

from dothi.kernel import clock, settings
from dothi.kernel.attachments import Sound
from dothi.kernel.errors import Conflict
from dothi.kernel.testing.cast import Cast
from dothi.reports import actions, photos
from dothi.reports.identity import requests
from dothi.reports.identity.sessions import Holder
from dothi.reports.jobs import close_settled
from dothi.reports.models import Handling, Report
from dothi.reports.tests.course import LEAK, LONG_AGO, prepared, told

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _prepared(cast: Cast, tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "data_folder", lambda: tmp_path)
    prepared(cast)


def together(*deeds: Callable[[], Any]) -> list[Any]:
    """What each gave, or the refusal that it met."""
    outcomes: list[Any] = []
    start = threading.Barrier(len(deeds))

    def run(deed: Callable[[], Any]) -> None:
        start.wait(60)
        try:
            outcomes.append(deed())
        except Conflict as refused:
            outcomes.append(refused)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(deed,)) for deed in deeds]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
    return outcomes


def test_two_ratings_of_one_voice_at_once_are_one(cast: Cast) -> None:
    report = told().report
    report.photos.create(number=9, kind="result", sha256="0" * 64, size=1, recorded_at=report.received_at)
    actions.answer(report, "Đã dọn", by=cast.nga)
    actions.publish(report, by=cast.minh)
    rows = [Report.objects.get(pk=report.pk) for _ in range(4)]
    faces = ("good", "bad", "fair", "good")
    outcomes = together(
        *(
            lambda row=row, face=face: actions.rate(row, face, "a" * 64)
            for row, face in zip(rows, faces, strict=True)
        )
    )
    assert len(outcomes) == 4
    assert report.ratings.get().face in faces


def test_two_officers_who_fulfil_one_request_at_once_fulfil_it_once(cast: Cast) -> None:
    told()
    asked = requests.ask(Holder("sms", "0903000111", 0), "erasure")
    outcomes = together(*(lambda: requests.fulfil(asked, by=cast.minh) for _ in range(2)))
    assert sum(isinstance(one, Conflict) for one in outcomes) == 1
    assert Report.objects.get().lines.filter(what="erased").count() == 1


def test_one_who_asks_twice_at_once_asked_once(cast: Cast) -> None:
    told()
    together(*(lambda: requests.ask(Holder("sms", "0903000111", 0), "objection") for _ in range(3)))
    from dothi.reports.identity.models import DataRequest

    assert DataRequest.objects.count() == 1


def test_a_release_and_another_category_at_once_never_leave_a_private_one_public(cast: Cast) -> None:
    Handling.objects.create(
        code=LEAK, valid_from=LONG_AGO, due="days:5", is_public=False, source="thử", certainty="D"
    )
    for _ in range(6):
        report = told().report
        rows = [Report.objects.get(pk=report.pk) for _ in range(2)]
        together(
            lambda row=rows[0]: actions.release(row, text="Rác chất đống", photos=[], by=cast.minh),
            lambda row=rows[1]: actions.recategorise(row, LEAK, by=cast.minh),
        )
        report.refresh_from_db()
        assert (report.category, report.released_at) == (LEAK, None)


def test_a_release_that_waited_for_another_category_sees_it(cast: Cast) -> None:
    """The order in which it went wrong: the officer's page was read before, the change is under way in another connection."""
    Handling.objects.create(
        code=LEAK, valid_from=LONG_AGO, due="days:5", is_public=False, source="thử", certainty="D"
    )
    report = told().report
    read = Report.objects.get(pk=report.pk)
    begun = threading.Event()
    outcomes: list[Any] = []

    def release() -> None:
        begun.set()
        try:
            outcomes.append(actions.release(read, text="Rác chất đống", photos=[], by=cast.minh))
        except Conflict as refused:
            outcomes.append(refused)
        finally:
            connections.close_all()

    other = threading.Thread(target=release)
    with transaction.atomic():
        actions.recategorise(report, LEAK, by=cast.minh)
        other.start()
        begun.wait(60)
        _until_it_waits()
    other.join(120)
    assert isinstance(outcomes[0], Conflict)
    assert Report.objects.get(pk=report.pk).released_at is None


def test_two_that_are_merged_into_each_other_at_once_leave_one_that_stands(cast: Cast) -> None:
    for _ in range(6):
        one, two = told().report, told().report
        outcomes = together(
            lambda one=one, two=two: actions.merge(Report.objects.get(pk=one.pk), two, by=cast.minh),
            lambda one=one, two=two: actions.merge(Report.objects.get(pk=two.pk), one, by=cast.minh),
        )
        assert sum(isinstance(outcome, Conflict) for outcome in outcomes) == 1
        assert sorted(Report.objects.filter(pk__in=(one.pk, two.pk)).values_list("state", flat=True)) == ["given", "merged"]  # fmt: skip


def test_one_that_is_reopened_at_the_last_moment_holds_up_no_other(cast: Cast) -> None:
    reports = [told().report for _ in range(2)]
    for number, report in enumerate(reports):
        report.photos.create(number=9, kind="result", sha256="0" * 64, size=1, recorded_at=report.received_at)
        actions.answer(report, "Đã dọn", by=cast.nga)
        actions.publish(report, by=cast.minh)
        ends = clock.now() - dt.timedelta(minutes=9 - number)
        Report.objects.filter(pk=report.pk).update(window_ends_at=ends)
    outcomes: list[Any] = []
    other = threading.Thread(target=lambda: outcomes.extend(together(close_settled)))
    with transaction.atomic():
        Report.objects.filter(pk=reports[0].pk).update(state="given")
        other.start()
        _until_it_waits()
    other.join(120)
    assert outcomes == [1]
    assert [Report.objects.get(pk=one.pk).state for one in reports] == ["given", "closed"]


def test_pictures_that_come_by_several_doors_at_once_are_all_kept(cast: Cast) -> None:
    report = told().report
    sound = [Sound("a.jpg", "image/jpeg", bytes([number]) * 9) for number in range(4)]
    together(*(lambda one=one: photos.attach(report, [one], clock.now()) for one in sound))
    assert list(report.photos.order_by("number").values_list("number", flat=True)) == [1, 2, 3, 4]


def _until_it_waits() -> None:
    waiting = "select count(*) from pg_locks where not granted"
    with connection.cursor() as cursor:
        for _ in range(6000):
            cursor.execute(waiting)
            if cursor.fetchone()[0]:
                return
            time.sleep(0.01)
    raise AssertionError("the other connection waits for nothing")
