"""Operators about a value's age, for rules that look at several attributes: `level.value > 3.0 && pump.silentFor('30m')`.

A source that only falls silent is a no-data rule's: nothing judges a condition while no value comes.
"""

from __future__ import annotations

import datetime as dt

from dothi.rules.operators import Reads, operator


@operator(
    "silentFor",
    vi="đúng khi giá trị mới nhất đã cũ hơn khoảng thời gian này",
    en="true when the newest value is older than this",
    reads=Reads.HEARD,
    truth=True,
    example="pump.silentFor('30m')",
)
def silent_for(heard: dt.datetime, at: dt.datetime, limit: dt.timedelta) -> bool | None:
    return at - heard > limit
