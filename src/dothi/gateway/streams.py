"""`GET /stream/live?ticket=…[&since=<tx>-<id>][&types=A,B][&ids=urn,…]`: what changes, as server-sent events.

`hello` {"cursor", "at"} · `entity` {one change, "cursor"} · `event` {"topic", "payload", "at", "cursor"} · `ping` {"at", "cursor"}
every 15 s · `resync` {}: too far behind, load the page again · `expired` {}: fetch a new ticket. Every message carries its
cursor as its id, so a browser that comes back (`Last-Event-ID`) misses nothing; what it hears twice is the same state
again. A page takes its cursor before it reads its rows: its snapshot and the events after it make a fresh snapshot.
An older value may follow a newer one of the same attribute for a moment: the newest `observedAt` holds.
"""

from __future__ import annotations

import asyncio
import contextlib
import re
import sys
from collections.abc import AsyncIterator
from typing import Final

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import StreamingResponse
from starlette.routing import Route

from dothi.accounts import tickets
from dothi.accounts.tickets import Ticket
from dothi.gateway import pictures
from dothi.gateway.hub import RESYNC, Hub, Listener, Wish, frame
from dothi.gateway.operations import Answer, operation
from dothi.kernel import clock
from dothi.kernel.engines import addresses, stopping
from dothi.kernel.errors import BadRequest, NotAuthenticated, Unavailable

PING_S = 15.0
MOST = 2_000  # streams of one process
MOST_OF_ONE = 40  # streams of one person: every open page has one; a broken script must not take everybody's
_CURSOR: Final = re.compile(r"(\d{1,19})-(\d{1,19})")
_EVENTS = {200: Answer("Events without end.", {"text/event-stream": "Events"})}
_HEADERS: Final = {"Cache-Control": "no-store", "X-Accel-Buffering": "no", "Content-Encoding": "identity"}


async def lifespan_start(app: Starlette) -> None:
    """Starts this process's hub; without PostgreSQL or NATS it waits for them."""
    sys.setswitchinterval(
        0.0005
    )  # pages are made in threads of this process; a stream must not wait 5 ms for each turn
    stop = asyncio.Event()
    app.state.hub = Hub(addresses.database_url(), addresses.nats_url())
    app.state.hub_stop, app.state.hub_task = stop, asyncio.create_task(app.state.hub.run(stop))


async def lifespan_stop(app: Starlette) -> None:
    app.state.hub_stop.set()
    with contextlib.suppress(asyncio.CancelledError):
        await app.state.hub_task


@operation(
    "live", "What changes, as it changes", _EVENTS, takes=("ticket", "since", "types", "ids"), refuses=(429,)
)
async def live(request: Request) -> StreamingResponse:
    """Raises NotAuthenticated (ticket), BadRequest (cursor), Unavailable (too many streams, or the database is away)."""
    live.dothi_operation.check(request.query_params)  # type: ignore[attr-defined]
    if "ticket" not in request.query_params:
        raise NotAuthenticated("ticket-invalid")
    ticket = tickets.read(request.query_params["ticket"])
    since = _since(request.headers.get("last-event-id") or request.query_params.get("since"))
    hub: Hub = request.app.state.hub
    await _until_ready(hub)
    if hub.count_of(ticket.person_id) >= MOST_OF_ONE:
        raise Unavailable("too-many-own-streams", status=429, limit=MOST_OF_ONE)
    wish = Wish.of(ticket, _listed(request, "types"), _listed(request, "ids"))
    return StreamingResponse(
        _told(hub, wish, ticket, since), media_type="text/event-stream", headers=_HEADERS
    )


live.dothi_access = "ticket"  # type: ignore[attr-defined]
routes = [Route("/stream/live", live, methods=["GET"]), *pictures.routes]


async def _told(hub: Hub, wish: Wish, ticket: Ticket, since: int | None) -> AsyncIterator[bytes]:
    """First the queue is open, then the past is read: nothing can fall between."""
    if hub.count_of(ticket.person_id) >= MOST_OF_ONE:
        return  # many came at once: all were asked before the first of them was open
    listener = hub.open(wish, ticket.person_id)
    stop = asyncio.create_task(stopping.event().wait())
    try:
        yield b"retry: 2000\n" + frame(
            "hello",
            {"cursor": hub.cursor, "at": clock.iso(clock.now())},
            hub.cursor if since is None else None,
        )
        if (since is not None and since < hub.tx) or (since is not None and hub.count):
            missed = await hub.since(since)
            if missed is None:
                yield RESYNC
                return
            yield wish.pick(missed) + _ping(hub)
        async for data in _live(hub, listener, ticket, stop):
            yield data
    finally:
        stop.cancel()
        hub.close(listener)


async def _live(
    hub: Hub, listener: Listener, ticket: Ticket, stop: asyncio.Task[bool]
) -> AsyncIterator[bytes]:
    while not stop.done():
        waiting = asyncio.create_task(listener.next(PING_S))
        await asyncio.wait({waiting, stop}, return_when=asyncio.FIRST_COMPLETED)
        if not waiting.done():
            waiting.cancel()
            return
        data = waiting.result()
        if listener.overrun:
            yield RESYNC
            return
        if data and ticket.withdrawn_by(data):
            yield data
            return
        if ticket.expired:
            yield (data or b"") + b"event: expired\ndata: {}\n\n"
            return
        yield data or _ping(hub)


def _ping(hub: Hub) -> bytes:
    """Says that the line is alive, and how far a client that comes back may begin."""
    return frame("ping", {"at": clock.iso(clock.now()), "cursor": hub.cursor}, hub.cursor)


async def _until_ready(hub: Hub) -> None:
    if hub.count >= MOST:
        raise Unavailable("too-many-streams", limit=MOST)
    try:
        await asyncio.wait_for(hub.ready.wait(), 5)
    except TimeoutError as error:
        raise Unavailable from error


def _since(text: str | None) -> int | None:
    """The transaction of a cursor; its second part is 0 today."""
    if not text:
        return None
    found = _CURSOR.fullmatch(text.strip())
    if found is None:
        raise BadRequest("cursor-malformed", cursor=text[:60])
    return int(found[1])


def _listed(request: Request, name: str) -> list[str]:
    return [part for text in request.query_params.getlist(name) for part in text.split(",") if part]
