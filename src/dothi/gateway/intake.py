"""What a request carries: its body within the limit, its media types, its @context, its options (CIM 009 §6.3)."""

from __future__ import annotations

import asyncio
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

import msgspec
from starlette.requests import Request

from dothi.entities.core.context import CORE, Context, context_of
from dothi.gateway.budget import SMALL, Budget
from dothi.gateway.problems import NotAcceptable, UnsupportedMedia
from dothi.kernel.errors import BadRequest, InvalidRequest, TooLarge

JSON, LD_JSON, MERGE, GEO_JSON = (
    "application/json",
    "application/ld+json",
    "application/merge-patch+json",
    "application/geo+json",
)
SIMPLIFIED = ("simplified", "keyValues")  # two names of one form (§6.3.7)
_LINK_REL = "http://www.w3.org/ns/json-ld#context"
_decode = msgspec.json.Decoder().decode


@dataclass(frozen=True, slots=True)
class Intake:
    """A parsed body with the context its names are read in."""

    payload: Any
    context: Context


async def read(request: Request, *, merge: bool = False) -> Intake:
    """The JSON body. Raises TooLarge, UnsupportedMedia, InvalidRequest (no JSON), BadRequest (@context in the wrong place)."""
    payload = await read_json(request, (JSON, LD_JSON, MERGE) if merge else (JSON, LD_JSON))
    if media_type(request) == LD_JSON:
        await _learn(request, payload)
    return Intake(payload, _context(request, payload, media_type(request)))


def media_type(request: Request) -> str:
    """Of the body, without its parameters."""
    return request.headers.get("content-type", "").partition(";")[0].strip().lower()


async def _learn(request: Request, payload: Any) -> None:
    """The remote contexts that a body names, of each entity when there are several."""
    for one in payload if isinstance(payload, list) else [payload]:
        if isinstance(one, dict) and "@context" in one:
            await request.app.state.door.contexts.learn(one["@context"], request.state.key.tenant)


async def read_json(request: Request, medias: Collection[str]) -> Any:
    """The JSON body alone. Raises TooLarge, UnsupportedMedia, InvalidRequest."""
    media = media_type(request)
    if media not in medias:
        raise UnsupportedMedia(media=media or "-")
    if (coding := request.headers.get("content-encoding", "identity").strip().lower()) not in (
        "",
        "identity",
    ):
        raise UnsupportedMedia(media=coding)
    size = declared_size(request)
    if size is not None and size <= SMALL:
        return _parsed(await read_body(request))
    async with _budget_of(request).taken(request.app.state.door.max_body if size is None else size):
        return _parsed(await read_body(request))


def _parsed(body: bytes) -> Any:
    try:
        return _decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise InvalidRequest("json-malformed", detail=str(error)) from error


def declared_size(request: Request) -> int | None:
    """The bytes that a request says its body has. Raises TooLarge beyond DOTHI_MAX_BODY_MB, before anything is read."""
    limit = request.app.state.door.max_body
    length = request.headers.get("content-length", "")
    declared = int(length) if length.isascii() and length.isdigit() else None
    if declared is not None and declared > limit:
        raise TooLarge("body-too-large", limit_mb=limit // 1_000_000)
    return declared


def _budget_of(request: Request) -> Budget:
    state = request.app.state
    if not hasattr(state, "bodies"):
        state.bodies = Budget()
    budget: Budget = state.bodies
    return budget


async def read_body(request: Request) -> bytes:
    """At most DOTHI_MAX_BODY_MB within DOTHI_BODY_SECONDS: a body that trickles holds nobody else up."""
    seconds = request.app.state.door.body_seconds
    try:
        async with asyncio.timeout(seconds):
            return await _received(request, declared_size(request))
    except TimeoutError as error:
        raise InvalidRequest("body-too-slow", status=408, seconds=seconds) from error


async def _received(request: Request, declared: int | None) -> bytes:
    limit = request.app.state.door.max_body
    if declared == 0:
        return b""
    chunks: list[bytes] = []
    size, more = 0, True
    while more:
        message = await request.receive()
        if message["type"] == "http.disconnect":
            raise InvalidRequest(
                "body-broken-off"
            )  # a caller that went, or chunks that are none: no fault of ours
        chunks.append(message.get("body", b""))
        size += len(chunks[-1])
        if size > limit:
            raise TooLarge("body-too-large", limit_mb=limit // 1_000_000)
        # what was declared is all there is: the server's own "no more" would cost one more turn between its threads
        more = message.get("more_body", False) and size != declared
    return b"".join(chunks)


def _context(request: Request, payload: Any, media: str) -> Context:
    """§6.3.5: ld+json carries its @context in the body, json in a Link header; both at once is an error."""
    link = request.headers.get("link")
    if media == LD_JSON:
        if link and _LINK_REL in link:
            raise BadRequest("context-twice")
        if isinstance(payload, dict) and "@context" not in payload:
            raise BadRequest("context-missing")
        return context_of(payload.get("@context")) if isinstance(payload, dict) else CORE
    if isinstance(payload, dict) and "@context" in payload:
        raise BadRequest("context-in-json")
    return link_context(request)


def link_context(request: Request) -> Context:
    """The @context of the Link header, or the core context. `access` has learnt it before."""
    url = link_url(request)
    return CORE if url is None else context_of(url)


def link_url(request: Request) -> str | None:
    """The address that the Link header names as @context (§6.3.5)."""
    link = request.headers.get("link")
    for part in link.split(",") if link else ():
        target, _, parameters = part.partition(";")
        if _LINK_REL in parameters:
            return target.strip().removeprefix("<").removesuffix(">")
    return None


def accepted(request: Request, *, geo: bool = False) -> str:
    """The media type to answer with, by the Accept header; the first that fits wins. Raises NotAcceptable."""
    header = request.headers.get("accept")
    if not header:
        return JSON
    offers = [JSON, LD_JSON, *([GEO_JSON] if geo else [])]
    best, weight = None, 0.0
    for part in header.split(","):
        media, _, parameters = part.strip().partition(";")
        q = _q(parameters)
        media = media.strip().lower()
        fits = next((o for o in offers if media in (o, "*/*", "application/*")), None)
        if fits and q > weight:
            best, weight = fits, q
    if best is None:
        raise NotAcceptable(accept=header[:200], offers=", ".join(offers))
    return best


def _q(parameters: str) -> float:
    for part in parameters.split(";"):
        name, _, value = part.strip().partition("=")
        if name == "q":
            try:
                return float(value)
            except ValueError:
                return 0.0
    return 1.0


def options(request: Request) -> frozenset[str]:
    """`options` and `format` (§6.3.7, 6.3.11) as one set of words; `simplified` is `keyValues`."""
    words = [*request.query_params.get("options", "").split(","), request.query_params.get("format", "")]
    return frozenset("keyValues" if word == "simplified" else word for word in words if word)


def flag(request: Request, name: str) -> bool:
    """A parameter that is true or false. Raises BadRequest."""
    text = request.query_params.get(name, "false").lower()
    if text not in ("true", "false", ""):
        raise BadRequest("parameter-malformed", parameter=name, value=text[:40], expected="true, false")
    return text == "true"
