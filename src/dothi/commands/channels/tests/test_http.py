"""A vendor's platform on a real socket: what it reads, and what its every answer means."""

from __future__ import annotations

import base64
import hashlib
import hmac
from dataclasses import replace
from typing import Any

import pytest

from dothi.commands.channels.http.kind import Settings, send
from dothi.commands.channels.kinds import NotSent, Unanswered
from dothi.commands.channels.tests.orders import KEY, order
from dothi.connectors.sources import asking
from dothi.connectors.sources.asking import SettingsRefused
from dothi.connectors.sources.tests.serving import serving

SECRET = base64.b64encode(b"k" * 32).decode()


@pytest.fixture(autouse=True)
def own_network(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DOTHI_EGRESS_ALLOW", "127.0.0.1")


def settings(url: str, **more: Any) -> Settings:
    return asking.read(Settings, {"url": url, "signing_secret": f"whsec_{SECRET}", **more})


async def test_it_is_signed_addressed_and_named_so_that_nothing_is_done_twice() -> None:
    with serving(lambda asked: asked.give("{}", 202)) as server:
        answer = await send(order(), settings(f"{server.url}/cabinets/{{id}}", token="t0k3n"))
    (asked,) = server.asked
    assert answer.said == "HTTP 202" and not answer.shown
    assert asked.path == "/cabinets/tu.7" and asked.headers["Authorization"] == "Bearer t0k3n"
    assert asked.headers["Idempotency-Key"] == asked.headers["webhook-id"] == str(KEY)
    signed = f"{KEY}.{asked.headers['webhook-timestamp']}.".encode() + asked.body
    right = base64.b64encode(hmac.new(b"k" * 32, signed, hashlib.sha256).digest()).decode()
    assert asked.headers["webhook-signature"] == f"v1,{right}" and b'"switchState":"on"' in asked.body


@pytest.mark.parametrize(
    ("status", "raised", "told"),
    [
        (404, NotSent, "refused-there"),
        (409, NotSent, "refused-there"),
        (503, Unanswered, ""),
        (307, NotSent, "channel"),
    ],
)
async def test_an_answer_is_what_it_says_and_no_more(status: int, raised: type[Exception], told: str) -> None:
    with (
        serving(lambda asked: asked.give("", status, Location="/elsewhere")) as server,
        pytest.raises(raised) as error,
    ):
        await send(order(), settings(server.url))
    assert len(server.asked) == 1  # a redirect is not followed, a failure not tried again
    assert getattr(error.value, "trouble", "") == told


async def test_a_line_that_breaks_says_nothing_and_one_that_never_stood_says_no() -> None:
    with serving(lambda asked: asked.connection.shutdown(2)) as server, pytest.raises(Unanswered):
        await send(order(), settings(server.url))
    with pytest.raises(NotSent) as error:
        await send(order(), settings(server.url))
    assert error.value.trouble == "no-connection"


async def test_it_leads_nowhere_inside_that_nobody_allowed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DOTHI_EGRESS_ALLOW", "")
    with pytest.raises(NotSent) as error:
        await send(order(), settings("http://127.0.0.1:9/"))
    assert (error.value.trouble, error.value.said) == ("channel", "inside")


async def test_no_device_is_called_so_that_another_address_is_asked() -> None:
    with serving(lambda asked: asked.give("{}")) as server, pytest.raises(NotSent):
        odd = replace(order(), urn="urn:ngsi-ld:StreetlightControlCabinet:..")
        await send(odd, settings(f"{server.url}/cabinets/{{id}}/on"))
    assert server.asked == []


def test_a_secret_that_signs_nothing_is_refused() -> None:
    for secret in ("kurz", base64.b64encode(b"k" * 23).decode()):
        with pytest.raises(SettingsRefused, match="signing_secret"):
            settings("https://den.example.vn/", signing_secret=secret)
