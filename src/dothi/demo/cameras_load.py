"""Puts the simulated cameras into the register by the room's own actions, and lets the agencies of the plan look. Repeating changes nothing."""

from __future__ import annotations

from dothi.accounts.models import Agency
from dothi.cameras import actions
from dothi.cameras.actions import Described
from dothi.cameras.models import Camera, CameraGrant
from dothi.cameras.simulated import place
from dothi.demo.cameras import CameraPlan, plans, told
from dothi.kernel import clock


def load_cameras() -> None:
    """Those that are missing; what people changed since stays."""
    agencies = {one.code: one for one in Agency.objects.all()}
    standing = set(Camera.objects.values_list("code", flat=True))
    for plan in plans():
        if plan.code not in standing and plan.agency in agencies:
            actions.take_in(plan.code, _address(plan), _described(plan, agencies), by=None)
    for row in told()["lent"]:
        if {row["owner"], row["agency"]} <= agencies.keys():
            _lend(agencies[row["owner"]], agencies[row["agency"]], row["purposes"])


def _described(plan: CameraPlan, agencies: dict[str, Agency]) -> Described:
    said = told()
    return Described(
        plan.name, agencies[plan.agency], plan.lon, plan.lat, direction=plan.direction, field_of_view=80,
        groups=(said["group"],), purposes=tuple(said["purposes"]), notice=said["notice"],
    )  # fmt: skip


def _lend(owner: Agency, agency: Agency, purposes: list[str]) -> None:
    for purpose in purposes:
        CameraGrant.objects.get_or_create(
            group=told()["group"],
            owner=owner,
            agency=agency,
            purpose=purpose,
            defaults={
                "valid_from": clock.today(), "document": told()["document"], "granted_at": clock.now(),
            },
        )  # fmt: skip


def _address(plan: CameraPlan) -> str:
    return f"rtsp://{place.HOST}:{place.port()}/{plan.code}"
