"""How the parts of a case go to another one: alarms, entities, sources, agency legs, and what rooms above have in it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from django.db.models import Q

from dothi.accounts.models import Person
from dothi.incidents.command.models import IncidentLeg
from dothi.incidents.joining.following import followers
from dothi.incidents.joining.models import IncidentSource
from dothi.incidents.models import Incident, IncidentAlarm
from dothi.kernel.errors import Conflict
from dothi.rules.alarms import actions as alarms
from dothi.rules.alarms.models import Alarm

Moved = dict[str, list[int]]  # by part: the ids of the rows that went

_TAKING_PART = (IncidentLeg.State.ASKED, IncidentLeg.State.ACCEPTED)


def hold(*cases: Incident) -> list[Incident]:
    """The rows as they are now, held until the end of the transaction, always in the same order: two who join the same two
    cases wait for one another."""
    wanted = [one.pk for one in cases]
    rows = Incident.objects.select_for_update(
        no_key=True
    )  # whoever writes a line of the log meanwhile is not kept waiting
    held = {one.pk: one for one in rows.filter(pk__in=wanted).order_by("pk")}
    return [held[pk] for pk in wanted]


def refuse_closed(*cases: Incident) -> None:
    """Raises Conflict when one of them is closed, or was taken into another one."""
    for one in cases:
        if one.merged_into is not None:
            raise Conflict("incident-was-merged", code=one.code, into=one.merged_into.code)
        if not one.is_open:
            raise Conflict("incident-is-closed-for-joining", code=one.code)


def move(
    source: Incident, target: Incident, by: Person, chosen: Mapping[str, Collection[int]] | None = None
) -> Moved:
    """Moves everything, or what was chosen; what the target has already stays where it is."""

    def asked(part: str) -> Collection[int] | None:
        return None if chosen is None else chosen.get(part, ())

    moved = {
        "alarms": _alarms(source, target, asked("alarms")),
        "entities": _rows(source.entities, target.entities, "urn", asked("entities")),
        "sources": _sources(source, target, asked("sources")),
        "legs": _legs(source, target, asked("legs")),
    }
    for one in followers():
        moved[one.name] = one.move(source, target, asked(one.name), by)
    return {part: ids for part, ids in moved.items() if ids}


def _rows(here: Any, there: Any, key: str, ids: Collection[int] | None) -> list[int]:
    """Moves rows of one case (a related manager) to another one, those whose `key` it has not yet; returns their ids."""
    known = set(there.values_list(key, flat=True))
    wanted = here.all() if ids is None else here.filter(pk__in=ids)
    going = [pk for pk, value in wanted.values_list("pk", key) if value not in known]
    here.filter(pk__in=going).update(incident=there.instance)
    return going


def _alarms(source: Incident, target: Incident, ids: Collection[int] | None) -> list[int]:
    """The alarms with their own side of the link. One that the target had before is its again."""
    going = _rows(source.alarms, target.alarms, "alarm_id", ids)
    left = source.alarms.filter(open=True) if ids is None else source.alarms.none()
    again = list(left.values_list("alarm_id", flat=True))
    left.update(open=False)
    target.alarms.filter(alarm__in=again).update(open=True)
    touched = Q(pk__in=going) | Q(incident=target, alarm__in=again)
    for attached in IncidentAlarm.objects.filter(touched).select_related("alarm__rule"):
        _link(attached.alarm, source, is_open=False)
        _link(attached.alarm, target, is_open=attached.open)
    return going


def _link(alarm: Alarm, case: Incident, *, is_open: bool) -> None:
    url = f"/incidents/{case.code}/"
    alarms.link(alarm, kind="incident", reference=case.code, url=url, is_open=is_open)


def _sources(source: Incident, target: Incident, ids: Collection[int] | None) -> list[int]:
    """A reference is one within its kind."""
    known = set(target.sources.values_list("kind", "reference"))
    wanted = source.sources.all() if ids is None else source.sources.filter(pk__in=ids)
    going = [one.pk for one in wanted if (one.kind, one.reference) not in known]
    IncidentSource.objects.filter(pk__in=going).update(incident=target)
    return going


def _legs(source: Incident, target: Incident, ids: Collection[int] | None) -> list[int]:
    """Agencies that are taking part go on there, where they are not already; what is done or declined stays as it was."""
    known = set(target.legs.filter(state__in=_TAKING_PART).values_list("agency_id", flat=True))
    wanted = source.legs.filter(state__in=_TAKING_PART)
    wanted = wanted if ids is None else wanted.filter(pk__in=ids)
    going = [one.pk for one in wanted if one.agency_id not in known]
    IncidentLeg.objects.filter(pk__in=going).update(incident=target)
    return going
