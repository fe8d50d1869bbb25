"""Pictures and voice notes of crews: distrusted, made harmless, kept below the uploads by their hash.

A picture is decoded and written anew (no EXIF, no place, nothing behind its end); what cannot be decoded is no picture. A voice note
stays as it came – a browser's recorder writes no place into it – and is told apart by how it begins, bounded in bytes and seconds, and
given out only as what we found it to be. What a browser calls a file, or names it, decides nothing.
"""

from __future__ import annotations

import hashlib
import io
import os
import threading
import warnings
from pathlib import Path
from typing import NamedTuple

from PIL import Image, ImageOps

from dothi.connectors import uploads
from dothi.kernel.errors import BadRequest, NotFound, TooLarge

FOLDER = "crews"
MOST_PIXELS = 60_000_000
LONGEST_SIDE = 2560
QUALITY = 85
JPEG = "image/jpeg"
_PICTURES = ("JPEG", "PNG", "WEBP")
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
        with warnings.catch_warnings():
            warnings.simplefilter("error")  # of a picture that would unfold to more than memory
            with Image.open(io.BytesIO(body), formats=_PICTURES) as told:
                if told.width * told.height > MOST_PIXELS:
                    raise BadRequest("crew-picture")
                told.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))  # a large JPEG is decoded smaller at once
                plain = ImageOps.exif_transpose(told).convert("RGB")
    except BadRequest:
        raise
    except Exception as error:  # a decoder fails in many ways, each of them means: no picture
        raise BadRequest("crew-picture") from error
    plain.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    clean = Image.new("RGB", plain.size)
    clean.paste(plain)  # pixels alone: nothing that the old file said of itself
    out = io.BytesIO()
    clean.save(out, "JPEG", quality=QUALITY, optimize=True)
    return Media("photo", JPEG, out.getvalue())


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
    return uploads.root() / FOLDER / sha256[:2] / sha256


def keep(media: Media) -> Path:
    """Writes it whole or not at all; the same bytes lie there once."""
    path = path_of(media.sha256)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    if not path.is_file():
        _write(path, media.body)
    return path


def _write(path: Path, body: bytes) -> None:
    beside = path.with_name(f".{path.name}.{os.getpid()}.{threading.get_ident()}")
    try:
        with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            file.write(body)
        beside.replace(path)
    except OSError:
        beside.unlink(missing_ok=True)
        raise


def read(sha256: str) -> bytes:
    """Raises NotFound when it is gone, or no longer what was handed in."""
    try:
        body = path_of(sha256).read_bytes()
    except OSError as error:
        raise NotFound("crew-file-gone") from error
    if hashlib.sha256(body).hexdigest() != sha256:
        raise NotFound("crew-file-gone")
    return body
