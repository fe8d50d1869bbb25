"""A small RTSP server (RFC 2326, interleaved over TCP, H.264 after RFC 6184): as much of it as a client needs for one video.

`Server(sources)` serves each source at its path. A source may ask for a login, and may misbehave on purpose (`sources.Fault`):
what a camera does wrong has to be seen before it is met.
"""

from __future__ import annotations

import asyncio
import base64
import contextlib
import random
import struct
from collections.abc import Mapping
from urllib.parse import urlsplit

from dothi.cameras.simulated.reels import Fault, Source

CLOCK = 90_000
MTU = 1_400
_SDP = (
    "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=dothi\r\nc=IN IP4 0.0.0.0\r\nt=0 0\r\nm=video 0 RTP/AVP 96\r\n"
    "a=rtpmap:96 H264/90000\r\na=fmtp:96 packetization-mode=1{sets}\r\na=control:track1\r\n"
)


class Server:
    """`async with Server({"gate": source}) as server`: its `port`; `url(path)` is where a client finds a source."""

    def __init__(self, sources: Mapping[str, Source], port: int = 0, host: str = "127.0.0.1") -> None:
        self.sources, self.port, self.host = dict(sources), port, host
        self.opened = 0  # connections so far
        self._tasks: set[asyncio.Task[None]] = set()

    def url(self, path: str) -> str:
        return f"rtsp://{self.host}:{self.port}/{path}"

    async def __aenter__(self) -> Server:
        self._server = await asyncio.start_server(self._talk, self.host, self.port)
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(self, *_: object) -> None:
        self._server.close()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.opened += 1
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        visit = Visit(self.sources, reader, writer)
        try:
            await visit.run()
        except (OSError, asyncio.IncompleteReadError, ValueError, asyncio.CancelledError):
            pass  # the client went, or the server ends: asyncio would print a cancelled visit as an error
        finally:
            self._tasks.discard(task)
            visit.end()
            with contextlib.suppress(OSError):
                writer.close()


