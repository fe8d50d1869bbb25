"""What a message says: a words key and its fields, so that each reader reads it in their own language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from dothi.kernel.i18n import has, t

TITLE = 120  # characters of a title: what a phone shows of it
SECRET = ("link", "one_time_code")  # fields that open something for whoever holds them


@dataclass(frozen=True, slots=True)
class Said:
    """`key` is the text; `<key>-title`, where there is one, its title, which must name nobody (it stands on locked screens).

    What opens something for whoever holds it goes in a field of `SECRET`, and is erased after use (`actions.erase_text`).
    """

    key: str
    fields: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Words:
    """A message in one language."""

    title: str
    text: str


def without_secrets(fields: Mapping[str, Any]) -> dict[str, Any]:
    """As the outbox may show it to those whom the message is not for."""
    return {name: "••••••" if name in SECRET else value for name, value in fields.items()}


def in_words(key: str, fields: Mapping[str, Any], language: str) -> Words:
    """Without a title of its own it is called as every message is."""
    title = f"{key}-title" if has(f"{key}-title") else "notify-title-plain"
    return Words(t(title, language, **fields)[:TITLE], t(key, language, **fields))
