"""Categories of incidents: what a person chooses when opening one by hand. One from an alarm has the entity's type instead.

The ten are our own decision; other systems read them as the shared code list `incident-categories`. Beside them stand the
categories of the packs in force, as `<pack>.<code>` (the code list `pack-categories`).
"""

from __future__ import annotations

from typing import Any

from dothi.entities import meaning
from dothi.kernel.i18n import has, language, t
from dothi.packs import queries as packs

Group = tuple[
    str, list[tuple[str, str]]
]  # as a form shows it: the group's name, and (value, name) of its choices

KINDS = (
    "fire",
    "accident",
    "traffic",
    "disaster",
    "environment",
    "infrastructure",
    "order",
    "health",
    "information",
    "other",
)


def name_of(kind: str, language: str | None = None) -> str:
    """In words; an entity type by the name that its pack gives it, what was typed freely before as it is."""
    key = f"incidents-kind-{kind}"
    if kind in KINDS and has(key):
        return t(key, language)
    return _of_a_pack(kind, language) or meaning.type_(kind, language)


def choices() -> list[Group]:
    """What a new case may be about: the ten, then the categories of each pack in force, what lies below another set in."""
    ten = [(kind, name_of(kind)) for kind in KINDS]
    return [(t("incidents-kinds-general"), ten), *_of_packs()]


def _of_packs() -> list[Group]:
    rows: dict[str, list[dict[str, Any]]] = {}
    for pack, row in packs.categories():
        if not row.get("ended"):
            rows.setdefault(pack, []).append(row)
    names = {one.row.code: one.name for one in packs.standing()}
    return [
        (names[pack], [(f"{pack}.{row['code']}", _set_in(row, told)) for row in told])
        for pack, told in rows.items()
    ]


def _set_in(row: dict[str, Any], told: list[dict[str, Any]]) -> str:
    parents = {one["code"]: one.get("parent") for one in told}
    depth, above = 0, row.get("parent")
    while above is not None:
        depth, above = depth + 1, parents.get(above)
    return "– " * depth + str(row["name"][language()])


def _of_a_pack(kind: str, chosen: str | None) -> str:
    """The name of `<pack>.<code>`; empty when no pack in force has it."""
    pack, dot, code = kind.partition(".")
    if not dot:
        return ""
    rows = (row for of, row in packs.categories() if (of, row["code"]) == (pack, code))
    return next((str(row["name"][chosen or language()]) for row in rows), "")
