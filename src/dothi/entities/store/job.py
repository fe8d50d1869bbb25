"""One write in progress, and what it did."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from psycopg import AsyncConnection

from dothi.entities.core.rows import Attribute, Batch, Fragment, Writer, microseconds
from dothi.entities.store.complaints import Complaint
from dothi.entities.store.dictionary import Dictionary
from dothi.entities.store.statements import write_sql
from dothi.kernel.errors import DothiError
from dothi.kernel.origin import Origin

Key = tuple[int, int, int]  # entity, term, dataset


@dataclass(slots=True)
class Known:
    """An entity as the database knows it."""

    id: int
    types: list[int]
    unit_id: int | None
    agency_id: int | None
    alive: bool


@dataclass(slots=True)
class Written:
    """What one flush did. `changed`: indexes into batch.attributes of what is now current.

    `refused`: by index of the fragment; `refused_rows`: by index of the attribute; `complaints`: doubts, of values that were
    stored all the same and of refused ones. `recorded`: rows added to history,
    0 for a pure repeat. `names`: IRIs by id, for the types of `entities`.
    """

    batch: Batch
    recorded_at: dt.datetime
    origin: Origin
    source: str
    flush_id: int = 0
    tx: int = 0
    recorded: int = 0
    changed: list[int] = field(default_factory=list)
    created: list[str] = field(default_factory=list)
    deleted: list[str] = field(default_factory=list)
    dropped: list[Key] = field(default_factory=list)
    refused: dict[int, DothiError] = field(default_factory=dict)
    refused_rows: dict[int, DothiError] = field(default_factory=dict)
    complaints: list[Complaint] = field(default_factory=list)
    entities: dict[str, Known] = field(default_factory=dict)
    names: dict[int, str] = field(default_factory=dict)


@dataclass(slots=True)
class Job:
    """One write in progress. `skipped`: rows that are not stored (refused, or a null that deletes)."""

    connection: AsyncConnection[Any]
    batch: Batch
    names: Dictionary
    written: Written
    writer: Writer
    careful: bool = False  # values told before are expected: insert instead of COPY
    entities: dict[str, Known] = field(default_factory=dict)
    units: dict[int, int | None] = field(default_factory=dict)  # by fragment: the unit of its place
    limited: bool = False  # has any writer limits? Then these are known of what stands:
    former: set[str] = field(default_factory=set)  # who was deleted and has a history
    scopes: dict[str, list[str]] = field(
        default_factory=dict
    )  # of entities, where a writer's rights depend on them
    unfit: dict[int, DothiError] = field(
        default_factory=dict
    )  # by fragment: its values; told after the rights
    kept: dict[str, set[str]] = field(
        default_factory=dict
    )  # likewise: the attributes (IRIs) that an entity holds
    skipped: set[int] = field(default_factory=set)
    drops: set[Key] = field(default_factory=set)
    held: dict[Key, Attribute] = field(
        default_factory=dict
    )  # what attributes hold that are merged or must exist

    @property
    def tenant(self) -> int:
        return self.batch.tenant

    @property
    def at(self) -> dt.datetime:
        return self.written.recorded_at

    @property
    def at_us(self) -> int:
        return microseconds(self.written.recorded_at)

    def writer_of(self, fragment: Fragment) -> Writer:
        return fragment.writer or self.writer

    def accepted(self) -> Iterator[tuple[int, Fragment]]:
        """Fragments that are not refused (so far)."""
        return ((i, f) for i, f in enumerate(self.batch.fragments) if i not in self.written.refused)

    async def run(self, statement: str, **values: Any) -> Any:
        return await self.connection.execute(write_sql(statement), values, prepare=True)
