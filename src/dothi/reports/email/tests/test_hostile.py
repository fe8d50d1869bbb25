"""Letters of somebody who wants to hurt: none of them stops its mailbox, loses another, or makes two machines answer one another."""

from __future__ import annotations

import base64
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dothi.kernel import clock, holdings
from dothi.kernel.holdings import Subject
from dothi.kernel.testing.cast import Cast
from dothi.notify.models import Delivery, Message
from dothi.notify.tests.making import a_channel
from dothi.packs.actions import load_pack
from dothi.packs.folder import SHIPPED
from dothi.reports import actions, photos
from dothi.reports.email import actions as deciding
from dothi.reports.email import judging, letters, markup, taking
from dothi.reports.email.letters import Unreadable, read
from dothi.reports.email.markup import words_of
from dothi.reports.email.models import Mail, Mailbox
from dothi.reports.email.tests.writing import BA, SAID, came, jpeg, letter, mailbox, with_file
from dothi.reports.identity import vault
from dothi.reports.identity.exporting import export
from dothi.reports.models import Report
from dothi.reports.tests.course import prepared

HEAD = f"From: {BA}\r\nMIME-Version: 1.0\r\n".encode()


@pytest.fixture
def box(db: None, cast: Cast, monkeypatch: pytest.MonkeyPatch, tmp_path: Any) -> Mailbox:
    monkeypatch.setenv("DOTHI_PUBLIC_URL", "https://city.example")
    monkeypatch.setenv("DOTHI_DATA", str(tmp_path))
    prepared(cast)
    a_channel("letters", kind="demo_outbox", way="email")
    return mailbox(cast.centre)


def took(box: Mailbox, made: Any) -> Mail:
    found = taking.take(box, came(made))
    assert found is not None
    return found


@pytest.mark.parametrize(
    "head",
    [
        b"From: " + b"(" * 1_900 + b"\r\n",
        b"From: =?utf-8?b?A?= <ba@example.org>\r\nSubject: =?utf-8?b?A?=\r\n",
        b"Subject: =?punycode?q?-a-?= =?utf-7?q?+2AA-?= =?idna?q?xn--?= =?undefined?q?x?=\r\n",
        b"Content-Type: multipart/report; boundary*0*=x'y\r\nFrom:\r\n",
        b"From: ba@example.org\r\nContent-Type: text/plain; charset*=utf-7''%2B2AA-\r\n",
    ],
)
def test_no_head_of_a_letter_is_an_error(head: bytes) -> None:
    got = letters.head(head + b"\r\n")
    assert got.digest
    (got.subject + got.name + got.address).encode()


@pytest.mark.parametrize("charset", ["punycode", "idna", "unicode_escape", "raw-unicode-escape", "undefined"])
def test_a_charset_that_is_none_of_letters_is_not_asked(charset: str) -> None:
    kind = f"Content-Type: text/plain; charset={charset}\r\n\r\n".encode()
    assert read(HEAD + kind + rb"Rac \u0111 -kva").text == r"Rac \u0111 -kva"


def test_signs_that_no_table_keeps_are_left_out() -> None:
    kind = b"Content-Type: text/plain; charset=%s\r\nContent-Transfer-Encoding: base64\r\n\r\n"
    assert read(HEAD + kind % b"utf-8" + base64.b64encode("Rác\0 ở\u202e đây".encode())).text == "Rác ở đây"
    assert read(HEAD + kind % b"utf-7" + base64.b64encode(b"R+2AA-ac")).text == "Rac"


def test_letters_in_letters_without_end_are_no_letter() -> None:
    raw = HEAD
    for number in range(letters.MOST_NESTED + 1):
        raw += f'Content-Type: multipart/mixed; boundary="b{number}"\r\n\r\n--b{number}\r\n'.encode()
    with pytest.raises(Unreadable):
        read(raw + b"\r\nx")


@pytest.mark.parametrize(
    ("html", "words"),
    [
        ("<p>rác</p><!-- thư cũ -->hết", "rác\nhết"),
        ("<!--[if !mso]><!--><p>rác</p><!--<![endif]-->hết", "rác\nhết"),
        ("<!--[if mso]><p>cho Outlook</p><![endif]-->rác", "rác"),
        ("<p><![if !supportLists]>1.<![endif]> rác</p>", "1. rác"),
        ("<![CDATA[x]]>rác<!-- chưa hết", "rác"),
        ("<!---->rác <!-->ở <!--->đây", "rác ở đây"),
        ("rác<a href='", "rác"),
        ("<p>rác <b>ở đây", "rác ở đây"),
        ("<![unknown[x]]>rác", "rác"),
    ],
)
def test_html_as_outlook_and_others_write_it(html: str, words: str) -> None:
    assert words_of(html) == words


@given(
    st.lists(
        st.sampled_from(
            ["<", "!", "--", "[", "]", ">", "a", " ", "'", "</", "<!--", "-->", "<![", "<script>", "rác"]
        ),
        max_size=40,
    )
)
def test_no_mark_is_left_whose_end_is_looked_for_again_and_again(pieces: list[str]) -> None:
    tamed = markup._tamed("".join(pieces))
    assert "<!--" not in tamed
    assert "<![" not in tamed
    assert "<" not in tamed.rpartition(">")[2]
    words_of("".join(pieces))


