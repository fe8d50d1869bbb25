"""What is read of a letter, however it was made: by a mail program, by a broken one, by somebody who wants to harm. Pure."""

from __future__ import annotations

from contextlib import suppress
from email.message import EmailMessage

import pytest

from dothi.reports.email import judging, letters
from dothi.reports.email.letters import Letter, Unreadable
from dothi.reports.email.markup import words_of
from dothi.reports.email.quoting import own_words
from dothi.reports.email.tests.writing import BA, SAID, jpeg, letter, with_file


def read(made: EmailMessage | bytes) -> Letter:
    return letters.read(made if isinstance(made, bytes) else made.as_bytes())


def test_a_letter_of_a_person() -> None:
    got = read(with_file(letter(answers=""), "ảnh.jpg", jpeg()))
    assert (got.address, got.name, got.subject) == (BA, "Nguyễn Văn Ba", "Rác không ai thu")
    assert got.text == SAID
    assert [(one.name, one.attached) for one in got.files] == [("ảnh.jpg", True)]
    assert judging.is_machine(got, frozenset()) == judging.set_aside(got) == ""


@pytest.mark.parametrize(
    ("written", "own"),
    [
        (
            "Vẫn còn rác.\n\nVào Th 2, 23 thg 11, 2026 vào lúc 10:00 IOC\n<ioc@city.example> đã viết:\n> Đã nhận",
            "Vẫn còn rác.",
        ),
        (
            "Still there.\n\nOn Mon, 23 Nov 2026 at 10:00, IOC <ioc@city.example> wrote:\n> received",
            "Still there.",
        ),
        ("Số 12.\n\n-----Original Message-----\nFrom: IOC", "Số 12."),
        ("Số 12.\n\nTừ: IOC <ioc@city.example>\nĐã gửi: thứ hai\nĐến: Ba\nChủ đề: PA", "Số 12."),
        ("Từ: cổng chợ đến ngã tư có rác.", "Từ: cổng chợ đến ngã tư có rác."),
        ("Ngày trước tôi đã viết:\nrác vẫn còn.", "Ngày trước tôi đã viết:\nrác vẫn còn."),
        ("Rác.\n-- \nNguyễn Văn Ba\n0903 000 111", "Rác."),
        ("Rác.\n\nGửi từ iPhone của tôi", "Rác."),
        ("> lời cũ\nlời mới\n> lời cũ", "lời mới"),
        ("", ""),
    ],
)
def test_quotes_and_signatures_are_cut(written: str, own: str) -> None:
    assert own_words(written) == own


def test_html_becomes_words_without_scripts_quotes_and_what_is_hidden() -> None:
    html = (
        "<html><head><title>x</title><style>p{}</style></head><body><p>Rác &amp; nước<br>đọng</p><script>alert(1)</script>"
        '<div style="display:none">ẩn</div><img src="https://spy.example/1.gif"><b onclick="x()">gấp</b>'
        '<div class="gmail_quote">IOC viết <div>cũ</div></div><blockquote>cũ<blockquote>hơn</blockquote></blockquote><p>hết</p>'
    )
    assert words_of(html) == "Rác & nước\nđọng\ngấp\nhết"
    assert read(letter("", html=html)).text.startswith("Rác & nước")
    assert words_of('<p>mới</p><hr><div id="divRplyFwdMsg">Từ: IOC</div><p>cũ</p>') == "mới"
    assert words_of("<p>chưa đóng <b>rác") == "chưa đóng rác"
    assert words_of("</div></p></blockquote>rác") == "rác"


@pytest.mark.parametrize(
    ("named", "body"),
    [
        ("us-ascii", SAID.encode()),
        ("utf-8", SAID.encode()),
        ("windows-1258", "Rac chât đông".encode("windows-1258")),
        ("no-such-charset", SAID.encode()),
        ("", SAID.encode()),
    ],
)
def test_a_wrong_charset_is_guessed(named: str, body: bytes) -> None:
    kind = f"Content-Type: text/plain; charset={named}\r\n" if named else ""
    got = read(
        f"From: {BA}\r\nMIME-Version: 1.0\r\n{kind}Content-Transfer-Encoding: 8bit\r\n\r\n".encode() + body
    )
    assert "đ" in got.text
    assert "�" not in got.text


