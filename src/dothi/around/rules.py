"""Limits of this room as dated data: `value("station-km")` is what holds today, with its source beside it in the row."""

from __future__ import annotations

from dothi.around.models import AroundRule
from dothi.kernel.limits import Limits, Seed

SEEDS = (
    Seed("stations", 3, "Quyết định của dự án: ba trạm gần nhất của mỗi loại", 1, 10),
    Seed("air-km", 15, "Quyết định của dự án: trạm không khí xa hơn 15 km không nói về nơi này", 1, 100),
    Seed("water-km", 15, "Quyết định của dự án: trạm mực nước trong 15 km", 1, 100),
    Seed("rain-km", 15, "Quyết định của dự án: trạm mưa trong 15 km", 1, 100),
    Seed("air-stale-minutes", 150, "Quyết định của dự án: VN_AQI giờ tính sau khi hết giờ 20 phút; quá hai giờ rưỡi là cũ", 10, 1440),
    Seed("water-stale-minutes", 90, "Quyết định của dự án: mực nước quá 90 phút là cũ", 5, 1440),
    Seed("rain-stale-minutes", 150, "Quyết định của dự án: lượng mưa giờ quá hai giờ rưỡi là cũ", 5, 1440),
    Seed("gap-hours", 24, "Quyết định của dự án: số đo quá một ngày không còn nói về lúc này", 1, 168),
    Seed("work-metres", 1000, "Quyết định của dự án: công việc vẽ trên bản đồ trong 1 km", 50, 10_000),
    Seed("watches", 10, "Quyết định của dự án: mười nơi theo dõi cho một số điện thoại hay thư điện tử", 1, 50),
    Seed("break-severity", 1, "Quyết định của dự án: cảnh báo từ mức Severe của CAP báo cả trong giờ yên tĩnh (0 Extreme, 1 Severe, 2 Moderate, 3 Minor)", 0, 3),
    Seed("digest-hour", 7, "Quyết định của dự án: bản tin ngày lúc 7 giờ", 0, 23),
    Seed("again-hours", 12, "Quyết định của dự án: một trạm báo lại sau 12 giờ", 1, 48),
    Seed("batch", 200, "Quyết định của dự án: 200 tin trong một giao dịch", 1, 2000),
    Seed("reports", 5, "Quyết định của dự án: năm phản ánh mới nhất, còn lại ở trang phản ánh", 1, 50),
)  # fmt: skip
LIMITS = Limits(AroundRule, SEEDS)
ensure_rules, value = LIMITS.ensure, LIMITS.value
