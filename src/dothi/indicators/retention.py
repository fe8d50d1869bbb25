"""How long figures are kept: days and months for good, hours and what a later figure replaced for a time."""

from __future__ import annotations

from dothi.kernel.retention import forgets_rows, named

_SQL = "sql/retention.sql"

forgets_rows(
    "figures-hourly", 1095, "Xem diễn biến theo giờ của ba năm; số theo ngày và tháng được giữ mãi",
    table="indicators_figure", select=named("dothi.indicators", _SQL, "past_hours"),
)  # fmt: skip
forgets_rows(
    "figures-replaced", 730, "Giải thích vì sao một số liệu đã khác trước, trong hai năm",
    table="indicators_figure", select=named("dothi.indicators", _SQL, "past_replaced"),
)  # fmt: skip
