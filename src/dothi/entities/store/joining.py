"""Linked entities (CIM 009 §4.5.23): what relationships point at, read level by level within the key's limits."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any

from psycopg import AsyncConnection

from dothi.entities.core.projecting import Projection
from dothi.entities.core.represent import Form, Linked, Names, entity, targets
from dothi.entities.store.read import Found, read_page
from dothi.entities.store.selecting import Limits, Selection
from dothi.kernel.errors import DothiError

MOST_LEVELS = 10
MOST_LINKED = 2_000
Told = dict[str, Any]


class TooManyLinked(DothiError):
    """More linked entities than one answer may hold (CIM 009 §6.3.2)."""

    code, status, title = "linked-too-many", 403, "TooManyResults"


@dataclass(frozen=True, slots=True)
class Joining:
    """`inline` inside the relationships or `flat` beside; `contained`: ids that are known already and not told again.
    `cuts`: what is beyond `most` is left out instead of refused."""

    how: str
    levels: int = 1
    contained: frozenset[str] = frozenset()
    most: int = MOST_LINKED
    cuts: bool = False


@dataclass(slots=True)
class Graph:
    """The entities of an answer with all that they are linked to."""

    names: Names
    joining: Joining
    found: dict[str, Found] = field(default_factory=dict)  # linked, by id
    flat: dict[str, Projection] = field(
        default_factory=dict
    )  # in the order of their levels, what is shown of each
    told: int = 0
    shown: dict[tuple[int, str], Projection] = field(default_factory=dict)

    def of_linked(self, shown: Projection, iri: str) -> Projection:
        """The same object for the same question: what is wanted twice is read once."""
        return self.shown.setdefault((id(shown), iri), shown.of_linked(iri))

    def inline(self, one: Found, form: Form) -> Told:
        """An entity with the linked ones inside its relationships."""
        return entity(*one, self.names, form, self.linked(one[0].urn, form))

    def linked(self, urn: str, form: Form) -> Linked:
        """What the relationships of an entity are told with."""
        return self._linked(form, self.joining.levels, frozenset({urn}))

    def beside(self, form: Form) -> list[Told]:
        """The linked entities alone."""
        return [entity(*self.found[urn], self.names, _whole(form, shown)) for urn, shown in self.flat.items()]

    def _linked(self, form: Form, levels: int, above: frozenset[str]) -> Linked:
        def linked(iri: str, urn: str) -> Told | None:
            if not levels or urn in above or urn not in self.found or self._is_full():
                return None
            inner = _whole(form, form.shown.of_linked(iri))
            return entity(*self.found[urn], self.names, inner, self._linked(inner, levels - 1, above | {urn}))

        return linked

    def _is_full(self) -> bool:
        """One more is told; the same entities are told again and again. Raises TooManyLinked."""
        self.told += 1
        if self.told > self.joining.most and not self.joining.cuts:
            raise TooManyLinked(most=self.joining.most)
        return self.told > self.joining.most


async def join(
    connection: AsyncConnection[Any],
    found: list[Found],
    names: Names,
    form: Form,
    joining: Joining,
    limits: Limits,
) -> Graph:
    """Reads what `found` is linked to. Raises TooManyLinked."""
    graph = Graph(names, joining)
    known = {head.urn for head, _ in found} | joining.contained
    level = [(one, form) for one in found]
    for _ in range(joining.levels):
        wanted = _targets(level, graph)
        unread = sorted({urn for urn, _ in wanted} - graph.found.keys() - joining.contained)
        if (room := joining.most - len(graph.found)) < len(unread):
            if not joining.cuts:
                raise TooManyLinked(most=joining.most)
            unread = unread[:room]
        if unread:
            selection = Selection(ids=tuple(unread), limits=limits)
            read, _ = await read_page(connection, selection, len(unread), 0)
            graph.found |= {one[0].urn: one for one in read}
        told = [(urn, shown) for urn, shown in wanted if urn in graph.found]
        for urn, shown in told:
            if urn not in known:
                graph.flat.setdefault(urn, shown)
        level = [(graph.found[urn], _whole(form, shown)) for urn, shown in told]
    return graph


def _targets(level: Iterable[tuple[Found, Form]], graph: Graph) -> list[tuple[str, Projection]]:
    """The ids that the shown relationships of these entities point at, each once with each that is shown of it."""
    wanted: dict[tuple[str, int], Projection] = {}
    names = graph.names
    for (_, rows), form in level:
        for row in rows:
            iri = names[row.term_id]
            if form.shows(iri) and form.counts(names[row.dataset_id]):
                shown = graph.of_linked(form.shown, iri)
                for urn in targets(row):
                    wanted.setdefault((urn, id(shown)), shown)
    return [(urn, shown) for (urn, _), shown in wanted.items()]


def _whole(form: Form, shown: Projection) -> Form:
    """For a linked entity: `attrs` and `datasetId` speak of the linking one."""
    return replace(form, attrs=None, datasets=None, shown=shown)
