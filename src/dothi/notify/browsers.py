"""Browsers that take pushed messages: the key they ask with, and what they hand in. For officers' own pages and for citizens'."""

from __future__ import annotations

import msgspec

from dothi.connectors.sources.asking import SettingsRefused
from dothi.connectors.sources.errors import SourceError
from dothi.kernel.errors import BadRequest
from dothi.notify.channels.kinds import settings_of
from dothi.notify.channels.web_push.kind import public_key, subscription_of
from dothi.notify.models import Channel

LONGEST = 1000  # signs of a subscription: an address and two keys


def push_key() -> str:
    """Of the channel that serves browsers; empty: there is none."""
    channel = Channel.objects.filter(kind="web_push", is_on=True).order_by("position", "pk").first()
    if channel is None:
        return ""
    try:
        return public_key(settings_of(channel))
    except (SettingsRefused, SourceError):
        return ""


def subscription(told: str) -> str:
    """What a browser handed in, the same text whenever it is the same. Raises BadRequest: it is no subscription."""
    try:
        found = subscription_of(told)
    except ValueError:
        raise BadRequest("notify-subscription") from None
    address = msgspec.json.encode(found, order="sorted").decode()
    if len(address) > LONGEST:
        raise BadRequest("notify-subscription")
    return address
