"""Batch operations (CIM 009 §5.6.7-5.6.10, §6.14-6.17): 207 with exactly the bad ones, everything else is done."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from dothi.entities.core.names import checked_urn
from dothi.entities.core.normalize import normalize_many
from dothi.entities.core.rows import Batch, Fragment, Merging, Mode
from dothi.gateway import warnings
from dothi.gateway.access import access
from dothi.gateway.door import Door, stamp
from dothi.gateway.intake import JSON, LD_JSON, Intake, media_type, options, read
from dothi.gateway.operations import BATCH, BATCH_CREATED, BATCH_UPSERTED, WRITING, WRITTEN_WORDS, operation
from dothi.gateway.outtake import batch_answer
from dothi.kernel import clock
from dothi.kernel.errors import BadRequest, DothiError, NotFound

MOST_ENTITIES = 20_000


@access("key:write", makes_tenant=True)
@operation("createBatch", "Create entities", BATCH_CREATED, takes=WRITING, body="Entities")
async def create(request: Request) -> Response:
    """§5.6.7, 6.14.3.1."""
    return await _write(request, Mode.CREATE, 201)


@access("key:write", makes_tenant=True)
@operation(
    "upsertBatch",
    "Create or replace entities",
    BATCH_UPSERTED,
    takes=WRITING,
    words=WRITTEN_WORDS | {"update", "replace"},
    body="Entities",
)
async def upsert(request: Request) -> Response:
    """§5.6.8, 6.15.3.1: replaces entities that exist, or with options=update adds to them."""
    return await _write(request, Mode.UPSERT if "update" in options(request) else Mode.REPLACE, 204)


@access("key:write")
@operation(
    "updateBatch",
    "Update entities",
    BATCH,
    takes=WRITING,
    words=WRITTEN_WORDS | {"noOverwrite", "replace"},
    body="Entities",
)
async def update(request: Request) -> Response:
    """§5.6.9, 6.16.3.1: with options=noOverwrite attributes that exist are left alone."""
    return await _write(request, Mode.APPEND if "noOverwrite" in options(request) else Mode.UPDATE, 204)


@access("key:write")
@operation("mergeBatch", "Merge entities", BATCH, takes=WRITING, body="Entities")
async def merge(request: Request) -> Response:
    """§5.6.20, 6.31.3.1: as merging each of them; with options=keyValues told as such."""
    return await _write(request, Mode.MERGE, 204)


@access("key:write")
@operation("deleteBatch", "Delete entities", BATCH, takes=WRITING, body="Ids")
async def delete(request: Request) -> Response:
    """§5.6.10, 6.17.3.1."""
    intake = await read(request)
    batch, sent, refused = Batch(), [], {}
    seen: set[str] = set()
    for index, urn in enumerate(_list(intake)):
        try:
            if checked_urn(urn) in seen:
                raise NotFound("entity-twice", entity=urn)
            batch.fragments.append(Fragment(urn, (), Mode.DELETE))
            seen.add(urn)
            sent.append(index)
        except DothiError as error:
            refused[index] = error
    return await _submit(request, batch, sent, refused, intake.payload, 204)


async def _write(request: Request, mode: Mode, status: int) -> Response:
    intake = await read(request)
    payloads = _list(intake)
    by_values = mode == Mode.MERGE and "keyValues" in options(request)
    batch, refused = normalize_many(
        [_in_place(request, payload) for payload in payloads],
        context=intake.context,
        mode=mode,
        now=clock.now(),
        said=Merging(simplified=True) if by_values else None,
    )
    sent = [index for index in range(len(payloads)) if index not in refused]
    return await _submit(request, batch, sent, refused, payloads, status)


def _in_place(request: Request, payload: Any) -> Any:
    """The entity, or the error that its @context stands where it must not (§6.3.5)."""
    if not isinstance(payload, dict):
        return payload
    if media_type(request) == LD_JSON and "@context" not in payload:
        return BadRequest("context-missing")
    if media_type(request) == JSON and "@context" in payload:
        return BadRequest("context-in-json")
    return payload


def _list(intake: Intake) -> list[Any]:
    if not isinstance(intake.payload, list) or not intake.payload:
        raise BadRequest("batch-not-a-list")
    if len(intake.payload) > MOST_ENTITIES:
        raise BadRequest("batch-too-long", limit=MOST_ENTITIES)
    return intake.payload


async def _submit(
    request: Request,
    batch: Batch,
    sent: list[int],
    refused: dict[int, DothiError],
    payloads: list[Any],
    status: int,
) -> Response:
    """`sent[i]` is the index in the payload of fragment i; `refused` is by index in the payload."""
    door: Door = request.app.state.door
    stamp(batch, request.state.key)
    outcome = await door.commit.submit(batch)
    warnings.note(request, outcome.complaints)
    refused |= {sent[i]: error for i, error in outcome.refused.items()}
    for row, error in outcome.refused_rows.items():
        refused.setdefault(sent[batch.attributes[row].fragment], error)
    urns = [_urn(payload) for payload in payloads]
    good = list(dict.fromkeys(urn for index, urn in enumerate(urns) if index not in refused))
    if status == 204 and outcome.created and not refused:
        return batch_answer(request, [urn for urn in good if urn in outcome.created], [], 201)
    return batch_answer(request, good, [(urns[i], refused[i]) for i in sorted(refused)], status)


def _urn(payload: Any) -> str:
    urn = payload.get("id") if isinstance(payload, dict) else payload
    return urn if isinstance(urn, str) else "urn:ngsi-ld:unknown"
