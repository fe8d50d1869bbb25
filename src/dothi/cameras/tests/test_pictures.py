"""A picture on its whole way: ticket, machine door, NATS, the process that looks, a real stream – and none once the look is over."""

from __future__ import annotations

import io
import time
from typing import Any

import httpx
import pytest
from PIL import Image

from dothi.accounts import looks, picture_tickets
from dothi.accounts.models import LookEnd
from dothi.cameras import looking_at, showing
from dothi.cameras.looking.pool import Pool
from dothi.cameras.showing import Showing
from dothi.cameras.simulated.reels import reel
from dothi.cameras.simulated.rtsp import Server
from dothi.cameras.tests.register import camera
from dothi.cameras.tests.views import film, street
from dothi.cameras.watching import Line
from dothi.gateway import pictures
from dothi.gateway.app import build
from dothi.gateway.pictures import Allowance
from dothi.kernel import clock
from dothi.kernel.stepping import Stepper

WHY = "khói trên nóc chợ, 114 báo"


def test_one_person_has_so_many_pictures_at_once_and_then_so_many_a_second(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    allowance, now = Allowance(burst=6, per_s=2), [100.0]
    monkeypatch.setattr(pictures.time, "monotonic", lambda: now[0])
    assert [allowance.take(1) for _ in range(8)] == [True] * 6 + [False] * 2
    assert allowance.take(2)  # another person's are their own
    now[0] += 1
    assert [allowance.take(1) for _ in range(3)] == [True, True, False]


@pytest.mark.django_db(transaction=True)
async def test_pictures_come_while_the_look_stands_and_end_with_it(
    cast: Any, nats_server: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DOTHI_NATS_URL", nats_server.url)
    monkeypatch.setenv("DOTHI_EGRESS_ALLOW", "127.0.0.1")
    monkeypatch.setattr(showing, "CHECKED_S", 0.0)  # the row is asked for each picture
    for module, name in ((pictures, "LONGEST_S"), (showing, "FIRST_S"), (showing, "ONCE_S")):
        monkeypatch.setattr(module, name, 60.0)  # a busy machine takes its time
    door = httpx.ASGITransport(build(with_streams=True))
    async with (
        Server({"gate": reel(film(street()))}) as server,
        Stepper("test") as steps,
        Pool(1) as pool,
        httpx.AsyncClient(transport=door, base_url="http://test", timeout=60) as browser,
    ):
        shows = Showing(pool, steps.inside)
        line = Line(shows.answer)
        await line.keep()
        found = await steps.inside(
            lambda: camera("cho-1", cast.office_a, cast.ward_a, address=server.url("gate"))
        )
        look = await steps.inside(lambda: looking_at.begin(found, "verify", WHY, by=cast.lan))
        still, live = [
            await steps.inside(lambda live=live: looking_at.ticket_of(found, look, live=live))
            for live in (False, True)
        ]
        for ticket in (still, live, still):
            answer = await browser.get("/stream/picture", params={"ticket": ticket})
            assert (answer.status_code, answer.headers["content-type"]) == (200, "image/jpeg")
            assert answer.headers["cache-control"] == "no-store"
            assert Image.open(io.BytesIO(answer.content)).size == (384, 216)
        forged = picture_tickets.read(still)
        forged.look_id += 1
        stranger = picture_tickets.issue(forged)  # signed by us, of a look that does not stand
        statuses = [
            (await browser.get("/stream/picture", params=params)).status_code
            for params in ({"ticket": still + "x"}, {"ticket": stranger}, {})
        ]
        assert statuses == [401, 410, 401]
        await steps.inside(lambda: looks.end(look, cast.lan))
        for ticket in (still, live):
            answer = await browser.get("/stream/picture", params={"ticket": ticket})
            assert (answer.status_code, answer.content) == (410, b"")
        await _falls_silent(shows, steps, browser, found, cast.lan, monkeypatch)
        await line.end()


async def _falls_silent(
    shows: Showing,
    steps: Stepper,
    browser: httpx.AsyncClient,
    found: Any,
    person: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A browser that was killed tells nobody: its live look is over when it asked for the last picture."""
    look = await steps.inside(lambda: looking_at.begin(found, "verify", WHY, by=person))
    ticket = await steps.inside(lambda: looking_at.ticket_of(found, look, live=True))
    assert (await browser.get("/stream/picture", params={"ticket": ticket})).status_code == 200
    await shows.sweep()
    assert await steps.inside(lambda: looks.open_look(person, "camera", found.code)) == look
    late = time.monotonic() + 61
    monkeypatch.setattr(showing.time, "monotonic", lambda: late)
    await shows.sweep()
    assert await steps.inside(lambda: looks.open_look(person, "camera", found.code)) is None
    ended = await steps.inside(lambda: LookEnd.objects.get(look=look))
    assert look.began_at <= ended.at <= clock.now()
