"""Between the decoding library and the one address that was judged: it connects nowhere else, whatever a camera answers.

The library follows `RTSP/1.0 3xx` by itself and sends the login along; it checks no certificate. Here what a camera says before it plays is
read first: an answer that leads elsewhere ends the line. TLS is spoken here, with the certificate checked for the camera's own name.
"""

from __future__ import annotations

import re
import select
import socket
import threading
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit

from dothi.kernel import egress

HERE = "127.0.0.1"
MOST_SAID = 256_000  # bytes before the first picture: an SDP has some thousand
QUIET_S = 30.0
PIECE = 65_536
PORTS = {"rtsp": 554, "rtsps": 322}
LONGEST_LINE = 4_000  # bytes: the library cuts longer ones, and would read them otherwise than we do
_STATUS = re.compile(rb"RTSP/1\.\d ([1-5])\d\d(?!\d)")
_LENGTH = re.compile(rb"content-length: *(\d{1,6}) *", re.IGNORECASE)
_UNSEEN = re.compile(rb"[\x00-\x08\x0a-\x1f]")


class Relay:
    """`with Relay(url, name, wait_s) as relay`: `relay.url` is what the library opens; `relay.refused` why it was cut off, if it was.

    `url` holds the address itself and the login; `name` is the host that a certificate must be of. Raises OSError.
    """

    def __init__(self, url: str, name: str, wait_s: float) -> None:
        parts = urlsplit(url)
        self._host, self._port = parts.hostname or "", parts.port or PORTS[parts.scheme]
        self._tls, self._name, self._wait_s = parts.scheme == "rtsps", name or self._host, wait_s
        self._parts = parts
        self._answers, self._plays = Answers(), False
        self._inside: socket.socket | None = None

    @property
    def refused(self) -> str:
        return self._answers.refused

    def __enter__(self) -> Self:
        outside = socket.create_connection((self._host, self._port), self._wait_s)
        try:
            if self._tls:
                outside = egress.tls_context().wrap_socket(outside, server_hostname=self._name)
            outside.settimeout(QUIET_S)
            self._listener = socket.create_server((HERE, 0), backlog=1)
        except BaseException:
            outside.close()
            raise
        self._listener.settimeout(self._wait_s)
        self._outside = outside
        login, at, _ = self._parts.netloc.rpartition("@")
        port = self._listener.getsockname()[1]
        self.url = self._parts._replace(scheme="rtsp", netloc=f"{login}{at}{HERE}:{port}").geturl()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        for one in (self._listener, self._outside, self._inside):
            _shut(one)
        self._thread.join(self._wait_s)

    def _run(self) -> None:
        """One visitor, then the door is closed; bytes both ways until either end is over."""
        try:
            self._inside, _ = self._listener.accept()
            self._listener.close()
            self._inside.settimeout(QUIET_S)
            while self._pass_on():
                pass
        except (OSError, ValueError):  # an end is closed, or says nothing for long
            pass
        finally:
            for one in (self._listener, self._outside, self._inside):
                if one is not None:
                    one.close()

    def _pass_on(self) -> bool:
        inside, outside = self._inside, self._outside
        assert inside is not None
        held = getattr(outside, "pending", lambda: 0)()  # TLS keeps what a read did not take
        ready = [outside] if held else select.select([inside, outside], [], [], QUIET_S)[0]
        for one in ready:
            data = one.recv(PIECE)
            if not data or not (self._may_leave(data) if one is inside else self._may_enter(data)):
                return False
            (outside if one is inside else inside).sendall(data)
        return bool(ready)

    def _may_leave(self, data: bytes) -> bool:
        """After its question to play the library follows no answer elsewhere any more."""
        self._plays = self._plays or data.startswith(b"PLAY ")
        return True

    def _may_enter(self, data: bytes) -> bool:
        return self._plays or self._answers.take(data)


class Answers:
    """What a camera says before it plays, answer by answer, read as the library reads it or not at all: whatever has two readings is refused."""

    def __init__(self) -> None:
        self.refused = ""
        self._held, self._said = b"", 0
        self._body = 0  # bytes of the answer's body that are still to come
        self._status, self._length = b"", -1

    def take(self, data: bytes) -> bool:
        """The next bytes; whether all so far is in order."""
        self._held, self._said = self._held + data, self._said + len(data)
        while not self.refused and self._held:
            passed = min(self._body, len(self._held))
            self._held, self._body = self._held[passed:], self._body - passed
            line, end, rest = self._held.partition(b"\n")
            if not end:
                break
            self._held = rest
            self._read(line.replace(b"\r", b""))
        if self._said > MOST_SAID or (not self._body and len(self._held) > LONGEST_LINE):
            self.refused = self.refused or "undecodable"
        return not self.refused

    def _read(self, line: bytes) -> None:
        if (
            len(line) > LONGEST_LINE or line.startswith(b"$") or _UNSEEN.search(line)
        ):  # "$": a packet, skipped unread
            self.refused = "undecodable"
        elif not self._status:
            self._begin(line)
        elif not line:
            self._status, self._body, self._length = b"", max(0, self._length), -1
        elif line.lower().startswith(b"location:"):
            self.refused = "elsewhere"
        elif line.lower().startswith(b"content-length:"):
            self._measure(line)

    def _begin(self, line: bytes) -> None:
        found = _STATUS.match(line)
        if found is None:
            self.refused = "undecodable"
        elif found[1] == b"3":
            self.refused = "elsewhere"
        self._status = line

    def _measure(self, line: bytes) -> None:
        found = _LENGTH.fullmatch(line)
        if found is None or self._length >= 0:  # said twice, or no number: the library may mean another one
            self.refused = "undecodable"
        else:
            self._length = int(found[1])


def _shut(one: socket.socket | None) -> None:
    """Wakes whoever reads it; the thread that reads closes it."""
    try:
        if one is not None:
            one.shutdown(socket.SHUT_RDWR)
    except OSError:
        pass
