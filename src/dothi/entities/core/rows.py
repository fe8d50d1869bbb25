"""The shape between parsing and storing: fragments of entities and their attributes as flat tuples.

One `Batch` may hold the fragments of many requests (group commit concatenates them), so every fragment carries its own
mode. Times are microseconds since the Unix epoch: comparing and packing them costs nothing.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from enum import IntEnum
from typing import NamedTuple

from dothi.entities.core.context import CORE, Context
from dothi.kernel.errors import DothiError
from dothi.kernel.origin import Origin

_EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
_MICROSECOND = dt.timedelta(microseconds=1)


class Kind(IntEnum):
    """The attribute kinds of CIM 009 §4.5 as stored; DELETED marks the end of an attribute in its history."""

    DELETED = 0
    PROPERTY = 1
    RELATIONSHIP = 2
    GEO = 3
    LANGUAGE = 4
    VOCAB = 5
    LIST = 6
    LIST_RELATIONSHIP = 7
    JSON = 8
    BARE = 9  # never stored: a value that a merge tells alone takes the kind of its attribute (§5.6.17.4)


class Quality(IntEnum):
    """How far a value can be trusted; stored with each value and its history."""

    UNKNOWN = 0
    MEASURED = 1
    ESTIMATED = 2
    TYPED = 3
    IMPUTED = 4
    SUSPECT = 5


class Mode(IntEnum):
    """What a fragment does to its entity."""

    UPSERT = 0  # create or add to it, overwriting the attributes given
    CREATE = 1  # refused when it exists (§5.6.1)
    UPDATE = 2  # refused when it does not exist; overwrites or adds (§5.6.3)
    REPLACE = 3  # create, or put this in place of everything it had (§5.6.18, batch upsert)
    UPDATE_REPLACE = 4  # refused when it does not exist, else like REPLACE
    APPEND = 5  # refused when it does not exist; attributes it already has are left alone (noOverwrite)
    EXISTING = 6  # refused when it does not exist; attributes it has not are refused (§5.6.2)
    MERGE = 7  # refused when it does not exist; members of attributes are merged (§5.6.17)
    PARTIAL = 8  # like MERGE for one attribute that must exist (§5.6.4)
    DELETE = 9  # delete the entity (§5.6.6)
    DROP = 10  # delete the attributes named (§5.6.5)


class Attribute(NamedTuple):
    """One attribute instance. Exactly one of num, txt, json is filled (`at` beside txt for a DateTime)."""

    fragment: int  # index into Batch.fragments
    term: str  # IRI of the name
    dataset: str  # "" = default instance
    kind: int
    num: float | None
    txt: str | None
    json: str | None  # JSON text
    at: int | None  # µs
    unit_code: str | None
    observed: int | None  # µs; None: the arrival time is used
    sub: str | None  # JSON text: sub-attributes by IRI, and members kept as they came
    quality: int = 0


class Place(NamedTuple):
    """A representative point and the bounding box of a location, degrees."""

    lon: float
    lat: float
    west: float
    south: float
    east: float
    north: float


@dataclass(frozen=True, slots=True)
class Writer:
    """On whose behalf a fragment is written, and the limits of that: short type names, units, scopes, attributes (None: no
    limit).

    All types that the entity has and would get must lie inside `types`, its unit and its new one inside `unit_ids`, all its
    scopes and new ones inside `scopes` (with wildcards, at least one of them). Only `attributes` (short names or IRIs; also
    `scope`, and `type` of what stands) are written or ended. `keeps_past` False: its values are current, and nothing of them stands in
    the history (where somebody is, as their phone tells it).
    """

    origin: Origin
    source: str
    agency_id: int | None = None
    types: frozenset[str] | None = None
    unit_ids: frozenset[int] | None = None
    scopes: tuple[str, ...] | None = None
    attributes: frozenset[str] | None = None
    keeps_past: bool = True

    @property
    def is_limited(self) -> bool:
        return (
            self.types is not None
            or self.unit_ids is not None
            or self.scopes is not None
            or self.attributes is not None
        )


@dataclass(slots=True)
class Fragment:
    """(A part of) one entity as it arrived."""

    urn: str
    types: tuple[str, ...]
    mode: Mode = Mode.UPSERT
    scopes: tuple[str, ...] | None = None
    place: Place | None = None
    arrived: int | None = (
        None  # µs; when it reached us, if that was before the write (a backlog); None: at the write
    )
    names: tuple[tuple[str, str], ...] = ()  # to delete: (term IRI, dataset IRI, "" = default, "*" = all)
    writer: Writer | None = None  # None: what the call of write_batch says
    refused: DothiError | None = None  # refused before it came to the store; kept in place for its index


class Merging(NamedTuple):
    """What a merge says once for all its attributes (§5.6.17.3)."""

    observed: int | None = None  # µs; of those that had an observedAt and are told none
    lang: str | None = None  # of texts that are given for a LanguageProperty
    simplified: bool = False  # told as key-values (§4.5.4): no attribute changes its kind
    context: Context = CORE  # in which words of a vocabulary are read that are told alone


@dataclass(slots=True)
class Batch:
    """Fragments with their attributes, in the order they came."""

    fragments: list[Fragment] = field(default_factory=list)
    attributes: list[Attribute] = field(default_factory=list)
    tenant: int = 0  # all of them belong to one (§4.14)
    merging: dict[int, Merging] = field(default_factory=dict)  # by fragment; few merges say anything

    def extend(self, other: Batch) -> int:
        """Appends another batch; returns the index of its first fragment."""
        first = len(self.fragments)
        if other.merging:
            self.merging |= {first + index: said for index, said in other.merging.items()}
        self.fragments += other.fragments
        self.attributes += (
            [a._replace(fragment=a.fragment + first) for a in other.attributes] if first else other.attributes
        )
        return first


def microseconds(at: dt.datetime) -> int:
    """µs since the Unix epoch."""
    return (at - _EPOCH) // _MICROSECOND


def instant(us: int) -> dt.datetime:
    """The aware UTC datetime of µs since the Unix epoch."""
    return _EPOCH + dt.timedelta(microseconds=us)
