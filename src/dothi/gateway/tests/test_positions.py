"""Where crews are, as their phones tell it: by a ticket for one entity, every point with its own time, the newest alone on the map."""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import AsyncIterator
from itertools import count
from typing import Any

import httpx
import msgspec
import psycopg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dothi.accounts import crew_tickets, signed
from dothi.entities.store.changes import changes_since
from dothi.gateway import positions
from dothi.gateway.app import new_pool
from dothi.gateway.positions import Ended
from dothi.kernel import clock

URN = "urn:ngsi-ld:Vehicle:crew-test"
OTHER = "urn:ngsi-ld:Vehicle:crew-other"
MINUTE = dt.timedelta(minutes=1)
_DUTIES = count(4_000_001)


def ticket(urn: str = URN, duty: int = 4_000_001) -> str:
    return crew_tickets.issue(1, duty, urn, 1, until=int(clock.now().timestamp()) + 3600)


def body(
    *points: tuple[dt.datetime, float, float],
    ahead: dt.timedelta = dt.timedelta(0),
    first: int = 1,
    device: str = "a1b2c3d4",
) -> dict[str, Any]:
    """Numbered from `first` on; `ahead`: how far the phone's clock runs before ours."""
    return {
        "device": device,
        "sent_at": clock.iso(clock.now() + ahead),
        "points": [
            {"number": number, "at": clock.iso(at + ahead), "lon": lon, "lat": lat, "accuracy_m": 8}
            for number, (at, lon, lat) in enumerate(points, first)
        ],
    }


async def way(url: str, duty: int) -> list[tuple[dt.datetime, float]]:
    async with await psycopg.AsyncConnection.connect(url) as connection:
        found = await connection.execute(
            "select at, lon from crews_position where duty_id = %s order by at", [duty]
        )
        return [(at, lon) for at, lon in await found.fetchall()]


@pytest.fixture
def duty() -> int:
    """Of this test alone: the database is shared."""
    return next(_DUTIES)


@pytest.fixture
async def phone(door: Any, client: httpx.AsyncClient, duty: int) -> AsyncIterator[httpx.AsyncClient]:
    """Signed on to a unit whose entity stands."""
    for urn in (URN, OTHER):
        await client.post("/entities", json={"id": urn, "type": "Vehicle"})
    transport = httpx.ASGITransport(door, raise_app_exceptions=False)
    headers = {"Authorization": f"Bearer {ticket(duty=duty)}"}
    async with httpx.AsyncClient(transport=transport, base_url="http://door", headers=headers) as opened:
        yield opened


async def test_an_hour_of_points_is_kept_with_its_times_and_the_newest_moves_the_map(
    phone: httpx.AsyncClient, client: httpx.AsyncClient, committed_db: str, duty: int
) -> None:
    began = clock.now() - 60 * MINUTE
    went = [(began + number * MINUTE, 107.0 + number / 1000, 10.3) for number in range(60)]
    answer = await phone.post("/crew/positions", json=body(*went[30:], first=31))
    assert (answer.status_code, answer.json()["kept"]) == (200, 30)
    assert (await phone.post("/crew/positions", json=body(*went[:30]))).status_code == 200
    told = await way(committed_db, duty)
    assert [round(lon, 3) for _, lon in told] == [round(lon, 3) for _, lon, _ in went]
    assert all(abs(at - was) < MINUTE / 2 for (at, _), (was, _, _) in zip(told, went, strict=True))
    entity = (await client.get(f"/entities/{URN}")).json()
    assert entity["location"]["value"]["coordinates"] == [107.059, 10.3]


