"""Reads of warnings. Drafts are for those whose scope covers them; what was released is public, for ever."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.db.models import Exists, OuterRef, Q, QuerySet

from dothi.accounts.models import Person
from dothi.incidents.models import Incident
from dothi.kernel import clock
from dothi.kernel.errors import NotFound
from dothi.kernel.permissions import Scope
from dothi.warnings.models import PublicWarning, WarningUnit

FED = dt.timedelta(
    days=3
)  # so long a message stays in the feed after it left: a reader that was off over a weekend misses none


def visible(scope: Scope) -> QuerySet[PublicWarning]:
    """What was public, and drafts that touch the scope."""
    return _rows().filter(Q(state__in=PublicWarning.PUBLIC) | _touches(scope))


def touching(scope: Scope) -> QuerySet[PublicWarning]:
    """Warnings in whatever state that reach a unit of the scope."""
    return _rows().filter(_touches(scope))


def _touches(scope: Scope) -> Q:
    """A condition that is never empty: beside `|` Django drops an empty one, and with it the right to see everything."""
    if scope.everywhere:
        return Q(pk__isnull=False)
    found = Q(pk__in=[])
    for grant in scope.grants:
        line = Q(pk__isnull=False)
        if grant.unit_ids is not None:
            line &= Q(Exists(WarningUnit.objects.filter(warning=OuterRef("pk"), unit_id__in=grant.unit_ids)))
        if grant.agency_id is not None:
            line &= Q(agency_id=grant.agency_id)
        found |= line
    return found


def _rows() -> QuerySet[PublicWarning]:
    return PublicWarning.objects.select_related(
        "agency",
        "incident",
        "drafted_by",
        "changed_by",
        "asked_by",
        "released_by",
        "follows__follows__follows",
    ).prefetch_related("texts", "units")


def get_warning(code: str, scope: Scope) -> PublicWarning:
    """Raises NotFound, also when it lies outside the scope."""
    found = visible(scope).filter(code=code[:20]).first()
    if found is None:
        raise NotFound("warning-does-not-exist", code=code[:20])
    return found


def get_public(code: str) -> PublicWarning:
    """One that was released, whoever asks. Raises NotFound."""
    found = _rows().filter(code=code[:20], state__in=PublicWarning.PUBLIC).first()
    if found is None:
        raise NotFound("warning-does-not-exist", code=code[:20])
    return found


def in_force() -> QuerySet[PublicWarning]:
    """What the public must know now, the gravest first; cancellations speak for themselves in the feed."""
    return (
        _rows()
        .filter(state=PublicWarning.State.RELEASED, expires__gt=clock.now())
        .exclude(kind=PublicWarning.Kind.CANCEL)
    )


GRAVITY = {word: number for number, word in enumerate(("Extreme", "Severe", "Moderate", "Minor", "Unknown"))}


def gravest_first(warnings: Iterable[PublicWarning]) -> list[PublicWarning]:
    """Actual before exercises, then by severity, the newest first."""
    newest = sorted(warnings, key=lambda one: one.sent or one.changed_at, reverse=True)
    return sorted(newest, key=lambda one: (not one.is_actual, GRAVITY[one.severity]))


def fed() -> list[PublicWarning]:
    """The messages of the feed, newest first: all that hold, and what left in the last days (updates and cancellations too)."""
    now = clock.now()
    holds = Q(state=PublicWarning.State.RELEASED, expires__gt=now)
    rows = _rows().filter(holds | Q(state__in=PublicWarning.PUBLIC, sent__gte=now - FED))
    return list(rows.order_by("-sent", "-pk")[:500])


def past() -> QuerySet[PublicWarning]:
    """Everything that ever left, newest first."""
    return _rows().filter(state__in=PublicWarning.PUBLIC).order_by("-sent", "-pk")


def waiting_for(person: Person) -> list[PublicWarning]:
    """What waits for exactly this person: inside the right to release, and not written by them."""
    scope = person.scope("warnings.release")
    if not scope:
        return []
    rows = (
        _rows()
        .filter(_touches(scope), state=PublicWarning.State.ASKED)
        .exclude(writers__contains=[person.pk])
    )
    return [
        one
        for one in rows.order_by("asked_at")
        if all(scope.covers(unit.unit_id, one.agency_id) for unit in one.units.all())
    ]


def of_incident(incident: Incident, scope: Scope) -> list[PublicWarning]:
    return list(
        visible(scope)
        .filter(incident=incident)
        .exclude(state=PublicWarning.State.WITHDRAWN)
        .order_by("-pk")[:20]
    )


def of_bulletin(urn: str, scope: Scope) -> list[PublicWarning]:
    return list(
        visible(scope).filter(bulletin=urn).exclude(state=PublicWarning.State.WITHDRAWN).order_by("-pk")[:20]
    )


def over(rows: QuerySet[PublicWarning]) -> QuerySet[PublicWarning]:
    """Of these, what held once: ended, or past its time though nothing has ended it yet."""
    return rows.filter(
        Q(state=PublicWarning.State.ENDED) | Q(state=PublicWarning.State.RELEASED, expires__lte=clock.now())
    )
