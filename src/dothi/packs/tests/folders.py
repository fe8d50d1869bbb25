"""A copy of the shipped pack to write mistakes into."""

from __future__ import annotations

import shutil
from pathlib import Path

from dothi.packs.folder import SHIPPED, read_pack

VERSION, NEXT = read_pack(SHIPPED / "environment").version, "99.0.0"


def copied(to: Path) -> Path:
    """The environment pack as a folder of its own, without the proofs that its rules say what they shall: tests change them."""
    target = to / "environment"
    shutil.copytree(SHIPPED / "environment", target, ignore=shutil.ignore_patterns("proofs"))
    if (SHIPPED / "environment" / "proofs").is_dir():
        replace(target / "quality.toml", '[proofs]\nstate = "done"', '[proofs]\nstate = "todo"')
    return target


def replace(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def append(path: Path, text: str) -> None:
    path.write_text(path.read_text(encoding="utf-8") + text, encoding="utf-8")


def line(path: Path, text: str) -> int:
    """The first line that holds `text`."""
    rows = path.read_text(encoding="utf-8").splitlines()
    return next(count for count, row in enumerate(rows, 1) if text in row)
