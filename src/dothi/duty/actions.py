"""What people decide about rosters: each is one transaction of row, history and event. Callers have asked "may this person, here?"."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from dothi.accounts.models import Agency, Person
from dothi.duty import queries, rota
from dothi.duty.models import Override, Pattern, PatternPlace, Roster, Swap
from dothi.duty.rota import Hours
from dothi.kernel import clock, events
from dothi.kernel.audit.action import action_of
from dothi.kernel.errors import BadRequest, Conflict, NotAllowed
from dothi.kernel.said import plain
from dothi.territory.models import Unit

_action = action_of("duty")
DAY_MINUTES = 1440
FURTHEST = dt.timedelta(days=366)  # a time that is decided otherwise lies within a year
LATEST = dt.timedelta(days=1)  # so long after its begin: for the shift that runs
MOST_SHIFTS, MOST_CREWS, MOST_IN_CREW = 12, 60, 20
CHANGED = ("name_vi", "name_en", "desk", "phone")


@_action
def add_roster(
    code: str, *, name_vi: str, name_en: str, agency: Agency | None, unit: Unit | None, valid_from: dt.date, by: Person | None,
    desk: str = "", phone: str = "", time_zone: str = "Asia/Ho_Chi_Minh",
) -> Roster:  # fmt: skip
    """A new post. Raises Conflict when the code is taken, BadRequest (no name, no such time zone)."""
    if not plain(name_vi) or not plain(name_en):
        raise BadRequest("duty-roster-name")
    if time_zone not in available_timezones():
        raise BadRequest("duty-time-zone", zone=time_zone[:60])
    said = {
        "name_vi": plain(name_vi), "name_en": plain(name_en), "agency": agency, "unit": unit, "valid_from": valid_from,
        "desk": plain(desk), "phone": plain(phone), "time_zone": time_zone,
    }  # fmt: skip
    roster, is_new = Roster.objects.get_or_create(code=code, defaults=said)
    if not is_new:
        raise Conflict("duty-roster-taken", roster=code)
    _tell(roster)
    return roster


@_action
def change_roster(roster: Roster, *, by: Person, **changes: str) -> Roster:
    """Its names, desk and telephone. Raises BadRequest without a name."""
    for name in CHANGED:
        setattr(roster, name, plain(changes[name]))
    if not roster.name_vi or not roster.name_en:
        raise BadRequest("duty-roster-name")
    roster.save(update_fields=CHANGED)
    _tell(roster)
    return roster


@_action
def give_roster(roster: Roster, *, agency: Agency | None, unit: Unit | None, by: Person | None) -> Roster:
    """Whose it is and for which area: who works for that area sees and keeps it."""
    roster.agency, roster.unit = agency, unit
    roster.save(update_fields=["agency", "unit"])
    _tell(roster)
    return roster


@_action
def set_pattern(
    roster: Roster, *, valid_from: dt.date, shifts: Sequence[Hours], crews: Sequence[Sequence[Person]], by: Person | None,
    days: str = Pattern.Days.EVERY, keeps: int = 0, valid_to: dt.date | None = None, backdated: bool = False,
) -> Pattern:  # fmt: skip
    """Who has which shift from a day on. One dated to that very day is put in its place, as long as it has not begun.

    Raises BadRequest: a past day, no shift, shifts longer than a day, an empty crew, a person twice in a crew or with an account
    that ended. `backdated` is for loading what was so before (a demo, a register of elsewhere).
    """
    today = _today(roster)
    if valid_from < today and not backdated:
        raise BadRequest("duty-pattern-past")
    if valid_to is not None and valid_to <= valid_from:
        raise BadRequest("duty-pattern-ends")
    _refuse_shifts(shifts)
    _refuse_crews(crews, valid_from)
    _lock(roster)
    roster.patterns.filter(days=days, valid_from=valid_from).delete()
    pattern = Pattern.objects.create(
        roster=roster, valid_from=valid_from, valid_to=valid_to, days=days, keeps=keeps, recorded_at=clock.now(), recorded_by=by,
        shifts=[one._asdict() for one in shifts],
    )  # fmt: skip
    PatternPlace.objects.bulk_create(
        PatternPlace(pattern=pattern, crew=crew, position=position, person=person)
        for crew, people in enumerate(crews)
        for position, person in enumerate(people)
    )
    _tell(roster)
    return pattern


@_action
def withdraw_pattern(pattern: Pattern, *, by: Person) -> None:
    """Takes back one that has not begun. Raises Conflict when it has: then the next one takes its place."""
    if pattern.valid_from <= _today(pattern.roster):
        raise Conflict("duty-pattern-begun")
    roster = pattern.roster
    pattern.delete()
    _tell(roster)


@_action
def override(
    roster: Roster,
    *,
    begins_at: dt.datetime,
    ends_at: dt.datetime,
    people: Sequence[Person],
    reason: str,
    by: Person | None,
) -> Override:
    """For this time these people and nobody else; nobody at all where `people` is empty, on purpose.

    Raises BadRequest: it ends before it begins, began longer ago than a day (who was on duty then stays so), is over or ends over a
    year ahead, or says no reason.
    """
    now, why = clock.now(), plain(reason)[:300]
    if ends_at <= begins_at:
        raise BadRequest("duty-override-ends")
    if ends_at <= now or ends_at > now + FURTHEST or begins_at < now - LATEST:
        raise BadRequest("duty-override-when")
    if not why:
        raise BadRequest("duty-override-reason")
    if gone := [one for one in people if not one.is_current(begins_at.astimezone(clock.VIETNAM).date())]:
        raise BadRequest("duty-person-gone", person=str(gone[0]))
    _lock(roster)
    same = {
        "begins_at": begins_at,
        "ends_at": ends_at,
        "people": [one.pk for one in people],
        "withdrawn_at": None,
    }
    if roster.overrides.filter(**same).exists():
        raise Conflict("duty-override-twice")
    made = Override.objects.create(
        roster=roster, begins_at=begins_at, ends_at=ends_at, people=[one.pk for one in people], reason=why, decided_at=now, decided_by=by,
    )  # fmt: skip
    _tell(roster)
    return made


@_action
def withdraw_override(row: Override, *, by: Person) -> None:
    """What the pattern says holds again. Raises Conflict when it was withdrawn or is past."""
    if row.ends_at <= clock.now():
        raise Conflict("duty-override-past")
    if not Override.objects.filter(pk=row.pk, withdrawn_at=None).update(withdrawn_at=clock.now()):
        raise Conflict("duty-override-withdrawn")
    _tell(row.roster)


@_action
def ask_swap(
    roster: Roster, *, asker: Person, other: Person, begins_at: dt.datetime, ends_at: dt.datetime, by: Person,
    back: tuple[dt.datetime, dt.datetime] | None = None, reason: str = "",
) -> Swap:  # fmt: skip
    """`asker` would give a time to `other`, and take another in return. Nothing changes until `other` agrees.

    Raises BadRequest: with oneself, a time that begins in the past, one in which the asker (in return: the other) is not on duty.
    """
    if asker.pk == other.pk:
        raise BadRequest("duty-swap-self")
    if not other.is_current():
        raise BadRequest("duty-person-gone", person=str(other))
    for person, (begin, end) in [(asker, (begins_at, ends_at)), *([(other, back)] if back else [])]:
        _refuse_time(roster, person, begin, end)
    _lock(roster)
    if roster.swaps.filter(state=Swap.State.ASKED, asker=asker, begins_at=begins_at).exists():
        raise Conflict("duty-swap-asked")
    made = Swap.objects.create(
        roster=roster, asker=asker, other=other, begins_at=begins_at, ends_at=ends_at, asked_at=clock.now(),
        back_begins_at=back[0] if back else None, back_ends_at=back[1] if back else None, reason=plain(reason)[:300],
    )  # fmt: skip
    _tell(roster, swap=made.pk, other=other.pk)
    return made


@_action
def answer_swap(swap: Swap, *, agrees: bool, by: Person) -> Swap:
    """The other one says yes or no. Raises NotAllowed for anybody else, Conflict when it was answered, withdrawn or has begun."""
    if by.pk != swap.other_id:
        raise NotAllowed(permission="duty.view")
    if agrees:
        for person, begin, end in _given(swap):
            _refuse_time(swap.roster, person, begin, end)
    _settle(swap, Swap.State.AGREED if agrees else Swap.State.REFUSED)
    return swap


@_action
def withdraw_swap(swap: Swap, *, by: Person) -> Swap:
    """Who asked takes it back. Raises NotAllowed for anybody else, Conflict when it was answered."""
    if by.pk != swap.asker_id:
        raise NotAllowed(permission="duty.view")
    _settle(swap, Swap.State.WITHDRAWN)
    return swap


def _given(swap: Swap) -> list[tuple[Person, dt.datetime, dt.datetime]]:
    given = [(swap.asker, swap.begins_at, swap.ends_at)]
    if swap.back_begins_at and swap.back_ends_at:
        given.append((swap.other, swap.back_begins_at, swap.back_ends_at))
    return given


def _settle(swap: Swap, state: str) -> None:
    now = clock.now()
    if not Swap.objects.filter(pk=swap.pk, state=Swap.State.ASKED).update(state=state, answered_at=now):
        raise Conflict("duty-swap-settled")
    swap.state, swap.answered_at = state, now
    _tell(swap.roster, swap=swap.pk)


def _refuse_time(roster: Roster, person: Person, begin: dt.datetime, end: dt.datetime) -> None:
    """It lies ahead, and this person is on duty through all of it."""
    if end <= begin or begin <= clock.now() or end > clock.now() + FURTHEST:
        raise BadRequest("duty-swap-when")
    theirs = [turn for turn in queries.turns_of(roster, begin, end) if person.pk in turn.people]
    if rota.gaps(theirs, begin, end):
        raise BadRequest("duty-swap-not-theirs", person=str(person))


def _refuse_shifts(shifts: Sequence[Hours]) -> None:
    if not 0 < len(shifts) <= MOST_SHIFTS:
        raise BadRequest("duty-pattern-shifts", most=MOST_SHIFTS)
    for one in shifts:
        if not (0 <= one.start < DAY_MINUTES and 0 < one.end - one.start <= DAY_MINUTES):
            raise BadRequest("duty-pattern-hours", shift=one.name)


def _refuse_crews(crews: Sequence[Sequence[Person]], day: dt.date) -> None:
    if not 0 < len(crews) <= MOST_CREWS or not all(0 < len(people) <= MOST_IN_CREW for people in crews):
        raise BadRequest("duty-pattern-crews", most=MOST_CREWS, people=MOST_IN_CREW)
    for people in crews:
        if len({one.pk for one in people}) < len(people):
            raise BadRequest("duty-pattern-twice")
        if gone := [one for one in people if not one.is_current(day)]:
            raise BadRequest("duty-person-gone", person=str(gone[0]))


def _lock(roster: Roster) -> None:
    """What is decided about one roster is decided one after the other: a form sent twice finds what the first one wrote."""
    Roster.objects.select_for_update(no_key=True).get(pk=roster.pk)


def _today(roster: Roster) -> dt.date:
    return clock.now().astimezone(ZoneInfo(roster.time_zone)).date()


def _tell(roster: Roster, **more: Any) -> None:
    events.publish(
        "duty.planned", {"roster": roster.code, **more}, permission="duty.view", unit_id=roster.unit_id, agency_id=roster.agency_id,
    )  # fmt: skip
