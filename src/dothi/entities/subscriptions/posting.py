"""One HTTP POST after another on a kept connection (CIM 009 §6.3.8): h11 reads the answers, the egress guard opens the way."""

from __future__ import annotations

import asyncio
from typing import Any
from urllib.parse import urlsplit

import h11

from dothi.kernel import egress

MOST_ANSWER = 65_536  # bytes of an answer that are read; what it says is not used
USUAL_S = 10.0
Headers = list[tuple[str, str]]


class Refused(Exception):
    """The receiver answered with something else than 2xx. `for_good`: sending it again would change nothing."""

    def __init__(self, status: int) -> None:
        super().__init__(f"HTTP {status}")
        self.for_good = 400 <= status < 500 and status not in (401, 403, 404, 408, 410, 425, 429)


class Unsendable(Exception):
    """What is asked cannot be written as HTTP, or the name of the host as a name: it never will be."""

    for_good = True


class Poster:
    """Sends to one endpoint."""

    def __init__(self, uri: str) -> None:
        parts = urlsplit(uri)
        self._tls = parts.scheme == "https"
        self._host = parts.hostname or ""
        self._port = parts.port or (443 if self._tls else 80)
        self._target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        self._authority = parts.netloc.rpartition("@")[2]
        self._streams: egress.Streams | None = None
        self._h11 = h11.Connection(h11.CLIENT)

    async def send(self, body: bytes, headers: Headers, timeout_s: float = USUAL_S) -> None:
        """Returns after 2xx. Raises Refused, Unsendable, EgressRefused, OSError, TimeoutError, h11.RemoteProtocolError."""
        kept = self._streams is not None
        try:
            await self._send(body, headers, timeout_s)
        except (OSError, EOFError, h11.RemoteProtocolError):
            await self.close()
            if not kept:
                raise
            await self._send(
                body, headers, timeout_s
            )  # a kept connection may have been closed by the other side

    async def _send(self, body: bytes, headers: Headers, timeout_s: float) -> None:
        try:
            async with asyncio.timeout(timeout_s):
                status = await self._exchange(body, headers)
        except (h11.LocalProtocolError, UnicodeError) as error:
            await self.close()
            raise Unsendable(str(error)) from error
        except BaseException:
            await self.close()
            raise
        if not 200 <= status < 300:
            raise Refused(status)

    async def _exchange(self, body: bytes, headers: Headers) -> int:
        if self._streams is None:
            self._streams = await egress.connect(self._host, self._port, tls=self._tls)
            self._h11 = h11.Connection(h11.CLIENT)
        reader, writer = self._streams
        own = [("Host", self._authority), ("Content-Length", str(len(body))), ("User-Agent", "dothi")]
        request = h11.Request(method="POST", target=self._target, headers=own + headers)
        writer.write(self._wire(request) + self._wire(h11.Data(data=body)) + self._wire(h11.EndOfMessage()))
        await writer.drain()
        return await self._answer(reader)

    def _wire(self, event: Any) -> bytes:
        return self._h11.send(event) or b""

    async def _answer(self, reader: asyncio.StreamReader) -> int:
        status, size = 0, 0
        while True:
            event = self._h11.next_event()
            if event is h11.NEED_DATA:
                data = await reader.read(65_536)
                self._h11.receive_data(data)
                size += len(data)
                if size > MOST_ANSWER:
                    await self.close()
                    return status or 502
            elif isinstance(event, h11.Response):
                status = event.status_code
            elif (
                event is h11.PAUSED
            ):  # it wants to speak another protocol: nothing of it will ever be an answer
                raise h11.RemoteProtocolError("the receiver switched protocols")
            elif isinstance(event, (h11.EndOfMessage, h11.ConnectionClosed)):
                break
        if status == 0:
            raise EOFError("the receiver closed the connection without an answer")
        if self._h11.our_state is h11.DONE and self._h11.their_state is h11.DONE:
            self._h11.start_next_cycle()
        else:
            await self.close()
        return status

    async def close(self) -> None:
        if self._streams is not None:
            self._streams[1].close()
            self._streams = None
