"""How long technical records are kept (dated rules): the log of flushes, never what somebody has still to read; of subscriptions,
what could not be told and what ended; doubts that came no more."""

from __future__ import annotations

import datetime as dt

from django.db import connection
from psycopg import sql

from dothi.kernel.retention import by_statement, forgets

_places = {"entities_subscription_cursor"}


def keep_unread(table: str) -> None:
    """A room above keeps its places in the log as rows (tx, flush_id) of this table: what lies after them stays."""
    _places.add(table)


@forgets("flushes", 30, "Nối lại luồng trực tiếp và tính lại chỉ số từ nhật ký ghi")
def forget_read(before: dt.datetime, limit: int) -> int:
    """Rows of the log of transactions, never the values they wrote."""
    read_by_all = sql.SQL(" and ").join(
        sql.SQL("not exists (select from {} c where (f.tx, f.id) > (c.tx, c.flush_id))").format(
            sql.Identifier(table)
        )
        for table in sorted(_places)
    )
    statement = sql.SQL(
        "delete from entities_flush where id in (select f.id from entities_flush f"
        " where f.recorded_at < %(before)s and {} order by f.id limit %(limit)s)"
    ).format(read_by_all)
    with connection.cursor() as cursor:
        cursor.execute(statement, {"before": before, "limit": limit})
        return int(cursor.rowcount)


for _code, _purpose, _name in (
    ("notifications-dead", "Tra cứu và gửi lại thông báo không gửi được", "dead_letters"),
    ("subscriptions-ended", "Tra cứu và gia hạn đăng ký nhận thông báo đã hết hạn", "ended"),
):
    forgets(_code, 90, _purpose)(by_statement("dothi.entities.subscriptions", "sql/retention.sql", _name))
forgets("complaints", 90, "Báo bên gửi sửa đơn vị và giá trị đáng ngờ")(
    by_statement("dothi.entities.store", "sql/judging.sql", "forget")
)
