"""From a decoded frame to what leaves the decoder: a small JPEG, and the descriptor that health keeps. PyAV and Pillow are loaded here alone."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import numpy as np

from dothi.cameras.health import HIGH, WIDE

if TYPE_CHECKING:
    from av import VideoFrame
    from PIL.Image import Image

QUALITY = 72


def jpeg_of(frame: VideoFrame, width: int) -> bytes:
    """At most `width` wide, the sides in proportion."""
    wide = min(width, frame.width)
    high = max(2, round(frame.height * wide / frame.width))
    image: Image = frame.reformat(width=wide, height=high, format="rgb24").to_image()  # type: ignore[no-untyped-call]
    out = io.BytesIO()
    image.save(out, "JPEG", quality=QUALITY)
    return out.getvalue()


def descriptor_of(frame: VideoFrame) -> bytes:
    """64 x 36 grey means as float16: each is the mean of its whole field, so noise of the sensor goes and no letter stays."""
    grey = frame.reformat(width=WIDE * 5, height=HIGH * 5, format="gray", interpolation="AREA").to_ndarray()
    means = grey.reshape(HIGH, 5, WIDE, 5).mean(axis=(1, 3), dtype=np.float32)
    return bytes(means.astype(np.float16).tobytes())
