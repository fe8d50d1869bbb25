"""A batch as sorted columns, ready to be packed. One `Columns` never names the same value's instant twice."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from dothi.entities.core.rows import Attribute, Kind, instant
from dothi.entities.store.packed import Bools, Floats, Instants, Int2s, Int4s, Int8s

if TYPE_CHECKING:
    from dothi.entities.store.job import Job


class _Writing(NamedTuple):
    """Which entity a row belongs to, and on whose behalf it is written."""

    entity_id: int
    source_id: int
    origin: int
    arrived: int | None

    @classmethod
    def of(cls, job: Job, index: int) -> _Writing:
        if index in job.written.refused:
            return _NOBODY
        fragment = job.batch.fragments[index]
        writer = job.writer_of(fragment)
        entity_id = job.entities[fragment.urn].id
        return cls(entity_id, job.names.sources[writer.source], int(writer.origin), fragment.arrived)


_NOBODY = _Writing(-1, 0, 0, None)


@dataclass(slots=True)
class Columns:
    """Rows sorted by (entity, term, dataset, observed). `rows` are indexes into the batch's attributes."""

    attributes: list[Attribute]
    writers: list[_Writing]  # by row
    rows: NDArray[np.int64]
    entity: NDArray[np.int64]
    term: NDArray[np.int32]
    dataset: NDArray[np.int32]
    observed: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.rows)

    @classmethod
    def rounds(cls, job: Job) -> list[Columns]:
        """All rows; a second and further round hold values told again for an instant within the same batch."""
        attributes = job.batch.attributes
        if not attributes:
            return []
        count, terms, at_us = len(attributes), job.names.terms, job.at_us
        writers = [_Writing.of(job, index) for index in range(len(job.batch.fragments))]
        of = [writers[a.fragment] for a in attributes]
        for row in job.skipped:
            of[row] = _NOBODY
        entity = np.fromiter((w.entity_id for w in of), np.int64, count)
        term = np.fromiter((terms[a.term] for a in attributes), np.int32, count)
        dataset = np.fromiter((terms[a.dataset] for a in attributes), np.int32, count)
        observed = np.fromiter(
            (
                (w.arrived or at_us) if a.observed is None else a.observed
                for a, w in zip(attributes, of, strict=True)
            ),
            np.int64,
            count,
        )
        order = np.lexsort((observed, dataset, term, entity))
        columns = cls(attributes, of, order, entity[order], term[order], dataset[order], observed[order])
        return columns.where(columns.entity >= 0)._split()

    def _split(self) -> list[Columns]:
        if not len(self):
            return []
        same = self._same_key() & (self.observed[1:] == self.observed[:-1])
        if not same.any():
            return [self]
        nth = np.zeros(len(self), dtype=np.int64)
        for i in np.flatnonzero(same) + 1:
            nth[i] = nth[i - 1] + 1
        return [self.where(nth == n) for n in range(int(nth.max()) + 1)]

    def _same_key(self) -> NDArray[np.bool_]:
        """For each row but the first: is it of the same attribute as the one before?"""
        return (
            (self.entity[1:] == self.entity[:-1])
            & (self.term[1:] == self.term[:-1])
            & (self.dataset[1:] == self.dataset[:-1])
        )

    def where(self, mask: NDArray[np.bool_]) -> Columns:
        if mask.all():
            return self
        return Columns(
            self.attributes,
            self.writers,
            self.rows[mask],
            self.entity[mask],
            self.term[mask],
            self.dataset[mask],
            self.observed[mask],
        )

    def latest(self) -> Columns:
        """The newest row of each attribute."""
        last = np.ones(len(self), dtype=bool)
        if len(self) > 1:
            last[:-1] = ~self._same_key()
        return self.where(last)

    def numbers(self) -> Numbers | None:
        """The rows that are plain numbers: all fixed width."""
        part = self.where(self._plain())
        return Numbers(*(getattr(part, name) for name in Columns.__slots__)) if len(part) else None

    def others(self) -> Others | None:
        part = self.where(~self._plain())
        return Others(*(getattr(part, name) for name in Columns.__slots__)) if len(part) else None

    def _plain(self) -> NDArray[np.bool_]:
        attributes = self.attributes
        return np.fromiter((_is_number(attributes[row]) for row in self.rows), bool, len(self))

    def span(self) -> tuple[dt.datetime, dt.datetime]:
        return instant(int(self.observed.min())), instant(int(self.observed.max()))

    def each(self) -> Iterator[tuple[int, tuple[int, int, int], int]]:
        for row, *key, observed in zip(
            self.rows.tolist(),
            self.entity.tolist(),
            self.term.tolist(),
            self.dataset.tolist(),
            self.observed.tolist(),
            strict=True,
        ):
            yield row, (key[0], key[1], key[2]), observed

    def keys(self) -> dict[str, Any]:
        return {
            "entity": Int8s(self.entity), "term": Int4s(self.term), "dataset": Int4s(self.dataset), "observed": Instants(self.observed),
        }  # fmt: skip

    def picked(self) -> list[Attribute]:
        return [self.attributes[row] for row in self.rows]

    def _common(self, picked: list[Attribute]) -> dict[str, Any]:
        count = len(picked)
        return {
            **self.keys(),
            "quality": Int2s(np.fromiter((a.quality for a in picked), np.int16, count)),
            "source": Int4s(np.fromiter((self.writers[row].source_id for row in self.rows), np.int32, count)),
            "origin": Int2s(np.fromiter((self.writers[row].origin for row in self.rows), np.int16, count)),
            "declared": Bools(np.fromiter((a.observed is not None for a in picked), bool, count)),
        }

    def general_parameters(self) -> dict[str, Any]:
        """Parameters that any kind of value fits."""
        picked = self.picked()
        return {
            **self._common(picked),
            "kind": Int2s(np.fromiter((a.kind for a in picked), np.int16, len(picked))),
            "num": [a.num for a in picked],
            "instant": [None if a.at is None else instant(a.at) for a in picked],
            "unit": [a.unit_code for a in picked],
            "txt": [a.txt for a in picked],
            "json": [a.json for a in picked],
            "sub": [a.sub for a in picked],
        }


def _is_number(a: Attribute) -> bool:
    return a.num is not None and a.sub is None and a.kind == Kind.PROPERTY


class Numbers(Columns):
    __slots__ = ()

    def latest(self) -> Numbers:
        return _as(Numbers, Columns.latest(self))

    def parameters(self) -> dict[str, Any]:
        picked = self.picked()
        codes: dict[str | None, int] = {}
        units = np.fromiter(
            (codes.setdefault(a.unit_code, len(codes) + 1) for a in picked), np.int32, len(picked)
        )
        return {
            **self._common(picked),
            "num": Floats(np.fromiter((a.num for a in picked), np.float64, len(picked))),
            "unit": Int4s(units),
            "units": list(codes),
        }


class Others(Columns):
    __slots__ = ()

    def latest(self) -> Others:
        return _as(Others, Columns.latest(self))

    def parameters(self) -> dict[str, Any]:
        return self.general_parameters()


def _as(kind: Any, columns: Columns) -> Any:
    return kind(*(getattr(columns, name) for name in Columns.__slots__))
