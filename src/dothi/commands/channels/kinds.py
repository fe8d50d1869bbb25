"""The ways by which a command leaves: one folder beside this file for each, found by its `kind.py`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any
from uuid import UUID

from dothi.kernel import clock
from dothi.kernel.errors import NotFound

FOLDER = Path(__file__).parent
PATIENCE_S = 20.0  # for the other side to take a command


@dataclass(frozen=True, slots=True)
class Order:
    """One command as a channel sends it."""

    key: UUID  # never twice
    code: str
    urn: str
    attribute: str
    value: str | float
    at: dt.datetime  # when it leaves
    until: dt.datetime  # then it is void

    @property
    def message(self) -> dict[str, Any]:
        """What a device reads, whatever the channel."""
        return {
            "id": str(self.key),
            "command": self.code,
            "entity": self.urn,
            "set": {self.attribute: self.value},
            "at": clock.iso(self.at),
            "until": clock.iso(self.until),
        }


@dataclass(frozen=True, slots=True)
class Answer:
    """The other side took it. `said`: its own words, empty where the channel has none; `shown`: it was read back as wanted."""

    said: str = ""
    shown: bool = False


class NotSent(Exception):
    """Nothing left, or the other side refused it: the device does nothing. `trouble`: a string key's end (`commands-trouble-…`)."""

    def __init__(self, trouble: str, said: str = "") -> None:
        super().__init__(f"{trouble} {said}".strip())
        self.trouble, self.said = trouble, said[:120]


class Unanswered(Exception):
    """It may have left: nobody knows whether the device has it."""


@dataclass(frozen=True, slots=True)
class Kind:
    """One way. `settings` is a dataclass declared with `connectors.sources.asking.ask`; `chosen`: a person describes channels of it.

    `send` raises NotSent and Unanswered, and nothing else that it can foresee. `look` reads from the device whether it is done; a
    channel without one waits for the observation.
    """

    code: str
    settings: type[Any]
    send: Callable[[Order, Any], Awaitable[Answer]]
    look: Callable[[Order, Any], Awaitable[bool]] | None = None
    chosen: bool = True

    @property
    def words(self) -> str:
        """The beginning of its string keys."""
        return f"commands-{self.code}"


@cache
def kinds() -> dict[str, Kind]:
    """Every kind by its code."""
    found = (path.parent.name for path in sorted(FOLDER.glob("*/kind.py")))
    made: list[Kind] = [import_module(f"dothi.commands.channels.{name}.kind").KIND for name in found]
    return {one.code: one for one in made}


def get_kind(code: str) -> Kind:
    """Raises NotFound: no such kind, or none that people describe."""
    found = kinds().get(code)
    if found is None or not found.chosen:
        raise NotFound("channel-kind-unknown", kind=code[:40])
    return found
