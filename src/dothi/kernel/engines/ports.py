"""Ports of this machine: which are free, and the next best when a wanted one is taken."""

from __future__ import annotations

import socket
from pathlib import Path
from typing import TYPE_CHECKING

from dothi.kernel.errors import ConfigurationError

if TYPE_CHECKING:
    import psutil


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


def claim(port: int, address: str, variable: str) -> socket.socket:
    """Keeps `port` for the servers of this system until the socket that is returned is closed. Raises ConfigurationError: it is taken.

    Our servers share one port among their processes (SO_REUSEPORT), so a second system would be let in beside them, and each visitor
    would come to one of the two by chance. A bound socket that listens to nobody lets in only who shares, and is seen by `is_free`
    from the start, not from the moment when the first server listens.
    """
    held = socket.socket(socket.AF_INET6 if ":" in address else socket.AF_INET)
    try:
        held.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # what is dying away does not count
        held.bind((address, port))
        held.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 0)  # nobody else binds by that
        if hasattr(socket, "SO_REUSEPORT"):
            held.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)  # but those of ours
    except OSError as error:
        held.close()
        raise busy(port, variable) from error
    return held


def wanted_or_free(*wanted: int, address: str = "127.0.0.1") -> int:
    """The first of the wanted ports that is free, else any free one."""
    for port in wanted:
        if port and is_free(port, address):
            return port
    return free_port()


def busy(port: int, variable: str) -> ConfigurationError:
    """The refusal that names who listens there, as far as this user may see it."""
    holder = _holder(port)
    if holder is None:
        return ConfigurationError("port-busy", port=port, variable=variable)
    folder = _folder_of(holder)
    if folder is None:
        return ConfigurationError(
            "port-busy-by", port=port, variable=variable, program=holder.name(), pid=holder.pid
        )
    return ConfigurationError(
        "port-busy-by-dothi", port=port, variable=variable, path=folder, pid=_first(holder).pid
    )


def _holder(port: int) -> psutil.Process | None:
    import psutil

    try:
        found = psutil.net_connections(kind="tcp")
        number = next(
            (
                c.pid
                for c in found
                if c.status == psutil.CONN_LISTEN and c.laddr and c.laddr.port == port and c.pid
            ),
            None,
        )
        return psutil.Process(number) if number else None
    except psutil.Error:
        return None


def _folder_of(process: psutil.Process) -> str | None:
    """The data folder of a process of ours; None for any other program."""
    import psutil

    try:
        environment = process.environ()
        if "DOTHI_PART" not in environment:
            return None
        first = _first(process)
        return str((Path(first.cwd()) / first.environ().get("DOTHI_DATA", "var")).resolve())
    except psutil.Error:
        return None


def _first(process: psutil.Process) -> psutil.Process:
    """The supervisor above a serving process: the topmost that runs `dothi`."""
    ours = [one for one in process.parents() if _runs_dothi(one.cmdline())]
    return ours[-1] if ours else process


def _runs_dothi(words: list[str]) -> bool:
    """`…/bin/dothi up` or `python -m dothi up`; not whatever has the word in one of its arguments."""
    if any(Path(word).name == "dothi" for word in words[:2]):
        return True
    return "-m" in words and words[words.index("-m") :][1:2] == ["dothi"]
