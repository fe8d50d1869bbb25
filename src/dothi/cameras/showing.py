"""Pictures for people: one question for each (`gateway/pictures.py`), answered only while its look stands.

The newest picture of a camera is shared for some seconds by those who look; a live view is one decoder for all who watch, and ends by
itself when nobody asks any more. All of it is memory of this process: nothing of a picture is written anywhere.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import msgspec

from dothi.accounts.models import Look as LookRow
from dothi.accounts.picture_tickets import PictureTicket
from dothi.cameras import looking_at, looks_taken, marking, rules
from dothi.cameras.looking.pool import Look, Pool
from dothi.cameras.looks_taken import Target
from dothi.cameras.models import Camera
from dothi.cameras.reaching import url_of
from dothi.gateway.pictures import OVER, Told
from dothi.kernel import clock
from dothi.kernel.errors import DothiError

FPS = 4.0
QUIET_S = 6.0  # nobody asked for so long: the live view ends
FIRST_S = 9.0
ONCE_S = 8.0
CHECKED_S = 2.0  # how long it is believed that a look still stands
MOST_LIVE = 8
Inside = Callable[[Callable[[], Any]], Awaitable[Any]]


@dataclass(slots=True)
class Shown:
    """What there is of one camera."""

    picture: bytes = b""
    at: float = 0.0  # monotonic
    taken: str = ""
    trouble: str = ""
    asked: float = 0.0
    stop: Callable[[], None] | None = None
    came: asyncio.Event = field(default_factory=asyncio.Event)
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)


class Showing:
    """One per process that looks."""

    def __init__(self, pool: Pool, inside: Inside) -> None:
        self._pool, self._inside = pool, inside
        self._shown: dict[int, Shown] = {}
        self._standing: dict[int, tuple[float, Target]] = {}
        self._watched: dict[
            int, tuple[float, dt.datetime]
        ] = {}  # live looks → when a picture was last asked for

    async def answer(self, data: bytes) -> bytes:
        """A ticket → what stands before the picture, a line end, the picture."""
        ticket = msgspec.json.decode(data, type=PictureTicket)
        target = await self._target(ticket)
        if target is None:
            return _told(Told(OVER))
        self._note_asked(ticket)
        shown = self._shown.setdefault(ticket.camera_id, Shown())
        shown.asked = time.monotonic()
        await (self._live(shown, target) if ticket.live else self._once(shown, target))
        if not shown.picture:
            return _told(Told(shown.trouble or "no-answer"))
        words = f"{ticket.mark} · {clock.now().astimezone(clock.VIETNAM):%d/%m/%Y %H:%M:%S}"
        jpeg = await asyncio.to_thread(marking.marked, shown.picture, words)
        return _told(Told("", shown.taken), jpeg)

    def _note_asked(self, ticket: PictureTicket) -> None:
        if ticket.live:
            self._watched[ticket.look_id] = (time.monotonic(), clock.now())
        else:  # a picture that one reads is asked for once
            self._watched.pop(ticket.look_id, None)

    async def _target(self, ticket: PictureTicket) -> Target | None:
        """Where to look, while the look stands: its row says so, asked anew every two seconds."""
        held = self._standing.get(ticket.look_id)
        if held is not None and time.monotonic() - held[0] < CHECKED_S:
            return held[1]
        found: Target | None = await self._inside(lambda: _standing(ticket))
        self._standing = {key: one for key, one in self._standing.items() if one[0] > time.monotonic() - 60}
        if found is None:
            self._standing.pop(ticket.look_id, None)
        else:
            self._standing[ticket.look_id] = (time.monotonic(), found)
        return found

    async def _once(self, shown: Shown, target: Target) -> None:
        """The newest picture, taken anew when the one that is held is too old. Many who ask at once wait for one look."""
        async with shown.lock:
            kept_s = await self._inside(lambda: rules.value("picture-kept-s"))
            if shown.stop is not None or (shown.picture and time.monotonic() - shown.at < kept_s):
                return
            shown.picture = b""
            if url := await _url(shown, target):
                _hold(shown, await self._pool.look(url, name=target.host, seconds=ONCE_S))

    async def _live(self, shown: Shown, target: Target) -> None:
        async with shown.lock:
            if shown.stop is None:
                await self._begin(shown, target)
        try:
            async with asyncio.timeout(FIRST_S):
                await shown.came.wait()
        except TimeoutError:
            shown.trouble = shown.trouble or "no-answer"

    async def _begin(self, shown: Shown, target: Target) -> None:
        shown.came.clear()
        shown.picture, shown.trouble = b"", ""
        if sum(one.stop is not None for one in self._shown.values()) >= MOST_LIVE:
            shown.trouble = "too-many"
            shown.came.set()
            return
        seconds = float(await self._inside(lambda: rules.value("live-seconds"))) + FIRST_S
        url = await _url(shown, target)
        if not url:
            shown.came.set()
            return
        shown.stop = await self._pool.live(
            url, lambda look: _take(shown, look), fps=FPS, seconds=seconds, name=target.host
        )

    async def sweep(self) -> int:
        """Ends what nobody asks for any more, forgets its pictures; how many are held. A live look that fell silent is over."""
        now = time.monotonic()
        if any(now - asked > QUIET_S for asked, _ in self._watched.values()):
            await self._end_abandoned(now)
        for key, one in list(self._shown.items()):
            if now - one.asked > QUIET_S and one.stop is not None:
                one.stop()
                one.stop = None
            if now - one.asked > 60 and not one.lock.locked():
                del self._shown[key]
        return len(self._shown)

    async def _end_abandoned(self, now: float) -> None:
        """Who closed a browser, lost the line or went away from a live view looks no more: its end is when the last picture was asked for."""
        wait_s = await self._inside(lambda: rules.value("abandoned-seconds"))
        for look_id, (asked, at) in list(self._watched.items()):
            if now - asked > wait_s:
                await self._inside(partial(looking_at.abandon, look_id, at))
                self._watched.pop(look_id, None)


async def _url(shown: Shown, target: Target) -> str:
    """What a decoder opens; empty, with the trouble noted, where there is nothing to open."""
    try:
        if not target.trouble:
            return await url_of(target)
        shown.trouble = target.trouble
    except DothiError:
        shown.trouble = "forbidden"
    except (OSError, TimeoutError):
        shown.trouble = "no-such-host"
    return ""


def _take(shown: Shown, look: Look | None) -> None:
    """A picture of a live view, or its end."""
    if look is None or look.answer.done:
        shown.stop = None
        shown.trouble = (look.answer.trouble if look else "") or "stalled"
        if look is None or look.answer.trouble:
            shown.picture = b""
    if look is not None and look.picture:
        _hold(shown, look)
    shown.came.set()


def _hold(shown: Shown, look: Look) -> None:
    shown.picture, shown.trouble = look.picture, look.answer.trouble
    shown.at, shown.taken = time.monotonic(), clock.iso(clock.now())


def _standing(ticket: PictureTicket) -> Target | None:
    camera = Camera.objects.filter(pk=ticket.camera_id, in_service=True).first()
    if camera is None:
        return None
    rows = LookRow.objects.filter(pk=ticket.look_id, kind=looking_at.KIND, subject=camera.code)
    look = rows.filter(person_id=ticket.person_id).select_related("person__agency").first()
    return looks_taken.target_of(camera) if look is not None and looking_at.stands(camera, look) else None


def _told(told: Told, jpeg: bytes = b"") -> bytes:
    return msgspec.json.encode(told) + b"\n" + jpeg
