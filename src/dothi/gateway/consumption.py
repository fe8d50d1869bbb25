"""Retrieving and querying entities (CIM 009 §5.7.1, 5.7.2; §6.4.3.2, 6.5.3.1, 6.23.3.1)."""

from __future__ import annotations

from typing import Any

from psycopg import AsyncConnection
from starlette.requests import Request
from starlette.responses import Response

from dothi.entities.core import geojson, represent
from dothi.entities.core.represent import Form, Names
from dothi.entities.store import read as store
from dothi.entities.store.joining import Joining, Told, join
from dothi.entities.store.past import count_past, read_past, read_past_entity
from dothi.entities.store.read import Found
from dothi.gateway.access import access
from dothi.gateway.asking import (
    ENTITY_PARAMETERS,
    QUERY_PARAMETERS,
    Asked,
    asked_in_url,
    ordering_of,
    reading,
    selection_of,
    told_errors,
    types_of,
)
from dothi.gateway.entities import entity_id
from dothi.gateway.forming import form_of, joining_of, only_read
from dothi.gateway.intake import GEO_JSON, accepted
from dothi.gateway.operations import ENTITIES, ENTITY, operation
from dothi.gateway.outtake import geojson_answer, json_answer
from dothi.gateway.paging import page_of
from dothi.gateway.past import PAST, moment_of
from dothi.gateway.query_body import BESIDE, asked_in_body
from dothi.kernel.errors import NotFound


@access("key:read")
@operation("queryEntity", "Query entities", ENTITIES, takes=QUERY_PARAMETERS | PAST, words=None)
async def query(request: Request) -> Response:
    """§5.7.2, 6.4.3.2."""
    return await _query(request, asked_in_url(request))


@access("key:read")
@operation("queryBatch", "Query entities by a body", ENTITIES, takes=BESIDE, words=None, body="Query")
async def query_by_body(request: Request) -> Response:
    """§5.7.2, 6.23.3.1."""
    return await _query(request, await asked_in_body(request))


async def _query(request: Request, asked: Asked) -> Response:
    media, page, joining = accepted(request, geo=True), page_of(request), joining_of(asked)
    form, ordering = form_of(asked, media), ordering_of(asked)
    selection = selection_of(asked, levels=joining.levels if joining else 0)
    geometry = _geometry_property(asked, media)
    only, moment, total = only_read(form, geometry), moment_of(asked), None
    async with reading(request) as connection:
        if moment is None:
            found, names = await store.read_page(
                connection, selection, page.to_read, page.offset, only, ordering=ordering
            )
            total = await store.count(connection, selection) if page.counts else None
        else:
            found, names = await read_past(connection, selection, moment, page.to_read, page.offset, only)
            total = await count_past(connection, selection, moment) if page.counts else None
        kept = found[: page.limit]
        told, linked = await _told(connection, asked, kept, names, form, joining)
    if geometry is not None:
        features = [
            geojson.feature(one, geojson.geometry_of(rows, names, geometry))
            for one, (_, rows) in zip(told, kept, strict=True)
        ]
        response = geojson_answer(request, geojson.collection(features), asked.context)
    else:
        response = json_answer(told + linked, asked.context, media)
    return page.told_in(response, len(found), total)


@access("key:read")
@operation("retrieveEntity", "One entity", ENTITY, takes=ENTITY_PARAMETERS | PAST, words=None)
async def retrieve(request: Request) -> Response:
    """§5.7.1, 6.5.3.1."""
    urn, media = entity_id(request), accepted(request, geo=True)
    asked = asked_in_url(request)
    form, joining = form_of(asked, media), joining_of(asked)
    geometry = _geometry_property(asked, media)
    if (moment := moment_of(asked)) is None:
        with told_errors():
            found, names = await request.app.state.door.reads.entity(urn, asked.limits)
    else:
        async with reading(request) as connection:
            found, names = await read_past_entity(connection, urn, asked.limits, moment)
    head, rows = store.having(found, names, form.attrs or ())
    _check_type(asked, head, names)
    linked: list[Told] = []
    if joining is None and form.sources is None:
        told = represent.entity(head, rows, names, form)
    else:
        async with reading(request) as connection:
            (told,), linked = await _told(connection, asked, [found], names, form, joining)
    if not told:
        raise NotFound("entity-shows-nothing", entity=urn)
    if geometry is not None:
        feature = geojson.feature(told, geojson.geometry_of(rows, names, geometry))
        return geojson_answer(request, feature, asked.context)
    return json_answer([told, *linked] if linked else told, asked.context, media)


async def _told(
    connection: AsyncConnection[Any],
    asked: Asked,
    found: list[Found],
    names: Names,
    form: Form,
    joining: Joining | None,
) -> tuple[list[Told], list[Told]]:
    """The entities as they are told, and those that are told beside them."""
    if joining is None:
        form = await store.with_sources(connection, form)
        return [represent.entity(head, rows, names, form) for head, rows in found], []
    graph = await join(connection, found, names, form, joining, asked.limits)
    form = await store.with_sources(connection, form)
    if joining.how == "inline":
        return [graph.inline(one, form) for one in found], []
    return [represent.entity(head, rows, names, form) for head, rows in found], graph.beside(form)


def _geometry_property(asked: Asked, media: str) -> str | None:
    """The IRI of what becomes a feature's geometry; None: no GeoJSON is asked for."""
    return asked.context.expand(asked.get("geometryProperty") or "location") if media == GEO_JSON else None


def _check_type(asked: Asked, head: represent.Head, names: Names) -> None:
    """§5.7.1.4: an entity of another type is as if it did not exist."""
    types, held = types_of(asked), {names[key] for key in head.types}
    if types and not any({asked.context.expand(name) for name in both} <= held for both in types):
        raise NotFound("entity-does-not-exist", entity=head.urn)
