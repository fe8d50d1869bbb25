"""What one may look for, with its legal ground, as it comes; a city that decides otherwise adds a row with its own source."""

from __future__ import annotations

from typing import NamedTuple

from dothi.accounts.models import LookKind, LookPurpose

CAMERA, RECORDING, POSITION = LookKind.CAMERA, LookKind.RECORDING, LookKind.POSITION
REPORTER = LookKind.REPORTER
_TASK = "Luật 91/2025/QH15 (Bảo vệ dữ liệu cá nhân): hoạt động của cơ quan nhà nước theo chức năng, nhiệm vụ"
_LIFE = "Luật 91/2025/QH15: bảo vệ tính mạng, sức khỏe trong trường hợp khẩn cấp"
_PUBLIC = "Luật 91/2025/QH15 Điều 32: ghi hình, ghi âm nơi công cộng"


class Seed(NamedTuple):
    code: str
    kinds: tuple[str, ...]
    vi: str
    en: str
    words: int  # so many signs of own words beside it
    ground: str
    certainty: str = "M"


SEEDS = (
    Seed("incident", (CAMERA, RECORDING, POSITION), "Xử lý vụ việc, cuộc gọi đang mở", "Handling an open case or call", 10, _LIFE),
    Seed("assignment", (POSITION,), "Điều hành lực lượng đang làm nhiệm vụ", "Directing crews that were sent", 0, _TASK),
    Seed("safety", (CAMERA, POSITION), "Bảo đảm an toàn cho tổ hiện trường", "Safety of a crew in the field", 10, _LIFE),
    Seed("verify", (CAMERA, RECORDING), "Xác minh cảnh báo, tin báo", "Verifying an alarm or a report", 10, _TASK),
    Seed("public-order", (CAMERA,), "Quan sát nơi công cộng theo kế hoạch", "Watching a public place by a plan", 15, _PUBLIC, "S2"),
    Seed("complaint", (CAMERA, RECORDING), "Giải quyết khiếu nại, phản ánh", "Settling a complaint", 15, _TASK),
    Seed("evidence", (CAMERA, RECORDING, POSITION), "Theo văn bản yêu cầu của cơ quan có thẩm quyền (ghi số văn bản)", "By written request of a competent body (name the paper)", 15, _TASK),
    Seed("quality", (RECORDING,), "Kiểm tra chất lượng tiếp nhận cuộc gọi, tập huấn", "Quality of answering calls, training", 15, _TASK),
    Seed("reporter", (REPORTER,), "Hỏi thêm, trả lời người phản ánh", "Asking or answering whoever reported", 10, _TASK),
    Seed("device-check", (CAMERA,), "Kiểm tra, bảo trì thiết bị", "Checking or repairing the device", 10, _TASK),
)  # fmt: skip


def ensure_purposes() -> None:
    """Adds the purposes that are missing; what a city changed stays (idempotent)."""
    LookPurpose.ensure(
        {
            "code": one.code,
            "kinds": list(one.kinds),
            "name_vi": one.vi,
            "name_en": one.en,
            "words": one.words,
            "source": one.ground,
            "certainty": one.certainty,
        }
        for one in SEEDS
    )
