"""Conditions in CEL: checked at load by one library that names the column, run by another that is fast.

The checker (`cel_expr_python`) knows names, operators and argument types; the runner (`cel`) executes 200 k/s. Both
must accept a condition, and a trial with numbers finds a wrong member (`pm25.valu`).
"""

from __future__ import annotations

import datetime as dt
import logging
import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from cel_expr_python import cel as checker

from dothi.kernel.calendar import COMMON, Moment
from dothi.kernel.errors import BadRequest
from dothi.rules.complaints import wrong, wrong_on_line
from dothi.rules.dividing import DIVISOR, divisor, guarded
from dothi.rules.hostile import blanked, called, refuse_hostile, without_texts
from dothi.rules.operators import Also, Operator, Reads, Series, operators
from dothi.rules.plain import Plain, plain
from dothi.rules.runner import cel

# what an operator or a divisor refuses says nothing, and is no news for a log: it would be written with every value
logging.getLogger("cel").setLevel(logging.ERROR)
LONGEST_DURATION = dt.timedelta(days=366)
_TRIED_AT = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
_CANNOT_BE_SAID = (TypeError, ValueError, LookupError, RuntimeError, ArithmeticError)
# what a formula may call beside: arithmetic that CEL has no sign for
_MATHS: Mapping[str, Callable[..., float]] = {"abs": abs, "round": round, "least": min, "greatest": max}
_GIVES = {"DOUBLE": Also.NUMBER, "INT": Also.NUMBER, "STRING": Also.TEXT, "BOOL": Also.TRUTH}
# `now.hour`, `now.during('night')`: the instant judged, in Viet Nam's time; no attribute
NOW, DURING = "now", "during"
_DURATION = re.compile(r"^([0-9]{1,8})(s|m|h|d|w)$")
_UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days", "w": "weeks"}
_CALL = re.compile(r"([A-Za-z_]\w*)\s*\.\s*(\w+)\s*\(\s*(['\"])([\w-]+)\3\s*[,)]")
_ANY_CALL = re.compile(r"([A-Za-z_]\w*)\s*\.\s*(\w+)\s*\(")
_MEMBER = re.compile(r"(?<![\w.])([A-Za-z_]\w*)\s*\.\s*(\w+)(?!\w|\s*\()")
_HEARD = re.compile(r"\.\s*\w+\s*\(")
_MEMBERS = frozenset({"value", "unit", "origin", "at"})
_COLUMN = re.compile(r"<input>:(\d+):(\d+): (.*?)(?:\n|$)")


def duration(text: str) -> dt.timedelta:
    """`90s`, `30m`, `1h`, `7d`, `4w`, a year at most. Raises BadRequest that names the text."""
    found = _DURATION.match(text) if isinstance(text, str) else None
    length = dt.timedelta(**{_UNITS[found[2]]: int(found[1])}) if found else None
    if length is None or length > LONGEST_DURATION:
        raise BadRequest("rule-duration", text=str(text)[:80])
    return length


@dataclass(frozen=True, slots=True)
class Expression:
    """A checked condition: its program, the attributes it reads, and what it asks of them beside their values.

    `windows`: the longest window of points of each; `habits`: (attribute, weeks) that are compared with; `schedules`: the codes
    it names; `tells_time`: it looks at `now`.
    """

    text: str
    program: Any
    attributes: frozenset[str]
    windows: Mapping[str, dt.timedelta]
    habits: frozenset[tuple[str, dt.timedelta]] = frozenset()
    schedules: frozenset[str] = frozenset()
    tells_time: bool = False
    calls: bool = False
    members: frozenset[str] = frozenset()  # beside `value` and `name`
    plain: Plain | None = None  # the same said without CEL where the values are numbers


@dataclass(frozen=True, slots=True)
class Inputs:
    """What a condition sees: the values by attribute (value, unit, origin word, at), the instant, series where windows ask for
    them, the means of the same hour of earlier weeks where habits do, and which day of the calendar it is."""

    values: Mapping[str, Mapping[str, Any]]
    at: dt.datetime
    series: Mapping[str, Series]
    habits: Mapping[tuple[str, dt.timedelta], tuple[float, ...]] = field(default_factory=dict)
    moment: Moment | None = None  # None: by the common calendar


