"""The alarm that sounds on the screens of who is to take it, until somebody does. Silence otherwise is personal, short and on record."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import QuerySet

from dothi.accounts.models import Person
from dothi.duty import queries
from dothi.duty.models import Hush, Roster
from dothi.kernel import clock
from dothi.kernel.audit.action import action_of
from dothi.kernel.errors import Conflict
from dothi.kernel.permissions import Scope
from dothi.rules.alarms.models import Alarm

_action = action_of("duty")
LONGEST_HUSH = dt.timedelta(minutes=2)
MOST = 20


def alarms_for(person: Person) -> list[Alarm]:
    """The newest of those that ring for this person."""
    return list(ringing_for(person).select_related("rule", "set_aside").order_by("-recorded_at")[:MOST])


def ringing_for(person: Person) -> QuerySet[Alarm]:
    """Critical alarms that ring and that nobody acknowledged, as far as this person may act on them, or sees them and is on duty now."""
    ringing = Alarm.objects.filter(
        severity="critical", active=True, acknowledged=False, closed_at=None, suppressed_at=None
    ).exclude(set_aside__isnull=False, set_aside__ended_at__isnull=True)
    acts, sees = person.scope("alarms.act"), person.scope("alarms.view")
    if not acts.everywhere and sees.restrict(ringing).exists() and is_on_duty(person):
        acts = Scope((*acts.grants, *sees.grants))
    return acts.restrict(ringing)


def is_on_duty(person: Person) -> bool:
    """On any roster, now."""
    now = clock.now()
    named = Roster.objects.filter(patterns__places__person=person) | Roster.objects.filter(
        overrides__people__contains=[person.pk]
    )
    swapped = Roster.objects.filter(swaps__other=person) | Roster.objects.filter(swaps__asker=person)
    return person.pk in queries.all_on((named | swapped).distinct(), now)


def hushed_until(person: Person) -> dt.datetime | None:
    """Until when this person's screens are silent; None: they sound. What rang only after the hush is not silenced by it."""
    last = Hush.objects.filter(person=person, until__gt=clock.now()).order_by("-until").first()
    if last is None or ringing_for(person).exclude(pk__in=last.alarms).exists():
        return None
    return last.until


@_action
def hush(*, by: Person, seconds: int = 120) -> Hush:
    """Silences `by`'s own screens for at most two minutes; who, when and what sounded stays on record. Raises Conflict: nothing sounds."""
    ringing = list(ringing_for(by).values_list("pk", flat=True))
    if not ringing:
        raise Conflict("duty-nothing-sounds")
    now = clock.now()
    until = now + min(max(dt.timedelta(seconds=seconds), dt.timedelta(seconds=1)), LONGEST_HUSH)
    return Hush.objects.create(person=by, at=now, until=until, alarms=ringing)


def told(person: Person) -> dict[str, Any]:
    """What a page's island needs: the alarms that sound, until when they are hushed, and what was called through and nobody took."""
    until = hushed_until(person)
    return {
        "rung": bool(person.scope("alarms.act")) or is_on_duty(person),
        "alarms": [
            {"id": one.pk, "title": one.rule.name, "place": one.place_name, "since": clock.iso(one.raised_at)}
            for one in alarms_for(person)
        ],
        "exhausted": [
            {"id": run.pk, "title": run.title, "since": clock.iso(run.began_at)}
            for run in queries.exhausted(person.scope("duty.view"))[:MOST]
        ],
        "hushedUntil": clock.iso(until) if until else None,
        "now": clock.iso(clock.now()),
    }
