"""One round: the feed of this moment as rows. A feed whose header has not moved is nothing new, however fresh its bytes are.

What does not tell its own time has the header's. A feed that stands still therefore makes its source late, although the server answers.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import TYPE_CHECKING, Any

from google.protobuf.message import DecodeError  # type: ignore[import-untyped]
from google.transit import gtfs_realtime_pb2 as gtfs

from dothi.connectors.gtfs_realtime.rows import COLUMNS, rows_of
from dothi.connectors.http_poll.fetch import with_parameters
from dothi.connectors.sources.documents import MOST_ROWS, begin_of
from dothi.connectors.sources.errors import SourceError
from dothi.connectors.sources.http import Answer, Client
from dothi.connectors.sources.kinds import Asked, Piece

if TYPE_CHECKING:
    from dothi.connectors.gtfs_realtime.kind import Settings

_ACCEPT = "application/x-protobuf, application/octet-stream;q=0.9"


async def fetch(asked: Asked) -> AsyncIterator[Piece]:
    """The rows of a feed that is new. Raises SourceError."""
    settings: Settings = asked.settings
    async with Client(asked.steps, settings.timeout_s, settings.most_mb * 2**20) as client:
        answer = await client.ask("GET", _address(settings), headers=_headers(settings, asked))
    if answer.status == 304:
        asked.steps.add("unchanged")
        return
    feed = await asyncio.to_thread(read, answer.body)
    told = int(feed.header.timestamp)
    asked.steps.add("feed", age_s=max(int(asked.now.timestamp()) - told, 0), entities=len(feed.entity))
    if told and told == asked.state.get("told") and not asked.sample:
        asked.steps.add("unchanged")
        return
    rows = await asyncio.to_thread(lambda: list(rows_of(feed, settings.reads)))
    if len(rows) > MOST_ROWS:
        raise SourceError("too-many-rows", permanent=True, limit=MOST_ROWS)
    asked.steps.add("rows", number=len(rows))
    yield Piece("", COLUMNS[settings.reads], enumerate(rows, 1), _state(answer, told), size=len(answer.body))


def read(body: bytes) -> Any:
    """A FeedMessage. Raises SourceError."""
    try:
        feed = gtfs.FeedMessage.FromString(body)
    except DecodeError as error:
        raise SourceError("not-gtfs", begins=begin_of(body)) from error
    if not feed.header.gtfs_realtime_version:
        raise SourceError("not-gtfs", begins=begin_of(body))
    return feed


def _address(settings: Settings) -> str:
    if settings.auth != "parameter":
        return settings.url
    return with_parameters(settings.url, {settings.key_parameter: settings.key})


def _headers(settings: Settings, asked: Asked) -> dict[str, str]:
    headers = {"Accept": _ACCEPT}
    if settings.auth == "header":
        headers[settings.key_header] = settings.key
    if asked.state.get("etag") and not asked.sample:
        headers["If-None-Match"] = str(asked.state["etag"])
    return headers


def _state(answer: Answer, told: int) -> dict[str, Any]:
    etag = next((value for name, value in answer.headers.items() if name.lower() == "etag"), "")
    return {"etag": etag[:300], "told": told}
