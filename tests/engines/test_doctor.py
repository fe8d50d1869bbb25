"""Broken states as an operator meets them: the doctor names each and says what to do."""

from __future__ import annotations

import json
import socket
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest
from typer.testing import CliRunner

from dothi.cli import doctor_
from dothi.kernel.engines import addresses, doctor, folder, nats, ports
from dothi.kernel.engines.addresses import Addresses
from dothi.kernel.engines.doctor import State
from dothi.kernel.testing.nats import Server

Break = Callable[[Path, pytest.MonkeyPatch], None]
_held: list[socket.socket] = []


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A sound data folder of a system that does not run; every server is ours."""
    data = tmp_path / "var"
    folder.open_folder(data)
    monkeypatch.setenv("DOTHI_DATA", str(data))
    monkeypatch.setenv("DOTHI_LANGUAGE", "en")
    monkeypatch.setenv("DOTHI_PORT", str(ports.free_port()))
    monkeypatch.setenv("DOTHI_MQTT_PORT", str(ports.free_port()))
    monkeypatch.delenv("DOTHI_DATABASE_URL", raising=False)
    monkeypatch.delenv("DOTHI_NATS_URL", raising=False)
    yield data
    while _held:
        _held.pop().close()


def _words() -> str:
    """What is not well, with its remedy, in both languages."""
    ill = [finding for finding in doctor.examine() if finding.state is not State.WELL]
    return "\n".join(line for finding in ill for language in ("en", "vi") for line in finding.words(language))


def _other_program(data: Path, _: pytest.MonkeyPatch) -> None:
    (data / folder.MARKER).unlink()
    for name in ("secrets", "run", "log"):
        (data / name).rmdir()
    (data / "letters").mkdir()


def _damaged_mark(data: Path, _: pytest.MonkeyPatch) -> None:
    (data / folder.MARKER).write_text("{")


def _cluster_here(data: Path) -> None:
    """Below pytest's private folders the cluster would lie elsewhere."""
    path = data / folder.MARKER
    path.write_text(json.dumps({**json.loads(path.read_text()), "cluster": str(data / "postgres")}))
    (data / "postgres").mkdir()


def _half_a_cluster(data: Path, _: pytest.MonkeyPatch) -> None:
    _cluster_here(data)
    (data / "postgres" / "PG_VERSION").write_text("18\n")


def _another_postgres(data: Path, _: pytest.MonkeyPatch) -> None:
    _cluster_here(data)
    (data / "postgres" / "global").mkdir()
    (data / "postgres" / "global" / "pg_control").touch()
    (data / "postgres" / "PG_VERSION").write_text("17\n")


def _newer_version(data: Path, _: pytest.MonkeyPatch) -> None:
    path = data / folder.MARKER
    path.write_text(json.dumps({**json.loads(path.read_text()), "format": folder.FORMAT + 1}))


def _open_secret(data: Path, _: pytest.MonkeyPatch) -> None:
    folder.secret(data, "postgres_password")
    (data / "secrets" / "postgres_password").chmod(0o644)


