"""Attributes of one entity (CIM 009 §5.6.2-5.6.5, 5.6.19; §6.6, 6.7)."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from dothi.entities.core.attributes import attribute
from dothi.entities.core.context import Context
from dothi.entities.core.names import checked_name, dataset_of
from dothi.entities.core.rows import Batch, Fragment, Mode
from dothi.gateway.access import access
from dothi.gateway.entities import entity_id, fragment_of, rules, submit
from dothi.gateway.group_commit import Outcome
from dothi.gateway.intake import link_context, options, read
from dothi.gateway.outtake import multi_status, nothing
from dothi.kernel.errors import BadRequest


@access("key:write")
async def append(request: Request) -> Response:
    """§5.6.3, 6.6.3.1: adds or overwrites; with options=noOverwrite what is there is left alone."""
    batch = await fragment_of(request, Mode.APPEND if "noOverwrite" in options(request) else Mode.UPDATE)
    return _told(request, batch, await submit(request, batch))


@access("key:write")
async def update(request: Request) -> Response:
    """§5.6.2, 6.6.3.2: only attributes that are there."""
    batch = await fragment_of(request, Mode.EXISTING, merge=True)
    return _told(request, batch, await submit(request, batch))


def _told(request: Request, batch: Batch, outcome: Outcome) -> Response:
    """204 when all was done, else 207 with what was not."""
    if not outcome.refused_rows:
        return nothing()
    context = link_context(request)
    rows = list(enumerate(batch.attributes))
    updated = [context.compact(a.term) for row, a in rows if row not in outcome.refused_rows]
    refused = [
        (context.compact(a.term), outcome.refused_rows[row]) for row, a in rows if row in outcome.refused_rows
    ]
    return multi_status(request, list(dict.fromkeys(updated)), refused)


@access("key:write")
async def partial(request: Request) -> Response:
    """§5.6.4, 6.7.3.1: the members given are changed, the others stay."""
    return await _one(request, Mode.PARTIAL)


@access("key:write")
async def replace(request: Request) -> Response:
    """§5.6.19, 6.7.3.3: the attribute must be there and is put in place of."""
    return await _one(request, Mode.EXISTING)


async def _one(request: Request, mode: Mode) -> Response:
    urn, name = entity_id(request), request.path_params["attribute"]
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
async def delete(request: Request) -> Response:
    """§5.6.5, 6.7.3.2: one instance (datasetId), the default one, or with deleteAll=true every one."""
    name = request.path_params["attribute"]
    every = request.query_params.get("deleteAll") == "true"
    dataset = "*" if every else dataset_of(request.query_params.get("datasetId"), name)
    term = _expanded(link_context(request), name)
    await submit(request, Batch([Fragment(entity_id(request), (), Mode.DROP, names=((term, dataset),))]))
    return nothing()


def _expanded(context: Context, name: str) -> str:
    return context.expand(checked_name(name))
