"""Answers: the @context in a Link header or in the body, status and headers (CIM 009 §6.3.5-6.3.6)."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from dothi.entities.core.context import Context
from dothi.entities.core.core_context import CORE_URL
from dothi.gateway.intake import GEO_JSON, JSON, LD_JSON
from dothi.gateway.problems import language_of, problem
from dothi.kernel.errors import DothiError

encode = msgspec.json.Encoder().encode


def json_answer(
    payload: Any,
    context: Context,
    media: str = JSON,
    status: int = 200,
    headers: dict[str, str] | None = None,
) -> Response:
    """A payload in the asked form; ld+json carries its @context, everything else names it in a Link header."""
    headers = dict(headers or {})
    if media == LD_JSON:
        payload = (
            [{**one, "@context": context.link} for one in payload]
            if isinstance(payload, list)
            else {**payload, "@context": context.link}
        )
    else:
        headers["Link"] = _context_link(context)
    return Response(encode(payload), status, headers, media_type=media)


def geojson_answer(request: Request, payload: dict[str, Any], context: Context) -> Response:
    """§6.3.6: the @context stands in the body, too, unless the caller prefers plain JSON (`Prefer: body=json`)."""
    if "body=json" not in request.headers.get("prefer", "").replace(" ", "").split(","):
        payload = {**payload, "@context": context.link}
    return Response(encode(payload), headers={"Link": _context_link(context)}, media_type=GEO_JSON)


def _context_link(context: Context) -> str:
    return f'<{context.link}>; rel="http://www.w3.org/ns/json-ld#context"; type="application/ld+json"'


def nothing(status: int = 204, headers: dict[str, str] | None = None) -> Response:
    return Response(status_code=status, headers=headers)


def created(request: Request, urn: str, under: str = "entities") -> Response:
    """The id is encoded: it may hold letters of Vietnamese, and what an address would read as something else."""
    return Response(status_code=201, headers={"Location": f"/ngsi-ld/v1/{under}/{quote(urn, safe=':')}"})


def batch_answer(
    request: Request, successes: list[str], errors: list[tuple[str, DothiError]], status: int
) -> Response:
    """207 with exactly the bad ones (§6.14-6.17), `status` when all went well."""
    if not errors:
        if status == 204:
            return nothing()
        return Response(encode(successes), status, media_type=JSON)
    lang = language_of(request)
    told = [{"entityId": urn, "error": problem(error, lang)} for urn, error in errors]
    return Response(encode({"success": successes, "errors": told}), 207, media_type=JSON)


def multi_status(request: Request, updated: list[str], refused: list[tuple[str, DothiError]]) -> Response:
    """§5.2.18 UpdateResult: which attributes were updated, which not and why."""
    lang = language_of(request)
    reasons = [{"attributeName": name, "reason": problem(error, lang)["detail"]} for name, error in refused]
    return Response(encode({"updated": updated, "notUpdated": reasons}), 207, media_type=JSON)


__all__ = ["CORE_URL", "batch_answer", "created", "geojson_answer", "json_answer", "multi_status", "nothing"]
