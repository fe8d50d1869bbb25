"""What ranges, indices and the simulator speak of exists among the pack's types, in the unit that the type fixes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from dothi.packs.folder import Complaint, PackFolder


def check(pack: PackFolder) -> Iterator[Complaint]:
    known = pack.attributes()
    if not known:
        return
    for count, row in enumerate(pack.trees.get("ranges.toml", {}).get("range", []), 1):
        about = known.get((str(row.get("type")), str(row.get("attribute"))))
        yield from judge("ranges.toml", f"range[{count}]", about, str(row.get("type")), row.get("unit"))
    simulator = pack.trees.get("simulator.toml", {})
    for row in simulator.get("attribute", []):
        about = known.get((str(simulator.get("type")), str(row.get("name"))))
        yield from judge(
            "simulator.toml",
            f"attribute.{row.get('name')}",
            about,
            str(simulator.get("type")),
            row.get("unit"),
        )


def judge(
    file: str, where: str, about: dict[str, Any] | None, type_: str, unit: str | None
) -> Iterator[Complaint]:
    """A complaint when the attribute is unknown or its unit differs from the type's."""
    if about is None:
        yield Complaint(file, where, "packs-check-attribute", {"type": type_})
    elif unit is not None and about.get("x-unitCode") != unit:
        yield Complaint(
            file, where, "packs-check-other-unit", {"unit": unit, "wanted": str(about.get("x-unitCode"))}
        )
