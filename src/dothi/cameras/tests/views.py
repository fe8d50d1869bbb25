"""Views that no camera ever had: houses with windows under a moving light, drawn from a seed. Every test sees the same pixels."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from dothi.cameras.health import Seen
from dothi.cameras.looking.picture import descriptor_of
from dothi.cameras.simulated.reels import Picture

WIDE, HIGH = 384, 216


def street(seed: int = 1) -> Picture:
    """A street of its own for each seed."""
    chance = np.random.default_rng(seed)
    picture = np.full((HIGH, WIDE), 120.0)
    for _ in range(40):
        left, top = int(chance.integers(0, WIDE - 40)), int(chance.integers(0, HIGH - 30))
        wide, high = int(chance.integers(20, 90)), int(chance.integers(15, 70))
        picture[top : top + high, left : left + wide] = chance.integers(20, 235)
    return np.dstack([picture.astype(np.uint8)] * 3)


def filmed(view: Picture, number: int, *, light: float = 1.0) -> Picture:
    """The same view once more: noise of the sensor, and something that drives through it."""
    chance = np.random.default_rng(1000 + number)
    picture = view * light + chance.normal(0, 3, view.shape)
    left = number * 37 % (WIDE - 40)
    picture[150:175, left : left + 40] = 230
    return np.asarray(np.clip(picture, 0, 255), dtype=np.uint8)


def film(view: Picture, most: int = 12) -> Iterator[Picture]:
    return (filmed(view, number) for number in range(most))


def turned(view: Picture, cells: int) -> Picture:
    """The view of a camera that was turned by some 64ths of its width."""
    return np.asarray(np.roll(view, cells * WIDE // 64, 1))


def seen(picture: Picture) -> Seen:
    """What a look finds of it."""
    import av

    return Seen("", descriptor_of(av.VideoFrame.from_ndarray(np.ascontiguousarray(picture), format="rgb24")))
