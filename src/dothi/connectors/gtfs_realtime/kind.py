"""GTFS-realtime: where vehicles are, how late trips run, what passengers are told, as protobuf over HTTP."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from dothi.connectors.gtfs_realtime.fetch import fetch
from dothi.connectors.sources.asking import ask
from dothi.connectors.sources.http import is_address
from dothi.connectors.sources.kinds import Kind, Way


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """A feed may hold all three; a source reads one of them, since each becomes another type of entity."""

    url: str = ask(whereto=True, example="https://gtfs.vi-du.vn/vehicle-positions.pb")
    reads: Literal["vehicles", "trips", "alerts"] = ask("vehicles")
    auth: Literal["none", "header", "parameter"] = ask("none")
    key_header: str = ask("X-API-Key", only=("auth", "header"))
    key_parameter: str = ask("api_key", only=("auth", "parameter"))
    key: str = ask("", secret=True, only=("auth", "header", "parameter"))
    timeout_s: int = ask(30, lowest=1, highest=300)
    most_mb: int = ask(32, lowest=1, highest=200)

    def wrong(self) -> Iterator[tuple[str, str, dict[str, Any]]]:
        """What the types do not say."""
        if not is_address(self.url):
            yield "url", "address", {}


KIND = Kind("gtfs_realtime", Way.FETCH, Settings, fetch)
