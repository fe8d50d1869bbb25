"""One part of the running system: how it is started, when it is ready, what it needs, how long to wait after a failure."""

from __future__ import annotations

import http.client
import os
import signal
import subprocess
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from dothi.kernel.engines import children, folder, nats, postgres
from dothi.kernel.engines.addresses import Addresses
from dothi.kernel.engines.forking import Forks
from dothi.kernel.engines.saying import say
from dothi.kernel.errors import ConfigurationError

_STEADY_S = 60.0
_LONGEST_WAIT_S = 30.0
_LOG_LIMIT = 20_000_000
_ABORT_S = 5.0
PRELOAD = "preload"

Process = children.Process


@dataclass(slots=True)
class Part:
    """A child process under the supervisor. `wait` returns when it is ready or raises ConfigurationError."""

    name: str
    start: Callable[[], Process]
    wait: Callable[[Process], None]
    needs: tuple[str, ...] = ()
    ends_by: signal.Signals = signal.SIGTERM
    # what a hanging one is asked first, and, before the kill, the processes that it started
    aborts_by: signal.Signals = signal.SIGTERM
    process: Process | None = None
    failures: int = 0
    started_at: float = 0.0
    next_try: float = 0.0
    told: bool = False
    trouble: str = ""  # why it cannot be started, as said last
    aborted_at: float | None = None

    @property
    def alive(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def launch(self) -> None:
        """Raises OSError (no program, no right to run it, no room for its log) or ConfigurationError."""
        self.told, self.process, self.aborted_at = False, None, None
        self.started_at = time.monotonic()
        self.process = self.start()

    def abort(self) -> None:
        """Ends a process that hangs: asked first; at a later call, once `_ABORT_S` have passed, killed with its own children."""
        assert self.process is not None
        if self.aborted_at is None:
            self.aborted_at = time.monotonic()
            self.process.send_signal(self.aborts_by)
        elif time.monotonic() - self.aborted_at > _ABORT_S:
            children.kill_tree(self.process, self.aborts_by)

    def note_end(self) -> float:
        """Counts the failure; returns how many seconds to wait before the next try (0 the first time, doubling to 30)."""
        if time.monotonic() - self.started_at > _STEADY_S:
            self.failures = 0
        wait_s = 0.0 if not self.failures else min(_LONGEST_WAIT_S, 0.25 * 2**self.failures)
        self.failures += 1
        self.told = True
        self.next_try = time.monotonic() + wait_s
        return wait_s


def log_path(data: Path, name: str) -> Path:
    """The log file of a part; a long one of an earlier run is put aside once (`.1`)."""
    path = data / "log" / f"{name}.log"
    if path.exists() and path.stat().st_size > _LOG_LIMIT:
        path.replace(path.with_suffix(".log.1"))
    return path


def database(data: Path, cluster: postgres.Cluster) -> Part:
    def start() -> Process:
        postgres.settle(cluster)
        return postgres.spawn(cluster, *postgres.TUNED, log=log_path(data, "postgres"))

    return Part(
        "postgres",
        start,
        lambda process: postgres.wait_ready(cluster, 60, process),
        ends_by=postgres.FAST_STOP,
        aborts_by=postgres.IMMEDIATE_STOP,
    )


def messages(data: Path, port: int, mqtt_port: int) -> Part:
    config = nats.ensure_config(data, port, mqtt_port, nats.durable())

    def wait(process: Process) -> None:
        nats.wait_ready(port, 30)
        if process.poll() is not None:  # somebody else greets on that port
            raise ConfigurationError("nats-not-ready", port=port)

    return Part("nats", lambda: nats.spawn(config, log_path(data, "nats-start")), wait, ends_by=signal.SIGINT)


def preload(data: Path, environment: Mapping[str, str], forks: Forks) -> Part:
    """The process that has loaded everything, from which the others are forked; nobody needs it."""

    def start() -> Process:
        return forks.start(log_path(data, PRELOAD), {**os.environ, **environment})

    return Part(PRELOAD, start, lambda process: None)


def own(
    data: Path,
    name: str,
    words: list[str],
    environment: Mapping[str, str],
    needs: tuple[str, ...],
    forks: Forks | None = None,
) -> Part:
    """A process of ours: `dothi <words>`, forked, or started the plain way where nothing is there to be forked."""

    def start() -> Process:
        with children.open_log(log_path(data, name)) as log:
            whole = {**os.environ, **environment}
            if forks:
                if forked := forks.fork(words, whole, log):
                    return forked
                say("engines-part-plain", name=name, log=str(log_path(data, PRELOAD)))
            return subprocess.Popen(
                folder.command(*words), stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True,
                preexec_fn=children.be_killed_with_parent, env=whole,
            )  # fmt: skip

    return Part(name, start, lambda process: None, needs)


def door(
    data: Path,
    addresses: Addresses,
    environment: Mapping[str, str],
    needs: tuple[str, ...],
    workers: int = 1,
    forks: Forks | None = None,
) -> Part:
    """`dothi serve`, ready when /healthz answers."""
    part = own(data, "serve", ["serve", "--workers", str(workers)], environment, needs, forks)
    part.wait = lambda process: wait_answer(addresses, process, log_path(data, "serve"))
    return part


def wait_answer(addresses: Addresses, process: Process, log: Path, timeout_s: float = 60) -> None:
    """Returns when the HTTP port answers /healthz, whatever it says; raises when the process ended or after `timeout_s`."""
    until = time.monotonic() + timeout_s
    while not _answers(addresses):
        if process.poll() is not None or time.monotonic() > until:
            raise ConfigurationError("part-did-not-start", name="serve", log=str(log), detail=last_line(log))
        time.sleep(0.1)


def _answers(addresses: Addresses) -> bool:
    host = addresses.base_url.removeprefix("http://").rsplit(":", 1)[0].strip("[]")
    connection = http.client.HTTPConnection(host, addresses.port, timeout=5)
    try:
        connection.request("GET", "/healthz")
        return connection.getresponse().status in {200, 503}
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def last_line(log: Path) -> str:
    """The last thing that a log says, for the one line that a person reads first."""
    try:
        with log.open("rb") as file:
            file.seek(max(0, log.stat().st_size - 4000))
            lines = [line for line in file.read().decode("utf-8", "replace").splitlines() if line.strip()]
    except OSError:
        return ""
    return lines[-1][:300] if lines else ""
