"""The on-time rule of the national portal's description in working time. Pure; numbers are those of the rule there.

1 in time when handling ended by the date that counts · 2 the end is that of handling, else of the result's return, else of stopping or
refusing; withdrawn counts only when it had been received · 3 one request for supplement and no end: the request is the end; more: late
· 4 what was waited for the citizen is subtracted · 5 not finished: the end of the period · 6 no promised date: the longest legal time.

Where the text is silent we decide [D]: waiting moves the promised date on (the same as subtracting it), not a new date, which was given
knowing of it; a new date counts when its letter was not sent after the date it moves.
"""

from __future__ import annotations

import datetime as dt

from dothi.kernel.clock import VIETNAM
from dothi.publicservices.judging.course import Course, Judged, Law
from dothi.tasks.working_ruler import Ruler


def judge(course: Course, law: Law, ruler: Ruler, until: dt.datetime) -> Judged:
    """`until`: the end of the period (rule 5), now for a running one: an open dossier is late once its date has passed, and not decided
    before."""
    legal, expected = _legal(course, ruler)
    first = _first_date(course, law, ruler, legal)
    due = _date_that_counts(course, law, first)
    letter_by = ruler.day_before(first, law.apology_days) if first else None
    ends_at, on_time, why = _ended(course, law, due, until)
    if _is_backwards(course):
        on_time, why = None, "backwards"
    return Judged(due, expected and due == legal, legal, letter_by, ends_at, on_time, why)


def _legal(course: Course, ruler: Ruler) -> tuple[dt.datetime | None, bool]:
    """The end of the longest legal time, what was waited added."""
    if not course.limit:
        return None, False
    deadline = ruler.after(course.limit, course.received_at)
    return ruler.moved(deadline.at, course.waited), deadline.expected


def _first_date(course: Course, law: Law, ruler: Ruler, legal: dt.datetime | None) -> dt.datetime | None:
    """The date before any new one was given (rules 4, 6, and that of 15:00)."""
    if course.promised_at is None:
        return legal
    due = course.promised_at
    received = course.received_at.astimezone(VIETNAM)
    if (
        due.astimezone(VIETNAM).date() == received.date()
        and received.hour * 60 + received.minute > law.last_minute
    ):
        due = ruler.day_after(course.received_at, 1)
    return ruler.moved(due, course.waited)


def _date_that_counts(course: Course, law: Law, first: dt.datetime | None) -> dt.datetime | None:
    new, letter = course.new_promised_at, course.letter_at
    if new is None or not law.new_dates or (letter and first and letter > first):
        return first
    return new if first is None else max(first, new)


def end_of(course: Course) -> dt.datetime | None:
    """Rule 2."""
    return course.handled_at or course.returned_at or course.stopped_at


def _ended(
    course: Course, law: Law, due: dt.datetime | None, until: dt.datetime
) -> tuple[dt.datetime | None, bool | None, str]:
    end = end_of(course)
    if end is not None and course.withdrawn and not course.was_received:
        return end, None, "not-received"
    if course.supplement_count > law.requests:
        return end, False, "second-request"
    if end is None and course.supplement_count and course.supplement_at:
        return course.supplement_at, _in_time(course.supplement_at, due), "request-ends"
    if due is None:
        return end, None, "no-date"
    if end is not None:
        return end, end <= due, "in-time" if end <= due else "late"
    return (None, False, "overdue") if until > due else (None, None, "running")


def _in_time(end: dt.datetime, due: dt.datetime | None) -> bool | None:
    return None if due is None else end <= due


def _is_backwards(course: Course) -> bool:
    """Something ended before it began: whatever is computed of it would be a wrong number shown as right."""
    ends = (course.handled_at, course.returned_at, course.stopped_at, course.promised_at)
    return any(one is not None and one < course.received_at for one in ends)
