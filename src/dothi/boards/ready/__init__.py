"""Boards of roles as they come: files of this folder, each with the tiles that the role looks at first."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def files_read() -> dict[str, dict[str, Any]]:
    """Code → what its file says."""
    told = [
        tomllib.loads(one.read_text(encoding="utf-8"))
        for one in files(__package__).iterdir()
        if one.name.endswith(".toml")
    ]
    return {str(one["code"]): one for one in sorted(told, key=lambda one: str(one["code"]))}
