"""What a message says: a words key and its fields, so that each reader reads it in their own language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from dothi.kernel.i18n import has, t

TITLE = 120  # characters of a title: what a phone shows of it


@dataclass(frozen=True, slots=True)
class Said:
    """`key` is the text; `<key>-title`, where there is one, its title, which must name nobody (it stands on locked screens)."""

    key: str
    fields: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Words:
    """A message in one language."""

    title: str
    text: str


def in_words(key: str, fields: Mapping[str, Any], language: str) -> Words:
    """Without a title of its own it is called as every message is."""
    title = f"{key}-title" if has(f"{key}-title") else "notify-title-plain"
    return Words(t(title, language, **fields)[:TITLE], t(key, language, **fields))
