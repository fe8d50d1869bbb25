"""Child processes that never outlive the one who started them."""

from __future__ import annotations

import contextlib
import ctypes
import os
import signal
import subprocess
import time
from collections.abc import Collection, Iterable, Sequence
from pathlib import Path
from typing import BinaryIO, Protocol, TypeVar

_PR_SET_PDEATHSIG, _PR_SET_CHILD_SUBREAPER = 1, 36
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


def adopt_orphans(*, wanted: bool = True) -> None:
    """Processes below this one whose parent ends become its own children, as if it had started them."""
    _LIBC.prctl(_PR_SET_CHILD_SUBREAPER, int(wanted))


def reap_orphans(own: Collection[int]) -> None:
    """Forgets the ended children that are none of `own`: those whose parent ended before them, and nobody else asks for."""
    with contextlib.suppress(ChildProcessError):
        while ended := os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOHANG | os.WNOWAIT):
            if ended.si_pid in own:
                return  # its code is asked for by who looks after it; the next ones come at the next call
            os.waitpid(ended.si_pid, 0)


class Process(Protocol):
    """What is asked of a child, however it came to be."""

    @property
    def pid(self) -> int: ...
    @property
    def returncode(self) -> int | None: ...
    def poll(self) -> int | None: ...
    def wait(self, timeout: float | None = None) -> int: ...
    def send_signal(self, sig: int) -> None: ...
    def kill(self) -> None: ...


class Forked:
    """A child of this process that another one forked for it; it behaves as a Popen."""

    def __init__(self, pid: int, words: Sequence[str]) -> None:
        self.pid, self.args = pid, list(words)
        self.returncode: int | None = None

    def poll(self) -> int | None:
        if self.returncode is None:
            number, status = os.waitpid(self.pid, os.WNOHANG)
            self.returncode = os.waitstatus_to_exitcode(status) if number else None
        return self.returncode

    def wait(self, timeout: float | None = None) -> int:
        until = None if timeout is None else time.monotonic() + timeout
        while (code := self.poll()) is None:
            if until is not None and time.monotonic() >= until:
                raise subprocess.TimeoutExpired(self.args, timeout or 0)
            time.sleep(0.02)
        return code

    def send_signal(self, sig: int) -> None:
        if self.poll() is None:
            os.kill(self.pid, sig)

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)


Child = TypeVar("Child", bound=Process)


def stop(
    processes: Iterable[Child], sign: signal.Signals = signal.SIGTERM, timeout_s: float = 10
) -> list[Child]:
    """Asks all of them to end, waits for all, kills the whole group of those that do not; returns those."""
    running = [process for process in processes if process.poll() is None]
    for process in running:
        process.send_signal(sign)
    until, stuck = time.monotonic() + timeout_s, []
    for process in running:
        try:
            process.wait(max(0.0, until - time.monotonic()))
        except subprocess.TimeoutExpired:
            _kill_group(process)
            stuck.append(process)
    return stuck


def kill_tree(process: Process, first: signal.Signals = signal.SIGTERM, wait_s: float = 3) -> None:
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


def _kill_group(process: Process) -> None:
    """Each child leads a session of its own: what it started goes with it."""
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except (ProcessLookupError, PermissionError):
        process.kill()
    process.wait()
