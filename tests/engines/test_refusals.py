"""What stops a start says so in one clear line and exits with an error; nothing is left running."""

from __future__ import annotations

import os
import socket
import subprocess
from pathlib import Path

import pytest

from dothi.kernel.engines import folder, ports
from dothi.kernel.errors import ConfigurationError
from dothi.kernel.testing.system import environment_of


def _up(data: Path, **settings: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        folder.command("up"),
        env=environment_of(data, **settings),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def _one_line(done: subprocess.CompletedProcess[str]) -> str:
    assert done.returncode != 0
    lines = (done.stdout + done.stderr).strip().splitlines()
    assert len(lines) == 1, lines
    return lines[0]


@pytest.mark.parametrize(("language", "words"), [("en", "(process {pid})"), ("vi", "đang do")])
def test_a_busy_port_is_one_line_in_the_operators_language(tmp_path: Path, language: str, words: str) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        line = _one_line(_up(tmp_path / "var", DOTHI_PORT=str(port), DOTHI_LANGUAGE=language))
    assert words.format(pid=os.getpid()) in line
    assert str(port) in line
    assert "DOTHI_PORT" in line


def test_a_folder_of_another_program_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "letters").mkdir()
    assert "letters" in _one_line(_up(tmp_path))


def test_a_folder_that_cannot_be_written_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    assert "cannot be written" in _one_line(_up(tmp_path / "file" / "var"))


def test_a_wrong_setting_is_one_line_that_names_it(tmp_path: Path) -> None:
    assert "DOTHI_PORT must be a whole number" in _one_line(_up(tmp_path / "var", DOTHI_PORT="eighty"))


def test_a_database_that_does_not_answer_is_one_line_without_its_password(tmp_path: Path) -> None:
    url = f"postgresql://dothi:hush-hush@127.0.0.1:{ports.free_port()}/dothi"
    line = _one_line(_up(tmp_path / "var", DOTHI_DATABASE_URL=url, DOTHI_NATS_URL=_greeting_server()))
    assert "PostgreSQL cannot be reached" in line
    assert "hush-hush" not in line


def _greeting_server() -> str:
    """Something that listens, so that only the database is missing (closed when the test run ends)."""
    server = socket.socket()
    server.bind(("127.0.0.1", 0))
    server.listen()
    _open.append(server)
    return f"nats://127.0.0.1:{server.getsockname()[1]}"


_open: list[socket.socket] = []


def test_a_taken_port_is_exchanged_for_a_free_one() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        taken = other.getsockname()[1]
        chosen = ports.wanted_or_free(taken)
    assert chosen != taken
    assert ports.wanted_or_free(0, chosen) == chosen


def test_a_port_belongs_to_one_system_from_its_start_on() -> None:
    """Before its server listens, and although servers of one system share their port: two drills once answered at one port by turns."""
    port = ports.free_port()
    with ports.claim(port, "127.0.0.1", "DOTHI_PORT"):
        assert not ports.is_free(port)
        with pytest.raises(ConfigurationError) as refused:
            ports.claim(port, "127.0.0.1", "DOTHI_PORT")
        assert refused.value.fields["port"] == port
        with pytest.raises(OSError, match="refused"):  # nobody listens: a visitor waits for nothing
            socket.create_connection(("127.0.0.1", port), 5)
        with _serving(port), _serving(port):
            for _ in range(20):
                socket.create_connection(("127.0.0.1", port), 5).close()
    ports.claim(port, "127.0.0.1", "DOTHI_PORT").close()


def _serving(port: int) -> socket.socket:
    """As a server of ours listens beside its like."""
    server = socket.socket()
    server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
    server.bind(("127.0.0.1", port))
    server.listen(64)
    return server
