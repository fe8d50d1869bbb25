"""The desk puts a report in order: another category with its agency and deadline, and a second matter taken out of it."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import uuid4

from dothi.accounts.models import Person
from dothi.incidents import kinds
from dothi.kernel import clock
from dothi.kernel.calendar import in_force
from dothi.kernel.errors import BadRequest, Conflict
from dothi.kernel.said import plain
from dothi.reports.actions.numbering import next_code
from dothi.reports.actions.receiving import held_by
from dothi.reports.actions.stepping import LONGEST_TEXT, action, refuse_meanwhile, refuse_stranger
from dothi.reports.categories import is_known
from dothi.reports.clock import deadlines
from dothi.reports.dated.handling import handling_of
from dothi.reports.identity import vault
from dothi.reports.matching.routing import find_route
from dothi.reports.models import Photo, Report, State
from dothi.reports.queries import begun_at
from dothi.reports.telling import names_of, renew_debts, tell, write
from dothi.reports.workflow import OVER, Side
from dothi.territory.names import folded


@action
def recategorise(
    report: Report, category: str, *, words: Sequence[str] = (), by: Person, seen: str = ""
) -> Report:
    """It is about something else: while nobody has taken it, it goes where the rows say, with the deadline of its category counted from
    when it was received, or reopened; the first deadline stays beside it. What was released is the public's no more where the new category is not
    public. `words`: those that spoke for it.

    Raises NotAllowed, BadRequest (no such category), Conflict (taken by now)."""
    refuse_stranger(report, Side.DESK, by)
    if not is_known(category):
        raise BadRequest("report-category", category=category[:120])
    old = seen or report.state
    if old not in (State.NEW, State.GIVEN):
        raise Conflict("report-taken-already", code=report.code)
    before, rule = report.category, handling_of(category)
    due = deadlines.after(rule.due, begun_at(report), in_force())
    held = held_by(rule, find_route(category, report.unit)) | {"category": category}
    held |= {
        "category_why": {"by": "desk", "words": list(words)[:8]},
        "process": rule.process,
        "due_said": rule.due,
    }
    held |= {"due_at": due.at, "due_expected": due.expected, "soon_told_at": None, "overdue_told_at": None}
    rows = Report.objects.filter(pk=report.pk, state=old)
    if not rows.update(changed_at=clock.now(), **held):
        refuse_meanwhile(report)
    report.refresh_from_db()
    write(
        report, "recategorised", "", by, public=True, before=before,
        category=kinds.name_of(category, "vi"), category_en=kinds.name_of(category, "en"),
    )  # fmt: skip
    if report.released_at is not None and not rule.is_public:
        _withdraw(report, by)
    renew_debts(report)
    tell("reports.moved", report, step="recategorise", old=old)
    return report


def _withdraw(report: Report, by: Person) -> None:
    """Nobody outside reads it any more, nor finds it by its words; the officer's copy stays for whoever releases it anew."""
    report.released_at, report.search_text = None, folded(report.code)
    report.save(update_fields=["released_at", "search_text"])
    report.photos.filter(released_at__isnull=False).update(released_at=None, released_by=None)
    write(report, "withdrawn", "", by)


@action
def split(report: Report, *, text: str, category: str, photos: Sequence[int] = (), by: Person) -> Report:
    """Takes a second matter out into a report of its own: `text` as the officer cut it, the same place and people, its own clock from now
    on. The reporter's link stays that of the first, which says so; they hear of both. Raises NotAllowed, BadRequest, Conflict (over)."""
    refuse_stranger(report, Side.DESK, by)
    said = plain(text)[:LONGEST_TEXT]
    if not said:
        raise BadRequest("report-needs-words-or-photo")
    if not is_known(category):
        raise BadRequest("report-category", category=category[:120])
    locked = Report.objects.select_for_update(no_key=True).get(pk=report.pk)
    if locked.state in OVER:
        raise Conflict("report-split-over", code=report.code)
    if locked.split_off.filter(text=said, category=category).exists():
        raise Conflict("report-split-already", code=report.code)
    now, rule, code = clock.now(), handling_of(category), next_code()
    due = deadlines.after(rule.due, now, in_force())
    made = Report.objects.create(
        key=uuid4(), code=code, category=category, category_why={"by": "desk"}, text=said, place=locked.place, lon=locked.lon,
        lat=locked.lat, accuracy_m=locked.accuracy_m, unit=locked.unit, process=rule.process, door=locked.door, origin=locked.origin,
        received_at=now, changed_at=now, first_due_at=due.at, due_at=due.at, due_said=rule.due, due_expected=due.expected,
        search_text=folded(code), officer_text=folded(f"{code} {said} {locked.place}"), split_from=locked,
        **held_by(rule, find_route(category, locked.unit)),
    )  # fmt: skip
    _same_photos(locked, made, photos)
    vault.share(locked, made, now)
    write(made, "received", "", by, public=True, door=made.door, **names_of(made.agency))
    write(locked, "split", "", by, public=True, into=made.code)
    renew_debts(made)
    tell("reports.received", made)
    return made


def _same_photos(report: Report, made: Report, numbers: Sequence[int]) -> None:
    """The chosen pictures stand in both, released in neither by it."""
    chosen = report.photos.filter(number__in=numbers, kind=Photo.Kind.SEEN).order_by("number")
    Photo.objects.bulk_create(
        Photo(
            report=made,
            number=number,
            kind=one.kind,
            sha256=one.sha256,
            size=one.size,
            recorded_at=one.recorded_at,
        )
        for number, one in enumerate(chosen, start=1)
    )
