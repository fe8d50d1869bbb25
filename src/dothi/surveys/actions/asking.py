"""What is asked and where: a survey is drawn up as a dated row, a counter gets its poster."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from dothi.accounts.models import Agency, Person
from dothi.kernel import clock
from dothi.kernel.audit.action import action_of
from dothi.kernel.dated import Certainty
from dothi.kernel.errors import BadRequest, Conflict, NotAllowed
from dothi.kernel.said import plain
from dothi.surveys import questions
from dothi.surveys.models import Kind, Poster, Survey
from dothi.surveys.questions import Question
from dothi.territory.models import Unit

_action = action_of("surveys")
WORDS = ("title_vi", "title_en", "purpose_vi", "purpose_en", "source")


@_action
def draw_up(
    code: str, kind: str, *, valid_from: dt.date, words: dict[str, str], asked: Iterable[Question], agency: Agency,
    about: str = "", keep_days: int = 730, certainty: str = Certainty.DESIGN, is_on: bool = True, by: Person | None,
) -> Survey:  # fmt: skip
    """A survey from a day on; what was asked before stays as it was. `words`: title and purpose in both languages, `source`: on what
    it rests. A row that begins that very day is corrected while nobody was asked by it.

    Raises NotAllowed (another agency's), BadRequest (a past day, no words, no questions), Conflict (somebody was asked already)."""
    refuse_stranger(agency, by)
    said = {name: plain(words.get(name, "")) for name in WORDS}
    if kind not in Kind.values or not all(said.values()) or not 1 <= keep_days <= 3650:
        raise BadRequest("survey-words")
    if by is not None and valid_from < clock.today():
        raise BadRequest("survey-past")
    other = Survey.objects.filter(code=code).exclude(kind=kind, agency=agency)
    if other.exists():
        raise Conflict("survey-code-taken", code=code[:60])
    told: dict[str, Any] = {
        **said, "kind": kind, "about": plain(about)[:120], "questions": questions.kept(questions.checked(asked)),
        "agency": agency, "keep_days": keep_days, "certainty": certainty, "is_on": is_on,
    }  # fmt: skip
    standing = Survey.objects.select_for_update(no_key=True).filter(code=code, valid_from=valid_from).first()
    if standing is not None and (standing.invitations.exists() or standing.answers.exists()):
        raise Conflict("survey-begun", code=code[:60])
    return Survey.objects.update_or_create(code=code, valid_from=valid_from, defaults=told)[0]


@_action
def put_up(
    code: str,
    survey: Survey,
    *,
    label: str,
    service: str,
    agency: Agency,
    unit: Unit | None,
    by: Person | None,
) -> Poster:
    """A counter's QR link; the same code again is the same poster. Raises NotAllowed, BadRequest (no visit survey, no label)."""
    refuse_stranger(agency, by)
    if survey.kind != Kind.VISIT or not plain(label) or not plain(service):
        raise BadRequest("survey-poster")
    told = {
        "survey": survey.code, "label": plain(label)[:200], "service": plain(service)[:120], "agency": agency,
        "unit": unit, "is_on": True, "made_at": clock.now(),
    }  # fmt: skip
    poster, is_new = Poster.objects.get_or_create(code=code, defaults=told)
    if not is_new and (poster.survey, poster.label) != (survey.code, told["label"]):
        raise Conflict("survey-code-taken", code=code[:60])
    return poster


@_action
def take_down(poster: Poster, *, by: Person) -> Poster:
    """Its link answers no more; what was said there stays. Raises NotAllowed."""
    refuse_stranger(poster.agency, by)
    poster.is_on = False
    poster.save(update_fields=["is_on"])
    return poster


def may_manage(by: Person, agency: Agency) -> bool:
    """Those whose right covers the agency, and its own people who have the right at all."""
    scope = by.scope("surveys.manage")
    return scope.covers(agency.unit_id, agency.pk) or (bool(scope) and by.agency_id == agency.pk)


def refuse_stranger(agency: Agency, by: Person | None) -> None:
    """Raises NotAllowed: only who manages surveys of that agency (none: what comes with the product)."""
    if by is not None and not may_manage(by, agency):
        raise NotAllowed(permission="surveys.manage")
