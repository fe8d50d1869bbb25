"""Pictures and voice notes of crews: distrusted, made harmless, kept below the uploads by their hash.

A picture is decoded and written anew (no EXIF, no place, nothing behind its end); what cannot be decoded is no picture. A voice note
stays as it came – a browser's recorder writes no place into it – and is told apart by how it begins, bounded in bytes and seconds, and
given out only as what we found it to be. What a browser calls a file, or names it, decides nothing.
"""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import NamedTuple

from dothi.kernel import attachments
from dothi.kernel.errors import BadRequest, NotFound, TooLarge

_STORE = attachments.Store("crews")
_WEBM, _OGG, _MP4 = "audio/webm", "audio/ogg", "audio/mp4"


class Media(NamedTuple):
    """What is kept: its own bytes, as what they are given out, how long it says that it is."""

    kind: str
    media_type: str
    body: bytes
    seconds: int | None = None

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.body).hexdigest()


def picture(body: bytes, *, most_mb: int) -> Media:
    """Decoded and written anew, upright, at most 2,560 pixels long. Raises TooLarge, BadRequest."""
    _refuse_large(body, most_mb)
    try:
        return Media("photo", attachments.JPEG, attachments.rewritten(body))
    except ValueError as error:
        raise BadRequest("crew-picture") from error


def voice(body: bytes, seconds: int, *, most_mb: int, most_seconds: int) -> Media:
    """Raises TooLarge, BadRequest."""
    _refuse_large(body, most_mb)
    if not 0 < seconds <= most_seconds:
        raise BadRequest("crew-voice-long", most=most_seconds)
    media_type = _sound(body[:16])
    if media_type is None:
        raise BadRequest("crew-voice")
    return Media("voice", media_type, body, seconds)


def _sound(begin: bytes) -> str | None:
    if begin.startswith(b"\x1aE\xdf\xa3"):
        return _WEBM
    if begin.startswith(b"OggS"):
        return _OGG
    return _MP4 if begin[4:8] == b"ftyp" else None


def _refuse_large(body: bytes, most_mb: int) -> None:
    if len(body) > most_mb * 1_000_000:
        raise TooLarge("crew-file-large", most=most_mb)


def path_of(sha256: str) -> Path:
    return _STORE.path_of(sha256)


def keep(media: Media) -> Path:
    """Writes it whole or not at all; the same bytes lie there once."""
    return _STORE.keep(media.body)


def read(sha256: str) -> bytes:
    """Raises NotFound when it is gone, or no longer what was handed in."""
    body = _STORE.read(sha256)
    if body is None:
        raise NotFound("crew-file-gone")
    return body
