"""Reads of surveys and consultations. Officers' begin with what a scope may see, the public's with what was announced."""

from __future__ import annotations

import datetime as dt

from django.db.models import Count, Q, QuerySet

from dothi.accounts.models import Agency
from dothi.kernel import clock
from dothi.kernel.errors import NotFound
from dothi.kernel.permissions import Scope
from dothi.surveys.models import Consultation, Invitation, Opinion, Poster, Survey
from dothi.surveys.voices import digest_of


def in_force(day: dt.date | None = None) -> list[Survey]:
    """The row of each survey that holds, by code; those switched off too."""
    found = Survey.holding(day or clock.today()).select_related("agency").order_by("valid_from")
    held = {row.code: row for row in found}
    return [held[code] for code in sorted(held)]


def asked_after(kind: str, service: str) -> Survey | None:
    """The survey that asks after this service today: the one that names it most exactly."""
    rows = [one for one in in_force() if one.is_on and one.kind == kind and service.startswith(one.about)]
    return max(rows, key=lambda one: len(one.about), default=None)


def get_survey(code: str) -> Survey:
    """The row that holds today, else the one to come. Raises NotFound."""
    found = Survey.held(code[:60]) or Survey.objects.filter(code=code[:60]).order_by("valid_from").first()
    if found is None:
        raise NotFound("survey-does-not-exist", code=code[:60])
    return found


def versions(code: str) -> list[Survey]:
    """Every row of a survey, the newest first."""
    return list(Survey.objects.filter(code=code).order_by("-valid_from"))


def invitation_of(token: str) -> Invitation:
    """What a link opens. Raises NotFound, also after the link was forgotten."""
    rows = Invitation.objects.select_related("survey__agency", "agency", "unit")
    found = rows.filter(digest=digest_of(token[:60])).first()
    if found is None:
        raise NotFound("survey-link-does-not-exist")
    return found


def get_poster(code: str) -> Poster:
    """Raises NotFound, also for one that was taken down."""
    found = Poster.objects.select_related("agency", "unit").filter(code=code[:60], is_on=True).first()
    if found is None:
        raise NotFound("survey-link-does-not-exist")
    return found


def posters(survey: str, scope: Scope) -> QuerySet[Poster]:
    """Of an agency that the scope covers, or of the holder's own."""
    reached = scope.as_q()
    if scope and scope.holder is not None:
        reached |= Q(agency__in=Agency.objects.filter(people=scope.holder))
    rows = Poster.objects.filter(reached, survey=survey).select_related("agency", "unit")
    return rows.order_by("-is_on", "label")


def consultations(scope: Scope) -> QuerySet[Consultation]:
    """Of an agency that the scope covers, or of the holder's own; the newest first."""
    waiting = Count("opinions", filter=Q(opinions__state=Opinion.State.NEW))
    reached = scope.as_q("agency__unit_id")
    if scope and scope.holder is not None:
        reached |= Q(agency__in=Agency.objects.filter(people=scope.holder))
    rows = Consultation.objects.select_related("agency", "unit").filter(reached)
    return rows.annotate(waiting=waiting).order_by("-opens_at", "-pk")


def get_consultation(code: str, scope: Scope) -> Consultation:
    """Raises NotFound, also outside the scope."""
    found = consultations(scope).filter(code=code[:20]).first()
    if found is None:
        raise NotFound("consultation-does-not-exist", code=code[:20])
    return found


def announced() -> QuerySet[Consultation]:
    """What everybody may read, open ones first."""
    rows = Consultation.objects.filter(announced_at__isnull=False).select_related("agency", "unit")
    return rows.order_by("-closes_at", "-pk")


def open_now() -> QuerySet[Consultation]:
    """What everybody may have their say on now, what closes first first."""
    now = clock.now()
    return announced().filter(opens_at__lte=now, closes_at__gt=now).order_by("closes_at", "pk")


def get_announced(code: str) -> Consultation:
    """Raises NotFound, also for one that nobody announced."""
    found = announced().filter(code=code[:20]).first()
    if found is None:
        raise NotFound("consultation-does-not-exist", code=code[:20])
    return found
