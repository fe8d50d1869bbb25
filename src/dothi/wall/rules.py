"""What a wall goes by, as dated data: times, which scene is called for by what, and the scenes themselves."""

from __future__ import annotations

from typing import Any

from dothi.kernel.limits import Limits, Seed
from dothi.wall.models import Scene, SwitchRule, WallRule

NORMAL, BRIEFING = "normal", "briefing"
OURS = "Quyết định của dự án"

SEEDS = (
    Seed("poll-s", 10, f"{OURS}: màn hình tường hỏi số liệu và báo mình còn sống mười giây một lần", 2, 300),
    Seed("fresh-s", 5, f"{OURS}: các màn hình cùng phạm vi dùng chung số đọc trong năm giây", 0, 60),
    Seed("silent-s", 45, f"{OURS}: quá 45 giây không báo là màn hình im lặng, bất thường", 10, 3600),
    Seed("return-minutes", 15, f"{OURS}: vụ việc, cảnh báo kết thúc 15 phút thì màn hình tự trở lại", 0, 1440),
    Seed("hand-minutes", 60, f"{OURS}: cảnh chọn bằng tay giữ một giờ nếu người chọn không nói khác", 1, 1440),
    Seed("pin-hours", 12, f"{OURS}: ghim lâu nhất một ca", 1, 168),
    Seed("banner-minutes", 240, f"{OURS}: dải thông báo dài nhất bốn giờ, rồi phát lại nếu còn cần", 1, 10080),
    Seed("token-days", 365, f"{OURS}: mã của màn hình tường có hạn nhiều nhất một năm", 1, 1825),
    Seed("screens", 8, f"{OURS}: một mã mở nhiều nhất tám màn hình", 1, 100),
    Seed("hang-s", 20, f"{OURS}: trang đứng im 20 giây thì tự mở lại", 5, 600),
)  # fmt: skip
LIMITS = Limits(WallRule, SEEDS)
value, values = LIMITS.value, LIMITS.values

# Of CAP 1.2 §3.2.2 the severities of a warning; of a case our own four.
SWITCHES: tuple[dict[str, Any], ...] = (
    {"code": "incident-high", "cause": "incident", "severities": ["high"], "scene": "event"},
    {"code": "incident-critical", "cause": "incident", "severities": ["critical"], "scene": "disaster"},
    {"code": "warning-severe", "cause": "warning", "severities": ["Severe"], "scene": "event"},
    {"code": "warning-extreme", "cause": "warning", "severities": ["Extreme"], "scene": "disaster"},
)

SCENES: tuple[dict[str, Any], ...] = (
    {
        "code": NORMAL, "name_vi": "Thường ngày", "name_en": "Every day", "rank": 0, "columns": 3,
        "tiles": [{"kind": "figures", "most": 7}, {"kind": "alarms"}, {"kind": "incidents"}],
    },
    {
        "code": BRIEFING, "name_vi": "Giao ban", "name_en": "Briefing", "rank": 1, "columns": 3,
        "tiles": [{"kind": "figures", "most": 9}],
    },
    {
        "code": "event", "name_vi": "Sự kiện", "name_en": "Event", "rank": 2, "columns": 3,
        "tiles": [{"kind": "cause", "wide": True}, {"kind": "alarms"}, {"kind": "incidents"}, {"kind": "figures", "most": 4}],
    },
    {
        "code": "disaster", "name_vi": "Thảm họa", "name_en": "Disaster", "rank": 3, "columns": 3,
        "tiles": [
            {"kind": "cause", "wide": True}, {"kind": "warnings"}, {"kind": "incidents"}, {"kind": "alarms"},
            {"kind": "figures", "most": 3},
        ],
    },
)  # fmt: skip


def ensure_rules() -> None:
    """Adds what is missing; what a city changed stays (idempotent, after every migrate)."""
    LIMITS.ensure()
    SwitchRule.ensure({**row, "source": f"{OURS}: mức của vụ việc, cảnh báo gọi cảnh"} for row in SWITCHES)
    Scene.ensure({**row, "source": f"{OURS}: cảnh đi kèm sản phẩm"} for row in SCENES)
