"""Who may call a route. Every endpoint is marked with one right (a test reads `dothi_access` of all of them)."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from functools import wraps

from starlette.requests import Request
from starlette.responses import Response

from dothi.accounts import keys
from dothi.accounts.keys import Key
from dothi.entities.store.tenants import checked, find_tenant, make_tenant
from dothi.gateway.intake import link_url
from dothi.gateway.operations import Operation
from dothi.kernel.errors import NotAllowed, NotAuthenticated, NotFound

Endpoint = Callable[[Request], Awaitable[Response]]
TENANT = "ngsild-tenant"
_MAY = {"key:read": "may_read", "key:write": "may_write", "key:admin": "may_administer"}


def access(right: str, *, makes_tenant: bool = False) -> Callable[[Endpoint], Endpoint]:
    """`key:read`, `key:write` or `key:admin`; the key, for the tenant of the request, is then in `request.state.key`.

    Parameters that its `@operation` does not name are refused.
    `makes_tenant`: what is written first in a tenant makes it (§6.3.14); other requests find that it does not exist.
    """

    def mark(endpoint: Endpoint) -> Endpoint:
        declared: Operation = endpoint.dothi_operation  # type: ignore[attr-defined]

        @wraps(endpoint)
        async def guarded(request: Request) -> Response:
            key = await key_of(request)
            if not getattr(key, _MAY[right]):
                raise NotAllowed("key-not-allowed", key=key.id, right=right.partition(":")[2])
            if name := request.headers.get(TENANT):
                key = await _in_tenant(request, key, name, makes_tenant and key.may_write)
            elif not key.is_for(""):
                raise NotAllowed("key-outside-tenant", key=key.id, tenant="")
            request.state.key = key
            if request.scope["query_string"]:
                declared.check(request.query_params)
            if (url := link_url(request)) is not None:
                await request.app.state.door.contexts.learn(url, key.tenant)
            return await endpoint(request)

        guarded.dothi_access = right  # type: ignore[attr-defined]
        return guarded

    return mark


async def _in_tenant(request: Request, key: Key, name: str, makes: bool) -> Key:
    """The key for this tenant; the answer names it (§6.3.14). Raises NotAllowed, NonexistentTenant, BadRequest."""
    request.scope["dothi.tenant"] = checked(name)
    if not key.is_for(name):
        raise NotAllowed("key-outside-tenant", key=key.id, tenant=name)
    async with request.app.state.door.pool.connection() as connection:
        number = await (make_tenant if makes else find_tenant)(connection, name)
    return replace(key, tenant=number)


async def key_of(request: Request) -> Key:
    """The caller's key. Raises NotAuthenticated."""
    header = request.headers.get("authorization")
    if header is None:
        raise NotAuthenticated("key-missing")
    key = keys.remembered(header)
    if key is None:
        async with request.app.state.door.pool.connection() as connection:
            key = await keys.find_bearer(connection, header)
    if key is None:
        raise NotAuthenticated("key-unknown")
    return key


def check_prefix(key: Key, urn: str) -> None:
    """Is the id inside the key's prefixes? A read of another is as if it did not exist."""
    if not key.reaches(urn):
        raise NotFound("entity-does-not-exist", entity=urn)
