"""The doors by which the outside comes in: the exchange's web-hook for calls, NGSI-LD and MQTT for values. Keys of this copy alone."""

from __future__ import annotations

import asyncio
import datetime as dt
import json
import time
from dataclasses import dataclass
from typing import Any

import aiohttp

from dothi.accounts.actions import keys
from dothi.accounts.models import ApiKey
from dothi.kernel import clock, settings
from dothi.kernel.engines.folder import write_whole
from dothi.kernel.errors import DothiError
from dothi.kernel.origin import Origin
from dothi.streams.publish import Publisher

FILE = "drill-keys.json"


@dataclass(frozen=True, slots=True)
class Keys:
    """Whole texts `<id>.<secret>`."""

    exchange: str
    devices: str

    @property
    def adapter(self) -> str:
        """How calls of this exchange are known."""
        return f"hook-{self.exchange.partition('.')[0]}"


def read_keys() -> Keys:
    """The keys of this copy, made at the first call; a copy whose file was lost gets new ones beside the old."""
    path = settings.data_folder() / "secrets" / FILE
    if path.exists():
        return Keys(**json.loads(path.read_text(encoding="utf-8")))
    number = ApiKey.objects.count()
    made = Keys(
        *(
            keys.issue_key(f"drill {kind} {number}", kind=kind, origin="simulated", by=None, reason="drill")[
                1
            ]
            for kind in ("telephony", "write")
        )
    )
    write_whole(path, json.dumps({"exchange": made.exchange, "devices": made.devices}), 0o600)
    return made


@dataclass(slots=True)
class Doors:
    """One session with the copy's own address."""

    session: aiohttp.ClientSession
    base_url: str
    keys: Keys

    async def call(self, call_id: str, kind: str, at: dt.datetime, **fields: str) -> bool:
        """Tells of a call; the same again changes nothing. False: not heard, to be said again."""
        body = {
            "event_id": f"{call_id}-{kind}",
            "call_id": call_id,
            "kind": kind,
            "at": clock.iso(at),
            **fields,
        }
        return await self._post("/api/v1/telephony/events", body, self.keys.exchange, "application/json")

    async def values(self, *entities: dict[str, Any]) -> bool:
        """Tells values of entities; the same instant and value again change nothing."""
        return await self._post(
            "/ngsi-ld/v1/entityOperations/upsert?options=update",
            entities,
            self.keys.devices,
            "application/json",
        )

    async def _post(self, path: str, body: Any, key: str, kind: str) -> bool:
        headers = {"Authorization": f"Bearer {key}", "Content-Type": kind}
        try:
            async with self.session.post(
                f"{self.base_url}{path}", data=json.dumps(body), headers=headers
            ) as answer:
                return answer.status < 300
        except (aiohttp.ClientError, TimeoutError, OSError):
            return False


PATIENCE_S, RESTS_S = 3.0, 5.0


@dataclass(slots=True)
class Devices:
    """What stations tell by MQTT, acknowledged as a station's message is. Its connection is made at the first value."""

    port: int
    key: str
    _publisher: Publisher | None = None
    _rests_until: float = 0.0

    async def tell(self, entity: dict[str, Any], at: dt.datetime) -> bool:
        """Tells values of an entity. False: not acknowledged in time, to be told again: the same instant and value change nothing."""
        if time.monotonic() < self._rests_until:
            return False
        values = {name: value for name, value in entity.items() if name not in ("id", "type")}
        try:
            async with asyncio.timeout(PATIENCE_S):
                if self._publisher is None:
                    self._publisher = await self._opened()
                await self._publisher.publish(entity["id"], {**values, "observedAt": clock.iso(at)})
                await self._publisher.drain()
        except (TimeoutError, OSError, DothiError):
            await self.close()
            self._rests_until = time.monotonic() + RESTS_S  # calls and crews do not wait for it meanwhile
            return False
        return True

    async def _opened(self) -> Publisher:
        made = Publisher("127.0.0.1", self.port, key=self.key, origin=Origin.SIMULATED, connections=1)
        return await made.__aenter__()

    async def close(self) -> None:
        if self._publisher is not None:
            await self._publisher.__aexit__(None, None, None)
            self._publisher = None
