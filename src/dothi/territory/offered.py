"""The shared list that this room offers: administrative units as they are on a day, with the codes they had before."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict

from dothi.kernel.dated import Certainty
from dothi.kernel.offered import Item, OfferedList, offer
from dothi.territory.models import UnitChange
from dothi.territory.queries import units_on
from dothi.territory.register import REFORM_DECREE

Codes = dict[int, list[str]]


def administrative_units(day: dt.date) -> list[Item]:
    """Units valid on `day`, provinces first. `extra`: level, kind, since when, and the lineage by code: `came_from` the units
    before, `became` (known for a past day) those after. Codes are used again with another meaning: a code needs its day."""
    before, after = _lineage()
    rows = (
        units_on(day)
        .order_by("level", "code")
        .values_list("pk", "code", "full_name", "name_en", "parent__code", "level", "kind", "valid_from")
    )
    return [
        Item(
            code,
            vi,
            en,
            parent=parent or "",
            extra={
                "level": level,
                "kind": kind,
                "since": since.isoformat(),
                "came_from": before.get(pk, []),
                "became": after.get(pk, []),
            },
        )
        for pk, code, vi, en, parent, level, kind, since in rows
    ]


def _lineage() -> tuple[Codes, Codes]:
    """Codes before and after, by unit. Nothing is said of what only went on under the same code."""
    before: Codes = defaultdict(list)
    after: Codes = defaultdict(list)
    changes = UnitChange.objects.order_by("from_unit__code", "to_unit__code").values_list(
        "from_unit_id", "from_unit__code", "to_unit_id", "to_unit__code", "kind"
    )
    for old, old_code, new, new_code, kind in changes:
        if kind == UnitChange.Kind.CONTINUED and old_code == new_code:
            continue
        before[new].append(old_code)
        after[old].append(new_code)
    return before, after


offer(
    OfferedList(
        "administrative-units",
        "territory-list-units",
        "territory-list-units-purpose",
        administrative_units,
        basis=REFORM_DECREE,
        certainty=Certainty.SECONDARY,
        count=lambda day: units_on(day).count(),
    )
)
