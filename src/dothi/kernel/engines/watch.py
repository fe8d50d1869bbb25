"""Which part is alive but answers no more: ours by their pulse (see pulse.py), the engines by asking them.

Silence counts from the last sign of life of this very process, or, before the first one, from a start that may take
long (an engine that recovers its files). Asking never waits: the supervisor has one thread and looks every 0.2 s.
"""

from __future__ import annotations

import contextlib
import errno
import socket
import time

from dothi.kernel import settings
from dothi.kernel.engines.parts import Part
from dothi.kernel.engines.pulse import PART, SOCKET, Ear

START_S = {"postgres": 900.0, "nats": 900.0}
OWN_START_S = 180.0
_ASK_EVERY_S, _ANSWER_WITHIN_S = 3.0, 10.0
_PAUSED_S = 5.0
# PostgreSQL: "do you speak TLS?" - any server process answers with one byte, also in recovery or with every place taken
SSL_REQUEST = (8).to_bytes(4, "big") + (80877103).to_bytes(4, "big")


class Question:
    """Asks one engine again and again on 127.0.0.1, without ever waiting."""

    def __init__(self, port: int, words: bytes = b"") -> None:
        self._port, self._words = port, words
        self._socket: socket.socket | None = None
        self._unsent = b""
        self._asked_at = 0.0
        self.last: float | None = None

    def tick(self, now: float) -> None:
        if self._socket is None:
            if now - self._asked_at >= _ASK_EVERY_S:
                self._ask(now)
            return
        try:
            if self._unsent:
                self._socket.send(self._unsent)
                self._unsent = b""
            if self._socket.recv(16):
                self.last = now
            self.close()
        except BlockingIOError:
            if now - self._asked_at > _ANSWER_WITHIN_S:
                self.close()
        except OSError as error:  # not connected yet, or refused
            if error.errno != errno.ENOTCONN or now - self._asked_at > _ANSWER_WITHIN_S:
                self.close()

    def _ask(self, now: float) -> None:
        self._asked_at, self._unsent = now, self._words
        self._socket = socket.socket()
        self._socket.setblocking(False)
        with contextlib.suppress(OSError):
            self._socket.connect_ex(("127.0.0.1", self._port))

    def close(self) -> None:
        if self._socket is not None:
            self._socket.close()
            self._socket = None


class Watch:
    """Looks after every part of one supervisor."""

    def __init__(self, questions: dict[str, Question]) -> None:
        self._questions = questions
        self._ear = Ear()
        self._looked_at = time.monotonic()
        self.limit_s = float(settings.read("HANG_S"))

    def environment(self, part: str) -> dict[str, str]:
        """What a process of ours needs for its pulse to be heard."""
        return {SOCKET: self._ear.name, PART: part}

    def begin(self, part: Part) -> None:
        """The part was started (again): what was heard of the process before does not count."""
        self._ear.listen()  # while parts start nobody else listens, and few words fit between: a part's first must not be lost
        self._ear.forget(part.name)
        if question := self._questions.get(part.name):
            question.last = None

    def look(self) -> None:
        """Listens and asks. After a pause of this process itself (a suspended machine) everybody gets a new chance."""
        now = time.monotonic()
        self._ear.listen()
        for question in self._questions.values():
            question.tick(now)
        if now - self._looked_at > _PAUSED_S:
            self._pause_ended_at = now
        self._looked_at = now

    _pause_ended_at = 0.0

    def silent_s(self, part: Part) -> float:
        """For how long a living part has given no sign; 0 while it may still be starting."""
        question = self._questions.get(part.name)
        last = question.last if question else self._ear.last(part.name)
        now = time.monotonic()
        if last is None:
            waited = now - max(part.started_at, self._pause_ended_at)
            return waited if waited > max(START_S.get(part.name, OWN_START_S), self.limit_s) else 0.0
        return now - max(last, self._pause_ended_at)

    def close(self) -> None:
        self._ear.close()
        for question in self._questions.values():
            question.close()
