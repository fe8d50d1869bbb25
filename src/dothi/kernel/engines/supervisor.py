"""Runs the whole system: starts every part in the order of its needs, restarts what dies, stops all of them at the end.

Single-threaded on purpose: children are told to end when the thread that started them ends, however it ends.
"""

from __future__ import annotations

import contextlib
import errno
import json
import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from urllib.parse import urlsplit

from dothi.kernel import health, settings
from dothi.kernel.engines import addresses as places
from dothi.kernel.engines import children, folder, migrated, nats, notify, parts, ports, postgres
from dothi.kernel.engines.addresses import Addresses
from dothi.kernel.engines.choosing import choose_addresses, wait_outside
from dothi.kernel.engines.disk import Disk
from dothi.kernel.engines.forking import Forks
from dothi.kernel.engines.held import held
from dothi.kernel.engines.parts import Part
from dothi.kernel.engines.saying import say
from dothi.kernel.engines.watch import SSL_REQUEST, Question, Watch
from dothi.kernel.errors import ConfigurationError
from dothi.kernel.i18n import message_of
from dothi.kernel.secret_key import secret_key

_TICK_S = 0.2
Commands = Sequence[Sequence[str]]


class StopRequested(BaseException):
    """Ctrl-C, SIGTERM or a closed terminal: not an error, nothing may swallow it."""


def up(
    *,
    prepare: Commands | Callable[[Addresses], Commands] = (),
    simulate: Sequence[str] = (),
    ready: Callable[[Addresses], None] | None = None,
    environment: Mapping[str, str] | None = None,
    workers: int = 1,
) -> None:
    """Starts everything and keeps it running until it is told to stop.

    `prepare` are `dothi` commands that run on the migrated database before the doors open (or a function that says,
    once the engines run, which ones are needed); `simulate` is the
    command of the simulator, if there is one; `ready` is told the addresses. Raises ConfigurationError with one clear line.
    """
    data = settings.data_folder()
    os.environ.update(environment or {})
    folder.open_folder(data)
    with _named_if_full(data), folder.lock(data), _signals() as stop, _Running(data, stop) as running:
        try:
            running.preload()
            running.start_engines()
            running.migrate()
            running.prepare(prepare(running.addresses) if callable(prepare) else prepare)
            running.start_own(simulate, workers)
            (ready or _say_ready)(running.addresses)
            notify.ready()
            running.keep()
        except StopRequested:
            say("engines-stopping")


