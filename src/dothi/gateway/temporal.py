"""The temporal evolution of entities (CIM 009 §5.7.3, 5.7.4; §6.18, 6.19): history natively, from the same database."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from dothi.entities.core import represent
from dothi.entities.core.context import Context
from dothi.entities.core.temporal import TemporalQuery, parse_temporal
from dothi.entities.store import read as store
from dothi.entities.store.history import History, read_history
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
from dothi.gateway.entities import entity_id, page_links
from dothi.gateway.intake import accepted, link_context
from dothi.gateway.outtake import json_answer
from dothi.kernel.errors import BadRequest

_TEMPORAL = frozenset({"timerel", "timeAt", "endTimeAt", "timeproperty", "lastN"})


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
        found = await read_history(connection, heads[:limit], temporal, form.attrs or ())
        if request.query_params.get("count") == "true":
            headers["NGSILD-Results-Count"] = str(await store.count(connection, selection))
    told = [
        represent.temporal(head, found.rows[head.id], found.names, form)
        for head in heads[:limit]
        if head.id in found.rows
    ]
    response = _answer(told, found, selection.context, media, headers)
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
        head, _, _ = await store.read_entity(connection, urn, limits_of(request.state.key))
        found = await read_history(connection, [head], temporal, form.attrs or ())
    told = represent.temporal(head, found.rows.get(head.id, []), found.names, form)
    return _answer(told, found, context, media, {})


def _answer(told: Any, found: History, context: Context, media: str, headers: dict[str, str]) -> Response:
    """200, or 206 with the range of time that it is complete in (temporal pagination, §6.3.10)."""
    if found.range is None:
        return json_answer(told, context, media, headers=headers)
    return json_answer(told, context, media, 206, {**headers, "Content-Range": str(found.range)})


def _asked(request: Request) -> TemporalQuery:
    asked = request.query_params
    return parse_temporal(
        asked.get("timerel"),
        asked.get("timeAt"),
        asked.get("endTimeAt"),
        asked.get("timeproperty"),
        asked.get("lastN"),
    )
