"""Our own parts are forked from one process that has loaded everything: nothing is loaded twice, and lies in memory once (decision 0026).

The loaded process forks twice and the one between ends at once, so that the part becomes a child of the supervisor (which adopts
orphans): its exit code, its end with its parent and its kill are those of any other child, and the loaded process may die without
taking anybody along. A part begins only when the supervisor has heard its number and answered with its words; if either is
gone by then, it ends.
"""

from __future__ import annotations

import contextlib
import gc
import json
import os
import select
import socket
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import BinaryIO

from dothi.kernel.engines import children, pulse, titles

MODULE = "dothi.cli.preloaded"
_READY = b"."
_ANSWER_S = 5.0
_LOAD_S = 60.0


class Forks:
    """The supervisor's end: starts the loaded process, and asks it for parts."""

    def __init__(self) -> None:
        self._control: socket.socket | None = None
        self._is_ready = False

    def start(self, log: Path, environment: Mapping[str, str]) -> subprocess.Popen[bytes]:
        """A new loaded process; whatever the one before still makes finds nobody and ends."""
        self.close()
        children.adopt_orphans()
        self._control, far = socket.socketpair()
        self._control.setblocking(False)
        with far, children.open_log(log) as file:
            return subprocess.Popen(
                [sys.executable, "-m", MODULE, str(far.fileno()), titles.ROOM],
                stdin=subprocess.DEVNULL, stdout=file, stderr=file, start_new_session=True, pass_fds=[far.fileno()],
                preexec_fn=children.be_killed_with_parent, env=dict(environment),
            )  # fmt: skip

    def wait(self, process: children.Process) -> None:
        """Returns when parts can be forked, or when they had better be started without."""
        until = time.monotonic() + _LOAD_S
        while not self.are_ready() and process.poll() is None and time.monotonic() < until:
            time.sleep(0.05)

    def are_ready(self) -> bool:
        """Has everything been loaded? Never waits."""
        if self._control is not None and not self._is_ready:
            try:
                self._is_ready = self._control.recv(len(_READY)) == _READY
            except BlockingIOError:
                return False
            except OSError:
                self.close()
        return self._is_ready

    def fork(
        self, words: Sequence[str], environment: Mapping[str, str], log: BinaryIO
    ) -> children.Forked | None:
        """`dothi <words>` as a child of this process; None where it must be started the plain way."""
        if self._control is None or not self.are_ready():
            return None
        try:
            return self._ask(self._control, words, environment, log)
        except OSError:
            self.close()
            return None

    def _ask(
        self, control: socket.socket, words: Sequence[str], environment: Mapping[str, str], log: BinaryIO
    ) -> children.Forked:
        near, far = socket.socketpair()
        with near:
            near.settimeout(_ANSWER_S)
            with far:
                socket.send_fds(control, [b"."], [far.fileno(), log.fileno()])
            told = near.recv(20)
            if not told:
                raise ConnectionResetError("the loaded process ended, or could not fork")
            near.sendall(json.dumps([list(words), dict(environment)]).encode())
            return children.Forked(int(told), words)

    def close(self) -> None:
        """The loaded process ends when it reads that nobody will ask it any more."""
        self._is_ready = False
        if self._control is not None:
            self._control.close()
            self._control = None
            children.adopt_orphans(wanted=False)


def become_parts(control: socket.socket, own: Mapping[str, str]) -> list[str]:
    """In the loaded process: forks a part whenever it is asked for one. Returns only in a part: the words of its command.

    `own` are variables that loading has set: a part finds them beside those of its order, as if it had loaded everything itself.
    Raises RuntimeError where a thread runs: a lock that it holds at the fork would stay locked in every part.
    """
    if len(list(Path("/proc/self/task").iterdir())) > 1:
        raise RuntimeError("what was loaded started a thread")
    supervisor, sender = os.getppid(), pulse.Sender()
    gc.collect()
    gc.freeze()  # what was loaded stays for good: a search for garbage would write into every shared page
    control.sendall(_READY)
    while True:
        sender.send()
        if select.select([control], [], [], pulse.EVERY_S)[0]:
            words = _fork(control, supervisor)
            if words is not None:
                os.environ.update(own)
                return words


def _fork(control: socket.socket, supervisor: int) -> list[str] | None:
    """The words in a new part, None in the loaded process. The process between has ended when this returns."""
    _, descriptors, _, _ = socket.recv_fds(control, 1, 2)
    if len(descriptors) < 2:
        sys.exit(0)
    with socket.socket(fileno=descriptors[0]) as answer, os.fdopen(descriptors[1], "ab") as log:
        between = os.fork()
        if between:
            os.waitpid(between, 0)
            return None
        between = os.getpid()
        if os.fork():
            os._exit(0)
        control.close()
        return _begin(answer, log, between, supervisor)


def _begin(answer: socket.socket, log: BinaryIO, between: int, supervisor: int) -> list[str]:
    """In a part: everything that a program started by Popen finds as well."""
    os.setsid()
    while os.getppid() == between:
        time.sleep(0.001)
    children.follow(supervisor)
    answer.sendall(str(os.getpid()).encode())
    words, environment = _order(answer)
    os.dup2(log.fileno(), 1)
    os.dup2(log.fileno(), 2)
    os.environ.clear()
    os.environ.update(environment)
    titles.show("-m", "dothi", *words)
    sys.argv = ["dothi", *words]
    gc.enable()
    return words


def _order(answer: socket.socket) -> tuple[list[str], dict[str, str]]:
    """Words and environment; ends the part where the supervisor gave it up."""
    told = b""
    with contextlib.suppress(ConnectionResetError):
        while some := answer.recv(65536):
            told += some
    if not told:
        sys.exit(0)
    words, environment = json.loads(told)
    return words, environment
