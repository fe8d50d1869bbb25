"""`POST /crew/positions`: a crew's phone tells where its unit is, one point or what it kept while it had no network.

It comes with a crew ticket (`accounts.crew_tickets`), which names the duty and the one entity that may be moved. Every point is kept in
`crews_position`, where nobody reads it without a purpose; the newest alone moves the entity, whose history says nothing of it. A phone
numbers its points: what was heard is known by (duty, device, number), so a point that is sent again after a lost answer keeps the time of
its first hearing, however far the phone's clock seemed to be off. A duty that somebody signed off from is over within a second, whatever
its tickets say: `sql/positions.sql` reads which ended, once a second and only while phones tell something.
"""

from __future__ import annotations

import datetime as dt
import re
import time
from dataclasses import dataclass, field
from typing import Any, NamedTuple

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
OLDEST, NOTHING = dt.timedelta(days=1), dt.timedelta(0)
DEVICE = re.compile(r"[0-9a-f]{8,32}")
VEHICLE = CORE.expand("Vehicle")
SOURCE = "crew"  # of where a unit is; who was signed on then stands in the duties
LOOKS_EVERY_S = 1.0
# a sign-off told late lies as far back as a duty is long; its ticket may be new
ENDED_WITHIN = dt.timedelta(hours=25)


class Point(msgspec.Struct, frozen=True):
    """`number` counts up on that device; `at` by the phone's clock; `accuracy_m` as the phone believes."""

    number: int
    at: dt.datetime
    lon: float
    lat: float
    accuracy_m: float | None = None


class Told(msgspec.Struct, frozen=True):
    """`device` names the phone's browser; `sent_at`: what its clock shows as it sends: how far it is off is taken from all times."""

    device: str
    sent_at: dt.datetime
    points: list[Point]


class Place(NamedTuple):
    """Where a unit was, by our clock."""

    at: dt.datetime
    lon: float
    lat: float
    accuracy_m: float | None


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
    await _move(door, ticket, await keep(door.pool, ticket.duty_id, told, now), now)
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
    if not DEVICE.fullmatch(told.device) or any(at.tzinfo is None for at in times):
        raise BadRequest("positions-malformed")
    if not 0 < len(told.points) <= MOST or not all(map(_may_be, told.points)):
        raise BadRequest("positions-malformed")
    return told


def _may_be(point: Point) -> bool:
    """A place on earth, and not nowhere: a phone without a fix tells 0, 0."""
    on_earth = -180 <= point.lon <= 180 and -90 <= point.lat <= 90 and (point.lon, point.lat) != (0, 0)
    sure = point.accuracy_m is None or 0 <= point.accuracy_m < 1e6
    return on_earth and sure and 0 <= point.number < 2**53


def _age(point: Point, sent_at: dt.datetime) -> dt.timedelta:
    """How long ago it was by the phone's own clock, whatever that shows: nothing lies ahead, and nothing further back than a day."""
    return max(NOTHING, min(sent_at - point.at, OLDEST))


async def keep(pool: Any, duty_id: int, told: Told, now: dt.datetime) -> Place:
    """Keeps what was not heard before; the newest place of those that are told, with the time that it has."""
    places = [
        Place(now - _age(one, told.sent_at), round(one.lon, 6), round(one.lat, 6), one.accuracy_m)
        for one in told.points
    ]
    columns = dict(zip(("at", "lon", "lat", "accuracy"), map(list, zip(*places, strict=True)), strict=True))
    known = {"duty": duty_id, "device": told.device, "number": [one.number for one in told.points]}
    async with pool.connection() as connection:
        found = await connection.execute(
            statement("dothi.gateway", "sql/positions.sql", "keep"), {**known, **columns}
        )
        row = await found.fetchone()
    # none: the same was told beside it at this moment, and is not yet seen from here
    return Place(*row) if row else max(places, key=lambda one: one.at)


async def _move(door: Any, ticket: CrewTicket, place: Place, now: dt.datetime) -> None:
    """Its answer is awaited: what was kept before is durable with it. Raises what refuses it (an entity that is gone)."""
    outcome = await door.commit.submit(_batch(ticket, place, now, makes=False))
    if ticket.makes and any(error.status == 404 for error in outcome.refused.values()):
        outcome = await door.commit.submit(_batch(ticket, place, now, makes=True))
    for error in [*outcome.refused.values(), *outcome.refused_rows.values()]:
        raise error


def _batch(ticket: CrewTicket, place: Place, now: dt.datetime, *, makes: bool) -> Batch:
    """A unit whose entity somebody keeps is refused when it is not there; a unit's own is made, with its call sign as its name."""
    told: dict[str, Any] = {"location": _location(place)}
    if makes:
        told["name"] = {"type": "Property", "value": ticket.makes}
    batch, mode = Batch(), Mode.UPSERT if makes else Mode.UPDATE
    add_fragment(batch, ticket.urn, told, Rules(CORE, mode), types=(VEHICLE,) if makes else ())
    writer = Writer(Origin.LIVE, SOURCE, ticket.agency_id, keeps_past=False)
    for fragment in batch.fragments:
        fragment.writer, fragment.arrived = writer, microseconds(now)
    return batch


def _location(place: Place) -> dict[str, Any]:
    found: dict[str, Any] = {
        "type": "GeoProperty",
        "value": {"type": "Point", "coordinates": [place.lon, place.lat]},
        "observedAt": clock.iso(place.at),
    }
    if place.accuracy_m is not None:
        found["accuracy"] = {"type": "Property", "value": round(place.accuracy_m, 1), "unitCode": "MTR"}
    return found
