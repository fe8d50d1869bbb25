"""The parameters of a query → which entities are asked for (CIM 009 §5.7.2, §6.4.3.2). How they are told: `forming`.

A query comes in the URL or as a body (`query_body`); both are the same names and texts here. What is not supported is told, not ignored.
"""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import psycopg
from psycopg import AsyncConnection
from psycopg_pool import PoolTimeout
from starlette.requests import Request

from dothi.accounts.keys import Key
from dothi.entities.core.context import Context
from dothi.entities.core.geo_query import parse_geo
from dothi.entities.core.names import checked_urn
from dothi.entities.core.ordering import Ordering, parse_ordering
from dothi.entities.core.patterns import checked_pattern
from dothi.entities.core.projecting import CORE_MEMBERS, Projection, parse_projection
from dothi.entities.core.query import Node, parse, terms, with_expanded
from dothi.entities.core.selecting import scope_alternatives, type_alternatives
from dothi.entities.store.selecting import Limits, Selection, Selector
from dothi.gateway.group_commit import is_away
from dothi.gateway.intake import link_context
from dothi.gateway.misfits import misfit
from dothi.kernel.errors import BadRequest, DothiError, Unavailable

FORM_PARAMETERS = frozenset(
    {
        "attrs", "pick", "omit", "options", "format", "lang", "geometryProperty", "datasetId", "local", "via",
        "join", "joinLevel", "containedBy",
    }
)  # fmt: skip
ENTITY_PARAMETERS = FORM_PARAMETERS | {"type", "entityMap"}
PAGE_PARAMETERS = frozenset({"limit", "offset", "count"})
QUERY_PARAMETERS = FORM_PARAMETERS | PAGE_PARAMETERS | {
    "type", "id", "idPattern", "q", "georel", "geometry", "coordinates", "geoproperty", "scopeQ", "csf", "expandValues",
    "orderBy", "orderFrom", "collation", "entityMap", "splitEntities",
}  # fmt: skip

_ENOUGH = ("type", "attrs", "georel")


class TooComplex(DothiError):
    """The query runs too long (CIM 009 §6.3.2: TooComplexQuery)."""

    code, status, title = "query-too-slow", 403, "TooComplexQuery"


class NotSupported(DothiError):
    """The standard has it, this server not yet (CIM 009 §6.3.2)."""

    code, status, title = "operation-not-supported", 422, "OperationNotSupported"


@dataclass(frozen=True, slots=True)
class Asked:
    """What a request asks for, by the names of the URL's parameters; `either`: selectors that only a body can tell."""

    values: Mapping[str, str]
    context: Context
    limits: Limits
    either: tuple[Selector, ...] = ()

    def get(self, name: str) -> str | None:
        return self.values.get(name) or None

    def names(self, name: str) -> tuple[str, ...]:
        """A list of names or ids."""
        return tuple(one.strip() for one in self.values.get(name, "").split(",") if one.strip())

    @property
    def is_local(self) -> bool:
        return self.values.get("local") == "true"


@contextlib.asynccontextmanager
async def reading(request: Request) -> AsyncIterator[AsyncConnection[Any]]:
    """A connection to read on."""
    with told_errors():
        async with request.app.state.door.pool.connection() as connection:
            yield connection


@contextlib.contextmanager
def told_errors() -> Iterator[None]:
    """What the database refuses becomes an error of the request."""
    try:
        yield
    except psycopg.errors.QueryCanceled as error:
        raise TooComplex from error
    except psycopg.DataError as error:  # a wrong regular expression, a number out of range …
        raise misfit(error) from error
    except (psycopg.OperationalError, PoolTimeout) as error:
        if not is_away(error):
            raise
        raise Unavailable("database-away") from error


def limits_of(key: Key) -> Limits:
    """A key's limits and tenant as conditions of every read."""
    return Limits(
        key.entity_prefixes or None,
        key.entity_types or None,
        key.unit_ids,
        key.tenant,
        key.scopes or None,
        key.attributes_seen or None,
    )


