"""Entities one by one and as a list (CIM 009 §5.6.1, 5.6.6, 5.6.17, 5.6.18, 5.7.1, 5.7.2; §6.4, 6.5)."""

from __future__ import annotations

from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response

from dothi.entities.core import represent
from dothi.entities.core.attributes import Rules
from dothi.entities.core.names import checked_urn
from dothi.entities.core.normalize import add_entity, add_fragment, types_of
from dothi.entities.core.rows import Batch, Fragment, Mode, microseconds
from dothi.entities.core.times import most_ahead
from dothi.entities.store import read as store
from dothi.gateway.access import access, check_prefix
from dothi.gateway.asking import (
    ENTITY_PARAMETERS,
    attribute_names,
    check_parameters,
    form_of,
    limits_of,
    page_of,
    reading,
    selection_of,
)
from dothi.gateway.door import stamp
from dothi.gateway.group_commit import Outcome
from dothi.gateway.intake import Intake, accepted, link_context, read
from dothi.gateway.outtake import created, json_answer, nothing
from dothi.kernel import clock
from dothi.kernel.errors import BadRequest


@access("key:write")
async def create(request: Request) -> Response:
    """§5.6.1, 6.4.3.1."""
    intake = await read(request)
    batch = Batch()
    add_entity(batch, intake.payload, rules(intake, Mode.CREATE))
    await submit(request, batch)
    return created(request, batch.fragments[0].urn)


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


def page_links(request: Request, limit: int, offset: int, has_more: bool) -> list[str]:
    """§6.3.10: where the pages before and after are."""
    links = []
    if offset > 0:
        links.append(_page_link(request, "prev", limit, max(0, offset - limit)))
    if has_more and limit:
        links.append(_page_link(request, "next", limit, offset + limit))
    return links


def _page_link(request: Request, rel: str, limit: int, offset: int) -> str:
    asked = urlencode({**request.query_params, "limit": limit, "offset": offset})
    return f'<{request.url.path}?{asked}>; rel="{rel}"; type="application/ld+json"'


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


@access("key:write")
async def delete(request: Request) -> Response:
    """§5.6.6, 6.5.3.2. The entity's history stays, and says when it ended."""
    await submit(request, Batch([Fragment(entity_id(request), (), Mode.DELETE)]))
    return nothing()


@access("key:write")
async def merge(request: Request) -> Response:
    """§5.6.17, 6.5.3.4."""
    await submit(request, await fragment_of(request, Mode.MERGE, merge=True))
    return nothing()


@access("key:write")
async def replace(request: Request) -> Response:
    """§5.6.18, 6.5.3.3."""
    await submit(request, await fragment_of(request, Mode.UPDATE_REPLACE))
    return nothing()


async def fragment_of(request: Request, mode: Mode, *, merge: bool = False) -> Batch:
    """The body as a part of the entity in the address."""
    urn = entity_id(request)
    intake = await read(request, merge=merge)
    payload = intake.payload
    if not isinstance(payload, dict):
        raise BadRequest("fragment-not-an-object")
    if payload.get("id", urn) != urn:
        raise BadRequest("fragment-id-differs", entity=urn)
    batch, how = Batch(), rules(intake, mode)
    add_fragment(batch, urn, payload, how, types=types_of(payload, how))
    return batch


async def submit(request: Request, batch: Batch) -> Outcome:
    """Writes one fragment durably; its refusal becomes the answer."""
    check_prefix(request.state.key, batch.fragments[0].urn)
    stamp(batch, request.state.key)
    outcome: Outcome = await request.app.state.door.commit.submit(batch)
    for error in outcome.refused.values():
        raise error
    return outcome


def rules(intake: Intake, mode: Mode) -> Rules:
    """What holds for this body: its context, and that no clock runs ahead."""
    return Rules(intake.context, mode, microseconds(clock.now() + most_ahead()))


def entity_id(request: Request) -> str:
    return checked_urn(request.path_params["entity"])


__all__ = [
    "attribute_names",
    "create",
    "delete",
    "entity_id",
    "fragment_of",
    "merge",
    "page_links",
    "query",
    "replace",
    "retrieve",
    "rules",
    "submit",
]
