"""`GET /stream/picture?ticket=…`: the newest picture of a camera, for one look. One question by NATS to the process that looks at cameras,
one JPEG back: no thread of the people door waits, and nothing of a picture is kept here.

200 the picture, `Dothi-At` when it was taken · 410 the look is over · 429 too many for one person · 503 the camera gives none now (`Dothi-Trouble` says why).
"""

from __future__ import annotations

import logging
import time
from dataclasses import dataclass, field
from typing import Final

import msgspec
import nats
from nats.aio.client import Client
from nats.errors import NoRespondersError
from nats.errors import TimeoutError as NatsTimeout
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from dothi.accounts import picture_tickets
from dothi.gateway.operations import Answer, operation
from dothi.kernel.engines import addresses
from dothi.kernel.errors import ConfigurationError, NotAuthenticated, Unavailable

SUBJECT: Final = "dothi.cameras.picture"
LONGEST_S = 12.0
MOST_REMEMBERED = 1_000
OVER: Final = "look-over"
logger = logging.getLogger(__name__)
_ANSWERS = {200: Answer("One picture, marked with who looks.", {"image/jpeg": "Picture"})}
_HEADERS: Final = {"Cache-Control": "no-store", "Content-Encoding": "identity"}


@dataclass(slots=True)
class Allowance:
    """How many pictures one person may ask this process for: some at once, then so many a second. Two live views take eight a second."""

    burst: float = 60.0
    per_s: float = 12.0
    _left: dict[int, tuple[float, float]] = field(
        default_factory=dict
    )  # person → pictures left, when (monotonic)

    def take(self, person_id: int) -> bool:
        """One more for this person, if there is one left."""
        now = time.monotonic()
        if len(self._left) > MOST_REMEMBERED:  # who asked long ago has all again
            whole_s = self.burst / self.per_s
            self._left = {who: held for who, held in self._left.items() if now - held[1] < whole_s}
        left, at = self._left.get(person_id, (self.burst, now))
        left = min(self.burst, left + (now - at) * self.per_s)
        self._left[person_id] = (left - (left >= 1), now)
        return left >= 1


class Told(msgspec.Struct):
    """What stands before the picture in an answer of the process that looks."""

    trouble: str = ""
    at: str = ""


@operation("picture", "The newest picture of a camera", _ANSWERS, takes=("ticket", "n"), refuses=(429,))
async def picture(request: Request) -> Response:
    """`n` is a number of the page's own, so that no browser takes an old picture. Raises NotAuthenticated, Unavailable (429: this person asks for too many)."""
    picture.dothi_operation.check(request.query_params)  # type: ignore[attr-defined]
    if "ticket" not in request.query_params:
        raise NotAuthenticated("ticket-invalid")
    ticket = picture_tickets.read(request.query_params["ticket"])
    if not _allowance(request).take(ticket.person_id):
        raise Unavailable("too-many-pictures", status=429)
    client = await _client(request)
    try:
        answer = await client.request(SUBJECT, msgspec.json.encode(ticket), timeout=LONGEST_S)
    except (NatsTimeout, NoRespondersError, nats.errors.Error) as error:
        raise Unavailable("cameras-away") from error
    head, _, jpeg = answer.data.partition(b"\n")
    told = msgspec.json.decode(head, type=Told)
    if told.trouble:
        status = 410 if told.trouble == OVER else 503
        return Response(status_code=status, headers={**_HEADERS, "Dothi-Trouble": told.trouble})
    return Response(jpeg, media_type="image/jpeg", headers={**_HEADERS, "Dothi-At": told.at})


def _allowance(request: Request) -> Allowance:
    """The process's own."""
    held: Allowance | None = getattr(request.app.state, "picture_allowance", None)
    if held is None:
        held = request.app.state.picture_allowance = Allowance()
    return held


async def _client(request: Request) -> Client:
    """The process's own line to NATS; made when the first picture is asked for, and made anew when it was lost for good."""
    held: Client | None = getattr(request.app.state, "pictures", None)
    if held is not None and not held.is_closed:
        return held
    try:
        made = await nats.connect(addresses.nats_url(), name="pictures", connect_timeout=2)
    except (nats.errors.Error, OSError, ConfigurationError) as error:
        raise Unavailable("cameras-away") from error
    request.app.state.pictures = made
    return made


picture.dothi_access = "ticket"  # type: ignore[attr-defined]
routes = [Route("/stream/picture", picture, methods=["GET"])]
