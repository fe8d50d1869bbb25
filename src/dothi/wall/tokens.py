"""The token of a wall: sealed as a kind of its own, so that it is no stream ticket, no picture ticket and no session; its database row says
whether it still holds. It opens the wall's own pages, and with them a stream that carries what walls are told, nothing else."""

from __future__ import annotations

import hashlib
import hmac

import msgspec

from dothi.accounts import signed
from dothi.accounts.tickets import issue_for_wall
from dothi.kernel import clock
from dothi.kernel.errors import NotAuthenticated
from dothi.kernel.ids import new_secret
from dothi.wall.models import Wall

_KIND, _LONGEST = "wall", 400


class _Body(msgspec.Struct, array_like=True, forbid_unknown_fields=True):
    code: str
    secret: str


def made(code: str) -> tuple[str, bytes]:
    """A new token for the wall of this code, and the hash that is kept of it."""
    token = signed.seal(_KIND, msgspec.json.encode(_Body(code, new_secret())))
    return token, _digest(token)


def wall_of(token: str) -> Wall:
    """The wall that a token opens. Raises NotAuthenticated (`wall-token-unknown`, `wall-token-ended`, `wall-token-withdrawn`)."""
    try:
        body = msgspec.json.decode(signed.opened(_KIND, token, _LONGEST), type=_Body)
    except (NotAuthenticated, msgspec.MsgspecError) as error:
        raise NotAuthenticated("wall-token-unknown") from error
    wall = Wall.objects.filter(code=body.code).first()
    if wall is None or not hmac.compare_digest(bytes(wall.token_sha256), _digest(token)):
        raise NotAuthenticated("wall-token-unknown")
    if wall.withdrawn_at is not None:
        raise NotAuthenticated("wall-token-withdrawn", wall=wall.name)
    if wall.ends_on < clock.today():
        raise NotAuthenticated("wall-token-ended", wall=wall.name)
    return wall


def stream_ticket(wall: Wall) -> str:
    """Leave to hear what is told to this wall for the next minutes."""
    return issue_for_wall(wall.pk, wall.unit_id, wall.agency_id)


def _digest(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()
