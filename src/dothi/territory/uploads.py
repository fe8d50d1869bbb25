"""Files of the import page between its two steps: kept an hour in the data folder, below a name nobody can guess."""

from __future__ import annotations

import re
import shutil
import time
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dothi.kernel.errors import BadRequest, NotFound
from dothi.kernel.ids import new_secret
from dothi.kernel.settings import data_folder

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

KEPT_S = 3600
MOST_FILES = 8
_TOKEN = re.compile(r"^[A-Za-z0-9_-]{20,60}$")
_NAME = re.compile(r"[^A-Za-z0-9._-]+")


def keep(files: Iterable[UploadedFile[Any]]) -> str:
    """Stores the files; returns the token that the second step brings back. Raises BadRequest `territory-too-many-files`."""
    listed = list(files)
    if not 0 < len(listed) <= MOST_FILES:
        raise BadRequest("territory-too-many-files", most=MOST_FILES)
    _forget_old()
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


def claim(token: str) -> str:
    """Takes the files for one carrying-out; returns the name they have meanwhile. Of two at once one gets them.

    Raises NotFound `territory-upload-expired`; `give_back` after a refusal.
    """
    kept(token)
    taken = f"{token}-taken"
    try:
        (_root() / token).rename(_root() / taken)
    except OSError as error:
        raise NotFound("territory-upload-expired") from error
    return taken


def give_back(taken: str) -> None:
    """The plan was refused: its files wait again."""
    (_root() / taken).rename(_root() / taken.removesuffix("-taken"))


def forget(token: str) -> None:
    if _TOKEN.match(token):
        shutil.rmtree(_root() / token, ignore_errors=True)


def _root() -> Path:
    return data_folder() / "uploads" / "territory"


def _forget_old() -> None:
    oldest = time.time() - KEPT_S
    for folder in _root().glob("*"):
        if folder.stat().st_mtime < oldest:
            shutil.rmtree(folder, ignore_errors=True)
