"""Tasks from giving to closing: who sees them, who may do what, two at once, more time, and what is owed meanwhile."""

from __future__ import annotations

import datetime as dt
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, connections, transaction

from dothi.accounts import actions as people
from dothi.kernel import clock
from dothi.kernel.errors import BadRequest, Conflict, DothiError, NotAllowed, NotFound
from dothi.kernel.models import Event
from dothi.kernel.testing.cast import PASSWORD, Cast
from dothi.tasks import actions, mine, queries, reach
from dothi.tasks.models import Extension, Owed, Task
from dothi.tasks.workflow import Word
from dothi.tasks.working_time import Deadline

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


def given(cast: Cast, **told: Any) -> Task:
    """Hoa asks the department of environment, together with ward A."""
    said: dict[str, Any] = {
        "title": "Kiểm tra nguồn khói ở bãi rác",
        "lead": cast.environment,
        "with_": [cast.office_a],
        "due_at": clock.now() + 3 * DAY,
        "by": cast.hoa,
        **told,
    }
    return actions.give(**said)


def sees(person: Any, task: Task) -> bool:
    try:
        queries.get_task(task.code, person.scope("tasks.view"))
    except NotFound:
        return False
    return True


def owed(task: Task) -> set[tuple[str, str | None, str | None]]:
    """Kind, person, agency of what is open."""
    rows = Owed.objects.filter(code__startswith=task.code, closed_at__isnull=True)
    return {
        (one.kind, one.person and one.person.username, one.agency and one.agency.code)
        for one in rows.select_related("person", "agency")
    }


def test_lead_and_those_who_work_along_see_it_and_a_stranger_does_not(cast: Cast) -> None:
    task = given(cast)
    assert task.code == f"NV-{clock.today().year}-000001"
    assert [sees(one, task) for one in (cast.nga, cast.lan, cast.hoa, cast.minh)] == [True] * 4
    assert not sees(cast.tuan, task)
    assert queries.counts(cast.tuan.scope("tasks.view"), clock.now())["not_started"] == 0


def test_a_person_sees_and_owes_what_was_given_to_them(cast: Cast) -> None:
    task = given(cast, lead=cast.tuan, with_=())
    assert sees(cast.tuan, task)
    assert owed(task) == {("task", "tuan", "ubnd-binh-minh")}


def test_the_same_form_twice_is_one_task(cast: Cast) -> None:
    key = uuid4()
    assert given(cast, key=key).pk == given(cast, key=key).pk
    assert Event.objects.filter(topic="tasks.given").count() == 1


@pytest.mark.parametrize(
    ("told", "code"),
    [
        ({"title": " "}, "task-needs-title"),
        ({"due_at": dt.datetime(2020, 1, 1, tzinfo=dt.UTC)}, "task-due-has-passed"),
        ({"importance": "huge"}, "task-importance"),
    ],
)
def test_what_cannot_be_is_not_given(cast: Cast, told: dict[str, Any], code: str) -> None:
    with pytest.raises(BadRequest) as refused:
        given(cast, **told)
    assert refused.value.code == code


def test_nobody_is_given_what_they_may_not_do(cast: Cast) -> None:
    with pytest.raises(BadRequest):
        given(cast, lead=cast.dung)


def test_the_whole_way_and_who_owes_what_on_it(cast: Cast) -> None:
    task = given(cast)
    both = {("task", None, "so-nnmt"), ("task-part", None, "ubnd-an-hai")}
    assert owed(task) == both
    actions.accept(task, by=cast.nga)
    actions.start(task, by=cast.nga)
    assert owed(task) == both
    actions.hand_in(task, text="Đã dập, có biên bản.", by=cast.nga)
    assert owed(task) == {("task-decide", "hoa", None)}
    actions.give_back(task, reason="Thiếu ảnh", by=cast.hoa)
    assert owed(task) == both
    actions.hand_in(task, by=cast.nga)
    actions.confirm(task, by=cast.hoa)
    assert owed(task) == set()
    assert queries.word_of(task) is Word.DONE_IN_TIME
    assert [line.what for line in queries.record(task)] == [
        "given", "accept", "start", "hand-in", "give-back", "hand-in", "confirm",
    ]  # fmt: skip


