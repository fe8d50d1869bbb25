"""Where faces and number plates may be: proposals for an officer, who looks at the whole picture all the same. Help, not a promise.

The cascades that come with OpenCV find faces from the front and the side, and plates of one line; they miss nearly all plates of two
lines (every motorbike's), what is small, turned or dark, and see some where there are none. No network, nothing is learnt from a picture.
"""

from __future__ import annotations

import io
from collections.abc import Iterable
from functools import cache
from typing import TYPE_CHECKING, Any

from PIL import Image

from dothi.reports.hiding.boxes import WHOLE, Box

if TYPE_CHECKING:
    import numpy as np

SIDE = 1280  # pixels that are searched
MOST = 20
_ROOM = 0.15  # of a find, on each side: hair, and the frame of a plate
_LEAST = 1 / 45  # of the longer side: what is smaller is no face that anybody recognises
_CASCADES = (
    "haarcascade_frontalface_alt2.xml",
    "haarcascade_profileface.xml",
    "haarcascade_russian_plate_number.xml",
)


def proposed(body: bytes) -> list[Box]:
    """Rectangles over what looks like a face or a plate, the largest first."""
    import numpy as np  # with OpenCV, some fifty megabytes: loaded when the first officer asks

    with Image.open(io.BytesIO(body), formats=("JPEG",)) as told:
        told.draft("L", (SIDE, SIDE))
        grey = told.convert("L")
    grey.thumbnail((SIDE, SIDE))
    pixels = np.asarray(grey)
    found = [box for name in _CASCADES for box in _seen(name, pixels)]
    return sorted(set(found), key=lambda one: -one.width * one.height)[:MOST]


def _seen(name: str, pixels: np.ndarray[Any, Any]) -> list[Box]:
    tall, wide = pixels.shape
    least = max(int(max(wide, tall) * _LEAST), 20)
    small = (least, least // 3 if "plate" in name else least)
    finds = _cascade(name).detectMultiScale(pixels, scaleFactor=1.1, minNeighbors=5, minSize=small)
    return [_box(find, wide, tall) for find in finds]


def _box(find: Iterable[int], wide: int, tall: int) -> Box:
    """In thousandths, with some room, inside the picture."""
    left, top, width, height = (int(part) for part in find)
    west, north = max(left - width * _ROOM, 0) / wide, max(top - height * _ROOM, 0) / tall
    east, south = min(left + width * (1 + _ROOM), wide) / wide, min(top + height * (1 + _ROOM), tall) / tall
    x, y = int(west * WHOLE), int(north * WHOLE)
    return Box(x, y, max(int(east * WHOLE) - x, 1), max(int(south * WHOLE) - y, 1))


@cache
def _cascade(name: str) -> Any:
    import cv2
    import cv2.data

    return cv2.CascadeClassifier(f"{cv2.data.haarcascades}{name}")
