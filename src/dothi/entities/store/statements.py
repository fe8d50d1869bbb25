"""The SQL of the store by name, with its lists of columns filled in (they stand once, in sql/columns.sql)."""

from __future__ import annotations

from functools import cache

from dothi.kernel import sql

PACKAGE = "dothi.entities.store"
_READS = ("read", "history", "evolving", "discovery", "log")


def write_sql(name: str) -> str:
    """A statement of sql/write.sql."""
    return sql.statement(PACKAGE, "sql/write.sql", name)


@cache
def read_sql(name: str) -> str:
    """A statement of one of the files of reads."""
    for file in _READS:
        found = sql.statements(PACKAGE, f"sql/{file}.sql").get(name)
        if found is not None:
            return with_columns(found)
    raise KeyError(f"{PACKAGE} has no read {name!r}")


def with_columns(statement: str) -> str:
    """`{head_columns}`, `{attribute_columns}`, `{instance_columns}` written out; other braces stay."""
    for name, columns in sql.statements(PACKAGE, "sql/columns.sql").items():
        statement = statement.replace(f"{{{name}_columns}}", columns)
    return statement
