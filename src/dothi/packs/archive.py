"""A pack as a person hands it in: one zip file, which is believed nothing.

It is read in memory: nothing of it is unpacked anywhere, so no name in it can lead out of a folder. Each limit holds for what is
really read, not for what the archive says of itself.
"""

from __future__ import annotations

import stat
import unicodedata
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import BinaryIO

from dothi.kernel.errors import BadRequest
from dothi.packs.folder import FILES, FOLDERS, LARGEST

LARGEST_ARCHIVE = 5 * 2**20  # bytes: all fields of the city together are smaller than one
LARGEST_PACK = 5 * 2**20  # bytes of all files unpacked
MOST_FILES = 400
MOST_TIMES = 100  # how much larger unpacked: text shrinks to a tenth, hardly further
SMALL = 64 * 2**10  # bytes: below this the ratio says nothing
LONGEST_NAME = 200
_KINDS = frozenset(suffix for suffixes in FOLDERS.values() for suffix in suffixes) | {
    PurePosixPath(name).suffix for name in FILES
}
_PLAIN = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
_LEFT_BY_SYSTEMS = ("__MACOSX/", ".DS_Store", "Thumbs.db", "desktop.ini")


def read_archive(file: BinaryIO, size: int) -> dict[str, str]:
    """The files inside by name. Raises BadRequest `pack-archive-…` with what is wrong with the archive; what the files say is
    neither parsed nor judged yet (judging.py)."""
    if size > LARGEST_ARCHIVE:
        raise BadRequest("pack-archive-too-large", most=LARGEST_ARCHIVE // 2**20)
    try:
        with zipfile.ZipFile(file) as archive:
            texts = _without_folder(_texts(archive))
    except (
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        NotImplementedError,
        OSError,
        RuntimeError,
        ValueError,
    ) as e:
        raise BadRequest("pack-archive-unreadable") from e
    if "pack.toml" not in texts:
        raise BadRequest("pack-archive-no-pack")
    return texts


def _texts(archive: zipfile.ZipFile) -> dict[str, str]:
    members = [
        one for one in archive.infolist() if not _is_folder(one.filename) and not _is_left_over(one.filename)
    ]
    if len(members) > MOST_FILES:
        raise BadRequest("pack-archive-too-many", most=MOST_FILES)
    seen: set[str] = set()
    for one in members:
        _refuse_odd(one)
        if (name := one.filename.casefold()) in seen:
            raise BadRequest("pack-archive-name-twice", file=_shown(one.filename))
        seen.add(name)
    return dict(_read(archive, members))


def _read(archive: zipfile.ZipFile, members: list[zipfile.ZipInfo]) -> Iterator[tuple[str, str]]:
    left = LARGEST_PACK
    for one in members:
        with archive.open(one) as opened:
            content = opened.read(min(LARGEST, left) + 1)
        if len(content) > LARGEST:
            raise BadRequest("pack-archive-file-too-large", file=_shown(one.filename), most=LARGEST // 2**20)
        if len(content) > left:
            raise BadRequest("pack-archive-unpacks-too-large", most=LARGEST_PACK // 2**20)
        if len(content) > SMALL and len(content) > MOST_TIMES * one.compress_size:
            raise BadRequest("pack-archive-ratio", file=_shown(one.filename), most=MOST_TIMES)
        left -= len(content)
        yield one.filename, _text(one.filename, content)


def _refuse_odd(one: zipfile.ZipInfo) -> None:
    """Whatever could lead out of the pack, hide something or is no text of a pack."""
    name = _shown(one.filename)
    parts = PurePosixPath(one.filename).parts
    if stat.S_IFMT(one.external_attr >> 16) not in (0, stat.S_IFREG):
        raise BadRequest("pack-archive-link", file=name)
    if one.flag_bits & 0x1 or one.compress_type not in _PLAIN:
        raise BadRequest("pack-archive-unreadable")
    if (
        not parts
        or one.filename.startswith("/")
        or "//" in one.filename
        or {".", ".."} & set(one.filename.split("/"))
        or any(sign in one.filename for sign in '\\:*?"<>|')
        or not one.filename.isprintable()
        or len(one.filename) > LONGEST_NAME
        or unicodedata.normalize("NFC", one.filename) != one.filename
    ):
        raise BadRequest("pack-archive-name", file=name)
    if PurePosixPath(one.filename).suffix not in _KINDS:
        raise BadRequest("pack-archive-kind", file=name, known=", ".join(sorted(_KINDS)))


def _is_folder(name: str) -> bool:
    """Also where there is no name at all (`ZipInfo.is_dir` falls over it): that is no folder, and refused as odd."""
    return name.endswith("/")


def _is_left_over(name: str) -> bool:
    """What file managers put into archives by themselves."""
    return name.startswith(_LEFT_BY_SYSTEMS[0]) or name.rsplit("/", 1)[-1] in _LEFT_BY_SYSTEMS


def _text(name: str, content: bytes) -> str:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadRequest("pack-archive-not-text", file=_shown(name)) from error
    if "\0" in text:
        raise BadRequest("pack-archive-not-text", file=_shown(name))
    return text


def _without_folder(texts: dict[str, str]) -> dict[str, str]:
    """Most programs put the folder itself into the archive."""
    tops = {name.split("/", 1)[0] for name in texts}
    if "pack.toml" in texts or len(tops) != 1 or not all("/" in name for name in texts):
        return texts
    return {name.split("/", 1)[1]: text for name, text in texts.items()}


def _shown(name: str) -> str:
    """A name as a message can bear it."""
    plain = "".join(sign if sign.isprintable() else "·" for sign in name)
    return plain if len(plain) <= 80 else f"{plain[:79]}…"
