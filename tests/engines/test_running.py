"""The whole system as an operator runs it: it comes up, parts that are killed come back, nothing outlives it."""

from __future__ import annotations

import contextlib
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psutil
import psycopg
import pytest

from dothi.kernel.engines import folder
from dothi.kernel.testing import system as systems
from dothi.kernel.testing.system import START_S, System

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def shared() -> Iterator[System]:
    with systems.running_system() as system:
        system.wait_ok(START_S)
        yield system


def _all_processes(system: System) -> list[psutil.Process]:
    supervisor = psutil.Process(system.process.pid)
    return [supervisor, *supervisor.children(recursive=True)]


def _gone(processes: list[psutil.Process], timeout_s: float = 30) -> list[psutil.Process]:
    """Those that still run after a while (must be none)."""
    _, alive = psutil.wait_procs(processes, timeout=timeout_s)
    return [process for process in alive if process.status() != psutil.STATUS_ZOMBIE]


@pytest.mark.parametrize("part", ["postgres", "nats", "serve", "writer", "worker", "jobs"])
def test_a_killed_part_comes_back_and_all_is_well_again(shared: System, part: str) -> None:
    old = shared.kill(part)
    shared.wait_back(part, old)
    shared.wait_ok()


def test_the_database_wants_its_password(shared: System) -> None:
    url = shared.addresses.database_url
    password = url.split("dothi:")[1].split("@")[0]
    with psycopg.connect(url) as connection:
        assert connection.execute("show synchronous_commit").fetchone() == ("on",)
    with pytest.raises(psycopg.OperationalError, match="password"):
        psycopg.connect(url.replace(f":{password}@", "@"), passfile="/nonexistent")
    with pytest.raises(psycopg.OperationalError, match="password"):
        psycopg.connect(url.replace(password, "wrong"))


def test_the_addresses_are_private_and_nothing_listens_outside(shared: System) -> None:
    for name in ("run/engines.json", "run/nats.conf", "secrets/postgres_password"):
        assert (shared.data / name).stat().st_mode & 0o077 == 0
    listening = {
        c.laddr.ip for p in _all_processes(shared) for c in _connections(p) if c.status == psutil.CONN_LISTEN
    }
    assert listening == {"127.0.0.1"}
    logs = list((shared.data / "log").iterdir())
    assert {"postgres.log", "nats.log", "serve.log"} <= {path.name for path in logs}
    assert {path.stat().st_mode & 0o777 for path in logs} == {0o600}


def _connections(process: psutil.Process) -> list[Any]:
    """A backend of the database may be gone before it is asked: then it listens nowhere."""
    try:
        return list(process.net_connections(kind="tcp"))
    except psutil.NoSuchProcess:
        return []


def test_metrics_tell_each_part(shared: System) -> None:
    def told(_health: dict[str, Any]) -> bool:
        text = urllib.request.urlopen(f"{shared.addresses.base_url}/metrics", timeout=30).read().decode()
        return all(f'dothi_part_up{{part="{part}"}} 1.0' in text for part in ("postgres", "writer"))

    shared.wait(told, "told to be up")


