"""Reasons of a recommendation in the reader's language: (key, fields), said only on screen and kept as they are."""

from __future__ import annotations

from typing import Any, NamedTuple

from dothi.forces import catalogue
from dothi.kernel.i18n import t


def lasted(seconds: float, lang: str | None = None) -> str:
    """`31 phút`, `5 giờ 1 phút`, `3 ngày 2 giờ`: how long something lasts, no finer than a desk reads it."""
    minutes = int(seconds // 60)
    hours, days = minutes // 60, minutes // 1440
    if days:
        return t("forces-days", lang, days=days, hours=hours % 24)
    if hours:
        return t("forces-hours", lang, hours=hours, minutes=minutes % 60)
    return t("forces-minutes", lang, minutes=minutes)


class Reason(NamedTuple):
    """`forces-why-<key>` with its fields; states and capabilities are said by their names."""

    key: str
    fields: dict[str, Any]

    @property
    def said(self) -> str:
        fields = dict(self.fields)
        if "state" in fields:
            fields["state"] = t(f"forces-state-{fields['state']}")
        if "capability" in fields:
            fields["capability"] = catalogue.in_force().capability_name(fields["capability"])
        return t(f"forces-why-{self.key}", **fields)


def reasons_of(kept: list[Any]) -> list[Reason]:
    """Those that were kept with an assignment."""
    return [Reason(str(key), dict(fields)) for key, fields in kept]
