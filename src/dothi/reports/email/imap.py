"""A mailbox over IMAP4rev1 (RFC 3501), read and never changed. The connection goes to the address that the egress guard judged, under TLS
by the name that was configured; Python's own `imaplib` speaks it: what we need of the protocol are six commands.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import imaplib
import re
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any

from dothi.connectors.sources import secrets
from dothi.connectors.sources.errors import SourceError
from dothi.kernel import egress
from dothi.kernel.errors import DothiError
from dothi.reports.email.models import Mailbox

PATIENCE_S = 20.0  # of one answer
MOST_OF_HEAD = 65_536  # bytes of a letter's head that are asked for
_SIZE = re.compile(rb"RFC822\.SIZE (\d{1,15})")
_UID = re.compile(rb"UID (\d{1,10})")
_DATE = re.compile(rb'INTERNALDATE "([^"]{20,40})"')


class MailTrouble(DothiError):
    """The mailbox cannot be read now; `code` says what is in the way."""

    status, title = 502, "BadGateway"

    def __init__(self, reason: str, **fields: Any) -> None:
        super().__init__(f"mail-{reason}", **fields)


@dataclass(frozen=True, slots=True)
class Lying:
    """A letter in the mailbox: its number, size in bytes, when it came, its headers."""

    uid: int
    size: int
    at: dt.datetime
    head: bytes


class Box:
    """A folder that is open for reading. Raises MailTrouble throughout."""

    def __init__(self, server: imaplib.IMAP4, host: str) -> None:
        self._server, self._host = server, host
        self.validity, self.count = 0, 0

    def select(self, folder: str) -> None:
        with _said(self._host):
            told, data = self._server.select(_quoted(folder), readonly=True)
            if told != "OK":
                raise MailTrouble("folder", folder=folder)
            self.count = int(data[0] or 0)
            validity = self._server.response("UIDVALIDITY")[1][0]
            if not validity:
                raise MailTrouble("answer", host=self._host)
            self.validity = int(validity)

    def after(self, uid: int, since: dt.datetime, most: int) -> list[int]:
        """The next numbers above this one, in order, without what lay there days before: the server goes by its own days and zone."""
        day = since.astimezone(dt.UTC) - dt.timedelta(days=1)
        with _said(self._host):
            data = self._asked(self._server.uid("SEARCH", f"UID {uid + 1}:* SINCE {day:%d-%b-%Y}"))
            numbers = (
                int(one) for one in b" ".join(part for part in data if isinstance(part, bytes)).split()
            )
            return sorted(one for one in numbers if one > uid)[:most]  # `n:*` always tells the last one

    def lying(self, uid: int) -> Lying | None:
        """None: it was deleted meanwhile."""
        with _said(self._host):
            told = self._server.uid(
                "FETCH", str(uid), f"(UID RFC822.SIZE INTERNALDATE BODY.PEEK[HEADER]<0.{MOST_OF_HEAD}>)"
            )
            row = _row(self._asked(told), uid)
            if row is None:
                return None
            facts, head = row
            size, at = _SIZE.search(facts), _DATE.search(facts)
            if size is None or at is None:
                raise MailTrouble("answer", host=self._host)
            return Lying(uid, int(size[1]), _moment(at[1].decode()), head)

    def whole(self, uid: int) -> bytes | None:
        """None: it was deleted meanwhile."""
        with _said(self._host):
            row = _row(self._asked(self._server.uid("FETCH", str(uid), "(UID BODY.PEEK[])")), uid)
            return row[1] if row else None

    def _asked(self, told: tuple[str, list[Any]]) -> list[Any]:
        if told[0] != "OK":
            raise MailTrouble("answer", host=self._host)
        return told[1]


@contextmanager
def opened(mailbox: Mailbox) -> Iterator[Box]:
    """Connected, logged in, its folder selected. Raises MailTrouble."""
    server = _connected(mailbox)
    try:
        with _said(mailbox.host):
            _log_in(server, mailbox)
        box = Box(server, mailbox.host)
        box.select(mailbox.folder)
        yield box
    finally:
        with suppress(Exception):  # it may be gone; what was read is ours all the same
            server.logout()


def _connected(mailbox: Mailbox) -> imaplib.IMAP4:
    with _said(mailbox.host):
        try:
            address = asyncio.run(egress.address_of(mailbox.host, mailbox.port))
        except egress.EgressRefused as error:
            raise MailTrouble("inside", host=mailbox.host) from error
        context = egress.tls_context(mailbox.host)
        if mailbox.security == Mailbox.Security.TLS:
            return imaplib.IMAP4_SSL(address, mailbox.port, ssl_context=context, timeout=PATIENCE_S)
        server = imaplib.IMAP4(address, mailbox.port, timeout=PATIENCE_S)
        try:
            server.starttls(ssl_context=context)
        except BaseException:
            server.shutdown()
            raise
        return server


def _log_in(server: imaplib.IMAP4, mailbox: Mailbox) -> None:
    """By PLAIN, which carries every letter of a password (RFC 4616); LOGIN has only ASCII."""
    try:
        password = secrets.decrypt(mailbox.password)
    except SourceError as error:
        raise MailTrouble("secret") from error
    told = f"\0{mailbox.username}\0{password}".encode()
    try:
        if "AUTH=PLAIN" in server.capabilities:
            server.authenticate("PLAIN", lambda _: told)
        else:
            server.login(mailbox.username, password)
    except (imaplib.IMAP4.error, UnicodeEncodeError) as error:
        if isinstance(error, imaplib.IMAP4.abort):
            raise
        raise MailTrouble("login", host=mailbox.host) from error


@contextmanager
def _said(host: str) -> Iterator[None]:
    """What goes wrong with a server, in our words."""
    try:
        yield
    except ssl.SSLError as error:
        raise MailTrouble("certificate", host=host, detail=str(error)[:160]) from error
    except TimeoutError as error:
        raise MailTrouble("slow", host=host) from error
    except OSError as error:
        raise MailTrouble("no-connection", host=host, detail=str(error)[:160]) from error
    except imaplib.IMAP4.error as error:
        raise MailTrouble("broke-off", host=host, detail=str(error)[:160]) from error
    except (ValueError, IndexError, TypeError) as error:  # an answer that is none
        raise MailTrouble("answer", host=host) from error


def _row(data: list[Any], uid: int) -> tuple[bytes, bytes] | None:
    """(facts, literal) of the letter; a server may tell news of others in between."""
    for number, one in enumerate(data):
        if not isinstance(one, tuple):
            continue
        after = data[number + 1] if number + 1 < len(data) and isinstance(data[number + 1], bytes) else b""
        facts = one[0] + after
        found = _UID.search(facts)
        if found is not None and int(found[1]) == uid:
            return facts, one[1]
    return None


def _moment(told: str) -> dt.datetime:
    return dt.datetime.strptime(told.strip(), "%d-%b-%Y %H:%M:%S %z")


def _quoted(folder: str) -> str:
    """A folder's name as the protocol writes it. Raises MailTrouble: letters that older servers know only in an alphabet of their own."""
    if not folder.isascii() or any(sign in folder for sign in '"\\\r\n'):
        raise MailTrouble("folder", folder=folder)
    return f'"{folder}"'
