"""Division by zero cannot be said. CEL gives infinity for doubles, and infinity is above every limit.

Each divisor of a text that is no plain number is handed to `divisor(…)`, which refuses zero. What CEL does not come to (after `&&`,
`||` or in the other branch of `? :`) is not asked, so who guards a division himself is let alone.
"""

from __future__ import annotations

import re

DIVISOR = "divisor"
_NUMBER = re.compile(r"\d+(?:\.\d+)?(?:[eE][+-]?\d+)?(?![\w.])")
_WORD = re.compile(r"\w+")
_SIGNS = re.compile(r"[\s!\-]*")
_CLOSES = {"(": ")", "[": "]", "{": "}"}


def divisor(value: float) -> float:
    """The same. Raises ZeroDivisionError."""
    if value == 0:
        raise ZeroDivisionError
    return value


def guarded(text: str, blanked: str) -> str:
    """The text with its divisors guarded. `blanked`: the same without what stands in quotes, sign by sign."""
    made, place = [], 0
    while (slash := blanked.find("/", place)) >= 0:
        begin = slash + 1
        end = _operand(blanked, begin)
        inner = text[begin:end]
        made.append(text[place:begin])
        is_number = _NUMBER.fullmatch(inner.strip()) and float(inner)
        made.append(inner if is_number else f" {DIVISOR}({guarded(inner, blanked[begin:end])})")
        place = end
    return "".join(made) + text[place:]


def _operand(text: str, begin: int) -> int:
    """Where the operand ends that begins here: signs, a name, number or bracket, and what is asked of it."""
    signs = _SIGNS.match(text, begin)
    place = signs.end() if signs else begin
    if number := _NUMBER.match(text, place):
        return number.end()
    place = _bracket(text, place) if text[place : place + 1] in _CLOSES else _word(text, place)
    while True:
        following = place + len(text[place:]) - len(text[place:].lstrip())
        if text[following : following + 1] == ".":
            place = _word(text, following + 1)
        elif text[following : following + 1] in ("(", "["):
            place = _bracket(text, following)
        else:
            return place


def _word(text: str, place: int) -> int:
    blanks = len(text[place:]) - len(text[place:].lstrip())
    word = _WORD.match(text, place + blanks)
    return word.end() if word else place


def _bracket(text: str, begin: int) -> int:
    depth = 0
    for place in range(begin, len(text)):
        depth += (text[place] in "([{") - (text[place] in ")]}")
        if depth == 0:
            return place + 1
    return len(text)
