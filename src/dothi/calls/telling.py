"""What every change of a call tells the other rooms and the open screens. Inside the action's transaction; nothing personal."""

from __future__ import annotations

from typing import Any

from dothi.calls.models import Call, CallLeg, Line
from dothi.calls.seats import seat_of
from dothi.kernel import clock
from dothi.kernel.events import Told, publish_all
from dothi.kernel.origin import Origin

Audience = tuple[int | None, int | None]  # unit, agency


def tell(topic: str, call: Call, **more: Any) -> None:
    """Publishes how the call stands now, once for each area and agency that sees it."""
    payload = {
        "call": call.code,
        "id": call.pk,
        "state": call.state,
        "line": call.line.name if call.line else "",
        "number_dialled": call.number_dialled,
        "service": call.line.service if call.line else "",
        "received_at": clock.iso(call.received_at),
        "taken_by": call.taken_by_id,
        "taken_by_name": str(call.taken_by) if call.taken_by else "",
        "incident": call.incident.code if call.incident else "",
        "origin": Origin(call.origin).word,
        **more,
    }
    publish_all([Told(topic, payload, "calls.view", unit, agency) for unit, agency in _audiences(call)])


def _audiences(call: Call) -> list[Audience]:
    """Where it happens, its line's area, the agency's own seat, every agency that was asked, and its taker wherever it turns out to
    happen; a call of no known line is everybody's who has lines, until somebody takes it."""
    if call.agency_id is None:
        lines = Line.objects.exclude(valid_to__lte=clock.today()).values_list("unit_id", "agency_id")
        return list(dict.fromkeys([(None, None), *lines]))
    found: list[Audience] = [(call.unit_id, call.agency_id), (call.agency.unit_id, call.agency_id)]  # type: ignore[union-attr]
    if call.line is not None:
        found.append((call.line.unit_id, call.agency_id))
    legs = CallLeg.objects.filter(call=call).values_list("agency__unit_id", "agency_id")
    found += legs
    if call.taken_by is not None:
        scope = call.taken_by.scope("calls.take")
        if scope and not any(scope.covers(*one) for one in found):
            found.append(seat_of(call.taken_by))
    return list(dict.fromkeys(found))
