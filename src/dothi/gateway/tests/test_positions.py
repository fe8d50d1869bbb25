"""Where crews are, as their phones tell it: by a ticket for one entity, every point with its own time, the newest alone on the map."""

from __future__ import annotations

import datetime as dt
from collections.abc import AsyncIterator
from typing import Any

import httpx
import psycopg
import pytest

from dothi.accounts import crew_tickets, signed
from dothi.gateway.positions import Ended
from dothi.kernel import clock

URN = "urn:ngsi-ld:Vehicle:crew-test"
OTHER = "urn:ngsi-ld:Vehicle:crew-other"
MINUTE = dt.timedelta(minutes=1)


@pytest.fixture
async def phone(door: Any, client: httpx.AsyncClient) -> AsyncIterator[httpx.AsyncClient]:
    """Signed on to a unit whose entity stands."""
    for urn in (URN, OTHER):
        await client.post("/entities", json={"id": urn, "type": "Vehicle"})
    transport = httpx.ASGITransport(door, raise_app_exceptions=False)
    headers = {"Authorization": f"Bearer {ticket()}"}
    async with httpx.AsyncClient(transport=transport, base_url="http://door", headers=headers) as opened:
        yield opened


def ticket(urn: str = URN, duty: int = 4_000_001) -> str:
    return crew_tickets.issue(1, duty, urn, 1, until=int(clock.now().timestamp()) + 3600)


def body(*points: tuple[dt.datetime, float, float], ahead: dt.timedelta = dt.timedelta(0)) -> dict[str, Any]:
    return {
        "sent_at": clock.iso(clock.now() + ahead),
        "points": [
            {"at": clock.iso(at + ahead), "lon": lon, "lat": lat, "accuracy_m": 8} for at, lon, lat in points
        ],
    }


async def history(url: str, urn: str = URN) -> list[tuple[dt.datetime, float]]:
    async with await psycopg.AsyncConnection.connect(url) as connection:
        found = await connection.execute(
            "select h.observed_at, (h.json->'coordinates'->>0)::float8 from entities_history h"
            " join entities_entity e on e.id = h.entity_id join entities_source s on s.id = h.source_id"
            " where e.urn = %s and s.name = 'crew' order by 1, h.revision",
            [urn],
        )
        return [(at, lon) for at, lon in await found.fetchall()]


async def test_an_hour_of_points_is_kept_with_its_times_and_the_newest_moves_the_map(
    phone: httpx.AsyncClient, client: httpx.AsyncClient, committed_db: str
) -> None:
    began = clock.now() - 60 * MINUTE
    way = [(began + number * MINUTE, 107.0 + number / 1000, 10.3) for number in range(60)]
    later, earlier = way[30:], way[:30]
    answer = await phone.post("/crew/positions", json=body(*later))
    assert (answer.status_code, answer.json()["kept"]) == (200, 30)
    assert (await phone.post("/crew/positions", json=body(*earlier))).status_code == 200
    assert (await phone.post("/crew/positions", json=body(*earlier))).status_code == 200, "a lost answer"
    told = await history(committed_db)
    ours = [one for one in told if abs(one[1] - 107) < 0.06]
    assert [round(lon, 3) for _, lon in ours] == [round(lon, 3) for _, lon, _ in way]
    assert all(
        abs(at - was) < dt.timedelta(seconds=30) for (at, _), (was, _, _) in zip(ours, way, strict=True)
    )
    entity = (await client.get(f"/entities/{URN}")).json()
    assert entity["location"]["value"]["coordinates"] == [107.059, 10.3]


async def test_a_phone_whose_clock_is_hours_ahead_tells_the_right_time(
    phone: httpx.AsyncClient, committed_db: str
) -> None:
    at = clock.now() - 5 * MINUTE
    answer = await phone.post("/crew/positions", json=body((at, 108.5, 11.5), ahead=dt.timedelta(hours=3)))
    assert answer.status_code == 200
    (told,) = [moment for moment, lon in await history(committed_db) if lon == 108.5]
    assert abs(told - at) < dt.timedelta(seconds=30)