def compile_formula(text: str, kinds: Mapping[str, Also]) -> tuple[Expression, Also]:
    """A formula over inputs whose kinds are known, and the kind of what it gives: types are checked before any value comes.

    Raises BadRequest `rule-condition` with column and reason.
    """
    refuse_hostile(text, {DURING, *operators(), *_MATHS})
    gives = _GIVES.get(_type_of(text, frozenset(kinds.items())).name())
    if gives is None:
        raise wrong(text, 0, "≠ double, string, bool")
    try:
        program = cel.compile(guarded(text, blanked(text)))
    except Exception as error:  # the library raises ValueError or a Rust panic's own class
        raise wrong(text, 0, str(error)[:300]) from error
    roots = frozenset(program.references()["variables"])
    if not roots - {NOW}:
        raise wrong(text, 0, "no attribute")
    for found in _MEMBER.finditer(blanked(text)):
        if found[1] in kinds and found[2] != "value":  # the others are no numbers where the value is one
            raise wrong(text, found.start(2), f"{found[2][:60]} ≠ value")
    asked = _asked(text)
    asked["calls"] |= any(name in _MATHS for name in called(text))
    return Expression(text, program, roots - {NOW}, **asked, tells_time=NOW in roots), gives


def refuse_kinds(text: str, kinds: Mapping[str, Also]) -> None:
    """Raises BadRequest where a condition compares an attribute of a known kind with another kind (`pm25.value > 'high'`)."""
    others = {found[1] for found in _MEMBER.finditer(blanked(text)) if found[2] != "value"}
    names = compile_state(text).attributes
    _type_of(text, frozenset((name, None if name in others else kinds.get(name)) for name in names))


def value_of(expression: Expression, inputs: Inputs) -> Any:
    """What a formula gives; None when an input is missing or it cannot be said from them."""
    if any(inputs.values.get(name, {}).get("value") is None for name in expression.attributes):
        return None
    try:
        variables = {
            name: _variable(name, inputs.values[name], expression.members) for name in expression.attributes
        }
        said = expression.program.execute(_context(expression, inputs, variables))
    except _CANNOT_BE_SAID:  # an operator said so, a text or 400 digits as a number, division by zero …
        return None
    return None if isinstance(said, float) and not math.isfinite(said) else said


def compile_expression(text: str) -> Expression:
    """The condition, checked. Raises BadRequest `rule-condition` with column and reason."""
    expression = compile_state(text)
    if not expression.attributes:
        raise wrong(text, 0, "no attribute")
    return expression


def compile_state(text: str) -> Expression:
    """A condition that may ask of nothing but the time (`now.during('night')`): what something is expected in."""
    refuse_hostile(text, {DURING, *operators()})
    return _compiled(text)


@lru_cache(maxsize=20_000)  # as many as a province may arm, each with its own limit
def _compiled(text: str) -> Expression:
    try:
        program = cel.compile(guarded(text, blanked(text)))
    except Exception as error:  # the library raises ValueError or a Rust panic's own class
        _check(text, frozenset(_names(text)))
        raise wrong(text, 0, str(error)[:300]) from error
    roots = frozenset(program.references()["variables"])
    attributes = roots - {NOW}
    if not roots:
        raise wrong(text, 0, "no attribute")
    _check(text, attributes)
    _check_members(text, attributes)
    asked = _asked(text)
    expression = Expression(text, program, attributes, **asked, tells_time=NOW in roots, plain=plain(text))
    _trial(expression)
    return expression


def holds(expression: Expression, inputs: Inputs) -> bool | None:
    """Is the condition true? None when an input is missing or a window cannot be said: then nothing changes."""
    said = value_of(expression, inputs)
    return None if said is None else bool(said)


def _variable(name: str, told: Mapping[str, Any], members: frozenset[str]) -> dict[str, Any]:
    """Numbers are doubles: 170 comes out of the database as a whole number, and CEL subtracts no double from that."""
    value = told["value"]
    known = {member: told[member] for member in members if member in told}
    return {**known, "name": name, "value": float(value) if type(value) is int else value}


