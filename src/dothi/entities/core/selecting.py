"""Selections by type and scope (CIM 009 §4.17, §4.19): text → alternatives."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import accumulate

from dothi.kernel.errors import BadRequest

_SEPARATORS = re.compile(r"([(),;|])")
MOST_ALTERNATIVES = 200
_MOST_TOKENS, _MOST_NESTING = 1_000, 20
Alternatives = list[frozenset[str]]


def type_alternatives(text: str) -> Alternatives:
    """`A,B` or `A|B`: either; `A;B`: both; brackets group. A list of sets of names, any of which must be held whole."""
    tokens = [token for token in _SEPARATORS.split(text) if token]
    if len(tokens) > _MOST_TOKENS or _depth(tokens) > _MOST_NESTING:
        raise BadRequest("query-too-complex", parameter="type")
    found, rest = _any_of(tokens)
    if rest:
        raise _malformed(text)
    return found


def _depth(tokens: list[str]) -> int:
    """How deep brackets stand within brackets."""
    return max(accumulate((mark == "(") - (mark == ")") for mark in tokens), default=0)


def _any_of(tokens: list[str]) -> tuple[Alternatives, list[str]]:
    found, rest = _all_of(tokens)
    while rest and rest[0] in ",|":
        more, rest = _all_of(rest[1:])
        found = found + more
    return found, rest


def _all_of(tokens: list[str]) -> tuple[Alternatives, list[str]]:
    found, rest = _one(tokens)
    while rest and rest[0] == ";":
        more, rest = _one(rest[1:])
        found = [left | right for left in found for right in more]
        if len(found) > MOST_ALTERNATIVES:
            raise BadRequest("query-too-complex", parameter="type")
    return found, rest


def _one(tokens: list[str]) -> tuple[Alternatives, list[str]]:
    if not tokens or tokens[0] in "),;|":
        raise _malformed("".join(tokens))
    if tokens[0] != "(":
        return [frozenset({tokens[0]})], tokens[1:]
    found, rest = _any_of(tokens[1:])
    if not rest or rest[0] != ")":
        raise _malformed("".join(tokens))
    return found, rest[1:]


def _malformed(text: str) -> BadRequest:
    return BadRequest("query-malformed", parameter="type", position=1, detail=text[:80] or "a name expected")


def scope_alternatives(text: str) -> list[list[str]]:
    """scopeQ: `|` or `,` either, `;` all; `+` one level, `#` everything below. Regular expressions for PostgreSQL."""
    return [[_scope_pattern(part) for part in either.split(";")] for either in re.split(r"[|,]", text)]


@lru_cache(maxsize=1024)
def scope_patterns(selectors: tuple[str, ...]) -> tuple[str, ...]:
    """Single scopes with wildcards (§4.19) as regular expressions for PostgreSQL."""
    return tuple(map(_scope_pattern, selectors))


def scope_roots(selectors: tuple[str, ...]) -> tuple[str, ...] | None:
    """What stands above everything that is selected, up to the first wildcard; None: it may be anywhere."""
    roots = tuple(re.split(r"/[+#](?:/|$)", selector, maxsplit=1)[0] for selector in selectors)
    return roots if all(roots) else None


@lru_cache(maxsize=1024)
def _matcher(selectors: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(f"({pattern})" for pattern in scope_patterns(selectors)), re.DOTALL)


def in_scope(scope: str, selectors: tuple[str, ...]) -> bool:
    """Is the scope one of those selected? As PostgreSQL judges by `scope_patterns`."""
    return _matcher(selectors).fullmatch(scope) is not None


def _scope_pattern(scope: str) -> str:
    if not scope.startswith("/"):
        raise BadRequest("query-malformed", parameter="scopeQ", position=1, detail=scope[:80])
    levels = scope[1:].split("/")
    pattern = ""
    for level in levels:
        if level == "#":
            return f"^{pattern}(/.*)?$" if pattern else "^/.*$"
        pattern += "/[^/]+" if level == "+" else "/" + re.escape(level)
    return f"^{pattern}$"
