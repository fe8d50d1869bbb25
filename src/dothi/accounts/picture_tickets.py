"""Leave to see the pictures of one camera during one look: signed, short, read without a database. Whether the look still stands is
asked by the process that has the pictures, each time anew: ending a look ends its pictures, whatever a ticket says."""

from __future__ import annotations

import base64
import hashlib
import hmac
from functools import cache

import msgspec

from dothi.kernel import clock
from dothi.kernel.errors import NotAuthenticated
from dothi.kernel.secret_key import secret_key

_LONGEST = 2_000


class PictureTicket(msgspec.Struct, array_like=True, forbid_unknown_fields=True):
    """Which look, which camera; `live`: pictures again and again; `mark`: what is written into each; `expires`: seconds since 1970."""

    look_id: int
    camera_id: int
    person_id: int
    live: bool
    mark: str
    expires: int


def issue(ticket: PictureTicket) -> str:
    """As it stands in an address."""
    packed = msgspec.json.encode(ticket)
    return f"{_text(packed)}.{_text(_signature(packed))}"


def read(text: str) -> PictureTicket:
    """Raises NotAuthenticated (`ticket-invalid`, `ticket-expired`)."""
    body, dot, signature = text.partition(".")
    if not dot or len(text) > _LONGEST:
        raise NotAuthenticated("ticket-invalid")
    try:
        packed, given = _bytes(body), _bytes(signature)
        genuine = hmac.compare_digest(given, _signature(packed))
        ticket = msgspec.json.decode(packed, type=PictureTicket) if genuine else None
    except (ValueError, msgspec.MsgspecError) as error:
        raise NotAuthenticated("ticket-invalid") from error
    if ticket is None:
        raise NotAuthenticated("ticket-invalid")
    if clock.now().timestamp() >= ticket.expires:
        raise NotAuthenticated("ticket-expired")
    return ticket


@cache
def _signing_key() -> bytes:
    """Of its own: no ticket of a stream is one of a picture."""
    return hashlib.sha256(b"dothi picture ticket 1\0" + secret_key().encode()).digest()


def _signature(packed: bytes) -> bytes:
    return hmac.digest(_signing_key(), packed, "sha256")


def _text(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def _bytes(text: str) -> bytes:
    return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
