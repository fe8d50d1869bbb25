"""Files that people hand in: distrusted, told apart by their content, kept below the uploads by their hash.

What a browser calls a file, or names it, decides nothing. A picture is decoded and written anew (no EXIF, no place, nothing behind its
end); a PDF or an office document stays as it came, without macros, and is only ever saved, never shown inside our pages. Which room a file
belongs to is its folder; rooms keep the rows, their rights and their times.
"""

from __future__ import annotations

import hashlib
import io
import os
import re
import threading
import unicodedata
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from PIL import Image, ImageOps

from dothi.kernel import settings

MOST_PIXELS = 60_000_000
LONGEST_SIDE = 2560
QUALITY = 85
LONGEST_NAME = 120
JPEG, PDF = "image/jpeg", "application/pdf"
_PICTURES = ("JPEG", "PNG", "WEBP", "HEIF")
_HEIF = re.compile(rb"....ftyp(heic|heix|heim|heis|mif1|msf1)", re.DOTALL)  # as telephones keep photos
_PICTURE_ENDINGS = frozenset({"jpg", "jpeg", "png", "webp"})
_OFFICE = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "odt": "application/vnd.oasis.opendocument.text",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "odp": "application/vnd.oasis.opendocument.presentation",
}
ENDINGS = _PICTURE_ENDINGS | _OFFICE.keys() | {"pdf"}
_MOST_MEMBERS = 5_000  # of an office document: more is none
_MACROS = re.compile(r"(^|/)(vbaProject\.bin|Basic/|Scripts/)", re.IGNORECASE)
# A PNG of a quarter of a megabyte may unfold to half a gigabyte: one at a time, whatever number of threads serves pages.
_decoding = threading.Lock()
_UNSAFE = re.compile(r"[^\w.\- ]")


def root() -> Path:
    """Where all uploads lie."""
    return (settings.data_folder() / "uploads").resolve()


def safe_name(name: str) -> str:
    """The last part of the name without anything a file system or a shell could misread; never hidden, never empty."""
    bare = unicodedata.normalize("NFC", name.replace("\\", "/").rsplit("/", 1)[-1])
    return _UNSAFE.sub("_", bare).lstrip(". ")[-LONGEST_NAME:] or "file"


class TooManyPixels(ValueError):
    """A picture that would unfold to more than MOST_PIXELS."""


@dataclass(frozen=True, slots=True)
class Sound:
    """A file that was found to be what it says: its harmless name, as what it is given out, its bytes."""

    name: str
    media_type: str
    body: bytes

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.body).hexdigest()


def examined(name: str, body: bytes, endings: Iterable[str]) -> Sound:
    """A picture written anew, or a document as it came. Raises ValueError: its content is none of `endings`."""
    name = safe_name(name)
    stem, _, ending = name.rpartition(".")
    ending = ending.lower()
    if not stem or ending not in set(endings) & ENDINGS:
        raise ValueError(name)
    if ending in _PICTURE_ENDINGS:
        return Sound(f"{stem}.jpg", JPEG, rewritten(body))
    if ending == "pdf":
        if not body.startswith(b"%PDF-"):
            raise ValueError(name)
        return Sound(name, PDF, body)
    if not _is_office(body):
        raise ValueError(name)
    return Sound(name, _OFFICE[ending], body)


def _is_office(body: bytes) -> bool:
    """A package of an office document without macros; nothing of it is unfolded."""
    try:
        with zipfile.ZipFile(io.BytesIO(body)) as package:
            names = package.namelist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        return False
    known = any(name in ("[Content_Types].xml", "mimetype") for name in names)
    return known and len(names) <= _MOST_MEMBERS and not any(_MACROS.search(name) for name in names)


def rewritten(body: bytes) -> bytes:
    """A picture as a JPEG of its pixels alone, upright, at most LONGEST_SIDE long. Raises ValueError: no picture; TooManyPixels."""
    with _decoding:
        plain = _decoded(body)
    clean = Image.new("RGB", plain.size)
    clean.paste(plain)  # pixels alone: nothing that the old file said of itself
    out = io.BytesIO()
    clean.save(out, "JPEG", quality=QUALITY, optimize=True)
    return out.getvalue()


def _decoded(body: bytes) -> Image.Image:
    """Its pixels, not longer than LONGEST_SIDE. Raises ValueError, TooManyPixels."""
    if _HEIF.match(body):
        _learn_heif()
    try:
        with Image.open(io.BytesIO(body), formats=_PICTURES) as told:
            if told.width * told.height > MOST_PIXELS:  # asked before anything is unfolded
                raise TooManyPixels("picture of too many pixels")
            told.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))  # a large JPEG is decoded smaller at once
            plain = ImageOps.exif_transpose(told).convert("RGB")
    except (TooManyPixels, Image.DecompressionBombError) as error:
        raise TooManyPixels("picture of too many pixels") from error
    except Exception as error:  # a decoder fails in many ways, each of them means: no picture
        raise ValueError("picture") from error
    plain.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    return plain


@cache
def _learn_heif() -> None:
    """Loaded when the first such picture comes: few processes ever see one."""
    import pi_heif

    pi_heif.register_heif_opener(thumbnails=False)


@dataclass(frozen=True, slots=True)
class Store:
    """The files of one room, each under its hash: the same bytes lie there once."""

    folder: str

    def path_of(self, sha256: str) -> Path:
        return root() / self.folder / sha256[:2] / sha256

    def keep(self, body: bytes) -> Path:
        """Writes it whole or not at all."""
        path = self.path_of(hashlib.sha256(body).hexdigest())
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        if not path.is_file():
            _write(path, body)
        return path

    def read(self, sha256: str) -> bytes | None:
        """None when it is gone, or no longer what was handed in."""
        try:
            body = self.path_of(sha256).read_bytes()
        except OSError:
            return None
        return body if hashlib.sha256(body).hexdigest() == sha256 else None

    def forget(self, sha256s: Iterable[str]) -> None:
        for one in sha256s:
            self.path_of(one).unlink(missing_ok=True)


def _write(path: Path, body: bytes) -> None:
    beside = path.with_name(f".{path.name}.{os.getpid()}.{threading.get_ident()}")
    try:
        with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            file.write(body)
        beside.replace(path)
    except OSError:
        beside.unlink(missing_ok=True)
        raise
