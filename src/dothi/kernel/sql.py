"""Loads SQL that matters from `.sql` files: a file of named statements, or one statement per file.

A file may hold several statements, each headed by a line `-- name: the_name`. Parameters are psycopg's
(`%(name)s` or `%s`). Reading happens once per process.
"""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

_NAME = re.compile(r"^-- name: *(\w+) *$", re.MULTILINE)


@cache
def statements(package: str, file: str) -> dict[str, str]:
    """All statements of `file` (below `package`), by name."""
    text = files(package).joinpath(file).read_text(encoding="utf-8")
    parts = _NAME.split(text)
    return {name: body.strip() for name, body in zip(parts[1::2], parts[2::2], strict=True)}


def statement(package: str, file: str, name: str) -> str:
    """One statement; KeyError names the file when it is not there."""
    try:
        return statements(package, file)[name]
    except KeyError:
        raise KeyError(f"{package}/{file} has no statement {name!r}") from None