class _Running:
    """The parts of this run and their addresses; leaving it stops them all."""

    def __init__(self, data: Path, stop: _Stop) -> None:
        self.data = data
        self.stop = stop
        self.parts: list[Part] = []
        self.door = ports.claim(settings.read("PORT"), settings.read("BIND"), "DOTHI_PORT")
        self.addresses = choose_addresses(data)
        self.watch = Watch(_questions(self.addresses))
        self.disk = Disk(data, nats.log_path(data))
        self.forks = Forks()

    def __enter__(self) -> _Running:
        return self

    def __exit__(self, *_: object) -> None:
        """Doors first, engines last; nothing is left running."""
        _ignore_signals()
        self.watch.close()
        self.forks.close()
        places.forget(self.data)
        (self.data / "run" / "parts.json").unlink(missing_ok=True)
        for ends_by in (signal.SIGTERM, signal.SIGINT):
            group = {part.process: part for part in self.parts if part.process and part.ends_by == ends_by}
            for process in children.stop(group, ends_by, timeout_s=10 if ends_by == signal.SIGTERM else 30):
                say("engines-killed", name=group[process].name)
        self.door.close()

    @property
    def engines(self) -> tuple[str, ...]:
        return tuple(part.name for part in self.parts if part.name in {"postgres", "nats"})

    def preload(self) -> None:
        """While the engines start, what all parts need is loaded once."""
        secret_key()  # made before two processes ask for it at the same time
        self._launch([parts.preload(self.data, self._environment(parts.PRELOAD), self.forks)])

    def start_engines(self) -> None:
        """PostgreSQL and NATS, each unless a server was given instead."""
        engines, cluster = [], None
        if not settings.read("DATABASE_URL"):
            cluster = _cluster(self.data, self.addresses)
            postgres.initdb(cluster)
            engines.append(parts.database(self.data, cluster))
        if not settings.read("NATS_URL"):
            port = urlsplit(self.addresses.nats_url).port or 0
            engines.append(parts.messages(self.data, port, self.addresses.mqtt_port))
        self._launch(engines)
        for part in engines:
            self._wait_first(part)
        if cluster:
            postgres.ensure_database(cluster)
        if settings.read("NATS_URL"):
            wait_outside(self.addresses.nats_url, "DOTHI_NATS_URL")
        places.write(self.data, self.addresses)

    def _wait_first(self, part: Part) -> None:
        assert part.process is not None
        try:
            part.wait(part.process)
        except ConfigurationError as error:
            log = parts.log_path(self.data, part.name)
            raise ConfigurationError(
                "part-did-not-start", name=part.name, log=str(log), detail=parts.last_line(log) or str(error)
            ) from error

    def migrate(self) -> None:
        """Brings the database to this version, unless this very code has done so already."""
        if not migrated.is_current(self.addresses.database_url):
            self.prepare([["migrate"]])
            migrated.mark(self.addresses.database_url)

    def prepare(self, commands: Sequence[Sequence[str]]) -> None:
        """Runs commands one after another on this terminal; the first that fails ends the start (it has said why)."""
        for words in commands:
            done = subprocess.run(
                folder.command(*words),
                check=False,
                env={**os.environ, **self.addresses.environment()},
                preexec_fn=children.be_killed_with_parent,
            )
            if done.returncode:
                raise ConfigurationError("prepare-failed", command=f"dothi {' '.join(words)}")

    def start_own(self, simulate: Sequence[str], workers: int) -> None:
        """The doors and the writer first: what people and devices wait for shares the processor with nothing else."""
        needs = self.engines
        serve = parts.door(self.data, self.addresses, self._environment("serve"), needs, workers, self.forks)
        doors = [serve, self._worker("writer", needs)]
        later = [self._worker(name, needs) for name in health.PROCESSES if name not in ("writer", "jobs")]
        later.append(self._own("jobs", ["worker", "--jobs"], needs))
        if simulate:
            later.append(self._own("simulate", list(simulate), (*needs, "serve", "writer")))
        self._wait_for_preload()
        self._launch(doors)
        self._wait_first(serve)
        self._launch(later)

    def _wait_for_preload(self) -> None:
        for part in self.parts:
            if part.name == parts.PRELOAD and part.process:
                self.forks.wait(part.process)

    def _worker(self, name: str, needs: tuple[str, ...]) -> Part:
        return self._own(name, ["worker", "--only", ",".join(health.PROCESSES[name])], needs)

    def _own(self, name: str, words: list[str], needs: tuple[str, ...]) -> Part:
        return parts.own(self.data, name, words, self._environment(name), needs, self.forks)

    def _environment(self, name: str) -> dict[str, str]:
        return self.addresses.environment() | self.watch.environment(name)

    def _launch(self, group: Sequence[Part]) -> None:
        for part in group:
            self.parts.append(part)
            try:
                self._begin(part)
            except OSError as error:
                log = parts.log_path(self.data, part.name)
                raise ConfigurationError(
                    "part-did-not-start", name=part.name, log=str(log), detail=_said(error)
                ) from error
        self._write_numbers()

    def _begin(self, part: Part) -> None:
        with self.stop.held():
            part.launch()
        self.watch.begin(part)

    def _write_numbers(self) -> None:
        """Which process is which part, for the doctor. A full disk is no reason to leave the parts alone."""
        numbers = {part.name: part.process.pid for part in self.parts if part.alive and part.process}
        with contextlib.suppress(OSError):
            folder.write_whole(self.data / "run" / "parts.json", json.dumps(numbers), 0o644)

    def keep(self) -> None:
        """Looks after the parts for ever."""
        while True:
            self.watch.look()
            self._look_at_disk()
            down = held(self.data)
            for part in self.parts:
                if part.alive and part.name in down:
                    self._hold(part)
                elif part.alive:
                    self._end_if_it_hangs(part)
            dead = {part.name for part in self.parts if not part.alive}
            children.reap_orphans({part.process.pid for part in self.parts if part.process})
            for part in self.parts:
                if part.name in dead - down and self._revive(part, dead):
                    dead.discard(part.name)
            time.sleep(_TICK_S)

    def _hold(self, part: Part) -> None:
        """Ends a part that a drill keeps down: asked, then killed."""
        if part.aborted_at is None:
            say("engines-part-held", name=part.name)
            part.told, part.next_try = True, 0.0  # no failure: it comes back at once when its time is over
        part.abort()

    def _look_at_disk(self) -> None:
        """Says when the disk is full and when there is room again, and then starts a store again that the full disk broke."""
        if self.disk.look(time.monotonic()):
            key = "engines-disk-full" if self.disk.is_full else "engines-disk-room"
            say(key, path=str(self.data), free=f"{self.disk.free / 1024**2:.0f}")
        if self.disk.store_is_broken and not self.disk.is_full:
            self.disk.store_is_broken = False
            for part in self.parts:
                if part.name == "nats" and part.alive and part.aborted_at is None:
                    say("engines-store-broken", log=str(nats.log_path(self.data)))
                    part.abort()

    def _end_if_it_hangs(self, part: Part) -> None:
        """A process that lives and answers no more is worth less than a dead one: that would be started again."""
        silent_s = self.watch.silent_s(part)
        if part.aborted_at is None and silent_s <= self.watch.limit_s:
            return
        if part.aborted_at is None:
            log = str(parts.log_path(self.data, part.name))
            say("engines-part-hangs", name=part.name, seconds=f"{silent_s:.0f}", log=log)
        part.abort()

    def _revive(self, part: Part, dead: set[str]) -> bool:
        if not part.told:
            wait_s = part.note_end()
            code = part.process.returncode if part.process else None
            say(
                "engines-part-ended",
                name=part.name,
                code=str(code),
                wait=f"{wait_s:.1f}",
                log=str(parts.log_path(self.data, part.name)),
            )
        if time.monotonic() < part.next_try or dead & set(part.needs):
            return False
        try:
            self._begin(part)
            if part.process:
                part.wait(part.process)
        except (ConfigurationError, OSError) as error:
            self._note_trouble(part, error)
            return False
        part.trouble = ""
        self._write_numbers()
        say("engines-part-back", name=part.name)
        return True

    def _note_trouble(self, part: Part, error: ConfigurationError | OSError) -> None:
        """Said once for each reason, however often it is tried; the other parts go on."""
        if part.process is None:
            part.note_end()
        trouble = _said(error)
        if trouble != part.trouble:
            say("engines-part-cannot-start", name=part.name, detail=trouble)
        part.trouble = trouble


