"""`POST /crew/positions`: a crew's phone tells where its unit is, one point or what it kept while it had no network.

It comes with a crew ticket (`accounts.crew_tickets`), which names the one entity that may be moved. Every point is kept with its own
time in the history of that entity's `location`; the newest alone moves it. A duty that somebody signed off from is over within a
second, whatever its tickets say: `sql/positions.sql` reads which ended, once a second and only while phones tell something.
"""

from __future__ import annotations

import datetime as dt
import time
from dataclasses import dataclass, field
from typing import Any

import msgspec
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from dothi.accounts import crew_tickets
from dothi.accounts.crew_tickets import CrewTicket
from dothi.entities.core.attributes import Rules
from dothi.entities.core.context import CORE
from dothi.entities.core.normalize import add_fragment
from dothi.entities.core.rows import Batch, Mode, Writer, microseconds
from dothi.gateway.intake import JSON, read_json
from dothi.gateway.operations import Answer, operation
from dothi.kernel import clock
from dothi.kernel.errors import BadRequest, NotAllowed, NotAuthenticated
from dothi.kernel.origin import Origin
from dothi.kernel.sql import statement

MOST = 1_000  # points of one request: an hour and a quarter of one every five seconds is sent in pieces
OLDEST = dt.timedelta(days=1)
STEP = dt.timedelta(minutes=1)
SOURCE = "crew"  # of these values in the history; who was signed on then stands in the duties
LOOKS_EVERY_S = 1.0
# a sign-off told late lies as far back as a duty is long; its ticket may be new
ENDED_WITHIN = dt.timedelta(hours=25)


class Point(msgspec.Struct, frozen=True):
    """`at` by the phone's clock; `accuracy_m` as the phone believes."""

    at: dt.datetime
    lon: float
    lat: float
    accuracy_m: float | None = None


class Told(msgspec.Struct, frozen=True):
    """`sent_at`: what the phone's clock shows as it sends; how far it is off is taken from all times."""

    sent_at: dt.datetime
    points: list[Point]


@dataclass(slots=True)
class Ended:
    """Duties of the last minutes that are over, as they were read last."""

    ids: frozenset[int] = frozenset()
    read_at: float = field(default=float("-inf"))

    async def has(self, pool: Any, duty_id: int) -> bool:
        if time.monotonic() - self.read_at >= LOOKS_EVERY_S:
            began = time.monotonic()
            since = clock.now() - ENDED_WITHIN
            async with pool.connection() as connection:
                found = await connection.execute(
                    statement("dothi.gateway", "sql/positions.sql", "ended"), {"since": since}
                )
                self.ids = frozenset(row[0] for row in await found.fetchall())
            self.read_at = began
        return duty_id in self.ids


@operation(
    "tellPositions",
    "Where a crew's unit is, and was",
    {200: Answer("Kept, and durable.", {JSON: "PositionsKept"})},
    body="Positions",
)
async def tell(request: Request) -> Response:
    """Raises NotAuthenticated (no ticket, over), NotAllowed (signed off), BadRequest (no points, a place or time that cannot be)."""
    ticket = _ticket(request)
    tell.dothi_operation.check(request.query_params)  # type: ignore[attr-defined]
    told = _read(await read_json(request, (JSON,)))
    door = request.app.state.door
    if not hasattr(request.app.state, "crews_ended"):
        request.app.state.crews_ended = Ended()
    if await request.app.state.crews_ended.has(door.pool, ticket.duty_id):
        raise NotAllowed("crew-signed-off")
    now = clock.now()
    outcome = await door.commit.submit(_batch(told, ticket, now))
    for error in [*outcome.refused.values(), *outcome.refused_rows.values()]:
        raise error
    body = {"now": clock.iso(now), "kept": len(told.points)}
    return Response(msgspec.json.encode(body), media_type=JSON, headers={"Cache-Control": "no-store"})


tell.dothi_access = "crew-ticket"  # type: ignore[attr-defined]
routes = [Route("/crew/positions", tell, methods=["POST"])]


def _ticket(request: Request) -> CrewTicket:
    scheme, _, text = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not text:
        raise NotAuthenticated("ticket-invalid")
    return crew_tickets.read(text.strip())


def _read(payload: Any) -> Told:
    try:
        told = msgspec.convert(payload, Told)
    except msgspec.ValidationError as error:
        raise BadRequest("positions-malformed") from error
    times = [told.sent_at, *(point.at for point in told.points)]
    if not 0 < len(told.points) <= MOST or any(at.tzinfo is None for at in times):
        raise BadRequest("positions-malformed")
    if not all(_is_on_earth(point) for point in told.points):
        raise BadRequest("positions-malformed")
    return told


def _is_on_earth(point: Point) -> bool:
    """Not nowhere either: a phone without a fix tells 0, 0."""
    on_earth = -180 <= point.lon <= 180 and -90 <= point.lat <= 90 and (point.lon, point.lat) != (0, 0)
    return on_earth and (point.accuracy_m is None or 0 <= point.accuracy_m < 1e6)


def _off(difference: dt.timedelta) -> dt.timedelta:
    """How far the phone's clock is off, in whole minutes: what the network took is none of it, and a point that is sent again
    after a lost answer has the time that it had, so that it is kept once."""
    return round(difference / STEP) * STEP


def _batch(told: Told, ticket: CrewTicket, now: dt.datetime) -> Batch:
    """A fragment for each point. A unit whose entity is not there is refused, not made."""
    batch, rules = Batch(), Rules(CORE, Mode.UPDATE)
    off, arrived = _off(now - told.sent_at), microseconds(now)
    writer = Writer(Origin.LIVE, SOURCE, ticket.agency_id)
    for point in told.points:
        at = max(min(point.at + off, now + STEP / 2), now - OLDEST)
        place: dict[str, Any] = {
            "type": "GeoProperty",
            "value": {"type": "Point", "coordinates": [round(point.lon, 6), round(point.lat, 6)]},
            "observedAt": clock.iso(at),
        }
        if point.accuracy_m is not None:
            place["accuracy"] = {"type": "Property", "value": round(point.accuracy_m, 1), "unitCode": "MTR"}
        add_fragment(batch, ticket.urn, {"location": place}, rules, types=())
    for fragment in batch.fragments:
        fragment.writer, fragment.arrived = writer, arrived
    return batch
