"""What people do with the shift book: open it, write into it, hand it over and take it over. Each signs in as themselves."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db.models import Q

from dothi.accounts import rights
from dothi.accounts.models import Agency, Person
from dothi.kernel import clock, locks, series
from dothi.kernel.audit.action import action_of
from dothi.kernel.errors import BadRequest, Conflict, NotAllowed
from dothi.kernel.permissions import Grant
from dothi.kernel.said import plain
from dothi.shiftbook import book, carryover, queries
from dothi.shiftbook.models import BookLine, Desk, Handover, HandoverItem, Shift
from dothi.territory.models import Unit

PREFIX = "CT"  # ca trực
LONGEST_NOTE, LONGEST_WORD = 2000, 500
action = action_of("shiftbook")
Words = Mapping[tuple[str, str], str]  # (room, code) → what is said of it


@action
def add_desk(
    code: str,
    *,
    name_vi: str,
    name_en: str,
    agency: Agency,
    unit: Unit | None,
    own_only: bool,
    by: Person | None,
    roster: str = "",
) -> Desk:
    """A desk that keeps a book from today on.

    Raises BadRequest (names), NotAllowed (outside the right to plan duty; or it would show more than its maker may plan), Conflict.
    """
    if not (code and plain(name_vi) and plain(name_en)):
        raise BadRequest("shift-desk-needs-names")
    if by is not None:
        units = rights.reach(unit.pk, None) if unit else None
        if not by.scope("duty.manage").contains(Grant(units, agency.pk if own_only else None)):
            raise NotAllowed("scope-does-not-reach")
    locks.hold(f"shift desk {code}")
    if Desk.objects.filter(code=code).exists():
        raise Conflict("shift-desk-taken", desk=code)
    return Desk.objects.create(
        code=code, name_vi=plain(name_vi)[:120], name_en=plain(name_en)[:120], agency=agency, unit=unit,
        own_only=own_only, roster=roster, valid_from=clock.today(),
    )  # fmt: skip


@action
def end_desk(desk: Desk, *, reason: str, by: Person) -> None:
    """The desk keeps no book any more. A shift that is still open closes with it: whoever ends the desk takes what is open, with the
    reason, and it stays listed.

    Raises NotAllowed (outside the right to plan duty), BadRequest (no reason; one's own shift: a second person takes it), Conflict
    (ended before; begun today: it stands until midnight).
    """
    if not by.scope("duty.manage").covers(desk.unit_id, desk.agency_id):
        raise NotAllowed("scope-does-not-reach")
    said = plain(reason)[:LONGEST_NOTE]
    if not said:
        raise BadRequest("shift-desk-end-needs-reason")
    locks.hold(f"shifts of {desk.pk}")
    today = clock.today()
    if desk.valid_from >= today:
        raise Conflict("shift-desk-began-today", desk=desk.name_vi)
    standing = Desk.objects.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=today), pk=desk.pk)
    if not standing.update(valid_to=today):
        raise Conflict("shift-desk-ended-already", desk=desk.name_vi)
    _miss(desk)
    if (shift := queries.open_shift(desk)) is not None:
        if shift.responsible_id == by.pk:
            raise BadRequest("shift-needs-a-second-person")
        _close(_taken_up(shift, said, by).shift, None, by)


@action
def open_book(desk: Desk, *, by: Person) -> Shift:
    """The first shift of a desk, or the next where nobody answers for one. Raises NotAllowed, Conflict (one is open: it is handed over)."""
    _check(desk, by)
    if desk.valid_to is not None and desk.valid_to <= clock.today():
        raise Conflict("shift-desk-ended-already", desk=desk.name_vi)
    locks.hold(f"shifts of {desk.pk}")
    if (standing := queries.open_shift(desk)) is not None:
        raise Conflict("shift-open-already", shift=standing.code, name=str(standing.responsible))
    return _begin(desk, None, by)


@action
def note(shift: Shift, text: str, *, by: Person, corrects: BookLine | None = None, key: str = "") -> BookLine:
    """A line in somebody's own words; `corrects` names the line that it corrects, also of an earlier shift's. The same `key` again is
    the same line.

    Raises NotAllowed, BadRequest (no words), Conflict (the shift is over: the running one takes the line).
    """
    _check(shift.desk, by)
    said = plain(text)[:LONGEST_NOTE]
    if not said:
        raise BadRequest("shift-line-needs-words")
    if Shift.objects.select_for_update(no_key=True).get(pk=shift.pk).state != Shift.State.OPEN:
        raise Conflict("shift-not-open", shift=shift.code)
    if corrects is not None and corrects.shift.desk_id != shift.desk_id:
        raise BadRequest("shift-line-of-another-desk")
    kind = "correction" if corrects else "note"
    about: dict[str, Any] = {"line": corrects.pk, "shift": corrects.shift.code} if corrects else {}
    key = f"typed {by.pk} {key[:60]}" if key else ""
    line = book.write(shift, kind, by=by, text=said, corrects=corrects, key=key, **about)
    if line is None:  # the same form twice
        return BookLine.objects.get(shift=shift, key=key)
    book.tell("changed", shift, what=kind)
    return line


@action
def propose(
    shift: Shift, *, by: Person, to: Person | None = None, text: str = "", words: Words | None = None
) -> Handover:
    """The one who answers for the shift hands it over: everything open is listed as it stands, each with a word where one is said.

    Raises NotAllowed (somebody else's shift; `to` may not keep this book), BadRequest (to oneself), Conflict.
    """
    _check(shift.desk, by)
    shift = _locked(shift)
    if shift.state != Shift.State.OPEN:
        raise Conflict("shift-not-open", shift=shift.code)
    if shift.responsible_id != by.pk:
        raise NotAllowed("shift-of-another", name=str(shift.responsible))
    if to is not None:
        if to.pk == by.pk:
            raise BadRequest("shift-needs-a-second-person")
        _check(shift.desk, to)
    if queries.proposal(shift) is not None:
        raise Conflict("shift-proposed-already", shift=shift.code)
    made = Handover.objects.create(shift=shift, by=by, to=to, note=plain(text)[:LONGEST_NOTE], at=clock.now())
    count = _snapshot(made, words or {})
    book.write(shift, "proposed", by=by, count=count, name=str(by), to=str(to) if to else "")
    book.tell("changed", shift, what="proposed", to=to.pk if to else None)
    return made


@action
def withdraw(made: Handover, *, by: Person) -> None:
    """The leaving person stays. Raises NotAllowed, Conflict (answered meanwhile)."""
    if made.by_id != by.pk:
        raise NotAllowed("shift-of-another", name=str(made.by))
    _answered(made, Handover.State.WITHDRAWN, by, "")
    book.write(made.shift, "withdrawn", by=by, name=str(by))
    book.tell("changed", made.shift, what="withdrawn")


@action
def refuse(made: Handover, *, reason: str, by: Person) -> None:
    """The coming person does not take it, and says why; the leaving one goes on. Raises NotAllowed, BadRequest, Conflict."""
    _check_taker(made, by)
    said = plain(reason)[:LONGEST_NOTE]
    if not said:
        raise BadRequest("shift-refusal-needs-reason")
    _answered(made, Handover.State.REFUSED, by, said)
    book.write(made.shift, "refused", by=by, name=str(by), reason=said)
    book.tell("changed", made.shift, what="refused")


@action
def accept(made: Handover, *, by: Person, text: str = "") -> Shift:
    """The coming person takes the shift over, signed in as themselves; what came up since the proposal is listed too.

    The old shift closes with both names, the next begins. Raises NotAllowed, BadRequest (the same person), Conflict (of two who accept
    at once one wins).
    """
    _check_taker(made, by)
    locks.hold(f"shifts of {made.shift.desk_id}")
    _answered(made, Handover.State.ACCEPTED, by, plain(text)[:LONGEST_NOTE])
    made.refresh_from_db()
    _snapshot(made, {}, late=True)
    return _turn(made.shift, made.by, by)


@action
def take_up(shift: Shift, *, reason: str, by: Person) -> Shift:
    """A shift that nobody hands over (its person has gone) is taken up with a reason, once it is past its end or the next stands
    unopened. The book shows who is missing. Raises NotAllowed, BadRequest (no reason; one's own), Conflict (too early, not open)."""
    _check(shift.desk, by)
    said = plain(reason)[:LONGEST_NOTE]
    if not said:
        raise BadRequest("shift-take-up-needs-reason")
    locks.hold(f"shifts of {shift.desk_id}")
    shift = _locked(shift)
    if shift.state != Shift.State.OPEN:
        raise Conflict("shift-not-open", shift=shift.code)
    if shift.responsible_id == by.pk:
        raise BadRequest("shift-needs-a-second-person")
    if queries.waiting_shift(shift.desk) is None and not queries.is_overdue(shift, clock.now()):
        raise Conflict("shift-not-over-yet", shift=shift.code, name=str(shift.responsible))
    return _turn(_taken_up(shift, said, by).shift, None, by)


def _taken_up(shift: Shift, reason: str, by: Person) -> Handover:
    """What is open, taken without anybody who hands it over."""
    now = clock.now()
    shift.handovers.filter(state=Handover.State.PROPOSED).update(
        state=Handover.State.WITHDRAWN, answered_at=now
    )
    made = Handover.objects.create(
        shift=shift, state=Handover.State.TAKEN_UP, at=now, answered_by=by, answered_at=now, answer=reason
    )
    _snapshot(made, {})
    book.write(shift, "taken-up", by=by, name=str(by), missing=str(shift.responsible or "—"), reason=reason)
    return made


def _turn(old: Shift, leaving: Person | None, coming: Person) -> Shift:
    """Closes one shift and begins the next."""
    _close(old, leaving, coming)
    return _begin(old.desk, old, coming)


def _close(old: Shift, leaving: Person | None, coming: Person) -> None:
    """Raises Conflict: of two one closes it."""
    done = Shift.objects.filter(pk=old.pk, state=Shift.State.OPEN).update(
        state=Shift.State.CLOSED, closed_at=clock.now(), handed_by=leaving, taken_by=coming
    )
    if not done:
        raise Conflict("shift-not-open", shift=old.code)
    old.refresh_from_db()
    if leaving is not None:
        book.write(old, "handed-over", by=coming, leaving=str(leaving), coming=str(coming))
    book.tell("closed", old, taken_by=coming.pk)


def _begin(desk: Desk, previous: Shift | None, by: Person) -> Shift:
    """The shift that stands unopened, or the next by the roster, or one by hand."""
    now, waiting = clock.now(), queries.waiting_shift(desk)
    if waiting is not None and now >= waiting.ends_at:
        waiting = None
    _miss(desk, but=waiting)
    if waiting is not None:
        Shift.objects.filter(pk=waiting.pk).update(
            state=Shift.State.OPEN, opened_at=now, opened_by=by, responsible=by, previous=previous
        )
        waiting.refresh_from_db()
        shift = waiting
    else:
        plan = queries.coming(desk, now)
        begins_at = plan.begins_at
        if Shift.objects.filter(desk=desk, begins_at__gte=begins_at).exists():
            begins_at = now  # a second shift within a planned one
        shift = Shift.objects.create(
            code=next_code(), desk=desk, name=plan.name, state=Shift.State.OPEN, begins_at=begins_at,
            ends_at=max(plan.ends_at, begins_at + dt.timedelta(minutes=1)), previous=previous, opened_at=now,
            opened_by=by, responsible=by,
        )  # fmt: skip
    book.write(shift, "opened", by=by, name=str(by), before=previous.code if previous else "—")
    book.tell("opened", shift, by=by.pk)
    return shift


def _miss(desk: Desk, but: Shift | None = None) -> None:
    """Nobody will open these any more; whoever is still called for them need not come."""
    rows = desk.shifts.filter(state=Shift.State.UNOPENED).select_related("desk")
    for shift in rows.exclude(pk=but.pk if but else 0):
        Shift.objects.filter(pk=shift.pk).update(state=Shift.State.MISSED)
        shift.state = Shift.State.MISSED
        book.tell("missed", shift)


def next_code() -> str:
    """`CT-2026-000123`, see `kernel.series`."""
    return series.next_code(PREFIX, "shiftbook_code_series")


def _snapshot(made: Handover, words: Words, *, late: bool = False) -> int:
    """Keeps what is open now; what stands there already stays as it was. How many things it has."""
    known = set(made.items.values_list("room", "code"))
    items = carryover.open_items(queries.desk_scope(made.shift.desk))
    HandoverItem.objects.bulk_create(
        HandoverItem(
            handover=made, room=one.room, code=one.code, label=plain(one.label)[:300], path=one.path[:200], severity=one.severity,
            since=one.since, word=plain(words.get((one.room, one.code), ""))[:LONGEST_WORD], late=late,
        )
        for one in items
        if (one.room, one.code) not in known
    )  # fmt: skip
    return len(items)


def _locked(shift: Shift) -> Shift:
    rows = Shift.objects.select_for_update(no_key=True, of=("self",)).select_related("desk", "responsible")
    return rows.get(pk=shift.pk)


def _answered(made: Handover, state: str, by: Person, answer: str) -> None:
    """Compare-and-swap: of two answers one counts. Raises Conflict."""
    rows = Handover.objects.filter(pk=made.pk, state=Handover.State.PROPOSED)
    if not rows.update(state=state, answered_by=by, answered_at=clock.now(), answer=answer):
        raise Conflict("shift-answered-already", shift=made.shift.code)


def _check_taker(made: Handover, by: Person) -> None:
    _check(made.shift.desk, by)
    if made.by_id == by.pk:
        raise BadRequest("shift-needs-a-second-person")
    if made.to_id is not None and made.to_id != by.pk:
        raise NotAllowed("shift-proposed-to-another", name=str(made.to))


def _check(desk: Desk, by: Person) -> None:
    if not by.scope("shiftbook.keep").covers(desk.unit_id, desk.agency_id):
        raise NotAllowed("shift-outside-scope", desk=desk.code, person=str(by))
