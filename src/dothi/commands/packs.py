"""The part of a pack that this room takes: its commands. They are read from the pack in force, nothing is copied."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from dothi.kernel.errors import BadRequest
from dothi.kernel.pack_contents import Content, Fault, Path, Told, bring
from dothi.packs.check import shape
from dothi.rules.expressions import compile_expression, duration

if TYPE_CHECKING:
    from dothi.accounts.models import Person

FOLDER = "commands"


def _choices(value: Any) -> shape.Wrong:
    if wrong := shape.tables(value):
        return wrong
    for one in value:
        if wrong := shape.text(one.get("value")) or shape.words(one.get("name")):
            return wrong
    return None


def _time(value: Any) -> shape.Wrong:
    """A year at most, as everything that is computed with."""
    try:
        duration(value)
    except BadRequest:
        return "packs-check-duration", {"value": str(value)}
    return None


def _condition(value: Any) -> shape.Wrong:
    try:
        compile_expression(str(value))
    except BadRequest as error:
        return "commands-check-condition", {"reason": str(error.fields.get("reason", ""))}
    return None


_SHAPE = shape.Shape(
    needed={
        "code": shape.code,
        "valid_from": shape.day,
        "name": shape.words,
        "type": shape.text,
        "attribute": shape.text,
        "risk": shape.one_of("low", "high"),
        "second_person": shape.flag,
        "expires": _time,
        "timeout": _time,
        "source": shape.text,
        "certainty": shape.certainty,
    },
    allowed={
        "about": shape.words,
        "choices": _choices,
        "low": shape.number,
        "high": shape.number,
        "unit": shape.unit,
        "only_while": _condition,
        "only_while_says": shape.words,
    },
)


def check(told: Told) -> Iterator[Fault]:
    """What is wrong with the commands of a pack."""
    seen: set[tuple[str, str]] = set()
    yield from _other_keys(told)
    for file, path, table in told.tables(FOLDER, "command"):
        for wrong in _SHAPE.check(file, table, path):
            yield Fault(wrong.file, wrong.path, wrong.key, wrong.fields)
        yield from _sense(told, file, path, table)
        which = (str(table.get("code")), str(table.get("valid_from")))
        if which in seen:
            yield Fault(file, (*path, "code"), "packs-check-twice", {"value": " ".join(which)})
        seen.add(which)


def _other_keys(told: Told) -> Iterator[Fault]:
    """A word that is misspelt would else leave a command out without a sound."""
    for file, tree in told.trees.items():
        for key, value in tree.items() if file.startswith(f"{FOLDER}/") else ():
            if key != "command" or shape.tables(value):
                yield Fault(file, (key,), "packs-check-unknown-key", {"known": "[[command]]"})


def _sense(told: Told, file: str, path: Path, table: dict[str, Any]) -> Iterator[Fault]:
    ranged = {"low", "high"} & table.keys()
    if ("choices" in table) == bool(ranged) or len(ranged) == 1:
        yield Fault(file, (*path, "choices"), "commands-check-values", {})
    if table.get("risk") == "high" and table.get("second_person") is False:
        yield Fault(file, (*path, "second_person"), "commands-check-second", {})
    known = {
        str(tree.get("title")): tree.get("properties") or {}
        for name, tree in told.trees.items()
        if name.startswith("types/") and isinstance(tree, dict)
    }
    type_, attribute = str(table.get("type")), str(table.get("attribute"))
    if type_ not in known:
        yield Fault(file, (*path, "type"), "rules-check-no-type", {"type": type_})
    elif attribute not in known[type_]:
        fields = {"attribute": attribute, "type": type_}
        yield Fault(file, (*path, "attribute"), "rules-check-no-attribute", fields)


def load(told: Told, by: Person | None) -> list[str]:
    """Nothing to do: what is asked from now on is read from the pack; what was asked keeps its own definition."""
    return sorted({str(table["code"]) for _file, _path, table in told.tables(FOLDER, "command")})


bring(Content(FOLDER, check, load))
