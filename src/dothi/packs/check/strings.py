"""strings/{vi,en}.ftl: the same keys with the same arguments in both, all of the pack's own name, and every label of its types."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from fluent.syntax import FluentParser, ast
from fluent.syntax.visitor import Visitor

from dothi.entities.meaning import key_of
from dothi.kernel import pack_files
from dothi.packs.folder import Complaint, PackFolder


@dataclass(frozen=True, slots=True)
class Phrase:
    """One text: on which line it stands, what it says, and the arguments it takes."""

    line: int
    text: str
    arguments: frozenset[str]


class _Arguments(Visitor):
    def __init__(self) -> None:
        self.names: set[str] = set()

    def visit_VariableReference(self, node: ast.VariableReference) -> None:  # noqa: N802 - named by the library
        self.names.add(node.id.name)


def phrases(pack: PackFolder, language: str) -> dict[str, Phrase]:
    """Key → text of one language."""
    found = {}
    text = pack.texts.get(f"strings/{language}.ftl", "")
    for entry in _entries(text):
        if isinstance(entry, ast.Message) and entry.span:
            arguments = _Arguments()
            arguments.visit(entry)
            said = text[entry.span.start : entry.span.end].partition("=")[2].strip()
            found[entry.id.name] = Phrase(_line(text, entry), said, frozenset(arguments.names))
    return found


def _entries(text: str) -> list[ast.EntryType]:
    return FluentParser().parse(text).body


def _line(text: str, entry: ast.SyntaxNode) -> int:
    return text.count("\n", 0, entry.span.start if entry.span else 0) + 1


def check(pack: PackFolder) -> Iterator[Complaint]:
    vi, en = phrases(pack, "vi"), phrases(pack, "en")
    yield from _unreadable(pack)
    yield from _said_by_another(pack)
    others = pack_files.others_below(pack.code, pack_files.texts())
    for one, other, language in ((vi, en, "en"), (en, vi, "vi")):
        for key in sorted(set(one) - set(other)):
            yield Complaint(_file(language), (), "packs-check-string-missing", {"key": key})
    for key, phrase in vi.items():
        if not key.startswith(f"{pack.code}-"):
            fields = {"key": key, "code": pack.code}
            yield Complaint(_file("vi"), (), "packs-check-string-prefix", fields, line=phrase.line)
        elif key.startswith(others):
            fields = {
                "key": key,
                "code": next(one for one in others if key.startswith(one)).removesuffix("-"),
            }
            yield Complaint(_file("vi"), (), "packs-check-string-of-another", fields, line=phrase.line)
        if key in en and en[key].arguments != phrase.arguments:
            yield Complaint(_file("en"), (), "packs-check-string-arguments", {"key": key}, line=en[key].line)
    yield from _labels(pack, set(vi))


def _said_by_another(pack: PackFolder) -> Iterator[Complaint]:
    """A pack that was there before, whose code ours begins with, and which says what would be ours: its words would go silent."""
    ours = re.compile(rf"^{re.escape(pack.code)}-[\w-]+(?= *=)", re.MULTILINE)
    for code, files in pack_files.texts().items():
        if pack.code.startswith(f"{code}-") and (said := ours.search(files.get(_file("vi"), ""))):
            fields = {"key": said[0], "code": pack.code, "other": code}
            yield Complaint("pack.toml", ("code",), "packs-check-code-spoken", fields)


def words_wanted(pack: PackFolder) -> list[str]:
    """The words of enumerations that no language says: no fault, the value is shown as it was sent."""
    known = set(phrases(pack, "vi"))
    return [
        f"{pack.code}-value-{attribute}-{sign}"
        for (type_, attribute), about in pack.attributes().items()
        for sign in map(key_of, _enumerated(about))
        if not {f"{pack.code}-value-{attribute}-{sign}", f"{pack.code}-value-{type_}-{attribute}-{sign}"}
        & known
    ]


def _enumerated(about: dict[str, Any]) -> list[str]:
    items = about.get("items")
    told = about.get("enum") or (items.get("enum") if isinstance(items, dict) else None)
    return [one for one in told if isinstance(one, str)] if isinstance(told, list) else []


def _unreadable(pack: PackFolder) -> Iterator[Complaint]:
    for language in ("vi", "en"):
        text, seen = pack.texts.get(_file(language), ""), set()
        for entry in _entries(text):
            if isinstance(entry, ast.Junk):
                detail = str(entry.annotations[0].message) if entry.annotations else ""
                yield Complaint(
                    _file(language), (), "packs-check-not-fluent", {"detail": detail}, line=_line(text, entry)
                )
            elif isinstance(entry, ast.Message):
                if entry.id.name in seen:
                    fields = {"value": entry.id.name}
                    yield Complaint(_file(language), (), "packs-check-twice", fields, line=_line(text, entry))
                seen.add(entry.id.name)


def _labels(pack: PackFolder, known: set[str]) -> Iterator[Complaint]:
    wanted = {f"{pack.code}-type-{type_}" for type_ in pack.types()}
    wanted |= {str(about["x-label"]) for about in pack.attributes().values() if "x-label" in about}
    for key in sorted(wanted - known):
        yield Complaint(_file("vi"), (), "packs-check-string-missing", {"key": key})


def _file(language: str) -> str:
    return f"strings/{language}.ftl"
