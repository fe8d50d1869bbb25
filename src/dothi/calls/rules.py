"""The times and limits of this room as dated data: `value("wrap-up-s")` is what holds today, with its source beside it in the row."""

from __future__ import annotations

from dothi.calls.models import CallRule
from dothi.kernel.limits import Limits, Seed

SEEDS = (
    Seed("wrap-up-s", 90, "Quyết định của dự án: ghi xong hồ sơ trong 90 giây sau khi gác máy", 10, 3600),
    Seed("leg-answer-s", 60, "Quyết định của dự án: đơn vị được chuyển trả lời trong một phút", 10, 3600),
    Seed("call-back-s", 300, "Quyết định của dự án: gọi lại cuộc gọi nhỡ trong năm phút", 30, 86400),
    Seed(
        "link-minutes", 30, "Quyết định của dự án: liên kết định vị dùng một lần, hết hạn sau 30 phút", 2, 240
    ),
    Seed(
        "mark-days", 30, "Quyết định của dự án: ghi chú về số gọi quấy rối hết hiệu lực sau 30 ngày", 1, 365
    ),
    Seed(
        "call-events",
        1000,
        "Quyết định của dự án: một cuộc gọi có nhiều nhất 1.000 sự kiện; quá số đó là tổng đài lỗi",
        20,
        100_000,
    ),
    Seed(
        "signature-s",
        300,
        "Quyết định của dự án: chữ ký của tổng đài có giá trị 5 phút, như Standard Webhooks",
        30,
        3600,
    ),
)
LIMITS = Limits(CallRule, SEEDS)
BY_CODE, ensure_rules, value = LIMITS.seeds, LIMITS.ensure, LIMITS.value
