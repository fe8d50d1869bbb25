"""The officers' inbox: filters, a search by place that the public never has, many at once with what came of each, answers from templates."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from lxml import html

from dothi.kernel import clock
from dothi.kernel.testing.cast import Cast
from dothi.reports import actions
from dothi.reports.actions.receiving import Spot
from dothi.reports.desk import templates
from dothi.reports.desk.models import AnswerTemplate
from dothi.reports.email.models import Mail, Mailbox
from dothi.reports.models import Report
from dothi.reports.tests.course import LEAK, WASTE, competent, prepared, told

pytestmark = pytest.mark.django_db


def tomorrow() -> dt.date:
    """Of the test, not of the file: a run may last over midnight."""
    return clock.today() + dt.timedelta(days=1)


@pytest.fixture(autouse=True)
def _prepared(cast: Cast) -> None:
    prepared(cast)


def chosen(*reports: Report) -> list[str]:
    return [f"{one.code}|{one.state}" for one in reports]


def test_officers_find_by_place_and_words_and_the_public_does_not(cast: Cast, client_of: Any) -> None:
    report = told(text="Nắp cống vỡ", spot=Spot(words="Hẻm 45 Lê Lợi")).report
    actions.release(report, text="Nắp cống vỡ", photos=[], by=cast.minh)
    minh = client_of(cast.minh)
    assert report.code in minh.get("/reports/?tab=all&q=hem 45 le loi").text
    assert report.code in minh.get("/reports/?tab=all&q=nap cong").text
    assert report.code not in minh.get("/reports/?tab=all&q=tran phu").text
    assert report.code not in client_of(cast.minh).get("/phan-anh/?q=hem 45 le loi").text


def test_the_list_is_narrowed_by_agency_ward_category_and_door(cast: Cast, client_of: Any) -> None:
    waste, leak = told(category=WASTE).report, told(category=LEAK, door="phone").report
    Report.objects.filter(pk=leak.pk).update(unit=cast.ward_a)
    minh = client_of(cast.minh)
    for address, found in (
        (f"agency={cast.environment.pk}", {waste.code}),
        (f"unit={cast.ward_a.pk}", {leak.code}),
        ("category=urban-services.waste", {waste.code}),
        ("door=phone", {leak.code}),
        ("process=at-once", set()),
        ("unit=x&door=y", {waste.code, leak.code}),  # what cannot be read asks for nothing
    ):
        page = minh.get(f"/reports/?tab=all&{address}").text
        assert {one.code for one in (waste, leak) if one.code in page} == found, address


def test_many_are_taken_at_once_and_each_that_is_not_says_why(cast: Cast, client_of: Any) -> None:
    mine = [told().report for _each in range(3)]
    other = told(category="urban-services.electricity-none").report  # nobody's yet
    gone = told().report
    sent = chosen(*mine, other, gone)
    actions.take(gone, by=cast.nga)
    page = client_of(cast.nga).post(
        "/reports/batch/", {"do": "take", "report": [*sent, "PA-1999-000001|given"]}
    )
    assert "3 đã xong, 3 chưa" in page.text
    assert {one.state for one in Report.objects.filter(pk__in=[one.pk for one in mine])} == {"working"}
    assert "vừa đổi trạng thái" in page.text
    assert client_of(cast.nga).post("/reports/batch/", {"do": "take"}).status_code == 302


def test_many_are_given_answered_by_a_template_and_published(cast: Cast, client_of: Any) -> None:
    nga, minh = client_of(cast.nga), client_of(cast.minh)
    rows = [told(category="urban-services.electricity-none").report for _each in range(2)]
    waste = told().report  # asks for a picture of the result
    answer = minh.post(
        "/reports/batch/", {"do": "give", "agency": cast.environment.pk, "report": chosen(*rows)}
    )
    assert "2 đã xong, 0 chưa" in answer.text
    form = {"code": "da-xu-ly", "kind": "answer", "name": "Đã xử lý", "text": "Phản ánh {code} đã được {agency} xử lý ngày {today}.", "valid_from": clock.today().isoformat(), "source": "Mẫu của sở", "certainty": "D"}  # fmt: skip
    assert nga.post("/reports/templates/", {**form, "text": "{phone}"}).status_code == 422
    assert nga.post("/reports/templates/", form).status_code == 302
    template = AnswerTemplate.objects.get()
    given = [Report.objects.get(pk=one.pk) for one in rows]
    page = nga.post(
        "/reports/batch/", {"do": "answer", "template": template.pk, "report": chosen(*given, waste)}
    )
    assert "2 đã xong, 1 chưa" in page.text
    assert "phải kèm ảnh kết quả" in page.text
    first = Report.objects.get(pk=rows[0].pk)
    assert first.answer.startswith(f"Phản ánh {first.code} đã được {cast.environment}")
    done = [Report.objects.get(pk=one.pk) for one in rows]
    assert "0 đã xong, 2 chưa" in nga.post("/reports/batch/", {"do": "publish", "report": chosen(*done)}).text
    assert "2 đã xong" in minh.post("/reports/batch/", {"do": "publish", "report": chosen(*done)}).text


def test_more_time_for_many_is_asked_once_each(cast: Cast, client_of: Any) -> None:
    rows = [told().report for _each in range(2)]
    form = {"do": "time", "due": "days:3", "reason": "Bão, xe không vào được", "report": chosen(*rows)}
    nga = client_of(cast.nga)
    assert "2 đã xong" in nga.post("/reports/batch/", form).text
    assert "0 đã xong, 2 chưa" in nga.post("/reports/batch/", form).text
    assert {one.extensions.get().reason for one in rows} == {"Bão, xe không vào được"}


def test_a_template_of_an_agency_wins_over_everybody_s_from_its_day_on(cast: Cast, client_of: Any) -> None:
    common = {"code": "xong", "kind": "answer", "name": "Xong", "source": "x", "certainty": "D"}
    AnswerTemplate.objects.create(**common, text="chung", valid_from=dt.date(2026, 1, 1))
    templates.set_template(
        **common, text="riêng", agency=cast.environment, valid_from=tomorrow(), by=cast.nga
    )
    assert [one.text for one in templates.holding(cast.environment.pk)] == ["chung"]
    assert [one.text for one in templates.holding(cast.environment.pk, tomorrow())] == ["riêng"]
    assert [one.text for one in templates.holding(cast.office_a.pk, tomorrow())] == ["chung"]
    report = told().report
    page = client_of(cast.nga).get(f"/reports/{report.code}/?template={templates.holding(cast.environment.pk)[0].pk}").text  # fmt: skip
    assert ">chung</textarea>" in page


@pytest.mark.parametrize(("kind", "who", "state"), [("ask", "nga", "asking"), ("refuse", "minh", "refused")])
def test_a_question_and_a_refusal_begin_with_a_template_of_their_kind(
    cast: Cast, client_of: Any, kind: str, who: str, state: str
) -> None:
    """Offered where it is written and nowhere else; what is sent is what the reporter reads."""
    common = {"source": "x", "certainty": "D", "valid_from": dt.date(2026, 1, 1)}
    rows = {
        one: AnswerTemplate.objects.create(
            code=one, kind=one, name=f"Mẫu {one}", text=f"{one} về {{code}}", **common
        )
        for one in AnswerTemplate.Kind.values
    }
    report = told().report
    actions.take(report, by=cast.nga)
    client, address = client_of(getattr(cast, who)), f"/reports/{report.code}/"
    (blank,) = html.fromstring(client.get(address).text).xpath(f"//details[@id='{kind}']")
    assert blank.xpath(".//a/text()") == [f"Mẫu {kind}"]
    assert "open" not in blank.attrib
    (link,) = blank.xpath(".//a/@href")
    assert link == f"?template={rows[kind].pk}#{kind}"
    page = html.fromstring(client.get(address + link).text)
    (form,) = page.xpath(f"//details[@id='{kind}' and @open]//form")
    filled = [text for text in page.xpath("//textarea/text()") if text.endswith(f"về {report.code}")]
    assert filled == [f"{kind} về {report.code}"]
    fields = {one.name: one.value for one in form.xpath(".//input[@type='hidden']")}
    client.post(f"{address}step/", {**fields, "reason": filled[0]})
    report.refresh_from_db()
    assert (report.state, report.reason) == (state, filled[0])


def test_who_only_reads_ticks_nothing(cast: Cast, client_of: Any) -> None:
    told()
    competent("", None, cast.centre)
    hoa = client_of(cast.hoa)
    assert 'name="report"' not in hoa.get("/reports/?tab=all").text
    assert hoa.get("/reports/templates/").status_code == 403


def test_a_step_says_what_was_done_and_a_report_out_of_sight_leads_to_the_list(
    cast: Cast, client_of: Any
) -> None:
    report = told(category=WASTE).report
    nga = client_of(cast.nga)
    page = nga.post(f"/reports/{report.code}/step/", {"step": "take", "seen": "given"}, follow=True)
    assert page.redirect_chain[-1][0] == f"/reports/{report.code}/"
    assert f"Đã nhận xử lý {report.code}" in page.text
    told_back = {"step": "return", "seen": "working", "reason": "Của đơn vị khác"}
    page = nga.post(f"/reports/{report.code}/step/", told_back, follow=True)
    assert page.redirect_chain[-1][0] == "/reports/"  # it is nobody's yet, and Nga sees what is her agency's
    assert f"Đã trả {report.code} về trung tâm" in page.text
    assert nga.get(f"/reports/{report.code}/").status_code == 404


def test_the_list_counts_the_letters_that_wait_for_this_desk(cast: Cast, client_of: Any) -> None:
    mailbox = Mailbox.objects.create(
        code="hop-thu", name="Hộp thư", address="a@thu.vn", agency=cast.centre, host="imap.thu.vn", username="a", password="-",
        category=WASTE, since=clock.now(), changed_at=clock.now(),
    )  # fmt: skip
    Mail.objects.create(
        mailbox=mailbox, digest="d", uid=1, state="aside", why="empty", sent_at=clock.now(), recorded_at=clock.now()
    )  # fmt: skip
    assert "Thư chờ xem (1)" in client_of(cast.minh).get("/reports/").text
    assert "Thư chờ xem" not in client_of(cast.nga).get("/reports/").text
