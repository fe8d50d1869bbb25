"""Drafts and bulletins as tests have them."""

from __future__ import annotations

import asyncio
import datetime as dt
from typing import Any
from uuid import uuid4

import psycopg

from dothi.entities.core.normalize import normalize
from dothi.entities.store.write import write_batch
from dothi.kernel import clock
from dothi.kernel.origin import Origin
from dothi.rules.tests.feed import url
from dothi.warnings import actions, releasing
from dothi.warnings.drafted import Drafted, Text
from dothi.warnings.models import PublicWarning

URN = "urn:ngsi-ld:DisasterBulletin:test-12"
WORDS = Text(
    "Lũ lên nhanh tại An Hải",
    "Mực nước vượt báo động 2 & còn lên <nhanh>.",
    "Rời vùng trũng. Không lội qua dòng nước.",
)
IN_ENGLISH = Text(
    "River rising fast at An Hai", "The level is above alarm 2 and rising.", "Leave low ground."
)


def bulletin(level: int = 3, origin: Origin = Origin.LIVE, **changes: Any) -> str:
    """The service publishes (or mends) a bulletin; its id."""
    now = clock.now()
    told = {
        "bulletinNumber": "LULU-12/14h00/DBQG", "issuer": "Đài Khí tượng Thủy văn (bịa)", "hazard": "flood", "riskLevel": level,
        "areaServed": "Hạ lưu sông Thử", "dateIssued": clock.iso(now), "validTo": clock.iso(now + dt.timedelta(hours=12)), "status": "in-force",
    } | changes  # fmt: skip
    row = {
        name: {"type": "Property", "value": value, "observedAt": clock.iso(now)}
        for name, value in told.items()
    }

    async def write() -> None:
        async with await psycopg.AsyncConnection.connect(url(), autocommit=True) as opened:
            batch = normalize([{"id": URN, "type": "DisasterBulletin", **row}])
            await write_batch(opened, batch, origin=origin, source="test")

    asyncio.run(write())
    return URN


def said(unit: Any, **changes: Any) -> Drafted:
    told: dict[str, Any] = {
        "status": "Actual", "event": "flood", "urgency": "Expected", "severity": "Moderate", "certainty": "Likely",
        "expires": clock.now() + dt.timedelta(hours=6), "responses": ["Evacuate", "Avoid"], "contact": "1022", "units": [unit.pk],
        "shapes": [{"kind": "circle", "lat": 10.35, "lon": 107.08, "km": 1.5}], "texts": {"vi": WORDS, "en": IN_ENGLISH},
    }  # fmt: skip
    return Drafted(**{**told, **changes})


def drafted(by: Any, unit: Any, **changes: Any) -> PublicWarning:
    return actions.draft(said(unit, **changes), key=uuid4(), by=by)


def asked(by: Any, unit: Any, **changes: Any) -> PublicWarning:
    made = drafted(by, unit, **changes)
    return actions.ask(made, revision=made.revision, by=by)


def released(by: Any, second: Any, unit: Any, **changes: Any) -> PublicWarning:
    made = asked(by, unit, **changes)
    return releasing.release(made, revision=made.revision, by=second)
