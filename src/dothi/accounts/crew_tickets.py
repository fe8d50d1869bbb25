"""Crew tickets: a phone's short-lived, signed leave to tell where its unit is. Reading one needs no database.

It names the duty, the person and the one entity that it may move; who signs off ends it before its time (`gateway.positions`).
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from functools import cache

import msgspec

from dothi.kernel import clock
from dothi.kernel.errors import NotAuthenticated
from dothi.kernel.secret_key import secret_key

LIFETIME_S = 600
_LONGEST = 2_000


class CrewTicket(msgspec.Struct, array_like=True, forbid_unknown_fields=True, frozen=True):
    """`expires`: seconds since 1970; `urn`: the entity whose `location` it may write, for the agency of its unit."""

    person_id: int
    duty_id: int
    urn: str
    agency_id: int
    expires: int


def issue(person_id: int, duty_id: int, urn: str, agency_id: int, *, until: int) -> str:
    """A ticket for ten minutes, never beyond the duty itself (`until`: seconds since 1970)."""
    expires = min(int(clock.now().timestamp()) + LIFETIME_S, until)
    packed = msgspec.json.encode(CrewTicket(person_id, duty_id, urn, agency_id, expires))
    return f"{_text(packed)}.{_text(_signature(packed))}"


def read(text: str) -> CrewTicket:
    """The ticket in `text`. Raises NotAuthenticated (`ticket-invalid`, `ticket-expired`)."""
    body, dot, given = text.partition(".")
    if not dot or len(text) > _LONGEST:
        raise NotAuthenticated("ticket-invalid")
    try:
        packed = _bytes(body)
        if not hmac.compare_digest(_bytes(given), _signature(packed)):
            raise NotAuthenticated("ticket-invalid")
        ticket = msgspec.json.decode(packed, type=CrewTicket)
    except (ValueError, msgspec.MsgspecError) as error:
        raise NotAuthenticated("ticket-invalid") from error
    if clock.now().timestamp() >= ticket.expires:
        raise NotAuthenticated("ticket-expired")
    return ticket


@cache
def _signing_key() -> bytes:
    """Of its own: a ticket of streams tells no position."""
    return hashlib.sha256(b"dothi crew ticket 1\0" + secret_key().encode()).digest()


def _signature(packed: bytes) -> bytes:
    return hmac.digest(_signing_key(), packed, "sha256")


def _text(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def _bytes(text: str) -> bytes:
    return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
