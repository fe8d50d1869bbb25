"""Who looks, and when, written into the picture itself: a copy of it says whose it is."""

from __future__ import annotations

import io
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from dothi.kernel import papers

if TYPE_CHECKING:
    from PIL.ImageFont import FreeTypeFont

QUALITY = 70
_FONT: Final = Path(papers.__file__).parent / "fonts" / "Tinos-Bold.ttf"


def marked(jpeg: bytes, words: str) -> bytes:
    """The picture with `words` along its foot and, faint, across it (a foot can be cut off)."""
    from PIL import Image, ImageDraw

    image = Image.open(io.BytesIO(jpeg)).convert("RGB")
    wide, high = image.size
    size = max(11, wide // 48)
    drawing = ImageDraw.Draw(image, "RGBA")
    drawing.rectangle((0, high - size - 8, wide, high), fill=(0, 0, 0, 150))
    drawing.text((6, high - size - 5), words, font=font(size), fill=(255, 255, 255, 235))
    drawing.text((wide // 5, high // 2), words, font=font(size), fill=(255, 255, 255, 60))
    out = io.BytesIO()
    image.save(out, "JPEG", quality=QUALITY)
    return out.getvalue()


@lru_cache(maxsize=8)
def font(size: int) -> FreeTypeFont:
    """Letters with every Vietnamese mark, so many points high."""
    from PIL import ImageFont

    return ImageFont.truetype(str(_FONT), size)
