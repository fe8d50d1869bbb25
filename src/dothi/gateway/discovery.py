"""Which types and attributes there are (CIM 009 §5.7.5-5.7.10; §6.25-6.28), inside the key's limits."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from dothi.entities.core.context import Context
from dothi.entities.core.kinds import KIND_NAMES
from dothi.entities.core.rows import Kind
from dothi.entities.store import read as store
from dothi.gateway.access import access
from dothi.gateway.asking import limits_of, reading
from dothi.gateway.intake import accepted, link_context
from dothi.gateway.outtake import json_answer
from dothi.kernel.errors import NotFound


@access("key:read")
async def types(request: Request) -> Response:
    """§5.7.5, 5.7.6: the list, or with details=true the attributes of each."""
    context, media = link_context(request), accepted(request)
    limits = limits_of(request.state.key)
    async with reading(request) as connection:
        found = await store.list_types(connection, limits)
        attributes = await store.list_attributes(connection, limits) if _details(request) else []
    if not _details(request):
        names = [context.compact(iri) for iri, _, _ in found]
        return json_answer(
            {"id": _list_id("EntityTypeList"), "type": "EntityTypeList", "typeList": names}, context, media
        )
    told = [
        _type(iri, [name for name, _, held, _ in attributes if iri in held], context) for iri, _, _ in found
    ]
    return json_answer(told, context, media)


def _type(iri: str, attributes: list[str], context: Context) -> dict[str, Any]:
    return {
        "id": iri,
        "type": "EntityType",
        "typeName": context.compact(iri),
        "attributeNames": [context.compact(name) for name in attributes],
    }


@access("key:read")
async def type_details(request: Request) -> Response:
    """§5.7.7."""
    context, media = link_context(request), accepted(request)
    iri = context.expand(request.path_params["name"])
    selection = store.Selection(
        types=(frozenset({iri}),), limits=limits_of(request.state.key), context=context
    )
    async with reading(request) as connection:
        entities = await store.count(connection, selection)
        attributes = await store.list_attributes(connection, selection.limits, selection)
    if not entities:
        raise NotFound("type-does-not-exist", type=request.path_params["name"])
    details = [
        {
            "id": name,
            "type": "Attribute",
            "attributeName": context.compact(name),
            "attributeTypes": _kinds(kinds),
        }
        for name, kinds, _, _ in attributes
    ]
    told = {
        "id": iri,
        "type": "EntityTypeInfo",
        "typeName": context.compact(iri),
        "entityCount": entities,
        "attributeDetails": details,
    }
    return json_answer(told, context, media)


@access("key:read")
async def attributes(request: Request) -> Response:
    """§5.7.8, 5.7.9."""
    context, media = link_context(request), accepted(request)
    async with reading(request) as connection:
        found = await store.list_attributes(connection, limits_of(request.state.key))
    if not _details(request):
        names = [context.compact(iri) for iri, _, _, _ in found]
        return json_answer(
            {"id": _list_id("AttributeList"), "type": "AttributeList", "attributeList": names}, context, media
        )
    return json_answer([_attribute(row, context) for row in found], context, media)


def _attribute(row: tuple[str, list[int], list[str], int], context: Context) -> dict[str, Any]:
    iri, _, types_of, _ = row
    types_named = [context.compact(name) for name in types_of]
    return {"id": iri, "type": "Attribute", "attributeName": context.compact(iri), "typeNames": types_named}


@access("key:read")
async def attribute_details(request: Request) -> Response:
    """§5.7.10."""
    context, media = link_context(request), accepted(request)
    iri = context.expand(request.path_params["name"])
    selection = store.Selection(attrs=(iri,), limits=limits_of(request.state.key), context=context)
    async with reading(request) as connection:
        found = await store.list_attributes(connection, selection.limits, selection)
        count = await store.count(connection, selection)
    row = next((row for row in found if row[0] == iri), None)
    if row is None:
        raise NotFound("attribute-name-does-not-exist", attribute=request.path_params["name"])
    told = {**_attribute(row, context), "attributeCount": count, "attributeTypes": _kinds(row[1])}
    return json_answer(told, context, media)


def _kinds(kinds: list[int]) -> list[str]:
    return [KIND_NAMES[Kind(kind)][0] for kind in sorted(kinds)]


def _details(request: Request) -> bool:
    return request.query_params.get("details") == "true"


def _list_id(kind: str) -> str:
    return f"urn:ngsi-ld:{kind}:dothi"
