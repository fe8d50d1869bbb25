"""Rows that many tests begin with: made once by the real actions, laid down again as they were in every later test.

Making the cast takes some 190 statements, loading a pack a thousand and its check; laying their rows down takes a few COPY.
What stands on something else – a loaded pack on the cast – is kept for just what it stood on and for that day, and made in
earnest in a test that has written rows of its own before: nothing is laid down where making could have given something else.
"""

from __future__ import annotations

import copy
import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ClassVar, Generic, ParamSpec, TypeVar

from psycopg import sql

from dothi.kernel import clock, pack_files

P = ParamSpec("P")
T = TypeVar("T")

ALL = sql.SQL("true")
_TABLES = """
select attrelid::regclass::text, string_agg(quote_ident(attname), ', ' order by attnum) from pg_attribute
where attrelid in (select oid from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace)
  and attnum > 0 and not attisdropped and attgenerated = '' group by attrelid order by attrelid"""
_TAKEN = """
select format('%I.%I', schemaname, sequencename), coalesce(last_value, 0) from pg_sequences where schemaname = 'public'"""
# Which transaction this is (null: it has written nothing yet), and a sum that grows with every row that it writes
_WRITTEN = """
select pg_current_xact_id_if_assigned()::text, sum(pg_stat_get_xact_tuples_inserted(oid) + pg_stat_get_xact_tuples_updated(oid)
  + pg_stat_get_xact_tuples_deleted(oid)) from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace"""
# A row of the innermost transaction: what is written from here on has its number or a later one.
_MARK = "create temporary table standing_mark on commit drop as select 1 as mark"

Stand = tuple["Standing[Any, Any]", ...]


@dataclass(frozen=True, slots=True)
class _Rows:
    """Of one table, as binary COPY gives and takes them."""

    table: str
    columns: str  # all that are not made of others
    packed: bytes
    whole: bool  # of a table in which a row that stood there already was changed or deleted


@dataclass(frozen=True, slots=True)
class _Kept:
    """What was made, its rows, and of each sequence the highest number taken."""

    made: Any
    rows: list[_Rows]
    highest: list[tuple[str, int]]


class Standing(Generic[P, T]):
    """`make` as something to call: what it returns, with the rows it wrote, kept for the rest of the process.

    Of its arguments it may use only what it stands on: the cast, as the fixture gave it. In a test that commits it is `make`
    itself, for what commits goes the whole way, into the audit chain too.
    """

    # what was written when something was laid down last, and what stood then
    _laid: ClassVar[tuple[Any, Stand]] = (None, ())

    def __init__(self, make: Callable[P, T]) -> None:
        self._make = make
        self._kept: dict[tuple[dt.date, Stand], _Kept] = {}

    def __call__(self, *args: P.args, **named: P.kwargs) -> T:
        from django.db import connection

        if not connection.in_atomic_block:
            return self._make(*args, **named)
        connection.ensure_connection()
        below = _stands(connection.connection)
        if below is None:
            return self._make(*args, **named)
        kept = self._kept.get((clock.today(), below))
        if kept:
            _write(connection.connection, kept)
        else:
            kept = _keep(connection.connection, lambda: self._make(*args, **named))
            self._kept[clock.today(), below] = kept
        Standing._laid = _written(connection.connection), (*below, self)
        return copy.deepcopy(kept.made)  # type: ignore[no-any-return]  # a test may change its own


def _written(connection: Any) -> tuple[str | None, int]:
    found: tuple[str | None, int] = connection.execute(_WRITTEN).fetchone()
    return found


def _stands(connection: Any) -> Stand | None:
    """What was laid down in this test; None when something else was written in it."""
    now, (then, stand) = _written(connection), Standing._laid
    if now[0] is None:
        return ()
    return stand if then == now else None


def _keep(connection: Any, make: Callable[[], Any]) -> _Kept:
    from django.db import transaction

    tables = dict(connection.execute(_TABLES).fetchall())
    before = {table: _count(connection, table) for table in tables}
    taken = dict(connection.execute(_TAKEN).fetchall())
    with transaction.atomic():
        connection.execute(_MARK)
        first = connection.execute("select xmin::text::bigint from standing_mark").fetchone()[0]
        made = make()
        connection.execute("drop table standing_mark")
    new, kept = sql.SQL("xmin::text::bigint >= {}").format(sql.Literal(first)), []
    for table, columns in tables.items():
        written = _count(connection, table, new)
        whole = _count(connection, table) != before[table] + written
        if written or whole:
            which = ALL if whole else new
            kept.append(_Rows(table, columns, _packed(connection, table, columns, which), whole))
    after = connection.execute(_TAKEN).fetchall()
    return _Kept(made, kept, [(name, number) for name, number in after if number > taken[name]])


def _write(connection: Any, kept: _Kept) -> None:
    """Without triggers: history and references were written, and checked, when the rows were made."""
    connection.execute("set local session_replication_role = replica")
    for rows in kept.rows:
        if rows.whole:
            connection.execute(sql.SQL("delete from {}").format(sql.SQL(rows.table)))
        command = sql.SQL("copy {} ({}) from stdin (format binary)")
        with connection.cursor().copy(command.format(sql.SQL(rows.table), sql.SQL(rows.columns))) as into:
            into.write(rows.packed)
    connection.execute("set local session_replication_role = default")
    # a database cloned since then counts from the beginning again
    connection.execute(
        "select setval(name::regclass, greatest(highest, coalesce(pg_sequence_last_value(name::regclass), 0)))"
        " from unnest(%s::text[], %s::bigint[]) as taken (name, highest)",
        [[name for name, _ in kept.highest], [highest for _, highest in kept.highest]],
    )
    pack_files.forget()  # a pack may be among them, and this process would learn of it two seconds later


def _count(connection: Any, table: str, which: sql.Composable = ALL) -> int:
    command = sql.SQL("select count(*) from {} where {}").format(sql.SQL(table), which)
    return int(connection.execute(command).fetchone()[0])


def _packed(connection: Any, table: str, columns: str, which: sql.Composable) -> bytes:
    command = sql.SQL("copy (select {} from {} where {}) to stdout (format binary)")
    with connection.cursor().copy(command.format(sql.SQL(columns), sql.SQL(table), which)) as packed:
        return b"".join(packed)