def _context(expression: Expression, inputs: Inputs, variables: dict[str, Any]) -> cel.Context:
    if not expression.calls and not expression.tells_time:
        return cel.Context(variables=variables)
    functions: dict[str, Callable[..., Any]] = {
        name: _bound(operator, inputs) for name, operator in operators().items()
    } | {**_MATHS, DIVISOR: divisor}
    if expression.tells_time:
        moment = inputs.moment or Moment(inputs.at, COMMON)
        variables[NOW] = moment.as_input()
        functions[DURING] = lambda _now, code: moment.during(code)
    return cel.Context(variables=variables, functions=functions)


def _bound(operator: Operator, inputs: Inputs) -> Callable[..., float | bool | None]:
    def call(attribute: Mapping[str, Any], window: str, *more: Any) -> float | bool | None:
        length = duration(window)
        seen = _seen(operator.reads, attribute, length, inputs)
        return None if seen is None else operator.compute(seen, inputs.at, length, *more)

    return call


def _seen(reads: Reads, attribute: Mapping[str, Any], window: dt.timedelta, inputs: Inputs) -> Any:
    if reads is Reads.HABIT:
        return inputs.habits.get((attribute["name"], window))
    if reads is Reads.HEARD:
        return dt.datetime.fromisoformat(attribute["at"])
    if reads is Reads.TOLD:
        return attribute["value"]
    return inputs.series.get(attribute["name"])


def _check(text: str, names: frozenset[str]) -> None:
    """Names, operators and argument types; the first complaint with its column."""
    kind = _type_of(text, frozenset((name, None) for name in names))
    if kind != checker.Type.BOOL:
        raise wrong(text, 0, f"{kind.name()}, not bool")


def _type_of(text: str, named: frozenset[tuple[str, Also | None]]) -> Any:
    try:
        return _environment(named).compile(text).return_type()
    except RuntimeError as error:
        found = _COLUMN.search(str(error))
        if found is None:
            raise wrong(text, 0, str(error)[:300]) from error
        raise wrong_on_line(text, int(found[1]), int(found[2]), found[3]) from error


def _check_members(text: str, attributes: frozenset[str]) -> None:
    """A member that nothing has (`pm25.valu`): the checker takes an attribute for a map of anything."""
    known = {**dict.fromkeys(attributes, _MEMBERS), NOW: frozenset(Moment(_TRIED_AT, COMMON).as_input())}
    for found in _MEMBER.finditer(blanked(text)):
        if found[1] in known and found[2] not in known[found[1]]:
            reason = f"{found[2][:60]} ≠ {', '.join(sorted(known[found[1]]))}"
            raise wrong(text, found.start(2), reason)


@lru_cache(4096)
def _environment(named: frozenset[tuple[str, Also | None]]) -> Any:
    """What may be said of attributes: their kind where it is known, else anything."""
    attribute = _map_of(None)
    overload = checker.Overload(
        "now_during", checker.Type.BOOL, [attribute, checker.Type.STRING], is_member=True
    )
    functions = [_declared(operator, attribute) for operator in operators().values()]
    functions.append(checker.FunctionDecl(DURING, [overload]))
    functions += [_maths(name) for name in _MATHS]
    variables = {name: _map_of(kind) for name, kind in named}
    return checker.NewEnv(variables={**variables, NOW: attribute}, functions=functions)


def _map_of(kind: Also | None) -> Any:
    values = {
        None: checker.Type.DYN,
        Also.NUMBER: checker.Type.DOUBLE,
        Also.TEXT: checker.Type.STRING,
        Also.TRUTH: checker.Type.BOOL,
    }
    return checker.Type.Map(checker.Type.STRING, values[kind])


def _maths(name: str) -> Any:
    number = checker.Type.DOUBLE
    takes = {"abs": [number], "round": [number, checker.Type.INT]}.get(name, [number, number])
    return checker.FunctionDecl(name, [checker.Overload(f"maths_{name}", number, takes)])


