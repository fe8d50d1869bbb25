"""How well words that somebody typed fit the name of a unit with those above it, where they do not stand in it as they are: a kind left
out ("lê ninh, kinh môn, hải dương"), the former district left out, a slip of the hand. Pure.

Words are compared in order, without the kinds of units; a number is itself or it is not.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import accumulate
from typing import NamedTuple

_TWO = {("thanh", "pho"), ("thi", "xa"), ("thi", "tran"), ("dac", "khu")}
_ONE = frozenset({"phuong", "xa", "quan", "huyen", "tinh"})
SAME, SLIP, UNSAID, LEFT_OUT, FIRST_LEFT_OUT = 1.0, 0.7, -0.7, -0.12, -0.4
KIND = 0.03  # a kind that is said and fits: decides between a ward and a commune of one name
LEAST = 0.45  # a word: below, nothing is meant by it
BEHIND = 0.2  # farther behind the best nothing else is meant
WORTH_A_LOOK = 200  # lines that share the rarest words


class Words(NamedTuple):
    """A name apart from its kinds."""

    names: tuple[str, ...]
    kinds: tuple[str, ...]


class Fit(NamedTuple):
    """`key`: of whose line it is; `place` of the line among its lines (0, 1: its own names); `score` up to a little above 1."""

    key: int
    line: str
    place: int
    score: float


def words_of(text: str) -> Words:
    """ "xa le ninh tinh hai duong" → (le, ninh, hai, duong), (xa, tinh). A kind right after a kind, or right before one or the end, is a
    name: Quan Sơn, Tân Phương."""
    names: list[str] = []
    kinds: list[str] = []
    words, at, after_kind = text.split(), 0, False
    while at < len(words):
        long = _kind_at(words, at)
        if not long or after_kind or (at and (at + long == len(words) or _kind_at(words, at + long))):
            names.append(words[at])
            at, after_kind = at + 1, False
        else:
            kinds.append(" ".join(words[at : at + long]))
            at, after_kind = at + long, True
    return Words(tuple(names), tuple(kinds))


def _kind_at(words: Sequence[str], at: int) -> int:
    """How many words the kind that stands here has; 0: none stands here."""
    if tuple(words[at : at + 2]) in _TWO:
        return 2
    return int(words[at] in _ONE)


def score(asked: Words, line: Words) -> float:
    """The best way to lay what was asked along the line, a word: words unsaid in the line, words of the line left out."""
    # a name that sounds like a kind ("Tân Phương") may have been read as one
    out = [
        0.0 if one in asked.kinds else FIRST_LEFT_OUT if place < 2 else LEFT_OUT
        for place, one in enumerate(line.names)
    ]
    before = [0.0, *accumulate(out)]
    for word in asked.names:
        now = [before[0] + UNSAID]
        for place, other in enumerate(line.names):
            now.append(
                max(before[place] + likeness(word, other), before[place + 1] + UNSAID, now[-1] + out[place])
            )
        before = now
    said = sum(one in line.kinds for one in asked.kinds)
    first = bool(asked.kinds and line.kinds and asked.kinds[0] == line.kinds[0])
    return before[-1] / len(asked.names) + KIND * (said / max(1, len(asked.kinds)) + first)


@lru_cache(maxsize=50_000)
def likeness(one: str, other: str) -> float:
    """SAME, SLIP (one letter more, less or another, two in the wrong order), or nothing."""
    if one == other:
        return SAME
    if one.isdigit() or other.isdigit() or min(len(one), len(other)) < 2 or abs(len(one) - len(other)) > 1:
        return UNSAID * 2
    return SLIP if _one_slip(one, other) else UNSAID * 2


def _one_slip(one: str, other: str) -> bool:
    at = next(
        (at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other))
    )
    a, b = one[at:], other[at:]
    return a[1:] == b[1:] or a[1:] == b or a == b[1:] or (len(a) > 1 and a[:2] == b[1::-1] and a[2:] == b[2:])


@dataclass(slots=True)
class Index:
    """Every line by its words."""

    _lines: list[tuple[int, str, int, Words]] = field(default_factory=list)
    _having: defaultdict[str, list[int]] = field(default_factory=lambda: defaultdict(list))

    def add(self, key: int, lines: Iterable[str]) -> None:
        for place, line in enumerate(lines):
            words = words_of(line)
            for word in set(words.names):
                self._having[word].append(len(self._lines))
            self._lines.append((key, line, place, words))

    def fitting(self, text: str, most: int) -> list[Fit]:
        """The best line of each key, best first; none where too little of what was asked stands in any."""
        asked = words_of(text)
        if not asked.names:
            return []
        best: dict[int, Fit] = {}
        for number in self._worth_a_look(asked.names):
            key, line, place, words = self._lines[number]
            fit = Fit(key, line, place, score(asked, words))
            if fit.score >= LEAST and (key not in best or fit.score > best[key].score):
                best[key] = fit
        ordered = sorted(best.values(), key=lambda one: (-round(one.score, 3), min(one.place, 2), one.line))
        return [one for one in ordered if one.score >= ordered[0].score - BEHIND][:most]

    def _worth_a_look(self, asked: Sequence[str]) -> list[int]:
        """Lines that hold most of the words, a rare word more than a frequent one; the first words tell the commune and count double."""
        points: defaultdict[int, float] = defaultdict(float)
        for place, word in enumerate(asked):
            for meant in self._meant(word):
                having = self._having[meant]
                weight = (2.0 if place < 2 else 1.0) / (1 + len(having)) ** 0.3
                for number in having:
                    points[number] += weight
        return sorted(points, key=lambda one: -points[one])[:WORTH_A_LOOK]

    def _meant(self, word: str) -> list[str]:
        """The word, where any line has it; else those that it may be a slip of."""
        if word in self._having:
            return [word]
        return [one for one in self._having if likeness(word, one) == SLIP]
