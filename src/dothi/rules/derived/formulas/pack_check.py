"""What is wrong with the derived values of a pack: a formula that CEL does not take (with the column), inputs that do not exist,
and circles – also through other packs and over related entities."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from typing import Any

from dothi.kernel.errors import BadRequest
from dothi.kernel.pack_contents import Fault, Path, Told
from dothi.rules.derived.formulas.definition import PERIODS
from dothi.rules.derived.formulas.types import KINDS, Attributes, Table, derived_of_others, kinds_of, types_of
from dothi.rules.expressions import compile_formula, duration
from dothi.rules.operators import Also

FOLDER = "derived"
FIGURES = ("sum", "mean", "min", "max", "count")
_AT = re.compile(r"^([01]\d|2[0-3]):[0-5]\d$")
_ACROSS = {"type", "via", "attribute", "figure"}

Value = tuple[str, str]  # type, attribute
Complaint = tuple[Path, str, dict[str, Any]]  # path in the table, message key, its fields


def check(told: Told) -> Iterator[Fault]:
    types = types_of(told)
    for file, path, row in told.tables(FOLDER, "derived"):
        if "formula" in row:
            for inside, key, fields in _formula(told, types, row):
                yield Fault(file, (*path, *inside), key, fields)
    yield from _circles(told, types)


def _formula(told: Told, types: Mapping[str, Attributes], row: Table) -> Iterator[Complaint]:
    attributes = types.get(str(row.get("type")), {})
    about = attributes.get(str(row.get("attribute")))
    if about is None:
        yield (
            ("attribute",),
            "rules-check-no-attribute",
            {"attribute": str(row.get("attribute")), "type": str(row.get("type"))},
        )
        return
    yield from _rhythm(row)
    yield from _across(types, row)
    yield from _figures(told, row)
    inside = list(_said(row, attributes, about, names_of(told, types, row)))
    yield from inside


def _said(
    row: Table, attributes: Attributes, about: Mapping[str, Any], names: dict[str, Also]
) -> Iterator[Complaint]:
    try:
        expression, gives = compile_formula(row["formula"], names)
    except BadRequest as error:
        yield ("formula",), f"error-{error.code}", error.fields
        return
    wanted = KINDS.get(str(about.get("type")))
    if gives != wanted:
        yield (
            ("formula",),
            "rules-check-formula-gives",
            {"gives": gives.value, "wanted": str(about.get("type"))},
        )
    if wanted == Also.NUMBER and row.get("unit") != about.get("x-unitCode"):
        fields = {"unit": str(row.get("unit", "–")), "wanted": str(about.get("x-unitCode", "–"))}
        yield ("unit",) if "unit" in row else (), "rules-check-formula-unit", fields
    foreign = expression.windows.keys() | {name for name, _ in expression.habits}
    for name in sorted(foreign - attributes.keys()):
        yield ("formula",), "rules-check-formula-window", {"name": name}
    for place, name in enumerate(row.get("held", ())):
        if name not in expression.attributes:
            yield ("held", place), "rules-check-formula-held", {"name": str(name)}


def _rhythm(row: Table) -> Iterator[Complaint]:
    every = row.get("every")
    if "every" in row and every not in PERIODS:
        yield ("every",), "rules-check-choice", {"key": "every", "choices": ", ".join(PERIODS)}
    if "at" in row and (every != "day" or not _AT.match(str(row["at"]))):
        yield ("at",), "rules-check-formula-at", {}
    if "fresh" in row:
        try:
            duration(row["fresh"])
        except BadRequest as error:
            yield ("fresh",), f"error-{error.code}", error.fields
    if row.get("across") and "every" not in row:
        yield ("across",), "rules-check-formula-every", {}


def _across(types: Mapping[str, Attributes], row: Table) -> Iterator[Complaint]:
    for name, one in _tables(row.get("across")):
        path: Path = ("across", name)
        for key in sorted(_ACROSS - one.keys()):
            yield path, "rules-check-missing", {"key": key}
        for key in sorted(one.keys() - _ACROSS - {"least"}):
            yield (*path, key), "rules-check-unknown-key", {"key": key}
        if one.get("figure", "sum") not in FIGURES:
            yield (*path, "figure"), "rules-check-choice", {"key": "figure", "choices": ", ".join(FIGURES)}
        least = one.get("least", 1.0)
        if not isinstance(least, int | float) or not 0 < least <= 1:
            yield (*path, "least"), "rules-check-formula-least", {}
        attributes = types.get(str(one.get("type")))
        if attributes is None:
            yield (*path, "type"), "rules-check-no-type", {"type": str(one.get("type"))}
            continue
        for key in ("via", "attribute"):
            if key in one and one[key] not in attributes:
                fields = {"attribute": str(one[key]), "type": str(one["type"])}
                yield (*path, key), "rules-check-no-attribute", fields
        if kinds_of(attributes).get(str(one.get("attribute")), Also.NUMBER) != Also.NUMBER:
            yield (*path, "attribute"), "rules-check-formula-gives", {"gives": "text", "wanted": "number"}


def _figures(told: Told, row: Table) -> Iterator[Complaint]:
    if "figures" not in row:
        return
    tables = figure_tables(told, row)
    if not tables or not all(_is_figure(one) for one in tables):
        yield ("figures",), "rules-check-formula-figures", {"file": f"indices/{row['figures']}.toml"}


def _is_figure(one: Table) -> bool:
    values = one.get("values")
    return (
        isinstance(one.get("entity"), str)
        and isinstance(one.get("valid_from"), dt.date)
        and bool(one.get("source")) and bool(one.get("certainty"))
        and isinstance(values, dict)
        and all(isinstance(each, int | float) and not isinstance(each, bool) for each in values.values())
    )  # fmt: skip


def figure_tables(told: Told, row: Table) -> list[Table]:
    """The `[[figure]]` tables that a formula asks for; none when there is no such file."""
    tree = told.trees.get(f"indices/{row.get('figures')}.toml", {})
    found = tree.get("figure", [])
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []


def names_of(told: Told, types: Mapping[str, Attributes], row: Table) -> dict[str, Also]:
    """Every name that the formula may say, with its kind; one that is across or a figure hides an attribute of its name."""
    own = kinds_of(types.get(str(row.get("type")), {}))
    columns = {name for one in figure_tables(told, row) for name in one.get("values", {})}
    return {
        **own,
        **dict.fromkeys([*(name for name, _ in _tables(row.get("across"))), *columns], Also.NUMBER),
    }


def needs_of(row: Table, names: Mapping[str, Also]) -> set[Value]:
    """The values that a derived one is made of."""
    type_, across = str(row.get("type")), dict(_tables(row.get("across")))
    if "formula" not in row:
        given = row.get("inputs")
        return {(type_, str(one)) for one in given} if isinstance(given, list) else set()
    try:
        said = compile_formula(row["formula"], names)[0].attributes
    except BadRequest:  # said elsewhere
        said = frozenset()
    own = {(type_, name) for name in said - across.keys()}
    return own | {
        (str(one.get("type")), str(one.get("attribute"))) for name, one in across.items() if name in said
    }


def _circles(told: Told, types: Mapping[str, Attributes]) -> Iterator[Fault]:
    """Each value of this pack that would have to be known before it can be computed, with the way back to it."""
    own = told.tables(FOLDER, "derived")
    graph: dict[Value, set[Value]] = {}
    for row in [*(row for _file, _path, row in own), *derived_of_others(told.code)]:
        graph.setdefault(_value(row), set()).update(needs_of(row, names_of(told, types, row)))
    said: set[Value] = set()
    for file, path, row in own:
        way = way_back(_value(row), graph)
        if way and _value(row) not in said:
            said.update(way)
            circle = " → ".join(_word(one, way) for one in (*way, way[0]))
            yield Fault(
                file,
                (*path, "formula" if "formula" in row else "inputs"),
                "rules-check-circle",
                {"circle": circle},
            )


def _word(value: Value, way: list[Value]) -> str:
    """The attribute; with its type where several types take part."""
    return value[1] if len({type_ for type_, _ in way}) == 1 else ".".join(value)


def _value(row: Table) -> Value:
    return str(row.get("type")), str(row.get("attribute"))


def way_back(value: Value, graph: Mapping[Value, set[Value]]) -> list[Value]:
    """The values from `value` back to itself, without the last; empty when there is no way."""
    before: dict[Value, Value | None] = {value: None}
    open_: list[Value] = [value]
    while open_:
        one = open_.pop(0)
        for needed in sorted(graph.get(one, ())):
            if needed == value:
                return _steps(one, before)
            if needed not in before:
                before[needed] = one
                open_.append(needed)
    return []


def _steps(last: Value, before: Mapping[Value, Value | None]) -> list[Value]:
    way: list[Value] = []
    one: Value | None = last
    while one is not None:
        way.append(one)
        one = before[one]
    return way[::-1]


def _tables(value: Any) -> list[tuple[str, Table]]:
    given = value if isinstance(value, dict) else {}
    return [(name, one) for name, one in given.items() if isinstance(one, dict)]
