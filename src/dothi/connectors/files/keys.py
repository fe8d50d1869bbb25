"""Keys of a mapping's TOML, strictly read: what is unknown, missing or of another kind is refused with file, line and remedy."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping as Dict
from typing import Any, TypeGuard

from dothi.connectors.files.errors import MappingError

_SAFE_NAME = re.compile(r"^[A-Za-z][A-Za-z0-9]*$")


def is_number(value: object) -> TypeGuard[int | float]:
    """TOML writes nan and inf, too."""
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


class Keys:
    """The keys of one mapping file: each is of its kind, or refused with its line."""

    def __init__(self, file: str, text: str) -> None:
        self.file, self.lines = file, text.splitlines()

    def fail(self, reason: str, key: str, **fields: Any) -> MappingError:
        return MappingError(reason, file=self.file, where=f"{self._line(key)} {key}".strip(), **fields)

    def _line(self, key: str) -> str:
        """`line 12` of the first line that sets the last part of `key` inside its table (for messages only)."""
        table, _, name = key.rpartition(".")
        inside = not table
        table = re.sub(r"\[\d+\]$", "", table)
        for count, line in enumerate(self.lines, 1):
            bare = line.strip()
            if bare.startswith("["):
                inside = bare.strip("[] ") == (table or name)
                if inside and not table:
                    return f"{count}:"
            elif inside and re.match(rf'"?{re.escape(name)}"?\s*=', bare):
                return f"{count}:"
        return ""

    def table(
        self, parent: Dict[str, Any], name: str, allowed: set[str], *, required: bool
    ) -> Dict[str, Any]:
        value = parent.get(name, {})
        if not isinstance(value, dict):
            raise self.fail("not-a-table", name)
        if required and not value:
            raise self.fail("missing-key", name)
        self.only(value, allowed, name)
        return value

    def only(self, table: Dict[str, Any], allowed: set[str], where: str) -> None:
        for key in table:
            if key not in allowed:
                raise self.fail(
                    "unknown-key", f"{where}.{key}" if where else key, known=", ".join(sorted(allowed))
                )

    def string(self, table: Dict[str, Any], key: str, where: str, default: str | None = None) -> str:
        value = table.get(key, default)
        if value is None:
            raise self.fail("missing-key", f"{where}.{key}")
        if not isinstance(value, str) or not value:
            raise self.fail("not-a-text", f"{where}.{key}")
        return value

    def optional(self, table: Dict[str, Any], key: str, where: str) -> str | None:
        return self.string(table, key, where) if key in table else None

    def one_of(
        self, table: Dict[str, Any], key: str, where: str, known: tuple[str, ...], default: str
    ) -> str:
        value = self.string(table, key, where, default)
        if value not in known:
            raise self.fail("unknown-value", f"{where}.{key}", value=value, known=", ".join(known))
        return value

    def strings(self, value: Any, where: str) -> tuple[str, ...]:
        values = [value] if isinstance(value, str) else value
        if not isinstance(values, list) or not values or not all(isinstance(one, str) for one in values):
            raise self.fail("not-texts", where)
        return tuple(values)

    def name(self, row: Dict[str, Any], where: str, key: str = "name") -> str:
        name = self.string(row, key, where)
        if not _SAFE_NAME.match(name):
            raise self.fail("bad-name", f"{where}.{key}", value=name)
        return name

    def truth(self, row: Dict[str, Any], key: str, where: str) -> bool:
        value = row.get(key, False)
        if not isinstance(value, bool):
            raise self.fail("unknown-value", f"{where}.{key}", value=str(value)[:40], known="true, false")
        return value

    def numbers(self, row: Dict[str, Any], key: str, where: str) -> frozenset[float]:
        values = row.get(key, [])
        if not isinstance(values, list) or not all(map(is_number, values)):
            raise self.fail("unknown-value", f"{where}.{key}", value=str(values)[:40], known="[0]")
        return frozenset(map(float, values))
