"""One order as the tests of channels send it."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from dothi.commands.channels.kinds import Order

AT = dt.datetime(2026, 11, 22, 8, 0, tzinfo=dt.UTC)
KEY = UUID("5b0c6d4e-3c1e-4d0a-9f0b-0a4f6d7e8c90")


def order(value: str | float = "on", code: str = "switch-lights") -> Order:
    urn = "urn:ngsi-ld:StreetlightControlCabinet:tu.7"
    return Order(KEY, code, urn, "switchState", value, AT, AT + dt.timedelta(minutes=2))
