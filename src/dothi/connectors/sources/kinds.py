"""The kinds of sources: one folder beside this one for each, found by its `kind.py`. See ../README.md for how to add one."""

from __future__ import annotations

import datetime as dt
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from collections.abc import Mapping as Dict
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

from dothi.connectors.files.mapping import Mapping
from dothi.connectors.files.tables import Row
from dothi.connectors.sources.messages import Collected, Log
from dothi.kernel import clock
from dothi.kernel.errors import DothiError, NotFound

FOLDER = Path(__file__).parent.parent


class Way(StrEnum):
    """How values come."""

    FETCH = "fetch"  # we ask from time to time; `fetch` ends
    LISTEN = "listen"  # we stay connected; `fetch` ends only by an error
    PUSH = "push"  # they send to our door
    OBSERVED = "observed"  # they come another way (our own broker, a person's import); here only their rhythm is watched


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of what a source gave: rows under columns.

    `state` is kept in the transaction of its last rows and given to the next run: a cursor, an ETag. `digest`: a content that is
    taken only once (a file). `after` is called when all is committed (move the file); it may fail without harm.
    """

    name: str  # by which a person finds it again: a page, a file
    columns: tuple[str, ...]
    rows: Iterable[Row]
    state: dict[str, Any] | None = None
    digest: str = ""
    size: int = 0  # bytes that came
    after: Callable[[], Awaitable[None]] | None = None
    refused: DothiError | None = None  # the piece as a whole cannot be read: told, and the next ones go on


@dataclass(slots=True)
class Steps:
    """What happened on the way, step by step, for the person who tests: (`connectors-step-<name>`, its fields)."""

    taken: list[tuple[str, dict[str, Any]]] = field(default_factory=list)

    def add(self, name: str, **fields: Any) -> None:
        if len(self.taken) < 50:
            self.taken.append((f"connectors-step-{name}", fields))


@dataclass(slots=True)
class Asked:
    """One run's question to a kind."""

    settings: Any  # an instance of the kind's own class, secrets included
    mapping: Mapping | None  # None: a first look at what there is, before anybody wrote one
    state: dict[str, Any] = field(default_factory=dict)
    since: dt.datetime | None = None  # own time of the newest value that is stored
    source: str = ""  # its code
    sample: bool = False  # a test: the first piece is enough, and nothing is marked as taken
    dry: bool = False  # a trial by rhythm: everything is counted, nothing stored
    steps: Steps = field(default_factory=Steps)
    log: Log = field(default_factory=Collected)
    now: dt.datetime = field(default_factory=clock.now)


@dataclass(frozen=True, slots=True)
class Sent:
    """What somebody sent: a body, and what the address said beside it (`?event=up`)."""

    body: bytes
    told: Dict[str, str] = field(default_factory=dict)


Fetch = Callable[[Asked], AsyncIterator[Piece]]


@dataclass(frozen=True, slots=True)
class Seen:
    """What an observed source brought lately: when it came, and the newest value's own time."""

    arrived_at: dt.datetime | None
    value_at: dt.datetime | None


@dataclass(frozen=True, slots=True)
class Kind:
    """One way to be connected. `settings` is a dataclass declared with `asking.ask`."""

    code: str  # the folder's name
    way: Way
    settings: type[Any]
    fetch: Fetch | None = None
    takes: Callable[[Asked, Sent], Piece] | None = None  # of PUSH: one request; raises SourceError
    told: str = ""  # of PUSH: an example of what the address says behind its `?`
    observe: Callable[[Any, Any], Awaitable[Seen]] | None = None  # (connection, settings)
    logs: bool = False  # keeps a log of its messages with a platform (`Asked.log`)
    limit_s: float = 300.0  # a run that takes longer is broken off; what was stored stays

    @property
    def words(self) -> str:
        """The beginning of its string keys."""
        return f"connectors-{self.code.replace('_', '-')}"

    @property
    def folder(self) -> Path:
        return FOLDER / self.code

    @property
    def connects(self) -> bool:
        """Does it go out itself, so that it can be tested and asked at once?"""
        return self.fetch is not None

    @property
    def is_sent_to(self) -> bool:
        """Does somebody send to our door?"""
        return self.takes is not None

    @property
    def maps(self) -> bool:
        """Do its rows go through a mapping?"""
        return self.way is not Way.OBSERVED

    def mapping_example(self) -> str:
        """The mapping that a new source of this kind begins with."""
        path = self.folder / "mapping.toml"
        return path.read_text(encoding="utf-8") if path.is_file() else ""


@cache
def kinds() -> dict[str, Kind]:
    """Every kind by its code."""
    found = (path.parent.name for path in sorted(FOLDER.glob("*/kind.py")))
    made: list[Kind] = [import_module(f"dothi.connectors.{name}.kind").KIND for name in found]
    return {one.code: one for one in made}


def get_kind(code: str) -> Kind:
    """Raises NotFound."""
    if code not in kinds():
        raise NotFound("source-kind-unknown", kind=code)
    return kinds()[code]
