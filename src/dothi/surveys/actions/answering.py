"""What those who were served say: by the link that was sent to them, or at a counter. Until it closes the last word counts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dothi.kernel import clock, events, locks
from dothi.kernel.audit.action import action_of
from dothi.kernel.errors import BadRequest, Conflict
from dothi.surveys import questions, rules
from dothi.surveys.models import Answer, Invitation, Poster, Survey

_action = action_of("surveys")


@_action
def answer(invitation: Invitation, form: Mapping[str, Any]) -> Answer:
    """By one's own link. Sent again it replaces what was said. Raises BadRequest (nothing said, no such answer), Conflict (closed)."""
    if invitation.closes_at <= clock.now():
        raise Conflict("survey-closed")
    locks.hold(f"survey answer {invitation.pk}")
    return _kept(
        invitation.survey, form, {"invitation": invitation}, service=invitation.service, agency=invitation.agency,
        unit=invitation.unit, origin=invitation.origin, served_at=invitation.served_at,
    )  # fmt: skip


@_action
def answer_at(
    poster: Poster, survey: Survey, voice: str, form: Mapping[str, Any], *, origin: int = 0
) -> Answer:
    """At a counter; `voice`: digest of the browser's mark. Raises BadRequest, Conflict (nobody is asked there any more)."""
    if not (poster.is_on and survey.is_on):
        raise Conflict("survey-closed")
    locks.hold(f"survey answer {poster.pk} {voice}")
    return _kept(
        survey, form, {"poster": poster, "voice": voice}, service=poster.service, agency=poster.agency,
        unit=poster.unit, origin=origin, served_at=clock.now(),
    )  # fmt: skip


def _kept(survey: Survey, form: Mapping[str, Any], door: dict[str, Any], **first: Any) -> Answer:
    asked, now = questions.read(survey.questions), clock.now()
    told = questions.said(asked, form)
    if not told:
        raise BadRequest("survey-nothing-said")
    satisfied = questions.is_satisfied(asked, told.values, rules.value("satisfied-from"))
    last = {
        "values": told.values,
        "texts": told.texts,
        "satisfied": satisfied,
        "changed_at": now,
        "survey": survey,
    }
    row, is_new = Answer.objects.update_or_create(
        **door, defaults=last, create_defaults={**last, **first, "answered_at": now}
    )
    if is_new:
        events.publish(
            "surveys.answered", {"survey": survey.code}, permission="surveys.view", unit_id=row.unit_id,
            agency_id=row.agency_id,
        )  # fmt: skip
    return row
