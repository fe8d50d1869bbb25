"""The one list of what a person owes: settled and owed as often as one likes, by one clock, and nobody else's."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from dothi.kernel.clock import VIETNAM
from dothi.kernel.models import Event
from dothi.kernel.testing.cast import Cast
from dothi.kernel.testing.statements import asked_of
from dothi.notify.models import Message
from dothi.tasks import actions, mine, owed, watching
from dothi.tasks.models import Owed
from dothi.tasks.tests.test_tasks import given
from dothi.tasks.working_time import Deadline

pytestmark = pytest.mark.django_db
NOON = dt.datetime(2026, 11, 18, 12, tzinfo=VIETNAM)  # a Wednesday
HOUR, DAY = dt.timedelta(hours=1), dt.timedelta(days=1)


def owe(code: str, due: dt.datetime | None, **told: Any) -> None:
    said: dict[str, Any] = {"path": "/", "permission": "tasks.work", "title": code, **told}
    owed.owe("test", code, due_at=due, **said)


def listed(person: Any, **asked: Any) -> dict[str, list[str]]:
    return {one.name: [item.row.code for item in one.items] for one in mine.by_clock(person, NOON, **asked)}


def test_one_clock(cast: Cast) -> None:
    for code, due in {
        "late": NOON - DAY,
        "now": NOON + HOUR,
        "sunday": NOON + 4 * DAY,
        "monday": NOON + 5 * DAY,
        "some day": None,
    }.items():
        owe(code, due, person_id=cast.nga.pk)
    assert listed(cast.nga) == {
        "overdue": ["late"],
        "today": ["now"],
        "week": ["sunday"],
        "later": ["monday"],
        "none": ["some day"],
    }
    assert listed(cast.hoa) == {}
    assert mine.pressing(cast.nga, NOON) == 2


def test_on_a_sunday_the_week_is_over(cast: Cast) -> None:
    sunday = NOON + 4 * DAY
    owe("tomorrow", sunday + DAY, person_id=cast.nga.pk)
    assert [one.name for one in mine.by_clock(cast.nga, sunday)] == ["later"]


def test_what_an_agency_owes_is_seen_by_its_own_people_who_may(cast: Cast) -> None:
    owe("office", NOON + HOUR, agency_id=cast.office_a.pk, unit_id=cast.ward_a.pk)
    owe("elsewhere", NOON + HOUR, agency_id=cast.office_a.pk, unit_id=cast.ward_b.pk)
    owe("other right", NOON + HOUR, agency_id=cast.office_a.pk, unit_id=cast.ward_a.pk, permission="people.manage")  # fmt: skip
    owe("second of two", NOON + HOUR, agency_id=cast.office_a.pk, unit_id=cast.ward_a.pk, besides_id=cast.lan.pk)  # fmt: skip
    assert listed(cast.lan) == {"today": ["office"]}
    assert listed(cast.tuan) == {}
    assert listed(cast.minh) == {}  # may everywhere, and owes nothing of that office


def test_owed_and_settled_as_often_as_one_likes(cast: Cast) -> None:
    owe("a", NOON, person_id=cast.nga.pk)
    first = Owed.objects.get(code="a")
    owe("a", NOON, person_id=cast.nga.pk)
    assert Owed.objects.get(code="a").opened_at == first.opened_at
    assert [owed.settle("test", "a"), owed.settle("test", "a"), owed.settle("test", "never")] == [True, False, False]  # fmt: skip
    owe("a", NOON + DAY, person_id=cast.hoa.pk)
    again = Owed.objects.get(code="a")
    assert (again.closed_at, again.person_id, again.due_at) == (None, cast.hoa.pk, NOON + DAY)
    assert Owed.objects.count() == 1


def test_a_full_list_counts_what_it_does_not_show(cast: Cast) -> None:
    owed.owe_all(
        [
            owed.Debt("test", f"{number:04d}", "/", "tasks.work", NOON + number * dt.timedelta(seconds=1), "x", person_id=cast.nga.pk)
            for number in range(1, 151)
        ]
    )  # fmt: skip
    (today,) = mine.by_clock(cast.nga, NOON)
    assert (today.count, len(today.items), today.left, today.over) == (150, mine.SHOWN, 125, False)
    (second,) = mine.by_clock(cast.nga, NOON, only="today", page=2)
    assert ([item.row.code for item in second.items][:1], len(second.items), second.left) == (["0101"], 50, 0)


def test_one_turns_further_than_is_counted(cast: Cast) -> None:
    second = dt.timedelta(seconds=1)
    owed.owe_all(
        [
            owed.Debt("test", f"{n:04d}", "/", "tasks.work", NOON + n * second, "x", person_id=cast.nga.pk)
            for n in range(1, 703)
        ]
    )
    (first,) = mine.by_clock(cast.nga, NOON)
    assert (first.count, first.over) == (mine.MOST, True)
    (last,) = mine.by_clock(cast.nga, NOON, only="today", page=8)
    assert ([item.row.code for item in last.items], last.left, last.over) == (["0701", "0702"], 0, False)
    (before,) = mine.by_clock(cast.nga, NOON, only="today", page=7)
    assert (len(before.items), before.left) == (100, 1)


def test_the_list_asks_twice_however_full_it_is(cast: Cast) -> None:
    for number in range(3):
        owe(f"{number}", NOON + HOUR, person_id=cast.nga.pk)
    with asked_of("tasks_owed") as asked:
        mine.by_clock(cast.nga, NOON)
    assert len(asked) == 2


def test_the_clock_tells_once_and_again_after_more_time(cast: Cast) -> None:
    task = given(cast, with_=())
    soon, late = task.due_at - HOUR, task.due_at + HOUR
    assert [watching.tell_due(soon), watching.tell_due(soon)] == [1, 0]
    assert [watching.tell_due(late), watching.tell_due(late)] == [1, 0]
    actions.extend(task, until=Deadline(late + 30 * DAY), reason="Chờ thiết bị", by=cast.hoa)
    assert watching.tell_due(late) == 0
    assert watching.tell_due(late + 31 * DAY) == 1
    assert Event.objects.filter(topic="tasks.overdue").count() == 2
    told = Message.objects.filter(about=task.path).values_list("person__username", "text_key")
    assert set(told) == {
        ("nga", "tasks-message-given"),
        ("nga", "tasks-message-due-soon"),
        ("nga", "tasks-message-overdue"),
        ("hoa", "tasks-message-overdue"),
    }


def test_what_was_handed_in_is_told_of_no_more(cast: Cast) -> None:
    task = given(cast)
    actions.hand_in(task, by=cast.nga)
    assert watching.tell_due(task.due_at + DAY) == 0
