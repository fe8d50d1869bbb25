"""Signing on to a unit and off: who may where, one unit at a time, until a set time. Each one transaction."""

from __future__ import annotations

import datetime as dt

from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from dothi.accounts.models import Person
from dothi.crews import rules
from dothi.crews.models import CrewDuty
from dothi.forces import journal, register
from dothi.forces.models import Force
from dothi.forces.queries import visible
from dothi.kernel import clock, events
from dothi.kernel.errors import BadRequest, Conflict, NotAllowed, NotFound
from dothi.kernel.said import plain


def current(person: Person, now: dt.datetime | None = None) -> CrewDuty | None:
    """Where this person is signed on; a duty past its time is none."""
    rows = CrewDuty.objects.select_related("force__agency", "force__unit", "person")
    return rows.filter(person=person, ended_at__isnull=True, until__gt=now or clock.now()).first()


def on(force: Force) -> QuerySet[CrewDuty]:
    """Who is signed on to a unit, the first first."""
    rows = CrewDuty.objects.filter(force=force, ended_at__isnull=True, until__gt=clock.now())
    return rows.select_related("person").order_by("began_at", "pk")


def choices(person: Person) -> QuerySet[Force]:
    """The units that this person may sign on to: those of the areas and agencies where they have `crews.work`."""
    return visible(person.scope("crews.work")).order_by("call_sign")


@transaction.atomic
def sign_on(person: Person, call_sign: str, *, hours: int | None = None) -> CrewDuty:
    """Begins a duty; on the unit where one is already it is that duty. Raises NotFound (outside the right as well),
    Conflict while signed on to another unit."""
    force = choices(person).filter(call_sign__iexact=call_sign).first()
    if force is None:
        raise NotFound("force-does-not-exist", force=call_sign[:30])
    now = clock.now()
    _close_overdue(person, now)
    standing = current(person, now)
    if standing is not None:
        if standing.force_id == force.pk:
            return standing
        raise Conflict("crew-signed-on-elsewhere", force=standing.force.call_sign)
    if not force.urn:
        force = register.bind_own(force, by=person)
    longest = rules.values()["shift-hours"]
    until = now + dt.timedelta(hours=min(max(hours or longest, 1), longest))
    try:
        with transaction.atomic():
            duty = CrewDuty.objects.create(person=person, force=force, began_at=now, until=until)
    except IntegrityError as error:  # two tabs at once
        raise Conflict("crew-signed-on-elsewhere", force=force.call_sign) from error
    journal.note(force, "crew-on", by=person, at=now)
    tell(force)
    return duty


@transaction.atomic
def sign_off(duty: CrewDuty, *, by: Person, at: dt.datetime | None = None, reason: str = "") -> CrewDuty:
    """Ends a duty, and with it the positions of that phone; twice is once. Who signs another off says why. Raises NotAllowed for
    somebody else's outside the right to send that unit, BadRequest without a reason."""
    force, said, now = duty.force, plain(reason)[:300], clock.now()
    if by.pk != duty.person_id:
        _refuse_unsaid(force, said, by)
    when = min(max(at or now, duty.began_at), now)
    ended = CrewDuty.objects.filter(pk=duty.pk, ended_at__isnull=True)
    if ended.update(ended_at=when, ended_by=by, ended_reason=said):
        note = f"{duty.person}: {said}" if by.pk != duty.person_id else said
        journal.note(force, "crew-off", by=by, at=when, text=note[:500])
        tell(force)
    duty.refresh_from_db(fields=["ended_at", "ended_by", "ended_reason"])
    return duty


def _refuse_unsaid(force: Force, said: str, by: Person) -> None:
    if not by.scope("forces.send").covers(force.unit_id, force.agency_id):
        raise NotAllowed(permission="forces.send")
    if not said:
        raise BadRequest("crew-off-needs-reason", force=force.call_sign)


def _close_overdue(person: Person, now: dt.datetime) -> None:
    """A duty past its time has ended then, though nobody said so."""
    for one in CrewDuty.objects.filter(person=person, ended_at__isnull=True, until__lte=now):
        one.ended_at = one.until
        one.save(update_fields=["ended_at"])


def tell(force: Force, **more: object) -> None:
    """To the phones of a unit's crew that there is something new: they ask for it themselves."""
    events.publish(
        "crews.changed",
        {"force": force.call_sign, **more},
        permission="crews.work",
        unit_id=force.unit_id,
        agency_id=force.agency_id,
    )
