"""From every tile of every ready board to its records in two clicks: the figure's areas, then what one area's figure was made of.

Each indicator of each shipped pack is given something of its own kind – an entity that sends, a report that was approved, an alarm of its rules –
and a figure of ward A; then every tile of every board is walked by the links on the pages, as a person walks it.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import re
from html import unescape
from typing import Any

import psycopg
import pytest
from django.db import connection
from django.test import Client

from dothi.boards import book
from dothi.boards.tests.cells import cell, indicator
from dothi.entities.core.normalize import normalize
from dothi.entities.store.write import write_batch
from dothi.incidents.actions import open_incident
from dothi.indicators.book import in_force
from dothi.indicators.models import Figure, Indicator, Report
from dothi.indicators.periods import begin_of, next_begin
from dothi.kernel import clock
from dothi.kernel.origin import Origin
from dothi.kernel.testing.cast import Cast, gather
from dothi.packs.actions import put_in_force
from dothi.packs.folder import SHIPPED, read_pack
from dothi.rules.alarms.tests.cast import raised
from dothi.rules.models import Rule
from dothi.rules.tests.feed import url

LINK = re.compile(r'<a href="([^"]+)" data-drill="(area|record)"')


def links(client: Client, address: str, kind: str) -> list[str]:
    answer = client.get(address)
    assert answer.status_code == 200, (address, answer.status_code)
    return [unescape(path) for path, found in LINK.findall(answer.content.decode()) if found == kind]


def values_of(known: list[Indicator]) -> dict[str, dict[str, Any]]:
    """Type → attribute → a value that has a part in every figure over it."""
    told: dict[str, dict[str, Any]] = {}
    for one in known:
        for name in filter(None, (one.attribute, one.parameters.get("of"))):
            equals = one.parameters.get("equals")
            word = equals[0] if isinstance(equals, list) else equals
            prop: dict[str, Any] = {"type": "Property", "value": word if word is not None else 50.0}
            if one.attribute_unit and word is None:
                prop["unitCode"] = one.attribute_unit
            told.setdefault(one.entity_type, {}).setdefault(name, prop)
    return told


def tell(known: list[Indicator], at: dt.datetime, unit: int) -> None:
    payloads = [
        {
            "id": f"urn:ngsi-ld:{type_}:thu",
            "type": type_,
            **{name: one | {"observedAt": clock.iso(at)} for name, one in told.items()},
        }
        for type_, told in values_of(known).items()
    ]

    async def write() -> None:
        async with await psycopg.AsyncConnection.connect(url(), autocommit=True) as opened:
            await write_batch(opened, normalize(payloads), origin=Origin.SIMULATED, source="test")

    asyncio.run(write())
    with connection.cursor() as db:
        db.execute("update entities_entity set unit_id = %s", [unit])
        for table in (
            "attribute",
            "history",
        ):  # 50 of everything is beyond some ranges: as if they had been sound
            db.execute(f"update entities_{table} set quality = 0 where quality = 5")


def typed(one: Indicator, cast: Cast, at: dt.datetime) -> Report:
    begin = begin_of(at, one.over).astimezone(clock.VIETNAM).date()
    form = f"thu-{one.code}"
    return Report.objects.create(
        form=form, pack=one.pack, agency=cast.office_a, unit=cast.ward_a, day=begin, state="approved", values={one.code: 5}, due_at=at,
        late=False, typed_by=cast.lan, typed_at=at, decided_by=cast.minh, decided_at=at,
    )  # fmt: skip


@pytest.mark.slow(seconds=40)
@pytest.mark.django_db(transaction=True)
def test_every_tile_of_every_ready_board_leads_to_records_in_two_clicks(client: Client) -> None:
    cast, at = gather(), clock.now() - dt.timedelta(seconds=30)
    for path in sorted(SHIPPED.glob("*/pack.toml")):
        put_in_force(read_pack(path.parent), by=None)
    known = list(in_force().values())
    tell([one for one in known if one.entity_type], at, cast.ward_a.pk)
    for number, rule in enumerate(Rule.objects.order_by("code").distinct("code"), start=1):
        raised(rule, number, unit=cast.ward_a.pk, at=at)
    for one in known:
        begin = begin_of(at, one.over)
        Figure.objects.create(
            code=one.code, method=one, starts_at=begin, ends_at=next_begin(begin, one.over), unit=cast.ward_a, numerator=5, denominator=1, low=5,
            high=5, bins={"1001": 1} if one.figure == "percentile" else None, count=1, entities=1, expected=1, origins=[0, 0, 1, 0, 0],
            newest_at=at, recorded_at=at, report=typed(one, cast, at) if one.figure == "typed" else None,
        )  # fmt: skip
    open_incident(
        title="Cháy",
        kind="fire",
        severity="high",
        unit_id=cast.ward_a.pk,
        agency_id=cast.centre.pk,
        lon=107.08,
        lat=10.35,
        by=cast.minh,
    )
    client.force_login(cast.minh)
    walked: dict[str, int] = {}
    missing = []
    for board in [*book.boards(), *book.ready()]:
        page = client.get(f"/boards/{board.code}/").content.decode()
        for tile in board.tiles:
            firsts = [f"/boards/figures/{code}/" for code in tile.indicators]
            if tile.kind in ("count", "list"):
                firsts = [f"/boards/work/{tile.told['of']}/"]
            for first in firsts:
                assert f'href="{first}"' in page, (board.code, tile.number, first)
                if first not in walked:
                    walked[first] = _walk(client, first)
                if not walked[first] and "/work/tasks" not in first:
                    missing.append(first)
    assert missing == []
    assert len(walked) > 60 and walked["/boards/work/alarms/"] > 0


def _walk(client: Client, first: str) -> int:
    """How many records the two clicks lead to; the first of them has a page."""
    number = 0
    for area in links(client, first, "area"):
        found = links(client, area, "record")
        if found:
            assert client.get(found[0]).status_code == 200, found[0]
        number += len(found)
    return number


@pytest.mark.django_db
def test_the_areas_are_those_within_reach_and_nothing_beside_them(client: Client, cast: Cast) -> None:
    indicator("waste-of-day", "typed")
    for ward in (cast.ward_a, cast.ward_b):
        cell("waste-of-day", 1, 3.0, unit=ward.pk)
    client.force_login(cast.lan)
    page = client.get("/boards/figures/waste-of-day/").content.decode()
    assert "An Hải" in page and "Bình Minh" not in page
    assert client.get(f"/boards/figures/waste-of-day/{cast.ward_b.pk}/").status_code == 404
    assert client.get("/boards/work/people/").status_code == 404
    client.force_login(cast.vy)  # sees figures, no cases
    assert client.get("/boards/work/incidents/").status_code == 403
    for bad in ("x", "2026-01-01", "0001-01-01T00:00:00+07:00"):
        assert client.get(f"/boards/figures/waste-of-day/?at={bad}").status_code == 400
