"""Signs of life: each of our processes tells its supervisor every two seconds that its loop still turns.

One datagram to a socket without a file (Linux's abstract names), as systemd's watchdog does it: it needs neither disk
nor database, so a full disk or a hanging database never makes a healthy process look dead. Outside of a supervisor
(no `DOTHI_PULSE`) nothing is sent.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import secrets
import socket
import threading
import time
from collections.abc import Callable

SOCKET, PART = "DOTHI_PULSE", "DOTHI_PART"
EVERY_S = 2.0


class Ear:
    """The supervisor's end: when each process of each part was last heard (monotonic seconds)."""

    def __init__(self) -> None:
        self.name = f"dothi-{secrets.token_hex(16)}"
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_NONBLOCK)
        self._socket.bind(f"\0{self.name}")
        self._heard: dict[str, dict[int, float]] = {}

    def listen(self) -> None:
        """Takes everything that was sent since the last call."""
        with contextlib.suppress(BlockingIOError):
            while True:
                part, _, number = self._socket.recv(200).decode("utf-8", "replace").partition(" ")
                if number.isdigit():
                    self._heard.setdefault(part, {})[int(number)] = time.monotonic()

    def last(self, part: str) -> float | None:
        """When the most silent living process of a part was last heard; None: none was yet."""
        heard = self._heard.get(part, {})
        for number in [number for number in heard if not _exists(number)]:
            del heard[number]  # the server replaces workers of its own
        return min(heard.values(), default=None)

    def forget(self, part: str) -> None:
        self._heard.pop(part, None)

    def close(self) -> None:
        self._socket.close()


def _exists(number: int) -> bool:
    try:
        os.kill(number, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass
    return True


class Sender:
    """A process's end. Never waits and never fails: a supervisor that is busy or gone is not this process's concern."""

    def __init__(self) -> None:
        self._to = os.environ.get(SOCKET, "")
        self._words = f"{os.environ.get(PART, '')} {os.getpid()}".encode()
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_NONBLOCK)

    def send(self) -> None:
        if self._to:
            with contextlib.suppress(OSError):
                self._socket.sendto(self._words, f"\0{self._to}")


async def keep_sending(is_well: Callable[[], bool] = lambda: True) -> None:
    """From the loop whose turning is to be proved, until it is cancelled; silent while `is_well` says no."""
    sender = Sender()
    while True:
        if is_well():
            sender.send()
        await asyncio.sleep(EVERY_S)


def send_from_thread() -> None:
    """For a process whose main thread waits in somebody else's code (the server's own first process)."""
    sender = Sender()

    def turn() -> None:
        while True:
            sender.send()
            time.sleep(EVERY_S)

    threading.Thread(target=turn, name="pulse", daemon=True).start()
