"""Bars of a strip chart, in the units of its view box: a number for each day (or hour), the version in force behind it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

HEIGHT, STEP = 60, 10


@dataclass(frozen=True, slots=True)
class Bar:
    """`top` and `height` of the draft's bar, `old_top` and `old_height` of the one behind it."""

    label: str
    number: int
    old: int
    x: int
    top: float
    height: float
    old_top: float
    old_height: float


@dataclass(frozen=True, slots=True)
class Strip:
    bars: list[Bar]
    most: int
    first: str
    last: str

    @property
    def width(self) -> int:
        return STEP * len(self.bars)


def strip(numbers: Sequence[Sequence[str | int]], olds: Sequence[Sequence[str | int]] | None) -> Strip:
    """The highest bar fills the height; an empty chart has flat ones."""
    pairs = [
        (str(label), int(number), int(olds[place][1]) if olds and place < len(olds) else 0)
        for place, (label, number) in enumerate(numbers)
    ]
    most = max((max(number, old) for _, number, old in pairs), default=0)
    bars = [
        Bar(label, number, old, place * STEP, *_bar(number, most), *_bar(old, most))
        for place, (label, number, old) in enumerate(pairs)
    ]
    return Strip(bars, most, pairs[0][0] if pairs else "", pairs[-1][0] if pairs else "")


def _bar(number: int, most: int) -> tuple[float, float]:
    height = round(HEIGHT * number / most, 1) if most else 0.0
    return round(HEIGHT - height, 1), height
