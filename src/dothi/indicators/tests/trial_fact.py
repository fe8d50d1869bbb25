"""A fact of the tests' own: a table of papers handed in, and its view."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection

from dothi.kernel.facts import Fact, Kind, published

NAME = "papers_fact"
FACT = Fact(
    name=NAME,
    at="handed_in_at",
    columns={"handed_in_at": Kind.MOMENT, "state": Kind.TEXT, "on_time": Kind.FLAG, "fee": Kind.NUMBER},
    permission="indicators.view",
)
FIELDS: dict[str, Any] = {
    "name_vi": "Hồ sơ đúng hạn", "name_en": "Papers on time", "figure": "formula", "over": "day", "unit_code": "P1", "better": "high",
    "source": "Kiểm thử", "certainty": "D",
    "parameters": {"fact": NAME, "numerator": "count(*) filter (where on_time)", "denominator": "count(on_time)"},
}  # fmt: skip


@contextmanager
def papers() -> Iterator[None]:
    """The fact stands as long as the test."""
    with connection.cursor() as db:
        db.execute(
            "create table papers_row (code text, handed_in_at timestamptz, changed_at timestamptz, unit_id bigint, agency_id bigint, state text,"
            " on_time boolean, fee float, origin int default 0)"
        )
        db.execute("create view papers_fact as select * from papers_row")
    published.publish(FACT)
    try:
        yield
    finally:
        published._published.pop(NAME)
        with connection.cursor() as db:
            db.execute("drop table papers_row cascade")


def hand_in(
    code: str,
    at: dt.datetime,
    *,
    on_time: bool | None,
    unit: int | None = None,
    fee: float = 0.0,
    origin: int = 0,
) -> None:
    with connection.cursor() as db:
        db.execute(
            "insert into papers_row values (%s, %s, %s, %s, null, 'done', %s, %s, %s)",
            [code, at, at, unit, on_time, fee, origin],
        )
