"""Writing the temporal evolution of entities (CIM 009 §5.6.11-5.6.16; §6.18-6.22).

Current state and history are one store: what is added here with the newest observedAt is also the current value.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from dothi.entities.core.attributes import attribute
from dothi.entities.core.instances import InstanceKey, instance_key
from dothi.entities.core.names import checked_name, checked_urn, dataset_of, is_named
from dothi.entities.core.normalize import add_entity, add_fragment
from dothi.entities.core.rows import Attribute, Batch, Fragment, Mode, instant
from dothi.entities.core.scopes import told_scopes
from dothi.entities.core.temporal import TemporalQuery
from dothi.entities.store.dictionary import dictionary
from dothi.entities.store.evolving import read_evolving
from dothi.entities.store.history import series_of
from dothi.entities.store.limits import Limits
from dothi.entities.store.merging import merged
from dothi.entities.store.scopes import tell_scopes
from dothi.entities.store.selecting import Selection
from dothi.entities.store.withdraw import Series, instance, standing, withdraw
from dothi.gateway.access import access
from dothi.gateway.asking import limits_of, reading
from dothi.gateway.door import writer_of
from dothi.gateway.entities import entity_id, rules, submit
from dothi.gateway.intake import Intake, flag, link_context, read
from dothi.gateway.operations import CREATED_OR_ADDED, DISTRIBUTED, NOTHING, WRITING, operation
from dothi.gateway.outtake import created, nothing
from dothi.kernel.errors import BadRequest, NotAllowed, NotFound


@access("key:write", makes_tenant=True)
@operation(
    "upsertTemporal",
    "Create an entity with its history, or add to it",
    CREATED_OR_ADDED,
    takes=WRITING,
    body="Entity",
)
async def create_or_update(request: Request) -> Response:
    """§5.6.11, 6.18.3.1: 201 when the entity is new, 204 when instances were added. The scopes of a new one may have times; of
    one that stands only the newest is taken."""
    intake, batch = await read(request), Batch()
    of_history = rules(intake, Mode.UPSERT).of_history()
    add_entity(batch, intake.payload, of_history)
    if not batch.fragments[0].types:
        raise BadRequest("entity-without-type")
    urn = batch.fragments[0].urn
    outcome = await submit(request, batch)
    if urn not in outcome.created:
        return nothing()
    if told := told_scopes(intake.payload.get("scope"), of_history.latest):
        async with reading(request) as connection:
            await tell_scopes(connection, outcome.written.entities[urn].id, told)
    return created(request, urn, "temporal/entities")


@access("key:write")
@operation("appendAttrsTemporal", "Add to a history", NOTHING, takes=WRITING, body="EntityFragment")
async def append(request: Request) -> Response:
    """§5.6.12, 6.20.3.1."""
    urn, intake = entity_id(request), await read(request)
    batch = Batch()
    add_fragment(batch, urn, _object(intake), rules(intake, Mode.UPDATE).of_history(), types=())
    await submit(request, batch)
    return nothing()


@access("key:write")
@operation("deleteTemporal", "Delete an entity with its history", NOTHING, takes=WRITING)
async def delete(request: Request) -> Response:
    """§5.6.16, 6.19.3.2: the entity and all that was known of it, also when it was deleted before (§5.6.6). The deletion comes
    first, so that after a fault between the two the same request goes on."""
    urn = entity_id(request)
    try:
        entity = await _writable(request, urn)
    except NotFound:
        entity = await _deleted(request, urn)
    else:
        await _check_ends(request, urn, entity)
        await submit(request, Batch([Fragment(urn, (), Mode.DELETE)]))
    await _withdraw(request, Series(entity))
    return nothing()


async def _deleted(request: Request, urn: str) -> int:
    """An entity that was deleted and still has its history. What it was cannot be judged any more: keys with limits of type,
    unit, scope or attribute do not reach it. Raises NotFound."""
    if not writer_of(request.state.key).is_limited:
        selection, ever = Selection(ids=(urn,), limits=limits_of(request.state.key)), TemporalQuery()
        async with reading(request) as connection:
            for one in await read_evolving(connection, selection, ever, 1):
                return one.head.id
    raise NotFound("entity-does-not-exist", entity=urn)


@access("key:write")
@operation(
    "deleteAttrsTemporal",
    "Delete the history of an attribute",
    NOTHING,
    takes=WRITING | {"datasetId", "deleteAll"},
)
async def delete_attribute(request: Request) -> Response:
    """§5.6.13, 6.21.3.1: the default instances, those of a datasetId, or with deleteAll=true every one."""
    urn, name = entity_id(request), checked_name(request.path_params["attribute"])
    every = flag(request, "deleteAll")
    iris = [
        link_context(request).expand(name),
        dataset_of(request.query_params.get("datasetId") or None, name),
    ]
    found = Series(await _writable(request, urn, iris[0]))
    async with reading(request) as connection:
        term, dataset = [(await dictionary(connection).find(connection, iris))[iri] for iri in iris]
    if not await _withdraw(request, Series(found.entity_id, term, None if every else dataset)):
        raise NotFound("attribute-does-not-exist", entity=urn, attribute=name)
    return nothing()


@access("key:write")
@operation(
    "updateAttrsTemporal",
    "Correct a value in a history",
    NOTHING,
    takes=WRITING,
    body="AttributeFragment",
    merges=True,
)
async def modify_instance(request: Request) -> Response:
    """§5.6.14, 6.22.3.1: a correction – members not given stay, what was told before stays as an older revision."""
    urn, name = entity_id(request), checked_name(request.path_params["attribute"])
    series = await _instance_of(request, urn, name)
    intake = await read(request, merge=True)
    async with reading(request) as connection:
        held = await instance(connection, series)
        names = dictionary(connection).iris
    if held is None:
        raise _no_instance(request)
    assert series.term_id is not None and series.dataset_id is not None
    term, dataset = names[series.term_id], names[series.dataset_id]
    given = attribute(0, name, term, _object(intake), rules(intake, Mode.PARTIAL))
    row: Attribute = merged(given, held)._replace(dataset=dataset)
    await submit(request, Batch([Fragment(urn, (), Mode.UPDATE)], [row]))
    if row.observed != held.observed:  # told for another instant now
        assert row.observed is not None
        await _withdraw(request, series, moved_to=instant(row.observed))
    return nothing()


@access("key:write")
@operation("deleteAttrsTemporalInstance", "Take a value out of a history", NOTHING, takes=DISTRIBUTED)
async def delete_instance(request: Request) -> Response:
    """§5.6.15, 6.22.3.2."""
    urn, name = entity_id(request), checked_name(request.path_params["attribute"])
    if not await _withdraw(request, await _instance_of(request, urn, name)):
        raise _no_instance(request)
    return nothing()


async def _instance_of(request: Request, urn: str, name: str) -> Series:
    """The instance in the address. Raises BadRequest (no URI), NotFound (not of this entity and attribute)."""
    key = instance_key(checked_urn(request.path_params["instance"]))
    iri = link_context(request).expand(name)
    entity = await _writable(request, urn, iri)
    async with reading(request) as connection:
        term = (await dictionary(connection).find(connection, [iri]))[iri]
        if key is None or key[:2] != (entity, term):
            raise _no_instance(request)
        return await standing(connection, _series(key))


def _series(key: InstanceKey) -> Series:
    return Series(key.entity_id, key.term_id, key.dataset_id, instant(key.observed))


def _no_instance(request: Request) -> NotFound:
    return NotFound("instance-does-not-exist", instance=request.path_params["instance"])


async def _writable(request: Request, urn: str, attribute: str | None = None) -> int:
    """The number of an entity that the key may write, and this attribute (IRI) of it: judged like a write of nothing. Raises
    NotFound, NotAllowed."""
    named = () if attribute is None else ((attribute, "*"),)
    outcome = await submit(request, Batch([Fragment(urn, (), Mode.UPDATE, names=named)]))
    return outcome.written.entities[urn].id


async def _check_ends(request: Request, urn: str, entity: int) -> None:
    """Nobody takes back what they may not write, also of attributes that ended long ago. Raises NotAllowed."""
    may = writer_of(request.state.key).attributes
    if may is None:
        return
    async with reading(request) as connection:
        terms = {term for _, term, _ in await series_of(connection, [entity], [], Limits())}
        names = dictionary(connection)
        await names.names(connection, terms)
        if not all(is_named(names.iris[term], may) for term in terms):
            raise NotAllowed("key-ends-attributes", entity=urn)


async def _withdraw(request: Request, series: Series, *, moved_to: dt.datetime | None = None) -> int:
    async with reading(request) as connection:
        source = f"http:{request.state.key.id}"
        return await withdraw(connection, series, source=source, moved_to=moved_to)


def _object(intake: Intake) -> dict[str, Any]:
    if not isinstance(intake.payload, dict):
        raise BadRequest("fragment-not-an-object")
    return {key: value for key, value in intake.payload.items() if key != "@context"}
