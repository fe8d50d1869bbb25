"""A real SFTP server: trusted by its fingerprint only, files once by their content, moved when that is wanted."""

from __future__ import annotations

import asyncio
import os
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import asyncssh
import pytest

from dothi.connectors.sources.tests.sources import add, run_once
from dothi.connectors.tests.conftest import facts, stored  # noqa: F401 - a fixture
from dothi.connectors.tests.own import MAPPING

PASSWORD = "bi-mat"


class _Door(asyncssh.SSHServer):
    def password_auth_supported(self) -> bool:
        return True

    def validate_password(self, username: str, password: str) -> bool:
        return (username, password) == ("lan", PASSWORD)


@pytest.fixture
def server(stored: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, Any]]:  # noqa: F811
    monkeypatch.setenv("DOTHI_EGRESS_ALLOW", "127.0.0.1")
    key = asyncssh.generate_private_key("ssh-ed25519")
    loop, told = asyncio.new_event_loop(), threading.Event()
    found: dict[str, Any] = {"folder": tmp_path, "host_key": key.get_fingerprint("sha256")}

    async def open_() -> None:
        made = await asyncssh.listen(
            "127.0.0.1", 0, server_factory=_Door, server_host_keys=[key],
            sftp_factory=lambda channel: asyncssh.SFTPServer(channel, chroot=os.fsencode(tmp_path)),
        )  # fmt: skip
        found["port"] = made.get_port()
        told.set()

    def work() -> None:
        loop.run_until_complete(open_())
        loop.run_forever()

    thread = threading.Thread(target=work, daemon=True)
    thread.start()
    assert told.wait(20)
    yield found
    loop.call_soon_threadsafe(loop.stop)
    thread.join(20)


def source(server: dict[str, Any], **changes: Any) -> Any:
    how = {
        "host": "127.0.0.1",
        "port": server["port"],
        "host_key": server["host_key"],
        "username": "lan",
        "password": PASSWORD,
    }
    return add("sftp_drop", mapping=MAPPING, **{**how, "quiet_s": 1, **changes})


def drop(server: dict[str, Any], name: str, hour: int, age_s: int = 60) -> None:
    path = server["folder"] / name
    path.write_text(f"s;t;PM2.5\nA;2026-11-20 0{hour}:00;5\n", encoding="utf-8")
    os.utime(path, (path.stat().st_mtime - age_s,) * 2)


def test_files_are_fetched_once_and_moved(server: dict[str, Any]) -> None:
    drop(server, "a.csv", 1)
    drop(server, "b.csv.filepart", 2)
    found = source(server, taken="move")
    first = run_once(found)
    assert (first.state, first.pieces, first.stored) == ("done", 1, 1), first.error_fields
    assert (server["folder"] / "taken" / "a.csv").is_file()
    drop(server, "copy.csv", 1)
    assert run_once(found).state == "unchanged"
    assert facts("select count(*) from entities_history where num is not null") == [(1,)]


def test_a_kept_file_is_not_even_fetched_again(server: dict[str, Any]) -> None:
    drop(server, "a.csv", 1)
    found = source(server, taken="keep")
    assert [run_once(found).bytes > 0, run_once(found).bytes] == [True, 0]
    drop(server, "a.csv", 3, age_s=30)
    assert run_once(found).stored == 1


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"host_key": ""}, "source-host-key"),
        ({"host_key": "SHA256:khac"}, "source-host-key-changed"),
        ({"password": "sai"}, "source-login"),
        ({"folder": "khong-co"}, "source-remote-files"),
        ({"auth": "key", "private_key": "không phải khóa"}, "source-private-key"),
    ],
    ids=["unknown", "changed", "password", "folder", "key"],
)
def test_failures_are_told(server: dict[str, Any], changes: dict[str, Any], code: str) -> None:
    run = run_once(source(server, **changes))
    assert (run.state, run.error_code) == ("failed", code)
    if code == "source-host-key":
        assert run.error_fields["key"] == server["host_key"]
