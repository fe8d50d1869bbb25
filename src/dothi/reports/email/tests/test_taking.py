"""A letter becomes one thing, once: a report with its receipt, a line of one that stands, or a letter that waits with its reason."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.conf import settings as django_settings

from dothi.accounts.models import Person
from dothi.kernel import clock, holdings
from dothi.kernel.models import Event
from dothi.kernel.testing.cast import Cast
from dothi.notify.models import Delivery, Message
from dothi.notify.tests.making import a_channel
from dothi.packs.actions import load_pack
from dothi.packs.folder import SHIPPED
from dothi.reports import actions, photos
from dothi.reports.email import actions as mails
from dothi.reports.email import answering, reading, taking
from dothi.reports.email.models import Mail, Mailbox
from dothi.reports.email.retention import forget_mails
from dothi.reports.email.tests.writing import BA, SAID, came, jpeg, letter, mailbox, with_file
from dothi.reports.identity import vault
from dothi.reports.models import Report, ReportRule
from dothi.reports.models.people import MailSender, Reporter
from dothi.reports.tests.course import LEAK, WASTE, prepared
from dothi.tasks.models import Owed

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _prepared(cast: Cast, monkeypatch: pytest.MonkeyPatch, tmp_path: Any) -> None:
    monkeypatch.setenv("DOTHI_PUBLIC_URL", "https://city.example")
    monkeypatch.setenv("DOTHI_DATA", str(tmp_path))
    prepared(cast)
    a_channel("letters", kind="demo_outbox", way="email")


@pytest.fixture
def box(cast: Cast) -> Mailbox:
    return mailbox(cast.centre)


def took(box: Mailbox, *args: Any, **more: Any) -> Mail:
    found = taking.take(box, came(letter(*args, **more)))
    assert found is not None
    return found


def told(begins: str = "") -> list[Message]:
    return list(Message.objects.filter(text_key__startswith=f"reports-mail{begins}").order_by("pk"))


def test_a_letter_is_one_report_however_often_it_is_read(box: Mailbox) -> None:
    one = came(with_file(letter(), "a.jpg", jpeg()))
    mail = taking.take(box, one)
    assert mail is not None and mail.report is not None
    report = mail.report
    assert (report.door, report.category, report.state) == ("email", WASTE, "given")
    assert report.text == f"Rác không ai thu\n{SAID}"
    assert report.photos.count() == 1
    assert taking.take(box, one) is None
    again = mailbox(box.agency, "khac", address="khac@city.example")
    assert taking.take(again, one) is not None, "another mailbox is another desk"
    assert Report.objects.count() == 2
    row = Reporter.objects.get(report=report)
    assert (row.email, row.name, row.language) == (BA, "Nguyễn Văn Ba", "vi")
    assert (mail.text, mail.subject) == ("", ""), "what it said stands in the report alone"
    events = " ".join(str(one.payload) for one in Event.objects.all())
    assert BA not in events and "Rác" not in events


def test_the_receipt_has_code_and_own_link_and_is_erased_once_the_link_was_opened(
    box: Mailbox, client: Any
) -> None:
    report = took(box).report
    assert report is not None
    (receipt,) = told("-receipt")
    assert (receipt.address, receipt.about) == (BA, report.path)
    link = receipt.text_fields["link"].removeprefix("https://city.example")
    assert client.get(link).status_code == 200
    token = re.findall("cua-toi/(.+)/", link)[0]
    assert vault.report_of(token) == (report, True)
    receipt.refresh_from_db()
    assert receipt.text_fields == {} and receipt.erased_at is not None


def test_who_writes_english_is_answered_in_english_first(box: Mailbox) -> None:
    took(box, "There is rubbish on the street and it is not collected.", subject="Garbage")
    assert told("-receipt")[0].language == "en"
    took(box, "Rac chat dong truoc nha so 12", subject="rac", key="m-2")
    assert told("-receipt")[1].language == "vi"


def test_a_letter_without_a_place_waits_for_one_and_says_so(box: Mailbox) -> None:
    report = took(box, "Rác chất đống ba ngày rồi", subject="Rác").report
    assert report is not None
    assert (report.lon, report.unit, report.state) == (None, None, "given")
    assert report.place == answering.no_place()
    assert told("-receipt")[0].text_key == "reports-mail-receipt-place"


def test_words_that_say_no_category_get_the_mailbox_s(box: Mailbox) -> None:
    box.category = LEAK
    report = took(box, "Xem giúp tôi việc này với", subject="Xin chào").report
    assert report is not None
    assert (report.category, report.category_why["by"]) == (LEAK, "mailbox")


def test_what_is_no_picture_is_left_out_and_the_letter_is_taken(box: Mailbox) -> None:
    made = letter()
    for name, body in (
        ("hop-dong.jpg", b"%PDF-1.7" + b"x" * 9_000),
        ("a.heic", b"\0\0\0\x18ftypheic" + b"x" * 9000),
        ("a.jpg", jpeg()),
    ):
        with_file(made, name, body)
    with_file(made, "virus.exe", b"MZ" + b"x" * 9_000, "application/octet-stream")
    report = taking.take(box, came(made)).report  # type: ignore[union-attr]
    assert report is not None and report.photos.count() == 1
    assert told("-receipt")[0].text_fields["left"] == 3


def test_more_pictures_than_allowed_and_one_too_large(box: Mailbox) -> None:
    ReportRule.objects.filter(code="photos").update(value=3)
    ReportRule.objects.filter(code="photo-mb").update(value=1)
    made = with_file(letter(), "to.jpg", jpeg(64) + b"\0" * 1_100_000)
    for number in range(4):
        with_file(made, f"{number}.jpg", jpeg(300 + number))
    report = taking.take(box, came(made)).report  # type: ignore[union-attr]
    assert report is not None and report.photos.count() == 3
    assert told("-receipt")[0].text_fields["left"] == 2


@pytest.mark.parametrize(
    "heads",
    [{"Auto_Submitted": "auto-replied"}, {"Return_Path": "<>"}, {"List_Id": "<x.y>"}, {"sender": "phananh@city.example"},
     {"sender": "MAILER-DAEMON@mx.example"}],
)  # fmt: skip
def test_a_machine_s_letter_is_no_report_and_is_never_answered(box: Mailbox, heads: dict[str, str]) -> None:
    mail = took(box, **heads)
    assert (mail.state, mail.report, mail.text) == ("ignored", None, "")
    assert not told() and not Report.objects.exists() and not Owed.objects.filter(kind="report-mail").exists()


def test_our_own_letter_come_back_is_known_by_the_channel_s_sender(box: Mailbox) -> None:
    a_channel("smtp", settings={"host": "mx", "sender": "ioc@city.example"})
    assert took(box, sender="ioc@city.example").why == "own"


def test_two_machines_never_begin_to_answer_one_another(box: Mailbox) -> None:
    """Our receipt is answered by an absent one: what comes back ends there."""
    took(box)
    before = Message.objects.count()
    for number in range(30):
        took(box, "Tôi đi vắng", subject="Re: PA-2026", key=f"away-{number}", Auto_Submitted="auto-replied")
    assert Message.objects.count() == before


@pytest.mark.parametrize(
    ("heads", "why", "answered"),
    [
        ({"X_Spam_Flag": "YES"}, "spam", False),
        ({"Authentication_Results": "mx; dmarc=fail"}, "unproved", False),
        ({"sender": "không địa chỉ"}, "sender", False),
        ({"args": ("", ), "subject": ""}, "empty", True),
    ],
)  # fmt: skip
def test_what_waits_for_an_officer_says_why(
    box: Mailbox, heads: dict[str, Any], why: str, answered: bool
) -> None:
    mail = took(box, *heads.pop("args", ()), **heads)
    assert (mail.state, mail.why) == ("aside", why)
    assert bool(told()) == answered
    debt = Owed.objects.get(kind="report-mail", closed_at__isnull=True)
    assert (debt.agency_id, debt.permission) == (box.agency_id, "reports.route")
    assert not Report.objects.exists()


def test_an_emergency_is_told_whom_to_call_and_an_officer_sees_it_at_once(box: Mailbox) -> None:
    load_pack(SHIPPED / "emergency", by=None)
    mail = took(box, "Cháy nhà số 12, có người kẹt bên trong", subject="Cháy nhà")
    assert mail.why == "emergency"
    (answer,) = told("-emergency")
    assert answer.text_fields["number"] == "114"
    assert Owed.objects.get(kind="report-mail").due_at <= clock.now()


def test_a_flood_of_one_sender_waits_is_answered_once_and_stops_nobody_else(box: Mailbox) -> None:
    ReportRule.objects.filter(code="mail-sender").update(value=3)
    for number in range(8):
        took(box, f"Rác ở chỗ {number}", key=f"f-{number}")
    assert Report.objects.count() == 3
    assert Mail.objects.filter(why="flood", state="aside").count() == 5
    assert len(told("-flood")) == 1
    took(box, sender="hoa@example.org", key="hoa")
    assert Report.objects.count() == 4


def test_an_answer_to_our_letter_is_a_line_of_that_report(box: Mailbox, cast: Cast) -> None:
    report = took(box).report
    assert report is not None
    ours = Delivery.objects.get(message=told("-receipt")[0]).our_id
    mail = took(box, "Hôm nay lại thêm rác\n\nOn Mon 23 Nov 2026 10:00 IOC <a@b.c> wrote:\n> cũ", subject="Re: đã nhận", key="m-2",
                In_Reply_To=f"<{ours}@city.example>")  # fmt: skip
    assert (mail.state, mail.report) == ("note", report)
    line = report.lines.get(what="mailed")
    assert line.words.text.endswith("Hôm nay lại thêm rác") and not line.public and line.text == ""
    assert Report.objects.count() == 1


def test_the_code_counts_only_from_an_address_that_stands_with_it(box: Mailbox) -> None:
    report = took(box).report
    assert report is not None
    mine = took(box, "Thêm một việc", subject=f"Re: {report.code.lower()} – đã nhận", key="m-2")
    assert (mine.state, mine.report) == ("note", report)
    theirs = took(box, "Rác chỗ tôi", subject=f"{report.code}", key="m-3", sender="khac@example.org")
    assert theirs.state == "report" and theirs.report != report


def test_what_was_asked_is_supplied_by_the_reporter_s_letter_and_the_clock_goes_on(
    box: Mailbox, cast: Cast
) -> None:
    report = took(box).report
    assert report is not None
    actions.take(report, by=cast.nga)
    actions.ask(report, reason="Số nhà nào?", by=cast.nga)
    took(box, "Trước nhà số 12", subject=f"Re: {report.code}", key="m-2")
    report.refresh_from_db()
    assert (report.state, report.paused_at) == ("working", None)
    assert report.lines.get(what="supply").words.text == "Trước nhà số 12"


def test_a_follower_s_letter_does_not_speak_for_the_reporter(box: Mailbox, cast: Cast) -> None:
    report = took(box).report
    assert report is not None
    vault.follow(report, "email", "hoa@example.org", "vi", clock.now())
    actions.take(report, by=cast.nga)
    actions.ask(report, reason="Số nhà nào?", by=cast.nga)
    took(box, "Số 14 chứ", subject=report.code, key="m-2", sender="hoa@example.org")
    report.refresh_from_db()
    assert report.state == "asking" and report.lines.filter(what="mailed").exists()


def test_a_letter_to_what_is_done_waits_for_an_officer_and_says_how_it_is_reopened(
    box: Mailbox, cast: Cast
) -> None:
    report = took(box, "Vỡ ống nước trước nhà số 12", subject="Vỡ ống nước").report
    assert report is not None and report.category == LEAK
    actions.give(report, cast.environment, by=cast.minh)
    actions.answer(report, "Đã dọn", by=cast.nga)
    actions.publish(report, by=cast.minh)
    mail = took(box, "Vẫn còn rác", subject=f"Re: {report.code}", key="m-2")
    assert (mail.state, mail.why, mail.report) == ("aside", "over", report)
    assert told("-over")[0].text_fields["address"].endswith("/phan-anh/cua-toi/")


def test_an_officer_makes_a_report_of_it_or_drops_it(box: Mailbox, cast: Cast, client_of: Any) -> None:
    one = taking.take(box, came(with_file(letter(X_Spam_Flag="YES"), "a.jpg", jpeg())))
    two = took(
        box, "Mua hàng giảm giá", subject="Giảm giá", key="m-2", X_Spam_Flag="YES", sender="ads@example.org"
    )
    assert one is not None
    minh = client_of(cast.minh)
    assert "Thư chờ xem (2)" in minh.get("/reports/").text
    page = minh.get("/reports/mail/").text
    assert "đánh dấu là thư rác" in page and "b…@example.org" in page and BA not in page
    assert minh.get(f"/reports/mail/{one.pk}/photos/0/").headers["Content-Type"] == "image/jpeg"
    assert minh.get(f"/reports/mail/{one.pk}/photos/7/").status_code == 404
    answer = minh.post(f"/reports/mail/{one.pk}/", {"do": "take", "category": LEAK})
    report = Report.objects.get()
    assert answer.headers["Location"] == f"/reports/{report.code}/"
    assert (report.category, report.photos.count()) == (LEAK, 1)
    assert told("-receipt")[0].address == BA
    minh.post(f"/reports/mail/{two.pk}/", {"do": "drop"})
    for mail in (one, two):
        mail.refresh_from_db()
        assert (mail.text, mail.subject, mail.pictures) == ("", "", [])
    assert not MailSender.objects.exists()
    assert not Owed.objects.filter(kind="report-mail", closed_at__isnull=True).exists()
    assert minh.post(f"/reports/mail/{one.pk}/", {"do": "drop"}).status_code == 404


def test_a_picture_that_another_letter_or_a_report_has_too_outlives_a_letter_that_is_dropped(
    box: Mailbox, cast: Cast
) -> None:
    same, only = jpeg(), jpeg(width=600)
    first, second, third = (
        taking.take(box, came(with_file(letter(key=key, X_Spam_Flag="YES"), "a.jpg", body)))
        for key, body in (("m-1", same), ("m-2", same), ("m-3", only))
    )
    assert first and second and third
    shared, alone = first.pictures[0][0], third.pictures[0][0]
    mails.drop_letter(first, by=cast.minh)
    assert photos.STORE.read(shared)
    report = mails.take_letter(second, by=cast.minh)
    assert photos.body_of(report.photos.get())
    again = taking.take(box, came(with_file(letter(key="m-4", X_Spam_Flag="YES"), "a.jpg", same)))
    assert again
    for mail in (again, third):
        mails.drop_letter(mail, by=cast.minh)
    assert photos.STORE.read(shared)
    assert photos.STORE.read(alone) is None


def test_letters_of_another_agency_s_mailbox_are_not_seen_by_a_ward(
    box: Mailbox, cast: Cast, client_of: Any
) -> None:
    mail = took(box, X_Spam_Flag="YES")
    for person in (cast.lan, cast.nga, cast.dung):
        answer = client_of(person).get("/reports/mail/")
        assert answer.status_code == 403 or "Rác không ai thu" not in answer.text
        assert client_of(person).post(f"/reports/mail/{mail.pk}/", {"do": "drop"}).status_code in (403, 404)
    assert client_of(cast.minh).get("/reports/mailboxes/").status_code == 403


def test_letters_that_nobody_decided_about_are_forgotten(box: Mailbox) -> None:
    mail = taking.take(box, came(with_file(letter(X_Spam_Flag="YES"), "a.jpg", jpeg())))
    assert mail is not None
    digest = mail.pictures[0][0]
    assert photos.STORE.read(digest)
    assert forget_mails(clock.now(), 10) == 1
    mail.refresh_from_db()
    assert (mail.state, mail.text, mail.pictures) == ("dropped", "", [])
    assert not MailSender.objects.exists() and photos.STORE.read(digest) is None


def test_who_asks_to_be_erased_is_erased_from_what_waits(box: Mailbox) -> None:
    mail = took(box, X_Spam_Flag="YES")
    subject = holdings.Subject("email", BA)
    (told_them,) = holdings.told(subject)["report-mails"]
    assert told_them["text"] == SAID
    assert holdings.forget(subject)["report-mails"] == 1
    mail.refresh_from_db()
    assert (mail.state, mail.text) == ("dropped", "") and not MailSender.objects.exists()


def test_a_mailbox_is_described_and_its_password_never_shown(cast: Cast, client_of: Any) -> None:
    vy = client_of(_who_manages(cast))
    form = {
        "code": "phan-anh", "name": "Phản ánh", "address": "phananh@city.example", "host": "imap.city.example", "port": "993",
        "security": "tls", "username": "phananh", "password": "mật khẩu của hộp", "folder": "", "category": WASTE, "agency": str(cast.centre.pk),
    }  # fmt: skip
    assert vy.post("/reports/mailboxes/new/", form | {"password": ""}).status_code == 400
    assert vy.post("/reports/mailboxes/new/", form | {"host": ""}).status_code == 400
    assert vy.post("/reports/mailboxes/new/", form).status_code == 302
    box = Mailbox.objects.get()
    assert "mật khẩu của hộp" not in box.password and box.folder == "INBOX"
    assert vy.post("/reports/mailboxes/new/", form).status_code == 409
    page = vy.get("/reports/mailboxes/phan-anh/").text
    assert "mật khẩu của hộp" not in page and box.password not in page
    kept = box.password
    Mailbox.objects.update(last_uid=7, validity=3)
    assert vy.post("/reports/mailboxes/phan-anh/", form | {"password": "", "name": "Thư"}).status_code == 302
    box.refresh_from_db()
    assert (box.name, box.password, box.last_uid) == ("Thư", kept, 7)
    moved = vy.post("/reports/mailboxes/phan-anh/", form | {"password": "", "host": "imap.khac.example"})
    assert moved.status_code == 400, "a password goes nowhere else by itself"
    vy.post("/reports/mailboxes/phan-anh/switch/")
    assert "Đã dừng" in vy.get("/reports/mailboxes/").text
    vy.post("/reports/mailboxes/phan-anh/switch/", {"on": "1"})
    box.refresh_from_db()
    assert box.stopped_at is None


def _who_manages(cast: Cast) -> Person:
    found = next(one for one in (cast.vy, cast.minh, cast.quan) if one.scope("reports.manage").everywhere)
    assert isinstance(found, Person)
    return found


def test_a_server_that_lies_inside_is_not_asked_and_the_page_and_the_doctor_say_so(
    cast: Cast, client_of: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from dothi.connectors.sources import secrets
    from dothi.reports.email.doctoring import _findings

    monkeypatch.setenv("DOTHI_EGRESS_ALLOW", "")
    box = mailbox(cast.centre, password=secrets.encrypt("x"))
    reading.run(box)
    assert (box.trouble, box.worked_at) == ("mail-inside", None)
    assert "nằm trong mạng nội bộ" in client_of(_who_manages(cast)).get("/reports/mailboxes/").text
    assert any("nằm trong mạng nội bộ" in one.words("vi")[0] for one in _findings())


def test_the_worker_knows_the_jobs_of_this_room() -> None:
    from procrastinate.contrib.django import app

    assert django_settings.configured
    known = {one.task.name for one in app.periodic_registry.periodic_tasks.values()}
    assert {"reports.mailboxes", "reports.open311-exchange", "reports.watch"} <= known
