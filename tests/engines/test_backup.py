"""What was backed up is there again after a restore: rows, files, secrets; nothing is overwritten."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from dothi.kernel.engines import folder
from dothi.kernel.testing import system as systems


@pytest.fixture
def open_parent() -> Iterator[Path]:
    parent = Path(tempfile.mkdtemp(prefix="dothi-backup-"))
    parent.chmod(0o755)
    yield parent
    shutil.rmtree(parent)


def _restore(data: Path, file: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        folder.command("restore", str(file)), env=systems.environment_of(data, DOTHI_DEMO="yes"), capture_output=True, text=True, check=False, timeout=120
    )  # fmt: skip


def test_a_file_that_is_no_backup_is_one_line_and_makes_nothing(open_parent: Path) -> None:
    (open_parent / "letter.txt").write_text("Dear city")
    done = _restore(open_parent / "var", open_parent / "letter.txt")
    assert done.returncode == 1
    assert "is no backup of dothi" in done.stderr
    assert not (open_parent / "var").exists()


@pytest.mark.slow(seconds=45)
def test_a_backup_restored_elsewhere_is_the_same_system(open_parent: Path) -> None:
    file = open_parent / "city.backup"
    with systems.running_system() as first:
        with psycopg.connect(first.addresses.database_url) as connection:
            connection.execute(
                "create table kept (n int, word text); insert into kept values (7, 'phường Vũng Tàu')"
            )
            tables = connection.execute(
                "select count(*) from pg_tables where schemaname = 'public'"
            ).fetchone()
        (first.data / "map").mkdir()
        (first.data / "map" / "streets.pmtiles").write_bytes(b"tiles")
        key = (first.data / "secrets" / "secret_key").read_text()
        first.command("backup", str(file))
        refused = first.command("backup", str(file), check=False)
    assert refused.returncode == 1
    assert "exists already" in refused.stderr
    assert file.stat().st_mode & 0o777 == 0o600

    done = _restore(open_parent / "var", file)
    assert done.returncode == 0, done.stderr
    assert (open_parent / "var" / "secrets" / "secret_key").read_text() == key
    assert (open_parent / "var" / "map" / "streets.pmtiles").read_bytes() == b"tiles"
    assert "not empty" in _restore(open_parent / "var", file).stderr
    second = systems.start(open_parent / "var", systems.environment_of(open_parent / "var", DOTHI_DEMO="yes"))
    try:
        second.wait_ok(systems.START_S)
        with psycopg.connect(second.addresses.database_url) as connection:
            assert connection.execute("select n, word from kept").fetchone() == (7, "phường Vũng Tàu")
            assert (
                connection.execute("select count(*) from pg_tables where schemaname = 'public'").fetchone()
                == tables
            )
        checked = second.command("verify-audit", check=False)
        assert checked.returncode == 0, checked.stdout + checked.stderr
    finally:
        second.stop()
