"""Which category a text speaks of, by the words and phrases of packs: pure, and every point says which words gave it.

A phrase is looked for word by word (see syllables.py). Of phrases of one category that overlap the longest counts, each phrase once.
What a negation reaches, and what touches a mask ("phòng cháy chữa cháy") without spelling it out, does not speak.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any, NamedTuple

from dothi.calls.understanding.syllables import BARE, NOT, Syllable, Token, likeness, read, tokens

WEIGHTS = {"strong": 3.0, "likely": 2.0, "weak": 1.0, "against": -3.0}
GAP = "…"
WIDEST_GAP = 5  # words in between
ENOUGH = 1.5  # points below which nothing is proposed
ALONE = 0.7  # one word without accents is easily another word
IN_ACCENTED = 0.5  # a bare word among accented ones was probably meant as it stands
MOST_TEXT = 4_000  # signs that are read: what comes first is why somebody calls
ORDER = ("low", "medium", "high", "critical")


class Phrase(NamedTuple):
    """Words in order; `gaps[i]` says that others may stand before word i."""

    syllables: tuple[Syllable, ...]
    gaps: tuple[bool, ...]
    letters: frozenset[str]  # of all its words: what is not in a text need not be looked for

    @property
    def second(self) -> str:
        """Letters of what must follow at once; "" when it is one word, … when others may stand between."""
        if len(self.syllables) == 1:
            return ""
        return GAP if self.gaps[1] else self.syllables[1].letters


class Match(NamedTuple):
    phrase: Phrase
    begin: int  # of the first word, by number
    end: int  # behind the last
    likeness: float


@dataclass(frozen=True, slots=True)
class Category:
    """What a category begins with, and what lies above it."""

    kind: str
    severity: str
    services: tuple[str, ...]
    above: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sign:
    """What makes a case graver, or asks for another service."""

    code: str
    name_vi: str
    name_en: str
    severity: str
    services: tuple[str, ...]
    kinds: frozenset[str]  # only of these or below them; empty: all


@dataclass(frozen=True, slots=True)
class Seen:
    """A sign that a text shows, and the words that showed it."""

    sign: Sign
    words: str


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What a text may be about. `words` as they were typed, the weightiest first."""

    kind: str
    severity: str
    words: list[str]
    score: float
    services: list[str]
    signs: list[Seen]


