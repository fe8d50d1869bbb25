"""The looks of the house at its cameras, as rows know them: which are due, where they are, what was found. Figures only.

Called in the thread that uses the ORM; the looks themselves are taken elsewhere (`watching.py`).
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db import transaction

from dothi.cameras import health, journal, rules, secrets
from dothi.cameras.health import Seen, Standing
from dothi.cameras.models import Camera, CameraHealth, CameraPeriod
from dothi.cameras.secrets import Login
from dothi.kernel import clock
from dothi.kernel.audit.context import change as change_context

CLAIM_S = 60  # a look that nobody brings home (its process was killed) is taken again after that


@dataclass(frozen=True, slots=True)
class Target:
    """A camera to look at. The login is only here, in memory."""

    pk: int
    code: str
    address: str
    login: Login | None


@dataclass(frozen=True, slots=True)
class Figures:
    """What a look found beside its descriptor."""

    seen: Seen
    width: int = 0
    height: int = 0
    took_ms: int = 0


def due(now: dt.datetime, most: int) -> list[Target]:
    """Those whose time has come, the longest waiting first, claimed: of two processes each gets its own."""
    with transaction.atomic():
        rows = CameraHealth.objects.select_for_update(of=("self",), skip_locked=True).filter(
            next_at__lte=now, camera__in_service=True
        )
        found = list(rows.select_related("camera").order_by("next_at")[:most])
        CameraHealth.objects.filter(pk__in=[one.pk for one in found]).update(
            next_at=now + dt.timedelta(seconds=CLAIM_S)
        )
    return [target_of(one.camera) for one in found]


def target_of(camera: Camera) -> Target:
    return Target(camera.pk, camera.code, camera.address, secrets.login_of(camera))


def waiting(now: dt.datetime) -> float:
    """Seconds that the camera which waits longest for its look is late."""
    first = CameraHealth.objects.filter(camera__in_service=True).order_by("next_at").first()
    return max(0.0, (now - first.next_at).total_seconds()) if first else 0.0


def note(pk: int, found: Figures, at: dt.datetime | None = None) -> CameraHealth | None:
    """Judges what a look found and writes it; a change of state is an event. None: the camera is gone or out of service by now."""
    at, limits = at or clock.now(), rules.values()
    with change_context(by=None, source="worker:cameras"), transaction.atomic():
        rows = CameraHealth.objects.select_for_update(of=("self",)).select_related("camera")
        row = rows.filter(pk=pk, camera__in_service=True).first()
        if row is None:
            return None
        before = _standing(row)
        after = health.judge(before, found.seen, limits)
        _write(row, after, found, at, health.next_wait_s(after, limits))
        if after.state != before.state:
            _tell(row.camera, before, after, at)
    return row


def _standing(row: CameraHealth) -> Standing:
    return Standing(
        row.state, row.trouble, row.suspected, row.suspected_looks, row.failures, bytes(row.newest), bytes(row.references)
    )  # fmt: skip


def _write(row: CameraHealth, after: Standing, found: Figures, at: dt.datetime, wait_s: int) -> None:
    if after.state != row.state:
        row.since = at
    row.state, row.trouble, row.failures = after.state, after.trouble, after.failures
    row.suspected, row.suspected_looks = after.suspected, after.suspected_looks
    row.newest, row.references = after.newest, after.references
    row.looked_at, row.next_at, row.took_ms = at, at + dt.timedelta(seconds=wait_s), found.took_ms
    if found.width:
        row.width, row.height = found.width, found.height
    row.save()


def _tell(camera: Camera, before: Standing, after: Standing, at: dt.datetime) -> None:
    CameraPeriod.objects.filter(camera=camera, ended_at__isnull=True).update(ended_at=at)
    CameraPeriod.objects.create(camera=camera, state=after.state, trouble=after.trouble, began_at=at)
    journal.tell(camera, "state", state=after.state, before=before.state, trouble=after.trouble)
