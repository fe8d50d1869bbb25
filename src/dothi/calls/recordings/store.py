"""The folder of recordings: `<data>/recordings/`, into which an exchange writes (or which is its share, mounted there).

A reference of an exchange is a path below it. Nothing outside is ever opened, whatever the reference says.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, NamedTuple

from dothi.kernel import settings
from dothi.kernel.errors import NotFound

TYPES = {
    ".wav": "audio/wav",
    ".mp3": "audio/mpeg",
    ".ogg": "audio/ogg",
    ".opus": "audio/ogg",
    ".webm": "audio/webm",
    ".m4a": "audio/mp4",
}
PIECE = 65_536
_RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})")


class Part(NamedTuple):
    """Bytes `first` … `last` of `size`."""

    first: int
    last: int
    size: int

    @property
    def length(self) -> int:
        return self.last - self.first + 1


def folder() -> Path:
    return settings.data_folder() / "recordings"


def find(reference: str) -> Path | None:
    """The file of a reference; None where there is none, it is no sound, or it lies (also by a link) outside the folder."""
    if not reference or "\0" in reference:
        return None
    root = folder().resolve()
    try:
        path = (root / reference).resolve()
        inside = path.is_relative_to(root) and path.suffix.lower() in TYPES and path.is_file()
    except (OSError, RuntimeError, ValueError):  # too long, a loop of links
        return None
    return path if inside else None


def get(reference: str) -> Path:
    """Raises NotFound."""
    found = find(reference)
    if found is None:
        raise NotFound("call-recording-missing")
    return found


def type_of(path: Path) -> str:
    return TYPES[path.suffix.lower()]


def asked_part(header: str, size: int) -> Part | None:
    """What a `Range` header asks for (RFC 9110 §14): None for all of it, also where the header is not understood or asks for
    several parts; ValueError where it asks for bytes that there are not."""
    match = _RANGE.fullmatch(header.replace(" ", ""))
    if match is None or match[0] == "bytes=-":
        return None
    begin, end = match[1], match[2]
    if not begin:
        first, last = max(0, size - int(end)), size - 1
    else:
        first, last = int(begin), min(int(end), size - 1) if end else size - 1
        if end and int(end) < first:
            return None
    if first >= size or first > last:
        raise ValueError(header)
    return Part(first, last, size)


def pieces(file: BinaryIO, part: Part) -> Iterator[bytes]:
    """The bytes of a part; closes the file."""
    with file:
        file.seek(part.first)
        left = part.length
        while left and (piece := file.read(min(PIECE, left))):
            left -= len(piece)
            yield piece


def delete(reference: str) -> bool:
    """Deletes the file; whether none is there any more. Raises OSError where the folder may only be read."""
    path = find(reference)
    if path is not None:
        path.unlink(missing_ok=True)
    return True
