"""From draft to archive: two who edit, a second person who signs, one number, one effect; drafts at their hour."""

from __future__ import annotations

import datetime as dt
import io

import pytest
from django.test import Client
from docx import Document

from dothi.briefings import actions, composing, jobs, scheduling
from dothi.briefings.models import Briefing, Kind, Schedule
from dothi.briefings.tests.course import made, measured, signed
from dothi.briefings.tests.test_printed import pdf_text, replaced
from dothi.kernel import clock
from dothi.kernel.errors import BadRequest, Conflict, NotAllowed
from dothi.kernel.testing.cast import Cast
from dothi.kernel.testing.contract import ScreenContract
from dothi.notify.models import Message

pytestmark = pytest.mark.django_db
FIELDS = {"place": "", "signs_as": ""}


def written(one: Briefing, cast: Cast, text: str, revision: int) -> Briefing:
    return actions.write(
        one, texts={"danh_gia": text}, fields=FIELDS, receivers=["Lưu: VT"], revision=revision, by=cast.minh
    )


def test_of_two_who_edit_the_second_is_told_and_keeps_the_words(cast: Cast, client: Client) -> None:
    one = made(cast)
    written(one, cast, "Lời của người thứ nhất", 1)
    client.force_login(cast.minh)
    answer = client.post(
        f"/briefings/{one.code}/edit/", {"revision": "1", "text-danh_gia": "Lời của người thứ hai"}
    )
    page = answer.content.decode()
    assert answer.status_code == 409 and "Lời của người thứ nhất" in page and "Lời của người thứ hai" in page
    assert Briefing.objects.get(pk=one.pk).texts == {"danh_gia": "Lời của người thứ nhất"}


def test_words_cite_figures_and_nothing_else(cast: Cast) -> None:
    measured(cast)
    one = made(cast)
    for text in ("{% for x in y %}", "{{ khong.co }}", "{{ so.khong-co }}", "{{ co_quan }}", "{{ 7 * 7 }}"):
        with pytest.raises(BadRequest):
            written(one, cast, text, 1)
    written(one, cast, "Còn {{ so.canh-bao.dang-mo }} cảnh báo.", 1)
    one.refresh_from_db()
    assert "Còn 0 [11] cảnh báo." in pdf_text(composing.drawn(one).pdf).replace("0[", "0 [")


def test_a_docx_changed_in_words_is_taken_and_one_with_a_changed_figure_is_refused_by_name(
    cast: Cast,
) -> None:
    measured(cast)
    one = made(cast)
    body = composing.drawn(one).docx
    told = next(each for each in composing.receipts_of(one) if each.value is not None and each.group)
    with pytest.raises(BadRequest) as refused:
        actions.hand_in(
            one,
            "x.docx",
            replaced(body, "word/document.xml", f">{told.text}<", ">1<"),
            revision=1,
            by=cast.minh,
        )
    assert refused.value.code == "briefing-figures-differ" and told.name in str(
        refused.value.fields["listed"]
    )
    other = made(cast)
    with pytest.raises(BadRequest):
        actions.hand_in(other, "x.docx", body, revision=1, by=cast.minh)
    actions.hand_in(
        one,
        "x.docx",
        replaced(body, "word/document.xml", "Tình hình chung", "Tình hình rất chung"),
        revision=1,
        by=cast.minh,
    )
    one.refresh_from_db()
    text = pdf_text(composing.drawn(signed(cast, one)).pdf)
    assert "Tình hình rất chung" in text and "Số: 01/BC-IOC" in text and "Đỗ Thị Hoa" in text


def test_a_second_person_signs_once_and_numbers_have_no_gap(cast: Cast) -> None:
    one, two = made(cast), made(cast)
    with pytest.raises(Conflict):
        actions.sign(one, by=cast.hoa)
    with pytest.raises(NotAllowed):
        actions.sign(actions.review(one, by=cast.minh), by=cast.minh)
    first = actions.sign(one, by=cast.hoa)
    with pytest.raises(Conflict):
        actions.sign(one, by=cast.hoa)
    second = signed(cast, two)
    assert [composing.number_of(each) for each in (first, second)] == ["01/BC-IOC", "02/BC-IOC"]
    kept = composing.FILES.read(first.files.get(role="signed", ending="docx").sha256) or b""
    assert Document(io.BytesIO(kept)).core_properties.subject == first.code


def test_it_is_sent_by_right_and_archived_by_its_rule(cast: Cast) -> None:
    one = signed(cast, made(cast))
    actions.send(one, by=cast.hoa)
    told = set(
        Message.objects.filter(about=f"/briefings/{one.code}/").values_list("person__username", flat=True)
    )
    assert {"minh", "hoa", "kien"} <= told and "dung" not in told and "lan" not in told
    assert jobs.archive_old() == 0
    with clock.moved_to(clock.now() + dt.timedelta(days=31)):
        assert jobs.archive_old() == 1
    one.refresh_from_db()
    assert one.state == Briefing.State.ARCHIVED


def test_a_period_has_one_briefing_and_one_that_runs_none(cast: Cast) -> None:
    one = made(cast, Kind.WEEKLY)
    with pytest.raises(Conflict):
        made(cast, Kind.WEEKLY)
    actions.drop(one, by=cast.minh)
    made(cast, Kind.WEEKLY)
    with pytest.raises(BadRequest):
        made(cast, Kind.DAILY, day=clock.today())
    with pytest.raises(NotAllowed):
        actions.make(Kind.DEMAND, by=cast.dung)


MONDAY = dt.datetime(2026, 11, 23, 8, tzinfo=clock.VIETNAM)


def test_a_schedule_drafts_at_its_hour_on_working_days_and_once(cast: Cast) -> None:
    with clock.moved_to(MONDAY - dt.timedelta(days=3)):  # Friday
        row = scheduling.plan(
            Kind.DAILY, template=None, agency=None, unit=None, at=dt.time(7), working_days=True, by=cast.minh
        )
        assert scheduling.draft_due() == 0
    with clock.moved_to(MONDAY - dt.timedelta(days=2)):
        assert scheduling.draft_due() == 0  # Saturday
    with clock.moved_to(MONDAY - dt.timedelta(hours=2)):
        assert scheduling.draft_due() == 0  # before its hour
    with clock.moved_to(MONDAY):
        assert (scheduling.draft_due(), scheduling.draft_due()) == (3, 0)  # Friday, Saturday, Sunday
    days = Briefing.objects.order_by("begins_at").values_list("begins_at", flat=True)
    assert [each.astimezone(clock.VIETNAM).day for each in days] == [20, 21, 22]
    assert (
        Schedule.objects.get(pk=row.pk).trouble == ""
        and Message.objects.filter(key__startswith="briefing-draft-").count() == 3
    )


class TestBriefing(ScreenContract):
    right, no_right, elsewhere, shows = "minh", ("dung",), "lan", "Số liệu và biên nhận"

    def path(self, cast: Cast) -> str:
        return f"/briefings/{made(cast).code}/"


class TestCheck(ScreenContract):
    right, no_right, elsewhere, shows = "minh", ("dung",), "tuan", "Kiểm tra"

    def path(self, cast: Cast) -> str:
        return f"/briefings/{made(cast).code}/check/"
