"""What a call may be about, by the words of the packs in force. Compiled once for each set of editions; a text costs about a millisecond."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Any, NamedTuple

from dothi.calls.understanding.hinting import Hints
from dothi.calls.understanding.lexicon import Category, Lexicon, Sign, Suggestion
from dothi.packs import queries as packs
from dothi.packs.folder import PackFolder

FOLDER = "words"
TAUGHT = {
    "strong": 1.0,
    "likely": 0.7,
    "weak": 0.3,
}  # how much a phrase teaches, an example or a name being 1
MIDDLE = "medium"  # where a category that says no severity begins


class Told(NamedTuple):
    """A pack's part: its code and its parsed files by name."""

    code: str
    trees: Mapping[str, Any]


def suggest(text: str, day: dt.date | None = None, most: int = 3) -> list[Suggestion]:
    """The categories that a text may be about, best first, each with the words that spoke.

    `day` is taken for the sake of those who ask for what holds on it: words are no rules, today's serve every day.
    """
    return in_force().suggest(text, most)


def in_force() -> Lexicon:
    """The words of every pack in force."""
    return _compiled(_standing())


def hints_in_force() -> Hints:
    """What every pack in force teaches for texts that hold none of its phrases."""
    return _hinted(_standing())


def _standing() -> tuple[tuple[str, int, str], ...]:
    standing = [one for one in packs.standing() if one.row.edition_id]
    return tuple((one.row.code, one.edition_id, one.row.fingerprint) for one in standing)


@lru_cache(maxsize=4)
def _compiled(_editions: tuple[tuple[str, int, str], ...]) -> Lexicon:
    return lexicon_of(Told(one.row.code, one.pack.trees) for one in packs.standing())


@lru_cache(maxsize=4)
def _hinted(_editions: tuple[tuple[str, int, str], ...]) -> Hints:
    return hints_of(Told(one.row.code, one.pack.trees) for one in packs.standing())


def of_folder(pack: PackFolder) -> Lexicon:
    """The words of one pack that is not loaded: for whoever writes them."""
    return lexicon_of([Told(pack.code, pack.trees)])


def lexicon_of(told: Iterable[Told]) -> Lexicon:
    """Every category with what is above it, then words, signs, masks, negations and spellings."""
    lexicon = Lexicon()
    for pack in told:
        lexicon.categories |= {one.kind: one for one in _categories(pack)}
        for tree in _trees(pack):
            _add(lexicon, pack.code, tree)
    return lexicon


def hints_of(told: Iterable[Told]) -> Hints:
    """Taught with the names of categories, their phrases and the example sentences."""
    hints = Hints()
    for pack in told:
        known = {one.kind for one in _categories(pack)}
        for row in pack.trees.get("categories.toml", {}).get("category", ()):
            if f"{pack.code}.{row['code']}" in known:
                hints.teach(f"{pack.code}.{row['code']}", row["name"]["vi"])
        for tree in _trees(pack):
            for kind, said, weight in _taught(pack.code, tree):
                if kind in known:
                    hints.teach(kind, said, weight)
    return hints


def _taught(pack: str, tree: Mapping[str, Any]) -> Iterator[tuple[str, str, float]]:
    for row in tree.get("words", ()):
        for strength, weight in TAUGHT.items():
            for said in row.get(strength, ()):
                yield f"{pack}.{row['category']}", said, weight
    for row in tree.get("example", ()):
        for said in row["say"]:
            yield f"{pack}.{row['category']}", said, 1.0


def _trees(pack: Told) -> list[Mapping[str, Any]]:
    return [tree for name, tree in sorted(pack.trees.items()) if name.startswith(f"{FOLDER}/")]


def _categories(pack: Told) -> list[Category]:
    rows = {row["code"]: row for row in pack.trees.get("categories.toml", {}).get("category", ())}
    found = []
    for code, row in rows.items():
        above, at = [], row.get("parent")
        while at in rows and at not in above:
            above.append(at)
            at = rows[at].get("parent")
        found.append(
            Category(
                kind=f"{pack.code}.{code}",
                severity=row.get("severity", MIDDLE),
                services=tuple(row.get("services", ())),
                above=tuple(f"{pack.code}.{one}" for one in above),
            )
        )
    return [one for one in found if not rows[one.kind.partition(".")[2]].get("ended")]


def _add(lexicon: Lexicon, pack: str, tree: Mapping[str, Any]) -> None:
    for row in tree.get("words", ()):
        if (kind := f"{pack}.{row['category']}") in lexicon.categories:
            lexicon.add_words(kind, row)
    for row in tree.get("sign", ()):
        lexicon.add_sign(_sign(pack, row), row["say"])
    for row in tree.get("mask", ()):
        lexicon.add_masks(row["say"])
    for row in tree.get("negation", ()):
        lexicon.add_negations(row["say"], int(row["reach"]))
    for row in tree.get("spelling", ()):
        lexicon.add_spelling(row["said"], row["meant"])


def _sign(pack: str, row: Mapping[str, Any]) -> Sign:
    return Sign(
        code=row["code"],
        name_vi=row["name"]["vi"],
        name_en=row["name"]["en"],
        severity=row["severity"],
        services=tuple(row.get("services", ())),
        kinds=frozenset(f"{pack}.{code}" for code in row.get("categories", ())),
    )
