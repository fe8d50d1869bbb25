"""A mail server and an SMSC on real sockets, for tests."""

from __future__ import annotations

import asyncio
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from socketserver import BaseRequestHandler, ThreadingTCPServer
from typing import Any

from aiosmtpd.controller import Controller


class Mailbox:
    """Takes letters, or says `answer` to every recipient; once `holds` is set it takes them and never says so until `released`."""

    def __init__(self, answer: str = "") -> None:
        self.answer, self.letters = answer, []
        self.holds, self.released = threading.Event(), asyncio.Event()

    async def handle_RCPT(self, _a: Any, _b: Any, envelope: Any, address: str, _c: Any) -> str:  # noqa: N802
        if self.answer:
            return self.answer
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802
        self.letters.append(envelope.content.decode())
        if self.holds.is_set():
            await self.released.wait()
        return "250 taken"


class _Post(Controller):
    """On a free port of the system's own choice."""

    def _trigger_server(self) -> None:
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()


@contextmanager
def mail(answer: str = "") -> Iterator[tuple[Mailbox, int]]:
    box = Mailbox(answer)
    controller = _Post(box, hostname="127.0.0.1", port=0)
    controller.start()
    try:
        yield box, controller.port
    finally:
        controller.loop.call_soon_threadsafe(box.released.set)
        controller.stop()


class Centre(ThreadingTCPServer):
    """A small SMSC: binds, takes, and says what became of it when the test wants; once `holds` is set it takes and says nothing."""

    daemon_threads, allow_reuse_address = True, True

    def __init__(self, *, bind: int = 0, submit: int = 0) -> None:
        self.bind, self.submit, self.taken, self.lines = bind, submit, [], []
        self.answered, self.holds = threading.Event(), threading.Event()
        super().__init__(("127.0.0.1", 0), _Line)

    def receipt(self, key: str, stat: str) -> None:
        text = f"id:{key} sub:001 dlvrd:001 submit date:2611230000 done date:2611230000 stat:{stat} err:000 text:".encode()
        body = (
            b"\0"
            + b"\1\1"
            + b"84911222333\0"
            + b"\5\0"
            + b"IOC\0"
            + bytes([4, 0, 0])
            + b"\0\0"
            + bytes([0, 0, 0, 0, len(text)])
            + text
        )
        self.answered.clear()
        self.lines[-1].sendall(struct.pack(">LLLL", 16 + len(body), 0x5, 0, 77) + body)


class _Line(BaseRequestHandler):
    server: Centre

    def handle(self) -> None:
        while head := self._whole(16):
            size, command, _, number = struct.unpack(">LLLL", head)
            body = self._whole(size - 16)
            if command == 0x9:
                self.server.lines.append(self.request)
                self._say(0x80000009, self.server.bind, number, b"smsc\0")
            elif command == 0x4:
                self.server.taken.append(body)
                if self.server.holds.is_set():
                    continue
                told = b"" if self.server.submit else f"s-{len(self.server.taken)}\0".encode()
                self._say(0x80000004, self.server.submit, number, told)
            elif command == 0x80000005:
                self.server.answered.set()

    def _say(self, command: int, status: int, number: int, body: bytes) -> None:
        self.request.sendall(struct.pack(">LLLL", 16 + len(body), command, status, number) + body)

    def _whole(self, size: int) -> bytes:
        data = b""
        while len(data) < size:
            part = self.request.recv(size - len(data))
            if not part:
                return b""
            data += part
        return data


@contextmanager
def centre(**how: int) -> Iterator[Centre]:
    server = Centre(**how)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
