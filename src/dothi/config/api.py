"""/api/v1: assembled from the rooms' `api.py`, described by OpenAPI 3.1. Errors are RFC 7807 in the language of the request.

Loaded by the first request that asks for it (see urls.py): django-ninja and pydantic cost a third of a second of processor time
and 14 MB, which the start of the doors need not wait for.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping
from functools import cache
from http import HTTPStatus
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.urls import Resolver404, URLResolver
from django.urls.resolvers import RegexPattern
from django.views.decorators.http import conditional_page
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError
from ninja.renderers import JSONRenderer

import dothi
from dothi.config.middleware import problem
from dothi.config.rooms import ROOMS
from dothi.kernel.errors import DothiError, InvalidRequest, NotAuthenticated, NotFound, TooLarge, Unavailable
from dothi.kernel.i18n import message_of, t

PREFIX = "/api/v1/"
logger = logging.getLogger(__name__)


@conditional_page  # an answer that the asker has already (If-None-Match) is not sent again
def answer(request: HttpRequest) -> HttpResponseBase:
    """What the operation at this address says, or a problem."""
    if request.path_info == f"{PREFIX}openapi.json":
        return HttpResponse(description(), content_type="application/json")
    if _holds_nul(request):
        return _refuse(request, InvalidRequest("api-parameters", wrong="U+0000"))
    try:
        match = _addresses().resolve(request.path_info)
    except Resolver404:
        return _refuse(request, NotFound("api-address", path=request.path_info[:200]))
    request.resolver_match = match
    response: HttpResponse = match.func(request, *match.args, **match.kwargs)
    if response.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
        allowed = response["Allow"]
        refused = InvalidRequest("api-method", status=405, method=str(request.method)[:20], allowed=allowed)
        response = _refuse(request, refused)
        response["Allow"] = allowed
    response.setdefault("Cache-Control", "private, no-cache")  # kept, and asked for again each time (304)
    response["Vary"] = "Accept, Accept-Language, Authorization, Cookie"
    return response


def _holds_nul(request: HttpRequest) -> bool:
    """PostgreSQL keeps no U+0000 in a text: nothing here has such a name, and no room needs to ask."""
    given = [request.path_info, *(text for pair in request.GET.lists() for text in (pair[0], *pair[1]))]
    return any("\0" in text for text in given)


class _Json(JSONRenderer):
    """Vietnamese as it is written, not as escapes of twice the size."""

    json_dumps_params: Mapping[str, Any] = {"ensure_ascii": False}


@cache
def api() -> NinjaAPI:
    """Every room's operations."""
    made = NinjaAPI(
        title="dothi",
        version=dothi.__version__,
        description=t("api-description", "en"),
        openapi_url=None,  # served above, without a key: it says what can be asked, not what is answered
        docs_url=None,
        urls_namespace="api",
        renderer=_Json(),
    )
    for error in (DothiError, ValidationError, HttpError, Http404, RequestDataTooBig):
        made.add_exception_handler(error, _refuse)
    made.add_exception_handler(Exception, _fault)
    for room in ROOMS:
        if find_spec(f"dothi.{room}.api"):
            made.add_router("", import_module(f"dothi.{room}.api").router)
    return made


@cache
def description() -> str:
    """The OpenAPI document, mended where the library says less than the standard wants."""
    document = api().get_openapi_schema(path_prefix=PREFIX)
    for operation in (one for methods in document["paths"].values() for one in methods.values()):
        _mend(operation)
    return json.dumps(document, ensure_ascii=False)


def _mend(operation: dict[str, Any]) -> None:
    """Refusals are problems and not plain JSON; a parameter's example is one value (a list stands only inside a schema)."""
    for status, said in operation["responses"].items():
        content = said.get("content", {})
        if int(status) >= HTTPStatus.BAD_REQUEST and "application/json" in content:
            content["application/problem+json"] = content.pop("application/json")
    for parameter in operation.get("parameters", []):
        if examples := parameter.pop("examples", None):
            parameter["example"] = examples[0]


@cache
def _addresses() -> URLResolver:
    return URLResolver(RegexPattern(rf"^{PREFIX}"), api().urls[0])


def _refuse(request: HttpRequest, error: Any) -> HttpResponse:
    """Every refusal as a problem with our own words, also those that the library raises."""
    known = _known(error)
    response = problem(known, message_of(known))
    if known.status == HTTPStatus.UNAUTHORIZED:
        response["WWW-Authenticate"] = "Bearer"
    return response


def _fault(request: HttpRequest, error: Any) -> HttpResponse:
    """A fault of ours, or the database is away."""
    if isinstance(error, OperationalError | InterfaceError):
        return _refuse(request, Unavailable("database-away"))
    logger.error("api fault at %s", request.path_info, exc_info=error)
    return _refuse(request, DothiError())


def _known(error: Exception) -> DothiError:
    if isinstance(error, DothiError):
        return error
    if isinstance(error, RequestDataTooBig):
        return TooLarge("page-body-too-large", limit_mb=(settings.DATA_UPLOAD_MAX_MEMORY_SIZE or 0) / 2**20)
    if isinstance(error, ValidationError):
        wrong = "; ".join(f"{'.'.join(map(str, one['loc'][1:]))}: {one['msg']}" for one in error.errors)
        return InvalidRequest("api-parameters", wrong=wrong[:500])
    if isinstance(error, HttpError) and error.status_code == HTTPStatus.UNAUTHORIZED:
        return NotAuthenticated("api-needs-key")
    if isinstance(error, HttpError):
        return InvalidRequest(status=error.status_code)
    return NotFound()
