"""Crew tickets: a phone's short-lived, signed leave to tell where its unit is. Reading one needs no database.

It names the duty, the person and the one entity that it may move; who signs off ends it before its time (`gateway.positions`).
"""

from __future__ import annotations

import msgspec

from dothi.accounts import signed
from dothi.kernel import clock
from dothi.kernel.errors import NotAuthenticated

LIFETIME_S = 600
_LONGEST = 2_000


class CrewTicket(msgspec.Struct, array_like=True, forbid_unknown_fields=True, frozen=True):
    """`expires`: seconds since 1970; `urn`: the entity whose `location` it may write, for the agency of its unit; `makes`: what that
    entity is called where it is the unit's own and the first position makes it, empty for one that somebody else keeps."""

    person_id: int
    duty_id: int
    urn: str
    agency_id: int
    expires: int
    makes: str = ""


def issue(person_id: int, duty_id: int, urn: str, agency_id: int, *, until: int, makes: str = "") -> str:
    """A ticket for ten minutes, never beyond the duty itself (`until`: seconds since 1970)."""
    expires = min(int(clock.now().timestamp()) + LIFETIME_S, until)
    packed = msgspec.json.encode(CrewTicket(person_id, duty_id, urn, agency_id, expires, makes))
    return signed.seal("crew", packed)


def read(text: str) -> CrewTicket:
    """The ticket in `text`. Raises NotAuthenticated (`ticket-invalid`, `ticket-expired`)."""
    packed = signed.opened("crew", text, _LONGEST)
    try:
        ticket = msgspec.json.decode(packed, type=CrewTicket)
    except msgspec.MsgspecError as error:  # signed by us, but by another version
        raise NotAuthenticated("ticket-invalid") from error
    if clock.now().timestamp() >= ticket.expires:
        raise NotAuthenticated("ticket-expired")
    return ticket
