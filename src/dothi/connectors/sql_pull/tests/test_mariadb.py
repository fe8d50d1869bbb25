"""A query of a real MariaDB, started for the test in a folder of its own. SQL Server has never been tried."""

from __future__ import annotations

import getpass
import shutil
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from dothi.connectors.sources.tests.sources import add, run_once
from dothi.connectors.sql_pull.tests.test_sql_pull import MAPPING, QUERY
from dothi.connectors.tests.conftest import facts, stored  # noqa: F401 - a fixture
from dothi.kernel.engines.ports import free_port

pymysql = pytest.importorskip("pymysql", reason="the driver pymysql is not installed")
SERVER, MAKER = (
    shutil.which(name, path="/usr/sbin:/usr/bin:/usr/local/bin")
    for name in ("mariadbd", "mariadb-install-db")
)
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        not (SERVER and MAKER), reason="mariadbd is not installed (apt install mariadb-server)"
    ),
]
PATIENCE_S = 60


@pytest.fixture(scope="module")
def port(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """Of a server with the user `doc` (password `mật-khẩu`), who may read the database `quan_trac`."""
    folder, port = tmp_path_factory.mktemp("mariadb"), free_port()
    user = f"--user={getpass.getuser()}"
    make = [
        str(MAKER),
        "--no-defaults",
        f"--datadir={folder}",
        user,
        "--auth-root-authentication-method=normal",
        "--skip-test-db",
    ]
    subprocess.run(make, check=True, capture_output=True)
    socket = folder / "s"
    process = subprocess.Popen(
        [
            str(SERVER), "--no-defaults", f"--datadir={folder}", user, f"--socket={socket}", f"--port={port}",
            "--bind-address=127.0.0.1", "--innodb-buffer-pool-size=32M", "--skip-log-bin", "--character-set-server=utf8mb4",
        ],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        _as_root(
            socket,
            "create database quan_trac",
            "create table quan_trac.so_lieu (tram varchar(20), luc datetime, pm25 decimal(6,2), ghi_chu longtext)",
            "create user doc@'%' identified by 'mật-khẩu'",
            "grant select, insert on quan_trac.* to doc@'%'",
        )
        yield port
    finally:
        process.terminate()
        process.wait(PATIENCE_S)


def _as_root(socket: Path, *statements: str) -> None:
    deadline = time.monotonic() + PATIENCE_S
    while True:
        try:
            connection = pymysql.connect(
                unix_socket=str(socket), user="root", autocommit=True, charset="utf8mb4"
            )
            break
        except pymysql.err.OperationalError:
            assert time.monotonic() < deadline, "mariadbd does not start"
            time.sleep(0.1)
    with connection, connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


@pytest.fixture
def theirs(port: int, stored: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:  # noqa: F811
    monkeypatch.setenv("DOTHI_EGRESS_ALLOW", "127.0.0.1")
    connection = pymysql.connect(
        host="127.0.0.1", port=port, user="doc", password="mật-khẩu".encode(), database="quan_trac", autocommit=True, charset="utf8mb4"
    )  # fmt: skip
    with connection, connection.cursor() as cursor:
        yield cursor


def settings(port: int, **changes: Any) -> dict[str, Any]:
    return {
        "system": "mariadb", "host": "127.0.0.1", "port": port, "database": "quan_trac", "username": "doc", "password": "mật-khẩu",
        "tls": "off", "query": QUERY, "cursor_column": "luc", "first": "2026-11-01T00:00:00", **changes,
    }  # fmt: skip


def test_rows_are_read_once_and_nothing_is_written_there(theirs: Any, port: int) -> None:
    for minute in range(5):
        theirs.execute(
            f"insert into so_lieu values ('a', '2026-11-20 08:0{minute}:00', {10 + minute}.25, null)"
        )
    source = add("sql_pull", mapping=MAPPING, **settings(port, most_rows=3))
    assert [run_once(source).rows for _ in range(2)] == [3, 2]
    assert run_once(source).state == "unchanged"
    assert facts(
        "select min(observed_at)::text, min(num), count(*) from entities_history where num is not null"
    ) == [("2026-11-20 01:00:00+00", 10.25, 5)]
    writes = "select * from (select 1) x where 1 = (select 1); insert into so_lieu (tram) values ('x')"
    with pytest.raises(Exception, match="source-settings"):
        add("sql_pull", "ghi", mapping=MAPPING, **settings(port, query=writes, cursor_column=""))


def test_failures_are_told_without_secrets_and_a_slow_query_ends(theirs: Any, port: int) -> None:
    told = []
    for number, changes in enumerate(
        (
            {"password": "sai-mật-khẩu"},
            {"query": "select tram, luc, pm25 from khong_co where luc > :since"},
            {
                "query": "select 'a' as tram, now() as luc, sleep(30) as pm25 from dual where now() > :since",
                "timeout_s": 1,
            },
        )
    ):
        run = run_once(add("sql_pull", f"loi-{number}", mapping=MAPPING, **settings(port, **changes)))
        told.append((run.state, run.error_code))
        assert "mật-khẩu" not in str(run.error_fields)
    assert [code for _, code in told] == ["source-no-connection", "source-query", "source-query"], told


def test_more_bytes_than_a_round_may_hold_are_taken_in_parts_or_refused(
    theirs: Any, port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    from dothi.connectors.sql_pull import fetch

    monkeypatch.setattr(fetch, "MOST_BYTES", 200_000)
    for minute in range(4):
        theirs.execute(
            f"insert into so_lieu values ('lớn', '2026-11-21 08:0{minute}:00', 1, repeat('x', 90000))"
        )
    query = QUERY.replace("pm25 from", "pm25, ghi_chu from").replace(
        "luc > :since", "luc > :since and ghi_chu is not null"
    )
    source = add("sql_pull", "lon", mapping=MAPPING, **settings(port, query=query))
    assert [run_once(source).rows for _ in range(2)] == [2, 2]
    whole = query.replace("luc > :since and ", "").replace("order by luc", "")
    run = run_once(add("sql_pull", "lon-2", mapping=MAPPING, **settings(port, query=whole, cursor_column="")))
    assert (run.state, run.error_code) == ("failed", "source-too-large")
