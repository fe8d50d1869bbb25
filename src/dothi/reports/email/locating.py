"""Where a letter says that it is: the phrase that sounds like an address, looked up in what the house knows. One place or none: what might
be two places is a person's to decide."""

from __future__ import annotations

import re
from collections.abc import Iterator

from dothi.calls.understanding.likeness import Point, metres_between
from dothi.calls.understanding.places import Place, find_address
from dothi.reports.actions.receiving import LONGEST_PLACE, Spot

SURE = 0.8  # rank of a street in the commune that was named, or of its very name
MOST_M = 1_500.0  # a place that may lie anywhere in a large commune is none
SAME_M = 300.0
MOST_PHRASES = 12
_ENDS = re.compile(r"[\n.;:!?()]+(?=\s|$)|\n")
_CUE = re.compile(
    r"(?:(?:địa chỉ|dia chi|đ/c|address|location|vị trí|nơi)\s*(?:là|:)?|(?:tại|ở|gần|trước|đối diện|near|at|in front of)(?=\s))\s*",
    re.IGNORECASE,
)
_BARE = re.compile(
    r"(?:số nhà|so nha|số|so)?\s*\d+[a-z]?(?:/\d+)*\s+(?:đường|duong|phố|pho)?\s*(?=[^\W\d_])|"
    r"(?:đường|duong|phố|pho|ngã tư|nga tu|ngã ba|nga ba|góc|hẻm|hem|ngõ|ngo|quốc lộ|quoc lo|ql)\s+(?=\w)",
    re.IGNORECASE,
)
_NOISE = re.compile(r"^(?:trước|gần|đối diện|ngay|khu vực|số nhà|nhà|cổng)\s+", re.IGNORECASE)


def spot_of(text: str) -> Spot | None:
    """The place with its position; None: the letter says none that is known, or several."""
    found = [place for phrase in phrases(text) if (place := _known(phrase)) is not None]
    if not found or any(_apart(found[0], other) > SAME_M + other.accuracy_m for other in found[1:]):
        return None
    best = min(found, key=lambda one: one.accuracy_m)
    return Spot(best.name, best.lon, best.lat, best.accuracy_m)


def words_of(text: str) -> str:
    """What it says of its place, for whoever looks for it; empty: nothing."""
    return next(phrases(text), "")[:LONGEST_PLACE]


def phrases(text: str) -> Iterator[str]:
    """Pieces that may be an address, as they were written: after "tại", "địa chỉ:", from a house number or "đường" on."""
    seen: set[str] = set()
    for clause in (one.strip() for one in _ENDS.split(text[:8000])):
        for cut in (
            *(one.end() for one in _CUE.finditer(clause)),
            *(one.start() for one in _BARE.finditer(clause)),
        ):
            phrase = _NOISE.sub("", clause[cut:].strip(" ,-"))[:LONGEST_PLACE]
            if len(phrase) > 3 and phrase not in seen and len(seen) < MOST_PHRASES:
                seen.add(phrase)
                yield phrase


def _known(phrase: str) -> Place | None:
    """Tried whole, then without what follows it: "45 Ba Cu, phường Vũng Tàu bị ngập"."""
    parts = phrase.split(",")
    for tried in dict.fromkeys((phrase, ",".join(parts[:2]), parts[0])):
        found = [one for one in find_address(tried, 3) if one.rank >= SURE and one.accuracy_m <= MOST_M]
        if found and all(_apart(found[0], other) <= SAME_M for other in found[1:]):
            return found[0]
        if found:
            return None
    return None


def _apart(one: Place, other: Place) -> float:
    return metres_between(Point(one.lon, one.lat), Point(other.lon, other.lat))