async def test_the_history_of_the_entity_says_nothing_of_where_its_crew_was(
    phone: httpx.AsyncClient, client: httpx.AsyncClient, committed_db: str
) -> None:
    """Whoever sees a vehicle sees where it is now; where named people were is read for a purpose alone."""
    since = clock.now() - dt.timedelta(seconds=1)
    for number in range(3):
        at = clock.now()
        await phone.post("/crew/positions", json=body((at, 107.1 + number / 10, 10.1), first=number))
    assert (await client.get(f"/entities/{URN}")).json()["location"]["value"]["coordinates"] == [107.3, 10.1]
    asked = {"timerel": "after", "timeAt": clock.iso(since), "attrs": "location"}
    evolution = await client.get(f"/temporal/entities/{URN}", params=asked)
    assert "location" not in evolution.json(), evolution.text
    async with await psycopg.AsyncConnection.connect(committed_db) as connection:
        crew = "select count(*) from entities_history where source_id = (select id from entities_source where name = 'crew')"
        assert await (await connection.execute(crew)).fetchone() == (0,)


async def test_what_was_moved_is_told_to_whoever_missed_the_announcement(
    phone: httpx.AsyncClient, committed_db: str
) -> None:
    """The log names it though no history does: a screen that comes back catches up."""
    async with await psycopg.AsyncConnection.connect(committed_db, autocommit=True) as connection:
        before = await (
            await connection.execute("select pg_snapshot_xmin(pg_current_snapshot())::text::bigint")
        ).fetchone()
        await phone.post("/crew/positions", json=body((clock.now(), 107.77, 10.77)))
        told = {one["id"]: one for one in await changes_since(connection, before[0])}
    assert "ended" not in told[URN]
    assert told[URN]["attrs"]["location"]["value"] == msgspec.Raw(
        b'{"type": "Point", "coordinates": [107.77, 10.77]}'
    )


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    sends=st.lists(
        st.tuples(st.integers(0, 9), st.integers(1, 10), st.integers(-100_000, 100_000)),
        min_size=1,
        max_size=6,
    )
)
def test_a_point_sent_again_keeps_the_time_of_its_first_hearing(
    committed_db: str, sends: list[tuple[int, int, int]]
) -> None:
    """Pieces overlap, answers get lost, the phone's clock is set meanwhile (`ahead`, in seconds): each number is kept once, and the unit
    ends where it was last."""
    asyncio.run(_sent_again(committed_db, sends))


async def _sent_again(url: str, sends: list[tuple[int, int, int]]) -> None:
    duty, began = next(_DUTIES), clock.now() - 10 * MINUTE
    went = [(began + number * MINUTE, 100.0 + number, 10.0) for number in range(10)]
    heard: dict[int, dt.datetime] = {}
    async with new_pool(url) as pool:
        for first, count, ahead in sends:
            piece, off = went[first : first + count], dt.timedelta(seconds=ahead)
            told = msgspec.convert(body(*piece, ahead=off, first=first), positions.Told)
            place = await positions.keep(pool, duty, told, clock.now())
            kept = {round(lon - 100): at for at, lon in await way(url, duty)}
            assert {number: kept[number] for number in heard} == heard, "a time changed"
            assert set(kept) == set(heard) | set(range(first, first + len(piece)))
            heard = kept
            assert (place.at, place.lon) == (kept[first + len(piece) - 1], piece[-1][1])


async def test_a_phone_whose_clock_is_hours_ahead_tells_the_right_time(
    phone: httpx.AsyncClient, committed_db: str, duty: int
) -> None:
    at = clock.now() - 5 * MINUTE
    answer = await phone.post("/crew/positions", json=body((at, 108.5, 11.5), ahead=dt.timedelta(hours=3)))
    assert answer.status_code == 200
    ((told, _),) = await way(committed_db, duty)
    assert abs(told - at) < MINUTE / 2


async def test_two_phones_of_one_crew_count_apart(
    phone: httpx.AsyncClient, committed_db: str, duty: int
) -> None:
    for device, lon in (("a1b2c3d4", 107.5), ("ffffffff", 107.6)):
        await phone.post("/crew/positions", json=body((clock.now(), lon, 10.0), device=device))
    assert [lon for _, lon in await way(committed_db, duty)] == [107.5, 107.6]


