"""Rows that many tests begin with: made once by the real actions, laid down again as they were in every later test.

Making the cast takes some 190 statements, laying its rows down takes a few COPY: with it a test begins in a tenth of the time.
"""

from __future__ import annotations

import copy
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from psycopg import sql

T = TypeVar("T")

ALL = sql.SQL("true")
_TABLES = """
select c.oid::regclass::text from pg_class c join pg_namespace n on n.oid = c.relnamespace
where c.relkind = 'r' and n.nspname = 'public' order by c.oid"""
_TAKEN = """
select format('%I.%I', schemaname, sequencename), coalesce(last_value, 0) from pg_sequences where schemaname = 'public'"""


@dataclass(frozen=True, slots=True)
class _Rows:
    """Of one table, as binary COPY gives and takes them."""

    table: str
    packed: bytes
    whole: bool  # of a table with a row that stood there already and was changed


class Standing(Generic[T]):
    """What `make` returns, and the rows it wrote, kept for the rest of the process."""

    def __init__(self, make: Callable[[], T]) -> None:
        self._make = make
        self._made: T | None = None
        self._rows: list[_Rows] = []
        self._highest: list[tuple[str, int]] = []  # sequence and the last number taken from it

    def lay_down(self, connection: Any) -> T:
        """The same as `make()`, in the running transaction of this psycopg connection (without one, use `make` itself)."""
        if self._made is None:
            self._keep(connection)
        else:
            self._write(connection)
        return copy.deepcopy(self._made)  # type: ignore[return-value]  # a test may change its own

    def _keep(self, connection: Any) -> None:
        first = connection.execute("select pg_current_xact_id()::xid::text::bigint").fetchone()[0]
        tables = [table for (table,) in connection.execute(_TABLES).fetchall()]
        before = {table: _count(connection, table) for table in tables}
        taken = dict(connection.execute(_TAKEN).fetchall())
        made = self._make()
        for table in tables:
            new = sql.SQL("xmin::text::bigint >= {}").format(sql.Literal(first))
            if written := _count(connection, table, new):
                whole = _count(connection, table) < before[table] + written
                self._rows.append(_Rows(table, _packed(connection, table, ALL if whole else new), whole))
        after = connection.execute(_TAKEN).fetchall()
        self._highest = [(name, number) for name, number in after if number > taken[name]]
        self._made = made

    def _write(self, connection: Any) -> None:
        """Without triggers: history and references were written, and checked, when the rows were made."""
        connection.execute("set local session_replication_role = replica")
        for rows in self._rows:
            if rows.whole:
                connection.execute(sql.SQL("delete from {}").format(sql.SQL(rows.table)))
            command = sql.SQL("copy {} from stdin (format binary)").format(sql.SQL(rows.table))
            with connection.cursor().copy(command) as into:
                into.write(rows.packed)
        connection.execute("set local session_replication_role = default")
        # a database cloned since then counts from the beginning again
        connection.execute(
            "select setval(name::regclass, greatest(highest, coalesce(pg_sequence_last_value(name::regclass), 0)))"
            " from unnest(%s::text[], %s::bigint[]) as taken (name, highest)",
            [[name for name, _ in self._highest], [highest for _, highest in self._highest]],
        )


def _count(connection: Any, table: str, which: sql.Composable = ALL) -> int:
    command = sql.SQL("select count(*) from {} where {}").format(sql.SQL(table), which)
    return int(connection.execute(command).fetchone()[0])


def _packed(connection: Any, table: str, which: sql.Composable) -> bytes:
    command = sql.SQL("copy (select * from {} where {}) to stdout (format binary)")
    with connection.cursor().copy(command.format(sql.SQL(table), which)) as rows:
        return b"".join(rows)
