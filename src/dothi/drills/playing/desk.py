"""An automatic desk inside the copy: takes what rings, writes it down, joins what belongs together, sends the nearest free unit.

For load and for tests of the drill itself. It is no officer: it knows the plan, so its score says that the clocks are true, nothing more.
"""

from __future__ import annotations

import contextlib

from dothi.accounts.models import Person
from dothi.calls.actions import linking, taking, writing
from dothi.calls.models import Call
from dothi.forces import actions as forces
from dothi.forces.models import Force
from dothi.incidents import actions as incidents
from dothi.incidents.models import Incident
from dothi.kernel import clock
from dothi.kernel.audit.context import change
from dothi.kernel.earth import metres_apart
from dothi.kernel.errors import DothiError
from dothi.packs.drill import DrillPlan, Step

SERVICE = {"fire": "114", "medical": "115", "order": "113"}


def step(plan: DrillPlan, adapter: str, *, by: Person, answers_after_s: float = 2.0) -> int:
    """Looks once; how many calls it took. A person who was quicker keeps theirs."""
    told = {f"drill-{one.key}": one for one in plan.calls().values()}
    taken = 0
    for call in Call.objects.filter(adapter=adapter, state="ringing", taken_by__isnull=True).order_by(
        "received_at"
    ):
        waited = (clock.now() - call.received_at).total_seconds()
        if call.external_id in told and waited >= answers_after_s:
            with contextlib.suppress(DothiError), change(by=by, source="worker:drill"):
                _answer(call, told[call.external_id], plan, by)
                taken += 1
    return taken


def _answer(call: Call, told: Step, plan: DrillPlan, by: Person) -> None:
    call = taking.take(call, by=by)
    lon, lat = told.told["place"]
    call = writing.decide_kind(call, kind=told.told["kind"], severity="high", by=by)
    call = writing.place(call, lon=lon, lat=lat, source="map", address=told.told["address"], by=by)
    if (first := _first_case(call, told, plan)) is not None:
        linking.attach(call, first, by=by)
        return
    case = linking.open_case(call, by=by)
    if nearest := _nearest(told, lon, lat):
        forces.send(case, [nearest], by=by)
    for line in ("Đã báo chỉ huy", "Đã giữ máy người gọi"):
        incidents.add_note(case, f"{line} (bàn trực tự động)", by=by)


def _first_case(call: Call, told: Step, plan: DrillPlan) -> Incident | None:
    same = plan.calls().get(told.told.get("same_as", ""))
    if same is None:
        return None
    first = (
        Call.objects.filter(adapter=call.adapter, external_id=f"drill-{same.key}")
        .select_related("incident")
        .first()
    )
    return first.incident if first else None


def _nearest(told: Step, lon: float, lat: float) -> Force | None:
    kind = str(told.told["kind"]).rpartition(".")[2].partition("-")[0]
    free = Force.objects.filter(state="available", ended_at__isnull=True, home_lon__isnull=False)
    mine = [one for one in free if one.service == SERVICE.get(kind, told.told["line"])] or list(free)
    return min(
        mine, key=lambda one: metres_apart(lon, lat, one.home_lon or 0.0, one.home_lat or 0.0), default=None
    )  # fmt: skip
