"""Each camera as an entity of type Camera: where it stands and how it is, so that the map shows it and rules raise alarms over it.

Told when something changed, and anew after `told-every-s` while it is looked at: a value that grows old says that nobody looks any more.
Its address, its purposes and its picture are in no entity.
"""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import psycopg
from django.db.models import F, Q
from psycopg import AsyncConnection

from dothi.cameras import rules
from dothi.cameras.models import Camera, CameraHealth, State
from dothi.cameras.simulated import place
from dothi.connectors.actions import database_url
from dothi.entities.core.normalize import normalize
from dothi.entities.core.rows import Writer
from dothi.entities.store.write import write_batch
from dothi.kernel import clock, settings
from dothi.kernel.origin import Origin
from dothi.streams.herald import Herald

SOURCE = "cameras"
MOST = 200
STATUS = {
    State.UNKNOWN: "notChecked", State.OK: "working", State.DOWN: "noSignal", State.RUBBISH: "brokenPicture",
    State.FROZEN: "frozen", State.MOVED: "moved",
}  # fmt: skip
OUT = "outOfService"
logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Telling:
    """What is told of one camera."""

    pk: int
    entity: dict[str, Any]
    origin: Origin
    agency_id: int


def due(now: dt.datetime) -> list[Telling]:
    """Cameras of which something is to be told, those never told first."""
    old = now - dt.timedelta(seconds=rules.value("told-every-s"))
    changed = Q(told_at=None) | Q(since__gt=F("told_at")) | Q(camera__changed_at__gt=F("told_at"))
    aged = Q(camera__in_service=True, told_at__lt=old, looked_at__gt=F("told_at"))
    rows = CameraHealth.objects.filter(changed | aged).select_related("camera__agency")
    return [telling_of(row) for row in rows.order_by(F("told_at").asc(nulls_first=True), "pk")[:MOST]]


def telling_of(row: CameraHealth) -> Telling:
    camera = row.camera
    status, at = STATUS[State(row.state)], row.looked_at or row.since
    if not camera.in_service:
        status, at = OUT, camera.changed_at
    registered = clock.iso(camera.changed_at)
    point = {"type": "Point", "coordinates": [camera.lon, camera.lat]}
    entity = {
        "id": camera.urn,
        "type": "Camera",
        "name": {"type": "Property", "value": camera.name, "observedAt": registered},
        "dataProvider": {"type": "Property", "value": camera.agency.name_vi, "observedAt": registered},
        "location": {"type": "GeoProperty", "value": point, "observedAt": registered},
        "status": {"type": "Property", "value": status, "observedAt": clock.iso(max(at, row.since))},
    }
    return Telling(row.pk, entity, _origin(camera), camera.agency_id)


def _origin(camera: Camera) -> Origin:
    parts = urlsplit(camera.address)
    drawn = settings.read("DEMO") and (parts.hostname, parts.port) == (place.HOST, place.port())
    return Origin.SIMULATED if drawn else Origin.LIVE


def note(told: Sequence[Telling], at: dt.datetime) -> None:
    """They were told as they were at `at`; what changed since is told again."""
    CameraHealth.objects.filter(pk__in=[one.pk for one in told]).update(told_at=at)


class Teller:
    """`async with Teller() as teller`: one connection to the store, opened when there is something to tell."""

    def __init__(self) -> None:
        self._connection: AsyncConnection[Any] | None = None
        self._herald = Herald()

    async def __aenter__(self) -> Teller:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._herald.__aexit__(None, None, None)
        if self._connection is not None:
            await self._connection.close()

    async def tell(self, told: Sequence[Telling]) -> bool:
        """In one flush; whether it is written. A database that is away is survived: what was not noted is told again."""
        try:
            connection = await self._open()
            batch = normalize([one.entity for one in told])
            for fragment, one in zip(batch.fragments, told, strict=True):
                fragment.writer = Writer(one.origin, SOURCE, one.agency_id)
            written = await write_batch(connection, batch, origin=Origin.LIVE, source=SOURCE)
        except psycopg.OperationalError:
            logger.warning("cameras: how they are could not be told", exc_info=True)
            return False
        await self._herald.tell(written)
        return True

    async def _open(self) -> AsyncConnection[Any]:
        if self._connection is None or self._connection.closed:
            self._connection = await AsyncConnection.connect(
                database_url(), autocommit=True, connect_timeout=5
            )
        return self._connection
