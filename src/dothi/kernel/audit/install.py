"""Puts the audit triggers on every audited table. Runs after each migrate, so a new room's history is covered by itself."""

from __future__ import annotations

from typing import Any

from django.db import connections, transaction
from psycopg import sql

from dothi.kernel.audit.registry import audited_models
from dothi.kernel.sql import statement

_FILE = ("dothi.kernel.audit", "functions.sql")


def ensure(using: str = "default", **_: Any) -> list[str]:
    """Functions and triggers as this version wants them (idempotent); returns the tables that were newly covered.

    A table that had rows before (history from before the chain, or a changed set of columns) gets entries for what is not
    covered yet.
    """
    connection = connections[using]
    with transaction.atomic(using=using), connection.cursor() as cursor:
        cursor.execute("select to_regclass('kernel_audit_block')")
        if cursor.fetchone() == (None,):  # migrated back to before the chain
            return []
        cursor.execute("select pg_advisory_xact_lock(hashtextextended('dothi audit install', 0))")
        cursor.execute(statement(*_FILE, "tables"))
        cursor.execute(statement(*_FILE, "functions"))
        _once(cursor, "kernel_audit_kick", "kernel_audit_kicked", statement(*_FILE, "kick_trigger"))
        for table in ("kernel_audit_entry", "kernel_audit_block"):
            _refuse_changes(cursor, table)
        return _cover(cursor)


def _cover(cursor: Any) -> list[str]:
    tables = {model._meta.db_table: str(model._meta.pk.column) for model in audited_models()}
    cursor.execute(statement(*_FILE, "columns"), [list(tables)])
    columns = dict(cursor.fetchall())
    cursor.execute(statement(*_FILE, "known_triggers"))
    standing = dict(cursor.fetchall())
    covered = []
    for table, names in sorted(columns.items()):
        shape = _shape(cursor, table, tables[table], names)
        if standing.get(table) == rf"{shape}\000{tables[table]}\000":
            continue
        _note(cursor, table, tables[table], shape)
        _refuse_changes(cursor, table)
        _adopt(cursor, table, tables[table], shape)
        covered.append(table)
    return covered


def _shape(cursor: Any, table: str, pk: str, columns: list[str]) -> int:
    cursor.execute(
        "select id from kernel_audit_shape where table_name = %s and columns = %s", [table, columns]
    )
    row = cursor.fetchone()
    if row is None:
        cursor.execute(
            "insert into kernel_audit_shape (table_name, pk, columns) values (%s, %s, %s) returning id",
            [table, pk, columns],
        )
        row = cursor.fetchone()
    return int(row[0])


def _note(cursor: Any, table: str, pk: str, shape: int) -> None:
    name = sql.Identifier(table)
    cursor.execute(sql.SQL("drop trigger if exists kernel_audit_note on {}").format(name))
    cursor.execute(
        sql.SQL(
            "create trigger kernel_audit_note after insert on {} for each row execute function kernel_audit_note({}, {})"
        ).format(name, sql.Literal(str(shape)), sql.Literal(pk))
    )


def _refuse_changes(cursor: Any, table: str) -> None:
    create = sql.SQL(
        "create trigger kernel_audit_refuse before update or delete on {} for each row execute function kernel_audit_refuse()"
    ).format(sql.Identifier(table))
    _once(cursor, table, "kernel_audit_refuse", create)


def _once(cursor: Any, table: str, trigger: str, create: Any) -> None:
    cursor.execute("select 1 from pg_trigger where tgrelid = %s::regclass and tgname = %s", [table, trigger])
    if cursor.fetchone() is None:
        cursor.execute(create)


def _adopt(cursor: Any, table: str, pk: str, shape: int) -> None:
    """Entries for rows that no entry covers yet, sealed as one batch."""
    for setting in DIGEST_SETTINGS:
        cursor.execute(f"set local {setting}")
    cursor.execute(
        sql.SQL(
            "with batch as (select nextval('kernel_audit_batch') as id)"
            " insert into kernel_audit_entry (batch, shape_id, row_pk, digest)"
            " select batch.id, %s, r.{pk}::text, sha256(convert_to(to_jsonb(r)::text, 'UTF8')) from {table} r, batch"
            " where not exists (select from kernel_audit_entry e join kernel_audit_shape s on s.id = e.shape_id"
            "   where s.table_name = %s and e.row_pk = r.{pk}::text) order by r.{pk} returning batch"
        ).format(pk=sql.Identifier(pk), table=sql.Identifier(table)),
        [shape, table],
    )
    row = cursor.fetchone()
    if row:
        cursor.execute("select kernel_audit_seal(%s)", [row[0]])


# The settings under which a row's JSON is the same in every session (kernel_audit_note carries them itself).
DIGEST_SETTINGS = (
    "timezone = 'UTC'",
    "datestyle = 'ISO, YMD'",
    "intervalstyle = 'postgres'",
    "bytea_output = 'hex'",
    "extra_float_digits = 1",
)
