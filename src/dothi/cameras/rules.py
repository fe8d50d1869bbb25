"""The rhythms and limits of this room as dated data: `value("look-every-s")` is what holds today, with its source in the row."""

from __future__ import annotations

from dothi.cameras.models import CameraRule
from dothi.kernel.limits import Limits, Seed

_OURS = "Quyết định của dự án: "
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
    Seed("told-every-s", 1800, _OURS + "tình trạng không đổi thì nửa giờ ghi lại một lần"),
    Seed("live-seconds", 120, _OURS + "xem trực tiếp hai phút, xem tiếp thì bấm lại"),
    Seed("abandoned-seconds", 60, _OURS + "một phút không hỏi hình nữa thì lượt xem trực tiếp kết thúc"),
    Seed("look-minutes", 15, _OURS + "một lượt xem kéo dài nhất 15 phút"),
    Seed("picture-kept-s", 10, _OURS + "hình mới nhất dùng chung 10 giây trong bộ nhớ, không ghi ra đĩa"),
    Seed("near-metres", 800, _OURS + "camera trong 800 m quanh vụ việc"),
    Seed("near-most", 6, _OURS + "nhiều nhất 6 camera quanh vụ việc"),
)  # fmt: skip
LIMITS = Limits(CameraRule, SEEDS)
ensure_rules, values, value = LIMITS.ensure, LIMITS.values, LIMITS.value
