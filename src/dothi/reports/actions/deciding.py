"""What the desk decides: what the public may read, whether an answer is good enough, what is no report, and what is the same."""

from __future__ import annotations

import datetime as dt

from dothi.accounts.models import Person
from dothi.kernel import clock
from dothi.kernel.errors import BadRequest, Conflict
from dothi.kernel.said import plain
from dothi.reports.actions.stepping import (
    LONGEST_TEXT,
    action,
    refuse_meanwhile,
    refuse_stranger,
    take_step,
)
from dothi.reports.dated.handling import handling_of, law_of
from dothi.reports.identity import vault
from dothi.reports.models import Photo, Report
from dothi.reports.publicity.reckoning import reckoned
from dothi.reports.queries import answer_number
from dothi.reports.telling import tell, write
from dothi.reports.workflow import OVER, Side
from dothi.territory.names import folded


@action
def release(report: Report, *, text: str, photos: list[int], by: Person) -> Report:
    """Lets the public read it: these words (the officer's copy, without what names people) and these pictures by number. Again: anew.

    Raises NotAllowed, BadRequest (no words), Conflict (the category is not public)."""
    refuse_stranger(report, Side.DESK, by)
    said = plain(text)[:LONGEST_TEXT]
    if not said:
        raise BadRequest("report-release-needs-words")
    held = Report.objects.select_for_update(no_key=True).get(
        pk=report.pk
    )  # its category may just be changing
    if not handling_of(held.category).is_public:
        raise Conflict("report-not-public", code=held.code)
    now = clock.now()
    rows = Report.objects.filter(pk=report.pk)
    rows.update(
        public_text=said,
        released_at=held.released_at or now,
        search_text=folded(f"{report.code} {said}"),  # the public searches it: no exact place
        changed_at=now,
    )
    _release_photos(report, set(photos), by, now)
    report.refresh_from_db()
    write(report, "released", "", by, photos=sorted(photos))
    tell("reports.released", report)
    return report


def _release_photos(report: Report, numbers: set[int], by: Person, now: dt.datetime) -> None:
    chosen = report.photos.filter(number__in=numbers)
    chosen.filter(released_at__isnull=True).update(released_at=now, released_by=by)
    report.photos.exclude(pk__in=chosen.values("pk")).update(released_at=None, released_by=None)


@action
def publish(
    report: Report, *, by: Person, seen: str = "", read: str = "", photos: list[int] | None = None, unasked: bool = False
) -> Report:  # fmt: skip
    """The answer is good: the reporter reads it, the public too where the report was released; from now on it may be rated.
    `read`: the number of the answer that the person read; `unasked`: its category asks for no review, so whoever answered publishes.

    Raises Conflict: somebody was faster, or sent it back and it was answered anew."""
    Report.objects.select_for_update(no_key=True).get(pk=report.pk)
    if read and read != str(answer_number(report)):
        refuse_meanwhile(report)
    now = clock.now()
    ends = now + dt.timedelta(days=law_of(report).window_days)
    moved = take_step(
        report,
        "publish",
        by,
        seen,
        public=True,
        unasked=unasked,
        told={"answer": report.answer, **reckoned(report, now)},
        answered_at=now,
        window_ends_at=ends,
    )
    results = report.photos.filter(kind=Photo.Kind.RESULT, released_at__isnull=True)
    if photos is not None:
        results = results.filter(number__in=photos)
    results.update(released_at=now, released_by=by)
    return moved


@action
def send_back(report: Report, *, reason: str, by: Person, seen: str = "") -> Report:
    """The answer is not good enough; the agency goes on. Raises BadRequest without a reason."""
    return take_step(report, "send-back", by, seen, text=reason)


@action
def refuse(report: Report, *, reason: str, by: Person, seen: str = "") -> Report:
    """No field report, or nothing that can be done; the reporter reads why. Raises BadRequest without a reason."""
    return take_step(report, "refuse", by, seen, text=reason, public=True, ended_at=clock.now())


@action
def merge(report: Report, into: Report, *, by: Person, seen: str = "") -> Report:
    """It is the same as another, whose answer those who follow this one hear of. Raises Conflict (itself; the other is over or merged)."""
    both = Report.objects.select_for_update(no_key=True).filter(pk__in=(report.pk, into.pk)).order_by("pk")
    states = dict(
        both.values_list("pk", "state")
    )  # two that are merged into each other at once: the second finds its other over
    if into.pk == report.pk or states[into.pk] in OVER:
        raise Conflict("report-merge", code=report.code, into=into.code)
    moved = take_step(
        report,
        "merge",
        by,
        seen,
        public=True,
        told={"into": into.code},
        merged_into=into,
        ended_at=clock.now(),
    )
    vault.lead_on(report, into)
    write(into, "merged-here", "", by, merged=report.code)
    return moved
