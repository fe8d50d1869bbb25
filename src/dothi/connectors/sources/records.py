"""A second destination of sources: rows that are no values of entities but records of a room above, which registers how it takes them.

A mapping that says `records = "<name>"` goes there; everything else of a source – rhythm, secrets, taking once, lateness, the list of what was
refused – is the same. What is stored and what is noted of the round are two transactions here: a round that breaks between them brings the
same rows again, so whoever takes records has to take them twice without harm.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

from dothi.connectors.files import mapping as mappings
from dothi.connectors.files.errors import MappingError
from dothi.connectors.files.readings import Reject, Tally
from dothi.connectors.files.shapes import FileShape
from dothi.connectors.files.tables import Row


class RecordsMapping(Protocol):
    """What kinds of sources ask of any mapping."""

    @property
    def file(self) -> str: ...
    @property
    def shape(self) -> FileShape: ...
    @property
    def columns(self) -> frozenset[str]: ...


@dataclass(frozen=True, slots=True)
class Taken:
    """Of one piece: the counts, and the own time of its newest record."""

    tally: Tally
    newest: dt.datetime | None


Take = Callable[[Sequence[str], Iterable[Row], Callable[[Reject], None]], Taken]


@dataclass(frozen=True, slots=True)
class Destination:
    """`parse(text, file)` raises MappingError. `opened(mapping, source, dry)` gives what takes a piece, in a thread; it raises
    MappingError and BadRequest."""

    name: str
    parse: Callable[[str, str], Any]
    opened: Callable[[Any, str, bool], Take]


T = TypeVar("T")
_known: dict[str, Destination] = {}


def goes_to(one: Destination) -> None:
    """Makes a room's destination known (idempotent)."""
    _known[one.name] = one


def mapping_of(text: str, *, file: str) -> Any:
    """A `files.mapping.Mapping`, or that of a destination. Raises MappingError."""
    name = _named(text, file)
    return mappings.parse(text, file=file) if name is None else get(name, file).parse(text, file)


def find(text: str, *, file: str) -> Destination | None:
    """Where a source with this mapping goes; None: into the store of entities. Raises MappingError."""
    name = _named(text, file)
    return None if name is None else get(name, file)


def _named(text: str, file: str) -> Any:
    return mappings.tree_of(text, file=file).get("records")


def lent(work: Callable[..., T]) -> Callable[..., T]:
    """Work of a thread that lent a connection: the database may have been away since it was lent last."""

    def done(*told: Any) -> T:
        from django.db import close_old_connections

        close_old_connections()
        return work(*told)

    return done


def get(name: Any, file: str) -> Destination:
    """Raises MappingError."""
    if not isinstance(name, str) or name not in _known:
        known = ", ".join(sorted(_known))
        raise MappingError("unknown-value", file=file, where="records", value=str(name)[:40], known=known)
    return _known[name]
