"""From what a feed tells and what is held to the row that is kept, with its flags."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from dothi.publicservices.judging.course import Course, Judged, Law
from dothi.publicservices.judging.ontime import judge
from dothi.publicservices.mirroring.known import Standing, Versions, day_of
from dothi.publicservices.mirroring.told import Told
from dothi.publicservices.models import Family
from dothi.publicservices.states import BROKEN_OFF, FAR, FINISHED

STICKY = ("went-back", "second-new-date", "same-code-elsewhere", "not-received")
FLAGS = (
    "second-request", "second-new-date", "apology-late", "promised-past-limit", "ended-before-received", "procedure-unknown",
    "agency-unknown", "code-of-another-day", "same-code-elsewhere", "went-back", "not-received",
)  # fmt: skip


class Refused(Exception):
    """`reason` is a key below `publicservices-reject-`."""

    def __init__(self, reason: str, detail: str = "") -> None:
        super().__init__(reason)
        self.reason, self.detail = reason, detail


@dataclass(frozen=True, slots=True)
class Facing:
    """What a batch is judged against."""

    versions: Versions
    own: dict[str, Standing]
    elsewhere: set[str]
    now: dt.datetime


def kept(told: Told, facing: Facing) -> dict[str, Any]:
    """The columns of its row. Raises Refused: a state that nobody knows; older than what is held."""
    day, before = day_of(told.received_at), facing.own.get(told.code)
    family = facing.versions.family(told.state, day_of(told.told_at))
    if family is None:
        raise Refused("state-unknown", told.state[:40])
    if before is not None and told.told_at < before.told_at:
        raise Refused("older-than-held", told.told_at.isoformat())
    procedure_id, limit = _version(told, before, day, facing.versions)
    holder = facing.versions.agency(told.agency, day)
    new_date, second = _new_date(told, before)
    course = _course(told, family, before, new_date, limit)
    law = facing.versions.law(day)
    judged = judge(course, law, facing.versions.ruler, facing.now)
    flags = set(before.flags if before else ()) & set(STICKY)
    flags |= set(_of_course(course, judged, law)) | set(_of_codes(told, procedure_id, holder, facing))
    flags |= {"second-new-date"} if second else set()
    flags |= {"went-back"} if before and _went_back(told, family, before) else set()
    if "not-received" in flags and course.was_received:
        flags.discard("not-received")
    return _row(told, family, course, judged) | {
        "procedure_id": procedure_id, "agency_id": holder.agency_id if holder else None, "unit_id": holder.unit_id if holder else None,
        "flags": sorted(flags), "line": told.line,
    }  # fmt: skip


def _version(told: Told, before: Standing | None, day: dt.date, versions: Versions) -> tuple[int | None, str]:
    """The version in force at receipt: once known it stays, whatever is dated back later."""
    found = versions.procedure(told.procedure, day)
    if (
        before is None
        or before.procedure_id is None
        or before.procedure_code != told.procedure
        or day_of(before.received_at) != day
    ):
        return (found.pk, found.limit) if found else (None, "")
    if found is not None and found.pk == before.procedure_id:
        return found.pk, found.limit
    return before.procedure_id, versions.limit(before.procedure_id)


def _new_date(told: Told, before: Standing | None) -> tuple[dt.datetime | None, bool]:
    """The first new date stays; another is one too many."""
    held = before.new_promised_at if before else None
    if held is None or told.new_promised_at is None or held == told.new_promised_at:
        return told.new_promised_at or held, False
    return held, True


def _course(
    told: Told, family: str, before: Standing | None, new_date: dt.datetime | None, limit: str
) -> Course:
    """Where a system says that it ended and not when, it is the instant of which it first said so."""
    stopped = told.stopped_at or (before.stopped_at if before else None) or told.told_at
    handled = told.handled_at or (before.handled_at if before else None)
    if handled is None and family == Family.DONE:
        handled = told.told_at
    known = before is not None and FAR[Family(before.state)] >= 1 and "not-received" not in before.flags
    received = told.accepted if told.accepted is not None else told.promised_at is not None or known
    return Course(
        told.received_at, told.promised_at, new_date, told.letter_at,
        handled if family in FINISHED else None,
        told.returned_at if family in FINISHED else None,
        stopped if family in BROKEN_OFF else None,
        withdrawn=family == Family.WITHDRAWN, was_received=received, supplement_count=told.supplement_count or 0,
        supplement_at=told.supplement_at, waited=dt.timedelta(minutes=told.waiting_minutes or 0), limit=limit,
    )  # fmt: skip


def _of_course(course: Course, judged: Judged, law: Law) -> list[str]:
    found = []
    if course.supplement_count > law.requests:
        found.append("second-request")
    if course.letter_at and judged.letter_by and course.letter_at > judged.letter_by:
        found.append("apology-late")
    if course.promised_at and judged.legal_at and day_of(course.promised_at) > day_of(judged.legal_at):
        found.append("promised-past-limit")
    if judged.why == "backwards":
        found.append("ended-before-received")
    if judged.why == "not-received":
        found.append("not-received")
    return found


def _of_codes(told: Told, procedure_id: int | None, holder: Any, facing: Facing) -> list[str]:
    found = {
        "procedure-unknown": procedure_id is None,
        "agency-unknown": holder is None or holder.agency_id is None,
        "code-of-another-day": told.code_day != day_of(told.received_at),
        "same-code-elsewhere": told.code in facing.elsewhere,
    }
    return [flag for flag, is_so in found.items() if is_so]


def _went_back(told: Told, family: str, before: Standing) -> bool:
    """Less far than it was told before, received on another instant, or handled earlier than was told before."""
    less = FAR[Family(family)] < FAR[Family(before.state)]
    earlier = (
        before.handled_at is not None and told.handled_at is not None and told.handled_at < before.handled_at
    )
    return less or earlier or told.received_at != before.received_at


def _row(told: Told, family: str, course: Course, judged: Judged) -> dict[str, Any]:
    return {
        "code": told.code, "procedure_code": told.procedure, "agency_code": told.agency, "channel": told.channel,
        "received_at": told.received_at, "promised_at": told.promised_at, "new_promised_at": course.new_promised_at,
        "handled_at": course.handled_at, "returned_at": course.returned_at, "stopped_at": course.stopped_at, "state": str(family),
        "state_code": told.state, "payment_state": told.payment_state, "delivery_state": told.delivery_state,
        "sync_state": told.sync_state, "fee": told.fee or 0, "paid_online": told.paid_online, "digitised_papers": told.digitised_papers,
        "total_papers": told.total_papers, "e_result": told.e_result, "certified_copy": told.certified_copy,
        "reused_data": told.reused_data, "stored_for_citizen": told.stored_for_citizen, "population_data": told.population_data,
        "supplement_count": told.supplement_count or 0, "supplement_at": told.supplement_at,
        "waiting_minutes": told.waiting_minutes or 0, "legal_at": judged.legal_at, "due_at": judged.due_at,
        "due_expected": judged.due_expected, "ends_at": judged.ends_at, "on_time": judged.on_time, "letter_by": judged.letter_by,
        "letter_at": told.letter_at, "phone_mark": told.phone_mark, "told_at": told.told_at,
    }  # fmt: skip
