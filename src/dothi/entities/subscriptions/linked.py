"""Linked entities in a notification (CIM 009 §4.5.23, §5.2.14 join and joinLevel): the walk is that of every answer
(`store/joining`), from the entities as they stood and within the rights of the key."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from psycopg import AsyncConnection

from dothi.entities.core.represent import Linked, Stored
from dothi.entities.store.dictionary import dictionary
from dothi.entities.store.joining import Graph, Told, join
from dothi.entities.subscriptions import notice
from dothi.entities.subscriptions.book import Subscription
from dothi.entities.subscriptions.changes import Entity, Key


@dataclass(frozen=True, slots=True)
class Links:
    """What the entities of one notification are linked to; nothing when it was not asked for."""

    subscription: Subscription
    graph: Graph | None

    def inside(self, urn: str) -> Linked | None:
        """For the relationships of this entity."""
        if self.graph is None or self.graph.joining.how != "inline":
            return None
        return self.graph.linked(urn, self.subscription.form)

    def beside(self) -> list[Told]:
        """Those that follow the entities themselves."""
        if self.graph is None or self.graph.joining.how != "flat":
            return []
        return self.graph.beside(self.subscription.form)


async def links_of(
    connection: AsyncConnection[Any], one: Subscription, held: Iterable[tuple[Entity, dict[Key, Stored]]]
) -> Links:
    """Reads them."""
    if one.joining is None:
        return Links(one, None)
    names = dictionary(connection).iris
    found = [(entity.head, notice.shown(one, rows, names)) for entity, rows in held]
    return Links(one, await join(connection, found, names, one.form, one.joining, one.limits))