class Visit:
    """One client, from its first question to its end."""

    def __init__(
        self, sources: Mapping[str, Source], reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        self.sources, self.reader, self.writer = sources, reader, writer
        self.playing: asyncio.Task[None] | None = None

    async def run(self) -> None:
        while (asked := await self._asked()) is not None:
            verb, path, heads = asked
            source = self.sources.get(path)
            if source is not None and source.fault is Fault.SLOW:
                await _drip(self.writer)
                return
            if source is not None and source.fault is Fault.RUBBISH:
                self.writer.write(random.Random(7).randbytes(200_000))  # noqa: S311 - the same rubbish every time
                await self.writer.drain()
                return
            if source is not None and source.fault is Fault.HEADERS:
                await _go_on(self.writer)
                return
            self._answer(verb, source, heads)
            await self.writer.drain()
            if verb == "TEARDOWN":
                return

    def end(self) -> None:
        if self.playing is not None:
            self.playing.cancel()

    async def _asked(self) -> tuple[str, str, dict[str, str]] | None:
        """The next question; packets that a client sends in between (RTCP) are passed by."""
        while (first := await self.reader.read(1)) == b"$":
            _channel, size = struct.unpack(">BH", await self.reader.readexactly(3))
            await self.reader.readexactly(size)
        if not first:
            return None
        text = first + await self.reader.readuntil(b"\r\n\r\n")
        line, *rest = text.decode("latin-1").strip().split("\r\n")
        heads = {name.lower(): value.strip() for name, _, value in (one.partition(":") for one in rest)}
        if length := int(heads.get("content-length", 0)):
            await self.reader.readexactly(length)
        verb, url, _version = line.split(" ", 2)
        path = urlsplit(url).path.strip("/").removesuffix("/track1")
        return verb, path, heads

    def _answer(self, verb: str, source: Source | None, heads: Mapping[str, str]) -> None:
        if verb == "OPTIONS":
            return self._say(heads, {"Public": "OPTIONS, DESCRIBE, SETUP, PLAY, TEARDOWN, GET_PARAMETER"})
        if source is None:
            return self._say(heads, status="404 Not Found")
        if source.login and not _is_let_in(source.login, heads.get("authorization", "")):
            return self._say(heads, {"WWW-Authenticate": 'Basic realm="camera"'}, status="401 Unauthorized")
        if source.fault is Fault.ELSEWHERE and verb != "OPTIONS":
            host, port = self.writer.get_extra_info("sockname")[:2]
            return self._say(heads, {"Location": f"rtsp://{host}:{port}/good"}, status="302 Found")
        if verb == "DESCRIBE":
            return self._say(heads, {"Content-Type": "application/sdp"}, body=sdp_of(source))
        if verb == "SETUP":
            return self._say(heads, {"Transport": "RTP/AVP/TCP;unicast;interleaved=0-1", "Session": "1"})
        if verb == "PLAY":
            self._say(heads, {"Session": "1", "Range": "npt=0.000-"})
            self.playing = asyncio.create_task(play(source, self.writer))
            return None
        return self._say(heads, {"Session": "1"})

    def _say(
        self,
        heads: Mapping[str, str],
        more: Mapping[str, str] | None = None,
        *,
        status: str = "200 OK",
        body: str = "",
    ) -> None:
        lines = [f"RTSP/1.0 {status}", f"CSeq: {heads.get('cseq', '0')}"]
        lines += [f"{name}: {value}" for name, value in (more or {}).items()]
        if body:
            lines.append(f"Content-Length: {len(body)}")
        self.writer.write(("\r\n".join(lines) + "\r\n\r\n" + body).encode())


def sdp_of(source: Source) -> str:
    sets = ",".join(base64.b64encode(one).decode() for one in source.parameter_sets)
    return _SDP.format(sets=f";sprop-parameter-sets={sets}" if sets else "")


async def _go_on(writer: asyncio.StreamWriter) -> None:
    """Headers without end, as fast as they are read."""
    writer.write(b"RTSP/1.0 200 OK\r\n")
    while True:
        writer.write(b"X-More: and more\r\n" * 1000)
        await writer.drain()


async def _drip(writer: asyncio.StreamWriter) -> None:
    """One byte after the other, never an answer."""
    while True:
        writer.write(b"R")
        await writer.drain()
        await asyncio.sleep(0.2)


def _is_let_in(login: tuple[str, str], given: str) -> bool:
    return given == "Basic " + base64.b64encode(":".join(login).encode()).decode()


async def play(source: Source, writer: asyncio.StreamWriter) -> None:
    """Packets of the source in its own time, from a key picture on."""
    loop = asyncio.get_running_loop()
    sequence, begun = 0, loop.time()
    units = source.units()
    for number, nals in enumerate(units):
        if writer.is_closing():
            return
        late = loop.time() - begun - number / source.fps
        await asyncio.sleep(max(0.0, -late))  # also when late: others have their turn
        stamp = int(number * CLOCK / source.fps) & 0xFFFFFFFF
        for payload, last in _payloads(nals):
            head = struct.pack(">BBHII", 0x80, 96 | (0x80 if last else 0), sequence & 0xFFFF, stamp, 1)
            writer.write(struct.pack(">cBH", b"$", 0, len(head) + len(payload)) + head + payload)
            sequence += 1
        try:
            await writer.drain()
        except OSError:
            return
    while source.fault is Fault.STALLS:  # it sends no more and does not hang up
        await asyncio.sleep(3600)
    writer.close()


def _payloads(nals: list[bytes]) -> list[tuple[bytes, bool]]:
    """RFC 6184: a NAL unit as it is where it fits, else in pieces (FU-A); whether each is the last of its picture."""
    out: list[bytes] = []
    for nal in nals:
        if len(nal) <= MTU:
            out.append(nal)
            continue
        head, body = nal[0], nal[1:]
        for at in range(0, len(body), MTU):
            piece = body[at : at + MTU]
            marks = (0x80 if at == 0 else 0) | (0x40 if at + MTU >= len(body) else 0)
            out.append(bytes([(head & 0xE0) | 28, marks | (head & 0x1F)]) + piece)
    return [(one, place == len(out) - 1) for place, one in enumerate(out)]
