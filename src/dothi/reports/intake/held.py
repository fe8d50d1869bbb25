"""Bodies of forms with pictures that wait in a storm: a file each below the uploads, whole and durable before its sender is answered,
gone with its row."""

from __future__ import annotations

import mmap
import os
import re
import shutil
import time
from collections.abc import Iterable
from pathlib import Path

from dothi.kernel import attachments

FOLDER = "reports-waiting"
ROOM = 5_000_000_000  # bytes that stay free on the disk
_OLD_S = 3600.0


def folder() -> Path:
    path = attachments.root() / FOLDER
    path.mkdir(parents=True, exist_ok=True, mode=0o700)
    return path


def path_of(digest: str) -> Path:
    return folder() / digest


def has_room(size: int) -> bool:
    """May a body of so many bytes be kept?"""
    return shutil.disk_usage(folder()).free - size > ROOM


def found_in(path: Path, patterns: Iterable[re.Pattern[bytes]]) -> list[bytes]:
    """What each pattern finds in a file: its first group, else all of it; empty: nothing."""
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as body:
        told = [one.search(body) for one in patterns]
        return [bytes(found[found.re.groups and 1]) if found else b"" for found in told]


def settle(path: Path, digest: str) -> None:
    """Gives a body its place, and returns when it would survive a loss of power."""
    with path.open("rb") as file:
        os.fsync(file.fileno())
    beside = path.with_name(f"{path.name}.{digest}")
    os.link(path, beside)
    beside.replace(path_of(digest))
    handle = os.open(folder(), os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def forget(digests: Iterable[str]) -> None:
    for one in digests:
        path_of(one).unlink(missing_ok=True)


def left_over() -> list[str]:
    """Files older than an hour: each belongs to a row, or to nobody any more."""
    before = time.time() - _OLD_S
    return [one.name for one in folder().iterdir() if one.stat().st_mtime < before]
