"""Retrieving and querying entities (CIM 009 §5.7.1, 5.7.2; §6.4.3.2, 6.5.3.1)."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from dothi.entities.core import represent
from dothi.entities.store import read as store
from dothi.gateway.access import access
from dothi.gateway.asking import (
    ENTITY_PARAMETERS,
    check_parameters,
    form_of,
    limits_of,
    page_of,
    reading,
    selection_of,
)
from dothi.gateway.entities import entity_id
from dothi.gateway.intake import accepted, link_context
from dothi.gateway.outtake import json_answer, page_links


@access("key:read")
async def query(request: Request) -> Response:
    """§5.7.2, 6.4.3.2."""
    selection = selection_of(request)
    media, (limit, offset) = accepted(request), page_of(request)
    form = form_of(request, selection.context)
    headers = {}
    async with reading(request) as connection:
        found, names = await store.read_page(connection, selection, limit + 1, offset, form.attrs or ())
        if request.query_params.get("count") == "true" or "count" in request.query_params.get("options", ""):
            headers["NGSILD-Results-Count"] = str(await store.count(connection, selection))
    entities = [represent.entity(head, rows, names, form) for head, rows in found[:limit]]
    response = json_answer(entities, selection.context, media, headers=headers)
    for link in page_links(request, limit, offset, len(found) > limit):
        response.headers.append("Link", link)
    return response


@access("key:read")
async def retrieve(request: Request) -> Response:
    """§5.7.1, 6.5.3.1."""
    urn, media = entity_id(request), accepted(request)
    check_parameters(request, ENTITY_PARAMETERS)
    context = link_context(request)
    form = form_of(request, context)
    async with reading(request) as connection:
        head, rows, names = await store.read_entity(
            connection, urn, limits_of(request.state.key), form.attrs or ()
        )
    return json_answer(represent.entity(head, rows, names, form), context, media)
