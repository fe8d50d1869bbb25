"""Who handles what in the made-up province: departments and commune offices with habits of their own, procedures with their limits."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from typing import NamedTuple

PREFIX = "sinh-thu"  # of every code that is made: agencies, feeds
PROCEDURE_PREFIX = "9.9"  # of procedures: no real code begins so
AGENCY_CODE = "Y99"  # root of dossier codes: no province has it
SOURCE = "Sinh ra để thử tải, không phải thủ tục thật"


class Made(NamedTuple):
    """A procedure: at which level, its field and name, working days, fee, online level, part of all dossiers of its level."""

    level: str
    field: str
    name: str
    days: int
    fee: int
    online: str
    part: float


PROCEDURES = (
    Made("commune", "Hộ tịch", "Đăng ký khai sinh", 1, 0, "full", 14),
    Made("commune", "Hộ tịch", "Đăng ký khai tử", 1, 0, "full", 5),
    Made("commune", "Hộ tịch", "Đăng ký kết hôn", 3, 0, "partial", 6),
    Made("commune", "Hộ tịch", "Cấp bản sao trích lục hộ tịch", 1, 8_000, "full", 12),
    Made("commune", "Hộ tịch", "Xác nhận tình trạng hôn nhân", 3, 15_000, "full", 8),
    Made("commune", "Chứng thực", "Chứng thực bản sao từ bản chính", 1, 2_000, "partial", 30),
    Made("commune", "Chứng thực", "Chứng thực chữ ký", 1, 10_000, "none", 9),
    Made("commune", "Bảo trợ xã hội", "Trợ cấp xã hội hằng tháng", 10, 0, "full", 4),
    Made("commune", "Bảo trợ xã hội", "Hỗ trợ chi phí mai táng", 5, 0, "full", 2),
    Made("commune", "Đất đai", "Cấp giấy chứng nhận lần đầu", 20, 100_000, "partial", 6),
    Made("commune", "Đất đai", "Đăng ký biến động đất đai", 10, 50_000, "partial", 9),
    Made("commune", "Xây dựng", "Cấp giấy phép xây dựng nhà ở riêng lẻ", 15, 75_000, "full", 4),
    Made("commune", "Hộ kinh doanh", "Đăng ký hộ kinh doanh", 3, 100_000, "full", 6),
    Made("commune", "Giáo dục", "Chuyển trường", 1, 0, "full", 3),
    Made("department", "Doanh nghiệp", "Đăng ký thành lập công ty TNHH", 3, 50_000, "full", 14),
    Made("department", "Doanh nghiệp", "Thay đổi nội dung đăng ký doanh nghiệp", 3, 50_000, "full", 17),
    Made("department", "Giao thông", "Đổi giấy phép lái xe", 5, 135_000, "full", 24),
    Made("department", "Giao thông", "Cấp phù hiệu xe", 2, 0, "full", 9),
    Made("department", "Lao động", "Cấp giấy phép lao động cho người nước ngoài", 5, 600_000, "full", 6),
    Made("department", "Tư pháp", "Cấp phiếu lý lịch tư pháp", 10, 200_000, "full", 12),
    Made("department", "Y tế", "Cấp giấy phép hành nghề khám bệnh, chữa bệnh", 30, 430_000, "partial", 3),
    Made("department", "Y tế", "Xác nhận nội dung quảng cáo", 10, 1_000_000, "full", 2),
    Made("department", "Môi trường", "Cấp giấy phép môi trường", 30, 0, "partial", 2),
    Made("department", "Môi trường", "Cấp giấy phép khai thác nước dưới đất", 30, 0, "partial", 1),
    Made("department", "Xây dựng", "Thẩm định báo cáo nghiên cứu khả thi", 25, 0, "partial", 2),
    Made("department", "Công thương", "Giấy chứng nhận đủ điều kiện bán lẻ xăng dầu", 12, 1_200_000, "partial", 2),
    Made("department", "Văn hóa", "Cấp giấy phép biểu diễn nghệ thuật", 4, 1_500_000, "full", 2),
    Made("department", "Nông nghiệp", "Cấp mã số vùng trồng", 10, 0, "none", 2),
    Made("department", "Khoa học", "Đăng ký sử dụng máy phát tần số vô tuyến", 10, 0, "none", 2),
)  # fmt: skip
DEPARTMENTS = (
    "Tài chính", "Xây dựng", "Nội vụ", "Tư pháp", "Y tế", "Giáo dục và Đào tạo", "Nông nghiệp và Môi trường", "Công Thương", "Văn hóa, Thể thao và Du lịch",
    "Khoa học và Công nghệ",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Office:
    """Whose dossiers: ids of agency and commune, its code, how many come (a weight), and its habits as parts of 1."""

    agency_id: int
    unit_id: int | None
    code: str
    level: str
    weight: float
    late: float
    online: float
    digital: float
    e_result: float


def office(choose: Random, agency_id: int, unit_id: int | None, code: str, level: str) -> Office:
    """One with habits by chance: most are good, few are not."""
    return Office(
        agency_id, unit_id, code, level, weight=choose.lognormvariate(0, 0.6), late=min(0.4, choose.lognormvariate(-3.4, 0.8)),
        online=choose.betavariate(6, 3), digital=choose.betavariate(8, 2), e_result=choose.betavariate(6, 2),
    )  # fmt: skip
