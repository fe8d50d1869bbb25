"""What must be shown beside an air-quality index (QĐ 1459/QĐ-TCMT, table 3): level, colour, pollutants, advice, method, source."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from dothi.entities import queries as entities
from dothi.kernel import clock
from dothi.kernel.i18n import language
from dothi.kernel.origin import Origin
from dothi.kernel.permissions import Scope
from dothi.rules.derived.tables import IndexTable, Level, vn_aqi_on


@dataclass(frozen=True, slots=True)
class ShownIndex:
    """The newest hourly or daily index of a station, ready to be shown."""

    daily: bool
    value: int
    observed_at: dt.datetime
    origin: Origin
    source: str
    detail: dict[str, Any]
    table: IndexTable
    level: Level

    @property
    def word(self) -> str:
        return self.level.word(language())

    @property
    def advice(self) -> str:
        return self.level.advice(language())

    @property
    def sensitive(self) -> str:
        return self.level.sensitive(language())

    @property
    def effect(self) -> str:
        return self.level.effect(language())

    @property
    def rows(self) -> list[dict[str, Any]]:
        """Per pollutant: index, concentration, share of the hours; the dominant one is marked."""
        sub, inputs, capture = (self.detail.get(name, {}) for name in ("sub", "inputs", "capture"))
        return [
            {
                "pollutant": name,
                "index": value,
                "input": inputs.get(name),
                "capture": _percent(capture.get(name)),
                "dominant": name == self.detail.get("dominant"),
            }
            for name, value in sub.items()
        ]


def indices_of(urn: str, scope: Scope) -> list[ShownIndex]:
    """Hourly first, then daily; what the station has not is left out. Raises NotFound outside the scope."""
    entity = entities.entity(urn, scope)
    values = {value.attr: value for value in entity.values}
    shown = []
    for name, daily in (("airQualityIndex", False), ("airQualityIndexDaily", True)):
        value, detail = values.get(name), values.get(f"{name}Detail")
        if value is None or not isinstance(value.value, int | float):
            continue
        table = vn_aqi_on((value.observed_at - dt.timedelta(microseconds=1)).astimezone(clock.VIETNAM).date())
        index = int(value.value)
        shown.append(
            ShownIndex(
                daily,
                index,
                value.observed_at,
                value.origin,
                value.source,
                detail.value if detail else {},
                table,
                table.level_of(index),
            )
        )
    return shown


def _percent(share: float | None) -> int | None:
    return None if share is None else round(share * 100)
