"""The shared list that this room offers: units of measure."""

from __future__ import annotations

import datetime as dt

from dothi.entities.units import DEPRECATED, MEASURES, SOURCE
from dothi.kernel.dated import Certainty
from dothi.kernel.offered import Item, OfferedList, offer


def units_of_measure(_day: dt.date) -> list[Item]:
    """The same on every day: what the running version knows."""
    return [
        Item(
            one.code,
            one.vi,
            one.en,
            ended=one.code in DEPRECATED,
            replaced_by=DEPRECATED.get(one.code, ()),
            extra={"symbol": one.symbol, "quantity": one.quantity},
        )
        for one in MEASURES
    ]


offer(
    OfferedList(
        "units-of-measure",
        "entities-list-measures",
        "entities-list-measures-purpose",
        units_of_measure,
        basis=SOURCE,
        certainty=Certainty.SECONDARY,
    )
)
