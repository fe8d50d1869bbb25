"""The looks of the house at its cameras, as rows know them: which are due, where they are, what was found. Figures only.

Called in the thread that uses the ORM; the looks themselves are taken elsewhere (`watching.py`).
"""

from __future__ import annotations

import datetime as dt
import logging
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from django.db import transaction

from dothi.cameras import health, journal, rules, secrets
from dothi.cameras.health import Seen, Standing
from dothi.cameras.models import Camera, CameraHealth, CameraPeriod
from dothi.cameras.secrets import Login
from dothi.kernel import clock
from dothi.kernel.audit.context import change as change_context
from dothi.kernel.errors import DothiError

logger = logging.getLogger(__name__)
CLAIM_S = 60  # a look that nobody brings home (its process was killed) is taken again after that


@dataclass(frozen=True, slots=True)
class Target:
    """A camera to look at. The login is only here, in memory."""

    pk: int
    code: str
    address: str
    login: Login | None
    trouble: str = ""  # why it cannot be looked at all
    due_at: dt.datetime | None = None  # when this look was to begin

    @property
    def host(self) -> str:
        return urlsplit(self.address).hostname or ""


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
        rows = CameraHealth.objects.select_for_update(no_key=True, of=("self",), skip_locked=True).filter(
            next_at__lte=now, camera__in_service=True
        )
        found = list(rows.select_related("camera").order_by("next_at")[:most])
        CameraHealth.objects.filter(pk__in=[one.pk for one in found]).update(
            next_at=now + dt.timedelta(seconds=CLAIM_S)
        )
    return [replace(target_of(one.camera), due_at=one.next_at) for one in found]


def target_of(camera: Camera) -> Target:
    """Where to look; a login that no key reads is the trouble of this camera and of no other."""
    try:
        return Target(camera.pk, camera.code, camera.address, secrets.login_of(camera))
    except DothiError:
        logger.warning("cameras: a login cannot be read", extra={"detail": camera.code}, exc_info=True)
        return Target(camera.pk, camera.code, camera.address, None, "no-key")


def waiting(now: dt.datetime) -> float:
    """Seconds that the camera which waits longest for its look is late."""
    first = CameraHealth.objects.filter(camera__in_service=True).order_by("next_at").first()
    return max(0.0, (now - first.next_at).total_seconds()) if first else 0.0


def note(
    pk: int, found: Figures, at: dt.datetime | None = None, due_at: dt.datetime | None = None
) -> CameraHealth | None:
    """Judges what a look found and writes it; a change of state is an event. None: the camera is gone or out of service by now."""
    at, limits = at or clock.now(), rules.values()
    with change_context(by=None, source="worker:cameras"), transaction.atomic():
        rows = CameraHealth.objects.select_for_update(no_key=True, of=("self",)).select_related("camera")
        row = rows.filter(pk=pk, camera__in_service=True).first()
        if row is None:
            return None
        before = _standing(row)
        after = health.judge(before, found.seen, limits)
        _write(row, after, found, at, _next_at(at, due_at, health.next_wait_s(after, limits)))
        if after.state != before.state:
            _tell(row.camera, before, after, at)
    return row


def _next_at(at: dt.datetime, due_at: dt.datetime | None, wait_s: int) -> dt.datetime:
    """Counted from when the look was due: what looks take does not slow their rhythm. One that came late is not made up for."""
    wait = dt.timedelta(seconds=wait_s)
    kept = due_at + wait if due_at else at
    return kept if kept > at else at + wait


def _standing(row: CameraHealth) -> Standing:
    return Standing(
        row.state, row.trouble, row.suspected, row.suspected_looks, row.failures, bytes(row.newest), bytes(row.references)
    )  # fmt: skip


def _write(row: CameraHealth, after: Standing, found: Figures, at: dt.datetime, next_at: dt.datetime) -> None:
    if after.state != row.state:
        row.since = at
    row.state, row.trouble, row.failures = after.state, after.trouble, after.failures
    row.suspected, row.suspected_looks = after.suspected, after.suspected_looks
    row.newest, row.references = after.newest, after.references
    row.looked_at, row.next_at, row.took_ms = at, next_at, found.took_ms
    if found.width:
        row.width, row.height = found.width, found.height
    row.save()


def _tell(camera: Camera, before: Standing, after: Standing, at: dt.datetime) -> None:
    CameraPeriod.objects.filter(camera=camera, ended_at__isnull=True).update(ended_at=at)
    CameraPeriod.objects.create(camera=camera, state=after.state, trouble=after.trouble, began_at=at)
    journal.tell(camera, "state", state=after.state, before=before.state, trouble=after.trouble)
