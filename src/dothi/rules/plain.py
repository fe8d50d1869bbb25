"""The part of a condition that is plain comparisons of numbers, said without CEL: most rules of a city are no more than that.

It answers only where it is sure to answer as CEL does (held by a test): `attribute.value` against a number, joined by `&&`, `||` and
`!`, every value a number. Anything else it leaves to CEL.
"""

from __future__ import annotations

import operator
from collections.abc import Callable
from functools import lru_cache
from typing import Any

from dothi.rules.clauses import NOW, Clause, Compare, Joined, Not, parse

Values = Callable[[str], Any]  # the value of an attribute, by its name
Plain = Callable[[Values], bool | None]  # None: ask CEL
_SIGNS: dict[str, Callable[[Any, Any], bool]] = {
    "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge, "==": operator.eq, "!=": operator.ne,
}  # fmt: skip


@lru_cache(maxsize=40_000)
def plain(text: str) -> Plain | None:
    """The condition as a function of values; None when it is more than comparisons of numbers."""
    tree = parse(text)
    return None if tree is None else _said(tree)


def _said(tree: Clause) -> Plain | None:
    match tree:
        case Compare(ask=ask, sign=sign, constant=limit) if type(limit) in (float, int):
            if ask.member == "value" and ask.arguments is None and ask.attribute != NOW:
                return _compared(ask.attribute, _SIGNS[sign], float(limit))
        case Not(part=part):
            inner = _said(part)
            return None if inner is None else _negated(inner)
        case Joined(word=word, parts=parts):
            inners = [inner for part in parts if (inner := _said(part)) is not None]
            return _joined(inners, word == "||") if len(inners) == len(parts) else None
    return None


def _compared(attribute: str, is_so: Callable[[Any, Any], bool], limit: float) -> Plain:
    def said(values: Values) -> bool | None:
        value = values(attribute)
        if type(value) is int:
            try:
                value = float(value)  # as CEL gets it; one of 400 digits says nothing
            except OverflowError:
                return None
        return is_so(value, limit) if type(value) is float and value == value else None

    return said


def _negated(inner: Plain) -> Plain:
    def said(values: Values) -> bool | None:
        found = inner(values)
        return None if found is None else not found

    return said


def _joined(inners: list[Plain], decides: bool) -> Plain:
    """`decides`: the answer of one part that is the answer of all. Every part must be sure: what CEL does with others is its own."""

    def said(values: Values) -> bool | None:
        found = [inner(values) for inner in inners]
        if None in found:
            return None
        return decides if decides in found else not decides

    return said
