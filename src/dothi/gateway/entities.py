"""Writing entities (CIM 009 §5.6.1, 5.6.6, 5.6.17, 5.6.18; §6.4, 6.5). Reading them: `consumption`; purging: `purge`."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from dothi.entities.core.attributes import Rules
from dothi.entities.core.context import Context
from dothi.entities.core.languages import is_tag
from dothi.entities.core.names import checked_urn
from dothi.entities.core.normalize import add_entity, add_fragment, types_of
from dothi.entities.core.rows import Batch, Fragment, Merging, Mode, microseconds
from dothi.entities.core.times import most_ahead, observed_of
from dothi.gateway import warnings
from dothi.gateway.access import access, check_prefix
from dothi.gateway.door import stamp
from dothi.gateway.group_commit import Outcome
from dothi.gateway.intake import SIMPLIFIED, Intake, options, read
from dothi.gateway.operations import CREATED, NOTHING, WRITING, operation
from dothi.gateway.outtake import created, nothing
from dothi.kernel import clock
from dothi.kernel.errors import BadRequest, InvalidRequest


@access("key:write", makes_tenant=True)
@operation("createEntity", "Create an entity", CREATED, takes=WRITING, body="Entity", refuses=(409,))
async def create(request: Request) -> Response:
    """§5.6.1, 6.4.3.1."""
    intake = await read(request)
    if not isinstance(intake.payload, dict):
        raise InvalidRequest("entity-not-an-object")
    batch = Batch()
    add_entity(batch, intake.payload, rules(intake, Mode.CREATE))
    await submit(request, batch)
    return created(request, batch.fragments[0].urn)


@access("key:write")
@operation("deleteEntity", "Delete an entity", NOTHING, takes=WRITING)
async def delete(request: Request) -> Response:
    """§5.6.6, 6.5.3.2. The entity's history stays, and says when it ended."""
    await submit(request, Batch([Fragment(entity_id(request), (), Mode.DELETE)]))
    return nothing()


@access("key:write")
@operation(
    "mergeEntity",
    "Merge an entity",
    NOTHING,
    takes=WRITING | {"format", "lang", "observedAt"},
    body="EntityFragment",
    merges=True,
)
async def merge(request: Request) -> Response:
    """§5.6.17, 6.5.3.4: `observedAt` is the time of attributes that had one and are told none, `lang` the language of a text
    that is given for a LanguageProperty, `format` says that the body holds key-values."""
    said = _said(request) if request.scope["query_string"] else None
    await submit(request, await fragment_of(request, Mode.MERGE, merge=True, said=said))
    return nothing()


def _said(request: Request) -> Merging:
    """What the address says for all attributes. Raises BadRequest."""
    form = request.query_params.get("format", "simplified")
    if form not in SIMPLIFIED:
        raise BadRequest(
            "parameter-malformed", parameter="format", value=form[:40], expected=", ".join(SIMPLIFIED)
        )
    lang = request.query_params.get("lang")
    if lang is not None and not is_tag(lang):
        raise BadRequest("parameter-malformed", parameter="lang", value=lang[:40], expected="RFC 5646")
    latest = microseconds(clock.now() + most_ahead())
    observed = observed_of(request.query_params.get("observedAt"), "observedAt", latest)
    return Merging(observed, lang, "keyValues" in options(request))


@access("key:write")
@operation("entityWithoutId", "Refused: an entity must be named", {}, takes=WRITING)
async def without_id(request: Request) -> Response:
    """§5.6.17.4, 5.6.18.4: to merge or replace, an entity must be named."""
    raise BadRequest("entity-id-missing")


@access("key:write")
@operation("replaceEntity", "Replace an entity", NOTHING, takes=WRITING, body="EntityFragment")
async def replace(request: Request) -> Response:
    """§5.6.18, 6.5.3.3."""
    await submit(request, await fragment_of(request, Mode.UPDATE_REPLACE))
    return nothing()


async def fragment_of(
    request: Request, mode: Mode, *, merge: bool = False, said: Merging | None = None
) -> Batch:
    """The body as a part of the entity in the address."""
    return (await fragment_and_context(request, mode, merge=merge, said=said))[0]


async def fragment_and_context(
    request: Request, mode: Mode, *, merge: bool = False, said: Merging | None = None
) -> tuple[Batch, Context]:
    """The same, with the context that its names were read in."""
    urn = entity_id(request)
    intake = await read(request, merge=merge)
    payload = intake.payload
    if not isinstance(payload, dict):
        raise BadRequest("fragment-not-an-object")
    if payload.get("id", urn) != urn:
        raise BadRequest("fragment-id-differs", entity=urn)
    batch, how = Batch(), rules(intake, mode, said)
    add_fragment(batch, urn, payload, how, types=types_of(payload, how))
    return batch, intake.context


async def submit(request: Request, batch: Batch) -> Outcome:
    """Writes one fragment durably; its refusal becomes the answer."""
    check_prefix(request.state.key, batch.fragments[0].urn)
    stamp(batch, request.state.key)
    outcome: Outcome = await request.app.state.door.commit.submit(batch)
    warnings.note(request, outcome.complaints)
    for error in outcome.refused.values():
        raise error
    return outcome


def rules(intake: Intake, mode: Mode, said: Merging | None = None) -> Rules:
    """What holds for this body: its context, and that no clock runs ahead."""
    return Rules(intake.context, mode, microseconds(clock.now() + most_ahead()), said=said)


def entity_id(request: Request) -> str:
    return checked_urn(request.path_params["entity"])
