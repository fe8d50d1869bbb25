"""The supervisor looks after its parts: one that cannot be started is named and tried again, one that hangs is ended."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest

from dothi.kernel import health
from dothi.kernel.engines import parts, ports, supervisor
from dothi.kernel.engines.disk import Disk
from dothi.kernel.engines.parts import Part
from dothi.kernel.engines.watch import Question
from dothi.kernel.errors import ConfigurationError

PULSES = "import asyncio; from dothi.kernel.engines import pulse; asyncio.run(pulse.keep_sending())"
DEAF = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('deaf', flush=True); time.sleep(600)"


@pytest.fixture
def running(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[supervisor._Running]:
    """A supervisor's parts without any yet, in a folder of its own; nothing is left running."""
    for name in ("secrets", "run", "log"):
        (tmp_path / name).mkdir()
    monkeypatch.setenv("DOTHI_DATABASE_URL", "postgresql://x@127.0.0.1:1/x")
    monkeypatch.setenv("DOTHI_NATS_URL", "nats://127.0.0.1:1")
    monkeypatch.setenv("DOTHI_PORT", str(ports.free_port()))
    monkeypatch.setenv("DOTHI_LANGUAGE", "en")
    monkeypatch.setenv("DOTHI_HANG_S", "1")
    found = supervisor._Running(tmp_path, supervisor._Stop())
    yield found
    for part in found.parts:
        if part.alive and part.process:
            part.process.kill()
            part.process.wait()
    found.watch.close()


def _look_after(running: supervisor._Running, until: float = 60.0) -> Iterator[None]:
    """One round of `keep` after the other."""
    end = time.monotonic() + until
    while time.monotonic() < end:
        running.watch.look()
        for part in running.parts:
            if part.alive:
                running._end_if_it_hangs(part)
        dead = {part.name for part in running.parts if not part.alive}
        for part in running.parts:
            if part.name in dead:
                running._revive(part, dead)
        yield
        time.sleep(0.05)
    raise AssertionError("it took too long")


def _python(code: str, environment: dict[str, str] | None = None) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-c", code], env=environment, start_new_session=True, stdout=subprocess.PIPE
    )


def test_a_program_that_vanished_is_one_line_and_comes_back_with_the_program(
    running: supervisor._Running, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    program = tmp_path / "engine"
    other = Part("other", lambda: _python("import time; time.sleep(600)"), lambda process: None)
    gone = Part("engine", lambda: subprocess.Popen([str(program), "600"]), lambda process: None)
    running.parts = [gone, other]
    other.launch()
    assert other.process is not None
    beside = other.process.pid
    tries: dict[int, float] = {}
    for _ in _look_after(running):
        tries.setdefault(gone.failures, gone.next_try)
        if gone.failures == 2:
            program.touch(mode=0o644)  # there, and not executable: another reason, another line
        if gone.failures >= 4:
            break
    assert tries[4] - tries[3] > tries[3] - tries[2], "each try comes later than the one before"
    assert other.process.pid == beside
    program.write_text("#!/bin/sh\nsleep 600\n")
    program.chmod(0o755)
    gone.next_try = 0.0
    for _ in _look_after(running):
        if gone.alive:
            break
    lines = [line for line in capfd.readouterr().out.splitlines() if "engine" in line]
    said = [line for line in lines if "cannot be started" in line]
    assert len(said) == 2, lines
    assert f"No such file or directory ({program})" in said[0]
    assert f"Permission denied ({program})" in said[1]
    assert "running again" in lines[-1]


def test_at_the_first_start_it_is_one_error(running: supervisor._Running) -> None:
    with pytest.raises(ConfigurationError) as caught:
        running._launch([Part("engine", lambda: subprocess.Popen(["/nowhere/engine"]), lambda process: None)])
    assert caught.value.code == "part-did-not-start"
    assert "/nowhere/engine" in caught.value.fields["detail"]


def test_a_process_whose_loop_turns_no_more_is_ended_and_started_again(
    running: supervisor._Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parts, "_ABORT_S", 0.5)
    environment = {**os.environ, **running._environment("worker")}
    hanging = Part("worker", lambda: _python(PULSES, environment), lambda process: None)
    running.watch.limit_s = 4.0  # above the two seconds of a pulse
    running.parts = [hanging]
    running._begin(hanging)
    assert hanging.process is not None
    first = hanging.process.pid
    for _ in _look_after(running, 30):
        if running.watch._ear.last("worker"):
            break
    hanging.process.send_signal(signal.SIGSTOP)
    for _ in _look_after(running, 30):
        if hanging.alive and hanging.process.pid != first:
            break
    assert hanging.failures == 1


def test_one_that_is_deaf_to_being_asked_is_killed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parts, "_ABORT_S", 0.3)
    deaf = Part("worker", lambda: _python(DEAF), lambda process: None)
    deaf.launch()
    assert deaf.process is not None
    assert deaf.process.stdout is not None
    assert deaf.process.stdout.readline() == b"deaf\n"
    until = time.monotonic() + 60
    while deaf.alive and time.monotonic() < until:
        deaf.abort()
        time.sleep(0.1)
    assert deaf.process.returncode == -signal.SIGKILL


