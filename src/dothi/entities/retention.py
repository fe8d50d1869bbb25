"""How long technical records are kept (dated rules): the log of flushes, never what somebody has still to read; of subscriptions,
what could not be told and what ended; doubts that came no more."""

from __future__ import annotations

from dothi.kernel.retention import forgets_rows, named

_places = {"entities_subscription_cursor"}


def keep_unread(table: str) -> None:
    """A room above keeps its places in the log as rows (tx, flush_id) of this table: what lies after them stays."""
    _places.add(table)


def _read() -> str:
    """Rows of the log of transactions that every reader has passed, never the values they wrote."""
    read_by_all = " and ".join(
        f"not exists (select from {table} c where (f.tx, f.id) > (c.tx, c.flush_id))"
        for table in sorted(_places)
    )
    old = "select f.id from entities_flush f where f.recorded_at < %(before)s"
    return f"{old} and {read_by_all} order by f.id limit %(limit)s"


forgets_rows(
    "flushes",
    30,
    "Nối lại luồng trực tiếp và tính lại chỉ số từ nhật ký ghi",
    table="entities_flush",
    select=_read,
)
for _code, _purpose, _table, _name in (
    (
        "notifications-dead",
        "Tra cứu và gửi lại thông báo không gửi được",
        "entities_notification",
        "dead_letters",
    ),
    (
        "subscriptions-ended",
        "Tra cứu và gia hạn đăng ký nhận thông báo đã hết hạn",
        "entities_subscription",
        "ended",
    ),
):
    _select = named("dothi.entities.subscriptions", "sql/retention.sql", _name)
    forgets_rows(_code, 90, _purpose, table=_table, select=_select)
forgets_rows(
    "complaints",
    90,
    "Báo bên gửi sửa đơn vị và giá trị đáng ngờ",
    table="entities_complaint",
    select=named("dothi.entities.store", "sql/judging.sql", "forget"),
    key="ctid",
)
