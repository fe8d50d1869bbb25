"""Pictures of places that do not exist: a street drawn from a seed, cars that are boxes, big words that it is simulated, a clock that runs."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

import numpy as np

from dothi.cameras.simulated.reels import Picture
from dothi.kernel import clock

WIDE, HIGH = 640, 360
WORDS = "CAMERA MÔ PHỎNG"


def scene(name: str, seed: int, *, stands: bool = False, turned: int = 0) -> Callable[[], Picture]:
    """Draws the place as it is now. `stands`: its clock and cars do not move (a frozen camera); `turned` by some points of width."""
    begun = clock.now()

    def draw() -> Picture:
        from PIL import Image, ImageDraw

        from dothi.cameras.marking import font

        now = begun if stands else clock.now()
        picture = np.roll(_street(seed), turned, 1).copy()
        if not stands:
            chance = np.random.default_rng(int(now.timestamp() * 10))
            noisy = picture + chance.normal(0, 2.5, picture.shape)
            picture = np.asarray(np.clip(noisy, 0, 255), dtype=np.uint8)
        for car in range(3):
            left = int(now.timestamp() * (40 + 25 * car) + 200 * car) % (WIDE + 80) - 80
            picture[240 + car * 32 : 262 + car * 32, max(0, left) : max(0, left + 60)] = (
                200,
                60 + 60 * car,
                40,
            )
        image = Image.fromarray(picture)
        drawing = ImageDraw.Draw(image)
        drawing.text(
            (14, 10), WORDS, font=font(40), fill=(255, 255, 0), stroke_width=2, stroke_fill=(0, 0, 0)
        )
        said = f"{name}  {now.astimezone(clock.VIETNAM):%d/%m/%Y %H:%M:%S}"
        drawing.text(
            (14, 58), said, font=font(20), fill=(255, 255, 255), stroke_width=2, stroke_fill=(0, 0, 0)
        )
        return np.asarray(image, dtype=np.uint8)

    return draw


@lru_cache(maxsize=32)
def _street(seed: int) -> Picture:
    """Sky, houses with windows, a road."""
    chance = np.random.default_rng(seed)
    picture = np.zeros((HIGH, WIDE, 3), np.uint8)
    picture[:150] = (150, 180, 205)
    picture[150:] = (95, 95, 98)
    left = 0
    while left < WIDE:
        wide, high = int(chance.integers(50, 120)), int(chance.integers(60, 170))
        picture[230 - high : 230, left : left + wide] = chance.integers(60, 200, 3)
        for across in range(left + 8, left + wide - 14, 22):
            for down in range(238 - high, 216, 26):
                picture[down : down + 14, across : across + 12] = chance.integers(20, 240)
        left += wide + int(chance.integers(0, 25))
    picture[284:288, ::1] = (210, 210, 200)
    return picture
