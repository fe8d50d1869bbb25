"""Files of the import page between its two steps: kept in the data folder below a name nobody can guess, as long
as the dated rule `uploads-territory` says."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dothi.kernel.errors import BadRequest, NotFound
from dothi.kernel.ids import new_secret
from dothi.kernel.settings import data_folder

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

MOST_FILES = 8
_TOKEN = re.compile(r"^[A-Za-z0-9_-]{20,60}$")
_NAME = re.compile(r"[^A-Za-z0-9._-]+")


def keep(files: Iterable[UploadedFile[Any]]) -> str:
    """Stores the files; returns the token that the second step brings back. Raises BadRequest `territory-too-many-files`."""
    listed = list(files)
    if not 0 < len(listed) <= MOST_FILES:
        raise BadRequest("territory-too-many-files", most=MOST_FILES)
    token = new_secret()
    folder = _root() / token
    folder.mkdir(parents=True, mode=0o700)
    for file in listed:
        name = _NAME.sub("_", Path(file.name or "file").name)[-100:]
        with (folder / name).open("wb") as out:
            for chunk in file.chunks():
                out.write(chunk)
    return token


def kept(token: str) -> list[Path]:
    """The stored files. Raises NotFound `territory-upload-expired`."""
    folder = _root() / token
    if not _TOKEN.match(token) or not folder.is_dir():
        raise NotFound("territory-upload-expired")
    return sorted(folder.iterdir())


def forget(token: str) -> None:
    if _TOKEN.match(token):
        shutil.rmtree(_root() / token, ignore_errors=True)


def _root() -> Path:
    return data_folder() / "uploads" / "territory"


def old(before: float, *, needed: set[str]) -> list[Path]:
    """Files of pages that nobody sent on since `before` (epoch seconds), never the `needed` tokens."""
    return [one for one in _root().glob("*") if one.name not in needed and one.stat().st_mtime < before]


def forget_old(before: float, *, needed: set[str]) -> int:
    """Takes those away; how many went."""
    gone = old(before, needed=needed)
    for folder in gone:
        shutil.rmtree(folder, ignore_errors=True)
    return len(gone)
