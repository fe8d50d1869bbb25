"""`[rule.suppress]` of a pack's rule: checked before loading, and as it is kept (suppression.py reads it)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from dothi.kernel.errors import BadRequest
from dothi.rules.expressions import compile_state

Complaint = tuple[str, str, dict[str, Any]]
_CODE = re.compile(r"^[a-z0-9]+(-[a-z0-9]+)*$")


def check_suppress(table: dict[str, Any]) -> Iterator[Complaint]:
    """At most one complaint: the first."""
    if "suppress" not in table:
        return
    said = table["suppress"]
    if not isinstance(said, dict) or not said or set(said) - {"while", "under"}:
        yield "suppress", "alarms-check-suppress", {}
        return
    under = said.get("under", [])
    if not isinstance(under, list) or not all(isinstance(code, str) and _CODE.match(code) for code in under):
        yield "suppress", "alarms-check-suppress-under", {}
    elif table.get("code") in under:
        yield "suppress", "alarms-check-suppress-itself", {}
    elif "while" in said:
        try:
            compile_state(said["while"])
        except BadRequest as error:
            yield "suppress", f"error-{error.code}", error.fields


def suppress_of(table: dict[str, Any]) -> dict[str, Any]:
    """As a rule keeps it."""
    return dict(table.get("suppress", {}))
