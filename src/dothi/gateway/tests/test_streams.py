"""The live stream through its door: what was missed and what comes, within the ticket's scope, and nobody held up."""

from __future__ import annotations

import asyncio
import contextlib
import datetime as dt
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

import nats
import psycopg
import pytest
from starlette.applications import Starlette

from dothi.accounts import tickets
from dothi.entities.core.normalize import normalize
from dothi.entities.core.rows import Batch, Fragment, Mode
from dothi.entities.store.changes import changes_since
from dothi.entities.store.write import write_batch
from dothi.gateway import hub as hubs
from dothi.gateway import streams
from dothi.gateway.streams import lifespan_start, lifespan_stop, routes
from dothi.kernel import clock
from dothi.kernel.engines import stopping
from dothi.kernel.errors import BadRequest, NotAuthenticated, Unavailable
from dothi.kernel.origin import Origin
from dothi.kernel.permissions import Grant, Scope
from dothi.kernel.testing.nats import Server
from dothi.streams.announce import announce

EVERYWHERE = Scope((Grant(None, None),))


@dataclass
class Visitor:
    """Somebody with the same scope for every permission: all that a ticket asks of a person."""

    granted: Scope = EVERYWHERE
    pk: int = 7
    agency_id: int | None = None

    def scope(self, permission: str) -> Scope:
        return self.granted


@dataclass
class Browser:
    """Reads one stream as an EventSource does; `events` are (name, data)."""

    events: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    status: int = 0
    headers: dict[str, str] = field(default_factory=dict)
    ended: bool = False
    reading: asyncio.Event = field(default_factory=asyncio.Event)
    _text: str = ""

    async def send(self, message: dict[str, Any]) -> None:
        await self.reading.wait()
        if message["type"] == "http.response.start":
            self.status = message["status"]
            self.headers = {name.decode(): value.decode() for name, value in message["headers"]}
            return
        *whole, self._text = (self._text + message["body"].decode()).split("\n\n")
        for block in whole:
            lines = dict(line.split(": ", 1) for line in block.splitlines())
            self.events.append((lines["event"], json.loads(lines["data"])))
        self.ended = not message.get("more_body", False)

    def named(self, name: str) -> list[dict[str, Any]]:
        return [data for found, data in self.events if found == name]

    async def until(self, check: Callable[[], Any], timeout_s: float = 60) -> None:
        async with asyncio.timeout(timeout_s):
            while not check():
                await asyncio.sleep(0.01)


@dataclass
class House:
    """The door's app with both engines behind it."""

    app: Starlette
    url: str
    connection: psycopg.AsyncConnection[Any]
    nc: nats.NATS

    async def write(self, urn: str, announced: bool = True, **values: Any) -> None:
        observed = {"observedAt": clock.iso(clock.now())}
        attrs = {name: {"type": "Property", "value": value, **observed} for name, value in values.items()}
        batch = normalize({"id": urn, "type": "AirQualityObserved", **attrs})
        written = await write_batch(self.connection, batch, origin=Origin.LIVE, source="test")
        if announced:
            await announce(self.nc, written)

    async def event(
        self, topic: str, permission: str = "alarms.view", unit_id: int | None = None, **payload: int
    ) -> None:
        async with self.connection.transaction():
            await self.connection.execute(
                """insert into kernel_event (topic, payload, permission, unit_id, recorded_at, tx)
                   values (%s, %s, %s, %s, now(), pg_current_xact_id()::text::bigint)""",
                [topic, json.dumps(payload or {"alarm": 1}), permission, unit_id],
            )
            await self.connection.execute("select pg_notify('dothi_event', '')")

    async def cursor(self) -> str:
        row = await (
            await self.connection.execute("select pg_snapshot_xmin(pg_current_snapshot())::text")
        ).fetchone()
        return f"{row[0]}-0"  # type: ignore[index]

    @asynccontextmanager
    async def stream(
        self, granted: Scope = EVERYWHERE, *, paused: bool = False, header: str | None = None, **query: str
    ) -> AsyncIterator[Browser]:
        browser = Browser()
        if not paused:
            browser.reading.set()
        query.setdefault("ticket", tickets.issue(Visitor(granted)))  # type: ignore[arg-type]
        scope = {
            "type": "http", "asgi": {"version": "3.0", "spec_version": "2.4"}, "http_version": "1.1", "method": "GET", "path": "/stream/live",
            "raw_path": b"/stream/live", "root_path": "", "scheme": "http", "query_string": urlencode(query).encode(),
            "headers": [(b"last-event-id", header.encode())] if header else [], "client": ("127.0.0.1", 1), "server": ("127.0.0.1", 80),
        }  # fmt: skip
        task = asyncio.create_task(self.app(scope, asyncio.Event().wait, browser.send))  # type: ignore[arg-type]
        try:
            if not paused:
                await browser.until(lambda: browser.events or task.done())
            if task.done():
                task.result()
            yield browser
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)


