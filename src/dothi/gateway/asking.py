"""The parameters of a query → a selection and a form (CIM 009 §6.3.10, §6.4.3.2). What is not supported is told, not ignored."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator
from typing import Any

import psycopg
from psycopg import AsyncConnection
from psycopg_pool import PoolTimeout
from starlette.requests import Request

from dothi.accounts.keys import Key
from dothi.entities.core.context import Context
from dothi.entities.core.geo_query import parse_geo
from dothi.entities.core.names import checked_urn
from dothi.entities.core.query import parse
from dothi.entities.core.represent import Form
from dothi.entities.core.selecting import scope_alternatives, type_alternatives
from dothi.entities.store.read import Limits, Selection
from dothi.gateway.group_commit import is_away
from dothi.gateway.intake import link_context, options
from dothi.kernel.errors import BadRequest, DothiError, InvalidRequest, Unavailable

MOST_PER_PAGE = 1000
USUAL_PER_PAGE = 20
_FILTERS = ("type", "id", "idPattern", "attrs", "q", "georel", "scopeQ", "local")
_STYLES = ("concise", "keyValues")
ENTITY_PARAMETERS = frozenset({"attrs", "options", "format", "lang", "geometryProperty", "local", "type"})
QUERY_PARAMETERS = ENTITY_PARAMETERS | frozenset(
    {
        "id",
        "idPattern",
        "q",
        "georel",
        "geometry",
        "coordinates",
        "geoproperty",
        "scopeQ",
        "limit",
        "offset",
        "count",
    }
)


class TooComplex(DothiError):
    """The query runs too long (CIM 009 §6.3.2: TooComplexQuery)."""

    code, status, title = "query-too-slow", 403, "TooComplexQuery"


@contextlib.asynccontextmanager
async def reading(request: Request) -> AsyncIterator[AsyncConnection[Any]]:
    """A connection to read on; what the database refuses becomes an error of the request."""
    try:
        async with request.app.state.door.pool.connection() as connection:
            yield connection
    except psycopg.errors.QueryCanceled as error:
        raise TooComplex from error
    except psycopg.DataError as error:  # a wrong regular expression, a number out of range …
        raise BadRequest("value-not-storable", detail=str(error).splitlines()[0][:200]) from error
    except (psycopg.OperationalError, PoolTimeout) as error:
        if not is_away(error):
            raise
        raise Unavailable("database-away") from error


def limits_of(key: Key) -> Limits:
    """A key's limits and tenant as conditions of every read."""
    return Limits(key.entity_prefixes or None, key.entity_types or None, key.unit_ids, key.tenant)


def check_parameters(request: Request, known: frozenset[str]) -> None:
    """A parameter that would be ignored is refused: the caller believes it works (§6.3.20)."""
    for name in request.query_params:
        if name not in known:
            raise InvalidRequest("parameter-unknown", parameter=name)


def selection_of(request: Request, *, known: frozenset[str] = QUERY_PARAMETERS) -> Selection:
    """Raises BadRequest for a query without any filter, or with a wrong one."""
    check_parameters(request, known)
    asked = request.query_params
    if not any(asked.get(name) for name in _FILTERS):
        raise BadRequest("query-without-filter")
    context = link_context(request)
    georel = asked.get("georel")
    return Selection(
        ids=tuple(checked_urn(urn.strip()) for urn in asked["id"].split(",")) if asked.get("id") else (),
        id_pattern=asked.get("idPattern"),
        types=tuple(type_alternatives(asked["type"])) if asked.get("type") and asked["type"] != "*" else (),
        attrs=attribute_names(request),
        q=parse(asked["q"]) if asked.get("q") else None,
        geo=parse_geo(georel, asked.get("geometry"), asked.get("coordinates"), asked.get("geoproperty"))
        if georel
        else None,
        scopes=tuple(tuple(both) for both in scope_alternatives(asked["scopeQ"]))
        if asked.get("scopeQ")
        else (),
        limits=limits_of(request.state.key),
        context=context,
    )


def attribute_names(request: Request) -> tuple[str, ...]:
    return tuple(name.strip() for name in request.query_params.get("attrs", "").split(",") if name.strip())


def form_of(request: Request, context: Context, *, attrs: bool = True) -> Form:
    """How the answer is written."""
    words = options(request)
    names = attribute_names(request) if attrs else ()
    return Form(
        style=next((style for style in _STYLES if style in words), "normalized"),
        system="sysAttrs" in words,
        lang=request.query_params.get("lang"),
        attrs=frozenset(context.expand(name) for name in names) or None,
        context=context,
        temporal_values="temporalValues" in words or "keyValues" in words,
    )


def page_of(request: Request) -> tuple[int, int]:
    """limit and offset; limit=0 asks only for the count."""
    wants_count = request.query_params.get("count") == "true"
    limit = _number(request, "limit", USUAL_PER_PAGE, MOST_PER_PAGE)
    if limit == 0 and not wants_count:
        raise BadRequest("parameter-malformed", parameter="limit", value="0", expected="1…1000")
    return limit, _number(request, "offset", 0, 10_000_000)


def _number(request: Request, name: str, usual: int, most: int) -> int:
    text = request.query_params.get(name)
    if text is None:
        return usual
    if not text.isascii() or not text.isdigit() or len(text) > 9 or int(text) > most:
        raise BadRequest("parameter-malformed", parameter=name, value=text[:40], expected=f"0…{most}")
    return int(text)
