"""Two versions of a definition beside each other: what was said before and what is said now."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from dothi.indicators.defining.actions import FIELDS
from dothi.indicators.models import Indicator

WORDED = ("figure", "over", "better")


@dataclass(frozen=True, slots=True)
class Difference:
    field: str
    before: str
    after: str

    @property
    def key(self) -> str:
        """Its words (`indicators-field-…`)."""
        return f"indicators-field-{self.field.partition('.')[0].replace('_', '-')}"

    @property
    def words(self) -> tuple[str, str] | None:
        """Keys of before and after, of fields whose values have words of their own (`indicators-over-…`)."""
        if self.field not in WORDED:
            return None
        before, after = (
            f"indicators-{self.field}-{one.replace('_', '-')}" for one in (self.before, self.after)
        )
        return before, after

    @property
    def part(self) -> str:
        """Which parameter, of fields that have several."""
        return self.field.partition(".")[2]


def differences(before: Indicator | None, after: Indicator) -> list[Difference]:
    """Of a first version there are none."""
    if before is None:
        return []
    old, new = _flat(before), _flat(after)
    names = [*dict.fromkeys([*old, *new])]
    return [
        Difference(name, old.get(name, ""), new.get(name, ""))
        for name in names
        if old.get(name, "") != new.get(name, "")
    ]


def _flat(one: Indicator) -> dict[str, str]:
    found: dict[str, str] = {}
    for name in (*FIELDS, "target", "withdrawn"):
        value: Any = getattr(one, name)
        if isinstance(value, dict):
            found |= {f"{name}.{key}": str(part) for key, part in sorted(value.items())}
        else:
            found[name] = "" if value is None else str(value)
    return found
