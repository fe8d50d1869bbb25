"""Fills `Unit.search_text`: the unit's own names and those of what lay there before, folded (see names.py).

One entry a line: "phuong vung tau", then "phuong vung tau thanh pho ho chi minh", then every former unit with its former
district and province. So "quận 7" finds the wards that lie there today.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from dothi.territory.models import Unit, UnitChange
from dothi.territory.names import folded

Units = Mapping[int, tuple[str, int | None, str]]  # id → full name, parent, search text as it stands
MOST_FORMER = 60  # names a unit is found by; provinces came from one to three, communes from one to thirteen


def write_search_texts() -> int:
    """Brings every unit's search text up to date; returns how many changed."""
    units = {
        row[0]: row[1:] for row in Unit.objects.values_list("pk", "full_name", "parent_id", "search_text")
    }
    came_from = defaultdict(list)
    for from_id, to_id in UnitChange.objects.values_list("from_unit_id", "to_unit_id"):
        came_from[to_id].append(from_id)
    texts = {pk: _text(pk, units, came_from) for pk in units}
    stale = [Unit(pk=pk, search_text=text) for pk, text in texts.items() if text != units[pk][2]]
    Unit.objects.bulk_update(stale, ["search_text"], batch_size=1000)
    return len(stale)


def _text(pk: int, units: Units, came_from: dict[int, list[int]]) -> str:
    lines, seen, wave = [folded(units[pk][0]), _line(pk, units)], {pk}, came_from[pk]
    while wave and len(lines) < MOST_FORMER:
        fresh = [former for former in wave if former not in seen]
        seen.update(fresh)
        lines += [_line(former, units) for former in fresh]
        wave = [before for former in fresh for before in came_from[former]]
    return "\n".join([*lines[:2], *dict.fromkeys(lines[2:])])


def _line(pk: int, units: Units) -> str:
    names = []
    at: int | None = pk
    while at is not None:
        name, at, _ = units[at]
        names.append(folded(name))
    return " ".join(names)
