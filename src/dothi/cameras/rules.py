"""The rhythms and limits of this room as dated data: `value("look-every-s")` is what holds today, with its source in the row."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from dothi.cameras.models import CameraRule
from dothi.kernel import clock
from dothi.kernel.dated import Certainty

IN_FORCE = dt.date(2026, 7, 1)
_OURS = "Quyết định của dự án: "


class Seed(NamedTuple):
    """A limit as it comes; none of them is a rule of law [D]."""

    code: str
    value: int
    source: str


SEEDS = (
    Seed("look-every-s", 300, _OURS + "nhìn tình trạng mỗi camera năm phút một lần"),
    Seed("wait-longest-s", 1800, _OURS + "camera hỏng được thử lại thưa dần, chậm nhất 30 phút"),
    Seed("looks-down", 2, _OURS + "hai lần liền không trả lời mới báo mất tín hiệu"),
    Seed("looks-rubbish", 2, _OURS + "hai lần liền không ra hình mới báo hình hỏng"),
    Seed("looks-frozen", 3, _OURS + "ba lần liền cùng một hình mới báo đứng hình"),
    Seed("looks-moved", 3, _OURS + "ba lần liền lệch hướng mới báo lệch góc nhìn"),
    Seed("frozen-hundredths", 2, _OURS + "chênh trung bình dưới 0,02 mức xám là cùng một hình"),
    Seed("moved-cells", 3, _OURS + "lệch từ 3/64 bề ngang hình trở lên là lệch góc nhìn"),
    Seed("alike-hundredths", 35, _OURS + "giống hình mẫu dưới 0,35 (nét cạnh) là nhìn chỗ khác"),
    Seed("blank-hundredths", 250, _OURS + "độ tương phản dưới 2,5 mức xám là không ra hình"),
    Seed("live-seconds", 120, _OURS + "xem trực tiếp hai phút, xem tiếp thì bấm lại"),
    Seed("look-minutes", 15, _OURS + "một lượt xem kéo dài nhất 15 phút"),
    Seed("picture-kept-s", 10, _OURS + "hình mới nhất dùng chung 10 giây trong bộ nhớ, không ghi ra đĩa"),
    Seed("near-metres", 800, _OURS + "camera trong 800 m quanh vụ việc"),
    Seed("near-most", 6, _OURS + "nhiều nhất 6 camera quanh vụ việc"),
)  # fmt: skip
BY_CODE = {seed.code: seed for seed in SEEDS}


def ensure_rules() -> None:
    """Adds the limits that are missing; what a city changed stays (idempotent)."""
    known = set(CameraRule.objects.values_list("code", flat=True))
    CameraRule.objects.bulk_create(
        CameraRule(
            code=one.code, value=one.value, valid_from=IN_FORCE, source=one.source, certainty=Certainty.DESIGN
        )
        for one in SEEDS
        if one.code not in known
    )


def values(day: dt.date | None = None) -> dict[str, int]:
    """Every limit that holds on a day (default today), in one statement."""
    held = {code: row.value for code, row in CameraRule.current(day or clock.today()).items()}
    return {seed.code: held.get(seed.code, seed.value) for seed in SEEDS}


def value(code: str) -> int:
    """What holds today."""
    return values()[code]
