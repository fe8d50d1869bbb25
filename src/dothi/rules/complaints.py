"""What is wrong with a condition, as a person is told it: line, column, and what to do. The libraries speak English of parsers."""

from __future__ import annotations

import re
from collections.abc import Callable

from dothi.kernel.errors import BadRequest
from dothi.kernel.i18n import t

_SIGNS = {"_&&_": "&&", "_||_": "||", "!_": "!", "-_": "-"}
_KINDS = {"double": "number", "int": "number", "uint": "number", "string": "text", "bool": "truth"}

Found = re.Match[str]


def wrong(text: str, at: int, reason: str) -> BadRequest:
    """`rule-condition` at a place of the text (0 is its first character). `reason`: what a library said, or a sign of ours."""
    before = text[: max(0, at)]
    line, column = before.count("\n") + 1, len(before) - (before.rfind("\n") + 1) + 1
    return BadRequest(
        "rule-condition", text=text, line=line, column=column, reason=reason, remedy=remedy(reason)
    )


def wrong_on_line(text: str, line: int, column: int, reason: str) -> BadRequest:
    """The same where a library counts lines itself."""
    begin = sum(len(each) + 1 for each in text.split("\n")[: line - 1])
    return wrong(text, begin + column - 1, reason)


def remedy(reason: str) -> str:
    """What to do about it, in the reader's language; what is not known is said as the library says it."""
    for pattern, said in _REMEDIES:
        if found := pattern.search(reason):
            return said(found)
    return reason


def _plain(key: str, *names: str) -> Callable[[Found], str]:
    return lambda found: t(f"rules-wrong-{key}", **dict(zip(names, found.groups(), strict=False)))


def _overload(found: Found) -> str:
    """`_>_` applied to `(double, int)`: a whole number; to `(double, string)`: two kinds that cannot be compared."""
    sign = _SIGNS.get(found[1], found[1].strip("_"))
    kinds = [each.strip() for each in re.sub(r"map\([^)]*\)", "attribute", found[2]).split(",")]
    if {"int", "double"} <= set(kinds):
        return t("rules-wrong-whole-number", sign=sign)
    words = [t(f"rules-wrong-kind-{_KINDS.get(each, 'attribute')}") for each in kinds]
    return t("rules-wrong-kinds", sign=sign, kinds=t("rules-wrong-with").join(words))


def _token(found: Found) -> str:
    """A sign that no condition has; some are told apart because people type them daily."""
    sign = found[1].strip()
    if sign == "=":
        return t("rules-wrong-equals")
    return t("rules-wrong-quotes" if sign in "“”‘’" else "rules-wrong-sign", sign=sign)


def _unexpected(found: Found) -> str:
    sign = found[1]
    if sign.lower() in ("and", "or", "và", "hoặc"):
        return t("rules-wrong-and", word=sign)
    if sign == "<EOF>":
        return t("rules-wrong-end")
    if sign in ("s", "m", "h", "d", "w"):  # a window without its quotes
        return t("rules-wrong-example", example="pm25.mean('1h')")
    return t("rules-wrong-comma" if sign == "," else "rules-wrong-unexpected", sign=sign)


_REMEDIES: tuple[tuple[re.Pattern[str], Callable[[Found], str]], ...] = (
    (re.compile(r"no matching overload for '([^']+)' applied to '\((.*)\)'"), _overload),
    (re.compile(r"undeclared reference to '([^']+)'"), _plain("unknown", "name")),
    (re.compile(r"token recognition error at: '([^']*)'"), _token),
    (re.compile(r"missing '(.+)' at"), _plain("missing", "sign")),
    (re.compile(r"(?:mismatched|extraneous) input '([^']+)'"), _unexpected),
    (re.compile(r", not bool$"), _plain("no-truth")),
    (re.compile(r"^no attribute$"), _plain("no-attribute")),
    (re.compile(r"^(.+)\(…\) ≠ (.+)$"), _plain("call", "name", "known")),
    (re.compile(r"^≠ (\S+\..*\(.*)$"), _plain("example", "example")),
    (re.compile(r"^([^≠]+) ≠ (.+)$"), _plain("member", "name", "known")),
)
