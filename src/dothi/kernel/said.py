"""What a person wrote, as it may be kept and shown to others."""

from __future__ import annotations

import re

# control signs but tab and line end, signs of no width, those that turn the direction of reading: what stands there would
# be read as something else; and those that are none (U+FFFE, U+FFFF), with which no XML is read. The joiners U+200C and U+200D
# stay: pictures and some scripts are written with them.
_UNSEEN = re.compile(
    "[\0-\x08\x0b-\x1f\x7f-\x9f\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufffe\uffff\ud800-\udfff]"
)


def plain(text: str) -> str:
    """Without signs that nobody sees, and without space around."""
    return _UNSEEN.sub("", text).strip()
