"""What a command says of the database: that it cannot be reached only where it cannot."""

from __future__ import annotations

import psycopg
import pytest

from dothi.cli import _is_unreachable


def test_a_port_where_nobody_listens_is_unreachable() -> None:
    with pytest.raises(psycopg.OperationalError) as told:
        psycopg.connect("postgresql://127.0.0.1:1/x")
    assert _is_unreachable(told.value)


@pytest.mark.parametrize(("code", "gone"), [("40P01", False), ("53100", False), ("57P03", True)])
def test_a_database_that_answers_is_there(committed_db: str, code: str, gone: bool) -> None:
    with psycopg.connect(committed_db) as connection, pytest.raises(psycopg.OperationalError) as told:
        connection.execute(f"do $$ begin raise 'x' using errcode = '{code}'; end $$".encode())
    assert _is_unreachable(told.value) is gone
