"""What a phone tells arrives once, in its order, with the times at which it was pressed, whatever the network did meanwhile."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dothi.crews import clocks, duties
from dothi.crews.models import Deed
from dothi.crews.tests.conftest import crew_person, fire, unit
from dothi.crews.tests.phone import Phone, ulid
from dothi.forces import actions as sending
from dothi.forces.models import Assignment, CheckIn, Force, ForceLog
from dothi.forces.states import set_state
from dothi.forces.workflow import State
from dothi.kernel import clock
from dothi.kernel.errors import BadRequest
from dothi.kernel.testing.cast import Cast

pytestmark = pytest.mark.django_db
MINUTE = dt.timedelta(minutes=1)
NOON = dt.datetime(2026, 11, 20, 5, 0, tzinfo=dt.UTC)
COURSE = ("acknowledge", "en-route", "on-scene", "note", "returning")


def an_hour_out(cast: Cast, person: Any, force: Force, *, ahead: dt.timedelta = dt.timedelta(0)) -> Phone:
    """Sent at noon, then no network: everything is pressed, nothing is told."""
    with clock.moved_to(NOON):
        duty = duties.sign_on(person, force.call_sign)
        assignment = sending.send(fire(cast), [force], by=cast.minh)[0]
    phone = Phone(duty, assignment, ahead=ahead)
    for number, what in enumerate(COURSE):
        phone.press(
            what, NOON + (2 + 10 * number) * MINUTE, text="cần thêm xe nước" if what == "note" else ""
        )
    return phone


def stands(assignment: Assignment) -> tuple[Any, ...]:
    """Everything that a batch may move: minutes, state, and how many lines were written of it."""
    row = Assignment.objects.get(pk=assignment.pk)
    force = Force.objects.get(pk=assignment.force_id)
    lines = list(ForceLog.objects.filter(force=force).order_by("at", "pk").values_list("kind", "text"))
    minutes = (row.acknowledged_at, row.en_route_at, row.on_scene_at, row.ended_at)
    return (
        *(at and round((at - NOON) / MINUTE) for at in minutes),
        row.ended_as, force.state, lines, Deed.objects.count(), row.incident.log.count(),
    )  # fmt: skip


def test_after_an_hour_without_network_order_and_times_are_kept(cast: Cast, binh: Any, engine: Force) -> None:
    with clock.moved_to(NOON - 61 * MINUTE):
        Force.objects.update(state_since=clock.now())
    phone = an_hour_out(cast, binh, engine)
    with clock.moved_to(NOON + 61 * MINUTE):
        answers = phone.send()
    assert [one.outcome for one in answers] == ["done"] * 5
    row = Assignment.objects.get(pk=phone.assignment.pk)  # type: ignore[union-attr]
    told = [row.acknowledged_at, row.en_route_at, row.on_scene_at, row.ended_at]
    assert [round((at - NOON) / MINUTE) for at in told if at] == [2, 12, 22, 42]
    assert row.ended_as == "cleared"
    engine.refresh_from_db()
    assert engine.state == "returning"
    note = row.incident.log.get(kind="force", fields__what="note")
    assert note.text == "cần thêm xe nước"
    assert note.at is not None and round((note.at - NOON) / MINUTE) == 32


def test_a_phone_whose_clock_is_wrong_by_hours_tells_the_right_times(
    cast: Cast, binh: Any, engine: Force
) -> None:
    phone = an_hour_out(cast, binh, engine, ahead=dt.timedelta(hours=-7, minutes=3))
    with clock.moved_to(NOON + 61 * MINUTE):
        phone.send()
    row = Assignment.objects.get(pk=phone.assignment.pk)  # type: ignore[union-attr]
    assert row.on_scene_at is not None and abs((row.on_scene_at - NOON) / MINUTE - 22) < 0.1
    deed = Deed.objects.get(state="on-scene")
    assert deed.told_at < NOON, "what the phone showed is kept beside it"
    assert round(deed.skew_ms / 60_000) == 7 * 60 - 3


# each example is taken back at its end (`set_rollback`), so the fixtures are the same for all
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_sent_in_any_pieces_any_number_of_times_it_comes_to_the_same(
    cast: Cast, binh: Any, engine: Force, data: st.DataObject
) -> None:
    """Pieces overlap, their deeds lie in any order, answers get lost, a second tab sends the queue again."""
    with transaction.atomic():
        phone = an_hour_out(cast, binh, engine)
        with clock.moved_to(NOON + 61 * MINUTE):
            point = transaction.savepoint()
            phone.send()
            once = stands(phone.assignment)  # type: ignore[arg-type]
            transaction.savepoint_rollback(point)
            queue = phone.queue
            sent = 0
            while sent < len(queue):
                upto = data.draw(st.integers(sent + 1, len(queue)))
                again = data.draw(st.integers(0, sent))
                for _ in range(data.draw(st.integers(1, 2))):
                    phone.send(data.draw(st.permutations(queue[again:upto])))
                sent = upto
            assert stands(phone.assignment) == once  # type: ignore[arg-type]
        transaction.set_rollback(True)


def test_a_piece_that_overtakes_another_loses_no_minute(cast: Cast, binh: Any, engine: Force) -> None:
    phone = an_hour_out(cast, binh, engine)
    with clock.moved_to(NOON + 61 * MINUTE):
        phone.send([phone.queue[2]])
        phone.send(phone.queue[:2])
    row = Assignment.objects.get(pk=phone.assignment.pk)  # type: ignore[union-attr]
    assert [round((at - NOON) / MINUTE) for at in (row.en_route_at, row.on_scene_at) if at] == [12, 22]


def test_the_same_batch_of_two_tabs_has_the_same_answers_and_no_second_line(
    cast: Cast, binh: Any, engine: Force
) -> None:
    phone = an_hour_out(cast, binh, engine)
    with clock.moved_to(NOON + 61 * MINUTE):
        first = phone.send()
        before = stands(phone.assignment)  # type: ignore[arg-type]
        assert phone.send() == first
        assert stands(phone.assignment) == before  # type: ignore[arg-type]


def test_called_back_while_without_network_the_deeds_are_kept_as_told(
    cast: Cast, binh: Any, engine: Force
) -> None:
    phone = an_hour_out(cast, binh, engine)
    assignment = phone.assignment
    assert assignment is not None
    with clock.moved_to(NOON + 15 * MINUTE):
        sending.recall(assignment, "xe khác đã tới", by=cast.minh)
    with clock.moved_to(NOON + 61 * MINUTE):
        answers = phone.send()
    assert [one.outcome for one in answers] == ["kept", "done", "kept", "done", "kept"], (
        "the way that was driven stands"
    )
    assert "đã kết thúc" in answers[2].text
    told = [
        line.fields["step"] for line in assignment.incident.log.filter(fields__what="told").order_by("pk")
    ]
    assert told == ["acknowledge", "on-scene", "returning"]
    assignment.refresh_from_db()
    assert assignment.en_route_at is not None and round((assignment.en_route_at - NOON) / MINUTE) == 12
    assert (assignment.ended_as, assignment.on_scene_at) == ("recalled", None)
    assert Deed.objects.count() == 5


def test_a_minute_that_lies_before_the_end_still_fills_what_was_missing(
    cast: Cast, binh: Any, engine: Force
) -> None:
    phone = an_hour_out(cast, binh, engine)
    assignment = phone.assignment
    assert assignment is not None
    engine.refresh_from_db()
    with clock.moved_to(NOON + 50 * MINUTE):  # the desk heard on the radio that the work was done
        set_state(engine, State.ON_SCENE, expected="alerted", by=cast.minh)
        set_state(engine, State.RETURNING, expected="on-scene", by=cast.minh)
    with clock.moved_to(NOON + 61 * MINUTE):
        phone.send(phone.queue[:2])
    assignment.refresh_from_db()
    assert assignment.en_route_at is not None and round((assignment.en_route_at - NOON) / MINUTE) == 12


def test_a_step_of_an_old_assignment_never_moves_the_new_one(cast: Cast, binh: Any, engine: Force) -> None:
    phone = an_hour_out(cast, binh, engine)
    assert phone.assignment is not None
    with clock.moved_to(NOON + 15 * MINUTE):
        sending.recall(phone.assignment, "xe khác đã tới", by=cast.minh)
        new = sending.send(fire(cast), [Force.objects.get()], by=cast.minh)[0]
    with clock.moved_to(NOON + 61 * MINUTE):
        phone.send()
    new.refresh_from_db()
    assert (new.acknowledged_at, new.en_route_at, new.on_scene_at, new.ended_at) == (None,) * 4


def test_a_decline_told_late_frees_the_unit_with_its_own_time(cast: Cast, binh: Any, engine: Force) -> None:
    with clock.moved_to(NOON):
        duty = duties.sign_on(binh, engine.call_sign)
        assignment = sending.send(fire(cast), [engine], by=cast.minh)[0]
    phone = Phone(duty, assignment)
    phone.press("decline", NOON + MINUTE, text="thủng lốp")
    with clock.moved_to(NOON + 10 * MINUTE):
        phone.send()
    assignment.refresh_from_db()
    assert (assignment.ended_as, assignment.ended_reason) == ("declined", "thủng lốp")
    assert assignment.ended_at is not None and round((assignment.ended_at - NOON) / MINUTE) == 1


def test_a_safety_question_is_answered_by_the_phone(cast: Cast, binh: Any, sent: Assignment) -> None:
    duty = duties.sign_on(binh, sent.force.call_sign)
    asked = CheckIn.objects.create(assignment=sent, due_at=clock.now() + MINUTE, every_s=600)
    phone = Phone(duty, sent)
    phone.press("well", clock.now())
    assert phone.send()[0].outcome == "done"
    asked.refresh_from_db()
    assert asked.answered_by == binh
    phone.press("off", clock.now())
    assert phone.send()[-1].outcome == "done"
    assert duties.current(binh) is None


def test_a_deed_after_the_duty_is_kept_and_moves_nothing(cast: Cast, binh: Any, sent: Assignment) -> None:
    duty = duties.sign_on(binh, sent.force.call_sign)
    duties.sign_off(duty, by=binh)
    phone = Phone(duty, sent)
    phone.press("en-route", clock.now() + MINUTE)
    with clock.moved_to(clock.now() + 2 * MINUTE):
        (answer,) = phone.send()
    assert answer.outcome == "kept"
    sent.refresh_from_db()
    assert sent.en_route_at is None


def test_what_cannot_be_read_is_answered_and_holds_up_nothing(
    cast: Cast, binh: Any, sent: Assignment
) -> None:
    duty = duties.sign_on(binh, sent.force.call_sign)
    other = duties.sign_on(crew_person(cast, "an"), sent.force.call_sign)
    phone = Phone(duty, sent)
    phone.press("acknowledge", clock.now())
    good = phone.queue[0]
    bad: list[Any] = [
        7, {"id": "x"}, {**good, "id": "'; drop table"}, {**good, "id": ulid(1), "what": "delete"},
        {**good, "id": ulid(2), "what": "step", "state": "alerted"}, {**good, "id": ulid(3), "duty": other.pk},
        {**good, "id": ulid(4), "at": "2026-11-20T12:00:00"}, {**good, "id": ulid(5), "duty": 10**30},
        {**good, "id": ulid(8), "what": "photo"}, {**good, "id": ulid(6), "at": "9999-12-31T23:59:59Z"}, {**good, "id": ulid(7), "at": "0001-01-01T00:00:00+14:00"},
    ]  # fmt: skip
    answers = phone.send([*bad, good])
    assert sorted(one.outcome for one in answers) == ["done", *["refused"] * 11]
    assert Deed.objects.count() == 1
    for body in (
        b"", b"[]", b"{}", b'{"device":"zz","sent_at":"2026-01-01T00:00:00Z","deeds":[]}', b"\xff",
        b'{"device":"a1b2c3d4","sent_at":"0001-01-01T00:00:00Z","deeds":[]}',
    ):  # fmt: skip
        with pytest.raises(BadRequest):
            phone_read(body)


def phone_read(body: bytes) -> Any:
    from dothi.crews import deeds

    return deeds.read(body)


def test_somebody_elses_id_tells_nothing_of_what_they_told(cast: Cast, binh: Any, sent: Assignment) -> None:
    phone = Phone(duties.sign_on(binh, sent.force.call_sign), sent)
    phone.press("note", clock.now(), text="người bị thương nặng")
    phone.send()
    thief = Phone(duties.sign_on(crew_person(cast, "an"), sent.force.call_sign), sent)
    thief.press("note", clock.now(), text="?", id=phone.queue[0]["id"])
    (answer,) = thief.send()
    assert answer.outcome == "refused"
    assert "nặng" not in answer.text


def test_an_assignment_of_another_unit_is_none_of_this_phone(cast: Cast, binh: Any, sent: Assignment) -> None:
    duty = duties.sign_on(binh, unit(cast, "114-02").call_sign)
    phone = Phone(duty, sent)
    phone.press("on-scene", clock.now())
    assert phone.send()[0].outcome == "kept"
    sent.refresh_from_db()
    assert sent.on_scene_at is None


@given(
    st.lists(st.integers(0, 10**7).map(lambda s: NOON - dt.timedelta(seconds=s))),
    st.timedeltas(dt.timedelta(days=-400), dt.timedelta(days=400)),
)
def test_times_never_lie_ahead_and_never_go_back(told: list[dt.datetime], ahead: dt.timedelta) -> None:
    found = list(clocks.corrected(told, ahead, now=NOON))
    assert found == sorted(found)
    assert all(at <= NOON for at in found)
    if told == sorted(told) and told and told[-1] + ahead <= NOON:
        assert found == [at + ahead for at in told], "a clock that runs evenly is only moved"
