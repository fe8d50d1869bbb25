"""Conditions in CEL: checked at load by one library that names the column, run by another that is fast.

The checker (`cel_expr_python`) knows names, operators and argument types; the runner (`cel`) executes 200 k/s. Both
must accept a condition, and a trial with numbers finds a wrong member (`pm25.valu`).

What a person or a pack writes is not trusted: its length, its depth and what it may call are limited before any parser sees
it. CEL itself can reach nothing outside, but comprehensions over comprehensions (`[…].all(a, […].all(b, …))`) would compute
for hours, and a million brackets make a parser of them.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

import cel
from cel_expr_python import cel as checker

from dothi.kernel.errors import BadRequest
from dothi.rules.operators import Operator, Series, operators

LONGEST = 2000  # characters
DEEPEST = 20  # brackets inside brackets, signs before signs (_SIGNS)
LONGEST_DURATION = dt.timedelta(days=366)
_CANNOT_BE_SAID = (TypeError, ValueError, LookupError, RuntimeError, ArithmeticError)
_FUNCTIONS = frozenset({"startsWith", "endsWith", "contains", "size", "int", "double", "string"})
_DURATION = re.compile(r"^([0-9]{1,8})(s|m|h|d)$")
_TEXT = re.compile(r"'[^'\n]*'|\"[^\"\n]*\"")
_FUNCTION = re.compile(r"([A-Za-z_]\w*)\s*\(")
_SIGNS = re.compile(r"([!\-]\s*){20}")
_UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days"}
_CALL = re.compile(r"([A-Za-z_]\w*)\s*\.\s*(\w+)\s*\(\s*(['\"])(\w+)\3\s*\)")
_ANY_CALL = re.compile(r"([A-Za-z_]\w*)\s*\.\s*(\w+)\s*\(")
_COLUMN = re.compile(r"<input>:(\d+):(\d+): (.*?)(?:\n|$)")


def duration(text: str) -> dt.timedelta:
    """`90s`, `30m`, `1h`, `7d`, a year at most. Raises BadRequest that names the text."""
    found = _DURATION.match(text) if isinstance(text, str) else None
    length = dt.timedelta(**{_UNITS[found[2]]: int(found[1])}) if found else None
    if length is None or length > LONGEST_DURATION:
        raise BadRequest("rule-duration", text=str(text)[:80])
    return length


@dataclass(frozen=True, slots=True)
class Expression:
    """A checked condition: its program, the attributes it reads and the longest window it asks of each."""

    text: str
    program: Any
    attributes: frozenset[str]
    windows: Mapping[str, dt.timedelta]


@dataclass(frozen=True, slots=True)
class Inputs:
    """What a condition sees: the values by attribute (value, unit, origin word), the instant, and series where windows ask for them."""

    values: Mapping[str, Mapping[str, Any]]
    at: dt.datetime
    series: Mapping[str, Series]


def compile_expression(text: str) -> Expression:
    """The condition, checked. Raises BadRequest `rule-condition` with column and reason."""
    _refuse_hostile(text)
    return _compiled(text)


@lru_cache(maxsize=1024)
def _compiled(text: str) -> Expression:
    try:
        program = cel.compile(text)
    except Exception as error:  # the library raises ValueError or a Rust panic's own class
        _check(text, frozenset(_names(text)))
        raise BadRequest("rule-condition", text=text, column=1, reason=str(error)[:300]) from error
    attributes = frozenset(program.references()["variables"])
    if not attributes:
        raise BadRequest("rule-condition", text=text, column=1, reason="no attribute")
    _check(text, attributes)
    expression = Expression(text, program, attributes, _windows(text))
    _trial(expression)
    return expression


def _refuse_hostile(text: str) -> None:
    """Raises BadRequest for what no parser should see. Texts in quotes count as nothing but their length."""
    if not isinstance(text, str) or len(text) > LONGEST:
        raise BadRequest("rule-condition-too-long", length=len(str(text)), limit=LONGEST)
    if (triple := max(text.find("'''"), text.find('"""'))) >= 0:  # would hide calls from what follows
        raise BadRequest("rule-condition", text=_shown(text), column=triple + 1, reason="'''")
    bare = _TEXT.sub("''", text)
    if odd := next(
        (c for c in text if c == "\\" or (ord(c) < 32 and c not in "\t\r\n") or 0xD800 <= ord(c) < 0xE000), ""
    ):
        raise BadRequest(
            "rule-condition", text=_shown(text), column=text.index(odd) + 1, reason=f"U+{ord(odd):04X}"
        )
    depth = deepest = 0
    for character in bare:
        depth += (character in "([{?") - (character in ")]}")
        deepest = max(deepest, depth)
    if deepest > DEEPEST or _SIGNS.search(bare):
        raise BadRequest("rule-condition-too-deep", limit=DEEPEST)
    for call in _FUNCTION.finditer(bare):
        if call[1] not in operators() and call[1] not in _FUNCTIONS:
            known = ", ".join(sorted(_FUNCTIONS | operators().keys()))
            raise BadRequest(
                "rule-condition", text=_shown(text), column=call.end(), reason=f"{call[1][:60]}(…) ≠ {known}"
            )


