"""What people do with warnings before they are public: draft, change, ask for release, take back. `releasing.py` makes them public."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import F

from dothi.accounts.models import Person
from dothi.incidents.models import Incident
from dothi.kernel import clock, drill, locks
from dothi.kernel.audit.action import action_of
from dothi.kernel.errors import BadRequest, Conflict
from dothi.kernel.said import plain
from dothi.warnings.areas import refuse_outside, units_of_today
from dothi.warnings.bulletins import Cited, cited, refuse_changed
from dothi.warnings.codes import next_code
from dothi.warnings.dated import events_on, levels_on
from dothi.warnings.drafted import REASON, Drafted
from dothi.warnings.models import PublicWarning, WarningText, WarningUnit
from dothi.warnings.soundness import refuse_unsound
from dothi.warnings.telling import tell

action = action_of("warnings")
_OF_BULLETIN = ("level", "severity", "bulletin", "bulletin_number", "bulletin_issuer", "bulletin_at")


@action
def draft(
    said: Drafted,
    *,
    key: UUID,
    by: Person,
    incident: Incident | None = None,
    follows: PublicWarning | None = None,
    kind: str = PublicWarning.Kind.ALERT,
    why: str = "",
) -> PublicWarning:
    """A draft, for the person's own agency. The same `key` again is the same draft.

    Raises BadRequest (what is missing or too long), NotAllowed (a unit outside the right), NotFound (no such bulletin for
    this person), Conflict (the warning that it follows has ended, or somebody follows it already).
    """
    locks.hold(f"warnings of {by.pk}")
    if (standing := PublicWarning.objects.filter(key=key, drafted_by=by).first()) is not None:
        return standing
    said = said.checked()
    if follows is not None:
        refuse_followed(follows)
    agency_id = (
        follows.agency_id if follows else by.scope("warnings.draft").agency_for(said.units[0], by.agency_id)
    )
    refuse_outside(by.scope("warnings.draft"), "warnings.draft", said.units, agency_id, said.shapes)
    columns = _columns(said, by, follows)
    if (
        kind == PublicWarning.Kind.CANCEL and follows is not None
    ):  # says what it cancels, also when the bulletin is gone
        columns |= {name: getattr(follows, name) for name in _OF_BULLETIN}
    warning = PublicWarning.objects.create(
        key=key, code=next_code(), kind=kind, follows=follows, reason=_reason(why, kind), incident=incident,
        agency_id=agency_id, drafted_by=by, drafted_at=columns["changed_at"], writers=[by.pk], **columns,
    )  # fmt: skip
    _write_parts(warning, said)
    tell(warning, "drafted", by)
    return warning


@action
def change(warning: PublicWarning, said: Drafted, *, revision: int, by: Person) -> PublicWarning:
    """Writes a draft anew; one that waits for release goes back to its drafters.

    Raises NotAllowed, BadRequest, Conflict (somebody changed it meanwhile, or it is public).
    """
    said = said.checked()
    refuse_writer(warning, by)
    refuse_outside(by.scope("warnings.draft"), "warnings.draft", said.units, warning.agency_id, said.shapes)
    move(
        warning, PublicWarning.EDITABLE, PublicWarning.State.DRAFT, revision, asked_by=None, asked_at=None,
        writers=sorted({*warning.writers, by.pk}), **_columns(said, by, warning),
    )  # fmt: skip
    warning.texts.all().delete()
    warning.units.all().delete()
    _write_parts(warning, said)
    tell(warning, "updated", by)
    return warning


@action
def ask(warning: PublicWarning, *, revision: int, by: Person) -> PublicWarning:
    """Asks for a second person. What would not be a sound CAP message is told now, not then."""
    refuse_writer(warning, by)
    refuse_unsound(warning)
    if warning.bulletin and warning.kind != PublicWarning.Kind.CANCEL:
        refuse_changed(warning.bulletin, warning.level, warning.bulletin_number)
    if warning.follows is not None:
        refuse_followed(warning.follows, besides=warning)
    move(
        warning, (PublicWarning.State.DRAFT,), PublicWarning.State.ASKED, revision, asked_by=by, asked_at=clock.now(), returned="",
    )  # fmt: skip
    tell(warning, "asked", by)
    return warning


@action
def withdraw(warning: PublicWarning, *, revision: int, reason: str, by: Person) -> PublicWarning:
    """A draft that shall not be: kept, never public. Raises BadRequest without a reason, Conflict."""
    refuse_writer(warning, by)
    if not plain(reason):
        raise BadRequest("warning-needs-reason")
    move(
        warning,
        PublicWarning.EDITABLE,
        PublicWarning.State.WITHDRAWN,
        revision,
        returned=plain(reason)[:REASON],
    )
    tell(warning, "withdrawn", by)
    return warning


def refuse_writer(warning: PublicWarning, by: Person) -> None:
    """Who may write it: whoever may draft for all of its units and its agency. Raises NotAllowed."""
    units = warning.units.values_list("unit_id", flat=True)
    refuse_outside(by.scope("warnings.draft"), "warnings.draft", units, warning.agency_id, ())


def refuse_followed(warning: PublicWarning, besides: PublicWarning | None = None) -> None:
    """Raises Conflict unless it holds, and nobody updates or cancels it."""
    if (
        warning.state != PublicWarning.State.RELEASED
        or warning.expires <= clock.now()
        or warning.kind == PublicWarning.Kind.CANCEL
    ):
        raise Conflict("warning-not-in-force", code=warning.code)
    others = warning.followers.exclude(state=PublicWarning.State.WITHDRAWN)
    if other := (others.exclude(pk=besides.pk) if besides else others).first():
        raise Conflict("warning-followed", code=other.code)


def move(warning: PublicWarning, before: tuple[str, ...], state: str, revision: int, **more: Any) -> None:
    """Compare-and-swap on state and revision. Raises Conflict."""
    rows = PublicWarning.objects.filter(pk=warning.pk, state__in=before, revision=revision)
    if not rows.update(state=state, revision=F("revision") + 1, **more):
        raise Conflict("warning-changed-meanwhile")
    warning.refresh_from_db()


def _columns(said: Drafted, by: Person, standing: PublicWarning | None = None) -> dict[str, Any]:
    today = clock.today()
    bulletin = _bulletin(said.bulletin, by, standing)
    severity = said.severity
    if bulletin is not None and bulletin.simulated and said.status == PublicWarning.Status.ACTUAL:
        raise BadRequest("warning-bulletin-simulated", number=bulletin.number)
    if bulletin is not None and bulletin.level is not None:
        severity = levels_on(today)[bulletin.level].severity  # what the level means is not typed either
    return {
        "status": PublicWarning.Status.EXERCISE if drill.mark() else said.status, "event": said.event, "category": events_on(today)[said.event].category,
        "responses": list(said.responses), "urgency": said.urgency, "severity": severity, "certainty": said.certainty,
        "onset": said.onset, "expires": said.expires.replace(microsecond=0), "contact": said.contact, "shapes": list(said.shapes),
        "level": bulletin.level if bulletin else None,
        "bulletin": bulletin.urn if bulletin else "",
        "bulletin_number": bulletin.number if bulletin else "",
        "bulletin_issuer": bulletin.issuer if bulletin else "",
        "bulletin_at": bulletin.issued if bulletin else None,
        "changed_by": by, "changed_at": clock.now(),
    }  # fmt: skip


def _bulletin(urn: str, by: Person, standing: PublicWarning | None) -> Cited | None:
    """As this person sees it; one that the draft cites already may lie outside what a second writer sees."""
    if not urn:
        return None
    if standing is not None and standing.bulletin == urn:
        return cited(urn)
    return cited(urn, by.scope("entities.view"))


def _write_parts(warning: PublicWarning, said: Drafted) -> None:
    WarningText.objects.bulk_create(
        WarningText(
            warning=warning,
            language=language,
            headline=text.headline,
            description=text.description,
            instruction=text.instruction,
        )
        for language, text in said.texts.items()
    )
    WarningUnit.objects.bulk_create(
        WarningUnit(
            warning=warning,
            unit=unit,
            code=unit.code,
            valid_from=unit.valid_from,
            name=unit.full_name,
            name_en=unit.name_en,
        )
        for unit in units_of_today(said.units)
    )


def _reason(why: str, kind: str) -> str:
    said = plain(why)[:REASON]
    if kind != PublicWarning.Kind.ALERT and not said:
        raise BadRequest("warning-needs-reason")
    return said
