"""A query of a real PostgreSQL: typed, limited, read only, going on where it stood."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any

import psycopg
import pytest

from dothi.connectors.sources.tests.sources import add, run_once
from dothi.connectors.sql_pull.fetch import _instant
from dothi.connectors.sql_pull.kind import Settings
from dothi.connectors.tests.conftest import facts, stored  # noqa: F401 - a fixture

MAPPING = """
[entity]
type = "AirQualityObserved"
id = "sql-{tram}"
[time]
column = "luc"
format = "iso"
zone = "Asia/Ho_Chi_Minh"
[[attribute]]
column = "pm25"
name = "pm25"
unit = "GQ"
"""
QUERY = "select tram, luc, pm25 from so_lieu where luc > :since order by luc"


@pytest.fixture
def theirs(stored: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[psycopg.Connection[Any]]:  # noqa: F811
    """Somebody's table, in a database of the test's server."""
    monkeypatch.setenv("DOTHI_EGRESS_ALLOW", "127.0.0.1")
    with psycopg.connect(os.environ["DOTHI_DATABASE_URL"], autocommit=True) as connection:
        connection.execute("drop table if exists so_lieu")
        connection.execute("create table so_lieu (tram text, luc timestamptz, pm25 numeric(6,2))")
        yield connection
        connection.execute("drop table so_lieu")


def settings(connection: psycopg.Connection[Any], **changes: Any) -> dict[str, Any]:
    info = connection.info
    return {
        "host": "127.0.0.1", "port": info.port, "database": info.dbname, "username": info.user, "password": info.password,
        "tls": "off", "query": QUERY, "cursor_column": "luc", "first": "2026-11-01T00:00:00+07:00", **changes,
    }  # fmt: skip


def row(connection: psycopg.Connection[Any], name: str, minute: int, value: float) -> None:
    connection.execute(
        "insert into so_lieu values (%s, %s, %s)", [name, f"2026-11-20 08:{minute:02}+07", value]
    )


def test_each_row_is_read_once_in_the_order_of_its_column(theirs: psycopg.Connection[Any]) -> None:
    for minute in range(5):
        row(theirs, "a", minute, 10 + minute)
    source = add("sql_pull", mapping=MAPPING, **settings(theirs, most_rows=3))
    assert [(run_once(source).rows, source.standing.place["since"][11:16]) for _ in range(2)] == [
        (3, "01:02"),
        (2, "01:04"),
    ]
    assert run_once(source).state == "unchanged"
    row(theirs, "b", 9, 7.25)
    assert run_once(source).stored == 1
    assert facts("select count(*) from entities_history where num is not null") == [(6,)]
    assert "mat-khau" not in str(source.settings) and "password" not in source.settings


def test_rows_of_one_instant_are_not_parted_by_the_limit(theirs: psycopg.Connection[Any]) -> None:
    for name, minute in (("a", 0), ("a", 1), ("b", 1), ("a", 2)):
        row(theirs, name, minute, 10)
    source = add("sql_pull", mapping=MAPPING, **settings(theirs, most_rows=2))
    assert [run_once(source).stored for _ in range(3)] == [1, 2, 1]


@pytest.mark.parametrize("number", [7, 20261122, 1795010100000])
def test_a_number_that_reads_as_a_time_stays_a_number(number: int) -> None:
    assert _instant(str(number)) == number


def test_nothing_is_ever_written_there(theirs: psycopg.Connection[Any]) -> None:
    row(theirs, "a", 1, 1)
    query = "with x as (delete from so_lieu returning *) select tram, luc, pm25 from x where luc > :since"
    run = run_once(add("sql_pull", mapping=MAPPING, **settings(theirs, query=query)))
    assert (run.state, run.error_code) == ("failed", "source-query")
    assert theirs.execute("select count(*) from so_lieu").fetchone() == (1,)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"query": "select pg_sleep(60), :since as luc", "timeout_s": 1}, "source-query"),
        ({"password": "sai"}, "source-no-connection"),
        ({"port": 1}, "source-no-connection"),
        ({"query": "select khong_co from so_lieu where luc > :since"}, "source-query"),
        ({"cursor_column": "khac"}, "source-no-cursor-column"),
        ({"system": "sqlserver"}, "source-no-driver"),
    ],
    ids=["slow", "password", "away", "column", "cursor", "driver"],
)
def test_failures_are_told_without_secrets(
    theirs: psycopg.Connection[Any], changes: dict[str, Any], code: str
) -> None:
    run = run_once(add("sql_pull", mapping=MAPPING, **settings(theirs, **changes)))
    if changes.get("password") and run.state == "done":
        pytest.skip("this server trusts everybody on this machine")
    assert (run.state, run.error_code) == ("failed", code)
    assert theirs.info.password not in str(run.error_fields) or not theirs.info.password


def test_only_one_question_is_allowed() -> None:
    base = {"host": "x", "database": "x", "username": "x", "password": "x"}
    wrong = {
        "delete from so_lieu": "select",
        "select 1; drop table so_lieu": "one-statement",
        "select :since": "cursor",
    }
    for query, reason in wrong.items():
        assert [one[1] for one in Settings(query=query, **base).wrong()][:1] == [reason]