async def test_a_unit_without_an_entity_gets_its_own_at_the_first_position(
    door: Any, client: httpx.AsyncClient, duty: int
) -> None:
    own = f"urn:ngsi-ld:Vehicle:own-{duty}"
    pass_ = crew_tickets.issue(1, duty, own, 1, until=int(clock.now().timestamp()) + 3600, makes="114-VT-09")
    transport = httpx.ASGITransport(door, raise_app_exceptions=False)
    headers = {"Authorization": f"Bearer {pass_}"}
    async with httpx.AsyncClient(transport=transport, base_url="http://door", headers=headers) as opened:
        for number in (1, 2):
            told = body((clock.now(), 107.0 + number, 10.0), first=number)
            assert (await opened.post("/crew/positions", json=told)).status_code == 200
    made = (await client.get(f"/entities/{own}")).json()
    assert (made["type"], made["name"]["value"]) == ("Vehicle", "114-VT-09")
    assert made["location"]["value"]["coordinates"] == [109.0, 10.0]


@pytest.mark.parametrize(
    ("at", "sent_at"),
    [
        ("9999-12-31T23:59:59Z", "2026-01-01T00:00:00Z"),
        ("0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z"),
        ("0001-01-01T00:00:00+14:00", "0001-01-01T00:00:00+14:00"),
    ],
)
async def test_a_clock_beyond_all_years_is_a_clock_that_is_off(
    phone: httpx.AsyncClient, at: str, sent_at: str
) -> None:
    """Otherwise the phone would be told of a fault of ours, and send the same again for ever."""
    told = {
        "device": "a1b2c3d4",
        "sent_at": sent_at,
        "points": [{"number": 1, "at": at, "lon": 107.5, "lat": 10.5}],
    }
    answer = await phone.post("/crew/positions", json=told)
    assert (answer.status_code, answer.json()["kept"]) == (200, 1)


async def test_a_ticket_moves_its_own_entity_alone(
    phone: httpx.AsyncClient, client: httpx.AsyncClient
) -> None:
    told = body((clock.now(), 109.25, 12.0)) | {"urn": OTHER, "id": OTHER}
    assert (await phone.post("/crew/positions", json=told)).status_code == 200
    assert "location" not in (await client.get(f"/entities/{OTHER}")).json()


async def test_what_is_no_ticket_is_refused(phone: httpx.AsyncClient) -> None:
    good = ticket()
    for forged in ("", "x", "x.y", "e30.e30", "a" * 5000, good[:-2], good.replace(".", "A.")):
        answer = await phone.post(
            "/crew/positions",
            json=body((clock.now(), 107.0, 10.0)),
            headers={"Authorization": f"Bearer {forged}"},
        )
        assert (answer.status_code, answer.json()["code"]) == (401, "ticket-invalid"), forged[:20]


async def test_who_signed_off_is_told_so(door: Any, phone: httpx.AsyncClient, duty: int) -> None:
    """That the question finds the duty is shown in crews/tests/test_duties.py."""
    door.state.crews_ended = Ended(frozenset({duty}), float("inf"))
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
        {"lon": 107, "lat": 10, "accuracy_m": -1}, {"lon": None, "lat": None}, {"lon": 107, "lat": 10, "number": -1},
        {"lon": 107, "lat": 10, "number": "1"}, {"lon": 107, "lat": 10, "number": 2**53},
    ],
)  # fmt: skip
async def test_no_place_on_earth_or_no_time_is_refused(
    phone: httpx.AsyncClient, point: dict[str, Any]
) -> None:
    now = clock.iso(clock.now())
    told = {"device": "a1b2c3d4", "sent_at": now, "points": [{"number": 1, "at": now, **point}]}
    answer = await phone.post("/crew/positions", json=told)
    assert (answer.status_code, answer.json()["code"]) == (400, "positions-malformed")


async def test_no_points_and_too_many_are_refused(phone: httpx.AsyncClient) -> None:
    now = clock.iso(clock.now())
    point = {"number": 1, "at": now, "lon": 107.0, "lat": 10.0}
    for device, points in (("a1b2c3d4", []), ("a1b2c3d4", [point] * 1001), ("../x", [point]), ("", [point])):
        told = {"device": device, "sent_at": now, "points": points}
        answer = await phone.post("/crew/positions", json=told)
        assert answer.status_code == 400
