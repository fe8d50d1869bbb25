"""Purging entities, or some attributes of them, by a query (CIM 009 §5.6.21, 6.4.3.3)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from psycopg import AsyncConnection
from starlette.requests import Request
from starlette.responses import Response

from dothi.entities.core.names import checked_name
from dothi.entities.core.represent import Head, Names, Stored
from dothi.entities.core.rows import Batch, Fragment, Mode
from dothi.entities.store import read as store
from dothi.entities.store.selecting import Selection
from dothi.gateway.access import access
from dothi.gateway.asking import PAGE_PARAMETERS, QUERY_PARAMETERS, asked_in_url, reading, selection_of
from dothi.gateway.door import Door, stamp
from dothi.gateway.operations import BATCH, operation
from dothi.gateway.outtake import batch_answer
from dothi.kernel.errors import BadRequest, DothiError, NotFound

_AT_ONCE = 1_000
_ANSWER_ONLY = PAGE_PARAMETERS | {
    "options", "format", "lang", "attrs", "pick", "omit", "join", "joinLevel", "containedBy", "datasetId", "geometryProperty",
    "orderBy", "orderFrom", "collation",
}  # fmt: skip
_ENOUGH = ("type", "georel", "id", "idPattern", "scopeQ")
_TAKES = (QUERY_PARAMETERS - _ANSWER_ONLY) | {"keep", "drop"}


@access("key:write")
@operation("purgeEntity", "Purge entities", BATCH, takes=_TAKES)
async def purge(request: Request) -> Response:
    """Whole entities; with `drop` only these attributes of them, with `keep` all others. In portions, each durable: when some
    entity is refused, 207 also tells which ones lost something."""
    selection = selection_of(asked_in_url(request), enough=_ENOUGH)
    keep, drop = (_names(request, name, selection) for name in ("keep", "drop"))
    if keep and drop:
        raise BadRequest("keep-and-drop")
    done: list[str] = []
    refused: list[tuple[str, DothiError]] = []
    after = 0
    while True:
        async with reading(request) as connection:
            found, names = await _next(connection, selection, after)
        if not found:
            return batch_answer(request, done, refused, 204)
        after = found[-1][0].id
        batch = Batch(list(_fragments(found, names, keep, drop)))
        errors = await _written(request, batch)
        done += [one.urn for index, one in enumerate(batch.fragments) if index not in errors]
        refused += [(batch.fragments[index].urn, error) for index, error in sorted(errors.items())]


async def _next(
    connection: AsyncConnection[Any], selection: Selection, after: int
) -> tuple[list[tuple[Head, list[Stored]]], Names]:
    """The next entities in the order of their creation."""
    return await store.read_page(connection, selection, _AT_ONCE, 0, after=after)


def _fragments(
    found: list[tuple[Head, list[Stored]]], names: Names, keep: frozenset[str], drop: frozenset[str]
) -> Iterator[Fragment]:
    for head, rows in found:
        if not keep and not drop:
            yield Fragment(head.urn, (), Mode.DELETE)
            continue
        held = {names[row.term_id] for row in rows}
        ended = held - keep if keep else held & drop
        if ended:
            yield Fragment(head.urn, (), Mode.DROP, names=tuple((iri, "*") for iri in sorted(ended)))


async def _written(request: Request, batch: Batch) -> dict[int, DothiError]:
    """What was refused, by fragment. What another request took away meanwhile is as it should be."""
    door: Door = request.app.state.door
    stamp(batch, request.state.key)
    outcome = await door.commit.submit(batch)
    return {index: error for index, error in outcome.refused.items() if not isinstance(error, NotFound)}


def _names(request: Request, parameter: str, selection: Selection) -> frozenset[str]:
    given = request.query_params.get(parameter, "").split(",")
    return frozenset(selection.context.expand(checked_name(name.strip())) for name in given if name.strip())
