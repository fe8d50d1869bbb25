"""protocols/*.toml: a card of at most seven questions, what each answer changes, and what is read out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from dothi.kernel.pack_contents import Path
from dothi.packs.check import categories, services, shape
from dothi.packs.folder import Complaint, PackFolder

FOLDER = "protocols"
MOST = 7  # questions: more keep a caller on the line while nobody is sent
_SHAPE = shape.Shape(
    needed={
        "code": shape.code,
        "valid_from": shape.day,
        "name": shape.words,
        "categories": shape.texts,
        "question": shape.tables,
        "source": shape.text,
        "certainty": shape.certainty,
    },
    allowed={"advice": shape.tables, "approved_by": shape.text, "approved_on": shape.day},
)
_ADVICE = shape.Shape(needed={"say": shape.words})
_QUESTION = shape.Shape(
    needed={"code": shape.code, "ask": shape.words, "kind": shape.one_of("yes-no", "choice", "number")},
    allowed={"choice": shape.tables, "when": shape.tables, "must": shape.flag},
)
_CHOICE = shape.Shape(needed={"code": shape.code, "name": shape.words})
_EFFECTS = {
    "severity": shape.severity,
    "category": shape.code,
    "services": shape.texts,
    "capabilities": shape.texts,
    "advice": shape.words,
}
_WHEN = shape.Shape(needed={}, allowed={"answer": shape.text, "at_least": shape.number, **_EFFECTS})


def check(pack: PackFolder) -> Iterator[Complaint]:
    known, answering = categories.codes(pack), services.codes(pack)
    for file in shape.files(pack, FOLDER):
        yield from shape.only(pack, file, "protocol")
        rows = shape.rows(pack, file, "protocol")
        yield from shape.twice(file, rows, "code", "valid_from")
        for path, row in rows:
            yield from _SHAPE.check(file, row, path)
            yield from _named(file, path, row, known)
            for where, advice in _inside(path, row, "advice"):
                yield from _ADVICE.check(file, advice, where)
            questions = _inside(path, row, "question")
            if len(questions) > MOST:
                fields = {"count": len(questions), "most": MOST}
                yield Complaint(file, (*path, "question"), "packs-check-protocol-questions", fields)
            yield from shape.twice(file, questions, "code")
            for where, question in questions:
                yield from _question(file, where, question, known, answering)


def _inside(path: Path, row: dict[str, Any], name: str) -> list[tuple[Path, dict[str, Any]]]:
    told = row.get(name)
    tables = told if isinstance(told, list) else []
    return [((*path, name, place), one) for place, one in enumerate(tables) if isinstance(one, dict)]


def _named(file: str, path: Path, row: dict[str, Any], known: set[str]) -> Iterator[Complaint]:
    named = row.get("categories")
    for place, code in enumerate(named if isinstance(named, list) else []):
        if code not in known:
            where = (*path, "categories", place)
            yield Complaint(file, where, "packs-check-no-categories", {"code": str(code)})


def _question(
    file: str, path: Path, row: dict[str, Any], known: set[str], answering: set[str]
) -> Iterator[Complaint]:
    yield from _QUESTION.check(file, row, path)
    choices = _inside(path, row, "choice")
    if (row.get("kind") == "choice") != (len(choices) >= 2) or (row.get("kind") != "choice" and choices):
        yield Complaint(file, path, "packs-check-protocol-choices", {})
    yield from shape.twice(file, choices, "code")
    for where, choice in choices:
        yield from _CHOICE.check(file, choice, where)
    possible = (
        ["yes", "no"] if row.get("kind") == "yes-no" else [str(one.get("code")) for _at, one in choices]
    )
    for where, when in _inside(path, row, "when"):
        yield from _WHEN.check(file, when, where)
        yield from services.unknown(file, where, when, answering)
        yield from _when(file, where, when, row, possible)
        if "category" in when and when["category"] not in known:
            fields = {"code": str(when["category"])}
            yield Complaint(file, (*where, "category"), "packs-check-no-categories", fields)


def _when(
    file: str, path: Path, when: dict[str, Any], question: dict[str, Any], possible: list[str]
) -> Iterator[Complaint]:
    key = "at_least" if question.get("kind") == "number" else "answer"
    if key not in when or len({"answer", "at_least"} & set(when)) != 1 or not set(_EFFECTS) & set(when):
        yield Complaint(file, path, "packs-check-protocol-when", {})
    elif key == "answer" and when["answer"] not in possible:
        fields = {
            "question": str(question.get("code")),
            "value": str(when["answer"]),
            "known": ", ".join(possible),
        }
        yield Complaint(file, (*path, "answer"), "packs-check-protocol-answer", fields)
