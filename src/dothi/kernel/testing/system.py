"""A whole running system for a test: `dothi up` in a folder and on ports of its own, as an operator starts it."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dothi.kernel.engines import addresses as places
from dothi.kernel.engines import folder
from dothi.kernel.engines.addresses import Addresses
from dothi.kernel.engines.ports import free_port
from dothi.kernel.testing import database

# what the test run set for itself must not leak into the system under test
_OF_THE_TEST_RUN = (
    "DOTHI_DATABASE_URL",
    "DOTHI_NATS_URL",
    "DOTHI_SECRET_KEY",
    "DOTHI_TESTING",
    "PYTEST_VERSION",
    "PYTEST_CURRENT_TEST",
)

START_S = (
    240.0  # most that a start may take on a machine that does everything else at the same time; 5 s alone
)


@dataclass(slots=True)
class System:
    """One running `dothi up`: its data folder, its environment, its supervisor."""

    data: Path
    environment: dict[str, str]
    process: subprocess.Popen[bytes]

    @property
    def addresses(self) -> Addresses:
        found = places.find(self.data)
        assert found is not None, self.output()
        return found

    def pid(self, part: str) -> int:
        """The process number of a part: postgres, nats, serve, writer, worker, jobs, simulate."""
        return int(json.loads((self.data / "run" / "parts.json").read_text())[part])

    def kill(self, part: str, sign: signal.Signals = signal.SIGKILL) -> int:
        number = self.pid(part)
        os.kill(number, sign)
        return number

    def command(
        self, *words: str, check: bool = True, timeout_s: float = 120
    ) -> subprocess.CompletedProcess[str]:
        """`dothi …` beside the running system."""
        told = subprocess.run(
            folder.command(*words),
            check=False,
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=timeout_s,
        )
        assert not check or told.returncode == 0, (
            f"{words} ended with {told.returncode}: {told.stderr[-3000:]}"
        )
        return told

    def program(self, *words: str) -> str:
        """A Python program over its database, such as one that fills a city; what it printed. Fails with what it said was wrong."""
        told = subprocess.run(
            [sys.executable, *words],
            check=False,
            env={**self.environment, "DJANGO_SETTINGS_MODULE": "dothi.config.settings"},
            capture_output=True,
            text=True,
            timeout=START_S,
        )
        assert told.returncode == 0, told.stderr
        return told.stdout

    def health(self) -> dict[str, Any]:
        """The document of /healthz; `{}` while nothing answers."""
        try:
            with urllib.request.urlopen(f"{self.addresses.base_url}/healthz", timeout=5) as answer:  # noqa: S310 - our own http address
                body: dict[str, Any] = json.load(answer)
                return body
        except urllib.error.HTTPError as error:
            return dict(json.load(error))
        except (OSError, ValueError, AssertionError):
            return {}

    def wait(
        self, condition: Callable[[dict[str, Any]], bool], what: str, timeout_s: float = 60
    ) -> dict[str, Any]:
        """Returns the health when `condition` holds of it; fails with the logs' last lines after `timeout_s`."""
        until = time.monotonic() + timeout_s
        while True:
            health = self.health()
            if health and condition(health):
                return health
            assert self.process.poll() is None, f"ended with {self.process.returncode}\n{self.output()}"
            assert time.monotonic() < until, f"not {what} in {timeout_s} s: {health}\n{self.output()}"
            time.sleep(0.2)

    def wait_ok(self, timeout_s: float = 60) -> dict[str, Any]:
        return self.wait(lambda health: health["status"] == "ok", "ok", timeout_s)

    def wait_back(self, part: str, old: int, timeout_s: float = 60) -> None:
        """Returns when the part runs again as another process."""
        until = time.monotonic() + timeout_s
        while True:
            try:
                if self.pid(part) != old:
                    return
            except (OSError, KeyError, ValueError):
                pass
            assert time.monotonic() < until, f"{part} did not come back\n{self.output()}"
            time.sleep(0.1)

    def output(self) -> str:
        """What the supervisor said, and the end of every log."""
        paths = [self.data.parent / "up.log", *sorted((self.data / "log").glob("*.log"))]
        texts = [
            f"--- {path.name}\n" + "\n".join(path.read_text(errors="replace").splitlines()[-8:])
            for path in paths
            if path.exists()
        ]
        return "\n".join(texts)

    def stop(self, sign: signal.Signals = signal.SIGTERM, timeout_s: float = 40) -> int:
        """Ends it as an operator would; returns the exit code."""
        if self.process.poll() is None:
            self.process.send_signal(sign)
        return self.process.wait(timeout_s)


def environment_of(data: Path, **settings: str) -> dict[str, str]:
    """The environment of an operator with a data folder and a port of its own."""
    inherited = {name: value for name, value in os.environ.items() if name not in _OF_THE_TEST_RUN}
    own = {
        "DOTHI_DATA": str(data),
        "DOTHI_PORT": str(free_port()),
        "DOTHI_MQTT_PORT": str(free_port()),
        "DOTHI_LANGUAGE": "en",
    }
    return {**inherited, **own, **settings}


def start(data: Path, environment: Mapping[str, str], *words: str) -> System:
    """Starts `dothi up` (or another command) without waiting for it."""
    with (data.parent / "up.log").open("ab") as log:
        process = subprocess.Popen(
            folder.command(*(words or ("up",))),
            env=dict(environment),
            stdout=log,
            stderr=log,
            stdin=subprocess.DEVNULL,
        )
    return System(data, dict(environment), process)


@contextmanager
def running_system(
    parent: Path | None = None, *, demo: bool = True, first: bool = False, **settings: str
) -> Iterator[System]:
    """`dothi up` on free ports with a data folder below `parent` (or in `database.quick_place()`), answering.

    The folder holds an empty migrated database; with `first` nothing at all, as at the very first start.
    `settings` are more `DOTHI_*` variables. Everything is stopped and removed at the end, whatever happened.
    """
    home = Path(tempfile.mkdtemp(prefix="dothi-system-", dir=parent or database.quick_place()))
    home.chmod(0o755)
    if not first and "DOTHI_DATABASE_URL" not in settings:
        database.fill_folder(home / "var")
    system = start(home / "var", environment_of(home / "var", DOTHI_DEMO="yes" if demo else "no", **settings))
    try:
        system.wait(lambda health: health["status"] != "down", "answering", START_S)
        yield system
    finally:
        try:
            system.stop()
        finally:
            if system.process.poll() is None:
                system.process.kill()
            forget_cluster(home / "var")
            shutil.rmtree(home, ignore_errors=True)


def forget_cluster(data: Path) -> None:
    """Removes a cluster that had to lie outside of the data folder (only ever one below the system's own folder)."""
    marker = data / folder.MARKER
    if marker.exists():
        cluster = Path(json.loads(marker.read_text())["cluster"])
        if cluster.parent == folder.SYSTEM_HOME:
            shutil.rmtree(cluster, ignore_errors=True)
