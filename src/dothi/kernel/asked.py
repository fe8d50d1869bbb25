"""What an address or a form asks for, read as what it is: a number of a row, several of them, the key of a form. What makes no sense is
none; who reads it decides whether that is refused."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

DIGITS = 11  # no row has a longer number


def number_of(text: str) -> int | None:
    """A whole number of at most eleven digits, nothing before and nothing behind it."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= DIGITS else None


def numbers_of(texts: Iterable[str]) -> list[int]:
    """Those of them that are one, in order."""
    return [found for text in texts if (found := number_of(text)) is not None]


def key_of(text: str) -> UUID | None:
    """The key that a form carries, so that it is one however often it is sent."""
    try:
        return UUID(text[:40])
    except ValueError:
        return None
