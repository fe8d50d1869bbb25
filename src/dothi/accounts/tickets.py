"""Stream tickets: a page's short-lived, signed leave to hear live changes. Reading one needs no database.

A ticket holds the scopes of the permissions that streams ask for, so that the machine door filters by itself.
It lives ten minutes; a page fetches the next one at `/me/ticket/` before that, and a right that ended is gone with it.
"""

from __future__ import annotations

import re
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

import msgspec

from dothi.accounts import signed
from dothi.kernel import clock
from dothi.kernel.errors import NotAuthenticated
from dothi.kernel.permissions import Line, Scope

if TYPE_CHECKING:
    from dothi.accounts.models import Person

LIFETIME_S = 600
WALL_LIFETIME_S = 120
STREAMED = (  # with which rooms publish their events; what is not among these reaches no open screen
    "entities.view",
    "alarms.view",
    "incidents.view",
    "calls.view",
    "forces.view",
    "warnings.view",
    "crews.work",
    "indicators.view",
    "tasks.view",
    "duty.view",
    "shiftbook.view",
    "notify.view",
    "cameras.view",
    "drills.view",
    "reports.view",
    "around.manage",
    "surveys.view",
    "briefings.view",
    "publicservices.view",
    "wall.view",
)
OWN_AGENCY = "own-agency"  # no right: what concerns the people of one agency, wherever they may look (its source is late)
_LONGEST = 64_000  # a ticket travels in a URL; anything longer is not ours


class _Body(msgspec.Struct, array_like=True, forbid_unknown_fields=True):
    person_id: int
    expires: int
    # Scopes of STREAMED and OWN_AGENCY, in that order: each a list of (unit ids or null, agency id or null).
    scopes: list[list[Line]]


@dataclass(frozen=True, slots=True)
class Ticket:
    """Whose it is, until when (seconds since 1970), and where each streamed permission holds."""

    person_id: int
    expires: int
    scopes: dict[str, Scope]

    def scope(self, permission: str) -> Scope:
        return self.scopes.get(permission, Scope())

    @property
    def expired(self) -> bool:
        return clock.now().timestamp() >= self.expires

    def withdrawn_by(self, told: bytes) -> bool:
        """Is this the ticket of a wall, and does what it is being told say that the wall's token was withdrawn?"""
        if self.person_id >= 0 or b'"wall.withdrawn"' not in told:
            return False
        return re.search(rb'"wall": ?%d\D' % -self.person_id, told) is not None


def issue(person: Person) -> str:
    """A ticket for this person's streams, valid for ten minutes."""
    own: list[Line] = [(None, person.agency_id)] if person.agency_id else []
    scopes = [*(person.scope(name).as_lines() for name in STREAMED), own]
    return _sealed(person.pk, LIFETIME_S, scopes)


def issue_for_wall(wall_id: int, unit_id: int | None, agency_id: int | None) -> str:
    """A ticket by which a wall hears what is told to walls of its place, and nothing else, for two minutes. It has no person: its
    streams are counted under the wall's number below zero, which no person has."""
    told: list[Line] = [(None if unit_id is None else [unit_id], agency_id)]
    scopes: list[list[Line]] = [*(told if name == "wall.view" else [] for name in STREAMED), []]
    return _sealed(-wall_id, WALL_LIFETIME_S, scopes)


def _sealed(holder: int, lifetime_s: int, scopes: list[list[Line]]) -> str:
    body = _Body(holder, int(clock.now().timestamp()) + lifetime_s, scopes)
    packed = zlib.compress(msgspec.json.encode(body), 9)  # a province's 168 units fit into 400 characters
    return signed.seal("stream", packed)


def read(text: str) -> Ticket:
    """The ticket in `text`. Raises NotAuthenticated (`ticket-invalid`, `ticket-expired`)."""
    packed = signed.opened("stream", text, _LONGEST)
    try:
        body = msgspec.json.decode(zlib.decompress(packed), type=_Body)
        scopes = {
            name: Scope.of_lines(lines)
            for name, lines in zip((*STREAMED, OWN_AGENCY), body.scopes, strict=True)
        }
    except (msgspec.MsgspecError, zlib.error, ValueError) as error:  # signed by us, but by another version
        raise NotAuthenticated("ticket-invalid") from error
    ticket = Ticket(body.person_id, body.expires, scopes)
    if ticket.expired:
        raise NotAuthenticated("ticket-expired")
    return ticket
