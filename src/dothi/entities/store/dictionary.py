"""Ids of names and sources. They are never deleted, so a process learns each once and keeps it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from psycopg import AsyncConnection

from dothi.entities.store.statements import read_sql, write_sql


@dataclass(slots=True)
class Dictionary:
    """What one process knows of one database: terms, sources, partitions."""

    terms: dict[str, int] = field(default_factory=lambda: {"": 0})
    iris: dict[int, str] = field(default_factory=lambda: {0: ""})
    sources: dict[str, int] = field(default_factory=dict)
    told_sources: dict[int, str] = field(default_factory=dict)  # as readers are told of them
    tenants: dict[str, int] = field(default_factory=dict)
    months: set[dt.date] = field(default_factory=set)
    careful: int = 0  # how many next writes expect values that were told before

    async def learn(self, connection: AsyncConnection[Any], iris: Iterable[str]) -> None:
        """Knows the ids of these IRIs afterwards; new ones must commit, or be learnt by a draft."""
        unknown = {iri for iri in iris if iri not in self.terms}
        if unknown:
            await _learn(connection, "learn_terms", unknown, self.terms)
            self.iris.update({self.terms[iri]: iri for iri in unknown})

    def knows(self, iris: set[str], sources: set[str], months: set[dt.date]) -> bool:
        return iris <= self.terms.keys() and sources <= self.sources.keys() and months <= self.months

    def draft(self) -> Dictionary:
        """A copy for one transaction: what it learns is forgotten with it."""
        return Dictionary(
            dict(self.terms),
            dict(self.iris),
            dict(self.sources),
            dict(self.told_sources),
            dict(self.tenants),
            set(self.months),
        )

    async def learn_sources(self, connection: AsyncConnection[Any], names: set[str]) -> None:
        unknown = names - self.sources.keys()
        if unknown:
            await _learn(connection, "learn_sources", unknown, self.sources)

    async def tell_sources(self, connection: AsyncConnection[Any]) -> dict[int, str]:
        """Every source by id, as outsiders may know it: of a person only that it is one. Always the same mapping, which grows.

        To be asked after rows were read: whatever wrote them is known then. (By what is missing, not by the highest id:
        a lower one may commit later.)
        """
        found = await connection.execute(read_sql("source_names"), {"known": list(self.told_sources)})
        self.told_sources.update(
            {key: "person" if name.startswith("person:") else name async for key, name in found}
        )
        return self.told_sources

    async def find(self, connection: AsyncConnection[Any], iris: Iterable[str]) -> dict[str, int]:
        """The ids of IRIs; one that was never stored has id -1, which nothing matches."""
        wanted = set(iris)
        unknown = [iri for iri in wanted if iri not in self.terms]
        if unknown:
            async for iri, key in await connection.execute(read_sql("find_terms"), {"names": unknown}):
                self.terms[iri], self.iris[key] = key, iri
        return {iri: self.terms.get(iri, -1) for iri in wanted}

    async def names(self, connection: AsyncConnection[Any], ids: Iterable[int]) -> None:
        """Knows the IRIs of these ids afterwards."""
        unknown = [i for i in set(ids) if i not in self.iris]
        if unknown:
            async for key, iri in await connection.execute(write_sql("terms_by_id"), {"ids": unknown}):
                self.iris[key], self.terms[iri] = iri, key

    async def make_months(self, connection: AsyncConnection[Any], months: set[dt.date]) -> None:
        """Makes the partitions that are missing."""
        if not months - self.months:
            return
        self.months |= {row[0] async for row in await connection.execute(write_sql("months"))}
        for month in sorted(months - self.months):
            await connection.execute(write_sql("make_month"), {"month": month})
            self.months.add(month)


async def _learn(
    connection: AsyncConnection[Any], statement: str, names: set[str], known: dict[str, int]
) -> None:
    while missing := sorted(
        name for name in names if name not in known
    ):  # twice when another process was quicker
        cursor = await connection.execute(write_sql(statement), {"names": missing})
        known.update({name: key async for name, key in cursor})


_known: dict[tuple[str, int, str], Dictionary] = {}


def dictionary(connection: AsyncConnection[Any]) -> Dictionary:
    """The dictionary of the database behind this connection."""
    info = connection.info
    return _known.setdefault((info.host, info.port, info.dbname), Dictionary())
