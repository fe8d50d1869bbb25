"""Concentrations as they were sent → µg/m³, by the factors that the index's table states."""

from __future__ import annotations

from dothi.rules.derived.tables import IndexTable


def factor(table: IndexTable, pollutant: str, unit_code: str | None) -> float | None:
    """What to multiply by; None when the table has no factor (the reading then takes no part). No unit means µg/m³."""
    return table.units.get(unit_code or "GQ", {}).get(pollutant)
