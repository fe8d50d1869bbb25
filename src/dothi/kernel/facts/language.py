"""The language of formulas: a small part of SQL, read by a grammar of its own and written anew. What the grammar does not know cannot pass.

    total     = term {("+" | "-") term}                     what a figure's numerator or denominator is
    term      = [number "*"] aggregate ["*" number] | number
    aggregate = count(*) | count(value) | sum(value), each with an optional: filter (where condition)
    value     = columns, numbers, 'texts', now, + - *, functions of FUNCTIONS, interval '2 hours', case when … then … [else …] end
    condition = comparisons, between, in ('a', 'b'), is [not] null|true|false, has(texts, 'a'), and or not, parentheses

Only sums and counts: a figure is kept in cells of a commune and an agency that add up, which distinct counts, means and products do not.
A mean is sum through count, a share count through count: the pair is divided where it is shown, and nothing through nothing is no figure.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from dothi.kernel.errors import BadRequest
from dothi.kernel.facts.published import Fact, Kind

LONGEST = 2000  # signs of one expression
DEEPEST = 40  # parentheses and functions inside each other
_TOKEN = re.compile(
    r"\s+|(?P<number>\d{1,15}(?:\.\d{1,9})?(?![\w.]))|(?P<text>'(?:[^'\\%{}\x00-\x1f]|'')*')|(?P<word>[A-Za-z_]\w*)"
    r"|(?P<sign><>|!=|<=|>=|[-+*=<>(),])",
    re.ASCII,
)
_INTERVAL = re.compile(r"'\d{1,5} (?:minute|hour|day)s?'")
_COMPARED = ("=", "<>", "!=", "<", "<=", ">", ">=")
_PLACES = (
    "unit",
    "unit_id",
    "unit_code",
    "agency",
    "agency_id",
    "agency_code",
    "province",
    "district",
    "ward",
)


class Form(NamedTuple):
    """A function: the kinds it takes, the kind it gives, and its SQL."""

    takes: tuple[Kind, ...]
    gives: Kind
    sql: str


_LOCAL = "at time zone 'Asia/Ho_Chi_Minh'"
FUNCTIONS = {
    "abs": Form((Kind.NUMBER,), Kind.NUMBER, "abs({0})"),
    "minutes": Form((Kind.DURATION,), Kind.NUMBER, "(extract(epoch from {0})::float / 60)"),
    "hours": Form((Kind.DURATION,), Kind.NUMBER, "(extract(epoch from {0})::float / 3600)"),
    "days": Form((Kind.DURATION,), Kind.NUMBER, "(extract(epoch from {0})::float / 86400)"),
    "day": Form((Kind.MOMENT,), Kind.DAY, f"(({{0}} {_LOCAL})::date)"),
    "hour": Form((Kind.MOMENT,), Kind.NUMBER, f"extract(hour from {{0}} {_LOCAL})::int"),
    "weekday": Form((Kind.MOMENT,), Kind.NUMBER, f"extract(isodow from {{0}} {_LOCAL})::int"),
    "has": Form((Kind.TEXTS, Kind.TEXT), Kind.FLAG, "({1} = any({0}))"),
    "starts_with": Form((Kind.TEXT, Kind.TEXT), Kind.FLAG, "starts_with({0}, {1})"),
}
SAME = {"coalesce", "greatest", "least"}  # functions of several values of one kind


@dataclass(frozen=True, slots=True)
class Checked:
    """Safe SQL over a row `f` of the fact. It may hold the parameter `%(now)s` and nothing else that is bound.

    `counted`: SQL conditions of the rows that have a part in it (one for each aggregate), for showing the records behind a figure.
    """

    sql: str
    counted: tuple[str, ...] = ()


def checked(expression: str, fact: Fact) -> Checked:
    """A numerator or denominator over `fact`. Raises BadRequest that names the word that is not allowed."""
    reader = _Reader(expression, fact)
    sql = reader.total()
    reader.finish()
    return Checked(sql, tuple(reader.counted))


def condition(expression: str, fact: Fact) -> Checked:
    """A condition on rows of `fact`. Raises BadRequest that names the word that is not allowed."""
    reader = _Reader(expression, fact)
    sql = reader.flag()
    reader.finish()
    return Checked(sql)


class _Token(NamedTuple):
    kind: str  # number, text, word, sign, or end
    said: str
    at: int  # which sign of the expression, from 1

    @property
    def low(self) -> str:
        return self.said.lower()


class _Typed(NamedTuple):
    """SQL of a value and what it holds."""

    sql: str
    kind: Kind


def _tokens(expression: str) -> Iterator[_Token]:
    if len(expression) > LONGEST:
        raise BadRequest("facts-too-long", most=LONGEST)
    at = 0
    while at < len(expression):
        found = _TOKEN.match(expression, at)
        if found is None:
            raise _sign(expression, at)
        if found.lastgroup:
            yield _Token(found.lastgroup, found.group(), at + 1)
        at = found.end()
    yield _Token("end", "", len(expression) + 1)


def _sign(expression: str, at: int) -> BadRequest:
    """What to say of a sign that the language does not have."""
    if expression[at] == "/" and expression[at : at + 2] != "/*":
        return BadRequest("facts-no-division", at=at + 1)
    word = re.match(r"\S{1,20}", expression[at:])
    return BadRequest("facts-sign-not-allowed", sign=word.group() if word else "", at=at + 1)


class _Reader:
    """Reads one expression from the left; each method reads one rule of the grammar and returns its SQL."""

    def __init__(self, expression: str, fact: Fact) -> None:
        self._fact = fact
        self._tokens = list(_tokens(expression))
        self._place = 0
        self._depth = 0
        self.counted: list[str] = []

    # what stands next

    @property
    def _next(self) -> _Token:
        return self._tokens[self._place]

    def _take(self) -> _Token:
        token = self._next
        self._place += token.kind != "end"
        return token

    def _is(self, *words: str) -> bool:
        return self._next.kind in ("word", "sign") and self._next.low in words

    def _skip(self, *words: str) -> str:
        """Takes one of these words if it stands there."""
        return self._take().low if self._is(*words) else ""

    def _must(self, *words: str) -> str:
        if not self._is(*words):
            raise self._unexpected(" / ".join(words))
        return self._take().low

    def _unexpected(self, wanted: str = "") -> BadRequest:
        token = self._next
        if token.kind == "end":
            return BadRequest("facts-ends-early", wanted=wanted)
        return BadRequest("facts-word-not-allowed", word=token.said[:60], at=token.at, wanted=wanted or "–")

    def finish(self) -> None:
        if self._next.kind != "end":
            raise self._unexpected("+ -")

    # sums and counts

    def total(self) -> str:
        parts = [self._skip("-"), self._term()]
        while sign := self._skip("+", "-"):
            parts += [f" {sign} ", self._term()]
        if not self.counted:
            raise BadRequest("facts-no-aggregate")
        return f"({''.join(parts)})"

    def _term(self) -> str:
        if self._next.kind == "number":
            number = self._take().said
            return f"{number} * {self._aggregate()}" if self._skip("*") else number
        text = self._aggregate()
        if not self._skip("*"):
            return text
        if self._next.kind != "number":
            raise BadRequest("facts-no-product", word=self._next.said[:60], at=self._next.at)
        return f"{text} * {self._take().said}"

    def _aggregate(self) -> str:
        token = self._next
        if not self._is("count", "sum"):
            raise self._not_an_aggregate(token)
        name = self._take().low
        self._must("(")
        if name == "count" and self._skip("*"):
            inner, counts = "*", "true"
        else:
            if self._is("distinct", "all"):
                raise BadRequest("facts-no-distinct", at=self._next.at)
            value = self._either()
            if name == "sum" and value.kind != Kind.NUMBER:
                raise BadRequest(
                    "facts-wrong-kind", at=token.at, is_=value.kind.value, wanted=Kind.NUMBER.value
                )
            inner, counts = value.sql, f"{value.sql} is not null"
        self._must(")")
        if not self._skip("filter"):
            self.counted.append(counts)
            return f"{name}({inner})"
        self._must("(")
        self._must("where")
        where = self.flag()
        self._must(")")
        self.counted.append(where if counts == "true" else f"({where} and {counts})")
        return f"{name}({inner}) filter (where {where})"

    def _not_an_aggregate(self, token: _Token) -> BadRequest:
        if token.kind == "word" and token.low in self._fact.columns:
            return BadRequest("facts-not-summed", word=token.said, at=token.at)
        return self._unexpected("count, sum")

    # conditions

    def flag(self) -> str:
        """A condition."""
        at = self._next.at
        found = self._either()
        if found.kind != Kind.FLAG and self._next.kind != "end" and not self._is(")", "then"):
            raise self._unexpected("= < > in between is")
        return self._expect(found, Kind.FLAG, at)

    def _either(self) -> _Typed:
        return self._joined("or", self._both)

    def _both(self) -> _Typed:
        return self._joined("and", self._negated)

    def _joined(self, word: str, part: Callable[[], _Typed]) -> _Typed:
        at = self._next.at
        first = part()
        if not self._is(word):
            return first
        parts = [self._expect(first, Kind.FLAG, at)]
        while self._skip(word):
            at = self._next.at
            parts.append(self._expect(part(), Kind.FLAG, at))
        return _Typed(f"({f' {word} '.join(parts)})", Kind.FLAG)

    def _negated(self) -> _Typed:
        if self._skip("not"):
            with_in = self._deeper(self._negated)
            return _Typed(f"(not {self._expect(with_in, Kind.FLAG, self._next.at)})", Kind.FLAG)
        return self._compared()

    def _compared(self) -> _Typed:
        left, at = self._sum(), self._next.at
        if self._is(*_COMPARED):
            sign = self._take().low
            right = self._alike(left, self._sum(), at)
            return _Typed(f"({left.sql} {sign} {right})", Kind.FLAG)
        if self._skip("is"):
            negated = "not " if self._skip("not") else ""
            return _Typed(f"({left.sql} is {negated}{self._must('null', 'true', 'false')})", Kind.FLAG)
        negated = "not " if self._skip("not") else ""
        if self._skip("between"):
            low = self._alike(left, self._sum(), at)
            self._must("and")
            return _Typed(
                f"({left.sql} {negated}between {low} and {self._alike(left, self._sum(), at)})", Kind.FLAG
            )
        if self._skip("in"):
            return _Typed(f"({left.sql} {negated}in ({', '.join(self._listed(left))}))", Kind.FLAG)
        if negated:
            raise self._unexpected("in / between")
        return left

    def _listed(self, left: _Typed) -> Iterator[str]:
        self._must("(")
        while True:
            if self._next.kind not in ("number", "text"):
                raise self._unexpected("'…'")
            yield self._alike(left, self._one(), self._next.at)
            if not self._skip(","):
                break
        self._must(")")

    # values

    def _sum(self) -> _Typed:
        at = self._next.at
        found = self._product()
        while sign := self._skip("+", "-"):
            found = self._added(found, sign, self._product(), at)
        return found

    def _added(self, left: _Typed, sign: str, right: _Typed, at: int) -> _Typed:
        text = f"({left.sql} {sign} {right.sql})"
        pair = (left.kind, right.kind)
        if pair == (Kind.NUMBER, Kind.NUMBER):
            return _Typed(text, Kind.NUMBER)
        if pair == (Kind.DURATION, Kind.DURATION):
            return _Typed(text, Kind.DURATION)
        if pair == (Kind.MOMENT, Kind.MOMENT) and sign == "-":
            return _Typed(text, Kind.DURATION)
        if pair == (Kind.MOMENT, Kind.DURATION):
            return _Typed(text, Kind.MOMENT)
        if pair == (Kind.DAY, Kind.DAY) and sign == "-":
            return _Typed(text, Kind.NUMBER)
        raise BadRequest(
            "facts-wrong-kind", at=at, is_=f"{pair[0]} {sign} {pair[1]}", wanted=Kind.NUMBER.value
        )

    def _product(self) -> _Typed:
        at = self._next.at
        found = self._one()
        while self._skip("*"):
            other = self._one()
            text = f"({self._expect(found, Kind.NUMBER, at)} * {self._expect(other, Kind.NUMBER, at)})"
            found = _Typed(text, Kind.NUMBER)
        return found

    def _one(self) -> _Typed:
        token = self._next
        if token.kind == "number":
            return _Typed(self._take().said, Kind.NUMBER)
        if token.kind == "text":
            return _Typed(self._take().said, Kind.TEXT)
        if self._skip("-"):
            return _Typed(f"(-{self._expect(self._deeper(self._one), Kind.NUMBER, token.at)})", Kind.NUMBER)
        if self._skip("("):
            found = self._deeper(self._either)
            self._must(")")
            return found
        if token.kind == "word":
            return self._word(token)
        raise self._unexpected()

    def _word(self, token: _Token) -> _Typed:
        word = token.low
        if word in self._fact.columns:
            self._take()
            return _Typed(f"f.{word}", self._fact.columns[word])
        if word in ("true", "false"):
            return _Typed(self._take().low, Kind.FLAG)
        if word == "now":
            self._take()
            return _Typed("%(now)s::timestamptz", Kind.MOMENT)
        if word == "interval":
            return self._interval()
        if word == "case":
            return self._deeper(self._case)
        if word in FUNCTIONS or word in SAME:
            return self._deeper(self._function)
        if word in _PLACES:
            raise BadRequest("facts-bare-code", word=token.said, at=token.at)
        raise BadRequest(
            "facts-word-unknown",
            word=token.said[:60],
            at=token.at,
            fact=self._fact.name,
            known=", ".join(sorted(self._fact.columns)),
        )

    def _interval(self) -> _Typed:
        self._take()
        if self._next.kind != "text" or not _INTERVAL.fullmatch(self._next.said):
            raise self._unexpected("'2 hours'")
        return _Typed(f"interval {self._take().said}", Kind.DURATION)

    def _case(self) -> _Typed:
        at = self._take().at
        parts, found = ["case"], None
        while self._skip("when"):
            where = self.flag()
            self._must("then")
            found = self._same(found, self._either(), at)
            parts.append(f"when {where} then {found.sql}")
        if found is None:
            raise self._unexpected("when")
        if self._skip("else"):
            found = self._same(found, self._either(), at)
            parts.append(f"else {found.sql}")
        self._must("end")
        return _Typed(f"({' '.join(parts)} end)", found.kind)

    def _function(self) -> _Typed:
        token = self._take()
        self._must("(")
        values = [self._either()]
        while self._skip(","):
            values.append(self._either())
        self._must(")")
        if token.low in SAME:
            for one in values[1:]:
                self._same(values[0], one, token.at)
            return _Typed(f"{token.low}({', '.join(one.sql for one in values)})", values[0].kind)
        form = FUNCTIONS[token.low]
        if len(values) != len(form.takes):
            raise BadRequest("facts-function-takes", word=token.said, at=token.at, number=len(form.takes))
        texts = [self._expect(one, kind, token.at) for one, kind in zip(values, form.takes, strict=True)]
        return _Typed(form.sql.format(*texts), form.gives)

    # kinds

    def _expect(self, found: _Typed, kind: Kind, at: int) -> str:
        if found.kind != kind:
            raise BadRequest("facts-wrong-kind", at=at, is_=found.kind.value, wanted=kind.value)
        return found.sql

    def _same(self, first: _Typed | None, other: _Typed, at: int) -> _Typed:
        if first is not None and first.kind != other.kind:
            raise BadRequest("facts-wrong-kind", at=at, is_=other.kind.value, wanted=first.kind.value)
        return other

    def _alike(self, left: _Typed, right: _Typed, at: int) -> str:
        """A value that is compared with `left`; a text stands for a day where a day is compared."""
        if left.kind == Kind.DAY and re.fullmatch(r"'\d{4}-\d{2}-\d{2}'", right.sql):
            return f"date {right.sql}"
        if left.kind != right.kind:
            raise BadRequest("facts-wrong-kind", at=at, is_=right.kind.value, wanted=left.kind.value)
        return right.sql

    def _deeper(self, rule: Callable[[], _Typed]) -> _Typed:
        self._depth += 1
        if self._depth > DEEPEST:
            raise BadRequest("facts-too-deep", most=DEEPEST)
        found = rule()
        self._depth -= 1
        return found
