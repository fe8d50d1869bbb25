"""The register of units: taken in, changed, disbanded. By those with forces.manage there.

Where a unit is shows to everybody who sees the unit. So only somebody who sees an entity binds a unit to it: else a unit would be a way
to follow any vehicle.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import IntegrityError, transaction

from dothi.accounts.models import Agency, Person
from dothi.entities.queries import reached
from dothi.forces import catalogue, journal
from dothi.forces.models import Force
from dothi.forces.workflow import BUSY, State
from dothi.kernel import clock
from dothi.kernel.errors import BadRequest, Conflict, NotAllowed
from dothi.kernel.said import plain
from dothi.territory.models import Unit

CHANGED = ("name", "crew", "crew_minimum", "home_name", "home_lon", "home_lat", "urn")


@transaction.atomic
def take_in(
    *, call_sign: str, kind: str, agency: Agency, unit: Unit | None, by: Person | None, **told: Any
) -> Force:
    """A new unit, off duty until somebody says otherwise; what its kind brings comes from the pack. Raises NotAllowed outside
    the right of `by`, BadRequest for a kind that no pack has or an entity that `by` does not see, Conflict when the call sign exists."""
    known = catalogue.in_force().kinds.get(kind)
    if known is None:
        raise BadRequest("force-kind", kind=kind[:60])
    if by is not None and not by.scope("forces.manage").covers(unit.pk if unit else None, agency.pk):
        raise NotAllowed(permission="forces.manage")
    _refuse_unseen(told.get("urn", ""), by)
    now = clock.now()
    said = {
        "service": str(known.told["service"]),
        "capabilities": list(known.told["capabilities"]),
        "crew_minimum": int(known.told["crew_minimum"]),
        "state": State.OFF_DUTY.value,
        "state_since": now,
        "state_by": by,
        **told,
    }
    try:
        with transaction.atomic():
            force = Force.objects.create(call_sign=call_sign, kind=kind, agency=agency, unit=unit, **said)
    except IntegrityError as error:
        raise Conflict("force-call-sign-taken", force=call_sign) from error
    journal.note(force, "taken-in", by=by, at=now)
    journal.tell("forces.changed", force)
    return force


@transaction.atomic
def change(force: Force, *, by: Person, rest_minutes: int | None = None, **told: Any) -> Force:
    """Crew, home, name and device; `rest_minutes`: how long it rests from now, 0 ends a rest. What did not change is not told.

    Raises BadRequest for an entity that `by` does not see, Conflict (disbanded).
    """
    held = Force.objects.select_for_update(no_key=True, of=("self",)).get(pk=force.pk)
    if held.ended_at is not None:
        raise Conflict("force-disbanded", force=held.call_sign)
    fields = {name: value for name, value in told.items() if name in CHANGED and getattr(held, name) != value}
    _refuse_unseen(fields.get("urn", ""), by)
    now = clock.now()
    if rest_minutes is not None:
        until = now + dt.timedelta(minutes=rest_minutes) if rest_minutes else None
        if rest_minutes or held.rest_until:
            fields["rest_until"] = until
    if not fields:
        return force
    for name, value in fields.items():
        setattr(held, name, value)
    held.save(update_fields=list(fields))
    journal.note(held, "changed", by=by, at=now, fields=sorted(fields))
    journal.tell("forces.changed", held)
    return held


@transaction.atomic
def bind_own(force: Force, *, by: Person) -> Force:
    """A unit that the register binds to nothing gets an entity of its own, made by the first position that its crew's phone tells."""
    held = Force.objects.select_for_update(no_key=True, of=("self",)).get(pk=force.pk)
    if held.urn:
        return held
    held.urn = own_urn(held)
    held.save(update_fields=["urn"])
    journal.note(held, "changed", by=by, at=clock.now(), fields=["urn"])
    journal.tell("forces.changed", held)
    return held


def own_urn(force: Force) -> str:
    return f"urn:ngsi-ld:Vehicle:dothi-unit-{force.pk}"


def _refuse_unseen(urn: str, by: Person | None) -> None:
    """The same answer whether it lies elsewhere or is not there at all. `by` None is the system."""
    if urn and by is not None and not reached([urn], by.scope("entities.view")):
        raise BadRequest("force-urn-unseen", urn=urn[:400])


@transaction.atomic
def disband(force: Force, reason: str, *, by: Person) -> Force:
    """It is sent no more; what it did is kept. Raises BadRequest without a reason, Conflict while it is on a case."""
    said = plain(reason)[:300]
    if not said:
        raise BadRequest("force-needs-reason", force=force.call_sign)
    held = Force.objects.select_for_update(no_key=True, of=("self",)).get(pk=force.pk)
    if held.ended_at is not None:
        raise Conflict("force-disbanded", force=held.call_sign)
    if State(held.state) in BUSY:
        raise Conflict("force-is-out", force=held.call_sign)
    now = clock.now()
    held.ended_at, held.state, held.state_since, held.state_by = now, State.OFF_DUTY.value, now, by
    held.state_note = ""
    held.save()
    journal.note(held, "disbanded", by=by, at=now, text=said)
    journal.tell("forces.changed", held)
    return held
