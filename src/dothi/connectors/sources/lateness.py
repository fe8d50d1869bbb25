"""Who is late against their own rhythm: looked at every half minute, told to the owner once, and once more when they are back.

Told is an event (`sources.late`, `sources.back`) that the rooms above hear, and that reaches the open screens of the people of the
owner's agency (`/mine/`) and nobody else's: it is for them to mend it, not for whoever is on duty.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import close_old_connections, transaction
from psycopg import AsyncConnection
from psycopg.rows import dict_row

from dothi.accounts.tickets import OWN_AGENCY
from dothi.connectors.models import Source, SourceStanding
from dothi.connectors.sources import asking, rhythm
from dothi.connectors.sources.kinds import kinds
from dothi.kernel import clock, events
from dothi.kernel.sql import statement


def lateness_of(source: Source, standing: SourceStanding, now: dt.datetime) -> rhythm.Lateness | None:
    """None while it is not switched on."""
    if source.state != Source.State.ON:
        return None
    return rhythm.lateness(
        source.rhythm,
        value_at=standing.value_at,
        arrived_at=standing.arrived_at,
        since=source.state_since,
        now=now,
    )


def tell() -> int:
    """Publishes who became late and who is back; returns how many."""
    close_old_connections()
    now, told = clock.now(), 0
    for standing in SourceStanding.objects.select_related("source", "source__agency"):
        late = lateness_of(standing.source, standing, now)
        is_late = late is not None and late.is_late
        if is_late != (standing.late_since is not None):
            told += _tell(standing, late, now)
    return told


@transaction.atomic
def _tell(standing: SourceStanding, late: rhythm.Lateness | None, now: dt.datetime) -> int:
    is_late = late is not None and late.is_late
    rows = SourceStanding.objects.filter(pk=standing.pk, late_since__isnull=is_late)
    if not rows.update(late_since=now if is_late else None):
        return 0
    if late is None:  # switched off while it was late: nothing has come back
        return 0
    source = standing.source
    payload = {
        "source": source.code,
        "name": source.name_vi,
        "agency_id": source.agency_id,
        "late_by_s": round(late.by.total_seconds()),
        "value_at": clock.iso(standing.value_at) if standing.value_at else None,
    }
    events.publish(
        "sources.late" if is_late else "sources.back",
        payload,
        permission=OWN_AGENCY,
        unit_id=None,
        agency_id=source.agency_id,
    )
    return 1


async def observe(connection: AsyncConnection[Any]) -> None:
    """Looks for what came another way than through this room's runner."""
    watched = {one.code: one for one in kinds().values() if one.observe is not None}
    async with connection.cursor(row_factory=dict_row) as cursor:
        await cursor.execute(
            "select id, kind, settings from connectors_source where state = 'on' and kind = any(%s)",
            [list(watched)],
        )
        rows = await cursor.fetchall()
    for row in rows:
        kind = watched[row["kind"]]
        assert kind.observe is not None
        seen = await kind.observe(connection, asking.read(kind.settings, row["settings"]))
        await connection.execute(
            statement("dothi.connectors", "sql/sources.sql", "observe"),
            {"source": row["id"], "arrived_at": seen.arrived_at, "value_at": seen.value_at},
        )
