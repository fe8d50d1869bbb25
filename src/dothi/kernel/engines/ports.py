"""Ports of this machine: which are free, and the next best when a wanted one is taken."""

from __future__ import annotations

import socket


def free_port() -> int:
    """A port of 127.0.0.1 that is free now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def is_free(port: int, address: str = "127.0.0.1") -> bool:
    """May a server listen there now? (SO_REUSEADDR: connections that are dying away do not count.)"""
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((address, port))
        except OSError:
            return False
        return True


def wanted_or_free(*wanted: int, address: str = "127.0.0.1") -> int:
    """The first of the wanted ports that is free, else any free one."""
    for port in wanted:
        if port and is_free(port, address):
            return port
    return free_port()
