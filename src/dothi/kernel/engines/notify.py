"""Tells systemd, where it runs us (`Type=notify`), that the system is ready."""

from __future__ import annotations

import contextlib
import os
import socket


def ready() -> None:
    """The moment from which dependent services may start; nothing happens outside of systemd."""
    address = os.environ.get("NOTIFY_SOCKET", "")
    if not address.startswith(("/", "@")):
        return
    with contextlib.suppress(OSError), socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as line:
        line.sendto(b"READY=1", address.replace("@", "\0", 1))
