"""One round: the feed, then each message in it that is new or has changed. A message that cannot be read is told, the others go on.

The state keeps, for what stands in the feed now, the address of each message with the mark that the feed gave it: what left the
feed is forgotten, what stays is not fetched again.
"""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from dothi.connectors.cap.rows import COLUMNS, rows_of
from dothi.connectors.sources.errors import SourceError
from dothi.connectors.sources.http import Answer, Client, joined
from dothi.connectors.sources.kinds import Asked, Piece
from dothi.connectors.writing import storable
from dothi.kernel.cap.message import Message
from dothi.kernel.cap.reading import Unreadable, parsed, read

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from dothi.connectors.cap.kind import Settings

_ACCEPT = "application/cap+xml, application/atom+xml, application/rss+xml;q=0.9, application/xml;q=0.8, text/xml;q=0.7"
_ATOM = "{http://www.w3.org/2005/Atom}"
_CAP = ("application/cap+xml", "application/common-alerting-protocol+xml")
_LONGEST = 1000  # signs of an address


@dataclass(frozen=True, slots=True)
class Listed:
    """A message that a feed names: where it lies, and what changes when it does."""

    url: str
    mark: str


async def fetch(asked: Asked) -> AsyncIterator[Piece]:
    """A piece for each message that is new. Raises SourceError where the feed itself cannot be had."""
    settings: Settings = asked.settings
    seen: dict[str, str] = {} if asked.sample else dict(asked.state.get("seen") or {})
    async with Client(asked.steps, settings.timeout_s, settings.most_mb * 2**20) as client:
        answer = await client.ask("GET", settings.url, headers=_conditions(asked))
        if answer.status == 304:
            asked.steps.add("unchanged")
            return
        root = await asyncio.to_thread(_tree, answer, settings.most_mb * 2**20)
        if root.tag.endswith("}alert"):
            yield await _piece(answer, settings, "", _state(answer, {}))
            return
        listed = listed_in(root, answer.url)[: settings.most_messages]
        new = [one for one in listed if seen.get(one.url) != one.mark]
        asked.steps.add("messages", number=len(listed), new=len(new))
        kept = {one.url: one.mark for one in listed if seen.get(one.url) == one.mark}
        if not new:
            yield Piece("", COLUMNS, (), _state(answer, kept), size=len(answer.body))
        whole = True
        for number, one in enumerate(new, 1):
            try:
                had = await client.ask("GET", one.url, headers={"Accept": _ACCEPT})
            except SourceError as error:
                if not error.permanent:  # on the way: the next round asks again
                    whole = False
                    asked.steps.add("message-failed", url=one.url[:200])
                    continue
                piece = _refused(one.url, f"{one.url} {one.mark}".encode(), error)
            else:
                piece = await _piece(had, settings, one.url, {})
            kept[one.url] = one.mark
            yield replace(piece, state=_state(answer if whole and number == len(new) else None, kept))


async def _piece(answer: Answer, settings: Settings, name: str, state: dict[str, Any]) -> Piece:
    try:
        message = await asyncio.to_thread(read, answer.body)
    except Unreadable as error:
        wrong = SourceError("not-cap", permanent=True, why=error.why, what=storable(error.what))
        return _refused(name, answer.body, wrong, state)
    rows = list(enumerate(rows_of(message), 1)) if _is_wanted(message, settings.senders) else []
    return Piece(name, COLUMNS, rows, state, size=len(answer.body))


def _refused(name: str, content: bytes, error: SourceError, state: dict[str, Any] | None = None) -> Piece:
    """Told once: it is known by its content (or its address and mark), and the others go on."""
    return Piece(
        name, (), (), state, digest=hashlib.sha256(content).hexdigest(), size=len(content), refused=error
    )


def _is_wanted(message: Message, senders: str) -> bool:
    known = senders.split()
    return not known or message.sender in known


def _tree(answer: Answer, largest: int) -> Element:
    try:
        return parsed(answer.body, largest)
    except Unreadable as error:
        raise SourceError("not-cap", why=error.why, what=storable(error.what)) from error


def listed_in(root: Element, base: str) -> list[Listed]:
    """What a feed names, in its order: Atom entries, or RSS items. Raises SourceError for another document."""
    if root.tag == f"{_ATOM}feed":
        found = [_of_entry(entry) for entry in root.findall(f"{_ATOM}entry")]
    elif root.tag == "rss":
        found = [_of_item(item) for item in root.iter("item")]
    else:
        raise SourceError("not-cap", why="not-cap", what=storable(root.tag)[:120])
    absolute = (Listed(joined(base, one.url), one.mark) for one in found if one.url)
    return list({one.url: one for one in absolute if len(one.url) <= _LONGEST}.values())


def _of_entry(entry: Element) -> Listed:
    links = entry.findall(f"{_ATOM}link")
    cap = [one for one in links if one.get("type", "").partition(";")[0] in _CAP]
    plain = [one for one in links if one.get("rel", "alternate") == "alternate"]
    url = (cap or plain)[0].get("href", "") if cap or plain else ""
    return Listed(url, _text(entry, f"{_ATOM}updated"))


def _of_item(item: Element) -> Listed:
    files = [one for one in item.findall("enclosure") if one.get("type", "").partition(";")[0] in _CAP]
    url = files[0].get("url", "") if files else _text(item, "link")
    return Listed(url, _text(item, "pubDate") or _text(item, "guid"))


def _text(element: Element, name: str) -> str:
    found = element.find(name)
    return storable((found.text or "").strip())[:200] if found is not None else ""


def _conditions(asked: Asked) -> dict[str, str]:
    headers = {"Accept": _ACCEPT}
    if asked.state.get("etag") and not asked.sample:
        headers["If-None-Match"] = str(asked.state["etag"])
    return headers


def _state(answer: Answer | None, seen: dict[str, str]) -> dict[str, Any]:
    """The feed's ETag is kept only when everything in it was had: else the next round would be told that nothing is new."""
    headers = {name.lower(): value for name, value in answer.headers.items()} if answer else {}
    return {"etag": storable(headers.get("etag", ""))[:300], "seen": dict(seen)}
