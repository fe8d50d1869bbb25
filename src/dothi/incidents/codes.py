"""Incident codes: what people say on the phone."""

from __future__ import annotations

from django.db import connection

from dothi.kernel import clock

PREFIX = "VV"  # vụ việc


def next_code() -> str:
    """`VV-2026-000123`: the next number of this year (Viet Nam time). Two openings wait for one another, so none is double."""
    year = clock.today().year
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into incidents_code_series as s (year, last) values (%s, 1)"
            " on conflict (year) do update set last = s.last + 1 returning last",
            [year],
        )
        number = cursor.fetchone()[0]
    return f"{PREFIX}-{year}-{number:06d}"
