"""Codes that people say on the phone: `<prefix>-<year>-<number>`, without gaps and doubles within a year."""

from __future__ import annotations

from django.db import connection
from psycopg import sql

from dothi.kernel import clock


def next_code(prefix: str, table: str) -> str:
    """`VV-2026-000123`: the next number of this year (Viet Nam time) in a room's `table` (year, last).

    Two who ask at once wait for one another until the first transaction ends, so none is double; one that is rolled back leaves no gap.
    """
    return next_codes(prefix, table, 1)[0]


def next_codes(prefix: str, table: str, number: int) -> list[str]:
    """So many at once, in order."""
    if not number:
        return []
    year = clock.today().year
    insert = sql.SQL(
        "insert into {} as s (year, last) values (%s, %s)"
        " on conflict (year) do update set last = s.last + excluded.last returning last"
    )
    with connection.cursor() as cursor:
        cursor.execute(insert.format(sql.Identifier(table)).as_string(), [year, number])
        last = cursor.fetchone()[0]
    return [f"{prefix}-{year}-{one:06d}" for one in range(last - number + 1, last + 1)]
