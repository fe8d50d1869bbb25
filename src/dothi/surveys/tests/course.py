"""What tests of surveys share: a survey that holds, somebody who can be reached, an invitation with its token."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

from dothi.kernel import clock
from dothi.kernel.testing.cast import Cast
from dothi.notify.models import Channel, Message
from dothi.notify.unnamed import Reach, reach
from dothi.surveys import actions
from dothi.surveys.models import Consultation, Invitation, Survey
from dothi.surveys.questions import Question

PHONE = "0903000111"
ASKED = (
    Question("", "faces", "Bạn hài lòng không?", "Are you satisfied?"),
    Question("", "scale", "Nhanh hay chậm?", "How fast was it?"),
    Question(
        "", "choice", "Biết qua đâu?", "How did you hear of it?", (("Báo", "Press"), ("Bạn bè", "Friends"))
    ),
    Question("", "text", "Góp ý thêm", "Anything else?"),
)
WORDS = {
    "title_vi": "Sau phản ánh",
    "title_en": "After a report",
    "purpose_vi": "Để sửa cách xử lý",
    "purpose_en": "To mend how it is handled",
    "source": "Quyết định thử",
}


def drawn_up(cast: Cast, code: str = "sau-phan-anh", kind: str = "report", **more: Any) -> Survey:
    told: dict[str, Any] = {
        "valid_from": clock.today(),
        "words": WORDS,
        "asked": ASKED,
        "agency": cast.centre,
    }
    return actions.draw_up(code, kind, **{**told, **more}, by=None)


def reachable(cast: Cast) -> None:
    """There is a channel for SMS, so that an invitation has a way."""
    Channel.objects.get_or_create(
        code="sms-thu",
        defaults={
            "kind": "demo_outbox", "way": "sms", "name": "SMS", "agency": cast.centre, "changed_at": clock.now(),
        },
    )  # fmt: skip


def to(phone: str = PHONE) -> Reach:
    return reach("sms", phone, unit_id=None, agency_id=None, language="vi", origin="live")


def invited(cast: Cast, reference: str, phone: str = "", **more: Any) -> tuple[Invitation, str]:
    """An invitation and its token. Each reference is another person, unless `phone` says who."""
    told = {
        "service": "urban-services.waste-left", "agency_id": cast.environment.pk, "unit_id": cast.ward_a.pk, **more,
    }  # fmt: skip
    someone = to(phone or f"09{sum(map(ord, reference)) * 7919 % 10**8:08d}")
    row = actions.invite("report", reference, reach=someone, **told)
    assert row is not None
    return row, token_of(row)


def token_of(row: Invitation) -> str:
    message = Message.objects.filter(key=f"survey-{row.pk}").first()
    found = re.search(r"/tra-loi/([^/]+)/", message.text_fields["link"]) if message else None
    return found.group(1) if found else ""


def proposed(cast: Cast, *, open_: bool = True, **more: Any) -> Consultation:
    """A consultation of the centre, announced, open for a week."""
    told: dict[str, Any] = {
        "words": {
            "title_vi": "Đường đi bộ cuối tuần", "title_en": "A street for walking", "text_vi": "Cấm xe từ 17 giờ.",
            "text_en": "No vehicles from 17:00.", "basis": "Kế hoạch thử",
        },
        "opens_at": clock.now() - dt.timedelta(hours=1),
        "closes_at": clock.now() + dt.timedelta(days=7),
        "agency": cast.centre,
        "unit": cast.ward_a,
        "asked": [Question("", "choice", "Đồng ý không?", "Do you agree?", (("Có", "Yes"), ("Không", "No")))],
    }  # fmt: skip
    row = actions.propose(**{**told, **more}, by=None)
    return actions.announce(row, by=None) if open_ else row
