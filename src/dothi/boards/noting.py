"""Notes on an indicator's period: who wrote what when, seen in every chart that shows the indicator. An edit is the next number of the thread."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from uuid import UUID

from django.db.models import F, Max, OuterRef, Q, QuerySet, Subquery

from dothi.accounts.models import Person
from dothi.boards.models import LONGEST_NOTE, Note
from dothi.indicators import book
from dothi.indicators.periods import begin_of
from dothi.kernel import clock, locks
from dothi.kernel.audit.action import action_of
from dothi.kernel.errors import BadRequest, Conflict, NotAllowed, NotFound
from dothi.kernel.permissions import Scope
from dothi.kernel.said import plain

_action = action_of("boards")


@_action
def write_note(code: str, at: dt.datetime, text: str, *, thread: UUID, by: Person, reason: str = "") -> Note:
    """On the period that `at` lies in. The same form sent twice is one note. Raises BadRequest, NotFound, NotAllowed."""
    locks.hold(f"board-note-{thread}")
    if (made := Note.objects.filter(thread=thread, number=1).first()) is not None:
        return made
    one = book.get_indicator(code)
    begin = begin_of(at + dt.timedelta(seconds=1), one.over)
    if begin > clock.now():
        raise BadRequest("board-note-ahead")
    return Note.objects.create(
        thread=thread, indicator=code, starts_at=begin, unit_id=_unit(by), text=_said(text), written_by=by,
        written_at=clock.now(),
    )  # fmt: skip


@_action
def edit_note(thread: UUID, text: str, *, seen: int, by: Person, reason: str = "") -> Note:
    """The next number, made from number `seen`. Only who wrote it. Raises Conflict, NotAllowed, NotFound, BadRequest."""
    newest = _newest(thread, by)
    said = _said(text)
    return newest if newest.text == said else _next(newest, seen, text=said)


@_action
def withdraw_note(thread: UUID, *, by: Person, reason: str = "") -> Note:
    """Taken off the charts; its numbers are kept."""
    newest = _newest(thread, by)
    return newest if newest.withdrawn else _next(newest, newest.number, withdrawn=True)


def standing(codes: Iterable[str], scope: Scope, since: dt.datetime | None = None) -> QuerySet[Note]:
    """The newest of each thread about these indicators that a scope of `indicators.view` reaches, the oldest period first."""
    rows = Note.objects.filter(indicator__in=list(codes))
    if since is not None:
        rows = rows.filter(starts_at__gte=since)
    newest = (
        Note.objects.filter(thread=OuterRef("thread"))
        .order_by()
        .values("thread")
        .annotate(n=Max("number"))
        .values("n")
    )
    held = rows.annotate(newest=Subquery(newest)).filter(number=F("newest"), withdrawn=False)
    reached = Q(unit__isnull=True) | scope.as_q(agency=None) if not _reaches_all(scope) else Q()
    return held.filter(reached).select_related("written_by").order_by("starts_at", "written_at")


def versions(thread: UUID) -> QuerySet[Note]:
    return Note.objects.filter(thread=thread).select_related("written_by").order_by("number")


def _reaches_all(scope: Scope) -> bool:
    return any(grant.unit_ids is None for grant in scope.grants)


def _said(text: str) -> str:
    said = plain(text)
    if not said:
        raise BadRequest("board-note-empty")
    if len(said) > LONGEST_NOTE:
        raise BadRequest("board-note-too-long", length=len(said), most=LONGEST_NOTE)
    return said


def _unit(by: Person) -> int | None:
    """Whose right is limited to an area speaks to that area alone."""
    scope = by.scope("boards.share")
    if not scope:
        raise NotAllowed(permission="boards.share")
    if _reaches_all(scope):
        return None
    own = by.agency.unit_id if by.agency else None
    return (
        own
        if own is not None and scope.reaches(own)
        else min(min(g.unit_ids) for g in scope.grants if g.unit_ids)
    )


def _newest(thread: UUID, by: Person) -> Note:
    locks.hold(f"board-note-{thread}")
    newest = Note.objects.filter(thread=thread).order_by("-number").first()
    if newest is None:
        raise NotFound("board-note-does-not-exist")
    if newest.written_by_id != by.pk:
        raise NotAllowed("board-note-of-another")
    return newest


def _next(newest: Note, seen: int, *, text: str | None = None, withdrawn: bool = False) -> Note:
    if seen != newest.number or newest.withdrawn:
        raise Conflict("board-note-changed")
    return Note.objects.create(
        thread=newest.thread, number=newest.number + 1, indicator=newest.indicator, starts_at=newest.starts_at, unit=newest.unit,
        text=newest.text if text is None else text, withdrawn=withdrawn, written_by=newest.written_by, written_at=clock.now(),
    )  # fmt: skip
