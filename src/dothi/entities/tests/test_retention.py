"""The log of flushes goes after its time, but not before every reader that keeps a place in it has passed."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection

from dothi.kernel import clock, retention

pytestmark = pytest.mark.django_db
PLACES = ("rules_cursor", "entities_subscription_cursor")


@pytest.mark.parametrize("behind", PLACES)
def test_a_flush_stays_until_every_reader_has_passed_it(behind: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("delete from entities_flush")
        cursor.execute(
            "insert into entities_flush (recorded_at, rows) values (%s, 1), (%s, 1)",
            [clock.now() - dt.timedelta(days=31), clock.now() - dt.timedelta(days=29)],
        )
        cursor.execute("insert into rules_cursor (reader, tx, flush_id) values ('slow', 0, 0)")
        for place in PLACES:
            _move(cursor, place)
        cursor.execute(f"update {behind} set tx = 0, flush_id = 0")
        assert retention.forget_all()["flushes"] == 0
        _move(cursor, behind)
        assert retention.forget_all()["flushes"] == 1
        cursor.execute("select count(*) from entities_flush")
        assert cursor.fetchone() == (1,)


def _move(cursor: object, place: str) -> None:
    """To the end of the log."""
    cursor.execute(f"update {place} set (tx, flush_id) = (select max(tx), max(id) from entities_flush)")
