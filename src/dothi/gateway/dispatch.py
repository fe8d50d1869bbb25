"""From a request to its endpoint and back, with as little between as possible: devices send thousands of requests a second.

Starlette keeps its parts (routes, requests, responses, lifespan); its middleware and its search through every route are
left out. The first address that fits the path counts; when it takes other methods only, the answer names them (405).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property
from re import Pattern
from typing import Any

from starlette.applications import Starlette
from starlette.datastructures import Headers, QueryParams
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from dothi.gateway import counters, warnings
from dothi.gateway.access import Endpoint
from dothi.gateway.problems import MethodNotAllowed, answer, on_fault
from dothi.kernel.errors import DothiError, NotFound

_Line = tuple[
    Pattern[str], Endpoint | None, str
]  # None: other methods only; the last: its template, for the counters

_NO_PARAMETERS = QueryParams()
# what a device named a value is never run as a page
_NEVER_A_PAGE = (b"x-content-type-options", b"nosniff")


class _Headers(Headers):
    """Of several with one name the first counts, as in Starlette; found by one look, not by a walk through all of them."""

    def __init__(self, scope: Scope) -> None:
        super().__init__(scope=scope)
        self._first = {
            name.decode("latin-1"): value.decode("latin-1") for name, value in reversed(self._list)
        }

    def __getitem__(self, key: str) -> str:
        return self._first[key.lower()]

    def get(self, key: str, default: Any = None) -> Any:
        return self._first.get(key.lower(), default)


class LightRequest(Request):
    """A request of the machine door: a PATCH of one value asks for nine headers, and has no parameters."""

    @cached_property
    def headers(self) -> Headers:
        return _Headers(self.scope)

    @cached_property
    def query_params(self) -> QueryParams:
        asked = self.scope["query_string"]
        return QueryParams(asked) if asked else _NO_PARAMETERS


class MachineDoor(Starlette):
    """A Starlette application that finds and answers requests by itself."""

    def __init__(self, routes: Sequence[Route], lifespan: Callable[[Any], Any]) -> None:
        super().__init__(routes=routes, lifespan=lifespan)
        self._lines: dict[str, list[_Line]] = {}
        patterns = {route.path: route.path_regex for route in routes}
        addresses: dict[str, dict[str, Endpoint]] = {path: {} for path in patterns}
        for route in routes:
            addresses[route.path].update(dict.fromkeys(route.methods or (), route.endpoint))
        for method in {method for endpoints in addresses.values() for method in endpoints}:
            self._lines[method] = [
                (patterns[path], endpoints.get(method), path) for path, endpoints in addresses.items()
            ]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await super().__call__(scope, receive, send)
            return
        began = counters.begin()
        scope["app"], scope["dothi.route"] = self, counters.OTHER
        request = LightRequest(scope, receive, send)
        response = await self._answer(request, scope)
        if tenant := scope.get("dothi.tenant"):
            response.headers["NGSILD-Tenant"] = tenant
        response.raw_headers.append(_NEVER_A_PAGE)
        warnings.attach(request, response)
        # before it is sent: a stream is sent for hours
        counters.note(scope["dothi.route"], scope["method"], response.status_code, counters.begin() - began)
        await response(scope, receive, send)

    async def _answer(self, request: Request, scope: Scope) -> Response:
        try:
            path = _unslashed(scope)
            endpoint, scope["dothi.route"], scope["path_params"] = self._find(scope["method"], path)
            return await endpoint(request)
        except DothiError as error:
            return answer(request, error)
        except Exception as error:
            return on_fault(request, error)

    def _find(self, method: str, path: str) -> tuple[Endpoint, str, dict[str, str]]:
        for pattern, endpoint, template in self._lines.get(method, ()):
            if found := pattern.match(path):
                if endpoint is None:
                    break
                return endpoint, template, found.groupdict()
        allowed = self._methods(path)
        if not allowed:
            raise NotFound("route-does-not-exist", path=path, method=method)
        raise MethodNotAllowed(path=path, method=method, allow=", ".join(allowed))

    def _methods(self, path: str) -> list[str]:
        """Of the first address that fits."""
        fitting = {
            method: next((endpoint for pattern, endpoint, _ in lines if pattern.match(path)), None)
            for method, lines in self._lines.items()
        }
        return sorted(method for method, endpoint in fitting.items() if endpoint is not None)


def _unslashed(scope: Scope) -> str:
    """The path without the slash that a client may put at the end of a collection; an id may end in one when it is encoded."""
    path: str = scope["path"]
    return path[:-1] if path[-1:] == "/" and scope.get("raw_path", b"/").endswith(b"/") else path
