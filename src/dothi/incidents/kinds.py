"""Categories of incidents: what a person chooses when opening one by hand. One from an alarm has the entity's type instead.

The ten are our own decision; other systems read them as the shared code list `incident-categories`.
"""

from __future__ import annotations

from dothi.entities import meaning
from dothi.kernel.i18n import has, t

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
    return t(key, language) if kind in KINDS and has(key) else meaning.type_(kind, language)
