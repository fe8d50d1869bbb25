"""Topics of somebody's MQTT broker: we stay connected and listen."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from dothi.connectors.mqtt_topic.listen import listen
from dothi.connectors.sources.asking import ask
from dothi.connectors.sources.documents import wrong_path
from dothi.connectors.sources.kinds import Kind, Way
from dothi.connectors.sources.mqtt import Broker


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings(Broker):
    """Which broker and topics. In the mapping `@topic` is the topic, `@topic[2]` its third level."""

    rows: str = ask("")

    def wrong(self) -> Iterator[tuple[str, str, dict[str, Any]]]:
        """Topics, and a path that can be read."""
        yield from Broker.wrong(self)
        yield from wrong_path("rows", self.rows)


KIND = Kind("mqtt_topic", Way.LISTEN, Settings, listen)