def _shown(text: str) -> str:
    return text.encode("utf-8", "replace").decode()


def holds(expression: Expression, inputs: Inputs) -> bool | None:
    """Is the condition true? None when an input is missing or a window cannot be said: then nothing changes."""
    if any(inputs.values.get(name, {}).get("value") is None for name in expression.attributes):
        return None
    variables = {name: {**inputs.values[name], "name": name} for name in expression.attributes}
    context = cel.Context(variables=variables, functions=_functions(inputs) if expression.windows else {})
    try:
        return bool(expression.program.execute(context))
    except _CANNOT_BE_SAID:  # an operator said so, a text stands where a number should, a division by zero …
        return None


def _functions(inputs: Inputs) -> dict[str, Callable[..., Any]]:
    return {name: _bound(operator, inputs) for name, operator in operators().items()}


def _bound(operator: Operator, inputs: Inputs) -> Callable[..., float | None]:
    def call(attribute: Mapping[str, Any], window: str) -> float | None:
        series = inputs.series.get(attribute["name"])
        return operator.compute(series, inputs.at, duration(window)) if series else None

    return call


def _check(text: str, names: frozenset[str]) -> None:
    """Names, operators and argument types; the first complaint with its column."""
    try:
        kind = _environment(names).compile(text).return_type()
    except RuntimeError as error:
        found = _COLUMN.search(str(error))
        column, reason = (int(found[2]), found[3]) if found else (1, str(error)[:300])
        raise BadRequest("rule-condition", text=text, column=column, reason=reason) from error
    if kind != checker.Type.BOOL:
        raise BadRequest("rule-condition", text=text, column=1, reason=f"{kind.name()}, not bool")


@cache
def _environment(names: frozenset[str]) -> Any:
    attribute = checker.Type.Map(checker.Type.STRING, checker.Type.DYN)
    member = [
        checker.FunctionDecl(
            name,
            [
                checker.Overload(
                    f"attribute_{name}", checker.Type.DOUBLE, [attribute, checker.Type.STRING], is_member=True
                )
            ],
        )
        for name in operators()
    ]
    return checker.NewEnv(variables=dict.fromkeys(names, attribute), functions=member)


def _windows(text: str) -> dict[str, dt.timedelta]:
    """Attribute -> longest window. A window that is no plain text constant is refused: the engine must know it beforehand."""
    calls = list(_CALL.finditer(text))
    known = {call.start() for call in calls}
    for call in _ANY_CALL.finditer(text):
        if call[2] in operators() and call.start() not in known:
            raise BadRequest("rule-condition", text=text, column=call.start() + 1, reason=f"{call[2]}('1h')")
    windows: dict[str, dt.timedelta] = {}
    for call in calls:
        windows[call[1]] = max(windows.get(call[1], dt.timedelta(0)), duration(call[4]))
    return windows


def _trial(expression: Expression) -> None:
    """Runs it once with numbers and once with texts: a member that no attribute has (`pm25.valu`) shows only then."""
    failures = [failure for value in (1.0, "x") if (failure := _try(expression, value))]
    wrong_member = next((failure for failure in failures if isinstance(failure, KeyError)), None)
    if wrong_member is not None:
        column = expression.text.find(str(wrong_member).strip("'")) + 1
        reason = f"no member {wrong_member}"
        raise BadRequest(
            "rule-condition", text=expression.text, column=max(column, 1), reason=reason
        ) from wrong_member
    if len(failures) == 2:
        raise BadRequest(
            "rule-condition", text=expression.text, column=1, reason=str(failures[0])[:300]
        ) from failures[0]


def _try(expression: Expression, value: float | str) -> Exception | None:
    at = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
    series = Series((at - dt.timedelta(minutes=1), at), (1.0, 1.0))
    values = {
        name: {"value": value, "unit": "", "origin": "live", "name": name} for name in expression.attributes
    }
    inputs = Inputs(values, at, dict.fromkeys(expression.attributes, series))
    try:
        expression.program.execute(cel.Context(variables=values, functions=_functions(inputs)))
    except _CANNOT_BE_SAID as error:
        return error
    return None


def _names(text: str) -> set[str]:
    return set(re.findall(r"\b([A-Za-z_]\w*)\s*\.", text))
