"""What no parser of conditions should see: what a person or a pack writes is not trusted.

Its length, its depth and what it may call are limited before any parser sees it. CEL itself can reach nothing outside, but
comprehensions over comprehensions (`[…].all(a, […].all(b, …))`) would compute for hours, and a million brackets make a parser
of them.
"""

from __future__ import annotations

import re
from collections.abc import Collection

from dothi.kernel.errors import BadRequest
from dothi.rules.complaints import wrong

LONGEST = 2000  # characters
DEEPEST = 20  # brackets inside brackets, signs before signs (_SIGNS)
_FUNCTIONS = frozenset({"startsWith", "endsWith", "contains", "size", "int", "double", "string"})
_TEXT = re.compile(r"'[^'\n]*'|\"[^\"\n]*\"")
_FUNCTION = re.compile(r"([A-Za-z_]\w*)\s*\(")
_SIGNS = re.compile(r"([!\-]\s*){20}")


def refuse_hostile(text: str, operators: Collection[str]) -> None:
    """Raises BadRequest for what no parser should see; `operators`: what may be called beside CEL's own. Texts in quotes count as
    nothing but their length."""
    if not isinstance(text, str) or len(text) > LONGEST:
        raise BadRequest("rule-condition-too-long", length=len(str(text)), limit=LONGEST)
    if (triple := max(text.find("'''"), text.find('"""'))) >= 0:  # would hide calls from what follows
        raise wrong(_shown(text), triple, "'''")
    bare = without_texts(text)
    if "//" in bare:  # a remark would stand between a call and its bracket
        raise wrong(_shown(text), blanked(text).index("//"), "//")
    if odd := next(
        (c for c in text if c == "\\" or (ord(c) < 32 and c not in "\t\r\n") or 0xD800 <= ord(c) < 0xE000), ""
    ):
        raise wrong(_shown(text), text.index(odd), f"U+{ord(odd):04X}")
    depth = deepest = 0
    for character in bare:
        depth += (character in "([{?") - (character in ")]}")
        deepest = max(deepest, depth)
    if deepest > DEEPEST or _SIGNS.search(bare):
        raise BadRequest("rule-condition-too-deep", limit=DEEPEST)
    for call in _FUNCTION.finditer(bare):
        allowed = _FUNCTIONS.union(operators)
        if call[1] not in allowed:
            known = ", ".join(sorted(allowed))
            raise wrong(_shown(text), call.start(), f"{call[1][:60]}(…) ≠ {known}")


def blanked(text: str) -> str:
    """Texts in quotes as so many blanks: what is left stands where it stood."""
    return _TEXT.sub(lambda quoted: " " * len(quoted[0]), text)


def without_texts(text: str) -> str:
    """Texts in quotes as empty ones."""
    return _TEXT.sub("''", text)


def called(text: str) -> list[str]:
    """Names of all that the text calls."""
    return _FUNCTION.findall(without_texts(text))


def _shown(text: str) -> str:
    return text.encode("utf-8", "replace").decode()
