"""Rectangles over a picture, in thousandths of its sides, and what hiding them leaves of it. Pure."""

from __future__ import annotations

import io
from collections.abc import Iterable
from typing import NamedTuple

from PIL import Image

from dothi.kernel.attachments import QUALITY

WHOLE = 1000
MOST = 40
_CELLS = 3  # a hidden part is so many flat squares across: nothing of a face or a number can be computed back


class Box(NamedTuple):
    """Left, top, width, height."""

    left: int
    top: int
    width: int
    height: int


def read(text: str) -> list[Box]:
    """A rectangle a line, four whole numbers. Raises ValueError: a line that is none, one outside the picture, more than MOST."""
    lines = [line.split() for line in text.replace(",", " ").splitlines() if line.strip()]
    found = [Box(*(int(part) for part in line)) for line in lines if _is_four(line)]
    if len(found) != len(lines) or len(found) > MOST or not all(_fits(one) for one in found):
        raise ValueError(text)
    return found


def _is_four(line: list[str]) -> bool:
    return len(line) == 4 and all(part.isascii() and part.isdigit() and len(part) < 5 for part in line)


def _fits(one: Box) -> bool:
    return (
        one.width > 0 and one.height > 0 and one.left + one.width <= WHOLE and one.top + one.height <= WHOLE
    )


def written(boxes: Iterable[Box]) -> str:
    return "\n".join(" ".join(str(part) for part in one) for one in boxes)


def without(body: bytes, boxes: Iterable[Box]) -> bytes:
    """The picture with these parts gone, as a JPEG of its own."""
    with Image.open(io.BytesIO(body), formats=("JPEG",)) as told:
        picture = told.convert("RGB")
    for one in boxes:
        _flatten(picture, one)
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=QUALITY, optimize=True)
    return out.getvalue()


def _flatten(picture: Image.Image, one: Box) -> None:
    wide, tall = picture.size
    edge = (
        one.left * wide // WHOLE,
        one.top * tall // WHOLE,
        max(-(-(one.left + one.width) * wide // WHOLE), one.left * wide // WHOLE + 1),
        max(-(-(one.top + one.height) * tall // WHOLE), one.top * tall // WHOLE + 1),
    )
    part = picture.crop(edge)
    flat = part.resize((_CELLS, _CELLS), Image.Resampling.BOX)
    picture.paste(flat.resize(part.size, Image.Resampling.NEAREST), edge)
