"""What the demo city asks: a survey after reports with answers, and an open consultation – simulated, and marked as such.

Made through the room's own actions. Repeating changes nothing.
"""

from __future__ import annotations

import datetime as dt

from dothi.accounts.models import Agency, Person
from dothi.demo.reports import BY_CATEGORY, BY_WARD, DESK, SINCE
from dothi.kernel import clock
from dothi.kernel.origin import Origin
from dothi.notify.models import Way
from dothi.notify.unnamed import Reach
from dothi.surveys import actions
from dothi.surveys.models import Consultation, Invitation, Outcome, Survey
from dothi.surveys.questions import Question
from dothi.surveys.voices import digest_of

CODE = "sau-phan-anh"
BASIS = "Kế hoạch mẫu của thành phố mẫu, không phải văn bản của địa phương."
WORDS = {
    "title_vi": "Hài lòng với việc xử lý phản ánh", "title_en": "How reports are handled",
    "purpose_vi": "Cơ quan xử lý đọc kết quả theo tháng để sửa cách làm; tỷ lệ hài lòng được công khai kèm số người trả lời.",
    "purpose_en": "The agency reads the results each month to mend how it works; the share satisfied is public, with how many answered.",
    "source": BASIS,
}  # fmt: skip
ASKED = (
    Question("", "faces", "Bạn hài lòng với kết quả xử lý không?", "Are you satisfied with the result?"),
    Question("", "scale", "Thời gian xử lý thế nào?", "How was the time it took?"),
    Question("", "text", "Điều gì nên làm khác đi?", "What should be done differently?"),
)
# face and point of each who answered; 30 more did not
SAID = ("good 5",) * 14 + ("good 4",) * 9 + ("fair 3",) * 8 + ("bad 2",) * 6 + ("bad 1",) * 3
SILENT = 30
COUNTER = ("quay-mot-cua-vung-tau", "Quầy số 1, bộ phận một cửa phường Vũng Tàu", "ubnd-phuong-vung-tau")
PLAN = {
    "title_vi": "Phố đi bộ cuối tuần ở Bãi Trước", "title_en": "A street for walking on weekends at Bai Truoc",
    "text_vi": "Dự kiến cấm xe trên đường Quang Trung từ 18 giờ thứ bảy đến 22 giờ chủ nhật. Xe buýt đi vòng đường Trưng Trắc; nhà dân có thẻ ra vào.",
    "text_en": "Vehicles would be kept out of Quang Trung street from Saturday 18:00 to Sunday 22:00. Buses go round by Trung Trac; residents have a card.",
    "basis": BASIS,
}  # fmt: skip
AGREE = Question("", "choice", "Bạn đồng ý không?", "Do you agree?", (("Đồng ý", "Yes"), ("Đồng ý, nếu sửa", "Yes, if changed"), ("Không", "No")))  # fmt: skip
# choice, words, and under which answer they stand (empty: nobody read them yet)
OPINIONS = (
    ("1", "Rất nên làm, trẻ con có chỗ chơi.", "Có chỗ cho trẻ con"),
    ("2", "Cần chỗ gửi xe gần đó, không thì kẹt ở Ba Cu.", "Thiếu chỗ gửi xe"),
    ("2", "Gửi xe máy ở đâu? Nên mở sân trường buổi tối.", "Thiếu chỗ gửi xe"),
    ("3", "Quán nhà tôi nhập hàng tối thứ bảy, cấm xe thì không giao được.", ""),
    ("1", "", ""),
)
ANSWERS = {
    "Có chỗ cho trẻ con": "Sẽ dành đoạn trước công viên cho trẻ em, không đặt quầy bán hàng.",
    "Thiếu chỗ gửi xe": "Đang hỏi hai trường trên đường Ba Cu về sân gửi xe tối thứ bảy; kết quả công bố trước khi mở.",
}


def load_surveys() -> None:
    """The survey with its answers and the consultation, where they are missing."""
    desk = Person.objects.select_related("agency").get(username=DESK)
    assert desk.agency is not None
    if not Survey.objects.filter(code=CODE).exists():
        _survey(desk.agency)
    if not Consultation.objects.filter(title_vi=PLAN["title_vi"]).exists():
        _consult(desk.agency, desk)


def _survey(agency: Agency) -> None:
    actions.draw_up(CODE, "report", valid_from=SINCE, words=WORDS, asked=ASKED, agency=agency, by=None)
    agencies = list(
        Agency.objects.filter(code__in=[*BY_WARD[:2], BY_CATEGORY["urban-services.waste"]]).order_by("code")
    )
    for place in range(len(SAID) + SILENT):
        row = _asked(place, agencies[place % len(agencies)])
        if row is not None and row.outcome == Outcome.INVITED and place < len(SAID):
            face, point = SAID[place].split()
            actions.answer(row, {"q1": face, "q2": point})
    counter = actions.draw_up(
        "tai-quay", "visit", valid_from=SINCE, words=WORDS | {"title_vi": "Tại bộ phận một cửa", "title_en": "At the one-stop desk"},
        asked=ASKED, agency=agency, by=None,
    )  # fmt: skip
    code, label, owner = COUNTER
    office = Agency.objects.select_related("unit").get(code=owner)
    actions.put_up(code, counter, label=label, service="mot-cua", agency=office, unit=office.unit, by=None)


def _asked(place: int, agency: Agency) -> Invitation | None:
    """Somebody of chance: there is no address behind the digest, so nothing leaves."""
    nobody = Reach(digest_of(f"demo {place}"), str(Way.SMS))
    return actions.invite(
        "report", f"MP-{place:03d}", reach=nobody, service="urban-services.waste-left", agency_id=agency.pk,
        unit_id=agency.unit_id, origin=Origin.SIMULATED, base="https://thanh-pho-mau.example",
    )  # fmt: skip


def _consult(agency: Agency, desk: Person) -> None:
    now = clock.now()
    plan = actions.propose(
        words=PLAN, opens_at=now - dt.timedelta(days=3), closes_at=now + dt.timedelta(days=18), agency=agency, unit=None,
        asked=[AGREE], origin=Origin.SIMULATED, by=None,
    )  # fmt: skip
    actions.announce(plan, by=None)
    grouped: dict[str, list[int]] = {}
    for place, (choice, text, answer) in enumerate(OPINIONS):
        said = actions.speak(plan, digest_of(f"demo {place}"), {"q1": choice, "text": text})
        if answer:
            actions.release(said, text=text, by=desk)
            grouped.setdefault(answer, []).append(said.pk)
    for title, text in ANSWERS.items():
        actions.reply(plan, title, text, opinions=grouped[title], by=desk)
