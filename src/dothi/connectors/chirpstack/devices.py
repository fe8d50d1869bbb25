"""Which device stands behind an id that is made of a name: two that are called alike would become one thing without a word.

Kept with the source (`place`), so that it holds across requests and restarts. A name belongs to the device that speaks by it; a new
device takes it over when the old one has been silent for a whole day, as when it was replaced.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from dothi.connectors.files.cells import text
from dothi.connectors.files.errors import RowError
from dothi.connectors.files.mapping import Mapping
from dothi.connectors.files.tables import Row, WrongLine
from dothi.kernel import clock

_NAMES = frozenset({"@device", "deviceInfo.deviceName"})
_EUI = "deviceInfo.devEui"
_KEY = "devices"
_SILENT_DAYS = 2  # between the days on which both spoke: at least one whole day
_KEPT_DAYS = 31
_MOST = 20_000


@dataclass(slots=True)
class Devices:
    """By id: the device's EUI and the day (a number) on which it spoke last."""

    known: dict[str, list[Any]] = field(default_factory=dict)
    changed: bool = False

    @classmethod
    def of(cls, state: dict[str, Any]) -> Devices:
        kept = state.get(_KEY)
        return cls(dict(kept) if isinstance(kept, dict) else {})

    def state(self) -> dict[str, Any] | None:
        """What is to be kept when it has changed: once a day for each device, the longest silent go first."""
        if not self.changed:
            return None
        self.changed, since = False, clock.today().toordinal() - _KEPT_DAYS
        spoke = {name: one for name, one in self.known.items() if one[1] >= since}
        self.known = dict(sorted(spoke.items(), key=lambda one: -one[1][1])[:_MOST])
        return {_KEY: self.known}

    def judged(self, row: Row, document: Any, columns: tuple[str, ...], mapping: Mapping | None) -> Row:
        """The row, or why it is refused."""
        line, cells = row
        if isinstance(cells, WrongLine) or not is_by_name(mapping):
            return row
        assert mapping is not None
        name = "|".join(text(cells[columns.index(one)]) for one in mapping.id_columns)[:200]
        eui, today = str(document["deviceInfo"].get("devEui") or "")[:32], clock.today().toordinal()
        owner, spoke = self.known.get(name, (eui, today))
        if owner != eui and today - spoke < _SILENT_DAYS:
            return line, WrongLine(RowError("device-double", f"{name}: {eui} ≠ {owner}"[:255]))
        if self.known.get(name) != [eui, today]:
            self.known[name], self.changed = [eui, today], True
        return row


def is_by_name(mapping: Mapping | None) -> bool:
    """Does a name make the id, and not what the device itself is known by?"""
    return mapping is not None and bool(_NAMES & {*mapping.id_columns}) and _EUI not in mapping.id_columns
