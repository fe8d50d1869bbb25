"""Values of boxes and definitions about them, for the tests of this room."""

from __future__ import annotations

import asyncio
import datetime as dt
from typing import Any

import psycopg
from django.db import connection

from dothi.entities.core.normalize import normalize
from dothi.entities.store.write import write_batch
from dothi.indicators import due
from dothi.indicators.loading import load_indicators
from dothi.kernel import clock
from dothi.kernel.origin import Origin
from dothi.packs.actions import put_in_force
from dothi.packs.folder import SHIPPED, pack_of, read_pack
from dothi.rules.tests.feed import url

DAY = dt.datetime(2026, 11, 20, tzinfo=clock.VIETNAM)  # a midnight; the day has ended when NOW is asked
NOW = DAY + dt.timedelta(days=2, hours=10)


def at(hours: float) -> dt.datetime:
    return DAY + dt.timedelta(hours=hours)


def table(code: str, figure: str, **more: Any) -> dict[str, Any]:
    return {
        "code": code, "valid_from": dt.date(2026, 1, 1), "name": {"vi": code, "en": code}, "figure": figure, "over": "day",
        "type": "Box", "attribute": "fill", "unit": "P1", "better": "low", "source": "x", "certainty": "D", **more,
    }  # fmt: skip


def load(*tables: dict[str, Any]) -> list[str]:
    changed = load_indicators("boxes", "1", tables, owner="", units={("Box", "fill"): "P1"})
    due.owe_the_past(changed)
    return changed


def tell(
    box: str, *values: tuple[float, Any], attr: str = "fill", origin: Origin = Origin.LIVE, unit: str = ""
) -> None:
    """(hours after the midnight, value) of one box, committed through the store's own door."""
    payloads = [
        {
            "id": f"urn:ngsi-ld:Box:{box}",
            "type": "Box",
            attr: {"type": "Property", "value": value, "observedAt": clock.iso(at(hours))}
            | ({"unitCode": unit} if unit else {}),
        }
        for hours, value in values
    ]

    async def write() -> None:
        async with await psycopg.AsyncConnection.connect(url(), autocommit=True) as opened:
            await write_batch(opened, normalize(payloads), origin=origin, source="test")

    asyncio.run(write())


def place(box: str, unit_id: int | None, agency_id: int | None = None) -> None:
    with connection.cursor() as db:
        db.execute(
            "update entities_entity set unit_id = %s, agency_id = %s where urn = %s",
            [unit_id, agency_id, f"urn:ngsi-ld:Box:{box}"],
        )


def environment() -> None:
    """The pack that comes with the program in force, its forms owed by the cast's department."""
    texts = read_pack(SHIPPED / "environment").texts
    mended = {name: text.replace("so-nong-nghiep-moi-truong", "so-nnmt") for name, text in texts.items()}
    put_in_force(pack_of("environment", mended), by=None)
