"""Limits of this room as dated data: `value("apology-days")` is what holds today, with its source beside it in the row."""

from __future__ import annotations

from dothi.kernel.limits import Limits, Seed
from dothi.publicservices.models import ServiceRule

_ND61 = (
    "Nghị định 61/2018/NĐ-CP: tiếp nhận sau 15 giờ mà hẹn trả trong ngày thì trả vào ngày làm việc tiếp theo"
)
_LAI_CHAU = "QĐ 88/2025/QĐ-UBND Lai Châu, điều 3.6"
SEEDS = (
    Seed("last-minute", 15 * 60, _ND61, 0, 24 * 60, "S"),
    Seed("requests", 1, "Mô tả chỉ tiêu đúng hạn của Cổng Dịch vụ công quốc gia: yêu cầu bổ sung quá một lần là trễ hạn", 0, 9, "S2"),
    Seed("new-dates", 1, f"{_LAI_CHAU}: chỉ được hẹn lại ngày trả một lần", 0, 9, "S"),
    Seed("apology-days", 1, f"{_LAI_CHAU}: xin lỗi và hẹn lại chậm nhất một ngày trước khi hết hạn; tính theo ngày làm việc", 0, 30, "S"),
    Seed("soon-days", 3, "Quyết định của dự án: danh sách sắp trễ nhìn trước ba ngày làm việc", 1, 30),
)  # fmt: skip
LIMITS = Limits(ServiceRule, SEEDS)
ensure_rules, value, values = LIMITS.ensure, LIMITS.value, LIMITS.values