def test_what_a_second_filter_found_counts_too() -> None:
    """The server's own filters each write a header of that name."""
    made = letter()
    for said in ("mx.city.example; dkim=none", "mx.city.example; dmarc=fail"):
        made["Authentication-Results"] = said
    assert judging.set_aside(read(made.as_bytes())) == "unproved"


def test_letters_without_a_name_of_their_own_are_not_taken_for_one(box: Mailbox) -> None:
    raw = b"Subject: %s\r\n" + HEAD + b"\r\nRac chat dong truoc nha so 12\r\n"
    for subject in (b"rac 1", b"rac 2", b"rac 2"):
        taking.take(box, came(raw % subject))
    assert Report.objects.count() == 2


def test_a_letter_with_signs_that_nobody_sees_waits_as_any_other(box: Mailbox) -> None:
    kind = b"X-Spam-Flag: YES\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n"
    mail = took(box, HEAD + kind + base64.b64encode(b"Rac\0 o cho"))
    assert (mail.why, mail.text) == ("spam", "Rac o cho")


@pytest.mark.parametrize("name", ["..", "x/", ".", "a" * 400 + ".jpg", "../../etc/passwd"])
def test_a_picture_is_taken_whatever_it_is_called(box: Mailbox, name: str) -> None:
    report = took(box, with_file(letter(), name, jpeg())).report
    assert report is not None and report.photos.count() == 1


def test_whoever_answers_by_a_machine_that_does_not_say_so_is_told_once(box: Mailbox, cast: Cast) -> None:
    report = took(box, letter()).report
    assert report is not None
    actions.refuse(report, reason="không thuộc thẩm quyền", by=cast.minh)
    for number in range(4):
        mail = took(box, letter("Tôi đi vắng", subject=f"Re: {report.code}", key=f"away-{number}"))
        assert mail.why == "over"
    assert Message.objects.filter(text_key__startswith="reports-mail-over").count() == 1


def test_the_same_words_again_are_the_same_report_and_are_not_answered_again(box: Mailbox) -> None:
    """An absent one's machine answers each receipt, and says neither what it answers nor that it is one."""
    for number in range(4):
        mail = took(box, letter("Tôi đi vắng đến thứ hai", subject="Vắng mặt", key=f"away-{number}"))
    assert (mail.state, Report.objects.count()) == ("note", 1)
    assert Message.objects.filter(text_key__startswith="reports-mail").count() == 1
    took(box, letter("Tôi đi vắng đến thứ hai", subject="Vắng mặt", key="hoa", sender="hoa@example.org"))
    assert Report.objects.count() == 2, "another sender's is another report"


def test_what_answers_our_answer_is_not_answered_again(box: Mailbox) -> None:
    load_pack(SHIPPED / "emergency", by=None)
    fire = "Cháy nhà số 12, có người kẹt bên trong"
    assert took(box, letter(fire, subject="Cháy nhà")).why == "emergency"
    (ours,) = Delivery.objects.filter(message__text_key="reports-mail-emergency")
    again = letter(fire, subject="Re: Cháy nhà", key="m-2", In_Reply_To=f"<{ours.our_id}@city.example>")
    assert took(box, again).why == "emergency"
    assert Message.objects.filter(text_key="reports-mail-emergency").count() == 1
    took(box, letter(fire, subject="Cháy nhà", key="m-3"))
    assert Message.objects.filter(text_key="reports-mail-emergency").count() == 2, "a fire of its own"


def test_a_neighbour_s_letter_is_in_nobody_else_s_file_and_goes_when_they_ask(
    box: Mailbox, cast: Cast
) -> None:
    report = took(box, letter()).report
    assert report is not None
    actions.release(report, text="Rác chất đống", photos=[], by=cast.minh)
    vault.follow(report, "email", "hoa@example.org", "vi", clock.now())
    took(box, letter("Tôi là Hoa, nhà 14", subject=report.code, key="m-2", sender="hoa@example.org"))
    took(box, letter("Vẫn còn rác", subject=report.code, key="m-3"))
    mine, hers = (export(Subject("email", one)).decode() for one in (BA, "hoa@example.org"))
    assert "Vẫn còn rác" in mine and "nhà 14" not in mine
    assert "nhà 14" in hers and "Vẫn còn rác" not in hers
    holdings.forget(Subject("email", "hoa@example.org"))
    assert [one.words.text for one in report.lines.filter(what="mailed").order_by("pk")] == [
        "",
        f"{report.code}\nVẫn còn rác",
    ]


def test_a_picture_that_waits_in_one_letter_outlives_another_letter(box: Mailbox, cast: Cast) -> None:
    seen = jpeg()
    one = took(box, with_file(letter(X_Spam_Flag="YES"), "a.jpg", seen))
    two = took(box, with_file(letter(SAID + "!", key="m-2", X_Spam_Flag="YES"), "b.jpg", seen))
    digest = two.pictures[0][0]
    deciding.drop_letter(one, by=cast.minh)
    assert photos.STORE.read(digest)
    deciding.drop_letter(two, by=cast.minh)
    assert photos.STORE.read(digest) is None
