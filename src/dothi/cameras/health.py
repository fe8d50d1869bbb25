"""How a camera is, judged from what its looks found: figures in, a standing out. Pure: no clock, no table, no picture.

A descriptor is 64 x 36 grey means as float16, row by row. A state is told only when it was found so often in a row as its limit says;
`ok` at once.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

WIDE, HIGH = 64, 36
BYTES = WIDE * HIGH * 2
REFERENCES = 4
OK, DOWN, RUBBISH, FROZEN, MOVED, UNKNOWN = "ok", "down", "rubbish", "frozen", "moved", "unknown"
# what a look could not do → how the camera is
OF_TROUBLE = {
    "no-answer": DOWN, "refused": DOWN, "no-stream": DOWN, "stalled": DOWN, "no-such-host": DOWN, "forbidden": DOWN,
    "elsewhere": DOWN, "certificate": DOWN, "no-key": DOWN,
    "undecodable": RUBBISH, "no-video": RUBBISH, "size": RUBBISH, "blank": RUBBISH, "broke-decoder": RUBBISH,
}  # fmt: skip
Grey = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Seen:
    """What one look found: a descriptor, or the trouble (a key of OF_TROUBLE)."""

    trouble: str = ""
    descriptor: bytes = b""


@dataclass(frozen=True, slots=True)
class Standing:
    """How it is, and what is suspected but was not found often enough."""

    state: str = UNKNOWN
    trouble: str = ""
    suspected: str = ""
    suspected_looks: int = 0
    failures: int = 0
    newest: bytes = b""
    references: bytes = b""


def judge(before: Standing, seen: Seen, limits: Mapping[str, int]) -> Standing:
    """The standing after a look."""
    found, trouble = _found(before, seen, limits)
    failed = found in (DOWN, RUBBISH)
    after = replace(
        before,
        failures=before.failures + 1 if failed else 0,
        newest=seen.descriptor or before.newest,
        references=before.references or (seen.descriptor if found == OK else b""),
    )
    if found == before.state:
        return replace(after, trouble=trouble, suspected="", suspected_looks=0)
    looks = before.suspected_looks + 1 if before.suspected == found else 1
    if found == OK or looks >= limits[f"looks-{found}"]:
        return replace(after, state=found, trouble=trouble, suspected="", suspected_looks=0)
    return replace(after, suspected=found, suspected_looks=looks)


def _found(before: Standing, seen: Seen, limits: Mapping[str, int]) -> tuple[str, str]:
    if seen.trouble:
        return OF_TROUBLE[seen.trouble], seen.trouble
    now = grey_of(seen.descriptor)
    if float(now.std()) < limits["blank-hundredths"] / 100:
        return RUBBISH, "blank"
    if before.newest and difference(grey_of(before.newest), now) < limits["frozen-hundredths"] / 100:
        return FROZEN, ""
    if before.references and not any(
        fits(reference, now, limits) for reference in references_of(before.references)
    ):
        return MOVED, ""
    return OK, ""


def next_wait_s(standing: Standing, limits: Mapping[str, int]) -> int:
    """Until the next look: the rhythm; sooner while something is suspected, later the longer nothing comes."""
    rhythm = limits["look-every-s"]
    if standing.suspected:
        return max(10, rhythm // 5)
    if not standing.failures:
        return rhythm
    return int(min(max(rhythm, limits["wait-longest-s"]), rhythm * 2 ** min(standing.failures - 1, 8)))


def grey_of(descriptor: bytes) -> Grey:
    return np.frombuffer(descriptor, dtype=np.float16).astype(np.float32).reshape(HIGH, WIDE)


def references_of(kept: bytes) -> list[Grey]:
    return [grey_of(kept[at : at + BYTES]) for at in range(0, len(kept), BYTES)]


def with_reference(kept: bytes, descriptor: bytes) -> bytes:
    """One more right view; the oldest goes when there are too many."""
    return (kept + descriptor)[-REFERENCES * BYTES :]


def difference(one: Grey, other: Grey) -> float:
    """Mean difference in levels of grey (0–255)."""
    return float(np.abs(one - other).mean())


def fits(reference: Grey, now: Grey, limits: Mapping[str, int]) -> bool:
    """Does the camera look where it looked? The edges of both are laid over each other: where they are more alike after a shift of some
    cells, it was turned; where they are alike nowhere, it looks at another place. Cars, rain and light move no edges of houses."""
    one, other = _edges(reference), _edges(now)
    across, down = shift(one, other)
    in_place, laid_over = likeness(one, other), likeness(one, np.roll(other, (-down, -across), (0, 1)))
    if max(abs(across), abs(down)) >= limits["moved-cells"] and laid_over > in_place:
        return False
    return in_place >= limits["alike-hundredths"] / 100


def _edges(grey: Grey) -> Grey:
    down, across = np.gradient(grey)
    strength = np.hypot(across, down)
    return np.asarray(
        np.minimum(strength, np.percentile(strength, 95)), dtype=np.float32
    )  # no headlight outshines a street


def shift(one: Grey, other: Grey) -> tuple[int, int]:
    """By how many cells `other` lies right of and below `one` (phase correlation)."""
    window = np.outer(np.hanning(HIGH), np.hanning(WIDE))
    first = np.fft.rfft2((one - one.mean()) * window)
    second = np.fft.rfft2((other - other.mean()) * window)
    product = second * np.conj(first)
    peaks = np.fft.irfft2(product / (np.abs(product) + 1e-6), s=(HIGH, WIDE))
    down, across = divmod(int(np.argmax(peaks)), WIDE)
    return (across - WIDE if across > WIDE // 2 else across), (down - HIGH if down > HIGH // 2 else down)


def likeness(one: Grey, other: Grey) -> float:
    """Correlation of edges, −1 … 1."""
    first, second = one - one.mean(), other - other.mean()
    strength = float(np.sqrt((first**2).sum() * (second**2).sum()))
    return float((first * second).sum()) / strength if strength else 0.0
