"""Rows and the running loop that several tests of this room begin with."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from functools import wraps
from typing import Any

from dothi.accounts.models import Agency
from dothi.connectors.sources import secrets
from dothi.kernel import clock
from dothi.notify.actions import send_to_address
from dothi.notify.models import Channel, ChannelSecret, Message
from dothi.notify.said import Said
from dothi.notify.sending import Post

SAID = Said("notify-title-plain")


def owner() -> Agency:
    return Agency.objects.get_or_create(
        code="notify-owner",
        defaults={"name_vi": "Chủ kênh", "name_en": "Owner", "kind": "centre", "valid_from": "2026-01-01"},
    )[0]


def a_channel(
    code: str,
    *,
    kind: str = "email",
    way: str = "email",
    unit: Any = None,
    hidden: dict[str, str] | None = None,
    **columns: Any,
) -> Channel:
    """A channel that is on; `hidden`: its secrets."""
    channel = Channel.objects.create(
        code=code, kind=kind, way=way, name=code, agency=owner(), unit=unit, changed_at=clock.now(), **columns
    )
    for name, text in (hidden or {}).items():
        ChannelSecret.objects.create(channel=channel, name=name, token=secrets.encrypt(text))
    return channel


def gateway(code: str, url: str, *, position: int = 0, **settings: Any) -> Channel:
    """An SMS gateway over HTTP at `url`."""
    return a_channel(code, kind="sms_http", way="sms", position=position, settings={"url": url, **settings})


def an_sms(key: str = "k", *, importance: str = "high", to: str = "0911222333", said: Said = SAID) -> Message:
    return send_to_address(
        "sms", to, said, purpose="thử", key=key, unit_id=None, agency_id=None, importance=importance
    )


def state(key: str = "k") -> str:
    return Message.objects.get(key=key).state


def turns(key: str = "k") -> list[tuple[str, str, str]]:
    """Channel, state and trouble of each delivery, in order."""
    found = Message.objects.get(key=key).deliveries.order_by("number")
    return list(found.values_list("channel__code", "state", "trouble"))


async def _here(call: Callable[[], Any]) -> Any:
    return call()


@asynccontextmanager
async def posting() -> AsyncIterator[Post]:
    """The loop's own work, on the connection of the test."""
    post = Post(_here)
    try:
        yield post
    finally:
        await post.end(0)


async def go_round(post: Post) -> None:
    """One round, to the end of what it began."""
    await post.round()
    await post.settled()


def in_loop(test: Callable[..., Coroutine[Any, Any, None]]) -> Callable[..., None]:
    """A test that runs the loop in the thread, and on the connection, whose transaction is rolled back after it."""

    @wraps(test)
    def inside(*arguments: Any, **named: Any) -> None:
        asyncio.run(test(*arguments, **named))

    return inside
