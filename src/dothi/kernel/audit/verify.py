"""Finds what was changed, deleted or slipped in behind the triggers' back, and names it.

Five questions: is each block what its hash says and linked to the one before (blocks), does each entry's row still have its
digest (rows), has each row an entry (rows), are heads that were noted earlier still in the chain (heads: finds a chain that
was cut off at its end and written anew), and is each row of today what its newest version says (current). All comparing happens in PostgreSQL; only what is wrong travels.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.db import connection, transaction
from psycopg import sql

from dothi.kernel import clock
from dothi.kernel.audit.current import rows_beside_their_history
from dothi.kernel.audit.install import DIGEST_SETTINGS
from dothi.kernel.sql import statement

STRETCH = 20_000
LISTED = 1_000  # findings beyond this are only counted
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong: `kind` is changed, deleted, inserted, loose, hash, link, content, gap, head or current."""

    kind: str
    table: str
    row: str


@dataclass(slots=True)
class Report:
    """What was checked and what was found."""

    blocks: int = 0
    rows: int = 0
    unreadable: int = 0  # entries whose columns a later version dropped: their chain holds, their content cannot be compared
    head: tuple[int, str] | None = None
    findings: list[Finding] = field(default_factory=list)

    @property
    def intact(self) -> bool:
        return not self.findings


def verify(heads: Path | None = None, progress: Progress = lambda done, total: None) -> Report:
    """Checks everything in one snapshot. `heads`: a file of earlier heads to compare with (see `note_head`)."""
    report = Report()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("set transaction isolation level repeatable read, read only")
        for setting in DIGEST_SETTINGS:
            cursor.execute(f"set local {setting}")
        cursor.execute(_sql("totals"))
        report.blocks, last_block, last_entry = cursor.fetchone()
        total = last_block + last_entry
        report.findings += _heads(cursor, heads)
        report.findings += _blocks(cursor, last_block, lambda done: progress(done, total))
        report.findings += _rows(cursor, last_entry, report, lambda done: progress(last_block + done, total))
        report.findings += [
            Finding("current", table, key) for table, key in rows_beside_their_history(cursor)
        ]
        cursor.execute(_sql("head"))
        report.head = cursor.fetchone()
    return report


def _sql(name: str) -> str:
    return statement("dothi.kernel.audit", "verify.sql", name)


def _blocks(cursor: Any, last: int, progress: Callable[[int], None]) -> Iterator[Finding]:
    cursor.execute(_sql("gaps"))
    for first, end in cursor.fetchall():
        yield Finding("gap", "kernel_audit_block", f"{first}–{end}" if end > first else str(first))
    for after in range(0, last, STRETCH):
        cursor.execute(_sql("blocks"), {"after": after, "until": after + STRETCH})
        for seq, _at, wrong in cursor.fetchall():
            yield from (Finding(kind, "kernel_audit_block", str(seq)) for kind in wrong)
        progress(min(after + STRETCH, last))
    cursor.execute(_sql("loose"))
    for _entry, table, row in cursor.fetchall():
        yield Finding("loose", table or "?", row)


def _rows(cursor: Any, last: int, report: Report, progress: Callable[[int], None]) -> Iterator[Finding]:
    cursor.execute(_sql("shapes"))
    shapes = cursor.fetchall()
    tables: dict[str, str] = {}
    for shape, table, pk, columns, exists in shapes:
        if not exists:
            yield from _without_table(cursor, shape, table)
            continue
        tables[table] = pk
        now = _columns(cursor, table)
        if not set(columns) <= set(now):
            cursor.execute("select count(*) from kernel_audit_entry where shape_id = %s", [shape])
            report.unreadable += cursor.fetchone()[0]
            continue
        compare = _comparison(
            table, pk, [name for name in now if name not in columns], _type(cursor, table, pk)
        )
        for after in range(0, last, STRETCH):
            cursor.execute(compare, {"shape": shape, "after": after, "until": after + STRETCH})
            yield from (Finding(kind, table, row) for kind, row in cursor.fetchall())
            progress(min(after + STRETCH, last))
    for table, pk in tables.items():
        cursor.execute(sql.SQL("select count(*) from {}").format(sql.Identifier(table)))
        report.rows += cursor.fetchone()[0]
        cursor.execute(_uncovered(table, pk), {"table": table})
        yield from (Finding("inserted", table, row) for (row,) in cursor.fetchall())


def _without_table(cursor: Any, shape: int, table: str) -> Iterator[Finding]:
    cursor.execute("select count(*) from kernel_audit_entry where shape_id = %s", [shape])
    count = cursor.fetchone()[0]
    if count:
        yield Finding("deleted", table, f"({count})")


def _columns(cursor: Any, table: str) -> list[str]:
    cursor.execute(statement("dothi.kernel.audit", "functions.sql", "columns"), [[table]])
    return list(cursor.fetchone()[1])


def _type(cursor: Any, table: str, pk: str) -> str:
    cursor.execute(
        "select format_type(atttypid, null) from pg_attribute where attrelid = %s::regclass and attname = %s",
        [table, pk],
    )
    return str(cursor.fetchone()[0])


def _comparison(table: str, pk: str, later: list[str], pk_type: str) -> sql.Composed:
    """Entries of one stretch whose row is gone or different; columns that came `later` are left out of the digest."""
    return sql.SQL(
        "select case when r.{pk} is null then 'deleted' else 'changed' end, e.row_pk"
        " from kernel_audit_entry e left join {table} r on r.{pk} = e.row_pk::{type}"
        " where e.shape_id = %(shape)s and e.id > %(after)s and e.id <= %(until)s"
        " and (r.{pk} is null or sha256(convert_to((to_jsonb(r) - {later}::text[])::text, 'UTF8')) <> e.digest) order by e.id"
    ).format(
        pk=sql.Identifier(pk), table=sql.Identifier(table), type=sql.SQL(pk_type), later=sql.Literal(later)
    )


def _uncovered(table: str, pk: str) -> sql.Composed:
    return sql.SQL(
        "select r.{pk}::text from {table} r where not exists (select from kernel_audit_entry e"
        " where e.shape_id = any(select id from kernel_audit_shape where table_name = %(table)s) and e.row_pk = r.{pk}::text)"
        " order by r.{pk} limit 1000"
    ).format(pk=sql.Identifier(pk), table=sql.Identifier(table))


def _heads(cursor: Any, path: Path | None) -> Iterator[Finding]:
    for seq, noted in noted_heads(path):
        cursor.execute(_sql("block_hash"), [seq])
        row = cursor.fetchone()
        if row is None or row[0] != noted:
            yield Finding("head", "kernel_audit_block", str(seq))


def noted_heads(path: Path | None) -> list[tuple[int, str]]:
    """Heads noted earlier, oldest first."""
    if path is None or not path.exists():
        return []
    lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    return [(int(line["seq"]), str(line["hash"])) for line in lines]


def note_head(path: Path, report: Report) -> None:
    """Adds the head of an intact chain to the file. A copy of the file kept elsewhere (printed, mailed) makes cutting off the
    chain's end visible even to who may change the whole database."""
    if report.head is None or not report.intact:
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    if report.head in noted_heads(path)[-1:]:
        return
    with path.open("a", encoding="utf-8") as file:
        file.write(
            json.dumps({"seq": report.head[0], "hash": report.head[1], "at": clock.iso(clock.now())}) + "\n"
        )
