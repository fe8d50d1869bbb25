"""A condition as a sentence: parts joined by one word. Every sentence is CEL; CEL is a sentence when it is as plain as one.

A part keeps what a person typed, so that what is wrong is said beside it and nothing typed is lost.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from dothi.kernel.errors import BadRequest
from dothi.kernel.i18n import language, message_of, t
from dothi.rules.clauses import COMPARISONS, NOW, Ask, Clause, Compare, Constant, Joined, Not, parse, written
from dothi.rules.expressions import compile_expression
from dothi.rules.operators import operators
from dothi.rules.sentence.offered import DURING, LENGTHS, OF_NOW, TRUTHS, VALUE

WORDS = ("&&", "||")
MOST = 12
_LENGTH = re.compile(r"^(\d{1,6})([mhdw])$")
_FIELDS = ("attribute", "member", "n", "unit", "also", "sign", "value")


@dataclass(frozen=True, slots=True)
class Part:
    """`pm25` `mean` 24 `h` `>` `45`; texts as typed. `error` stands beside it."""

    attribute: str
    member: str = VALUE
    n: str = "1"
    unit: str = "h"
    also: str = ""
    sign: str = ">"
    value: str = ""
    error: str = ""

    @property
    def is_truth(self) -> bool:
        """Does it say yes or no by itself?"""
        if self.attribute == NOW:
            return OF_NOW.get(self.member, False)
        return self.member in operators() and operators()[self.member].truth


@dataclass(frozen=True, slots=True)
class Sentence:
    word: str = "&&"
    parts: tuple[Part, ...] = ()

    @property
    def is_sound(self) -> bool:
        return bool(self.parts) and not any(part.error for part in self.parts)


class _Wrong(Exception):
    """A part cannot be written; the text says why."""


def sentence_of(text: str) -> Sentence | None:
    """CEL as a sentence; None when it is richer. An empty text is a sentence without parts."""
    if not text.strip():
        return Sentence()
    tree = parse(text)
    if tree is None:
        return None
    clauses = tree.parts if isinstance(tree, Joined) else (tree,)
    parts = [_part(clause) for clause in clauses]
    if len(parts) > MOST or any(part is None for part in parts):
        return None
    return Sentence(tree.word if isinstance(tree, Joined) else "&&", tuple(part for part in parts if part))


def _part(clause: Clause) -> Part | None:
    match clause:
        case Compare(ask=ask, sign=sign, constant=bool() as truth) if sign == "==":
            part = _asked(ask)
            return part and replace(part, sign="true" if truth else "false")
        case Compare(ask=ask, sign=sign, constant=value):
            part = _asked(ask)
            return part and replace(part, sign=sign, value=_shown(value))
        case Ask():
            part = _asked(clause)
            return part and replace(part, sign="true")
        case Not(part=Ask() as ask):
            part = _asked(ask)
            return part and replace(part, sign="false")
    return None


def _asked(ask: Ask) -> Part | None:
    part = Part(ask.attribute, ask.member)
    if ask.attribute == NOW:
        if ask.member == DURING and ask.arguments and len(ask.arguments) == 1:
            return replace(part, also=str(ask.arguments[0]))
        return part if ask.member in OF_NOW and ask.arguments is None else None
    if ask.arguments is None:
        return part if ask.member == VALUE else None
    if ask.member not in operators() or not ask.arguments or len(ask.arguments) > 2:
        return None
    length = _LENGTH.match(str(ask.arguments[0]))
    if length is None:
        return None
    also = _shown(ask.arguments[1]) if len(ask.arguments) == 2 else ""
    return replace(part, n=length[1], unit=length[2], also=also)


def _shown(value: Constant) -> str:
    """A figure as this language writes it, a word as it is."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return value
    figure = f"{value:.12g}"
    return figure if language() == "en" or "e" in figure else figure.replace(".", ",")


