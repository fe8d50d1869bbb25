"""Somebody sends JSON of their own shape to our door; a mapping makes values of it (`/api/v1/sources/<code>/readings`)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from dothi.connectors.sources import documents
from dothi.connectors.sources.asking import ask
from dothi.connectors.sources.kinds import Asked, Kind, Piece, Sent, Way
from dothi.connectors.sources.taking import Sender


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings(Sender):
    """Who sends, and where the rows stand in what is sent."""

    rows: str = ask("", example="$.data[*]")

    def wrong(self) -> Iterator[tuple[str, str, dict[str, Any]]]:
        """A key's id, a path that can be read."""
        yield from Sender.wrong(self)
        yield from documents.wrong_path("rows", self.rows)


def takes(asked: Asked, sent: Sent) -> Piece:
    """The body as rows. Raises SourceError."""
    document = documents.decoded(sent.body)
    rows = documents.rows_in(document, asked.settings.rows)
    return Piece("", *documents.table_of(document, rows, asked.mapping), size=len(sent.body))


KIND = Kind("http_push", Way.PUSH, Settings, takes=takes)
