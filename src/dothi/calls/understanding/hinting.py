"""What a text may be about where it holds no phrase of the packs: each word and each pair of neighbours speaks for the categories that were taught
with it, the fewer those are the louder. Pure, and every proposal says which words spoke.

The usual weighing of words in documents: a category is all that it was taught with; a word counts by how often it was taught there (logarithm) and how
few other categories have it (inverse frequency), a category that was taught much is not louder for it. A typed word is any taught one that it
may stand for (see syllables.py): without accents it may be several, and is shared among all their categories.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from dothi.calls.understanding.syllables import NOT, Syllable, likeness, read, tokens

ENOUGH = 0.9  # below it nothing is proposed: about one word, taught twice, that no other category has
SLOPE = 0.5  # how far a category that was taught much is turned down: 0 not at all, 1 wholly
MOST_TEXT = 1_000  # signs that are read: what is meant is said first
MOST_WORDS = 3  # that are named as the reason
# words that stand in any sentence: they speak beside another word, never alone
EVERYWHERE = """
ai anh bà bên bị bởi cả các cái cần chỉ chị chiều cho chưa chúng có còn con của cũng cứ đã đang đây đến đề để đêm đi định do đó đoạn được em
gần gây giờ giữa gì hai hàng hay hết hôm hơn khi khiến không khu làm lại lên luôn lúc mà mấy mỗi một mới muốn nào này năm nay ngay ngày nghị
người nhà nhiều nhưng những như nơi nữa ở ông phía phải qua quá ra rất rồi sang sáng sau sẽ suốt tại tháng thấy theo thì thế thường tối tôi
tới trên trong trước từ tuần và vào vẫn vậy về vì việc với xin xong xuống
"""
COMMON = frozenset(read(word) for word in EVERYWHERE.split())

Feature = tuple[Syllable, ...]


class Hint(NamedTuple):
    """A category that a text may be about. `words` as they were typed, the loudest first."""

    kind: str
    score: float
    words: tuple[str, ...]


class _Taught(NamedTuple):
    feature: Feature
    weights: dict[str, float]  # kind → how loud, in its own measure


class Hints:
    """Teach first, ask then."""

    def __init__(self) -> None:
        self._had: defaultdict[Feature, defaultdict[str, float]] = defaultdict(lambda: defaultdict(float))
        self._index: dict[str, list[_Taught]] = {}
        self._kinds = 0

    def teach(self, kind: str, text: str, weight: float = 1.0) -> None:
        """That such words are about this kind; … in a phrase: other words may stand between."""
        for feature, _typed in _features(text):
            self._had[feature][kind] += weight
        self._index = {}

    def suggest(self, text: str, most: int = 3) -> list[Hint]:
        """The likeliest first; none where nothing speaks clearly enough."""
        if not self._index:
            self._learn()
        features = dict(_features(text[:MOST_TEXT]))
        bare = all(one.is_bare for feature in features for one in feature)
        spoken: defaultdict[str, dict[str, float]] = defaultdict(dict)
        for feature, typed in features.items():
            for kind, points in self._speak(feature, bare=bare).items():
                spoken[kind][typed] = points
        found = [Hint(kind, round(sum(told.values()), 2), _loudest(told)) for kind, told in spoken.items()]
        found.sort(key=lambda one: (-one.score, one.kind))
        return [one for one in found if one.score >= ENOUGH][:most]

    def _speak(self, feature: Feature, *, bare: bool) -> dict[str, float]:
        """Kind → how loud this word or pair speaks for it. Where a whole text has no accents a word without them is no less meant."""
        told: dict[str, float] = {}
        for one in self._index.get(_letters(feature), ()):
            like = math.prod(likeness(*pair) for pair in zip(feature, one.feature, strict=True))
            if like == NOT:
                continue
            for kind, weight in one.weights.items():
                told[kind] = max(told.get(kind, 0.0), weight if bare else like * weight)
        rare = self._rare(len(told)) if told else 0.0
        return {kind: weight * rare for kind, weight in told.items()}

    def _rare(self, categories: int) -> float:
        """1 for what one category alone was taught with, towards 0 for what all were."""
        return math.log(1 + self._kinds / categories) / math.log(1 + self._kinds)

    def _learn(self) -> None:
        self._kinds = len({kind for had in self._had.values() for kind in had})
        loud = {
            feature: {kind: math.log1p(weight) * self._rare(len(had)) for kind, weight in had.items()}
            for feature, had in self._had.items()
        }
        lengths: defaultdict[str, float] = defaultdict(float)
        for had in loud.values():
            for kind, weight in had.items():
                lengths[kind] += weight**2
        mean = sum(math.sqrt(one) for one in lengths.values()) / max(1, len(lengths))
        turned = {kind: (math.sqrt(one) / mean) ** SLOPE for kind, one in lengths.items()}
        index: defaultdict[str, list[_Taught]] = defaultdict(list)
        for feature, had in loud.items():
            weights = {kind: weight / turned[kind] for kind, weight in had.items()}
            index[_letters(feature)].append(_Taught(feature, weights))
        self._index = dict(index)


def _features(text: str) -> Iterator[tuple[Feature, str]]:
    """Words that are not in every sentence, and pairs of neighbours: as syllables, and as typed."""
    words = [one for one in tokens(text) if one.syllable.letters.isalpha()]
    for one in words:
        if not _is_common(one.syllable):
            yield (one.syllable,), one.typed
    for one, other in pairwise(words):
        if one.clause == other.clause and not (_is_common(one.syllable) and _is_common(other.syllable)):
            yield (one.syllable, other.syllable), f"{one.typed} {other.typed}"


def _is_common(one: Syllable) -> bool:
    return one in COMMON or (one.is_bare and one.letters in _COMMON_BARE)


_COMMON_BARE = frozenset(one.letters for one in COMMON)


def _letters(feature: Feature) -> str:
    return " ".join(one.letters for one in feature)


def _loudest(told: dict[str, float]) -> tuple[str, ...]:
    """The words that spoke loudest, a pair instead of its words."""
    found: list[str] = []
    for typed in sorted(told, key=lambda one: (-len(one.split()), -told[one])):
        if not any(f" {typed} " in f" {one} " for one in found):
            found.append(typed)
    return tuple(sorted(found, key=lambda one: -told[one])[:MOST_WORDS])
