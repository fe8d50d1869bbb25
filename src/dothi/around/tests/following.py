"""Followers as tests have them."""

from __future__ import annotations

import datetime as dt
from typing import Any

from dothi.around.watching import actions
from dothi.around.watching.actions import Wish
from dothi.around.watching.models import Topic, Watch
from dothi.notify.models import Message
from dothi.reports.identity.sessions import Holder

ALL = tuple(f"{one}:" for one in Topic.values)
NOON = dt.datetime(2026, 11, 20, 5, 0, tzinfo=dt.UTC)  # in Viet Nam: nothing waits for a morning
NIGHT = dt.datetime(2026, 11, 20, 16, 0, tzinfo=dt.UTC)  # 23:00 in Viet Nam


def holder(address: str) -> Holder:
    return Holder("email" if "@" in address else "sms", address, 0)


def follower(unit: Any, address: str = "0903000111", **more: Any) -> Watch:
    """Somebody follows that commune, or a point of it."""
    wish = {"wants": ALL, "unit_id": unit.pk if unit else None, **more}
    return actions.follow(holder(address), Wish(**wish), language="vi")


def told() -> list[tuple[str, str]]:
    """(address, words' key) of what `notify` was handed."""
    rows = Message.objects.filter(purpose__startswith="Tin về nơi").order_by("pk")
    return list(rows.values_list("address", "text_key"))