def test_an_engine_that_accepts_and_never_answers_is_silent() -> None:
    """As a stopped server does: the system takes the connection for it."""
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen()
        question = Question(server.getsockname()[1])
        question.tick(100.0)
        question.tick(101.0)
        assert question.last is None
        place, _ = server.accept()
        place.sendall(b"INFO {}\r\n")
        _until_answered(question, 102.0)
        assert question.last == 102.0
        place.close()
        question.tick(200.0)
        question.tick(300.0)
        question.tick(301.0)
        assert question.last == 102.0
        question.close()


def _until_answered(question: Question, now: float) -> None:
    for _ in range(100):
        question.tick(now)
        if question.last:
            return
        time.sleep(0.01)


@pytest.fixture
def fresh_health(monkeypatch: pytest.MonkeyPatch) -> dict[str, float]:
    """A process in which no loop has reported yet; when each gave its last sign of life."""
    for name in ("_reports", "_reported_at", "_moved_at"):
        monkeypatch.setattr(health, name, {})
    return health._moved_at


@pytest.mark.parametrize("part", health.EXPECTED)
def test_a_loop_that_is_stuck_for_three_minutes_lets_the_pulse_stop(
    fresh_health: dict[str, float], part: str
) -> None:
    assert health.STUCK_S <= 180
    assert health.is_moving()
    health.report("writer")
    health.report(part)
    assert health.is_moving()
    fresh_health[part] -= health.STUCK_S + 1
    assert not health.is_moving()
    health.moving(part)
    assert health.is_moving(), "a step over an import tells of each piece"
    fresh_health[part] -= health.STUCK_S + 1
    health.withdraw(part)
    assert health.is_moving()


def test_who_does_not_speak_for_a_part_gives_no_sign_of_it(fresh_health: dict[str, float]) -> None:
    """Events are delivered, rules judged, indices derived in other processes too (a demo that is loaded)."""
    health.moving("rules")
    assert fresh_health == {}


def test_a_long_step_is_told_as_behind_though_it_lives(fresh_health: dict[str, float]) -> None:
    health.report("rules", lag_s=0.0)
    health._reported_at["rules"] -= health.QUIET_S + 1
    health.moving("rules")
    told = health._still_true("rules", health._reports["rules"])
    assert told.status == health.DEGRADED
    assert told.lag_s is not None
    assert told.lag_s > health.QUIET_S
    assert health.is_moving()


def test_a_store_that_a_full_disk_broke_is_started_again_once_there_is_room(
    running: supervisor._Running, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """The line is NATS's own, as it wrote it on a full disk."""
    log = running.data / "log" / "nats.log"
    log.write_text("[1] [ERR] Filestore [old] Critical write error: of an earlier run\n")
    running.disk = Disk(running.data, log)
    free = iter([10**9, 10**6, 10**6, 100 * 2**20, 200 * 2**20])
    monkeypatch.setattr(shutil, "disk_usage", lambda path: SimpleNamespace(free=next(free)))
    store = Part("nats", lambda: _python("import time; time.sleep(600)"), lambda process: None)
    running.parts = [store]
    store.launch()
    asked = []
    for turn in range(5):
        if turn == 2:
            with log.open("a") as file:
                file.write("[1] [ERR] Filestore [$MQTT_msgs] Critical write error: no space left on device\n")
        running.disk._looked_at = -10.0
        running._look_at_disk()
        asked.append(store.aborted_at is not None)
    assert asked == [False, False, False, False, True], "not before there is room"
    lines = capfd.readouterr().out.splitlines()
    assert [line.split(" (")[0].split(":")[0] for line in lines] == [
        f"The disk of {running.data} is full",
        f"There is room on the disk of {running.data} again",
        "The message store could not write; it is started again. Log",
    ]