def test_headers_bring_no_further_headers_along() -> None:
    raw = b"From: =?utf-8?q?Ba=0D=0ABcc=3A_all=40example=2Eorg?= <ba@example.org>\r\nSubject: =?utf-8?q?R=C3=A1c=0D=0ABcc=3A_x?=\r\n\r\nx"
    got = read(raw)
    assert "\n" not in got.subject + got.name
    assert got.address == BA
    many = read(b"From: a@example.org, b@example.org\r\n\r\nx")
    assert many.address == "" and judging.set_aside(many) == "sender"
    twice = read(b"From: a@example.org\r\nFrom: b@example.org\r\n\r\nx")
    assert twice.address == ""
    assert read(b"Subject: =?utf-8?b?!!!!?=\r\nFrom: <\r\n\r\nx").address == ""


def test_what_is_broken_or_endless_is_read_as_far_as_it_goes() -> None:
    whole = with_file(letter(), "a.jpg", jpeg()).as_bytes()
    cut = read(whole[: len(whole) // 2])  # the base64 of the picture ends in the middle
    assert cut.text == SAID
    for end in range(0, 900, 37):
        read(whole[:end])
    assert read(b"").text == ""
    assert read(b"\0\xff" * 500).address == ""
    assert read(b"From: x@example.org\r\n" + b"X: y\r\n" * 20_000 + b"\r\nrac").text == "rac"


def test_ten_thousand_parts_are_no_letter_and_some_hundred_are_looked_at() -> None:
    head = b'From: ba@example.org\r\nContent-Type: multipart/mixed; boundary="b"\r\n\r\n'
    part = b"--b\r\nContent-Type: text/plain\r\n\r\nx\r\n"
    with pytest.raises(Unreadable):
        read(head + part * 10_000 + b"--b--\r\n")
    assert read(head + part * 1_000 + b"--b--\r\n").text.count("x") == letters.MOST_PARTS - 1


def test_letters_in_letters_are_left_alone_and_depth_ends() -> None:
    inner = letter("Trong thư kèm", key="m-2")
    outer = letter("Xem thư kèm")
    outer.add_attachment(inner)
    got = read(outer)
    assert (got.text, got.files) == ("Xem thư kèm", ())
    raw = b"From: ba@example.org\r\n"
    for number in range(30):
        raw += f'Content-Type: multipart/mixed; boundary="b{number}"\r\n\r\n--b{number}\r\n'.encode()
    assert read(raw + b"Content-Type: text/plain\r\n\r\ndeep").text == ""
    nested = b"From: ba@example.org\r\n" + b"Content-Type: message/rfc822\r\n\r\n" * 3_000 + b"x"
    with suppress(Unreadable):
        assert read(nested).text == ""


@pytest.mark.parametrize(
    ("heads", "why"),
    [
        ({"Auto_Submitted": "auto-replied"}, "auto"),
        ({"Auto_Submitted": "auto-generated; owner=x"}, "auto"),
        ({"Auto_Submitted": "no"}, ""),
        ({"Precedence": "bulk"}, "list"),
        ({"List_Id": "<xom.example.org>"}, "list"),
        ({"X_Autoreply": "yes"}, "auto-or-list"),
        ({"Return_Path": "<>"}, "bounce"),
        ({"sender": "MAILER-DAEMON@mail.example.org"}, "auto"),
        ({"sender": "no-reply@shop.example.org"}, "auto"),
        ({"sender": "phananh@city.example"}, "own"),
        ({}, ""),
    ],
)
def test_machines_are_told_from_people(heads: dict[str, str], why: str) -> None:
    found = judging.is_machine(read(letter(**heads)), frozenset({"phananh@city.example"}))
    assert found == why or (why == "auto-or-list" and found in ("auto", "list"))


def test_a_bounce_is_known_by_its_form() -> None:
    raw = b'From: x@example.org\r\nContent-Type: multipart/report; report-type=delivery-status; boundary="b"\r\n\r\n--b\r\n\r\nx\r\n--b--'
    assert judging.is_machine(read(raw), frozenset()) == "bounce"


@pytest.mark.parametrize(
    ("heads", "why"),
    [
        ({"X_Spam_Flag": "YES"}, "spam"),
        ({"X_Spam_Status": "Yes, score=12"}, "spam"),
        ({"X_Spam_Status": "No, score=0"}, ""),
        ({"Authentication_Results": "mx.city.example; spf=fail; dmarc=fail"}, "unproved"),
        ({"Authentication_Results": "mx.city.example; dmarc=pass"}, ""),
    ],
)
def test_what_an_officer_looks_at_first(heads: dict[str, str], why: str) -> None:
    assert judging.set_aside(read(letter(**heads))) == why
