"""The test run's engines: one real PostgreSQL for the whole run, every database cloned from one migrated template.

Three kinds of test:
* `@pytest.mark.django_db` (or the `db` fixture): inside a transaction that is rolled back; for the people door.
* `committed_db` (module-scoped URL): a database of its own, for what commits (gateway, writer, LISTEN, COPY).
* `nats_server` (for the run) and `own_nats_server` (for one test): a real NATS with JetStream and MQTT, see nats.py.
"""

from __future__ import annotations

import os
import secrets
import shutil
import signal
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from psycopg import sql

from dothi.kernel.engines import postgres
from dothi.kernel.engines.folder import binaries
from dothi.kernel.testing.cast import cast, client_of  # noqa: F401 - fixtures for everybody
from dothi.kernel.testing.nats import nats_server, own_nats_server  # noqa: F401 - fixtures

_TEMPLATE = "dothi_template"
_FAST = (
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
    "max_connections=200",
    "shared_buffers=128MB",
    "autovacuum=off",
)


def _start_postgres() -> tuple[postgres.Cluster, Path, int]:
    folder = Path(tempfile.mkdtemp(prefix="dothi-test-"))
    folder.chmod(0o755)
    cluster = postgres.Cluster(
        folder / "pg",
        binaries(),
        postgres.free_port(),
        postgres.unprivileged_user(),
        secrets.token_urlsafe(12),
    )
    postgres.initdb(cluster)
    process = postgres.spawn(cluster, *_FAST)
    postgres.wait_ready(cluster)
    return cluster, folder, process.pid


@pytest.hookimpl(tryfirst=True)
def pytest_load_initial_conftests(
    early_config: pytest.Config, parser: pytest.Parser, args: list[str]
) -> None:
    """Starts PostgreSQL before Django's settings are read (only in the controlling process of a parallel run)."""
    os.environ.setdefault("DOTHI_DEMO", "yes")
    os.environ.setdefault("DOTHI_SECRET_KEY", "only-for-tests-" + "x" * 40)
    if os.environ.get("PYTEST_XDIST_WORKER") or os.environ.get("DOTHI_DATABASE_URL"):
        return
    cluster, folder, pid = _start_postgres()
    os.environ["DOTHI_DATABASE_URL"] = cluster.url_of(_TEMPLATE)
    postgres.ensure_database(cluster, _TEMPLATE)
    early_config.add_cleanup(lambda: _stop(folder, pid))
    _migrate()


def _stop(folder: Path, pid: int) -> None:
    os.environ.pop("DOTHI_DATABASE_URL", None)
    try:
        os.kill(pid, signal.SIGINT)
        os.waitpid(pid, 0)
    except (ProcessLookupError, ChildProcessError):
        pass
    shutil.rmtree(folder, ignore_errors=True)


def _migrate() -> None:
    """Migrates the template once, in a process of its own so that it keeps no connection."""
    import subprocess
    import sys

    done = subprocess.run(
        [sys.executable, "-m", "django", "migrate", "-v0"],
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "dothi.config.settings", "DOTHI_TESTING": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        pytest.exit(f"migrations failed:\n{done.stdout}\n{done.stderr}", returncode=3)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    """Django's own test database is a clone of the template: nothing to migrate."""
    from django.conf import settings

    settings.DATABASES["default"]["TEST"].update({"TEMPLATE": _TEMPLATE, "MIGRATE": False})


def _server_url() -> str:
    return os.environ["DOTHI_DATABASE_URL"].rsplit("/", 1)[0]


@pytest.fixture(scope="module")
def committed_db(request: pytest.FixtureRequest) -> Iterator[str]:
    """The URL of a fresh migrated database for this module; dropped afterwards."""
    name = f"t_{abs(hash(request.node.nodeid)):x}_{os.getpid()}"
    with psycopg.connect(f"{_server_url()}/postgres", autocommit=True) as admin:
        admin.execute(
            sql.SQL("create database {} template {}").format(sql.Identifier(name), sql.Identifier(_TEMPLATE))
        )
    yield f"{_server_url()}/{name}"
    with psycopg.connect(f"{_server_url()}/postgres", autocommit=True) as admin:
        admin.execute(sql.SQL("drop database if exists {} with (force)").format(sql.Identifier(name)))


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of real recordings; the test is skipped where it is absent."""
    folder = Path(__file__).resolve().parents[4].parent / "shared" / "data"
    if not folder.is_dir():
        pytest.skip("real recordings are not here (../shared/data)")
    return folder


@pytest.fixture
def running_system() -> Iterator[Any]:
    """A whole `dothi up` on ports and in a folder of its own (10 s): a `dothi.kernel.testing.system.System`. For slow tests."""
    from dothi.kernel.testing.system import running_system as running

    with running() as system:
        yield system