def asked_in_url(request: Request) -> Asked:
    """Raises NotSupported for a parameter of a later version of this server."""
    refuse_entity_maps(request)
    return Asked(request.query_params, link_context(request), limits_of(request.state.key))


def refuse_entity_maps(request: Request) -> None:
    """§4.23 entity maps and §4.5.25 split entities belong to distributed operations, which this server has not."""
    for name in ("entityMap", "splitEntities"):
        if request.query_params.get(name, "false") != "false":
            raise NotSupported(parameter=name)
    if "ngsild-entitymap" in request.headers:
        raise NotSupported(parameter="NGSILD-EntityMap")


def selection_of(asked: Asked, *, levels: int = 0, enough: tuple[str, ...] = _ENOUGH) -> Selection:
    """Raises BadRequest for a query that is wrong, or has none of `enough`; `levels`: how deep linked entities are joined."""
    projection = projection_of(asked)
    q, attrs = _q(asked, levels), attribute_names(asked)
    _check_width(asked, q, enough)
    _check_sources(asked)
    georel, scopes = asked.get("georel"), asked.get("scopeQ")
    return Selection(
        ids=tuple(checked_urn(urn) for urn in asked.names("id")),
        id_pattern=_pattern(asked.get("idPattern")),
        types=types_of(asked),
        either=asked.either,
        attrs=attrs,
        q=q,
        geo=parse_geo(georel, asked.get("geometry"), asked.get("coordinates"), asked.get("geoproperty"))
        if georel
        else None,
        scopes=tuple(tuple(both) for both in scope_alternatives(scopes)) if scopes else (),
        shown=projection,
        limits=asked.limits,
        context=asked.context,
    )


def _pattern(text: str | None) -> str | None:
    return None if text is None else checked_pattern(text, "idPattern")


def _check_width(asked: Asked, q: Node | None, enough: tuple[str, ...]) -> None:
    """§5.7.2.4: ids alone do not make a query; a `local` one may ask for everything."""
    by_q = q is not None and any(term.path.names[0] not in CORE_MEMBERS for term in terms(q))
    if not (by_q or asked.either or asked.is_local or any(asked.get(one) for one in enough)):
        raise BadRequest("query-without-filter")


def _check_sources(asked: Asked) -> None:
    """`csf` chooses among context sources: there are none here, but a wrong one is told (§5.7.2.4)."""
    if csf := asked.get("csf"):
        parse(csf)


def _q(asked: Asked, levels: int) -> Node | None:
    text = asked.get("q")
    if text is None:
        return None
    node, names = parse(text, depth=levels), frozenset(asked.names("expandValues"))
    return with_expanded(node, names, asked.context.expand) if names else node


def types_of(asked: Asked) -> tuple[frozenset[str], ...]:
    text = asked.get("type")
    return tuple(type_alternatives(text)) if text and text != "*" else ()


def attribute_names(asked: Asked) -> tuple[str, ...]:
    """`attrs`, which cannot name what is no attribute, nor stand beside a projection (§4.21)."""
    names = asked.names("attrs")
    for name in names:
        if name in CORE_MEMBERS:
            raise BadRequest("attribute-name-malformed", attribute=name)
    if names and (asked.get("pick") or asked.get("omit")):
        raise BadRequest("attrs-and-pick")
    return names


def projection_of(asked: Asked) -> Projection:
    return parse_projection(asked.get("pick"), asked.get("omit"), asked.context)


def ordering_of(asked: Asked) -> Ordering | None:
    order_by = asked.get("orderBy")
    if order_by is None:
        return None
    geometry = asked.get("orderGeometry") or (None if asked.get("georel") else asked.get("geometry"))
    return parse_ordering(order_by, asked.get("collation"), asked.get("orderFrom"), geometry)
