"""Tells everyone what a committed flush changed: NATS subject `dothi.entities.changed`.

`{"flush": id, "tx": tx, "at": iso, "part": 1, "parts": n, "changes": [{"id": urn, "type": [short…], "unit": unit_id|null,
"agency": agency_id|null, "attrs": {short: {"value"|"object"|…, "unitCode", "observedAt", "origin"}}}]}`; a deleted entity
has `"deleted": true`, attributes that are no more stand in `"ended"`. A large flush comes in several parts. Announcing is best effort and never waited for: who must
not miss anything keeps a cursor on `entities_flush`.
"""

from __future__ import annotations

import logging

import msgspec
import nats.errors
from nats.aio.client import Client

from dothi.entities.store.changes import changes
from dothi.entities.store.write import Written
from dothi.kernel import clock
from dothi.streams.subjects import CHANGED

logger = logging.getLogger(__name__)
PART = 500  # changes in one message: far below the server's 1 MB
_encode = msgspec.json.Encoder().encode


async def announce(nc: Client, written: Written) -> None:
    """Publishes what a flush changed, be it nothing that screens show: readers of the log wake by it. Raises nothing: a lost
    announcement is healed by the log."""
    if not written.flush_id:
        return
    found = changes(written)
    parts = [found[start : start + PART] for start in range(0, len(found) or 1, PART)]
    try:
        for number, part in enumerate(parts, 1):
            head = {"flush": written.flush_id, "tx": written.tx, "at": clock.iso(written.recorded_at)}
            await nc.publish(CHANGED, _encode({**head, "part": number, "parts": len(parts), "changes": part}))
    except (nats.errors.Error, OSError) as error:
        logger.warning("The announcement of flush %s is lost: %s", written.flush_id, error)
