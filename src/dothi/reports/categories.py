"""What reports may be about: the categories of the packs in force, each with those above it."""

from __future__ import annotations

from typing import Any

from dothi.incidents import kinds
from dothi.kernel.kept import kept
from dothi.packs import queries as packs
from dothi.packs.models import LoadedPack

ANY = "any"  # the row of handling that holds where no other does


def lineage(category: str) -> tuple[str, ...]:
    """The category, then the ones above it; empty: no pack in force has it."""
    rows = _rows()
    found: list[str] = []
    at = category
    while at in rows and at not in found:
        found.append(at)
        at = f"{at.partition('.')[0]}.{rows[at].get('parent', '')}"
    return tuple(found)


def with_below(category: str) -> list[str]:
    """The category and all that lie below it; empty for none."""
    return (
        [category, *(one for one in _rows() if one != category and category in lineage(one))]
        if category
        else []
    )


def known() -> list[str]:
    """What a report may be about today, in the order of the packs."""
    return [one for one, row in _rows().items() if not row.get("ended")]


def choices() -> list[kinds.Group]:
    """What a report may be about, as a form shows it: groups of the packs in force."""
    return [group for group in kinds.choices() if all("." in value for value, _ in group[1])]


def is_known(category: str) -> bool:
    """May a report be about it today? What ended may not."""
    row = _rows().get(category)
    return row is not None and not row.get("ended")


@kept(LoadedPack)
def _rows() -> dict[str, dict[str, Any]]:
    return {f"{pack}.{row['code']}": row for pack, row in packs.categories()}