@pytest.fixture
async def house(
    committed_db: str, nats_server: Server, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[House]:
    monkeypatch.setenv("DOTHI_DATABASE_URL", committed_db)
    monkeypatch.setenv("DOTHI_NATS_URL", nats_server.url)
    monkeypatch.setattr(stopping, "_event", None)
    app = Starlette(routes=routes)
    async with await psycopg.AsyncConnection.connect(committed_db, autocommit=True) as connection:
        nc = await nats.connect(nats_server.url)
        await lifespan_start(app)
        yield House(app, committed_db, connection, nc)
        await lifespan_stop(app)
        await nc.close()


def urn(name: str) -> str:
    return f"urn:ngsi-ld:AirQualityObserved:{name}"


async def test_a_change_and_an_event_arrive_at_once(house: House) -> None:
    async with house.stream() as browser:
        assert browser.events[0][0] == "hello"
        assert set(browser.events[0][1]) == {"cursor", "at"}
        await house.write(urn("a"), pm25=12.5)
        await house.event("alarms.raised")
        await browser.until(
            lambda: browser.named("entity") and browser.named("event"), 0.6
        )  # before the healing could do it
    change = browser.named("entity")[0]
    assert (change["id"], change["type"], change["unit"]) == (urn("a"), ["AirQualityObserved"], None)
    assert change["attrs"]["pm25"]["value"] == 12.5
    assert change["attrs"]["pm25"]["origin"] == "live"
    assert browser.named("event")[0]["topic"] == "alarms.raised"
    assert browser.headers["content-type"].startswith("text/event-stream")
    assert browser.headers["x-accel-buffering"] == "no"


async def test_what_nobody_announced_comes_from_the_log(house: House) -> None:
    async with house.stream() as browser:
        await house.write(urn("silent"), announced=False, pm25=1)
        await browser.until(
            lambda: any(change["id"] == urn("silent") for change in browser.named("entity")), 5
        )


async def test_an_entity_without_attributes_goes_from_open_screens(house: House) -> None:
    async with house.stream() as browser:
        for batch in (
            normalize({"id": urn("bare"), "type": "AirQualityObserved"}),
            Batch([Fragment(urn("bare"), (), Mode.DELETE)]),
        ):
            written = await write_batch(house.connection, batch, origin=Origin.LIVE, source="test")
            await announce(house.nc, written)
        await browser.until(lambda: len(browser.named("entity")) == 2)
        await house.write(urn("next"), pm25=1)
        await browser.until(lambda: len(browser.named("entity")) == 3)
    told = [
        (change["id"], change["attrs"] == {}, change.get("deleted")) for change in browser.named("entity")
    ]
    assert told[:2] == [(urn("bare"), True, None), (urn("bare"), True, True)]


async def test_coming_back_misses_nothing(house: House) -> None:
    async with house.stream() as browser:
        await house.write(urn("back"), pm25=1)
        await browser.until(lambda: browser.named("entity"))
        last = browser.named("entity")[-1]["cursor"]
    await house.write(urn("back"), pm25=2)
    await house.write(urn("away"), no2=3)
    await house.event("alarms.cleared")
    async with house.stream(header=last) as again:
        await again.until(lambda: again.named("event"))
    seen = {change["id"]: change for change in again.named("entity")}
    assert seen[urn("back")]["attrs"]["pm25"]["value"] == 2
    assert seen[urn("away")]["attrs"]["no2"]["value"] == 3
    assert "alarms.cleared" in [event["topic"] for event in again.named("event")]


async def test_a_snapshot_and_the_events_after_it_are_a_fresh_snapshot(house: House) -> None:
    """Writers work all the time while a page loads: cursor, rows, then the stream from the cursor on."""
    stop = asyncio.Event()

    async def writing(number: int) -> None:
        async with await psycopg.AsyncConnection.connect(house.url, autocommit=True) as connection:
            own = House(house.app, house.url, connection, house.nc)
            turn = 0
            while not stop.is_set():
                turn += 1
                await own.write(urn(f"s{turn % 5}"), announced=turn % 3 > 0, **{f"v{number}": turn})

    writers = [asyncio.create_task(writing(number)) for number in range(2)]
    await asyncio.sleep(0.3)
    cursor = await house.cursor()
    state = values(await changes_since(house.connection, 0))
    async with house.stream(since=cursor) as browser:
        await asyncio.sleep(1.5)
        stop.set()
        await asyncio.gather(*writers)
        fresh = values(await changes_since(house.connection, 0))
        with contextlib.suppress(
            TimeoutError
        ):  # what was never announced is healed from the log within seconds
            await browser.until(lambda: after(state, browser.named("entity")) == fresh)
        assert after(state, browser.named("entity")) == fresh


def after(state: dict[Any, tuple[Any, str]], events: list[dict[str, Any]]) -> dict[Any, tuple[Any, str]]:
    """What a page shows: its snapshot, then of each event what is not older."""
    shown = dict(state)
    for key, value in (item for change in events for item in values([change]).items()):
        if key not in shown or dt.datetime.fromisoformat(value[1]) >= dt.datetime.fromisoformat(
            shown[key][1]
        ):
            shown[key] = value
    return shown


def values(changed: list[dict[str, Any]]) -> dict[tuple[str, str], tuple[Any, str]]:
    return {
        (c["id"], name): (a["value"], a["observedAt"])
        for c in changed
        for name, a in c.get("attrs", {}).items()
    }


async def test_only_what_the_ticket_covers(house: House) -> None:
    ward = Scope((Grant(frozenset({42}), None),))
    async with house.stream(ward) as browser, house.stream() as other:
        await house.write(urn("nowhere"), pm25=1)  # has no unit: only for those who see everywhere
        await house.event("alarms.raised", unit_id=41)
        await house.event(
            "alarms.raised", permission="system.view", unit_id=42
        )  # not a permission of streams
        await house.event("alarms.updated", unit_id=42)
        await browser.until(lambda: browser.named("event"))
        await other.until(lambda: len(other.named("event")) >= 2)
    assert browser.named("entity") == []
    assert [event["topic"] for event in browser.named("event")] == ["alarms.updated"]
    assert [event["topic"] for event in other.named("event")] == ["alarms.raised", "alarms.updated"]


async def test_a_page_may_ask_for_less(house: House) -> None:
    async with house.stream(types="WaterObserved") as water, house.stream(ids=urn("wanted")) as one:
        await house.write(urn("other"), pm25=1)
        await house.write(urn("wanted"), pm25=2)
        await one.until(lambda: one.named("entity"))
        await asyncio.sleep(0.2)
    assert [change["id"] for change in one.named("entity")] == [urn("wanted")]
    assert water.named("entity") == []


async def test_a_slow_reader_is_told_to_begin_anew_and_holds_up_nobody(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hubs, "QUEUE_BYTES", 20_000)
    async with house.stream(paused=True) as slow, house.stream() as quick:
        slow.reading.set()
        await slow.until(lambda: slow.events)
        slow.reading.clear()  # from here on it reads nothing
        for number in range(120):
            await house.write(urn("flood"), pm25=number, text="x" * 200)
        await quick.until(lambda: any(c["attrs"]["pm25"]["value"] == 119 for c in quick.named("entity")))
        slow.reading.set()
        await slow.until(lambda: slow.ended)
    assert slow.events[-1] == ("resync", {})
    assert not quick.ended


async def test_pings_when_nothing_happens(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dothi.gateway.streams.PING_S", 0.1)
    async with house.stream() as browser:
        await browser.until(lambda: len(browser.named("ping")) >= 2)


async def test_the_stream_ends_with_the_server_and_with_the_ticket(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("dothi.gateway.streams.PING_S", 0.1)
    async with house.stream() as browser:
        with clock.moved_to(clock.now() + dt.timedelta(minutes=11)):
            await browser.until(lambda: browser.ended)
    assert browser.events[-1] == ("expired", {})
    async with house.stream() as browser:
        stopping.event().set()
        await browser.until(lambda: browser.ended, 1)


async def test_a_wall_hears_what_walls_are_told_until_its_token_is_withdrawn(house: House) -> None:
    async with house.stream(ticket=tickets.issue_for_wall(5, None, None)) as browser:
        await house.event("alarms.raised")
        await house.event("wall.withdrawn", "wall.view", wall=51)
        await house.event("wall.withdrawn", "wall.view", wall=5)
        await browser.until(lambda: browser.ended)
    assert [told["payload"] for told in browser.named("event")] == [{"wall": 51}, {"wall": 5}]


async def test_bad_tickets_and_cursors_are_refused(house: House) -> None:
    for ticket in ("", "abc", tickets.issue(Visitor())[:-3]):  # type: ignore[arg-type]
        with pytest.raises(NotAuthenticated):
            async with house.stream(ticket=ticket):
                pass
    with pytest.raises(BadRequest):
        async with house.stream(since="yesterday"):
            pass


async def test_a_cursor_from_long_ago_means_a_fresh_page(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hubs, "FAR_BEHIND", 3)
    for number in range(5):
        await house.write(urn("many"), pm25=number)
    async with house.stream(since="1-0") as browser:
        await browser.until(lambda: browser.ended)
    assert browser.events[-1] == ("resync", {})


async def test_one_person_cannot_take_everybodys_streams(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also not by asking for many at once: each was let in before the first of them was open."""
    monkeypatch.setattr(streams, "MOST_OF_ONE", 2)
    other = tickets.issue(Visitor(pk=8))  # type: ignore[arg-type]
    async with house.stream(), house.stream():
        with pytest.raises(Unavailable) as caught:
            async with house.stream():
                pass
        assert (caught.value.code, caught.value.status) == ("too-many-own-streams", 429)
        async with house.stream(ticket=other) as browser:
            assert browser.named("hello")
    ticket = tickets.read(tickets.issue(Visitor()))  # type: ignore[arg-type]
    hub = house.app.state.hub
    at_once = [streams._told(hub, hubs.Wish.of(ticket), ticket, None) for _ in range(4)]
    begun = [await anext(stream, None) for stream in at_once]
    assert [one is not None for one in begun] == [True, True, False, False]
    for stream in at_once:
        await stream.aclose()
    assert hub.count_of(ticket.person_id) == 0