def test_each_side_takes_its_own_steps_only(cast: Cast) -> None:
    task = given(cast)
    with pytest.raises(NotAllowed):
        actions.accept(task, by=cast.lan)  # works along, does not lead
    with pytest.raises(NotAllowed):
        actions.accept(task, by=cast.minh)  # may everywhere, and is not of the agency that leads
    with pytest.raises(NotAllowed):
        actions.withdraw(task, reason="Không cần", by=cast.nga)
    with pytest.raises(NotAllowed):
        actions.answer(task, "Xin chào", by=cast.tuan)


def test_not_ours_goes_back_with_a_reason_and_to_another(cast: Cast) -> None:
    task = given(cast)
    with pytest.raises(BadRequest):
        actions.refuse(task, reason=" ", by=cast.nga)
    actions.refuse(task, reason="Việc này của phường", by=cast.nga)
    assert owed(task) == {("task-decide", "hoa", None)}
    actions.give_again(task, lead=cast.office_b, by=cast.hoa)
    assert sees(cast.tuan, task)
    assert sees(cast.nga, task)  # what was asked of them stays readable
    assert ("task", None, "ubnd-binh-minh") in owed(task)
    assert Event.objects.filter(topic="tasks.given").count() == 2


def test_nobody_confirms_what_they_handed_in_for_another(cast: Cast) -> None:
    task = given(cast, lead=cast.centre, with_=())
    actions.hand_in(task, by=cast.minh)  # who may decide for the centre, too
    with pytest.raises(Conflict) as refused:
        actions.confirm(task, by=cast.minh)
    assert refused.value.code == "task-second-person"


def test_the_second_who_closes_it_is_told_who_did_and_when(cast: Cast) -> None:
    task = given(cast)
    actions.hand_in(task, by=cast.nga)
    mine = Task.objects.get(pk=task.pk)
    actions.confirm(task, by=cast.hoa)
    with pytest.raises(Conflict) as refused:
        actions.withdraw(mine, reason="Không cần nữa", by=cast.minh, seen="handed-in")
    said = refused.value.fields
    assert (refused.value.code, said["who"]) == ("task-changed-meanwhile", str(cast.hoa))
    assert f"{clock.now().astimezone(clock.VIETNAM):%d/%m/%Y}" in said["when"]


def test_agencies_answer_each_other_on_the_record(cast: Cast) -> None:
    task = given(cast)
    line = actions.answer(task, "Phường có xe bồn không?", by=cast.nga, to=cast.office_a)
    actions.answer(task, "Có, 14 giờ tới nơi.", by=cast.lan, to=cast.environment)
    assert [(one.agency.code, one.to.code) for one in queries.record(task) if one.what == "answer"] == [
        ("so-nnmt", "ubnd-an-hai"),
        ("ubnd-an-hai", "so-nnmt"),
    ]
    with pytest.raises(Conflict):
        actions.answer(task, "Phường có xe bồn không?", by=cast.nga)
    with pytest.raises(BadRequest):
        actions.answer(task, "Giúp với", by=cast.nga, to=cast.office_b)
    with pytest.raises(DatabaseError), transaction.atomic():
        type(line).objects.filter(pk=line.pk).update(text="Khác")


