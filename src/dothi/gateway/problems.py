"""Errors on the machine door: RFC 7807 with NGSI-LD's error types (CIM 009 §5.5.2, §6.3.2), in the caller's language."""

from __future__ import annotations

import logging
from typing import Any

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from dothi.gateway.group_commit import is_away
from dothi.kernel.errors import PROBLEM_TYPE, DothiError, Unavailable
from dothi.kernel.i18n import message_of

logger = logging.getLogger(__name__)
_STANDARD = frozenset(
    {
        "InvalidRequest", "BadRequestData", "AlreadyExists", "OperationNotSupported", "ResourceNotFound", "InternalError",
        "TooComplexQuery", "TooManyResults", "LdContextNotAvailable", "NonexistentTenant", "NoMultiTenantSupport",
    }
)  # fmt: skip


class MethodNotAllowed(DothiError):
    code, status, title = "method-not-allowed", 405, "OperationNotSupported"


class NotAcceptable(DothiError):
    code, status, title = "not-acceptable", 406, "NotAcceptable"


class UnsupportedMedia(DothiError):
    code, status, title = "unsupported-media-type", 415, "UnsupportedMediaType"


def problem(error: DothiError, lang: str) -> dict[str, Any]:
    """The problem details of an error."""
    kind = PROBLEM_TYPE + error.title if error.title in _STANDARD else f"urn:dothi:error:{error.code}"
    extra = {
        name: value if isinstance(value, (int, float)) else str(value) for name, value in error.fields.items()
    }
    return {
        **extra,
        "type": kind,
        "title": error.title,
        "status": error.status,
        "detail": message_of(error, lang),
        "code": error.code,
    }


def language_of(request: Request) -> str:
    """vi or en by Accept-Language; vi when nothing is asked."""
    for part in request.headers.get("accept-language", "").split(","):
        tag = part.split(";")[0].strip()[:2].lower()
        if tag in ("vi", "en"):
            return tag
    return "vi"


def answer(request: Request, error: DothiError) -> Response:
    body = msgspec.json.encode(problem(error, language_of(request)))
    headers = {"Allow": error.fields["allow"]} if "allow" in error.fields else {}
    if error.status == 401:
        headers["WWW-Authenticate"] = "Bearer"
    if error.status == 503:
        headers["Retry-After"] = "5"
    return Response(body, error.status, headers, media_type="application/problem+json")


def on_fault(request: Request, error: Exception) -> Response:
    """A fault of ours: logged with its trace, told without it. A database that is away is no fault of the request."""
    if is_away(error):
        return answer(request, Unavailable("database-away"))
    logger.error("gateway fault at %s %s", request.method, request.url.path, exc_info=error)
    return answer(request, DothiError("internal"))
