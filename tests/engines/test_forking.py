"""Parts are forked from a process that has loaded everything: as children of the supervisor, and just as well without it."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

from dothi.kernel.engines import children, folder, parts, pulse
from dothi.kernel.engines.forking import Forks
from dothi.kernel.engines.parts import Part
from dothi.kernel.engines.watch import Watch
from dothi.kernel.testing import system as systems
from dothi.kernel.testing.system import START_S, System

# stands in for the whole of dothi: its parts do what the words say
PRELOADED = """
import json, os, socket, sys, time
from dothi.kernel.engines import forking
words = forking.become_parts(socket.socket(fileno=int(sys.argv[1])), {'TZ': 'Asia/Ho_Chi_Minh'})
if words[0] == "tell":
    print(json.dumps([words, dict(os.environ), os.getppid(), os.getsid(0), sys.argv]), flush=True)
    sys.exit(7)
time.sleep(600)
"""


@pytest.fixture
def forks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Forks]:
    """A loaded process, ready; what it made ends with the test."""
    (tmp_path / "standing_in.py").write_text(PRELOADED)
    monkeypatch.setattr("dothi.kernel.engines.forking.MODULE", "standing_in")
    found = Forks()
    process = found.start(tmp_path / "preload.log", {**os.environ, "PYTHONPATH": str(tmp_path)})
    found.wait(process)
    assert found.are_ready(), (tmp_path / "preload.log").read_text()
    monkeypatch.setattr(found, "process", process, raising=False)
    yield found
    found.close()
    process.wait(30)


def _fork(forks: Forks, log: Path, *words: str, **environment: str) -> children.Forked | None:
    with children.open_log(log) as file:
        return forks.fork(words, {"PATH": os.environ["PATH"], **environment}, file)


def _until(condition: Callable[[], object], timeout_s: float = 30) -> None:
    end = time.monotonic() + timeout_s
    while not condition():
        assert time.monotonic() < end, "it took too long"
        time.sleep(0.02)


def test_a_part_is_our_child_with_its_own_words_environment_log_and_session(
    forks: Forks, tmp_path: Path
) -> None:
    part = _fork(forks, tmp_path / "part.log", "tell", "an ear", DOTHI_PART="ear", TZ="UTC")
    assert part is not None
    assert part.wait(30) == 7
    words, environment, parent, session, argv = json.loads((tmp_path / "part.log").read_text())
    assert words == ["tell", "an ear"]
    assert argv == ["dothi", "tell", "an ear"]
    assert (environment["DOTHI_PART"], environment["TZ"]) == ("ear", "Asia/Ho_Chi_Minh")
    assert "PYTHONPATH" not in environment
    assert (parent, session) == (os.getpid(), part.pid)


def test_its_title_is_that_of_a_plain_start_and_its_environment_can_be_read(
    forks: Forks, tmp_path: Path
) -> None:
    part = _fork(forks, tmp_path / "part.log", "worker", "--only", "writer,callout")
    assert part is not None
    try:
        seen = psutil.Process(part.pid)
        _until(lambda: "worker" in seen.cmdline())
        assert [word for word in seen.cmdline() if word] == folder.command(
            "worker", "--only", "writer,callout"
        )
        assert seen.environ()["PYTHONPATH"] == str(tmp_path)
    finally:
        part.kill()
    assert part.wait(30) == -signal.SIGKILL


def test_a_part_outlives_the_loaded_process_and_a_new_one_serves_the_next(
    forks: Forks, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    part = _fork(forks, tmp_path / "part.log", "sleep")
    process: subprocess.Popen[bytes] = forks.process  # type: ignore[attr-defined]
    process.kill()
    process.wait(30)
    assert part is not None
    assert _fork(forks, tmp_path / "other.log", "sleep") is None, "nobody is there to fork it"
    assert part.poll() is None
    part.kill()
    part.wait(30)
    again = forks.start(tmp_path / "preload.log", {**os.environ, "PYTHONPATH": str(tmp_path)})
    monkeypatch.setattr(forks, "process", again, raising=False)
    forks.wait(again)
    other = _fork(forks, tmp_path / "other.log", "tell")
    assert other is not None
    assert other.wait(30) == 7
    forks.close()
    assert again.wait(30) == 0


def test_a_loaded_process_that_hangs_is_given_up_and_makes_nothing_later(
    forks: Forks, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("dothi.kernel.engines.forking._ANSWER_S", 0.2)
    process: subprocess.Popen[bytes] = forks.process  # type: ignore[attr-defined]
    process.send_signal(signal.SIGSTOP)
    assert _fork(forks, tmp_path / "part.log", "tell") is None
    process.send_signal(signal.SIGCONT)
    assert process.wait(30) == 0
    assert (tmp_path / "part.log").read_text() == "", "a part that nobody waits for began"


def test_what_cannot_be_forked_starts_the_plain_way_and_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "log").mkdir()
    monkeypatch.setenv("DOTHI_LANGUAGE", "en")
    monkeypatch.setattr("dothi.kernel.engines.forking.MODULE", "a_module_that_is_missing")
    forks = Forks()
    preload = parts.preload(tmp_path, {}, forks)
    preload.launch()
    assert preload.process is not None
    forks.wait(preload.process)
    assert preload.process.wait(30) == 1
    part = parts.own(tmp_path, "writer", ["--version"], {}, (), forks)
    part.launch()
    assert part.process is not None
    assert part.process.wait(60) == 0
    assert "dothi 0" in (tmp_path / "log" / "writer.log").read_text()
    assert "Process writer starts on its own" in capfd.readouterr().out
    assert "a_module_that_is_missing" in (tmp_path / "log" / "preload.log").read_text()
    forks.close()


def test_everything_is_loaded_without_a_thread_a_connection_or_a_loop(tmp_path: Path) -> None:
    """As the supervisor starts it: on a database that does not answer yet."""
    code = """
