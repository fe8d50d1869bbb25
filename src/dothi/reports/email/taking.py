"""One letter becomes one thing, once: a report, a line of a report that stands, or a letter that waits for an officer with the reason.
What a machine wrote is noted and forgotten. Row, report and receipt are one transaction; the same letter again finds its row."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid5

from django.db import transaction

from dothi.kernel import clock, locks
from dothi.kernel.attachments import Sound
from dothi.kernel.errors import BadRequest, DothiError
from dothi.kernel.said import plain
from dothi.reports import actions, photos, rules
from dothi.reports.actions.receiving import Arrival, Received, Spot
from dothi.reports.actions.stepping import LONGEST_TEXT
from dothi.reports.email import answering, judging, locating, pictures, threads
from dothi.reports.email.letters import Letter
from dothi.reports.email.models import Mail, Mailbox
from dothi.reports.email.owing import renew_debt
from dothi.reports.identity import vault
from dothi.reports.identity.digests import digest_of
from dothi.reports.identity.models import Words
from dothi.reports.identity.vault import Contact
from dothi.reports.intake import knocks
from dothi.reports.matching import proposing
from dothi.reports.models import Door, Report, State
from dothi.reports.telling import tell, write
from dothi.reports.workflow import OVER

_OURS = UUID("b7c1a6de-0c56-4f0b-9a53-6a0f9f5f3c11")


@dataclass(frozen=True, slots=True)
class Came:
    """A letter where it lay. `why`: what is already known against it (`large`, `unreadable`); empty: nothing."""

    letter: Letter
    uid: int
    at: dt.datetime
    why: str = ""

    @property
    def said(self) -> str:
        """Its words; the subject first unless the text says the same."""
        subject, text = threads.without_marks(self.letter.subject), self.letter.text
        told = text if subject.lower() in text.lower() else f"{subject}\n{text}".strip()
        return told[:LONGEST_TEXT]


def is_known(mailbox: Mailbox, digest: str) -> bool:
    return Mail.objects.filter(mailbox=mailbox, digest=digest).exists()


def take(mailbox: Mailbox, came: Came) -> Mail | None:
    """What became of it; None: it had become that before."""
    if is_known(mailbox, came.letter.digest):
        return None
    why = judging.is_machine(came.letter, answering.own_addresses(mailbox))
    if why:
        return _noted(mailbox, came, Mail.State.IGNORED, why)
    letter, found = came.letter, pictures.of(came.letter.files)
    flood = _over(letter.address)
    with photos.put_by(found.sound), transaction.atomic():
        locks.hold(f"report mail {mailbox.pk} {letter.digest}")
        if is_known(mailbox, letter.digest):
            return None
        if flood > 0:
            return _aside(mailbox, came, "flood", found.sound, answers=flood == 1)
        if why := came.why or judging.set_aside(letter):
            return _aside(mailbox, came, why, found.sound, answers=why == "large")
        if (report := threads.report_of(letter) or _said_already(mailbox, came)) is not None:
            return _note(mailbox, came, report, found)
        return _report(mailbox, came, found)


def _said_already(mailbox: Mailbox, came: Came) -> Report | None:
    """What its sender reported here in the very same words just now: somebody sends it again, or a machine that does not say that it is
    one answers each receipt."""
    said, since = plain(came.said), clock.now() - dt.timedelta(minutes=rules.value("mail-minutes"))
    rows = Report.objects.filter(
        mails__mailbox=mailbox, mails__state=Mail.State.REPORT, text=said, received_at__gt=since
    )
    return next((one for one in rows if said and vault.stands_with(one, came.letter.address)), None)


def _over(address: str) -> int:
    """How many letters over the limit this sender is within the span; 1: the first that is too many."""
    if not address:
        return 0
    met = knocks.count(f"mail {digest_of('email', address)}", rules.value("mail-minutes") * 60)
    return max(0, met - rules.value("mail-sender"))


def _report(mailbox: Mailbox, came: Came, found: pictures.Found) -> Mail:
    said = came.said
    if not said and not found.sound:
        return _aside(mailbox, came, "empty", found.sound, answers=True)
    if (stop := proposing.stop_for(said)) is not None:
        return _aside(mailbox, came, "emergency", found.sound, stop=stop)
    contact = vault.sender_contact(came.letter.name, came.letter.address, answering.language_of(said))
    if contact is None:
        return _aside(mailbox, came, "sender", found.sound)
    try:
        with transaction.atomic():
            received = become(mailbox, came.letter.digest, said, found.sound, contact, came.at)
    except DothiError:  # its category ended, say: the letter is not lost by it
        return _aside(mailbox, came, "refused", found.sound)
    answering.receipt(received, contact, found.left_out)
    return _noted(mailbox, came, Mail.State.REPORT, "", report=received.report)


def become(
    mailbox: Mailbox, digest: str, said: str, sound: list[Sound], contact: Contact, at: dt.datetime, *, category: str = ""
) -> Received:  # fmt: skip
    """The report of a letter. Its category follows from its words, else from the mailbox, unless an officer chose one; its place from its
    words, else it waits."""
    category, why = (category, {"by": "chosen"}) if category else _category(mailbox, said)
    spot = locating.spot_of(said) or placeless(said)
    told: dict[str, Any] = {
        "text": said, "category": category, "door": Door.EMAIL, "contact": contact, "pictures": sound, "why": why,
        "key": uuid5(_OURS, f"{mailbox.code}/{digest}"), "sent_at": min(at, clock.now()),
    }  # fmt: skip
    try:
        return actions.received(Arrival(**told, spot=spot))
    except BadRequest as error:
        if spot.lon is None or not error.code.startswith("report-place-"):
            raise
        return actions.received(
            Arrival(**told, spot=placeless(said))
        )  # a place where we are not: an officer looks


def _category(mailbox: Mailbox, said: str) -> tuple[str, dict[str, Any]]:
    proposed = next((one for one in proposing.propose(said) if one.sure), None)  # nobody looks: no hint
    if proposed is None:
        return mailbox.category, {"by": "mailbox", "mailbox": mailbox.code}
    return proposed.category, {"by": "suggested", "words": list(proposed.words)}


def placeless(said: str) -> Spot:
    """What it says of its place, without a position; where it says nothing, that."""
    return Spot(locating.words_of(said) or answering.no_place())


def _note(mailbox: Mailbox, came: Came, report: Report, found: pictures.Found) -> Mail:
    """What somebody writes to a report that stands. Where the work is over an officer decides: nobody reads the record of what is done."""
    said, contact = came.said, vault.sender_contact(came.letter.name, came.letter.address, "vi")
    if not said and not found.sound:
        return _aside(mailbox, came, "empty", found.sound, report=report)
    if contact is None or report.state in (State.DONE, *OVER):
        answering.is_over(report, came.letter.address)
        return _aside(mailbox, came, "over", found.sound, report=report)
    asked = report.state == State.ASKING and vault.is_reporter_s(report, contact.email)
    if asked and came.letter.text:
        actions.supply(report, came.letter.text)
    else:
        voice = vault.own_voice(
            report, answering.EMAIL, contact.email
        )  # whose words they are, for when they ask
        Words.objects.create(line=write(report, "mailed", "", None, voice=voice), text=said)
        tell("reports.mailed", report)
    photos.attach(report, found.sound, clock.now())
    return _noted(mailbox, came, Mail.State.NOTE, "", report=report)


def _aside(
    mailbox: Mailbox, came: Came, why: str, sound: list[Sound], *, report: Report | None = None, answers: bool = False,
    stop: proposing.Stop | None = None,
) -> Mail:  # fmt: skip
    """For an officer to decide. An emergency, a flood, an empty or too large letter is answered; what looks like a trick is not, nor what
    answers such an answer: a machine that does not say that it is one would answer again."""
    mail = Mail.objects.create(
        mailbox=mailbox, digest=came.letter.digest, uid=came.uid, state=Mail.State.ASIDE, why=why, report=report,
        subject=came.letter.subject[:300], text=came.letter.text[:LONGEST_TEXT], sent_at=came.at, recorded_at=clock.now(),
        pictures=[[one.sha256, len(one.body)] for one in sound],
    )  # fmt: skip
    language = answering.language_of(came.said)
    vault.put_sender_by(mail, came.letter.name, came.letter.address, language)
    if (answers or stop is not None) and not threads.is_answer(came.letter):
        answering.aside(mail, came.letter.address, language, stop)
    renew_debt(mail)
    return mail


def _noted(
    mailbox: Mailbox, came: Came, state: Mail.State, why: str, *, report: Report | None = None
) -> Mail:
    """That it came; nothing of what it said."""
    mail, _ = Mail.objects.get_or_create(
        mailbox=mailbox, digest=came.letter.digest,
        defaults={"uid": came.uid, "state": state, "why": why, "report": report, "sent_at": came.at, "recorded_at": clock.now()},
    )  # fmt: skip
    return mail
