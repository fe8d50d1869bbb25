"""A real HTTP receiver of notifications, as a city's other system would be one: it keeps what it is told."""

from __future__ import annotations

import asyncio
import contextlib
import ssl
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

import msgspec


@dataclass
class Receiver:
    """`answers` are the statuses of the next requests, then 200; one that is not taken is not kept. `lost` are statuses of
    requests that were taken all the same."""

    port: int = 0
    at_name: str = "http://127.0.0.1"  # scheme and host
    got: list[dict[str, Any]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    at: list[float] = field(default_factory=list)
    answers: list[int] = field(default_factory=list)
    lost: list[int] = field(default_factory=list)
    connections: int = 0

    def uri(self, path: str = "notify") -> str:
        return f"{self.at_name}:{self.port}/{path}"

    async def told(self, count: int, within_s: float = 10) -> list[dict[str, Any]]:
        """Waits until it was told so often."""
        until = time.monotonic() + within_s
        while len(self.got) < count and time.monotonic() < until:
            await asyncio.sleep(0.02)
        assert len(self.got) >= count, f"told {len(self.got)} times instead of {count}"
        return self.got

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        with contextlib.suppress(asyncio.IncompleteReadError, ConnectionError):
            while True:
                head = (await reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")
                headers = {k.lower(): v for k, _, v in (line.partition(": ") for line in head[1:] if line)}
                body = await reader.readexactly(int(headers["content-length"]))
                status = self.answers.pop(0) if self.answers else 200
                if status == 200 and self.lost:
                    status, taken = self.lost.pop(0), True
                else:
                    taken = status == 200
                if taken:
                    self.got.append(msgspec.json.decode(body))
                    self.headers.append(headers)
                    self.at.append(time.monotonic())
                writer.write(f"HTTP/1.1 {status} X\r\nContent-Length: 0\r\n\r\n".encode())
                await writer.drain()
        writer.close()


@contextlib.asynccontextmanager
async def receiving(
    port: int = 0, tls: ssl.SSLContext | None = None, host: str = "127.0.0.1"
) -> AsyncIterator[Receiver]:
    """Listens on a free port, or on this one; by HTTPS with what it shows as `host` (a name of this machine)."""
    receiver = Receiver(at_name=f"{'https' if tls else 'http'}://{host}")
    server = await asyncio.start_server(receiver._serve, "127.0.0.1", port, ssl=tls)
    receiver.port = server.sockets[0].getsockname()[1]
    try:
        yield receiver
    finally:
        server.close()


Told = Callable[[int], Awaitable[list[dict[str, Any]]]]
