"""The ways by which a message leaves: one folder beside this file for each, found by its `kind.py`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Awaitable, Callable, Collection, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any, Protocol
from uuid import UUID

from dothi.kernel.errors import NotFound
from dothi.kernel.said import plain
from dothi.notify.models import Channel, State, Way

FOLDER = Path(__file__).parent
PATIENCE_S = 10.0  # for the other side to take a message
AT_ONCE = 4  # messages that one channel sends side by side
SAID = 200  # characters that are kept of the other side's words
SHORTEST = 6  # characters of what is taken out of them: less stands in any text


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One message as a channel sends it. `our_id` is the same however often it is tried; `link` is a whole address or empty."""

    our_id: UUID
    address: str
    title: str
    text: str
    link: str
    about: str  # the path alone
    importance: str
    language: str
    at: dt.datetime
    channel: int
    callback: str = ""  # where receipts are taken, for those that are told it with each message

    @property
    def key(self) -> str:
        return str(self.our_id)


@dataclass(frozen=True, slots=True)
class Accepted:
    """The other side took it. `delivered`: it says itself that it is there."""

    provider_id: str = ""
    said: str = ""
    delivered: bool = False


class NotSent(Exception):
    """It was not taken. `trouble`: a string key's end (`notify-trouble-…`); `permanent`: this message never will be by this channel;
    `down`: the channel itself is in trouble, not the message; `after_s`: how long the other side asks us to wait."""

    def __init__(
        self,
        trouble: str,
        said: str = "",
        *,
        permanent: bool = False,
        down: bool = False,
        after_s: float | None = None,
    ) -> None:
        super().__init__(f"{trouble} {said}".strip())
        self.trouble, self.said = trouble, said[:SAID]
        self.permanent, self.down, self.after_s = permanent, down, after_s

    def without(self, hidden: Collection[str]) -> NotSent:
        """The same, saying none of these."""
        said = cleaned(self.said, hidden)
        return NotSent(self.trouble, said, permanent=self.permanent, down=self.down, after_s=self.after_s)


@dataclass(frozen=True, slots=True)
class Report:
    """What a provider tells of a message by its id (theirs, or ours): delivered, read or failed."""

    provider_id: str
    state: State
    said: str = ""


class Told(Exception):
    """A receipt that cannot be understood, or is not theirs: `status` is what their request is answered with."""

    def __init__(self, status: int) -> None:
        super().__init__(str(status))
        self.status = status


@dataclass(frozen=True, slots=True)
class Request:
    """A provider's request to the door of receipts. `query` also has the fields of a form, whose body is empty here."""

    body: bytes
    query: Mapping[str, str]
    headers: Mapping[str, str]


Send = Callable[[Outgoing, Any], Awaitable[Accepted]]
Report_ = Callable[[Report], Awaitable[None]]


class Sender(Protocol):
    """A channel in use. `send` raises NotSent, and nothing else that it can foresee; `keep` is called each round."""

    async def send(self, one: Outgoing) -> Accepted: ...
    async def keep(self) -> None: ...
    async def close(self) -> None: ...


@dataclass(slots=True)
class Plain:
    """A channel that holds nothing between two messages."""

    settings: Any
    call: Send

    async def send(self, one: Outgoing) -> Accepted:
        return await self.call(one, self.settings)

    async def keep(self) -> None:
        """Nothing to keep."""

    async def close(self) -> None:
        """Nothing to close."""


@dataclass(frozen=True, slots=True)
class Kind:
    """One way. `settings` is a dataclass declared with `connectors.sources.asking.ask`.

    `fills` completes what a person need not type (a key that we make). Either `send` or `open` (a channel that stays connected; `report` takes what it hears). `receipts`: it says whether a message
    arrived. `read`: what a request to the door of receipts means. `way` empty: the setting `way` says it.
    """

    code: str
    way: Way | None
    settings: type[Any]
    send: Send | None = None
    open: Callable[[Any, Report_], Sender] | None = None
    read: Callable[[Request, Any], list[Report]] | None = None
    fills: Callable[[Mapping[str, Any]], dict[str, Any]] | None = None
    receipts: bool = True
    patience_s: float = PATIENCE_S
    at_once: int = AT_ONCE

    @property
    def words(self) -> str:
        """The beginning of its string keys."""
        return f"notify-{self.code.replace('_', '-')}"

    @property
    def stays(self) -> bool:
        return self.open is not None

    def way_of(self, settings: Any) -> str:
        return str(self.way or settings.way)

    def opened(self, settings: Any, report: Report_) -> Sender:
        if self.open is not None:
            return self.open(settings, report)
        assert self.send is not None
        return Plain(settings, self.send)


@cache
def kinds() -> dict[str, Kind]:
    """Every kind by its code."""
    found = (path.parent.name for path in sorted(FOLDER.glob("*/kind.py")))
    made: list[Kind] = [import_module(f"dothi.notify.channels.{name}.kind").KIND for name in found]
    return {one.code: one for one in made}


def cleaned(said: str, hidden: Collection[str]) -> str:
    """The other side's words without what they repeat of ours: a secret, a number. They stand in the outbox and in the log."""
    for one in sorted(hidden, key=len, reverse=True):
        said = said.replace(one, "•••")
    return plain(said)[:SAID]


def hidden_in(settings: Any) -> frozenset[str]:
    """The secrets among a channel's settings."""
    from dothi.connectors.sources import asking

    values = (str(getattr(settings, name)) for name in asking.secrets_of(type(settings)))
    return frozenset(value for value in values if len(value) >= SHORTEST)


def forms_of(address: str) -> frozenset[str]:
    """How a provider may repeat an address: as it stands, or a number's digits behind its country's code."""
    digits = "".join(sign for sign in address if sign.isdigit()).lstrip("0")
    return frozenset(one for one in (address, digits.removeprefix("84")) if len(one) >= SHORTEST)


def get_kind(code: str) -> Kind:
    """Raises NotFound."""
    found = kinds().get(code)
    if found is None:
        raise NotFound("channel-kind-unknown", kind=code[:40])
    return found


def settings_of(channel: Channel) -> Any:
    """The typed settings of a channel, secrets included. Raises SettingsRefused, SourceError, NotFound."""
    from dothi.connectors.sources import asking, secrets

    kind = get_kind(channel.kind).settings
    wanted = asking.secrets_of(kind)
    hidden = {one.name: secrets.decrypt(one.token) for one in channel.secrets.all() if one.name in wanted}
    return asking.read(kind, {**channel.settings, **hidden})
