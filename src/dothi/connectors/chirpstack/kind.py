"""LoRaWAN devices by the HTTP integration of ChirpStack v4: it sends each event as JSON to `/api/v1/sources/<code>/readings?event=…`."""

from __future__ import annotations

from dataclasses import dataclass

from dothi.connectors.chirpstack import events
from dothi.connectors.chirpstack.devices import Devices
from dothi.connectors.sources import documents
from dothi.connectors.sources.errors import SourceError
from dothi.connectors.sources.kinds import Asked, Kind, Piece, Sent, Way
from dothi.connectors.sources.taking import Sender


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings(Sender):
    """The key stands in ChirpStack among the headers of the integration: `Authorization: Bearer <id>.<secret>`."""


def takes(asked: Asked, sent: Sent) -> Piece:
    """The event as a row. Raises SourceError."""
    event = sent.told.get("event", "")
    if event not in events.EVENTS:
        raise SourceError("no-event", permanent=True, event=event[:40] or "—", known=", ".join(events.EVENTS))
    document, known = documents.decoded(sent.body), Devices.of(asked.state)
    table = events.table([(event, document)], asked.mapping, known)
    return Piece(event, *table, known.state(), size=len(sent.body))


KIND = Kind("chirpstack", Way.PUSH, Settings, takes=takes, told="event=up")
