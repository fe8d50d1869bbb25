"""LoRaWAN devices by the MQTT integration of ChirpStack v4: each event on `application/<id>/device/<eui>/event/<event>`."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import aclosing
from dataclasses import dataclass
from typing import Any

from dothi.connectors.chirpstack import events
from dothi.connectors.chirpstack.devices import Devices
from dothi.connectors.sources import documents, mqtt
from dothi.connectors.sources.asking import ask
from dothi.connectors.sources.errors import SourceError
from dothi.connectors.sources.kinds import Asked, Kind, Piece, Way
from dothi.connectors.sources.mqtt import LARGEST, Broker, Heard


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings(Broker):
    """The broker of ChirpStack; the topics of one application where the first + is its id."""

    topics: str = ask("application/+/device/+/event/+", long=True)


async def listen(asked: Asked) -> AsyncIterator[Piece]:
    """Stays until the broker goes away. Raises SourceError."""
    known = Devices.of(asked.state)
    async with aclosing(mqtt.listen(asked, lambda messages: _piece(messages, asked, known))) as pieces:  # type: ignore[type-var]
        async for piece in pieces:
            yield piece


def _piece(messages: list[Heard], asked: Asked, known: Devices) -> Piece:
    told = [(one.topic.rpartition("/")[2], _decoded(one.payload[:LARGEST])) for one in messages]
    size = sum(len(one.payload) for one in messages)
    return Piece(messages[0].topic, *events.table(told, asked.mapping, known), known.state(), size=size)


def _decoded(payload: bytes) -> Any:
    try:
        return documents.decoded(payload)
    except SourceError:
        return None  # a row without anything: refused with its reason


KIND = Kind("chirpstack_mqtt", Way.LISTEN, Settings, listen)