def _port_taken(variable: str) -> Break:
    def take(_data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        server = socket.socket()
        server.bind(("127.0.0.1", 0))
        server.listen()
        _held.append(server)
        monkeypatch.setenv(variable, str(server.getsockname()[1]))

    return take


def _killed_supervisor(data: Path, _: pytest.MonkeyPatch) -> None:
    gone = ports.free_port()
    url = f"postgresql://dothi:x@127.0.0.1:{ports.free_port()}/dothi"
    addresses.write(data, Addresses(url, "nats://127.0.0.1:1", 1, gone))


def _database_elsewhere(_data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DOTHI_DATABASE_URL", f"postgresql://dothi:hush@127.0.0.1:{ports.free_port()}/dothi")


def _broker_elsewhere(_data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DOTHI_NATS_URL", f"nats://127.0.0.1:{ports.free_port()}")


def _wrong_setting(_data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DOTHI_PORT", "eighty")


@pytest.mark.parametrize(
    ("broken", "named", "remedy"),
    [
        (_other_program, "letters", "set DOTHI_DATA to an empty folder"),
        (_damaged_mark, "is damaged", "dothi restore"),
        (_half_a_cluster, "pg_control", "dothi restore"),
        (_another_postgres, "PostgreSQL 17", "back it up with the old version"),
        (_newer_version, "newer version", "update the program"),
        (_open_secret, "postgres_password", "chmod 600"),
        (_port_taken("DOTHI_PORT"), "Port ", "set DOTHI_PORT"),
        (_port_taken("DOTHI_MQTT_PORT"), "for MQTT", "chooses another one"),
        (_killed_supervisor, "System at http://127.0.0.1", "stop and start dothi up again"),
        (_killed_supervisor, "PostgreSQL does not answer", "postgres.log"),
        (_database_elsewhere, "PostgreSQL does not answer", "check DOTHI_DATABASE_URL"),
        (_broker_elsewhere, "NATS at 127.0.0.1", "check DOTHI_NATS_URL"),
        (_wrong_setting, "DOTHI_PORT", "whole number"),
    ],
)
def test_a_broken_state_is_named_with_its_remedy(
    data: Path, monkeypatch: pytest.MonkeyPatch, broken: Break, named: str, remedy: str
) -> None:
    before = _words()
    assert remedy not in before, "a sound system is told nothing of it"
    broken(data, monkeypatch)
    words = _words()
    assert named in words
    assert remedy in words
    assert "hush" not in words


def test_a_database_of_another_version_and_what_was_refused_are_named(
    data: Path, monkeypatch: pytest.MonkeyPatch, committed_db: str
) -> None:
    monkeypatch.setenv("DOTHI_DATABASE_URL", committed_db)
    with psycopg.connect(committed_db, autocommit=True) as connection:
        connection.execute("comment on table django_migrations is 'of another version'")
        connection.execute(
            "insert into streams_dead_letter (received_at, topic, whole, reason, fields, repeats)"
            " values (now(), 'dothi/x/attrs', false, 'mqtt-not-json', '{}', 1)"
        )
    words = CliRunner().invoke(doctor_.app).output
    assert "run dothi migrate or start again" in words
    assert "Refused device messages: 1" in words
    assert "The page Data sources" in words


def test_a_wrong_password_is_named_without_telling_it(
    data: Path, monkeypatch: pytest.MonkeyPatch, committed_db: str
) -> None:
    password = committed_db.split("dothi:")[1].split("@")[0]
    monkeypatch.setenv("DOTHI_DATABASE_URL", committed_db.replace(password, "guessed-wrongly"))
    words = _words()
    assert "password authentication failed" in words
    assert "check DOTHI_DATABASE_URL" in words
    assert "guessed-wrongly" not in words


def _broker_words() -> list[tuple[State, str]]:
    return [(one.state, one.words("en")[0]) for one in doctor._broker()]


def test_a_broker_of_ones_own_must_know_the_logins_of_this_folder(
    data: Path, own_nats_server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    """That server has the logins of another folder: our own login may be given by hand, devices would not get in."""
    monkeypatch.setenv("DOTHI_NATS_URL", own_nats_server.url)
    assert [state for state, _ in _broker_words()] == [State.WELL, State.WELL, State.WRONG]
    assert "put the output of “dothi nats-config”" in _words()
    monkeypatch.setenv("DOTHI_NATS_URL", nats.url(data, own_nats_server.port))
    assert [state for state, _ in _broker_words()] == [State.WELL, State.WRONG, State.WRONG]


def test_a_broker_with_the_printed_configuration_knows_them(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    printed = subprocess.run(folder.command("nats-config"), capture_output=True, text=True, check=True).stdout
    port, mqtt, store = ports.free_port(), ports.free_port(), tmp_path / "store"
    (tmp_path / "dothi.conf").write_text(printed)
    config = tmp_path / "nats-server.conf"
    config.write_text(
        f'server_name: "city"\nlisten: "127.0.0.1:{port}"\nmqtt {{ listen: "127.0.0.1:{mqtt}" }}\n'
        f'jetstream {{ store_dir: "{store}", max_file_store: 8GB, sync_interval: always }}\ninclude "dothi.conf"\n'
    )
    server = nats.spawn(config, tmp_path / "nats.log")
    try:
        nats.wait_ready(port)
        monkeypatch.setenv("DOTHI_NATS_URL", nats.url(data, port))
        assert [state for state, _ in _broker_words()] == [State.WELL] * 3
    finally:
        server.kill()
        server.wait()
