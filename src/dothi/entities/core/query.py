"""The query language `q` (CIM 009 §4.9): text → tree. Knows no names, no database.

query   = all *("|" all)              ; "or" binds weakest
all     = one *(";" one)              ; "and"
one     = "(" query ")" / path [operator value]
path    = name *("." name) ["[" name *("." name) "]"] ["{" [type *("," type) ":"] path "}"]
value   = item [".." item] / item *("," item)      ; range, list: with == and != only
item    = number / "quoted" / true / false / date-time / URI or bare word
operator= == != > >= < <= ~= !~=
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import NoReturn

from dothi.entities.core.patterns import checked_pattern
from dothi.entities.core.times import time_of
from dothi.kernel.errors import BadRequest

MOST_TERMS = 100
MOST_NESTING = 20
OPERATORS = ("!~=", "==", "!=", ">=", "<=", "~=", ">", "<")
_NUMBER = re.compile(r"-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?")
_STOP = ";|),"
_NAME_STOP = frozenset("=!<>~;|()[]{}\"' ,")
_TYPES = re.compile(r"(?!urn:|https?:)([^:{}\[\]]+):(?!//)")


@dataclass(frozen=True, slots=True)
class Path:
    """`attribute.sub.sub[key.key]{path in what the relationship points at}`; the key `*` is any language."""

    names: tuple[str, ...]
    keys: tuple[str, ...] = ()
    linked: Path | None = None
    types: tuple[str, ...] = ()  # of these, when given, are the linked entities

    @property
    def depth(self) -> int:
        """How many relationships it follows."""
        return 1 + self.linked.depth if self.linked else 0


@dataclass(frozen=True, slots=True)
class Instant:
    """A date-time: µs and how it was written."""

    us: int
    text: str


Item = float | bool | str | Instant


@dataclass(frozen=True, slots=True)
class Range:
    low: Item
    high: Item


Value = Item | Range | tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Exists:
    path: Path


@dataclass(frozen=True, slots=True)
class Compare:
    path: Path
    operator: str
    value: Value


@dataclass(frozen=True, slots=True)
class And:
    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Or:
    parts: tuple[Node, ...]


Node = Exists | Compare | And | Or


def parse(text: str, *, depth: int = 0) -> Node:
    """The tree of a query that follows at most `depth` relationships. Raises BadRequest with the position and what was expected there."""
    reader = _Reader(text)
    node = reader.query(0)
    if reader.at < len(text):
        reader.fail('";" or "|"')
    if any(term.path.depth > depth for term in terms(node)):
        raise BadRequest("query-too-deep", parameter="q", depth=depth)
    return node


def parse_path(text: str, parameter: str) -> Path:
    """One path alone. Raises BadRequest."""
    reader = _Reader(text, parameter)
    path = reader.path()
    if reader.at < len(text) or path.linked:
        reader.fail("a name")
    return path


def terms(node: Node) -> Iterator[Exists | Compare]:
    """Every comparison of the tree."""
    if isinstance(node, (And, Or)):
        for part in node.parts:
            yield from terms(part)
    else:
        yield node


def with_expanded(node: Node, names: frozenset[str], expand: Callable[[str], str]) -> Node:
    """`expandValues` (§4.9): what these attributes are compared with is a name, and stands for its IRI."""
    if isinstance(node, (And, Or)):
        return replace(node, parts=tuple(with_expanded(part, names, expand) for part in node.parts))
    if isinstance(node, Exists) or node.path.names[0] not in names:
        return node
    value = node.value
    if isinstance(value, tuple):
        return replace(node, value=tuple(expand(item) if isinstance(item, str) else item for item in value))
    return replace(node, value=expand(value)) if isinstance(value, str) else node


class _Reader:
    def __init__(self, text: str, parameter: str = "q") -> None:
        self.text, self.at, self.count, self.parameter = text, 0, 0, parameter

    def fail(self, expected: str) -> NoReturn:
        raise BadRequest(
            "query-malformed", parameter=self.parameter, position=self.at + 1, detail=f"{expected} expected"
        )

    def query(self, depth: int) -> Node:
        if depth > MOST_NESTING:
            raise BadRequest("query-too-complex", parameter="q")
        parts = [self.every(depth)]
        while self.take("|"):
            parts.append(self.every(depth))
        return parts[0] if len(parts) == 1 else Or(tuple(parts))

    def every(self, depth: int) -> Node:
        parts = [self.one(depth)]
        while self.take(";"):
            parts.append(self.one(depth))
        return parts[0] if len(parts) == 1 else And(tuple(parts))

    def one(self, depth: int) -> Node:
        if self.take("("):
            node = self.query(depth + 1)
            if not self.take(")"):
                self.fail('")"')
            return node
        self.count += 1
        if self.count > MOST_TERMS:
            raise BadRequest("query-too-complex", parameter="q")
        path = self.path()
        operator = next((op for op in OPERATORS if self.text.startswith(op, self.at)), None)
        if operator is None:
            return Exists(path)
        self.at += len(operator)
        return Compare(path, operator, self.value(operator))

    def take(self, character: str) -> bool:
        if self.text.startswith(character, self.at):
            self.at += len(character)
            return True
        return False

    def path(self, level: int = 0) -> Path:
        start = self.at
        while self.at < len(self.text) and self.text[self.at] not in _NAME_STOP:
            self.at += 1
        raw = self.text[start : self.at]
        names = (raw,) if "://" in raw or raw.startswith("urn:") else tuple(raw.split("."))
        if not all(names):
            self.fail("an attribute name")
        keys = self.keys()
        return self.linked(names, level) if self.take("{") else Path(names, keys)

    def linked(self, names: tuple[str, ...], level: int) -> Path:
        """What stands in braces: a path of the entities that the relationship points at."""
        if level == MOST_NESTING or len(names) > 1:
            self.fail("one relationship")
        types = _TYPES.match(self.text, self.at)
        if types:
            self.at = types.end()
        inner = self.path(level + 1)
        if not self.take("}"):
            self.fail('"}"')
        return Path(names, (), inner, tuple(types[1].split(",")) if types else ())

    def keys(self) -> tuple[str, ...]:
        if not self.take("["):
            return ()
        end = self.text.find("]", self.at)
        keys = tuple(self.text[self.at : end].split(".")) if end > 0 else ()
        if not keys or not all(keys):
            self.fail('a path and "]"')
        self.at = end + 1
        return keys

    def value(self, operator: str) -> Value:
        if operator in ("~=", "!~="):
            return self.pattern()
        first = self.item()
        if operator not in ("==", "!="):
            return first
        if self.take(".."):
            return Range(first, self.item())
        items = [first]
        while self.take(","):
            items.append(self.item())
        return items[0] if len(items) == 1 else tuple(items)

    def pattern(self) -> str:
        text = self.quoted() if self.text.startswith('"', self.at) else self.until_stop(";|)")
        return checked_pattern(text, "q", self.at + 1)

    def item(self) -> Item:
        if self.text.startswith('"', self.at):
            return self.quoted()
        raw = self.until_stop(_STOP)
        low, dots, _ = raw.partition("..")
        if dots:
            self.at -= len(raw) - len(low)
        found = _typed(low)
        if isinstance(found, float) and not math.isfinite(found):
            self.fail("a number of the size of a double")
        return found

    def quoted(self) -> str:
        characters, i = [], self.at + 1
        while i < len(self.text) and self.text[i] != '"':
            if self.text[i] == "\\" and i + 1 < len(self.text):
                i += 1
            characters.append(self.text[i])
            i += 1
        if i >= len(self.text):
            self.fail('a closing "')
        self.at = i + 1
        return "".join(characters)

    def until_stop(self, stops: str) -> str:
        start = self.at
        while self.at < len(self.text) and self.text[self.at] not in stops:
            self.at += 1
        if start == self.at:
            self.fail("a value")
        return self.text[start : self.at]


def _typed(raw: str) -> Item:
    if raw in ("true", "false"):
        return raw == "true"
    if _NUMBER.fullmatch(raw):
        return float(raw)
    if len(raw) >= 16 and raw[4:5] == "-" and "T" in raw:
        return Instant(time_of(raw, "q"), raw)
    return raw