import asyncio, os, psutil
from dothi.cli import preloaded
assert preloaded.load()["TZ"] == "Asia/Ho_Chi_Minh"
me = psutil.Process()
assert me.num_threads() == 1, me.threads()
assert not me.net_connections(), me.net_connections()
assert not me.open_files(), me.open_files()
assert asyncio._get_running_loop() is None
assert asyncio.get_event_loop_policy()._local._loop is None
"""
    environment = systems.environment_of(tmp_path, DOTHI_DATABASE_URL="postgresql://x@127.0.0.1:1/x")
    environment.pop("TZ", None)  # which the test run's own Django has set
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


def test_an_orphan_that_ended_is_forgotten_and_a_part_keeps_its_code() -> None:
    own, other = (subprocess.Popen([sys.executable, "-c", f"exit({code})"]) for code in (3, 4))
    for process in (own, other):
        _until(lambda process=process: psutil.Process(process.pid).status() == psutil.STATUS_ZOMBIE)
    children.reap_orphans({own.pid})
    assert own.wait(30) == 3
    children.reap_orphans(set())
    assert not psutil.pid_exists(other.pid)
    other.poll()  # Popen asks, too, and finds that somebody did before


def test_the_first_sign_of_a_part_is_heard_though_others_spoke_while_nobody_listened(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Else one that hangs from then on would count as starting for three minutes."""
    watch = Watch({})
    for name, value in watch.environment("preload").items():
        monkeypatch.setenv(name, value)
    for _ in range(1000):  # more than any queue of the kernel holds
        pulse.Sender().send()
    part = Part("writer", lambda: subprocess.Popen(["/bin/true"]), lambda process: None)
    watch.begin(part)
    monkeypatch.setenv(pulse.PART, "writer")
    pulse.Sender().send()
    watch.look()
    assert watch._ear.last("writer") is not None
    watch.close()


@pytest.mark.slow(seconds=40)
def test_a_killed_loaded_process_takes_nobody_along_and_parts_come_back_without_it() -> None:
    with systems.running_system() as system:
        system.wait_ok(START_S)
        before = _numbers(system)
        assert {_parent(number) for number in before.values()} == {system.process.pid}
        assert "starts on its own" not in system.output()
        old = system.kill("preload")
        killed = system.kill("writer")
        system.wait_back("preload", old)
        system.wait_back("writer", killed)
        system.wait_ok()
        same = set(before) - {"preload", "writer"}
        now = _numbers(system)
        assert {name: now[name] for name in same} == {name: before[name] for name in same}
        system.kill("worker")
        system.wait_back("worker", before["worker"])
        system.wait_ok()
        everybody = [psutil.Process(number) for number in _numbers(system).values()]
        assert system.stop() == 0
        assert [one for one in psutil.wait_procs(everybody, 30)[1] if one.is_running()] == []


def _numbers(system: System) -> dict[str, int]:
    found: dict[str, int] = json.loads((system.data / "run" / "parts.json").read_text())
    return found


def _parent(number: int) -> int:
    return psutil.Process(number).ppid()
