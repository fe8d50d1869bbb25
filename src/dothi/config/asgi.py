"""Both doors on one port: the machine door first, Django for everything else, and how the system is.

`/ngsi-ld`, `/stream` and `/crew/positions` never pass through Django; `/healthz` and `/metrics` answer even when Django or the
database do not.
"""

from __future__ import annotations

import asyncio
import gc
import os
from collections.abc import Awaitable, Callable, MutableMapping
from functools import cache
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dothi.config.settings")

from a2wsgi import WSGIMiddleware
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response

from dothi.config import bodies, metrics
from dothi.config.signed_in import is_signed_in
from dothi.config.wsgi import application as pages
from dothi.gateway import counters
from dothi.gateway.app import app as gateway
from dothi.kernel import health, logs
from dothi.kernel.engines import addresses, children, pulse, stopping
from dothi.kernel.errors import TooLarge, Unavailable
from dothi.kernel.i18n import message_of
from dothi.reports.intake.storm import Storm

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Any]]
Send = Callable[[Any], Awaitable[None]]

MACHINE_DOOR = ("/ngsi-ld", "/stream", "/crew/positions")
PAGE_THREADS = 8
SUPERVISED_BY = "DOTHI_SERVE_PID"
_ALLOCATIONS = (
    20_000  # of containers that still live, before the youngest are searched for garbage (Python's own: 700)
)

_pages = WSGIMiddleware(pages, workers=PAGE_THREADS)  # type: ignore[arg-type]
_storm: Storm | None = None
_checker: health.Checker | None = None
_flushes = metrics.Flushes()
_figures = metrics.OnceASecond()
_pulse: asyncio.Task[None] | None = None  # a task that nobody holds may be collected
_forms: asyncio.Task[None] | None = None


async def app(scope: Scope, receive: Receive, send: Send) -> None:
    """The one ASGI application."""
    if scope["type"] == "lifespan":
        _begin()
        await gateway(scope, receive, send)
    elif scope["type"] != "http" or scope["path"].startswith(MACHINE_DOOR):
        await gateway(scope, receive, send)
    elif scope["path"] in _STATUS:
        response = await _STATUS[scope["path"]](Request(scope))
        await response(scope, receive, send)
    else:
        await _people_door(scope, receive, send)


def _begin() -> None:
    """In each serving process: end with the one who started it, and end open streams when told to stop."""
    logs.configure("serve")  # not when this module is loaded: others are forked from who did that
    starter = os.environ.get(SUPERVISED_BY)
    if starter:
        children.follow(int(starter))
    stopping.on_signals()
    _collect_seldom()
    global _pulse, _storm, _forms
    _pulse = asyncio.create_task(pulse.keep_sending())
    _storm = Storm(addresses.database_url(), _pages)  # type: ignore[arg-type]
    _forms = asyncio.create_task(_storm.keep_working())


def _collect_seldom() -> None:
    """What was loaded at the start stays for good and is not searched for garbage again; requests leave little that counting
    references does not free at once, so it is looked for less often. A patch costs about a twentieth less (bench/README.md)."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(_ALLOCATIONS, 20, 20)


async def _people_door(scope: Scope, receive: Receive, send: Send) -> None:
    began = counters.begin()

    async def send_one(message: Any) -> None:  # a2wsgi needs coroutines; Granian gives awaitables
        if message["type"] == "http.response.start":
            counters.note(_area(scope["path"]), scope["method"], message["status"], counters.begin() - began)
        await send(message)

    try:
        async with bodies.read_whole(scope, receive, is_signed_in) as receive_again:
            page = _storm.page if _storm is not None else _pages
            await page(scope, receive_again, send_one)  # type: ignore[arg-type]
    except (TooLarge, bodies.TooSlow, Unavailable) as error:  # no page has begun
        counters.note(_area(scope["path"]), scope["method"], error.status, counters.begin() - began)
        refusal = PlainTextResponse(message_of(error), error.status, {"Connection": "close"})
        await refusal(scope, receive, send)


def _area(path: str) -> str:
    """The label of a page: its first word where a room has one of that name, so that nobody can invent labels."""
    word = path.lstrip("/").split("/", 1)[0]  # CONNECT comes without a path
    return f"/{word}" if word in _areas() else counters.OTHER


@cache
def _areas() -> frozenset[str]:
    from django.urls import get_resolver

    return frozenset(
        {"", "static"}
        | {str(one.pattern).lstrip("^").split("/", 1)[0] for one in get_resolver().url_patterns}
    )


async def _parts() -> dict[str, health.Health]:
    global _checker
    if _checker is None:
        _checker = health.Checker(addresses.database_url(), addresses.nats_url())
    return await _checker.parts()


async def _healthz(_request: Request) -> Response:
    body = health.document(await _parts())
    return JSONResponse(
        body, status_code=503 if body["status"] == health.DOWN else 200, headers={"Cache-Control": "no-store"}
    )


async def _metrics(_request: Request) -> Response:
    """Prometheus: see metrics.py."""
    return Response(await _figures(_told_now), media_type="text/plain; version=0.0.4; charset=utf-8")


async def _told_now() -> bytes:
    hub = getattr(gateway.state, "hub", None)
    return await metrics.text(await _parts(), addresses.database_url(), _flushes, hub)


_STATUS: dict[str, Callable[[Request], Awaitable[Response]]] = {"/healthz": _healthz, "/metrics": _metrics}