def test_a_second_start_on_the_same_folder_is_refused(shared: System) -> None:
    done = shared.command("up", check=False)
    assert done.returncode == 1
    assert "in use by another running system" in done.stderr
    assert str(shared.process.pid) in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_a_port_of_another_dothi_is_named_with_its_folder(shared: System, tmp_path: Path) -> None:
    elsewhere = {**shared.environment, "DOTHI_DATA": str(tmp_path / "var")}
    done = subprocess.run(
        folder.command("up"), env=elsewhere, capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 1
    assert f"data folder {shared.data} (process {shared.process.pid})" in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_the_doctor_finds_nothing_wrong_with_a_running_system(shared: System) -> None:
    shared.wait_ok()
    done = shared.command("doctor", check=False)
    assert done.returncode == 0, done.stdout


@pytest.mark.slow(seconds=90)
def test_however_it_ends_no_process_is_left_and_the_next_start_recovers() -> None:
    with systems.running_system() as first:
        first.wait_ok(START_S)
        with psycopg.connect(first.addresses.database_url) as connection:
            connection.execute("create table kept (n int)")
        system = first
        for turn, sign in enumerate((signal.SIGINT, signal.SIGKILL, signal.SIGHUP)):  # SIGTERM ends it below
            with psycopg.connect(system.addresses.database_url) as connection:
                connection.execute("insert into kept values (%s)", [turn])
            processes = _all_processes(system)
            assert len(processes) > 8
            assert system.stop(sign) == (-signal.SIGKILL if sign == signal.SIGKILL else 0), sign
            assert _gone(processes) == [], sign
            system = systems.start(first.data, first.environment)
            try:
                system.wait_ok(START_S)
                with psycopg.connect(system.addresses.database_url) as connection:
                    assert connection.execute("select count(*) from kept").fetchone() == (turn + 1,), sign
            except BaseException:
                system.stop()
                raise
        processes = _all_processes(system)
        assert system.stop(signal.SIGTERM) == 0
        assert _gone(processes) == []


@pytest.mark.slow(seconds=40)
def test_after_a_power_cut_the_next_start_recovers() -> None:
    """Everything is killed at once, the supervisor with it; the time of the start is printed, not judged."""
    with systems.running_system() as first:
        first.wait_ok(START_S)
        with psycopg.connect(first.addresses.database_url) as connection:
            connection.execute("create table kept (n int); insert into kept values (7)")
        processes = _all_processes(first)
        for process in processes:
            with contextlib.suppress(psutil.NoSuchProcess):
                process.kill()
        first.process.wait(10)
        assert _gone(processes) == []
        began = time.monotonic()
        second = systems.start(first.data, first.environment)
        try:
            second.wait(lambda health: health["status"] != "down", "answering", START_S)
            print(f"\nanswering {time.monotonic() - began:.1f} s after the start")
            second.wait_ok(START_S)
            with psycopg.connect(second.addresses.database_url) as connection:
                assert connection.execute("select n from kept").fetchone() == (7,)
        finally:
            second.stop()


def test_servers_given_by_address_are_used_and_none_is_started(shared: System) -> None:
    """Another supervisor on the first one's engines: as a centre would run on its own PostgreSQL and NATS."""
    with psycopg.connect(shared.addresses.database_url, autocommit=True) as connection:
        connection.execute("create database elsewhere")
    url = shared.addresses.database_url.rsplit("/", 1)[0] + "/elsewhere"
    with systems.running_system(DOTHI_DATABASE_URL=url, DOTHI_NATS_URL=shared.addresses.nats_url) as system:
        assert system.addresses.database_url == url
        names = {process.name() for process in _all_processes(system)}
        assert not names & {"postgres", "nats-server"}
        assert not (system.data / "postgres").exists()


def _checkout(parent: Path) -> Path:
    """A copy of what a checkout with its environment is: here only the data folder must lie below the parent."""
    home = parent / "home" / "checkout"
    home.mkdir(parents=True)
    return home


@pytest.mark.skipif(os.geteuid() != 0, reason="only root has folders that PostgreSQL's user may not enter")
def test_root_below_a_folder_that_only_root_may_enter(tmp_path: Path) -> None:
    home = _checkout(tmp_path)
    tmp_path.chmod(0o700)
    system = systems.start(home / "var", systems.environment_of(home / "var", DOTHI_DEMO="yes"))
    try:
        system.wait(lambda health: health["status"] != "down", "answering", START_S)
        assert tmp_path.stat().st_mode & 0o777 == 0o700
        assert psutil.Process(system.pid("postgres")).uids().real != 0
        assert not (home / "var" / "postgres").exists()
    finally:
        system.stop()
        systems.forget_cluster(home / "var")


def _may_run(person: pwd.struct_passwd) -> bool:
    """Can that user run this Python and this package at all? (Not where either lies below /root.)"""
    try:
        done = subprocess.run(
            [sys.executable, "-c", "import dothi"], user=person.pw_uid, group=person.pw_gid, extra_groups=[], cwd="/", capture_output=True, check=False
        )  # fmt: skip
    except PermissionError:
        return False
    return done.returncode == 0


@pytest.mark.skipif(os.geteuid() != 0, reason="needs root to become somebody else")
def test_a_normal_user() -> None:
    person = pwd.getpwnam("nobody")
    if not _may_run(person):
        pytest.skip(f"another user cannot run this Python ({sys.executable})")
    home = Path(tempfile.mkdtemp(prefix="dothi-person-"))
    os.chown(home, person.pw_uid, person.pw_gid)
    environment = {**systems.environment_of(home / "var", DOTHI_DEMO="yes"), "HOME": str(home)}
    with (home / "up.log").open("ab") as log:
        process = subprocess.Popen(
            folder.command("up"), env=environment, stdout=log, stderr=log, user=person.pw_uid, group=person.pw_gid, extra_groups=[], cwd="/"
        )  # fmt: skip
    system = System(home / "var", environment, process)
    try:
        system.wait(lambda health: health["status"] != "down", "answering", START_S)
        assert psutil.Process(system.pid("postgres")).uids().real == person.pw_uid
    finally:
        system.stop()
        shutil.rmtree(home)


_TICKET = """
from types import SimpleNamespace
from dothi.accounts.tickets import issue
from dothi.kernel.permissions import Grant, Scope
print(issue(SimpleNamespace(pk=1, agency_id=None, scope=lambda name: Scope((Grant(None, None),)))))
"""


def test_open_streams_end_when_the_system_is_told_to_stop() -> None:
    with systems.running_system() as system:
        system.wait_ok(START_S)
        ticket = subprocess.run(
            [sys.executable, "-c", _TICKET],
            env=system.environment,
            capture_output=True,
            text=True,
            check=True,
        ).stdout.strip()
        streams = [
            urllib.request.urlopen(f"{system.addresses.base_url}/stream/live?ticket={ticket}", timeout=30)
            for _ in range(5)
        ]
        assert streams[0].readline().startswith(b"retry:")
        assert system.stop(signal.SIGINT) == 0
        assert "was killed" not in system.output()  # as a door that waits for its readers would be
        for stream in streams:
            stream.close()
