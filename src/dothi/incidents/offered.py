"""The shared list that this room offers: categories of incidents."""

from __future__ import annotations

import datetime as dt

from dothi.incidents.kinds import KINDS, name_of
from dothi.kernel.dated import Certainty
from dothi.kernel.offered import Item, OfferedList, offer


def categories(_day: dt.date) -> list[Item]:
    """In the order of the form."""
    return [Item(kind, name_of(kind, "vi"), name_of(kind, "en")) for kind in KINDS]


offer(
    OfferedList(
        "incident-categories",
        "incidents-list-categories",
        "incidents-list-categories-purpose",
        categories,
        basis="Mười loại của dothi",
        certainty=Certainty.DESIGN,
    )
)
