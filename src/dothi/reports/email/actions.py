"""What people do with mailboxes and with letters that wait: describe, stop, try, make a report of one, put it away."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, When

from dothi.accounts.models import Agency, Person
from dothi.connectors.sources import secrets
from dothi.kernel import clock, locks
from dothi.kernel.attachments import JPEG, Sound
from dothi.kernel.errors import BadRequest, Conflict, NotAllowed
from dothi.kernel.permissions import Scope
from dothi.kernel.said import plain
from dothi.reports import photos
from dothi.reports.actions.stepping import action
from dothi.reports.categories import is_known
from dothi.reports.email import answering, imap, taking
from dothi.reports.email.models import Mail, Mailbox
from dothi.reports.email.owing import renew_debt
from dothi.reports.identity import vault
from dothi.reports.models import Report

MANAGE, DESK = "reports.manage", "reports.route"
FIELDS = ("name", "address", "host", "port", "security", "username", "folder", "category")


@dataclass(frozen=True, slots=True)
class Found:
    """What a test of a mailbox met: how many letters lie in its folder."""

    count: int


@action
def set_mailbox(
    code: str, told: Mapping[str, str], *, agency: Agency, password: str = "", by: Person | None, new: bool = False
) -> Mailbox:  # fmt: skip
    """Describes it, new or anew; the password stays unless another is given, as long as it goes where it went. Letters from now on are
    read. Raises NotAllowed, BadRequest (a field), Conflict (the code is taken)."""
    _refuse_stranger(by)
    columns = _columns(told) | {"agency": agency, "changed_at": clock.now(), "changed_by": by}
    code = _code(code)
    locks.hold(f"reports mailbox {code}")
    standing = Mailbox.objects.select_for_update(no_key=True).filter(code=code).first()
    if standing is None:
        if not password:
            raise BadRequest("mail-password")
        return Mailbox.objects.create(
            code=code, since=clock.now(), password=secrets.encrypt(password), **columns
        )
    if new:
        raise Conflict("mail-code-taken", code=code[:40])
    moved = any(getattr(standing, one) != columns[one] for one in ("host", "port", "username", "security"))
    if moved and not password:
        raise BadRequest("mail-password-again")
    if moved or standing.folder != columns["folder"]:
        columns |= {
            "validity": None,
            "last_uid": 0,
            "since": clock.now(),
        }  # another mailbox: what lay in it before is none of ours
    if password:
        columns["password"] = secrets.encrypt(password)
    for name, value in columns.items():
        setattr(standing, name, value)
    standing.save()
    return standing


def _columns(told: Mapping[str, str]) -> dict[str, Any]:
    """Raises BadRequest with the first field that is none."""
    said = {name: plain(told.get(name, ""))[:200] for name in FIELDS}
    said["folder"] = said["folder"] or "INBOX"
    for name in ("name", "address", "host", "username"):
        if not said[name] or any(sign in said[name] for sign in "\r\n\0"):
            raise BadRequest("mail-field", field=name)
    if vault.sender_contact("", said["address"], "vi") is None:
        raise BadRequest("report-email")
    if (
        said["security"] not in Mailbox.Security.values
        or not said["port"].isdecimal()
        or not 0 < int(said["port"]) < 65536
    ):
        raise BadRequest("mail-field", field="port")
    if not is_known(said["category"]):
        raise BadRequest("report-category", category=said["category"])
    return said | {"port": int(said["port"]), "address": said["address"].lower(), "name": said["name"][:120]}


def _code(code: str) -> str:
    if (
        not code
        or len(code) > 40
        or not all(sign.isascii() and (sign.isalnum() or sign == "-") for sign in code)
    ):
        raise BadRequest("mail-field", field="code")
    return code.lower()


@action
def switch(mailbox: Mailbox, *, on: bool, by: Person | None) -> Mailbox:
    """Stopped it is read no more; what came meanwhile is read when it goes on. Raises NotAllowed."""
    _refuse_stranger(by)
    mailbox.stopped_at, mailbox.changed_at, mailbox.changed_by = None if on else clock.now(), clock.now(), by
    mailbox.save(update_fields=["stopped_at", "changed_at", "changed_by"])
    return mailbox


def try_out(mailbox: Mailbox, *, by: Person) -> Found:
    """Connects, signs in, opens the folder; nothing is read or kept. Raises NotAllowed, MailTrouble."""
    _refuse_stranger(by)
    with imap.opened(mailbox) as box:
        return Found(box.count)


@action
def take_letter(mail: Mail, *, category: str = "", by: Person) -> Report:
    """An officer says that it is a report all the same; its sender gets the receipt. Raises NotAllowed, BadRequest (nothing in it, or of
    the category), Conflict (decided meanwhile)."""
    held = _held(mail, by)
    said = "\n".join(one for one in (held.subject, held.text) if one)
    contact = vault.sender_of(held)
    sound = [
        Sound("photo.jpg", JPEG, body)
        for body in (photos.STORE.read(one) for one, _ in held.pictures)
        if body
    ]
    received = taking.become(held.mailbox, held.digest, said, sound, contact, held.sent_at, category=category)
    answering.receipt(received, contact)
    end(held, Mail.State.REPORT, by, report=received.report)
    return received.report


@action
def drop_letter(mail: Mail, *, by: Person) -> None:
    """No report; what it said is forgotten. Raises NotAllowed, Conflict (decided meanwhile)."""
    held = _held(mail, by)
    digests = {one for one, _ in held.pictures}
    end(held, Mail.State.DROPPED, by)
    photos.drop(digests)


def _held(mail: Mail, by: Person) -> Mail:
    if mail.mailbox.agency_id != by.agency_id and not by.scope(DESK).everywhere:
        raise NotAllowed(permission=DESK)
    held = Mail.objects.select_for_update(no_key=True, of=("self",)).select_related("mailbox").get(pk=mail.pk)
    if not by.scope(DESK) or held.state != Mail.State.ASIDE:
        raise Conflict("mail-decided", who=str(held.decided_by or ""))
    return held


def end(mail: Mail, state: Mail.State, by: Person | None, *, report: Report | None = None) -> None:
    """Decided: what it said and who sent it stand here no more."""
    vault.forget_sender(mail)
    mail.state, mail.decided_at, mail.decided_by = state, clock.now(), by
    mail.report = report or mail.report
    mail.subject, mail.text, mail.pictures = "", "", []
    mail.save()
    renew_debt(mail)


def waiting(scope: Scope, agency_id: int | None) -> Any:
    """Letters that wait for whoever routes, what may be an emergency first: all of them for a scope of everywhere, else those of one's
    own agency's mailboxes."""
    rows = (
        Mail.objects.filter(state=Mail.State.ASIDE)
        .select_related("mailbox", "report")
        .order_by(Case(When(why="emergency", then=0), default=1), "recorded_at", "pk")
    )
    return rows if scope.everywhere else rows.filter(mailbox__agency_id=agency_id or 0)


def _refuse_stranger(by: Person | None) -> None:
    """None: by the command line."""
    if by is not None and not by.scope(MANAGE).everywhere:
        raise NotAllowed(permission=MANAGE)
