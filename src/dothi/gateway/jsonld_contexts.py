"""Hosting and looking at @contexts (CIM 009 §5.13; §6.29, 6.30)."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from dothi.entities.core.context import ContextNotAvailable, is_context
from dothi.entities.core.core_context import carried_since, core_document, core_url
from dothi.entities.store.contexts import NAMES, Kept, Kind
from dothi.gateway.access import access
from dothi.gateway.asking import NotSupported
from dothi.gateway.contexts import Contexts, absolute
from dothi.gateway.fetching import MOST_BYTES
from dothi.gateway.intake import JSON, LD_JSON, flag, read_json
from dothi.gateway.operations import CREATED, NOTHING, operation, plain
from dothi.gateway.outtake import encode, nothing
from dothi.kernel.clock import iso
from dothi.kernel.errors import BadRequest, InvalidRequest, NotAllowed, NotFound, TooLarge

_KINDS = {name: kind for kind, name in NAMES.items()}


@access("key:write", makes_tenant=True)
@operation("createContext", "Host a @context", CREATED, body="ContextDocument")
async def add(request: Request) -> Response:
    """§5.13.2, 6.29.3.1."""
    document = await read_json(request, (JSON, LD_JSON))
    if not isinstance(document, dict) or "@context" not in document:
        raise InvalidRequest("context-document-malformed")
    context = document["@context"]  # what else is there is not kept (§5.13.2.3)
    if not is_context(context):
        raise BadRequest("context-malformed")
    if len(encode(context)) > MOST_BYTES:
        raise TooLarge("body-too-large", limit_mb=MOST_BYTES // 1_000_000)
    address = await _contexts(request).host(context, request.state.key)
    return Response(status_code=201, headers={"Location": address})


@access("key:read")
@operation(
    "listContexts",
    "@contexts",
    plain("Their addresses, or what is known of each.", "Contexts"),
    takes=("details", "kind"),
)
async def listing(request: Request) -> Response:
    """§5.13.3, 6.29.3.2: addresses, or with details=true what is known of each."""
    name = request.query_params.get("kind")
    if name and name not in _KINDS:
        raise BadRequest("parameter-malformed", parameter="kind", value=name[:40], expected=", ".join(_KINDS))
    kept = await _contexts(request).listed(request.state.key.tenant, _KINDS.get(name or ""))
    details = flag(request, "details")
    told = [_told(request, one) if details else absolute(request, one.url) for one in kept]
    return Response(encode(told), media_type=JSON)


@access("key:read")
@operation(
    "retrieveContext",
    "One @context",
    plain("It, or what is known of it.", "ContextOrDetails"),
    takes=("details",),
    refuses=(422,),
)
async def serve(request: Request) -> Response:
    """§5.13.4, 6.30.3.1: the context, or with details=true what is known of it.

    One that was fetched is not served, it stands elsewhere; the core's are, for clients without a network.
    """
    name, details = request.path_params["context"], flag(request, "details")
    if core := core_url(name):
        return Response(encode(_core(core) if details else core_document(core)), media_type=JSON)
    kept = await _found(request, name)
    if kept.kind == Kind.CACHED and not details:
        raise NotSupported("context-is-cached", url=kept.url)
    _contexts(request).note(kept.url)
    body = encode(_told(request, kept)) if details else (kept.document or "{}").encode()
    return Response(body, media_type=JSON)


@access("key:write")
@operation("deleteContext", "Delete or reload a @context", NOTHING, takes=("reload",))
async def delete(request: Request) -> Response:
    """§5.13.5, 6.30.3.2: with reload=true a fetched context is fetched anew, and kept when that fails.

    One that a key hosts is deleted by that key or an admin key: others read and write by it.
    """
    name, reload = request.path_params["context"], flag(request, "reload")
    if core_url(name):
        if not reload:
            raise BadRequest("context-is-core", url=name)
        return nothing()  # it comes with this server: there is nothing newer to fetch
    kept = await _contexts(request).find(name, request.state.key.tenant)
    if reload:
        if kept is None or kept.kind != Kind.CACHED:
            raise BadRequest("context-not-reloadable", context=name[:200])
        await _reload(request, kept.url)
        return nothing()
    if kept is None:
        raise NotFound("context-does-not-exist", context=name[:200])
    if (
        kept.kind != Kind.CACHED
        and kept.key_id != request.state.key.id
        and not request.state.key.may_administer
    ):
        raise NotAllowed("context-of-another-key", context=name[:200])
    await _contexts(request).remove(kept)
    return nothing()


async def _reload(request: Request, url: str) -> None:
    try:
        await _contexts(request).load(url)
    except BadRequest as error:  # to a reload what is no context is none (§5.13.5.4)
        raise ContextNotAvailable(url=url) from error


async def _found(request: Request, name: str) -> Kept:
    kept = await _contexts(request).find(name, request.state.key.tenant)
    if kept is None:
        raise NotFound("context-does-not-exist", context=name[:200])
    return kept


def _told(request: Request, kept: Kept) -> dict[str, Any]:
    told: dict[str, Any] = {
        "URL": absolute(request, kept.url),
        "localId": kept.id,
        "kind": NAMES[Kind(kept.kind)],
        "createdAt": iso(kept.created_at),
        "numberOfHits": kept.hits,
    }
    if kept.expires_at is not None:
        told["expiresAt"] = iso(kept.expires_at)
    if kept.used_at is not None:
        told["lastUsage"] = iso(kept.used_at)
    return told


def _core(url: str) -> dict[str, Any]:
    return {
        "URL": url,
        "localId": url.rsplit("/", 1)[-1],
        "kind": "Cached",
        "createdAt": iso(carried_since()),
    }


def _contexts(request: Request) -> Contexts:
    contexts: Contexts = request.app.state.door.contexts
    return contexts