def test_more_time_keeps_every_deadline(cast: Cast) -> None:
    task = given(cast)
    first = task.due_at
    asked = actions.ask_more_time(task, until=Deadline(first + DAY), reason="Mưa lớn", by=cast.nga)
    assert ("task-time", "hoa", None) in owed(task)
    with pytest.raises(Conflict):
        actions.ask_more_time(task, until=Deadline(first + 2 * DAY), reason="Lại mưa", by=cast.nga)
    with pytest.raises(NotAllowed):
        actions.decide_time(asked, grant=True, by=cast.nga)
    actions.decide_time(asked, grant=True, by=cast.hoa)
    with pytest.raises(Conflict):
        actions.decide_time(asked, grant=False, text="Thôi", by=cast.hoa)
    actions.extend(task, until=Deadline(first + 5 * DAY), reason="Đợi thiết bị", by=cast.hoa)
    task.refresh_from_db()
    assert (task.first_due_at, task.due_at) == (first, first + 5 * DAY)
    assert [(one.due_before, one.new_due) for one in queries.extensions_of(task)] == [
        (first + DAY, first + 5 * DAY),
        (first, first + DAY),
    ]
    assert Owed.objects.get(kind="task", code=task.code).due_at == task.due_at
    with pytest.raises(BadRequest):
        actions.extend(task, until=Deadline(first), reason="Sớm hơn", by=cast.hoa)
    with pytest.raises(
        Conflict
    ) as refused:  # the same form a second time: the deadline that it saw is not the one that stands
        actions.extend(
            task, until=Deadline(first + 9 * DAY), reason="Đợi thiết bị", by=cast.hoa, seen=first + DAY
        )
    assert refused.value.code == "task-due-changed-meanwhile"


def test_more_time_after_the_deadline_begins_now(cast: Cast) -> None:
    task = given(cast)
    with clock.moved_to(task.due_at + 2 * DAY):
        assert queries.word_of(task) is Word.OVERDUE
        with pytest.raises(BadRequest) as refused:
            actions.ask_more_time(task, until=Deadline(task.due_at + DAY), reason="Mưa lớn", by=cast.nga)
        assert refused.value.code == "task-due-has-passed"
        until = Deadline(clock.now() + DAY, expected=True)
        asked = actions.ask_more_time(task, until=until, reason="Mưa lớn", by=cast.nga)
        assert asked.asked_at > asked.due_before, "what the page marks as asked late"
        actions.decide_time(asked, grant=True, by=cast.hoa)
        task.refresh_from_db()
        assert (queries.word_of(task), task.due_expected) == (Word.NOT_STARTED, True)


def test_a_share_that_is_done_is_owed_no_more(cast: Cast) -> None:
    task = given(cast, with_=[cast.office_a, cast.office_b])
    actions.answer(task, "Đã cử hai xe bồn.", by=cast.lan, done=True)
    assert owed(task) == {("task", None, "so-nnmt"), ("task-part", None, "ubnd-binh-minh")}
    actions.hand_in(task, by=cast.nga)
    actions.confirm(task, by=cast.hoa)
    actions.answer(
        task, "Phường Bình Minh bổ sung.", by=cast.tuan, done=True
    )  # late, and on the record all the same
    answered = {part.agency.code: part.answered_at is not None for part in queries.parts_of(task)}
    assert answered == {"so-nnmt": False, "ubnd-an-hai": True, "ubnd-binh-minh": True}
    assert owed(task) == set()


def test_who_refused_owes_nothing_of_it(cast: Cast) -> None:
    task = given(cast, with_=())
    actions.refuse(task, reason="Việc này của phường", by=cast.nga)
    with clock.moved_to(task.due_at + DAY):
        with pytest.raises(BadRequest):
            actions.give_again(task, lead=cast.office_b, by=cast.hoa)  # by a deadline that has passed
        until = Deadline(clock.now() + DAY)
        actions.give_again(task, lead=cast.office_b, until=until, by=cast.hoa)
        task.refresh_from_db()
        assert task.due_at == until.at
    assert owed(task) == {("task", None, "ubnd-binh-minh")}


