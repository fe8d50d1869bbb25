"""Alarms that a person sets aside (ISA-18.2 §11): shelved until a time, or out of service until it is reviewed.

It holds for (rule, entity): an alarm that clears and comes back stays set aside and its occurrences are still recorded. It ends by
itself at its time, when the severity rises, or by a person. No end is ever forgotten: lists read `until`, not the worker's mind.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping

from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from dothi.accounts.models import Person
from dothi.kernel import clock
from dothi.kernel.audit.context import because
from dothi.kernel.errors import BadRequest, Conflict, DothiError, NotFound
from dothi.kernel.said import plain
from dothi.rules.alarms import guides
from dothi.rules.alarms.models import Alarm, Hidden, SetAside
from dothi.rules.alarms.telling import tell
from dothi.rules.models import Rule

Pair = tuple[str, int]  # rule code, entity id
RANK = {"low": 0, "medium": 1, "high": 2, "critical": 3}


def holding(pairs: Collection[Pair], rules: Mapping[Pair, Rule]) -> dict[Pair, SetAside]:
    """What these (rule, entity) are set aside by, for alarms that are raised now; ends it when its time is over or the alarm is graver."""
    codes, ids = {code for code, _ in pairs}, {entity_id for _, entity_id in pairs}
    standing = _open().filter(rule_code__in=codes, entity_id__in=ids).order_by("pk") if pairs else ()
    found = {(each.rule_code, each.entity_id): each for each in standing}
    return {pair: found[pair] for pair in pairs if pair in found and _holds(found[pair], rules[pair])}


def _holds(found: SetAside, rule: Rule) -> bool:
    if found.until is not None and found.until <= clock.now():
        _end(found, SetAside.End.TIME)
        return False
    if RANK[rule.severity] > RANK[found.severity]:
        _end(found, SetAside.End.SEVERITY)
        return False
    return True


@transaction.atomic
def shelve(alarm: Alarm, *, until: dt.datetime, reason: str, by: Person) -> SetAside:
    """Takes the alarm off the duty list until a time. Raises BadRequest (no reason, an end that has passed or lies too far),
    Conflict when somebody was first or the alarm is closed."""
    longest = guides.longest_shelving(alarm.severity)
    now = clock.now()
    if until <= now:
        raise BadRequest("alarm-shelve-past")
    if until > now + longest + dt.timedelta(minutes=1):  # the form names a minute, the clock has seconds
        raise BadRequest("alarm-shelve-too-long", hours=f"{longest.total_seconds() / 3600:g}")
    return _set_aside(alarm, Hidden.SHELVED, reason, by, until=until)


@transaction.atomic
def take_out_of_service(alarm: Alarm, *, review_on: dt.date, reason: str, by: Person) -> SetAside:
    """Takes (rule, entity) out of service until a person brings it back. Raises like `shelve`."""
    today, most = clock.today(), int(guides.value("review-days"))
    if not today < review_on <= today + dt.timedelta(days=most):
        raise BadRequest("alarm-review-day", days=most)
    return _set_aside(alarm, Hidden.OUT_OF_SERVICE, reason, by, review_on=review_on)


@transaction.atomic
def bring_back(pk: int, *, by: Person) -> SetAside:
    """Ends it by hand. Raises NotFound, Conflict when it has ended already (names who or what was first)."""
    found = _locked(pk)
    if found is None:
        raise _too_late(pk)
    _end(found, SetAside.End.PERSON, by)
    return found


def return_due() -> int:
    """Ends the shelvings whose time has come; how many. One transaction each: one that cannot be ended holds no other up."""
    due = SetAside.objects.filter(ended_at=None, until__lte=clock.now()).order_by("until", "pk")
    return sum(_return(pk) for pk in due.values_list("pk", flat=True))


@transaction.atomic
def _return(pk: int) -> bool:
    found = _locked(pk)
    if found is None or found.until is None or found.until > clock.now():
        return False
    _end(found, SetAside.End.TIME)
    return True


def _set_aside(
    alarm: Alarm,
    kind: Hidden,
    reason: str,
    by: Person,
    *,
    until: dt.datetime | None = None,
    review_on: dt.date | None = None,
) -> SetAside:
    why = plain(reason)[:2000]
    if not why:
        raise BadRequest("alarm-shelve-needs-reason")
    because(why)
    fresh = (
        Alarm.objects.select_for_update(no_key=True, of=("self",))
        .select_related("rule")
        .filter(pk=alarm.pk)
        .first()
    )
    if fresh is None:
        raise NotFound("alarm-does-not-exist", alarm=alarm.pk)
    if fresh.closed_at is not None:
        raise Conflict("alarm-already-closed", alarm=alarm.pk)
    _refuse_second(fresh)
    try:
        with transaction.atomic():
            made = SetAside.objects.create(
                kind=kind,
                rule_code=fresh.rule_code,
                entity_id=fresh.entity_id,
                entity_urn=fresh.entity_urn,
                entity_name=fresh.entity_name,
                severity=fresh.severity,
                unit_id=fresh.unit_id,
                agency_id=fresh.agency_id,
                person=by,
                reason=why,
                since=clock.now(),
                until=until,
                review_on=review_on,
            )
    except IntegrityError:  # in the same moment
        _refuse_second(fresh)
        raise
    fresh.set_aside = made
    fresh.save(update_fields=["set_aside"])
    tell("alarms.updated", fresh)
    return made


def _refuse_second(alarm: Alarm) -> None:
    """Raises Conflict when it is set aside already. One whose time is over is ended here and hinders nobody."""
    standing = _open().filter(rule_code=alarm.rule_code, entity_id=alarm.entity_id).first()
    if standing is None:
        return
    if standing.until is not None and standing.until <= clock.now():
        _end(standing, SetAside.End.TIME)
        return
    raise Conflict("alarm-already-aside", by=str(standing.person))


def _too_late(pk: int) -> DothiError:
    ended = SetAside.objects.select_related("ended_by").filter(pk=pk).first()
    if ended is None:
        return NotFound("alarm-aside-does-not-exist", aside=pk)
    if ended.ended_by is not None:
        return Conflict("alarm-aside-ended-by", by=str(ended.ended_by))
    return Conflict("alarm-aside-ended")


def _locked(pk: int) -> SetAside | None:
    """Locks the alarm first, as the engine does: in the other order the two would wait for each other."""
    pair = SetAside.objects.filter(pk=pk).values("rule_code", "entity_id").first()
    if pair is None:
        return None
    list(Alarm.objects.select_for_update(no_key=True).filter(**pair, closed_at=None).values_list("pk"))
    return _open().filter(pk=pk).first()


def _end(found: SetAside, end: SetAside.End, by: Person | None = None) -> None:
    found.ended_at, found.end, found.ended_by = clock.now(), end, by
    found.save(update_fields=["ended_at", "end", "ended_by"])
    held = Alarm.objects.select_for_update(no_key=True, of=("self",)).select_related("rule")
    for alarm in held.filter(set_aside=found, closed_at=None).order_by("pk"):
        alarm.set_aside = None
        alarm.save(update_fields=["set_aside"])
        tell("alarms.raised" if alarm.active and not alarm.hidden else "alarms.updated", alarm)


def _open() -> QuerySet[SetAside]:
    return (
        SetAside.objects.select_for_update(no_key=True, of=("self",))
        .select_related("person")
        .filter(ended_at=None)
    )