async def test_a_ticket_moves_its_own_entity_alone(phone: httpx.AsyncClient, committed_db: str) -> None:
    told = body((clock.now(), 109.25, 12.0)) | {"urn": OTHER, "id": OTHER}
    assert (await phone.post("/crew/positions", json=told)).status_code == 200
    assert not await history(committed_db, OTHER)


async def test_what_is_no_ticket_is_refused(phone: httpx.AsyncClient) -> None:
    good = ticket()
    for forged in ("", "x", "x.y", "e30.e30", "a" * 5000, good[:-2], good.replace(".", "A.")):
        answer = await phone.post(
            "/crew/positions",
            json=body((clock.now(), 107.0, 10.0)),
            headers={"Authorization": f"Bearer {forged}"},
        )
        assert (answer.status_code, answer.json()["code"]) == (401, "ticket-invalid"), forged[:20]


async def test_who_signed_off_is_told_so(door: Any, phone: httpx.AsyncClient) -> None:
    """That the question finds the duty is shown in crews/tests/test_duties.py."""
    door.state.crews_ended = Ended(frozenset({4_000_001}), float("inf"))
    answer = await phone.post("/crew/positions", json=body((clock.now(), 107.0, 10.0)))
    assert (answer.status_code, answer.json()["code"]) == (403, "crew-signed-off")


async def test_a_ticket_of_streams_tells_no_position_and_an_old_one_neither(phone: httpx.AsyncClient) -> None:
    stream = signed.seal("stream", b"[1,2,[]]")
    with clock.moved_to(clock.now() - 11 * MINUTE):
        old = ticket()
    for text, code in ((stream, "ticket-invalid"), (old, "ticket-expired")):
        answer = await phone.post(
            "/crew/positions",
            json=body((clock.now(), 107.0, 10.0)),
            headers={"Authorization": f"Bearer {text}"},
        )
        assert (answer.status_code, answer.json()["code"]) == (401, code)


async def test_a_unit_without_its_entity_is_told_so_and_nothing_is_made(
    phone: httpx.AsyncClient, client: httpx.AsyncClient
) -> None:
    gone = "urn:ngsi-ld:Vehicle:crew-gone"
    answer = await phone.post(
        "/crew/positions",
        json=body((clock.now(), 107.0, 10.0)),
        headers={"Authorization": f"Bearer {ticket(gone)}"},
    )
    assert answer.status_code == 404
    assert (await client.get(f"/entities/{gone}")).status_code == 404


@pytest.mark.parametrize(
    "point",
    [
        {"lon": 181, "lat": 10}, {"lon": 107, "lat": -91}, {"lon": 0, "lat": 0}, {"lon": "107", "lat": 10},
        {"lon": 107, "lat": 10, "at": "2026-11-20T12:00:00"}, {"lon": 107, "lat": 10, "at": "gestern"},
        {"lon": 107, "lat": 10, "accuracy_m": -1}, {"lon": None, "lat": None},
    ],
)  # fmt: skip
async def test_no_place_on_earth_or_no_time_is_refused(
    phone: httpx.AsyncClient, point: dict[str, Any]
) -> None:
    told = {"sent_at": clock.iso(clock.now()), "points": [{"at": clock.iso(clock.now()), **point}]}
    answer = await phone.post("/crew/positions", json=told)
    assert (answer.status_code, answer.json()["code"]) == (400, "positions-malformed")


async def test_no_points_and_too_many_are_refused(phone: httpx.AsyncClient) -> None:
    now = clock.iso(clock.now())
    for points in ([], [{"at": now, "lon": 107.0, "lat": 10.0}] * 1001):
        answer = await phone.post("/crew/positions", json={"sent_at": now, "points": points})
        assert answer.status_code == 400
