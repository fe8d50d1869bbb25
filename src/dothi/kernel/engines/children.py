"""Child processes that never outlive the one who started them."""

from __future__ import annotations

import contextlib
import ctypes
import os
import signal
import subprocess
import time
from collections.abc import Iterable
from pathlib import Path
from typing import BinaryIO

_PR_SET_PDEATHSIG = 1
_LIBC = ctypes.CDLL(None, use_errno=True)


def open_log(path: Path) -> BinaryIO:
    """The end of a log, which our own user alone may read: slow statements stand in it with all their values."""
    return open(path, "ab", opener=lambda name, flags: os.open(name, flags, 0o600))


def die_with_parent() -> None:
    """In a child, before it becomes its program: receive SIGINT when the parent dies, however it dies.

    The signal is sent when the *thread* that made the child ends: start children from the main thread.
    """
    _LIBC.prctl(_PR_SET_PDEATHSIG, signal.SIGINT)


def be_killed_with_parent() -> None:
    """The same with SIGKILL, for our own processes: they hold no state that a kill could hurt."""
    _LIBC.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)


def follow(parent: int) -> None:
    """Called by a running process (a server's worker): ends it when `parent` ends or has already ended."""
    be_killed_with_parent()
    if os.getppid() != parent:
        os.kill(os.getpid(), signal.SIGKILL)


def stop(
    processes: Iterable[subprocess.Popen[bytes]], sign: signal.Signals = signal.SIGTERM, timeout_s: float = 10
) -> None:
    """Asks all of them to end, waits for all, kills the whole group of those that do not."""
    running = [process for process in processes if process.poll() is None]
    for process in running:
        process.send_signal(sign)
    until = time.monotonic() + timeout_s
    for process in running:
        try:
            process.wait(max(0.0, until - time.monotonic()))
        except subprocess.TimeoutExpired:
            _kill_group(process)


def kill_tree(
    process: subprocess.Popen[bytes], first: signal.Signals = signal.SIGTERM, wait_s: float = 3
) -> None:
    """Kills a process that does not end when asked, and everything below it; those below are asked first by `first`.

    PostgreSQL's server processes lead sessions of their own, so the group alone would leave them behind, holding the
    shared memory that the next server needs.
    """
    import psutil

    try:
        below = psutil.Process(process.pid).children(recursive=True)
    except psutil.Error:
        below = []
    process.kill()  # before those below end: it must not start others in their place
    for child in below:
        with contextlib.suppress(psutil.Error):
            child.send_signal(first)
    for child in psutil.wait_procs(below, timeout=wait_s)[1]:
        with contextlib.suppress(psutil.Error):
            child.kill()
    process.wait()


def _kill_group(process: subprocess.Popen[bytes]) -> None:
    """Each child leads a session of its own: what it started goes with it."""
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except (ProcessLookupError, PermissionError):
        process.kill()
    process.wait()
