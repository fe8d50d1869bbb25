"""Shifts are opened and closed by both names; each acts signed in as themselves, and nothing of the book is changed."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from dothi.duty import actions as duty
from dothi.duty.models import Roster
from dothi.kernel import clock
from dothi.kernel.errors import BadRequest, Conflict, DothiError, NotAllowed
from dothi.kernel.models import Event
from dothi.notify.models import Message
from dothi.shiftbook import actions, queries
from dothi.shiftbook.models import BookLine, Handover, Shift
from dothi.shiftbook.tests.desks import EVENING, desk_of, officer
from dothi.shiftbook.unopened import note_unopened

pytestmark = pytest.mark.django_db


@pytest.fixture
def son(cast: Any) -> Any:
    return officer(cast, "son", "Trịnh Hoài Sơn")


def kinds(shift: Shift) -> list[str]:
    return list(queries.lines(shift).values_list("kind", flat=True))


def refused(code: str, act: Any, *args: Any, **said: Any) -> None:
    with pytest.raises(DothiError) as told, transaction.atomic():
        act(*args, **said)
    assert told.value.code == code


def test_two_people_hand_a_shift_over_each_as_themselves(cast: Any, son: Any) -> None:
    desk = desk_of(cast)
    first = actions.open_book(desk, by=cast.minh)
    made = actions.propose(first, by=cast.minh, to=son, text="Chú ý trạm bơm")
    first.refresh_from_db()
    assert (first.state, first.responsible) == ("open", cast.minh)  # until it is taken
    second = actions.accept(made, by=son)
    first.refresh_from_db()
    assert (first.state, first.handed_by, first.taken_by) == ("closed", cast.minh, son)
    assert (second.state, second.responsible, second.opened_by, second.previous) == ("open", son, son, first)
    assert kinds(first) == ["opened", "proposed", "handed-over"]
    assert kinds(second) == ["opened"]


def test_the_same_person_never_takes_their_own_shift(cast: Any, son: Any) -> None:
    shift = actions.open_book(desk_of(cast), by=cast.minh)
    refused("shift-needs-a-second-person", actions.propose, shift, by=cast.minh, to=cast.minh)
    made = actions.propose(shift, by=cast.minh)
    refused("shift-needs-a-second-person", actions.accept, made, by=cast.minh)
    refused("shift-needs-a-second-person", actions.take_up, shift, reason="x", by=cast.minh)
    with pytest.raises(IntegrityError), transaction.atomic():  # the table refuses it too
        Handover.objects.filter(pk=made.pk).update(state="accepted", answered_by=cast.minh)
    assert Shift.objects.get().state == "open"


def test_a_refusal_says_why_and_the_leaving_one_goes_on(cast: Any, son: Any) -> None:
    shift = actions.open_book(desk_of(cast), by=cast.minh)
    made = actions.propose(shift, by=cast.minh, to=son)
    refused("shift-refusal-needs-reason", actions.refuse, made, reason=" ", by=son)
    actions.refuse(made, reason="Máy ghi âm hỏng, chờ sửa", by=son)
    refused("shift-answered-already", actions.accept, made, by=son)
    shift.refresh_from_db()
    assert (shift.state, shift.responsible) == ("open", cast.minh)
    assert "refused" in kinds(shift)
    assert actions.accept(actions.propose(shift, by=cast.minh, to=son), by=son).responsible == son


def test_who_may_not_or_is_not_named_takes_nothing(cast: Any, son: Any) -> None:
    tam = officer(cast, "tam", "Đinh Thanh Tâm")
    shift = actions.open_book(desk_of(cast), by=cast.minh)
    refused("shift-outside-scope", actions.propose, shift, by=cast.minh, to=cast.lan)
    refused("shift-of-another", actions.propose, shift, by=tam)
    made = actions.propose(shift, by=cast.minh, to=son)
    refused("shift-proposed-already", actions.propose, shift, by=cast.minh)
    refused("shift-proposed-to-another", actions.accept, made, by=tam)
    refused("shift-outside-scope", actions.accept, made, by=cast.lan)
    refused("shift-open-already", actions.open_book, shift.desk, by=tam)
    actions.withdraw(made, by=cast.minh)
    refused("shift-answered-already", actions.accept, made, by=son)


def test_of_two_who_accept_what_both_saw_waiting_one_wins(cast: Any, son: Any) -> None:
    tam = officer(cast, "tam", "Đinh Thanh Tâm")
    shift = actions.open_book(desk_of(cast), by=cast.minh)
    pk = actions.propose(shift, by=cast.minh).pk
    of_son, of_tam = (Handover.objects.select_related("shift__desk").get(pk=pk) for _ in range(2))
    won = actions.accept(of_son, by=son)
    refused("shift-answered-already", actions.accept, of_tam, by=tam)
    assert list(Shift.objects.filter(state="open")) == [won]
    assert Handover.objects.get(pk=pk).answered_by == son


def test_a_shift_follows_the_roster_and_the_coming_one_is_early(cast: Any, son: Any) -> None:
    with clock.moved_to(EVENING):  # half an hour before the night
        desk = desk_of(cast, cast.minh, son)
        day = actions.open_book(desk, by=cast.minh)
        assert (day.name, day.begins_at) == ("Ca ngày", EVENING.replace(hour=7, minute=0))
        night = actions.accept(actions.propose(day, by=cast.minh), by=son)
    assert (night.name, night.begins_at) == ("Ca đêm", EVENING.replace(hour=19, minute=0))
    with clock.moved_to(EVENING.replace(hour=20)):
        assert note_unopened() == 0


def test_a_shift_nobody_opens_stands_in_the_book_and_calls_people(cast: Any, son: Any) -> None:
    with clock.moved_to(EVENING):
        desk = desk_of(cast, cast.minh, son)
        day = actions.open_book(desk, by=cast.minh)
    with clock.moved_to(EVENING.replace(hour=19, minute=14)):
        assert note_unopened() == 0
    with clock.moved_to(EVENING.replace(hour=19, minute=15)):
        assert note_unopened() == 1
        assert note_unopened() == 0  # once
    night = Shift.objects.get(state="unopened")
    day.refresh_from_db()
    assert (night.opened_by, night.responsible, night.previous) == (None, cast.minh, day)
    assert (day.state, day.responsible) == ("open", cast.minh)
    assert kinds(night) == ["unopened"]
    assert kinds(day)[-1] == "goes-on"
    told = Event.objects.get(topic="shiftbook.unopened")
    assert told.payload["roster"] == desk.roster
    assert told.payload["path"] == f"/shiftbook/{night.code}/"
    called = set(
        Message.objects.filter(key__startswith="shift-unopened-").values_list("person", "importance")
    )
    assert (cast.minh.pk, "critical") in called
    with clock.moved_to(EVENING.replace(hour=19, minute=40)):
        late = actions.accept(actions.propose(day, by=cast.minh), by=son)
    assert (late.pk, late.state, late.responsible) == (night.pk, "open", son)
    assert late.unopened_at is not None  # the book keeps that it was late


def test_who_stands_in_for_some_hours_makes_no_shift_that_nobody_opened(cast: Any, son: Any) -> None:
    with clock.moved_to(EVENING):
        desk = desk_of(cast, cast.minh, son)
        roster = Roster.objects.get(code=desk.roster)
        hours = {
            "begins_at": EVENING.replace(hour=23),
            "ends_at": EVENING.replace(hour=1) + dt.timedelta(days=1),
        }
        duty.override(roster, people=[cast.minh], reason="đổi ca", by=None, **hours)
        day = actions.open_book(desk, by=cast.minh)
    with clock.moved_to(EVENING.replace(hour=19)):
        night = actions.accept(actions.propose(day, by=cast.minh), by=son)
    for at in (EVENING.replace(hour=23, minute=30), hours["ends_at"] + dt.timedelta(minutes=30)):
        with clock.moved_to(at):
            assert note_unopened() == 0
    assert Shift.objects.get(state="open").pk == night.pk


def test_those_called_for_a_shift_that_was_missed_are_called_no_longer(cast: Any, son: Any) -> None:
    with clock.moved_to(EVENING):
        desk = desk_of(cast, cast.minh, son)
        actions.open_book(desk, by=cast.minh)
    with clock.moved_to(EVENING.replace(hour=19, minute=30)):
        assert note_unopened() == 1
    missed = Shift.objects.get(state="unopened")
    with clock.moved_to(EVENING.replace(hour=8) + dt.timedelta(days=1)):
        actions.take_up(Shift.objects.get(state="open"), reason="không ai giao", by=son)
    missed.refresh_from_db()
    assert missed.state == "missed"
    assert Event.objects.get(topic="shiftbook.missed").payload["code"] == missed.code


def test_a_desk_ends_with_a_reason_and_its_open_shift_is_taken(cast: Any, son: Any) -> None:
    desk = desk_of(cast)
    shift = actions.open_book(desk, by=cast.minh)
    refused("shift-desk-end-needs-reason", actions.end_desk, desk, reason=" ", by=son)
    refused("shift-needs-a-second-person", actions.end_desk, desk, reason="sáp nhập", by=cast.minh)
    refused("scope-does-not-reach", actions.end_desk, desk, reason="sáp nhập", by=cast.lan)
    actions.end_desk(desk, reason="sáp nhập", by=son)
    shift.refresh_from_db()
    assert (shift.state, shift.responsible, shift.taken_by) == ("closed", cast.minh, son)
    desk.refresh_from_db()
    refused("shift-desk-ended-already", actions.end_desk, desk, reason="x", by=son)
    refused("shift-desk-ended-already", actions.open_book, desk, by=cast.minh)


def test_nobody_hands_over_and_somebody_takes_up_with_a_reason(cast: Any, son: Any) -> None:
    with clock.moved_to(EVENING):
        shift = actions.open_book(desk_of(cast, cast.minh, son), by=cast.minh)
        refused("shift-not-over-yet", actions.take_up, shift, reason="x", by=son)
    with clock.moved_to(EVENING.replace(hour=19, minute=20)):
        refused("shift-take-up-needs-reason", actions.take_up, shift, reason="", by=son)
        taken = actions.take_up(shift, reason="Minh cấp cứu", by=son)
    shift.refresh_from_db()
    assert (shift.state, shift.handed_by, shift.taken_by) == ("closed", None, son)
    assert taken.responsible == son
    line = queries.lines(shift).get(kind="taken-up")
    assert line.fields["missing"] == str(cast.minh)


def test_a_desk_nobody_ever_opened_is_noted_too(cast: Any, son: Any) -> None:
    with clock.moved_to(EVENING.replace(hour=8)):
        desk = desk_of(cast, cast.minh, son)
        assert note_unopened() == 1
        shift = Shift.objects.get()
        assert (shift.state, shift.responsible, shift.previous) == ("unopened", None, None)
        assert actions.open_book(desk, by=son).pk == shift.pk
    with clock.moved_to(EVENING.replace(hour=8) + dt.timedelta(days=1)):
        note_unopened()
        later = Shift.objects.get(state="unopened")
        assert later.responsible == son
        assert later.begins_at.astimezone(clock.VIETNAM).hour == 7


def test_lines_are_added_and_corrected_never_changed(cast: Any, son: Any) -> None:
    shift = actions.open_book(desk_of(cast), by=cast.minh)
    line = actions.note(shift, "Mất điện lúc 2 giờ\u202e", by=cast.minh)
    right = actions.note(shift, "Mất điện lúc 3 giờ", by=son, corrects=line)
    assert (line.text, right.kind, right.corrects) == ("Mất điện lúc 2 giờ", "correction", line)
    refused("shift-line-needs-words", actions.note, shift, "  ", by=cast.minh)
    refused("shift-outside-scope", actions.note, shift, "x", by=cast.lan)
    for statement in ("update shiftbook_line set text = ''", "delete from shiftbook_line"):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    actions.accept(actions.propose(shift, by=cast.minh), by=son)
    refused("shift-not-open", actions.note, shift, "muộn", by=cast.minh)
    after = queries.open_shift(shift.desk)
    assert after is not None
    assert actions.note(after, "Đúng là 4 giờ", by=cast.minh, corrects=line).shift == after


def test_a_desk_shows_no_more_than_its_maker_may_plan(cast: Any) -> None:
    hai = officer(cast, "hai", "Lương Hải", agency=cast.centre)
    said = {"name_vi": "Bàn", "name_en": "Desk", "agency": cast.centre, "unit": None}
    with pytest.raises(NotAllowed):
        actions.add_desk("a", own_only=False, by=hai, **said)
    assert actions.add_desk("a", own_only=True, by=hai, **said).own_only
    with pytest.raises(Conflict):
        actions.add_desk("a", own_only=True, by=hai, **said)
    with pytest.raises(BadRequest):
        actions.add_desk("b", own_only=True, by=hai, **(said | {"name_en": ""}))
    assert not BookLine.objects.exists()