def _said(error: ConfigurationError | OSError) -> str:
    """The reason in the operator's language where it is one of ours; the system's own words with the file otherwise."""
    if isinstance(error, ConfigurationError):
        return message_of(error, settings.read("LANGUAGE"))
    name = f" ({error.filename})" if error.filename else ""
    return f"{error.strerror or error}{name}"


@contextmanager
def _named_if_full(data: Path) -> Iterator[None]:
    """What the system says of the data folder while it starts, a full disk above all, is one clear line too."""
    try:
        yield
    except OSError as error:
        code = "disk-full" if error.errno in {errno.ENOSPC, errno.EDQUOT} else "data-folder-not-writable"
        raise ConfigurationError(
            code, path=str(error.filename or data), detail=error.strerror or ""
        ) from error


def _questions(addresses: Addresses) -> dict[str, Question]:
    """How the engines that are ours are asked whether they still answer."""
    questions = {}
    if not settings.read("DATABASE_URL"):
        questions["postgres"] = Question(urlsplit(addresses.database_url).port or 0, SSL_REQUEST)
    if not settings.read("NATS_URL"):
        questions["nats"] = Question(urlsplit(addresses.nats_url).port or 0)
    return questions


def _cluster(data: Path, addresses: Addresses) -> postgres.Cluster:
    marker = folder.open_folder(data)
    port = urlsplit(addresses.database_url).port or 0
    return postgres.Cluster(
        Path(marker.cluster),
        folder.binaries(),
        port,
        postgres.unprivileged_user(),
        folder.secret(data, "postgres_password"),
    )


class _Stop:
    """The signal handler: ends the start or the watch wherever it is, except while a process is being made.

    An exception inside of Popen would lose the process that it has just made.
    """

    def __init__(self) -> None:
        self._holding = False
        self._asked = False

    def __call__(self, _number: int, _frame: FrameType | None) -> None:
        self._asked = True
        if not self._holding:
            self._raise()

    @contextmanager
    def held(self) -> Iterator[None]:
        """Nothing inside is interrupted; a stop asked for meanwhile comes right after."""
        self._holding = True
        try:
            yield
        finally:
            self._holding = False
        if self._asked:
            self._raise()

    def _raise(self) -> None:
        _ignore_signals()
        raise StopRequested


@contextmanager
def _signals() -> Iterator[_Stop]:
    numbers = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    before = {number: signal.getsignal(number) for number in numbers}
    stop = _Stop()
    for number in numbers:
        signal.signal(number, stop)
    try:
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _ignore_signals() -> None:
    """Stopping has begun: a second Ctrl-C must not leave children behind."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)


def _say_ready(addresses: Addresses) -> None:
    say("engines-ready", url=addresses.base_url, mqtt=str(addresses.mqtt_port))
