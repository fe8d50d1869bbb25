"""The temporal evolution of entities (CIM 009 §5.7.3, 5.7.4; §6.18, 6.19): history natively, from the same database."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from psycopg import AsyncConnection
from starlette.requests import Request
from starlette.responses import Response

from dothi.entities.core import represent
from dothi.entities.core.aggregate import aggregated, parse_aggregation
from dothi.entities.core.context import Context
from dothi.entities.core.query import MOST_NESTING, Node, terms
from dothi.entities.core.temporal import TemporalQuery, parse_temporal
from dothi.entities.store import read as store
from dothi.entities.store.aggregate import read_aggregated
from dothi.entities.store.evolving import Evolving, count_evolving, read_evolving
from dothi.entities.store.history import History, Range, read_history
from dothi.entities.store.selecting import Selection
from dothi.gateway.access import access
from dothi.gateway.asking import (
    ENTITY_PARAMETERS,
    QUERY_PARAMETERS,
    Asked,
    asked_in_url,
    ordering_of,
    projection_of,
    reading,
    selection_of,
)
from dothi.gateway.entities import entity_id
from dothi.gateway.forming import form_of, only_read, words_of
from dothi.gateway.intake import accepted
from dothi.gateway.operations import EVOLUTION, EVOLUTIONS, operation
from dothi.gateway.outtake import json_answer
from dothi.gateway.paging import page_of
from dothi.gateway.query_body import BESIDE, asked_in_body
from dothi.kernel.errors import BadRequest, NotFound

_TIMES = frozenset(
    {"timerel", "timeAt", "endTimeAt", "timeproperty", "lastN", "aggrMethods", "aggrPeriodDuration"}
)
_CURRENT_ONLY = frozenset({"join", "joinLevel", "containedBy", "geometryProperty"})
_QUERY = (QUERY_PARAMETERS | _TIMES) - _CURRENT_ONLY
_ENTITY = (ENTITY_PARAMETERS | _TIMES) - _CURRENT_ONLY


@access("key:read")
@operation("queryTemporal", "Query histories", EVOLUTIONS, takes=_QUERY, words=None)
async def query(request: Request) -> Response:
    """§5.7.4, 6.18.3.2. Attributes, values, places and scopes select by the time asked for; types by the entity as it is."""
    return await _query(request, asked_in_url(request))


@access("key:read")
@operation(
    "queryTemporalBatch",
    "Query histories by a body",
    EVOLUTIONS,
    takes=BESIDE | _TIMES,
    words=None,
    body="Query",
)
async def query_by_body(request: Request) -> Response:
    """§5.7.4, 6.24.3.1."""
    return await _query(request, await asked_in_body(request))


async def _query(request: Request, asked: Asked) -> Response:
    media, page = accepted(request), page_of(request)
    temporal, form, selection, ordering = (
        _times(asked),
        form_of(asked),
        selection_of(asked, levels=MOST_NESTING),
        ordering_of(asked),
    )
    _check_alone(asked, selection.q)
    if temporal.start is None and temporal.end is None:
        raise BadRequest("parameter-missing", parameter="timerel")
    selection = replace(selection, during=temporal)
    async with reading(request) as connection:
        found = await read_evolving(connection, selection, temporal, page.to_read, page.offset, ordering)
        told, ranged = await _told(connection, asked, found[: page.limit], temporal, form)
        total = await count_evolving(connection, selection, temporal) if page.counts else None
    response = _answer([one for one in told if one], ranged, asked.context, media)
    return page.told_in(response, len(found), total)


@access("key:read")
@operation("retrieveTemporal", "The history of one entity", EVOLUTION, takes=_ENTITY, words=None)
async def retrieve(request: Request) -> Response:
    """§5.7.3, 6.19.3.1."""
    urn, media = entity_id(request), accepted(request)
    asked = asked_in_url(request)
    _check_alone(asked)
    temporal, form = _times(asked), form_of(asked)
    selection = Selection(ids=(urn,), limits=asked.limits)
    async with reading(request) as connection:
        found = await read_evolving(connection, selection, temporal, 1)
        if not found:
            raise NotFound("entity-does-not-exist", entity=urn)
        (told,), ranged = await _told(connection, asked, found, temporal, form, also_empty=not form.attrs)
    if not told:  # nothing of that time, or nothing of what is shown
        raise NotFound("entity-does-not-exist", entity=urn)
    return _answer(told, ranged, asked.context, media)


async def _told(
    connection: AsyncConnection[Any],
    asked: Asked,
    entities: list[Evolving],
    temporal: TemporalQuery,
    form: represent.Form,
    *,
    also_empty: bool = False,
) -> tuple[list[dict[str, Any] | None], Range | None]:
    """Each entity with its history or the figures of it, and the range of a part. None: nothing in the time asked for, unless
    `also_empty`."""
    only, heads = only_read(form) or (), [one.head for one in entities]
    if "aggregatedValues" in words_of(asked):
        figures = parse_aggregation(asked.get("aggrMethods"), asked.get("aggrPeriodDuration"))
        periods, names = await read_aggregated(
            connection, heads, temporal, figures, only, limits=asked.limits
        )
        return [
            aggregated(head, periods.get(head.id, []), names, form, figures)
            if also_empty or head.id in periods
            else None
            for head in heads
        ], None
    found = await read_history(connection, heads, temporal, only, limits=asked.limits)
    form = await store.with_sources(connection, form)
    return [_evolution(one, found, form, also_empty) for one in entities], found.range


def _evolution(
    one: Evolving, found: History, form: represent.Form, also_empty: bool
) -> dict[str, Any] | None:
    """A page that is cut in time names the attributes that have nothing in its range, too: they go on after it (§6.3.10)."""
    every = found.rows.get(one.head.id, ())
    scopes = [row for row in every if row.term_id == represent.SCOPE]
    rows = [
        row for row in every if row.term_id != represent.SCOPE and form.counts(found.names[row.dataset_id])
    ]
    if not rows and found.range is None and not also_empty:
        return None
    told = represent.temporal(one.head, [*scopes, *rows], found.names, form, one.deleted_at)
    for (holder, term, dataset), kind in sorted(found.beyond.items()):
        iri = found.names[term]
        if holder == one.head.id and form.shows(iri) and form.counts(found.names[dataset]):
            told.setdefault(form.context.compact(iri), represent.no_instances(kind, form))
    return told


def _check_alone(asked: Asked, q: Node | None = None) -> None:
    """§5.7.3.4, 5.7.4.4: neither what is told nor what selects may speak of linked entities."""
    followed = q is not None and any(term.path.linked for term in terms(q))
    if followed or projection_of(asked).depth or asked.get("join") not in (None, "@none"):
        raise BadRequest("history-of-linked-entities")


def _answer(told: Any, ranged: Range | None, context: Context, media: str) -> Response:
    """200, or 206 with the range of time that it is complete in (temporal pagination, §6.3.10)."""
    if ranged is None:
        return json_answer(told, context, media)
    return json_answer(told, context, media, 206, {"Content-Range": str(ranged)})


def _times(asked: Asked) -> TemporalQuery:
    return parse_temporal(
        asked.get("timerel"),
        asked.get("timeAt"),
        asked.get("endTimeAt"),
        asked.get("timeproperty"),
        asked.get("lastN"),
    )