def test_nobody_gives_beyond_their_reach(cast: Cast) -> None:
    for lead in (cast.environment, cast.office_b, cast.tuan):
        with pytest.raises(BadRequest) as refused:
            given(cast, by=cast.lan, lead=lead)
        assert refused.value.code == "task-lead-out-of-reach"
    assert given(
        cast, by=cast.lan, lead=cast.office_a, with_=[cast.environment]
    ).pk  # others may be asked to work along
    assert [one.code for one in reach.within(cast.lan, reach.standing())] == ["ubnd-an-hai"]
    people.change_agency(cast.environment, parent=cast.centre, by=None)
    cast.nga.agency.refresh_from_db()
    assert not reach.reaches(cast.nga, cast.centre), "one asks those above, and does not give"
    assert reach.reaches(cast.nga, cast.office_a)


def test_what_waits_is_settled_when_the_task_is_withdrawn(cast: Cast) -> None:
    task = given(cast)
    asked = actions.ask_more_time(task, until=Deadline(task.due_at + DAY), reason="Mưa lớn", by=cast.nga)
    actions.withdraw(task, reason="Đã có việc khác", by=cast.hoa)
    asked.refresh_from_db()
    assert (asked.state, owed(task)) == (Extension.State.REFUSED, set())
    assert queries.word_of(task) is None


def test_the_list_finds_by_word_and_without_accents(cast: Cast) -> None:
    one, other = given(cast), given(cast, title="Báo cáo mực nước", due_at=clock.now() + DAY)
    actions.start(other, by=cast.nga)
    scope, now = cast.hoa.scope("tasks.view"), clock.now()

    def found(at: dt.datetime = now, **asked: Any) -> list[str]:
        return [task.code for task in queries.listed(scope, queries.Filter(**asked), at)]

    assert found() == [other.code, one.code]
    assert found(text="kiem tra KHOI") == [one.code]
    assert found(word="not-started") == [one.code]
    assert found(word="in-time") == [other.code]
    assert found(at=now + 2 * DAY, word="overdue") == [other.code]
    assert found(lead=cast.environment.pk, due="week", word="withdrawn") == []


@pytest.mark.django_db(transaction=True)
def test_of_two_who_close_at_once_one_wins(cast: Cast) -> None:
    task = given(cast)
    actions.hand_in(task, by=cast.nga)

    def close(by: Any, name: str) -> str:
        try:
            mine = Task.objects.get(pk=task.pk)
            if name == "confirm":
                actions.confirm(mine, by=by, seen="handed-in")
            else:
                actions.withdraw(mine, reason="Không cần nữa", by=by, seen="handed-in")
        except DothiError as error:
            return f"{error.code} {error.fields['who']}"
        finally:
            connections.close_all()
        return "won"

    with ThreadPoolExecutor(2) as pool:
        outcomes = list(pool.map(close, (cast.hoa, cast.minh), ("confirm", "withdraw")))
    task.refresh_from_db()
    winner = task.ended_by
    assert sorted(outcomes) == sorted(["won", f"task-changed-meanwhile {winner}"])
    assert task.lines.filter(what__in=("confirm", "withdraw")).count() == 1
    assert connection is not None


def test_a_task_follows_the_agency_wherever_its_people_may_work(cast: Cast) -> None:
    """The centre lies in the province; somebody of it whose right ends at ward A still gives and answers what it was given."""
    person, _ = people.invite_person(
        "thu",
        "Trần Thị Thu",
        agency=cast.centre,
        kind="operational",
        password=PASSWORD,
        temporary=False,
        by=None,
    )
    people.grant_role(person, "duty-officer", by=None, unit=cast.ward_a)
    task = given(cast, lead=cast.centre, with_=())
    assert sees(person, task)
    assert [item.row.code for bucket in mine.by_clock(person) for item in bucket.items] == [task.code]
    actions.accept(task, by=person)
    own = given(cast, by=person, lead=cast.office_a)
    assert sees(person, own)
    assert not sees(cast.tuan, own)
