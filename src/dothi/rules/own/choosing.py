"""Which type a new rule is about: searched as people type, by the words of its attributes too."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import override

from dothi.entities import catalogue, meaning
from dothi.kernel.i18n import language
from dothi.kernel.permissions import Scope
from dothi.rules.clauses import NOW
from dothi.rules.sentence.offered import Subject, subjects
from dothi.territory.names import folded

SHOWN = 6  # attributes of a type that nobody asked for by name


@dataclass(frozen=True, slots=True)
class Choice:
    """A type with how many entities a person sees of it, and the attributes that a rule may begin with."""

    short: str
    label: str
    number: int
    attributes: list[Subject]
    more: int


def choices(scope: Scope, text: str) -> list[Choice]:
    """Types whose own words, or the words of an attribute, have every word that is asked for; those with entities first."""
    words = folded(text).split()
    found = [
        choice
        for listed in catalogue.types(scope)
        if (choice := _choice(listed.short, listed.number, words)) is not None
    ]
    return sorted(found, key=lambda choice: (choice.number == 0, folded(choice.label)))


def _choice(short: str, number: int, words: list[str]) -> Choice | None:
    label = meaning.type_(short)
    known = [each for each in subjects(short, ()) if each.name != NOW]
    other = _other_words(short) if words else {}
    if _has(words, (short, label, other.get("", ""))):
        return Choice(short, label, number, known[:SHOWN], max(0, len(known) - SHOWN))
    asked = [
        one for one in known if _has(words, (short, label, one.name, one.label, other.get(one.name, "")))
    ]
    return Choice(short, label, number, asked, 0) if asked else None


def _other_words(short: str) -> dict[str, str]:
    """What the other language calls the attributes of a type, and (under no name) the type itself."""
    with override("vi" if language() == "en" else "en"):
        return {each.name: each.label for each in subjects(short, ())} | {"": meaning.type_(short)}


def _has(words: list[str], texts: Iterable[str]) -> bool:
    where = folded(" ".join(texts)).replace(" ", "")
    return all(word in where for word in words)
