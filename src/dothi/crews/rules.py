"""The times and limits of the phone page as dated data: `value("moving-s")` is what holds today; a city sets another by a new row."""

from __future__ import annotations

from dothi.crews.models import CrewRule
from dothi.kernel.limits import Limits, Seed

SEEDS = (
    Seed("shift-hours", 12, "Quyết định của dự án: một ca của tổ dài nhất 12 giờ"),
    Seed("moving-s", 5, "Đề bài W4b: tổ đang đi báo vị trí 5 giây một lần"),
    Seed("still-s", 20, "Quyết định của dự án: tổ đã đến nơi báo vị trí 20 giây một lần, đỡ pin"),
    Seed("free-s", 60, "Quyết định của dự án: tổ sẵn sàng báo vị trí 60 giây một lần, đỡ pin"),
    Seed("photo-mb", 8, "Quyết định của dự án: ảnh điện thoại lớn nhất 8 MB, sau khi trang thu nhỏ"),
    Seed("voice-seconds", 120, "Quyết định của dự án: ghi âm ngắn, nhiều nhất hai phút"),
    Seed("voice-mb", 4, "Quyết định của dự án: hai phút ghi âm nén không quá 4 MB"),
)
LIMITS = Limits(CrewRule, SEEDS)
ensure_rules, values = LIMITS.ensure, LIMITS.values
