"""A warning becomes public by a second person, and ends: by its time, by an update, by a cancellation."""

from __future__ import annotations

import hashlib
from uuid import UUID

from dothi.accounts.models import Person
from dothi.kernel import clock, locks
from dothi.kernel.errors import BadRequest, Conflict, NotAllowed
from dothi.kernel.i18n import t
from dothi.kernel.said import plain
from dothi.warnings.actions import action, draft, move, refuse_followed
from dothi.warnings.areas import refuse_outside
from dothi.warnings.bulletins import refuse_changed
from dothi.warnings.composing import sender_of
from dothi.warnings.drafted import DESCRIPTION, HEADLINE, REASON, Drafted, Text
from dothi.warnings.models import PublicWarning
from dothi.warnings.soundness import refuse_unsound
from dothi.warnings.telling import tell


@action
def release(warning: PublicWarning, *, revision: int, by: Person) -> PublicWarning:
    """Makes it public, exactly as `by` saw it (`revision`). Judged by the schema in the same transaction.

    Raises NotAllowed (outside the right), Conflict (wrote it too; changed, released or ended meanwhile; the bulletin says
    something else now), BadRequest (not sound, over already).
    """
    refuse_releaser(warning, by)
    if warning.bulletin and warning.kind != PublicWarning.Kind.CANCEL:  # which is right also when it is over
        refuse_changed(warning.bulletin, warning.level, warning.bulletin_number)
    now = clock.now().replace(microsecond=0)
    if warning.expires <= now:
        raise BadRequest("warning-over-already")
    if warning.follows_id is not None:
        locks.hold(f"warning followed {warning.follows_id}")
    move(
        warning, (PublicWarning.State.ASKED,), PublicWarning.State.ASKED, revision, released_by=by, sent=now, sender=sender_of(warning),
    )  # fmt: skip
    body = refuse_unsound(warning, sent=now)
    move(
        warning, (PublicWarning.State.ASKED,), PublicWarning.State.RELEASED, warning.revision,
        xml=body, digest=hashlib.sha256(body).hexdigest(),
    )  # fmt: skip
    tell(warning, "released", by)
    if warning.follows is not None:
        why = (
            PublicWarning.Ended.CANCELLED
            if warning.kind == PublicWarning.Kind.CANCEL
            else PublicWarning.Ended.UPDATED
        )
        _end(warning.follows, why, by)
    return warning


@action
def give_back(warning: PublicWarning, *, revision: int, reason: str, by: Person) -> PublicWarning:
    """The second person says no, and why; the draft goes back to those who wrote it."""
    refuse_releaser(warning, by)
    if not plain(reason):
        raise BadRequest("warning-needs-reason")
    move(
        warning, (PublicWarning.State.ASKED,), PublicWarning.State.DRAFT, revision, asked_by=None, asked_at=None, returned=plain(reason)[:REASON],
    )  # fmt: skip
    tell(warning, "returned", by)
    return warning


@action
def ask_to_cancel(warning: PublicWarning, *, reason: str, key: UUID, by: Person) -> PublicWarning:
    """A cancellation with its reason, waiting for the second person: it says the same area and danger, and that it is over.

    Raises BadRequest without a reason, NotAllowed, Conflict.
    """
    if not plain(reason):
        raise BadRequest("warning-needs-reason")
    if (standing := PublicWarning.objects.filter(key=key, drafted_by=by).first()) is not None:
        return standing
    refuse_followed(warning)
    said = Drafted(
        status=warning.status, event=warning.event, urgency="Past", severity=warning.severity, certainty=warning.certainty,
        expires=warning.expires, responses=["AllClear"], contact=warning.contact, shapes=warning.shapes,
        units=list(warning.units.values_list("unit_id", flat=True)),
        texts={text.language: _called_off(text.language, text.headline, plain(reason)) for text in warning.texts.all()},
    )  # fmt: skip
    made = draft(
        said,
        key=key,
        by=by,
        incident=warning.incident,
        follows=warning,
        kind=PublicWarning.Kind.CANCEL,
        why=reason,
    )
    refuse_unsound(made)
    move(
        made,
        (PublicWarning.State.DRAFT,),
        PublicWarning.State.ASKED,
        made.revision,
        asked_by=by,
        asked_at=clock.now(),
    )
    tell(made, "asked", by)
    return made


def _called_off(language: str, headline: str, reason: str) -> Text:
    said = t("warnings-called-off", language, headline=headline)
    return Text(said[:HEADLINE], reason[:DESCRIPTION], t("warnings-called-off-instruction", language))


def end_expired() -> int:
    """What is past its time ends by itself; returns how many. Safe to run at once in two processes."""
    over = PublicWarning.objects.filter(
        state=PublicWarning.State.RELEASED, expires__lte=clock.now()
    ).order_by("pk")[:500]
    return sum(_expire(warning, by=None) for warning in over)


@action
def _expire(warning: PublicWarning, *, by: Person | None) -> bool:
    try:
        _end(warning, PublicWarning.Ended.EXPIRED, by)
    except Conflict:
        return False  # updated, cancelled or ended by another process meanwhile
    return True


def _end(warning: PublicWarning, why: PublicWarning.Ended, by: Person | None) -> None:
    at = warning.expires if why == PublicWarning.Ended.EXPIRED else clock.now()
    rows = PublicWarning.objects.filter(pk=warning.pk, state=PublicWarning.State.RELEASED)
    if not rows.update(state=PublicWarning.State.ENDED, ended_at=at, ended_why=why):
        raise Conflict("warning-not-in-force", code=warning.code)
    warning.refresh_from_db()
    tell(warning, "ended", by)


def refuse_releaser(warning: PublicWarning, by: Person) -> None:
    """Raises NotAllowed outside the right, Conflict for whoever wrote a word of it, whatever rights they hold."""
    scope, units = by.scope("warnings.release"), warning.units.values_list("unit_id", flat=True)
    if not scope:
        raise NotAllowed(permission="warnings.release")
    refuse_outside(scope, "warnings.release", units, warning.agency_id, warning.shapes)
    if by.pk in {*warning.writers, warning.drafted_by_id, warning.changed_by_id}:
        raise Conflict("warning-second-person")