def _declared(operator: Operator, attribute: Any) -> Any:
    """As the checker knows it: one overload for each kind of second argument."""
    kinds = {
        Also.NUMBER: [checker.Type.DOUBLE, checker.Type.INT],
        Also.TEXT: [checker.Type.STRING],
        Also.TRUTH: [checker.Type.BOOL],
    }
    gives = checker.Type.BOOL if operator.truth else checker.Type.DOUBLE
    window = [attribute, checker.Type.STRING]
    seconds = [[kind] for also in operator.also for kind in kinds[also]] or [[]]
    overloads = [
        checker.Overload(f"attribute_{operator.name}_{i}", gives, window + second, is_member=True)
        for i, second in enumerate(seconds)
    ]
    return checker.FunctionDecl(operator.name, overloads)


def _asked(text: str) -> dict[str, Any]:
    """What the condition reads beside values. A window or schedule that is no plain text constant is refused: the engine must
    know it beforehand."""
    calls = list(_CALL.finditer(text))
    known = {call.start() for call in calls}
    for call in _ANY_CALL.finditer(text):
        asks = call[2] in {*operators(), DURING}
        if asks and (call.start() not in known or (call[1] == NOW) is not (call[2] == DURING)):
            example = "now.during('night')" if call[2] == DURING else operators()[call[2]].example
            raise wrong(text, call.start(), f"≠ {example}")
    windows: dict[str, dt.timedelta] = {}
    habits: set[tuple[str, dt.timedelta]] = set()
    for call in calls:
        if (asked := operators().get(call[2])) is None:
            continue
        length = _window(asked, call[4])
        if asked.reads is Reads.HABIT:
            habits.add((call[1], length))
        elif asked.reads is Reads.WINDOW:
            windows[call[1]] = max(windows.get(call[1], dt.timedelta(0)), length)
    schedules = frozenset(call[4] for call in calls if call[2] == DURING)
    return {
        "windows": windows,
        "habits": frozenset(habits),
        "schedules": schedules,
        "calls": bool(calls) or "/" in blanked(text),
        "members": _members_asked(text),
    }


def _members_asked(text: str) -> frozenset[str]:
    """What is asked of attributes beside `value`: only that is handed over, each member costs a conversion."""
    bare = without_texts(text)  # `pm25['unit']` and functions of time ask without a dot
    return frozenset(
        member for member in _MEMBERS - {"value"} if member in text or "[" in bare or _HEARD.search(bare)
    )


def _window(asked: Operator, text: str) -> dt.timedelta:
    length = duration(text)
    if (asked.step and length % asked.step) or (asked.least and length < asked.least):
        least, step = ((each or dt.timedelta(0)).days for each in (asked.least, asked.step))
        raise BadRequest("rule-window", operator=asked.name, text=text, least=least, step=step)
    return length


def _trial(expression: Expression) -> None:
    """Runs it with a number, a text, a time and a truth: what goes wrong with each of them says nothing of any value."""
    tried = (1.0, "x", _TRIED_AT.isoformat(), True)
    failures = [failure for value in tried if (failure := _try(expression, value))]
    if len(failures) == len(tried):
        raise wrong(expression.text, 0, str(failures[0])[:300]) from failures[0]


def _try(expression: Expression, value: float | str | bool) -> Exception | None:
    at = _TRIED_AT
    series = Series((at - dt.timedelta(minutes=1), at), (1.0, 1.0))
    told = {"value": value, "unit": "", "origin": "live", "at": _TRIED_AT.isoformat()}
    values: dict[str, Any] = {name: {**told, "name": name} for name in expression.attributes}
    habits = dict.fromkeys(expression.habits, (1.0, 1.0, 1.0))
    inputs = Inputs(values, at, dict.fromkeys(expression.attributes, series), habits)
    try:
        expression.program.execute(_context(expression, inputs, values))
    except _CANNOT_BE_SAID as error:
        return error
    return None


def _names(text: str) -> set[str]:
    return set(re.findall(r"\b([A-Za-z_]\w*)\s*\.", text))
