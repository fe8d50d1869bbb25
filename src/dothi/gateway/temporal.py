"""The temporal evolution of entities (CIM 009 §5.7.3, 5.7.4; §6.18, 6.19): history natively, from the same database."""

from __future__ import annotations

from typing import Any

from psycopg import AsyncConnection
from starlette.requests import Request
from starlette.responses import Response

from dothi.entities.core import represent
from dothi.entities.core.aggregate import aggregated, parse_aggregation
from dothi.entities.core.context import Context
from dothi.entities.core.temporal import TemporalQuery, parse_temporal
from dothi.entities.store import read as store
from dothi.entities.store.aggregate import read_aggregated
from dothi.entities.store.history import Range, read_history
from dothi.gateway.access import access
from dothi.gateway.asking import (
    ENTITY_PARAMETERS,
    QUERY_PARAMETERS,
    check_parameters,
    form_of,
    limits_of,
    page_of,
    reading,
    selection_of,
)
from dothi.gateway.entities import entity_id
from dothi.gateway.intake import accepted, link_context, options
from dothi.gateway.outtake import json_answer, page_links
from dothi.kernel.errors import BadRequest, NotFound

_TEMPORAL = frozenset(
    {"timerel", "timeAt", "endTimeAt", "timeproperty", "lastN", "aggrMethods", "aggrPeriodDuration"}
)


@access("key:read")
async def query(request: Request) -> Response:
    """§5.7.4, 6.18.3.2. Entities are selected by their current state."""
    selection = selection_of(request, known=QUERY_PARAMETERS | _TEMPORAL)
    media, (limit, offset) = accepted(request), page_of(request)
    temporal, form = _asked(request), form_of(request, selection.context)
    if temporal.start is None and temporal.end is None:
        raise BadRequest("parameter-missing", parameter="timerel")
    headers = {}
    async with reading(request) as connection:
        heads, _ = await store.read_heads(connection, selection, limit + 1, offset)
        told, ranged = await _told(connection, request, heads[:limit], temporal, form)
        if request.query_params.get("count") == "true":
            headers["NGSILD-Results-Count"] = str(await store.count(connection, selection))
    response = _answer([one for one in told if one], ranged, selection.context, media, headers)
    for link in page_links(request, limit, offset, len(heads) > limit):
        response.headers.append("Link", link)
    return response


@access("key:read")
async def retrieve(request: Request) -> Response:
    """§5.7.3, 6.19.3.1."""
    urn, media = entity_id(request), accepted(request)
    check_parameters(request, ENTITY_PARAMETERS | _TEMPORAL)
    context = link_context(request)
    temporal, form = _asked(request), form_of(request, context)
    async with reading(request) as connection:
        head, _, names = await store.read_entity(connection, urn, limits_of(request.state.key))
        (told,), ranged = await _told(connection, request, [head], temporal, form)
    if told is None:
        if form.attrs:
            raise NotFound("entity-does-not-exist", entity=urn)
        told = represent.frame(head, names, form)
    return _answer(told, ranged, context, media, {})


async def _told(
    connection: AsyncConnection[Any],
    request: Request,
    heads: list[represent.Head],
    temporal: TemporalQuery,
    form: represent.Form,
) -> tuple[list[dict[str, Any] | None], Range | None]:
    """Each entity with its history or the figures of it (None: nothing in the time asked for), and the range of a part."""
    if "aggregatedValues" in options(request):
        asked = parse_aggregation(
            request.query_params.get("aggrMethods"), request.query_params.get("aggrPeriodDuration")
        )
        periods, names = await read_aggregated(connection, heads, temporal, asked, form.attrs or ())
        return [
            aggregated(head, periods[head.id], names, form, asked) if head.id in periods else None
            for head in heads
        ], None
    found = await read_history(connection, heads, temporal, form.attrs or ())
    return [
        represent.temporal(head, found.rows[head.id], found.names, form) if head.id in found.rows else None
        for head in heads
    ], found.range


def _answer(
    told: Any, ranged: Range | None, context: Context, media: str, headers: dict[str, str]
) -> Response:
    """200, or 206 with the range of time that it is complete in (temporal pagination, §6.3.10)."""
    if ranged is None:
        return json_answer(told, context, media, headers=headers)
    return json_answer(told, context, media, 206, {**headers, "Content-Range": str(ranged)})


def _asked(request: Request) -> TemporalQuery:
    asked = request.query_params
    return parse_temporal(
        asked.get("timerel"),
        asked.get("timeAt"),
        asked.get("endTimeAt"),
        asked.get("timeproperty"),
        asked.get("lastN"),
    )
