"""The machine door described for who writes a client: OpenAPI 3.1, made from the routes and what stands at their endpoints.

Nothing is told twice: addresses and methods come from the table of routes, the right from `@access`, what is taken and answered from
`@operation`. What every operation of a kind refuses is told here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

import msgspec
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

import dothi
from dothi.gateway import parameters
from dothi.gateway.intake import JSON, LD_JSON, MERGE
from dothi.gateway.operations import Answer, Operation, operation, plain
from dothi.gateway.parameters import Parameter
from dothi.gateway.schemas import COUNT, SCHEMAS, TEXT, Schema, ref

Document = dict[str, Any]
PROBLEM = "application/problem+json"
_PLACE = re.compile(r"{(\w+)(?::\w+)?}")
_REFUSALS = {
    400: "The request is malformed, or says what cannot be: `detail` names it.",
    401: "No key, or one that is wrong, revoked or ended.",
    403: "The key has not this right, or not here; or the query takes too long.",
    404: "It does not exist, or not for this key; or the tenant does not.",
    406: "None of the media types that are accepted can be given.",
    408: "The body came too slowly.",
    409: "It exists already.",
    413: "The body is too large.",
    415: "A body of this media type, or packed, is not taken.",
    422: "The standard has it, this server not yet.",
    429: "This person has too many streams open.",
    503: "A part that this needs is away: later, again.",
    504: "A @context cannot be had.",
}
_ALWAYS = (400, 401, 403, 404, 503, 504)
_WITH_BODY = (408, 413, 415)
_HEADERS: dict[str, tuple[str, Schema]] = {
    "NGSILD-Results-Count": ("How many match, on all pages.", COUNT),
    "NGSILD-Warning": ("A doubt about a value that was stored all the same (§6.3.17).", TEXT),
    "Link": ("The @context of the answer, the pages beside.", TEXT),
    "Location": ("The address of what was made.", TEXT),
    "Content-Range": ("The range of time in which a part of a history is complete (§6.3.10).", TEXT),
}
_ABOUT = """The machine door of dothi: NGSI-LD after ETSI GS CIM 009 v1.9.1, and live streams. Clauses (§) are those of that standard.

A write is answered when it is durable. A query parameter that is not listed at an operation is refused with 400. Refusals are
problem details (RFC 9457) in Vietnamese or English, by Accept-Language, with a stable `code`. GET answers HEAD, too."""
_KEY = "`Authorization: Bearer <id>.<secret>` of a key. A read key reads, a write or device key writes, inside its limits."

_CREW = "`Authorization: Bearer <ticket>`: what the crew page of a phone got for its unit, for ten minutes."


@operation("getDescription", "This document", plain("OpenAPI 3.1", "OpenAPI"))
async def serve(request: Request) -> Response:
    """Needs no key: it says what can be asked, not what is answered."""
    return Response(_written(request.app), media_type=JSON, headers={"Cache-Control": "public, max-age=300"})


serve.dothi_access = "public"  # type: ignore[attr-defined]


@cache
def _written(app: Any) -> bytes:
    return msgspec.json.encode(document(app.routes))


def document(routes: Iterable[BaseRoute]) -> Document:
    """The description of these routes."""
    paths: dict[str, dict[str, Any]] = {}
    for route in routes:
        if isinstance(route, Route):
            path = _PLACE.sub(r"{\1}", route.path)
            item = paths.setdefault(path, {"parameters": list(_places(route.path))})
            for method in sorted((route.methods or set()) - {"HEAD"}):
                item[method.lower()] = _operation(route, method)
    return {
        "openapi": "3.1.0",
        "info": {"title": "dothi NGSI-LD", "version": dothi.__version__, "description": _ABOUT},
        "servers": [{"url": "/"}],
        "paths": paths,
        "components": {
            "schemas": SCHEMAS,
            "responses": {str(status): _refusal(status) for status in _REFUSALS},
            "headers": {name: {"description": what, "schema": schema} for name, (what, schema) in _HEADERS.items()},
            "parameters": {name: _parameter(name, "header", one) for name, one in parameters.HEADERS.items()},
            "securitySchemes": {
                "crew": {"type": "http", "scheme": "bearer", "description": _CREW},
                "key": {"type": "http", "scheme": "bearer", "description": _KEY},
                "ticket": {"type": "apiKey", "in": "query", "name": "ticket", "description": parameters.QUERY["ticket"].what},
            },
        },
    }  # fmt: skip


def _operation(route: Route, method: str) -> Document:
    endpoint: Any = route.endpoint
    declared: Operation = endpoint.dothi_operation
    right: str = endpoint.dothi_access
    alone = len((route.methods or set()) - {"HEAD"}) == 1
    told: Document = {
        "operationId": declared.name if alone else f"{declared.name}By{method.title()}",
        "summary": declared.what,
        "description": f"{' '.join((endpoint.__doc__ or '').split())}\n\nRight: `{right}`.",
        "tags": [_tag(route.path)],
        "security": _security(right),
        "parameters": list(_parameters(declared, right)),
        "responses": _responses(declared, right),
    }
    if declared.body:
        medias = (JSON, LD_JSON, *([MERGE] if declared.merges else []))
        told["requestBody"] = {
            "required": True,
            "content": {media: {"schema": ref(declared.body)} for media in medias},
        }
    return told


_SCHEMES = {"ticket": "ticket", "crew-ticket": "crew"}


def _security(right: str) -> list[dict[str, list[str]]]:
    if right == "public":
        return []
    return [{_SCHEMES.get(right, "key"): []}]


def _tag(path: str) -> str:
    return next(part for part in path.split("/")[1:] if part not in ("ngsi-ld", "v1"))


def _places(template: str) -> Iterator[Document]:
    for name in _PLACE.findall(template):
        yield {**_parameter(name, "path", parameters.PATH[name]), "required": True}


def _parameters(declared: Operation, right: str) -> Iterator[Document]:
    if right.startswith("key:"):
        yield from ({"$ref": f"#/components/parameters/{name}"} for name in parameters.HEADERS)
    for name in sorted(declared.takes):
        one = parameters.QUERY[name]
        schema = parameters.asked(name, declared)
        told = _parameter(name, "query", Parameter(one.what, schema, one.example))
        yield {**told, "style": "form", "explode": False} if schema.get("type") == "array" else told


def _parameter(name: str, place: str, one: Parameter) -> Document:
    told = {"name": name, "in": place, "description": one.what, "schema": one.schema}
    return told if one.example is None else {**told, "example": one.example}


def _responses(declared: Operation, right: str) -> Document:
    told = {str(status): _answer(one) for status, one in sorted(declared.answers.items())}
    refused = {*declared.refuses}
    if right != "public":
        refused |= {*_ALWAYS}
    if declared.body:
        refused |= {*_WITH_BODY}
    if any(LD_JSON in one.content for one in declared.answers.values()):
        refused.add(406)
    if "entityMap" in declared.takes:
        refused.add(422)
    return told | {str(status): {"$ref": f"#/components/responses/{status}"} for status in sorted(refused)}


def _answer(one: Answer) -> Document:
    return {
        "description": one.what,
        **({"headers": {name: {"$ref": f"#/components/headers/{name}"} for name in one.headers}} if one.headers else {}),
        **({"content": {media: {"schema": ref(schema)} for media, schema in one.content.items()}} if one.content else {}),
    }  # fmt: skip


def _refusal(status: int) -> Document:
    return {"description": _REFUSALS[status], "content": {PROBLEM: {"schema": ref("Problem")}}}
