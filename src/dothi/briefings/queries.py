"""Reads of briefings; every one begins with what a scope may see."""

from __future__ import annotations

import datetime as dt

from django.db.models import QuerySet

from dothi.briefings.area import of_scope, planned_in
from dothi.briefings.models import Briefing, Kind, Schedule, Template
from dothi.kernel import clock
from dothi.kernel.errors import NotFound
from dothi.kernel.permissions import Scope


def visible(scope: Scope) -> QuerySet[Briefing]:
    rows = Briefing.objects.select_related(
        "template",
        "agency__parent",
        "unit",
        "group",
        "made_by",
        "edited_by",
        "reviewed_by",
        "signed_by",
        "before__agency",
    )
    return of_scope(rows, scope).order_by("-ends_at", "-pk")


def get_briefing(code: str, scope: Scope) -> Briefing:
    """Raises NotFound, also when it lies outside the scope."""
    found = visible(scope).filter(code=code[:20]).first()
    if found is None:
        raise NotFound("briefing-does-not-exist", code=code[:20])
    return found


def before(one: Briefing) -> Briefing | None:
    """The last one of the same kind, form, agency and area that was not dropped."""
    rows = Briefing.objects.filter(
        kind=one.kind, template__code=one.template.code, agency=one.agency, unit=one.unit, group=one.group
    )
    rows = rows.exclude(state=Briefing.State.DROPPED).exclude(pk=one.pk).filter(ends_at__lte=one.ends_at)
    return rows.select_related("agency").order_by("-ends_at", "-pk").first()


def templates_in_force(day: dt.date | None = None) -> list[Template]:
    """Of each code the newest version that has begun."""
    rows = Template.objects.filter(valid_from__lte=day or clock.today()).order_by(
        "code", "-valid_from", "-version"
    )
    return list(rows.distinct("code"))


def get_template(code: str, day: dt.date | None = None) -> Template:
    """The version in force. Raises NotFound."""
    rows = Template.objects.filter(code=code[:60], valid_from__lte=day or clock.today())
    found = rows.order_by("-valid_from", "-version").first()
    if found is None:
        raise NotFound("briefing-form-does-not-exist", code=code[:60])
    return found


def template_for(kind: str) -> Template:
    """The form of a kind that stands first. Raises NotFound."""
    found = next((one for one in templates_in_force() if one.kind == kind), None)
    if found is None:
        raise NotFound("briefing-form-does-not-exist", code=str(Kind(kind)))
    return found


def versions(code: str) -> list[Template]:
    return list(Template.objects.filter(code=code[:60]).select_related("made_by").order_by("-version"))


def schedules(scope: Scope) -> list[Schedule]:
    rows = Schedule.objects.select_related("agency", "unit", "group", "person")
    return list(planned_in(rows, scope).order_by("-is_on", "kind", "pk"))


def get_schedule(pk: int, scope: Scope) -> Schedule:
    """Raises NotFound."""
    found = planned_in(Schedule.objects.filter(pk=pk), scope).first()
    if found is None:
        raise NotFound("briefing-schedule-does-not-exist")
    return found
