"""A mailbox on a real IMAP server: read once, from where it was left; killed, renumbered, refused, and what lies in it stays as it was."""

from __future__ import annotations

import base64
import datetime as dt
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.db import transaction

from dothi.connectors.sources import secrets
from dothi.kernel import clock, locks
from dothi.kernel.testing.cast import Cast
from dothi.notify.models import Message
from dothi.notify.tests.making import a_channel
from dothi.reports.email import actions, imap, reading
from dothi.reports.email.imap import MailTrouble
from dothi.reports.email.models import Mail, Mailbox
from dothi.reports.email.tests import dovecot
from dothi.reports.email.tests.dovecot import PASSWORD, USER, Server
from dothi.reports.email.tests.writing import BA, jpeg, letter, mailbox, with_file
from dothi.reports.models import Report, ReportRule
from dothi.reports.tests.course import LEAK, prepared
from dothi.rules.tests.feed import url

pytestmark = [
    pytest.mark.slow(seconds=60),
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(dovecot.BINARY is None, reason="no dovecot (apt install dovecot-imapd)"),
]
PATIENCE_S = 120


@pytest.fixture(scope="module")
def post() -> Iterator[Server]:
    with dovecot.running() as server:
        yield server


@pytest.fixture
def box(cast: Cast, post: Server, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Mailbox:
    """Letters from now on: what other tests put there lies before."""
    monkeypatch.setenv("DOTHI_PUBLIC_URL", "https://city.example")
    monkeypatch.setenv("DOTHI_EGRESS_ALLOW", "127.0.0.1")
    monkeypatch.setenv("DOTHI_EGRESS_CA", post.ca)
    monkeypatch.setenv("DOTHI_DATA", str(tmp_path))
    prepared(cast)
    a_channel("letters", kind="demo_outbox", way="email")
    post.empty()
    return mailbox(cast.centre, username=USER, port=post.port, password=secrets.encrypt(PASSWORD))


def codes() -> list[str]:
    return list(Report.objects.order_by("pk").values_list("code", flat=True))


def test_letters_are_read_once_and_lie_there_unread_as_before(box: Mailbox, post: Server) -> None:
    post.put(with_file(letter(), "ảnh.jpg", jpeg()))
    post.put(letter("Tôi đi vắng", key="m-2", Auto_Submitted="auto-replied"))
    post.put(letter("", subject="", key="m-3", html="<p>Vỡ <b>ống nước</b> ở hẻm 5</p><script>x()</script>"))
    did = reading.run(box)
    assert (did.reports, did.ignored, did.aside, box.trouble) == (2, 1, 0, "")
    one, two = Report.objects.order_by("pk")
    assert one.photos.count() == 1
    assert (two.category, two.text) == (LEAK, "Vỡ ống nước ở hẻm 5")
    assert reading.run(box) == reading.Tally()
    post.put(letter("Thêm nữa", key="m-4"))
    assert reading.run(box).reports == 1
    assert not any(b"\\Seen" in one for one in post.flags())
    assert box.last_uid > 0 and box.worked_at is not None


def test_starttls_reads_the_same(box: Mailbox, post: Server) -> None:
    box.port, box.security = post.starttls, "starttls"
    box.save()
    post.put(letter())
    assert reading.run(box).reports == 1


def test_numbers_that_begin_anew_double_nothing(box: Mailbox, post: Server) -> None:
    post.put(letter())
    post.put(letter("Thư thứ hai", key="m-2"))
    assert reading.run(box).reports == 2
    before = box.validity
    post.renumber()
    post.put(letter("Thư thứ ba", key="m-3"))
    did = reading.run(box)
    assert box.validity != before
    assert (did.reports, did.known) == (1, 2)


def test_letters_of_before_are_not_ours(box: Mailbox, post: Server) -> None:
    post.put(letter())
    Mailbox.objects.update(since=clock.now().replace(year=clock.now().year + 1))
    assert reading.run(box) == reading.Tally()
    assert not Mail.objects.exists()


def test_a_letter_too_large_is_not_fetched_and_waits(box: Mailbox, post: Server) -> None:
    ReportRule.objects.filter(code="mail-mb").update(value=1)
    post.put(with_file(letter(), "a.bin", b"x" * 1_500_000, "application/octet-stream"))
    assert reading.run(box).aside == 1
    mail = Mail.objects.get()
    assert (mail.why, mail.subject, mail.text) == ("large", "Rác không ai thu", "")
    assert Message.objects.get(text_key="reports-mail-large").address == BA


def test_what_is_made_to_hurt_waits_and_stops_nothing_else(box: Mailbox, post: Server) -> None:
    head = b"From: %s\r\nMessage-ID: <p@x>\r\nSubject: nhieu phan\r\n" % BA.encode()
    parts = (
        b'Content-Type: multipart/mixed; boundary="b"\r\n\r\n' + b"--b\r\n\r\nx\r\n" * 10_000 + b"--b--\r\n"
    )
    post.put(head + parts)
    post.put(b"Subject: =?utf-8?q?a=0D=0ABcc=3A_all=40x?=\r\n\r\n" + b"\xff" * 1000)
    post.put(with_file(letter(key="cut"), "a.jpg", jpeg()).as_bytes()[:3_000])
    post.put(letter("Rác ở chợ", key="after"))
    did = reading.run(box)
    assert (did.reports, did.aside) == (2, 2)
    assert set(Mail.objects.filter(state="aside").values_list("why", flat=True)) == {"unreadable", "sender"}


def test_no_letter_however_made_stops_its_mailbox(box: Mailbox, post: Server) -> None:
    post.put(b"From: " + b"(" * 1_900 + b"\r\nSubject: ngoac\r\n\r\nx")
    post.put(b"From: =?utf-8?b?A?= <a@example.org>\r\nSubject: =?utf-8?b?A?=\r\nX-Spam-Flag: YES\r\n\r\nx")
    post.put(
        b"From: b@example.org\r\nContent-Type: text/plain\r\nContent-Transfer-Encoding: base64\r\n\r\n"
        + base64.b64encode(b"Rac\0 tai 12 Tran Phu\0")
    )
    post.put(letter("Rác ở chợ", key="after"))
    did = reading.run(box)
    assert (did.reports, did.aside, box.trouble) == (2, 2, "")


def test_a_mailbox_that_has_stood_for_years_is_read_from_today_on(
    box: Mailbox, post: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "MOST_AT_ONCE", 2)
    Mailbox.objects.update(since=clock.now() - dt.timedelta(hours=1))
    for number in range(5):
        post.put(letter(key=f"old-{number}"), at=clock.now() - dt.timedelta(days=30 + number))
    post.put(letter("Rác ở chợ", key="new"))
    assert reading.run(box).reports == 1


def test_the_test_button_says_how_many_lie_there_or_what_is_in_the_way(box: Mailbox, post: Server, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:  # fmt: skip
    who = next(one for one in (cast.vy, cast.minh, cast.quan) if one.scope("reports.manage").everywhere)
    post.put(letter())
    assert actions.try_out(box, by=who).count == 1
    assert not Mail.objects.exists(), "a test reads nothing"

    def refused(**columns: Any) -> str:
        for name, value in columns.items():
            setattr(box, name, value)
        with pytest.raises(MailTrouble) as told, imap.opened(box):
            pass
        box.refresh_from_db()
        return told.value.code

    assert refused(password=secrets.encrypt("sai")) == "mail-login"
    assert refused(password="no token") == "mail-secret"
    assert refused(folder="Không có") == refused(folder="Nothing") == "mail-folder"
    assert refused(port=9) == "mail-no-connection"
    assert refused(security="starttls") in (
        "mail-broke-off",
        "mail-certificate",
        "mail-slow",
        "mail-no-connection",
    )
    monkeypatch.setenv("DOTHI_EGRESS_CA", "")
    assert refused() == "mail-certificate"
    monkeypatch.setenv("DOTHI_EGRESS_ALLOW", "")
    assert refused() == "mail-inside"


@contextmanager
def reader() -> Iterator[subprocess.Popen[bytes]]:
    """The mailbox read by a process of its own, as by the command line."""
    environment = {**os.environ, "DOTHI_DATABASE_URL": url()}
    process = subprocess.Popen([sys.executable, "-m", "dothi", "reports", "mailbox", "read"], env=environment)
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def until(holds: Callable[[], bool], what: str) -> None:
    deadline = time.monotonic() + PATIENCE_S
    while not holds():
        assert time.monotonic() < deadline, what
        time.sleep(0.1)


_WAITING = "from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'"


def asked(statement: str) -> list[Any]:
    """Apart from the transaction of the test, which would see its own moment alone."""
    with psycopg.connect(url(), autocommit=True) as apart:
        return apart.execute(statement).fetchall()


def killed_while_it_waits(process: subprocess.Popen[bytes]) -> None:
    """Killed in the middle of a statement, which the database does not carry out for a dead one."""
    until(lambda: bool(asked(f"select 1 {_WAITING}")), "it stands in the middle of it")
    process.kill()
    process.wait()
    asked(f"select pg_terminate_backend(pid) {_WAITING}")
    until(
        lambda: not asked(f"select 1 {_WAITING}"), "nothing of it is left"
    )  # a mailbox has one reader at a time


def test_killed_before_it_was_kept_a_letter_is_not_lost(box: Mailbox, post: Server) -> None:
    post.put(letter())
    with transaction.atomic():
        locks.hold(f"report mail {box.pk} {_digest_there(box)}")
        with reader() as process:
            killed_while_it_waits(process)
    assert not Mail.objects.exists() and not codes()
    assert reading.run(box).reports == 1
    assert len(codes()) == 1


def _digest_there(box: Mailbox) -> str:
    """Of the one letter that lies there."""
    from dothi.reports.email import letters

    with imap.opened(box) as there:
        (uid,) = there.after(0, box.since, 1)
        lying = there.lying(uid)
        assert lying is not None
        return letters.head(lying.head).digest


def test_killed_between_keeping_and_noting_a_letter_is_not_doubled_and_neither_is_its_receipt(
    box: Mailbox, post: Server
) -> None:
    reading.run(box)  # the mailbox's numbers are known: what is noted next is the letter's
    post.put(letter())
    with transaction.atomic():
        Mailbox.objects.select_for_update(no_key=True).get(pk=box.pk)
        with reader() as process:
            until(lambda: len(codes()) == 1, "kept")
            killed_while_it_waits(process)
    box.refresh_from_db()
    before = box.last_uid
    did = reading.run(box)
    assert (did.reports, did.known) == (0, 1)
    assert box.last_uid > before
    assert len(codes()) == 1
    assert Message.objects.filter(text_key__startswith="reports-mail-receipt").count() == 1


def test_two_readers_at_once_make_one_report(box: Mailbox, post: Server) -> None:
    for number in range(5):
        post.put(letter(f"Rác ở số {number}", key=f"n-{number}"))
    with reader() as one, reader() as two:
        assert (one.wait(PATIENCE_S), two.wait(PATIENCE_S)) == (0, 0)
    reading.run(box)
    assert len(codes()) == 5
