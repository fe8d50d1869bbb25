"""The demo's own phones and mailboxes: messages arrive on a page of ours, marked as simulated, and nothing leaves the house."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import Literal

from django.db import connection

from dothi.connectors.sources.asking import ask
from dothi.notify.channels.kinds import Accepted, Kind, Outgoing
from dothi.notify.models import Shown


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Which way it stands for."""

    way: Literal["sms", "zalo", "email", "push", "voice", "loudspeaker", "other"] = ask("sms")


async def send(one: Outgoing, _settings: Settings) -> Accepted:
    """Arrived when it is written: the page is the phone. The same message again is one entry."""
    await asyncio.to_thread(_written, one)
    return Accepted(one.key, delivered=True)


def _written(one: Outgoing) -> None:
    try:
        Shown.objects.get_or_create(
            our_id=one.our_id,
            defaults={
                "channel_id": one.channel, "address": one.address, "title": one.title, "text": one.text,
                "link": one.link or one.about, "at": one.at,
            },
        )  # fmt: skip
    finally:
        if not connection.in_atomic_block:  # a thread of its own: its connection ends with it
            connection.close()


KIND = Kind("demo_outbox", None, Settings, send)
