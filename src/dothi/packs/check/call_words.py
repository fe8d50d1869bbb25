"""words/*.toml: what callers say, by category; whole sentences that teach; signs that make it graver; words that take a meaning away; slang and slips of the hand."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from dothi.kernel.pack_contents import Path
from dothi.packs.check import categories, shape
from dothi.packs.folder import Complaint, PackFolder

FOLDER = "words"
STRENGTHS = ("strong", "likely", "weak")
_PHRASE = re.compile(r"^\w+(?: (?:… )?\w+)*$")
_TABLES = {
    "words": shape.Shape(
        needed={"category": shape.code}, allowed=dict.fromkeys((*STRENGTHS, "against"), shape.texts)
    ),
    "example": shape.Shape(needed={"category": shape.code, "say": shape.texts}),
    "sign": shape.Shape(
        needed={"code": shape.code, "name": shape.words, "say": shape.texts, "severity": shape.severity},
        allowed={"categories": shape.texts, "services": shape.texts},
    ),
    "mask": shape.Shape(needed={"say": shape.texts}),
    "negation": shape.Shape(needed={"say": shape.texts, "reach": shape.number}),
    "spelling": shape.Shape(needed={"said": shape.texts, "meant": shape.text}),
}


def check(pack: PackFolder) -> Iterator[Complaint]:
    known = categories.codes(pack)
    for file in shape.files(pack, FOLDER):
        for key in pack.trees[file]:
            if key not in _TABLES:
                named = ", ".join(f"[[{name}]]" for name in _TABLES)
                yield Complaint(file, (key,), "packs-check-unknown-key", {"known": named})
        for name, judge in _TABLES.items():
            if name in pack.trees[file] and (wrong := shape.tables(pack.trees[file][name])):
                yield Complaint(file, (name,), *wrong)
            for path, row in shape.rows(pack, file, name):
                yield from judge.check(file, row, path)
                yield from _references(file, path, row, known)
                yield from _phrases(file, path, row)


def _references(file: str, path: Path, row: dict[str, Any], known: set[str]) -> Iterator[Complaint]:
    named = [(("category",), row["category"])] if "category" in row else []
    told = row.get("categories")
    listed: list[tuple[Path, Any]] = [
        (("categories", place), code) for place, code in enumerate(told if isinstance(told, list) else [])
    ]
    for where, code in [*named, *listed]:
        if str(code) not in known:
            yield Complaint(file, (*path, *where), "packs-check-no-categories", {"code": str(code)})
    if path[0] == "words" and not any(strength in row for strength in STRENGTHS):
        yield Complaint(file, path, "packs-check-words-none", {})


def _phrases(file: str, path: Path, row: dict[str, Any]) -> Iterator[Complaint]:
    for key in (*STRENGTHS, "against", "say", "said"):
        told = row.get(key)
        for place, phrase in enumerate(told if isinstance(told, list) else []):
            if not _PHRASE.match(str(phrase)):
                yield Complaint(
                    file, (*path, key, place), "packs-check-words-phrase", {"phrase": str(phrase)[:80]}
                )
