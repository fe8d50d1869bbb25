"""The plain part of CEL as a tree: comparisons of `attribute.member` with a constant, joined by `&&`, `||` and `!`.

Three read it: the dry run (which instants can turn nothing), the sentence editor, and `plain.py`, which judges by it where only numbers
are compared and the answer is surely that of CEL; anything else CEL alone judges.
What is richer than this (arithmetic, comprehensions, a comparison of two attributes) has no tree.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass

Constant = float | int | str | bool
NOW = "now"  # the instant itself, no attribute
LONGEST, DEEPEST = 2000, 20  # as for the compiler, which has its own say
COMPARISONS = ("<", "<=", ">", ">=", "==", "!=")
_MIRRORED = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "==": "==", "!=": "!="}
_TOKEN = re.compile(
    r"\s*(?:(?P<number>-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)|(?P<text>'[^'\\\n]*'|\"[^\"\\\n]*\")|(?P<name>[A-Za-z_]\w*)|(?P<sign>&&|\|\||==|!=|<=|>=|[<>!().,]))"
)


@dataclass(frozen=True, slots=True)
class Ask:
    """`pm25.value`, or an operator with its arguments: `pm25.mean('24h')`."""

    attribute: str
    member: str
    arguments: tuple[Constant, ...] | None = None  # None: a member, not a call


@dataclass(frozen=True, slots=True)
class Compare:
    ask: Ask
    sign: str
    constant: Constant


@dataclass(frozen=True, slots=True)
class Not:
    part: Clause


@dataclass(frozen=True, slots=True)
class Joined:
    """All of the parts (`&&`) or any of them (`||`)."""

    word: str
    parts: tuple[Clause, ...]


Clause = Ask | Compare | Not | Joined  # an Ask alone: an operator that says yes or no


class _Richer(Exception):
    """The text is more than this grammar."""


def parse(text: str) -> Clause | None:
    """The tree of a condition, None when it is richer than the grammar (or no CEL at all). Safe with what a stranger typed."""
    if len(text) > LONGEST:
        return None
    try:
        reader = _Reader(_tokens(text))
        tree = reader.any()
        reader.expect("")
    except _Richer:
        return None
    return tree


def _tokens(text: str) -> list[tuple[str, str]]:
    found, place = [], 0
    end = len(text.rstrip())
    while place < end:
        token = _TOKEN.match(text, place)
        if token is None or token.lastgroup is None:
            raise _Richer
        found.append((token.lastgroup, token[token.lastgroup]))
        place = token.end()
    return [*found, ("end", "")]


class _Reader:
    """Recursive descent; `||` binds weaker than `&&`, as in CEL. Depth is limited by who compiles the text."""

    def __init__(self, tokens: list[tuple[str, str]]) -> None:
        self._tokens = tokens
        self._next = self._depth = 0

    def any(self) -> Clause:
        return self._joined("||", lambda: self._joined("&&", self._one))

    def _joined(self, word: str, part: object) -> Clause:
        assert callable(part)
        parts = [part()]
        while self._take(word):
            parts.append(part())
        return parts[0] if len(parts) == 1 else Joined(word, tuple(_flat(word, parts)))

    def _one(self) -> Clause:
        self._depth += 1
        if self._depth > DEEPEST:
            raise _Richer
        found = self._inner()
        self._depth -= 1
        return found

    def _inner(self) -> Clause:
        if self._take("!"):
            return Not(self._one())
        if self._take("("):
            inner = self.any()
            self.expect(")")
            return inner
        return self._comparison()

    def _comparison(self) -> Clause:
        left = self._term()
        sign = self._sign()
        if sign is None:
            if isinstance(left, Ask) and left.arguments is not None:
                return left
            raise _Richer
        right = self._term()
        if isinstance(left, Ask) and not isinstance(right, Ask):
            return Compare(left, sign, right)
        if isinstance(right, Ask) and not isinstance(left, Ask):
            return Compare(right, _MIRRORED[sign], left)
        raise _Richer

    def _sign(self) -> str | None:
        kind, text = self._tokens[self._next]
        if kind == "sign" and text in COMPARISONS:
            self._next += 1
            return text
        return None

    def _term(self) -> Ask | Constant:
        kind, text = self._tokens[self._next]
        if kind == "name" and text not in ("true", "false"):
            return self._ask()
        return self._constant()

    def _ask(self) -> Ask:
        attribute = self._name()
        self.expect(".")
        member = self._name()
        if not self._take("("):
            return Ask(attribute, member)
        arguments: list[Constant] = []
        while not self._take(")"):
            if arguments:
                self.expect(",")
            arguments.append(self._constant())
        return Ask(attribute, member, tuple(arguments))

    def _name(self) -> str:
        kind, text = self._tokens[self._next]
        if kind != "name":
            raise _Richer
        self._next += 1
        return text

    def _constant(self) -> Constant:
        kind, text = self._tokens[self._next]
        self._next += 1
        if kind == "number":
            return _number(text)
        if kind == "text":
            return text[1:-1]
        if kind == "name" and text in ("true", "false"):
            return text == "true"
        raise _Richer

    def _take(self, sign: str) -> bool:
        kind, text = self._tokens[self._next]
        if kind == "sign" and text == sign:
            self._next += 1
            return True
        return False

    def expect(self, sign: str) -> None:
        kind, text = self._tokens[self._next]
        if text != sign or kind not in ("sign", "end"):
            raise _Richer
        self._next += 1


def _number(text: str) -> Constant:
    value = float(text)
    if not math.isfinite(value) or len(text) > 20:
        raise _Richer
    return value if any(c in text for c in ".eE") else int(text)


def _flat(word: str, parts: list[Clause]) -> Iterator[Clause]:
    for part in parts:
        if isinstance(part, Joined) and part.word == word:
            yield from part.parts
        else:
            yield part


def asks(clause: Clause) -> Iterator[Ask]:
    """Everything that a tree asks of attributes."""
    match clause:
        case Ask():
            yield clause
        case Compare(ask=ask):
            yield ask
        case Not(part=part):
            yield from asks(part)
        case Joined(parts=parts):
            for part in parts:
                yield from asks(part)


def written(clause: Clause) -> str:
    """The tree as CEL."""
    match clause:
        case Ask(attribute=attribute, member=member, arguments=arguments):
            call = "" if arguments is None else f"({', '.join(map(constant, arguments))})"
            return f"{attribute}.{member}{call}"
        case Compare(ask=ask, sign=sign, constant=value):
            return f"{written(ask)} {sign} {constant(value)}"
        case Not(part=part):
            return f"!({written(part)})"
        case Joined(word=word, parts=parts):
            texts = [f"({written(p)})" if isinstance(p, Joined) else written(p) for p in parts]
            return f" {word} ".join(texts)


def constant(value: Constant) -> str:
    """A constant as CEL writes it: numbers with a point, because values are doubles."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return f"'{value}'" if "'" not in value else f'"{value}"'
    return repr(float(value))
