"""ranges.toml: what values are possible, each dated, with source and certainty."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from dothi.kernel.dated import Certainty
from dothi.packs.folder import Complaint, PackFolder

FILE = "ranges.toml"
_KNOWN = {"type", "attribute", "unit", "min", "above", "max", "valid_from", "source", "certainty"}


def check(pack: PackFolder) -> Iterator[Complaint]:
    for count, row in enumerate(pack.trees.get(FILE, {}).get("range", []), 1):
        yield from _row(row, f"range[{count}]")


def _row(row: dict[str, Any], where: str) -> Iterator[Complaint]:
    for key in sorted(set(row) - _KNOWN):
        yield Complaint(
            FILE, f"{where}.{key}", "packs-check-unknown-key", {"known": ", ".join(sorted(_KNOWN))}
        )
    for key in ("type", "attribute", "unit", "source"):
        if not isinstance(row.get(key), str) or not row[key]:
            yield Complaint(FILE, f"{where}.{key}", "packs-check-key-missing", {"key": key})
    if not isinstance(row.get("valid_from"), dt.date):
        yield Complaint(FILE, f"{where}.valid_from", "packs-check-date", {})
    if row.get("certainty") not in Certainty.values:
        yield Complaint(
            FILE, f"{where}.certainty", "packs-check-choice", {"known": ", ".join(Certainty.values)}
        )
    limits = [row[key] for key in ("min", "above", "max") if key in row]
    if not limits or not all(
        isinstance(limit, int | float) and not isinstance(limit, bool) for limit in limits
    ):
        yield Complaint(FILE, where, "packs-check-limits", {})
    elif "max" in row and any(row[key] >= row["max"] for key in ("min", "above") if key in row):
        yield Complaint(FILE, f"{where}.max", "packs-check-limits", {})
