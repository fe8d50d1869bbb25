"""Attributes of one entity (CIM 009 §5.6.2-5.6.5, 5.6.19; §6.6, 6.7)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from dothi.entities.core.attributes import attribute
from dothi.entities.core.context import Context
from dothi.entities.core.names import checked_name, dataset_of
from dothi.entities.core.rows import Batch, Fragment, Mode
from dothi.entities.store import read as store
from dothi.entities.store.selecting import Selection
from dothi.gateway.access import access
from dothi.gateway.asking import limits_of, reading
from dothi.gateway.entities import entity_id, fragment_and_context, rules, submit
from dothi.gateway.group_commit import Outcome
from dothi.gateway.intake import flag, link_context, options, read
from dothi.gateway.operations import NOTHING, UPDATED, WRITING, WRITTEN_WORDS, operation
from dothi.gateway.outtake import multi_status, nothing
from dothi.kernel.errors import BadRequest, DothiError, NotFound

_NO_ATTRIBUTES = frozenset({"id", "type", "scope"})


@access("key:write")
@operation(
    "appendAttrs",
    "Append attributes",
    UPDATED,
    takes=WRITING,
    words=WRITTEN_WORDS | {"noOverwrite"},
    body="EntityFragment",
)
async def append(request: Request) -> Response:
    """§5.6.3, 6.6.3.1: adds or overwrites; with options=noOverwrite what is there is left alone and scopes are added."""
    keeps = "noOverwrite" in options(request)
    batch, _ = await fragment_and_context(request, Mode.APPEND if keeps else Mode.UPDATE)
    fragment = batch.fragments[0]
    if keeps and fragment.scopes is not None:
        held = await _scopes(request, fragment.urn)
        fragment.scopes = tuple(dict.fromkeys((*held, *fragment.scopes)))
    return _told(request, batch, await submit(request, batch))


@access("key:write")
@operation("updateEntity", "Update attributes", UPDATED, takes=WRITING, body="EntityFragment", merges=True)
async def update(request: Request) -> Response:
    """§5.6.2, 6.6.3.2: attributes are replaced or added; a scope is replaced only where there is one (§4.18)."""
    batch, _ = await fragment_and_context(request, Mode.UPDATE, merge=True)
    fragment, missing = batch.fragments[0], []
    if fragment.scopes is not None and not await _scopes(request, fragment.urn):
        fragment.scopes = None
        missing = [("scope", NotFound("scope-not-there", entity=fragment.urn))]
    outcome = await submit(request, batch)
    return _told(request, batch, outcome, missing)


async def _scopes(request: Request, urn: str) -> list[str]:
    """Those that the entity has; none when it does not exist, which the write will say."""
    async with reading(request) as connection:
        heads, _ = await store.read_heads(
            connection, Selection(ids=(urn,), limits=limits_of(request.state.key)), 1, 0
        )
    return (heads[0].scopes or []) if heads else []


def _told(
    request: Request,
    batch: Batch,
    outcome: Outcome,
    missing: Sequence[tuple[str, DothiError]] = (),
) -> Response:
    """204 when all was done, else 207 with what was not; by IRIs: the answer has no @context to read short names in."""
    if not outcome.refused_rows and not missing:
        return nothing()
    rows = list(enumerate(batch.attributes))
    updated = [a.term for row, a in rows if row not in outcome.refused_rows]
    refused = [(a.term, outcome.refused_rows[row]) for row, a in rows if row in outcome.refused_rows]
    return multi_status(request, list(dict.fromkeys(updated)), [*refused, *missing])


@access("key:write")
@operation(
    "updateAttrs",
    "Update members of an attribute",
    NOTHING,
    takes=WRITING,
    body="AttributeFragment",
    merges=True,
)
async def partial(request: Request) -> Response:
    """§5.6.4, 6.7.3.1: the members given are changed, the others stay."""
    return await _one(request, Mode.PARTIAL)


@access("key:write")
@operation(
    "replaceAttrs", "Replace an attribute", NOTHING, takes=WRITING, body="AttributeFragment", merges=True
)
async def replace(request: Request) -> Response:
    """§5.6.19, 6.7.3.3: the attribute must be there and is put in place of."""
    return await _one(request, Mode.EXISTING)


async def _one(request: Request, mode: Mode) -> Response:
    urn, name = entity_id(request), request.path_params["attribute"]
    if name in _NO_ATTRIBUTES:
        raise BadRequest("scope-is-no-attribute", attribute=name)
    intake = await read(request, merge=True)
    if not isinstance(intake.payload, dict):
        raise BadRequest("fragment-not-an-object")
    payload: dict[str, Any] = {key: value for key, value in intake.payload.items() if key != "@context"}
    row = attribute(0, name, _expanded(intake.context, name), payload, rules(intake, mode))
    outcome = await submit(request, Batch([Fragment(urn, (), mode)], [row]))
    for error in outcome.refused_rows.values():
        raise error
    return nothing()


@access("key:write")
@operation("deleteAttrs", "Delete an attribute", NOTHING, takes=WRITING | {"datasetId", "deleteAll"})
async def delete(request: Request) -> Response:
    """§5.6.5, 6.7.3.2: one instance (datasetId), the default one, or with deleteAll=true every one."""
    name = request.path_params["attribute"]
    if name == "scope":  # the only member that is ended like an attribute (§4.18)
        await submit(request, Batch([Fragment(entity_id(request), (), Mode.DROP, scopes=())]))
        return nothing()
    every = flag(request, "deleteAll")
    dataset = "*" if every else dataset_of(request.query_params.get("datasetId"), name)
    term = _expanded(link_context(request), name)
    await submit(request, Batch([Fragment(entity_id(request), (), Mode.DROP, names=((term, dataset),))]))
    return nothing()


def _expanded(context: Context, name: str) -> str:
    return context.expand(checked_name(name))