def text_of(sentence: Sentence) -> str:
    """The sentence as CEL; of a part that is not sound, nothing."""
    clauses = [clause for part in sentence.parts if (clause := _try(part)[0]) is not None]
    if not clauses:
        return ""
    return written(clauses[0] if len(clauses) == 1 else Joined(sentence.word, tuple(clauses)))


def checked(sentence: Sentence, numbers: frozenset[str]) -> Sentence:
    """The same with what is wrong beside each part. `numbers`: attributes that are declared as numbers."""
    return replace(sentence, parts=tuple(_checked(part, numbers) for part in sentence.parts))


def _checked(part: Part, numbers: frozenset[str]) -> Part:
    clause, error = _try(part)
    if clause is None:
        return replace(part, error=error)
    if _is_word_for_number(clause, numbers):
        return replace(part, error=t("rules-part-wants-number"))
    if part.attribute == NOW:
        return replace(part, error="")  # it has no attribute, which only the whole must have
    try:
        compile_expression(written(clause))
    except BadRequest as wrong:
        return replace(part, error=message_of(wrong))
    return replace(part, error="")


def _is_word_for_number(clause: Clause, numbers: frozenset[str]) -> bool:
    if not isinstance(clause, Compare) or not isinstance(clause.constant, str):
        return False
    return clause.ask.member != VALUE or clause.ask.attribute in numbers


def _try(part: Part) -> tuple[Clause | None, str]:
    try:
        return _clause(part), ""
    except _Wrong as wrong:
        return None, str(wrong)


def _clause(part: Part) -> Clause:
    ask = _ask(part)
    if part.is_truth and ask.arguments is not None:
        return Not(ask) if part.sign == "false" else ask
    if part.sign in TRUTHS:
        return Compare(ask, "==", part.sign == "true")
    if part.is_truth:
        return Compare(ask, "==", True)
    if not part.value.strip():
        raise _Wrong(t("rules-part-wants-value"))
    return Compare(ask, part.sign if part.sign in COMPARISONS else ">", _constant(part.value))


def _ask(part: Part) -> Ask:
    if not re.fullmatch(r"[A-Za-z_]\w*", part.attribute):
        raise _Wrong(t("rules-part-wants-attribute"))
    if part.attribute == NOW:
        return Ask(NOW, part.member, (part.also,)) if part.member == DURING else Ask(NOW, part.member)
    if part.member not in operators():
        return Ask(part.attribute, VALUE)
    if not part.n.isdecimal() or part.unit not in LENGTHS:
        raise _Wrong(t("rules-part-wants-length"))
    arguments: tuple[Constant, ...] = (f"{int(part.n)}{part.unit}",)
    if operators()[part.member].also:
        if not part.also.strip():
            raise _Wrong(t("rules-part-wants-value"))
        arguments += (_constant(part.also),)
    return Ask(part.attribute, part.member, arguments)


def _constant(typed: str) -> Constant:
    """A figure with a comma or a point; anything else is a word."""
    text = typed.strip()
    if re.fullmatch(r"[+-]?\d+(?:[.,]\d+)?(?:[eE][+-]?\d{1,2})?", text):
        return float(text.replace(",", "."))
    if text in TRUTHS:
        return text == "true"
    if any(c in text for c in "'\"\\") or not text.isprintable():
        raise _Wrong(t("rules-part-wants-plain"))
    return text


def typed(given: Mapping[str, str], which: str) -> Sentence | None:
    """The parts as a form sent them (`condition-0-attribute` …); None when it sent none."""
    if f"{which}-word" not in given:
        return None
    word = given[f"{which}-word"]
    parts = []
    for index in range(MOST):
        if f"{which}-{index}-attribute" not in given:
            break
        fields = {name: given.get(f"{which}-{index}-{name}", "")[:80] for name in _FIELDS}
        parts.append(
            Part(**{name: value for name, value in fields.items() if value or name in ("value", "also")})
        )
    return Sentence(word if word in WORDS else "&&", tuple(parts))
