"""Which types and attributes there are (CIM 009 §5.7.5-5.7.10; §6.25-6.28), inside the key's limits."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from dothi.entities.core.context import Context
from dothi.entities.core.kinds import KIND_NAMES
from dothi.entities.core.rows import Kind
from dothi.entities.store import discovery as store
from dothi.entities.store.read import count
from dothi.entities.store.selecting import Selection
from dothi.gateway.access import access
from dothi.gateway.asking import limits_of, reading
from dothi.gateway.intake import accepted, flag, link_context
from dothi.gateway.operations import operation
from dothi.gateway.operations import told as telling
from dothi.gateway.outtake import json_answer
from dothi.kernel.errors import NotFound

_TAKES = frozenset({"details", "local"})


@access("key:read")
@operation("retrieveTypes", "Types of entities", telling("The types there are.", "Types"), takes=_TAKES)
async def types(request: Request) -> Response:
    """§5.7.5, 5.7.6: the list, or with details=true the attributes of each."""
    context, media = link_context(request), accepted(request)
    limits = limits_of(request.state.key)
    async with reading(request) as connection:
        found = await store.types_in(connection, limits)
        facts = await store.attribute_facts(connection, Selection(limits=limits)) if _details(request) else []
    if _details(request):
        told = [_type(iri, [one.iri for one in facts if iri in one.types], context) for iri in found]
        return json_answer(told, context, media)
    names = [context.compact(iri) for iri in found]
    return json_answer(
        {"id": _list_id("EntityTypeList"), "type": "EntityTypeList", "typeList": names}, context, media
    )


def _type(iri: str, attributes: list[str], context: Context) -> dict[str, Any]:
    return {
        "id": iri,
        "type": "EntityType",
        "typeName": context.compact(iri),
        "attributeNames": [context.compact(name) for name in attributes],
    }


@access("key:read")
@operation(
    "retrieveTypeInfo",
    "One type of entities",
    telling("What its entities have.", "EntityTypeInfo"),
    takes=_TAKES,
)
async def type_details(request: Request) -> Response:
    """§5.7.7."""
    context, media = link_context(request), accepted(request)
    iri = context.expand(request.path_params["name"])
    selection = Selection(types=(frozenset({iri}),), limits=limits_of(request.state.key), context=context)
    async with reading(request) as connection:
        entities = await count(connection, selection)
        facts = await store.attribute_facts(connection, selection)
    if not entities:
        raise NotFound("type-does-not-exist", type=request.path_params["name"])
    details = [
        {
            "id": one.iri,
            "type": "Attribute",
            "attributeName": context.compact(one.iri),
            "attributeTypes": _kinds(one.kinds),
        }
        for one in facts
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
@operation(
    "retrieveAttrTypes", "Attributes", telling("The attributes there are.", "AttributesTold"), takes=_TAKES
)
async def attributes(request: Request) -> Response:
    """§5.7.8, 5.7.9."""
    context, media = link_context(request), accepted(request)
    limits = limits_of(request.state.key)
    if _details(request):
        async with reading(request) as connection:
            facts = await store.attribute_facts(connection, Selection(limits=limits))
        return json_answer([_attribute(one, context) for one in facts], context, media)
    async with reading(request) as connection:
        names = [context.compact(iri) for iri in await store.attributes_in(connection, limits)]
    return json_answer(
        {"id": _list_id("AttributeList"), "type": "AttributeList", "attributeList": names}, context, media
    )


def _attribute(facts: store.Facts, context: Context) -> dict[str, Any]:
    return {
        "id": facts.iri,
        "type": "Attribute",
        "attributeName": context.compact(facts.iri),
        "typeNames": [context.compact(name) for name in sorted(facts.types)],
    }


@access("key:read")
@operation(
    "retrieveAttrTypeInfo",
    "One attribute",
    telling("Where it is and of what kind.", "AttributeInfo"),
    takes=_TAKES,
)
async def attribute_details(request: Request) -> Response:
    """§5.7.10."""
    context, media = link_context(request), accepted(request)
    iri = context.expand(request.path_params["name"])
    selection = Selection(limits=limits_of(request.state.key), context=context)
    async with reading(request) as connection:
        facts = await store.attribute_facts(connection, selection, only=iri)
    if not facts:
        raise NotFound("attribute-name-does-not-exist", attribute=request.path_params["name"])
    told = {
        **_attribute(facts[0], context),
        "attributeCount": facts[0].count,
        "attributeTypes": _kinds(facts[0].kinds),
    }
    return json_answer(told, context, media)


def _kinds(kinds: set[int]) -> list[str]:
    return [KIND_NAMES[Kind(kind)][0] for kind in sorted(kinds)]


def _details(request: Request) -> bool:
    return flag(request, "details")


def _list_id(kind: str) -> str:
    return f"urn:ngsi-ld:{kind}:dothi"
