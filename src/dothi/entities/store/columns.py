"""A batch as columns, ready to be packed. One `Columns` never names the same value's instant twice."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from dothi.entities.core.rows import Attribute, Kind, instant
from dothi.entities.store.packed import Bools, Floats, Instants, Int2s, Int4s, Int8s

if TYPE_CHECKING:
    from dothi.entities.store.job import Job

Longs: TypeAlias = NDArray[np.int64]
Ints: TypeAlias = NDArray[np.int32]
Shorts: TypeAlias = NDArray[np.int16]
Flags: TypeAlias = NDArray[np.bool_]


class _Writing(NamedTuple):
    """Which entity a row belongs to, and on whose behalf it is written."""

    entity_id: int
    source_id: int
    origin: int
    arrived: int
    keeps_past: bool

    @classmethod
    def of(cls, job: Job, index: int) -> _Writing:
        if index in job.written.refused:
            return _NOBODY
        fragment = job.batch.fragments[index]
        writer = job.writer_of(fragment)
        arrived = job.at_us if fragment.arrived is None else fragment.arrived
        return cls(
            job.entities[fragment.urn].id,
            job.names.sources[writer.source],
            int(writer.origin),
            arrived,
            writer.keeps_past,
        )


_NOBODY = _Writing(-1, 0, 0, 0, True)


@dataclass(slots=True)
class Sheet:
    """All rows of a batch, column by column, in the order of batch.attributes. `unit` counts from 1 into `units`."""

    attributes: list[Attribute]
    entity: Longs
    source: Ints
    origin: Shorts
    term: Ints
    dataset: Ints
    observed: Longs
    declared: Flags
    kind: Shorts
    quality: Shorts
    num: NDArray[np.float64]
    keeps_past: Flags
    plain: Flags
    unit: Ints
    units: list[str | None]

    @classmethod
    def of(cls, job: Job) -> Sheet:
        attributes = job.batch.attributes
        fragment, term, dataset, kind, num, _, _, _, unit, observed, sub, quality = zip(
            *attributes, strict=True
        )
        writing = np.array([_Writing.of(job, i) for i in range(len(job.batch.fragments))], np.int64)[
            list(fragment)
        ]
        writing[list(job.skipped), 0] = -1
        terms = job.names.terms
        declared = np.array([us is not None for us in observed], bool)
        told = np.array([us or 0 for us in observed], np.int64)
        kinds = np.array(kind, np.int16)
        units = {code: i for i, code in enumerate(dict.fromkeys(unit), 1)}
        keeps_past = writing[:, 4].astype(bool)
        return cls(
            attributes,
            entity=writing[:, 0],
            source=writing[:, 1].astype(np.int32),
            origin=writing[:, 2].astype(np.int16),
            term=np.array([terms[iri] for iri in term], np.int32),
            dataset=np.array([terms[iri] for iri in dataset], np.int32),
            observed=np.where(declared, told, writing[:, 3]),
            declared=declared,
            kind=kinds,
            quality=np.array(quality, np.int16),
            num=np.array(num, np.float64),  # None becomes NaN
            keeps_past=keeps_past,
            plain=np.array([n is not None and s is None for n, s in zip(num, sub, strict=True)], bool)
            & (kinds == Kind.PROPERTY)
            & keeps_past,
            unit=np.array([units[code] for code in unit], np.int32),
            units=list(units),
        )


@dataclass(slots=True)
class Columns:
    """Some rows of a sheet, sorted by (entity, term, dataset, observed)."""

    sheet: Sheet
    rows: Longs

    def __len__(self) -> int:
        return len(self.rows)

    @classmethod
    def none(cls) -> Columns:
        """What a flush writes that only drops."""
        longs, ints = np.empty(0, np.int64), np.empty(0, np.int32)
        shorts, flags = np.empty(0, np.int16), np.empty(0, np.bool_)
        sheet = Sheet(
            [],
            longs,
            ints,
            shorts,
            ints,
            ints,
            longs,
            flags,
            shorts,
            shorts,
            np.empty(0),
            flags,
            flags,
            ints,
            [],
        )
        return cls(sheet, longs)

    @classmethod
    def rounds(cls, job: Job) -> list[Columns]:
        """All rows; a second and further round hold values told again for an instant within the same batch."""
        if not job.batch.attributes:
            return []
        sheet = Sheet.of(job)
        order = np.lexsort((sheet.observed, sheet.dataset, sheet.term, sheet.entity))
        return cls(sheet, order[sheet.entity[order] >= 0])._split()

    def _split(self) -> list[Columns]:
        if not len(self):
            return []
        observed = self.sheet.observed[self.rows]
        same = self._same_key() & (observed[1:] == observed[:-1])
        if not same.any():
            return [self]
        nth = np.zeros(len(self), dtype=np.int64)
        for i in np.flatnonzero(same) + 1:
            nth[i] = nth[i - 1] + 1
        return [self.where(nth == n) for n in range(int(nth.max()) + 1)]

    def _same_key(self) -> Flags:
        """For each row but the first: is it of the same attribute as the one before?"""
        sheet, rows = self.sheet, self.rows
        entity, term, dataset = sheet.entity[rows], sheet.term[rows], sheet.dataset[rows]
        same: Flags = (entity[1:] == entity[:-1]) & (term[1:] == term[:-1]) & (dataset[1:] == dataset[:-1])
        return same

    def where(self, mask: Flags) -> Columns:
        return self if mask.all() else Columns(self.sheet, self.rows[mask])

    def latest(self) -> Columns:
        """The newest row of each attribute."""
        return self.where(self._is_latest())

    def _is_latest(self) -> Flags:
        last = np.ones(len(self), dtype=bool)
        if len(self) > 1:
            last[:-1] = ~self._same_key()
        return last

    def numbers(self) -> Columns:
        """The rows that are plain numbers: all of fixed width."""
        return self.where(self.sheet.plain[self.rows])

    def others(self) -> Columns:
        return self.where(~self.sheet.plain[self.rows])

    def with_past(self) -> Columns:
        """The rows that stand in the history, too."""
        return self.where(self.sheet.keeps_past[self.rows])

    def without_past(self) -> Columns:
        return self.where(~self.sheet.keeps_past[self.rows])

    def span(self) -> tuple[dt.datetime, dt.datetime]:
        observed = self.sheet.observed[self.rows]
        return instant(int(observed.min())), instant(int(observed.max()))

    def entity_ids(self) -> list[int]:
        ids: list[int] = np.unique(self.sheet.entity[self.rows]).tolist()
        return ids

    def each(self) -> Iterator[tuple[int, tuple[int, int, int], int]]:
        """(row, key, observed µs)."""
        sheet, rows = self.sheet, self.rows
        columns = (sheet.entity, sheet.term, sheet.dataset, sheet.observed)
        for row, entity, term, dataset, observed in zip(
            rows.tolist(), *(c[rows].tolist() for c in columns), strict=True
        ):
            yield row, (entity, term, dataset), observed

    def keys(self) -> dict[str, Any]:
        sheet, rows = self.sheet, self.rows
        return {
            "entity": Int8s(sheet.entity[rows]),
            "term": Int4s(sheet.term[rows]),
            "dataset": Int4s(sheet.dataset[rows]),
            "observed": Instants(sheet.observed[rows]),
        }

    def _common(self) -> dict[str, Any]:
        sheet, rows = self.sheet, self.rows
        return {
            **self.keys(),
            "quality": Int2s(sheet.quality[rows]),
            "declared": Bools(sheet.declared[rows]),
            "source": Int4s(sheet.source[rows]),
            "origin": Int2s(sheet.origin[rows]),
        }

    def number_parameters(self) -> dict[str, Any]:
        """Parameters of the statement for plain numbers."""
        sheet, rows = self.sheet, self.rows
        return {
            **self._common(),
            "num": Floats(sheet.num[rows]),
            "unit": Int4s(sheet.unit[rows]),
            "units": sheet.units,
            "latest": Bools(self._is_latest()),
        }

    def value_parameters(self) -> dict[str, Any]:
        """Parameters that any kind of value fits."""
        picked = [self.sheet.attributes[row] for row in self.rows.tolist()]
        return {
            **self._common(),
            "kind": Int2s(self.sheet.kind[self.rows]),
            "num": [a.num for a in picked],
            "instant": [None if a.at is None else instant(a.at) for a in picked],
            "unit": [a.unit_code for a in picked],
            "txt": [a.txt for a in picked],
            "json": [a.json for a in picked],
            "sub": [a.sub for a in picked],
        }
