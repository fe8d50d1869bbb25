"""Statements over the rows that a scope covers: the scope goes into the query, before anything is counted."""

from __future__ import annotations

from typing import Any

from django.db import connection
from django.db.models import QuerySet

from dothi.kernel.sql import statement


def scoped_rows(
    rows: QuerySet[Any, Any], name: str, *parameters: Any, file: str = "alarms", called: str = "occurrences"
) -> list[dict[str, Any]]:
    """The rows of a named statement that reads `rows` under the name `called`; its own parameters stand as %s, in order."""
    inner, given = rows.query.sql_with_params()
    text = f"with {called} as ({inner}) {_body(statement('dothi.rules.alarms', f'sql/{file}.sql', name))}"
    with connection.cursor() as cursor:
        cursor.execute(text, [*given, *parameters])
        columns = [column.name for column in cursor.description or ()]
        return [dict(zip(columns, row, strict=True)) for row in cursor.fetchall()]


def _body(text: str) -> str:
    """A statement that begins with its own `with` goes on with ours."""
    bare = "\n".join(line for line in text.splitlines() if not line.startswith("--")).strip()
    return f", {bare.removeprefix('with ')}" if bare.startswith("with ") else bare