@dataclass(slots=True)
class Lexicon:
    """Compiled phrases: by the letters of their first two words, so that a text is walked once."""

    categories: dict[str, Category] = field(default_factory=dict)
    _weights: dict[Phrase, list[tuple[str, float]]] = field(default_factory=lambda: defaultdict(list))
    _signs: dict[Phrase, list[Sign]] = field(default_factory=lambda: defaultdict(list))
    _masks: set[Phrase] = field(default_factory=set)
    _negations: dict[Phrase, int] = field(default_factory=dict)
    _spelling: dict[str, tuple[str, ...]] = field(default_factory=dict)
    _index: dict[str, dict[str, list[Phrase]]] = field(default_factory=dict)

    def add_words(self, kind: str, table: Mapping[str, Any]) -> None:
        for strength, weight in WEIGHTS.items():
            for said in table.get(strength, ()):
                self._weights[self._phrase(said)].append((kind, weight))

    def add_sign(self, sign: Sign, say: Iterable[str]) -> None:
        for said in say:
            self._signs[self._phrase(said)].append(sign)

    def add_masks(self, say: Iterable[str]) -> None:
        self._masks.update(self._phrase(said) for said in say)

    def add_negations(self, say: Iterable[str], reach: int) -> None:
        for said in say:
            self._negations[self._phrase(said)] = reach

    def add_spelling(self, said: Iterable[str], meant: str) -> None:
        for one in said:
            self._spelling[one.lower()] = tuple(meant.split())

    def _phrase(self, said: str) -> Phrase:
        words, gaps, gap = [], [], False
        for word in said.split():
            if word == GAP:
                gap = True
                continue
            words.append(_meant(word))
            gaps.append(gap)
            gap = False
        phrase = Phrase(tuple(words), tuple(gaps), frozenset(word.letters for word in words))
        known = self._index.setdefault(words[0].letters, {}).setdefault(phrase.second, [])
        if phrase not in known:
            known.append(phrase)
        return phrase

    def suggest(self, text: str, most: int = 3) -> list[Suggestion]:
        """The categories a text may be about, best first; none when nothing speaks clearly enough."""
        words = self._read(text[:MOST_TEXT])
        if not words:
            return []
        matches = self._unmasked(self._matches(words))
        silent = self._negated(words, matches)
        signs = self._seen(words, [match for match in matches if match not in silent])
        spoken = self._spoken(words, [match for match in matches if match not in silent])
        found = [
            self._suggestion(kind, self._with_above(kind, spoken), words, signs)
            for kind, points in spoken.items()
            if sum(points.values()) >= ENOUGH
        ]
        found.sort(key=lambda one: (-one.score, -len(self.categories[one.kind].above), one.kind))
        return found[:most]

    def _read(self, text: str) -> list[Token]:
        """The words of a text, slang written out: `ko` is read as `không`."""
        found: list[Token] = []
        for token in tokens(text):
            meant = self._spelling.get(token.typed.lower())
            if meant is None:
                found.append(token)
            else:
                found += [token._replace(syllable=_meant(word)) for word in meant]
        return found

    def _matches(self, words: list[Token]) -> list[Match]:
        accented = sum(not word.syllable.is_bare for word in words) * 3 > len(words)
        line = [word.syllable.letters for word in words]
        letters = set(line)
        wide = {
            first: [one for one in self._index[first].get(GAP, ()) if one.letters <= letters]
            for first in letters & self._index.keys()
        }
        found = []
        for place, (first, second) in enumerate(pairwise([*line, ""])):
            if first in wide:
                near = self._index[first]
                here = (*near.get("", ()), *(near.get(second, ()) if second else ()), *wide[first])
                found += [one for phrase in here if (one := _match(phrase, words, line, place, accented))]
        return found

    def _unmasked(self, matches: list[Match]) -> list[Match]:
        masks = [match for match in matches if match.phrase in self._masks]
        return [
            match
            for match in matches
            if match.phrase not in self._masks and not any(_hides(mask, match) for mask in masks)
        ]

    def _negated(self, words: list[Token], matches: list[Match]) -> set[Match]:
        """Those that a negation before them in the same clause reaches, and those that take a part of its words for theirs."""
        negations = [match for match in matches if match.phrase in self._negations]
        return {
            match
            for match in matches
            for no in negations
            if no.begin < match.begin <= no.end + self._negations[no.phrase]
            and (no.end > match.begin or words[no.end - 1].clause == words[match.begin].clause)
        }

    def _seen(self, words: list[Token], matches: list[Match]) -> list[Seen]:
        seen: dict[str, Seen] = {}
        for match in matches:
            for sign in self._signs.get(match.phrase, ()):
                seen.setdefault(sign.code, Seen(sign, _typed(words, match)))
        return list(seen.values())

    def _spoken(self, words: list[Token], matches: list[Match]) -> dict[str, dict[Match, float]]:
        """Kind → the matches that speak for it, each phrase once, none inside a longer one of the same kind."""
        by_kind: dict[str, dict[Phrase, tuple[Match, float]]] = defaultdict(dict)
        for match in sorted(matches, key=lambda one: (-len(one.phrase.syllables), one.begin)):
            for kind, weight in self._weights.get(match.phrase, ()):
                told = by_kind[kind]
                inside = any(
                    match.begin < other.end and other.begin < match.end for other, _points in told.values()
                )
                if not inside and match.phrase not in told:
                    told[match.phrase] = (match, weight * match.likeness)
        return {kind: dict(told.values()) for kind, told in by_kind.items()}

    def _with_above(self, kind: str, spoken: dict[str, dict[Match, float]]) -> dict[Match, float]:
        """What speaks for a category above speaks for this one, too, once this one speaks for itself."""
        return {
            match: points
            for one in (*self.categories[kind].above, kind)
            for match, points in spoken.get(one, {}).items()
        }

    def _suggestion(
        self, kind: str, points: dict[Match, float], words: list[Token], signs: list[Seen]
    ) -> Suggestion:
        category = self.categories[kind]
        mine = [
            seen
            for seen in signs
            if not seen.sign.kinds or seen.sign.kinds.intersection((kind, *category.above))
        ]
        spoke = sorted(
            (match for match in points if points[match] > 0), key=lambda match: (-points[match], match.begin)
        )
        return Suggestion(
            kind=kind,
            severity=max((category.severity, *(seen.sign.severity for seen in mine)), key=ORDER.index),
            words=list(dict.fromkeys(_typed(words, match) for match in spoke)),
            score=round(sum(points.values()), 2),
            services=list(
                dict.fromkeys((*category.services, *(code for seen in mine for code in seen.sign.services)))
            ),
            signs=mine,
        )


def _hides(mask: Match, match: Match) -> bool:
    """They overlap, and the phrase does not spell the mask out itself: "nước chảy yếu" was written in knowledge of "nước chảy"."""
    if mask.end <= match.begin or match.end <= mask.begin:
        return False
    mine, masked = match.phrase.syllables, mask.phrase.syllables
    return not any(mine[at : at + len(masked)] == masked for at in range(len(mine) - len(masked) + 1))


def _match(phrase: Phrase, words: list[Token], line: list[str], place: int, accented: bool) -> Match | None:
    """The phrase from this word on, if it stands there; within a clause where words may stand between."""
    at, total, bare = place, 0.0, True
    for syllable, gap in zip(phrase.syllables, phrase.gaps, strict=True):
        at, like = _next(syllable, WIDEST_GAP if gap else 0, words, line, at)
        if like == NOT or (gap and words[at].clause != words[place].clause):
            return None
        bare = bare and like == BARE
        total += like
        at += 1
    like = total / len(phrase.syllables)
    if bare and accented:
        like *= IN_ACCENTED
    elif bare and len(phrase.syllables) == 1:
        like *= ALONE
    return Match(phrase, place, at, like)


def _next(meant: Syllable, most: int, words: list[Token], line: list[str], begin: int) -> tuple[int, float]:
    """Where the word stands next, at most so many words on, and how well it is said there."""
    at, end = begin, begin + most + 1
    while True:
        try:
            at = line.index(meant.letters, at, end)
        except ValueError:
            return begin, NOT
        if (like := likeness(words[at].syllable, meant)) != NOT:
            return at, like
        at += 1


def _typed(words: list[Token], match: Match) -> str:
    return " ".join(_once(words[match.begin : match.end]))


def _once(words: Iterable[Token]) -> Iterator[str]:
    """Slang that stands for several words was typed once."""
    last = -1
    for word in words:
        if word.begin != last:
            yield word.typed
        last = word.begin


def _meant(word: str) -> Syllable:
    return read(word)
