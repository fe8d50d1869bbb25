"""A mailbox is read from where it was left. A letter is kept first and its number noted after, so a process that is killed in between reads
it again and finds that it knows it. When the server begins its numbers anew (UIDVALIDITY), all are looked at again by their heads alone."""

from __future__ import annotations

import hashlib
import logging
from dataclasses import dataclass, replace

from django.db import InterfaceError, OperationalError

from dothi.kernel import clock, locks
from dothi.reports import rules
from dothi.reports.email import imap, letters, taking
from dothi.reports.email.imap import Box, Lying, MailTrouble
from dothi.reports.email.letters import Letter, Unreadable
from dothi.reports.email.models import Mail, Mailbox
from dothi.reports.email.taking import Came

logger = logging.getLogger(__name__)
MOST_AT_ONCE = 100  # letters of one run: others have their turn too


@dataclass(slots=True)
class Tally:
    """What one run did, by what letters became. `known`: they had become it before."""

    reports: int = 0
    notes: int = 0
    aside: int = 0
    ignored: int = 0
    known: int = 0

    def note(self, mail: Mail | None) -> None:
        match mail.state if mail else "":
            case Mail.State.REPORT:
                self.reports += 1
            case Mail.State.NOTE:
                self.notes += 1
            case Mail.State.ASIDE:
                self.aside += 1
            case Mail.State.IGNORED:
                self.ignored += 1
            case _:
                self.known += 1


def run(mailbox: Mailbox) -> Tally:
    """Everything new, up to so many. What is in the way of all of it stands in `trouble`; the next run begins where this one ended."""
    tally = Tally()
    try:
        with locks.alone(f"report mailbox {mailbox.pk}") as ours:
            if not ours:
                return tally  # somebody reads it now
            mailbox.refresh_from_db()
            with imap.opened(mailbox) as box:
                _walk(mailbox, box, tally)
    except MailTrouble as error:
        _note_run(mailbox, trouble=error.code, trouble_fields=error.fields)
        return tally
    _note_run(mailbox, trouble="", trouble_fields={}, worked_at=clock.now())
    return tally


def _note_run(mailbox: Mailbox, **columns: object) -> None:
    Mailbox.objects.filter(pk=mailbox.pk).update(read_at=clock.now(), **columns)
    mailbox.refresh_from_db()


def _walk(mailbox: Mailbox, box: Box, tally: Tally) -> None:
    if box.validity != mailbox.validity:
        mailbox.validity, mailbox.last_uid = box.validity, 0
        mailbox.save(update_fields=["validity", "last_uid"])
    for uid in box.after(mailbox.last_uid, mailbox.since, MOST_AT_ONCE):
        one = box.lying(uid)
        if one is not None and one.at >= mailbox.since:
            tally.note(_one(mailbox, box, one))
        mailbox.last_uid = uid
        Mailbox.objects.filter(pk=mailbox.pk, validity=box.validity).update(last_uid=uid)


def _one(mailbox: Mailbox, box: Box, one: Lying) -> Mail | None:
    """One letter, known by its head. What nobody foresaw about it is an officer's to look at, and stops no other."""
    head = _head(one)
    if taking.is_known(mailbox, head.digest):
        return None
    try:
        return taking.take(mailbox, _came(box, head, one))
    except (MailTrouble, OperationalError, InterfaceError):  # not this letter's fault: it is read again
        raise
    except Exception:
        logger.exception("a letter could not be taken", extra={"mailbox": mailbox.code, "uid": one.uid})
        return taking.take(mailbox, Came(head, one.uid, one.at, "unreadable"))


def _head(one: Lying) -> Letter:
    try:
        return letters.head(one.head)
    except Exception as error:
        if not isinstance(error, Unreadable):
            logger.exception("a letter's head could not be read", extra={"uid": one.uid})
        return Letter(hashlib.sha256(one.head).hexdigest(), "", "", "", "", (), ())


def _came(box: Box, head: Letter, one: Lying) -> Came:
    if one.size > rules.value("mail-mb") * 1_000_000:
        return Came(head, one.uid, one.at, "large")
    try:
        whole = letters.read(box.whole(one.uid) or b"")
    except Unreadable:
        return Came(head, one.uid, one.at, "unreadable")
    return Came(replace(whole, digest=head.digest), one.uid, one.at)
