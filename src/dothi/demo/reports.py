"""Citizens' reports of the demo city: who is competent for what, and some reports on their way – simulated, and marked as such.

Made through the room's own actions. Repeating changes nothing.
"""

from __future__ import annotations

import datetime as dt
import uuid
from typing import NamedTuple

from dothi.accounts.models import Agency, Person
from dothi.kernel.origin import Origin
from dothi.reports import actions
from dothi.reports.actions.receiving import Spot
from dothi.reports.categories import is_known
from dothi.reports.models import Competence, Report
from dothi.territory.models import Unit

DESK = "trucban"
WARD = "canbo.phuong"
SOURCE = "Phân công mẫu của thành phố mẫu, không phải quyết định của địa phương."
SINCE = dt.date(2026, 7, 1)
_NAMES = uuid.UUID("b1c7a7de-2a5f-4f0e-8d55-6f0f7d1163aa")
# category → agency, wherever it is; the rest is the ward's
BY_CATEGORY = {
    "urban-services.waste": "don-vi-moi-truong-do-thi",
    "urban-services.water-supply": "don-vi-cap-nuoc",
    "urban-services.electricity": "don-vi-dien-luc",
    "urban-services.lighting": "don-vi-chieu-sang",
}
BY_WARD = (
    "ubnd-phuong-vung-tau",
    "ubnd-phuong-tam-thang",
    "ubnd-phuong-rach-dua",
    "ubnd-phuong-phuoc-thang",
    "ubnd-xa-long-son",
)


class Plan(NamedTuple):
    """One report; `public`: the words that are released, empty where it is not; `taken` and `answer` by the ward whose it is."""

    text: str
    category: str
    place: str
    lon: float
    lat: float
    public: str = ""
    taken: bool = False
    answer: str = ""


PLANS = (
    Plan("Thùng rác trước chợ tràn ra vỉa hè hai ngày nay, bốc mùi.", "urban-services.waste-left", "chợ Rạch Dừa, đường Nguyễn Hữu Cảnh", 107.1172, 10.3901, "Thùng rác trước chợ Rạch Dừa tràn ra vỉa hè hai ngày nay, bốc mùi."),
    Plan("Nước máy đục, có cặn vàng từ sáng.", "urban-services.water-dirty", "đường Bình Giã, gần ngã tư Nguyễn An Ninh", 107.0936, 10.3689, "Nước máy đục, có cặn vàng từ sáng."),
    Plan("Dây điện võng thấp ngang đầu người, trẻ con hay chạy qua.", "urban-services.electricity-danger", "hẻm 8 Chí Linh", 107.1242, 10.3872),
    Plan("Có xe ba gác đổ xà bần xuống bãi đất trống ban đêm.", "urban-services.waste-dumped", "bãi đất trống cuối đường 30 tháng 4", 107.1338, 10.4059),
    Plan("Ổ gà sâu giữa làn xe máy, tối không thấy, sáng nay có người ngã.", "traffic.road-surface", "đường Bình Giã, trước số 300", 107.0951, 10.3712, "Ổ gà sâu giữa làn xe máy, buổi tối không thấy.", taken=True, answer="Đã vá tạm bằng đá dăm nhựa; thảm lại cả đoạn trong đợt sửa đường tháng 12."),
    Plan("Đèn đường tắt bốn cột liền từ ngã ba đến trường học.", "urban-services.lighting-out", "đường Lê Hồng Phong", 107.0868, 10.3541, "Đèn đường tắt bốn cột liền từ ngã ba đến trường học."),
    Plan("Nắp cống vỡ một góc trước cổng trường mẫu giáo.", "urban-services.drainage-cover", "hẻm 110 Bình Giã", 107.0913, 10.3668, "Nắp cống vỡ một góc trước cổng trường mẫu giáo.", taken=True),
    Plan("Quán nhậu mở loa kéo sau 22 giờ, ba đêm liền.", "environment.noise-entertainment", "đường Nguyễn An Ninh", 107.0929, 10.3651, "Quán ăn mở loa lớn sau 22 giờ, ba đêm liền.", taken=True, answer="Đã lập biên bản, chủ quán cam kết không mở loa sau 22 giờ; phường kiểm tra lại trong tuần."),
    Plan("Xe ben chở đất không che bạt, bụi mù cả đoạn đường.", "environment.air-construction-dust", "đường 3 tháng 2", 107.1102, 10.3743, "Xe ben chở đất không che bạt, bụi cả đoạn đường."),
    Plan("Nước ngập nửa bánh xe sau mưa, rút rất chậm.", "urban-services.drainage-flood", "đường Trương Công Định, đoạn chợ", 107.0836, 10.3489, "Nước ngập nửa bánh xe sau mưa, rút rất chậm."),
    Plan("Mất nước từ chiều hôm qua, cả khu không ai được báo.", "urban-services.water-none", "khu tái định cư Long Sơn", 107.0958, 10.4672, "Mất nước từ chiều hôm qua, cả khu chưa được báo."),
    Plan("Xe tải đậu kín lòng đường trước cổng chợ giờ cao điểm.", "traffic.parking", "chợ Phước Thắng, đường 30 tháng 4", 107.1261, 10.4018, "Xe tải đậu kín lòng đường trước cổng chợ giờ cao điểm."),
)  # fmt: skip


def load_reports() -> None:
    """The rows of competence and the reports of the plan that are missing."""
    agencies = {one.code: one for one in Agency.objects.select_related("unit")}
    for category, code in BY_CATEGORY.items():
        _competent(category, None, agencies[code])
    for code in BY_WARD:
        _competent("", agencies[code].unit, agencies[code])
    desk = Person.objects.select_related("agency").get(username=DESK)
    ward = Person.objects.select_related("agency").get(username=WARD)
    for plan in PLANS:
        _receive(plan, desk, ward)


def _competent(category: str, unit: Unit | None, agency: Agency) -> None:
    told = {"agency": agency, "source": SOURCE, "certainty": "D"}
    Competence.objects.get_or_create(category=category, unit=unit, valid_from=SINCE, defaults=told)


def _receive(plan: Plan, desk: Person, ward: Person) -> None:
    key = uuid.uuid5(_NAMES, plan.text)
    if not is_known(plan.category) or Report.objects.filter(key=key).exists():
        return
    report = actions.receive(
        text=plan.text,
        category=plan.category,
        spot=Spot(plan.place, plan.lon, plan.lat, 20.0),
        door="web",
        key=key,
        origin=Origin.SIMULATED,
    ).report
    if plan.public:
        report = actions.release(report, text=plan.public, photos=[], by=desk)
    if plan.taken and report.agency_id == ward.agency_id:
        report = actions.take(report, by=ward)
        if plan.answer:
            actions.publish(actions.answer(report, plan.answer, by=ward), by=desk)
