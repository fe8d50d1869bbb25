"""Messages of a broker as rows: JSON of any shape, the topic beside it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import aclosing
from typing import TYPE_CHECKING, Any

from dothi.connectors.files.cells import Cell, WrongLine
from dothi.connectors.files.tables import Row
from dothi.connectors.sources import documents, mqtt
from dothi.connectors.sources.errors import SourceError
from dothi.connectors.sources.kinds import Asked, Piece
from dothi.connectors.sources.mqtt import LARGEST, Heard

if TYPE_CHECKING:
    from dothi.connectors.mqtt_topic.kind import Settings

TOPIC = "@topic"


async def listen(asked: Asked) -> AsyncIterator[Piece]:
    """Stays until the broker goes away. Raises SourceError."""
    async with aclosing(mqtt.listen(asked, lambda messages: _piece(messages, asked))) as pieces:  # type: ignore[type-var]
        async for piece in pieces:
            yield piece


def _piece(messages: list[Heard], asked: Asked) -> Piece:
    settings: Settings = asked.settings
    patience = documents.Patience()
    told: list[tuple[str, Any]] = []
    for one in messages:
        try:
            document = documents.decoded(one.payload[:LARGEST])
            told += [(one.topic, row) for row in documents.rows_in(document, settings.rows, patience)]
        except SourceError:
            told.append((one.topic, None))  # a row without anything: refused with its reason
    columns, table = documents.table_of(None, [row for _, row in told], asked.mapping, patience)
    columns = columns if asked.mapping else (*columns, TOPIC)
    rows: list[Row] = []
    for (topic, _), (line, cells) in zip(told, table, strict=True):
        if not isinstance(cells, WrongLine):
            told_cells = cells if asked.mapping else [*cells, topic]
            pairs = zip(columns, told_cells, strict=True)
            cells = [_of_topic(name, topic, cell) for name, cell in pairs]
        rows.append((line, cells))
    return Piece(messages[0].topic, columns, rows, size=sum(len(one.payload) for one in messages))


def _of_topic(column: str, topic: str, cell: Cell) -> Cell:
    if not column.startswith(TOPIC):
        return cell
    place = column.removeprefix(TOPIC).strip("[]")
    levels = topic.split("/")
    if not place:
        return topic
    return levels[int(place)] if place.isdigit() and int(place) < len(levels) else None
