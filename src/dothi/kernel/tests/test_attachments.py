"""Files that people hand in: what they unfold to is asked before it is done."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from dothi.kernel import attachments


def png(mode: str = "RGB", side: int = 200) -> bytes:
    out = io.BytesIO()
    Image.new(mode, (side, side)).save(out, "PNG")
    return out.getvalue()


def test_a_small_file_that_unfolds_to_memory_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(attachments, "MOST_PIXELS", 199 * 200)
    with pytest.raises(ValueError, match="picture"):
        attachments.rewritten(png())


@pytest.mark.parametrize("mode", ["1", "L", "P", "LA", "RGBA", "I;16"])
def test_a_picture_of_any_kind_of_pixels_is_one(mode: str) -> None:
    assert attachments.rewritten(png(mode)).startswith(b"\xff\xd8")
