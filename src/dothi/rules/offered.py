"""The shared list that this room offers: severities of alarms and incidents."""

from __future__ import annotations

import datetime as dt

from dothi.kernel.dated import Certainty
from dothi.kernel.i18n import t
from dothi.kernel.offered import Item, OfferedList, offer
from dothi.rules.models import Severity


def severities(_day: dt.date) -> list[Item]:
    """The most severe first."""
    return [
        Item(value, t(f"web-severity-{value}", "vi"), t(f"web-severity-{value}", "en"))
        for value in Severity.values
    ]


offer(
    OfferedList(
        "alarm-severities",
        "rules-list-severities",
        "rules-list-severities-purpose",
        severities,
        basis="Bốn mức của dothi",
        certainty=Certainty.DESIGN,
    )
)
