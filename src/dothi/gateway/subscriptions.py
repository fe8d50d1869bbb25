"""Subscriptions (CIM 009 §5.8.1-5.8.5; §6.10, 6.11): a key sees and changes its own, an admin key those of its tenant."""

from __future__ import annotations

import contextlib
import uuid
from collections.abc import AsyncIterator
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from dothi.accounts.keys import Key
from dothi.entities.core.names import checked_urn
from dothi.entities.subscriptions import store
from dothi.entities.subscriptions.parse import checked
from dothi.entities.subscriptions.show import shown
from dothi.gateway.access import access
from dothi.gateway.asking import reading
from dothi.gateway.contexts import Contexts, absolute
from dothi.gateway.intake import Intake, accepted, link_context, options, read
from dothi.gateway.operations import CREATED, DISTRIBUTED, NOTHING, WRITTEN_WORDS, operation
from dothi.gateway.operations import told as telling
from dothi.gateway.outtake import created, json_answer, nothing
from dothi.gateway.paging import page_of

_ONE = frozenset({"options", "format"})
_MANY = _ONE | {"limit", "offset", "count"}
_WORDS = WRITTEN_WORDS | {"count"}


@access("key:read", makes_tenant=True)
@operation("createSubscription", "Subscribe", CREATED, takes=DISTRIBUTED, body="Subscription", refuses=(409,))
async def create(request: Request) -> Response:
    """§5.8.1, 6.10.3.1. To be told needs no more right than to read."""
    intake = await _read(request)
    body = checked(intake.payload, intake.context)
    body.setdefault("id", f"urn:ngsi-ld:Subscription:{uuid.uuid4()}")
    async with _written_out(request, intake.payload) as link, reading(request) as connection:
        await store.create(
            connection, body, intake.context, key=request.state.key.id, tenant=_tenant(request), link=link
        )
    return created(request, body["id"], "subscriptions")


@access("key:read")
@operation(
    "querySubscription",
    "Subscriptions",
    telling("A page of them.", "Subscriptions", paged=True),
    takes=_MANY,
    words=_WORDS,
)
async def query(request: Request) -> Response:
    """§5.8.4, 6.10.3.2."""
    media, page, context = accepted(request), page_of(request), link_context(request)
    whose, tenant = _whose(request.state.key), _tenant(request)
    async with reading(request) as connection:
        found = await store.page(connection, key=whose, tenant=tenant, limit=page.to_read, offset=page.offset)
        total = await store.count(connection, key=whose, tenant=tenant) if page.counts else None
    system = "sysAttrs" in options(request)
    told = [shown(row, context, system=system) for row in found[: page.limit]]
    return page.told_in(json_answer(told, context, media), len(found), total)


@access("key:read")
@operation(
    "retrieveSubscription",
    "One subscription",
    telling("It, with its status.", "Subscription"),
    takes=_ONE,
    words=_WORDS,
)
async def retrieve(request: Request) -> Response:
    """§5.8.3, 6.11.3.1."""
    urn, media = _urn(request), accepted(request)
    context = link_context(request)
    async with reading(request) as connection:
        row = await store.retrieve(connection, urn, key=_whose(request.state.key), tenant=_tenant(request))
    return json_answer(shown(row, context, system="sysAttrs" in options(request)), context, media)


@access("key:read")
@operation(
    "updateSubscription",
    "Change a subscription",
    NOTHING,
    takes=DISTRIBUTED,
    body="SubscriptionFragment",
    merges=True,
)
async def update(request: Request) -> Response:
    """§5.8.2, 6.11.3.2."""
    urn = _urn(request)
    intake = await _read(request, merge=True)
    async with _written_out(request, intake.payload) as link, reading(request) as connection:
        await store.change(
            connection,
            urn,
            intake.payload,
            intake.context,
            key=_whose(request.state.key),
            tenant=_tenant(request),
            link=link,
        )
    return nothing()


@access("key:read")
@operation("deleteSubscription", "End a subscription", NOTHING, takes=DISTRIBUTED)
async def delete(request: Request) -> Response:
    """§5.8.5, 6.11.3.3."""
    urn = _urn(request)
    async with reading(request) as connection:
        await store.delete(connection, urn, key=_whose(request.state.key), tenant=_tenant(request))
    return nothing()


async def _read(request: Request, *, merge: bool = False) -> Intake:
    """The body; a remote context that it names for its notifications is learnt, so that a wrong one is told now."""
    intake = await read(request, merge=merge)
    named = intake.payload.get("jsonldContext") if isinstance(intake.payload, dict) else None
    if isinstance(named, str) and named.startswith(("http://", "https://")):
        await request.app.state.door.contexts.learn(named, _tenant(request))
    return intake


@contextlib.asynccontextmanager
async def _written_out(request: Request, payload: Any) -> AsyncIterator[str | None]:
    """§5.2.12: a @context that is no address gets one, so that receivers can read what they are told in; not beside a
    `jsonldContext`, and not for a subscription that comes to nothing."""
    source = payload.get("@context") if isinstance(payload, dict) else None
    while isinstance(source, list) and len(source) == 1:
        source = source[0]
    if source is None or isinstance(source, str) or "jsonldContext" in payload:
        yield None
        return
    contexts: Contexts = request.app.state.door.contexts
    address = await contexts.imply(source, request.state.key)
    try:
        yield absolute(request, address)
    except Exception:
        await contexts.unmake(address)
        raise


def _urn(request: Request) -> str:
    return checked_urn(request.path_params["subscription"])


def _whose(key: Key) -> str | None:
    return None if key.may_administer else key.id


def _tenant(request: Request) -> int:
    key: Key = request.state.key
    return key.tenant
