"""Leave to see the pictures of one camera during one look: signed, short, read without a database. Whether the look still stands is
asked by the process that has the pictures, each time anew: ending a look ends its pictures, whatever a ticket says."""

from __future__ import annotations

import msgspec

from dothi.accounts import signed
from dothi.kernel import clock
from dothi.kernel.errors import NotAuthenticated

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
    return signed.seal("picture", packed)


def read(text: str) -> PictureTicket:
    """Raises NotAuthenticated (`ticket-invalid`, `ticket-expired`)."""
    packed = signed.opened("picture", text, _LONGEST)
    try:
        ticket = msgspec.json.decode(packed, type=PictureTicket)
    except msgspec.MsgspecError as error:  # signed by us, but by another version
        raise NotAuthenticated("ticket-invalid") from error
    if clock.now().timestamp() >= ticket.expires:
        raise NotAuthenticated("ticket-expired")
    return ticket
