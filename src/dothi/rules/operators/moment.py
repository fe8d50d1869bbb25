"""Operators about a value that is itself a time: `validTo.passed('0m')`.

A condition is judged when values come; a formula is computed at such a moment, too (`derived/formulas`), so what ends by itself
is a derived value and the rule asks for that.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from dothi.rules.operators import Reads, operator


@operator(
    "passed",
    vi="đúng khi thời điểm ghi trong giá trị đã qua từ chừng này trở lên",
    en="true when the moment that the value names is so long ago or longer",
    reads=Reads.TOLD,
    truth=True,
    example="validTo.passed('0m')",
)
def passed(told: Any, at: dt.datetime, length: dt.timedelta) -> bool | None:
    moment = moment_of(told)
    return None if moment is None else at - moment >= length


def moment_of(told: Any) -> dt.datetime | None:
    """The time that a text names; one without an offset says nothing, for nobody knows whose clock it is."""
    try:
        moment = dt.datetime.fromisoformat(told) if isinstance(told, str) and "T" in told else None
    except ValueError:
        return None
    return moment if moment and moment.tzinfo else None
