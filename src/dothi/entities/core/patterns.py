"""Regular expressions of those who ask and of subscribers, as POSIX writes them (CIM 009 §4.9, IEEE 1003.2): no reference back and
no look-around, which can take for ever. RE2 reads each text once; what it takes, PostgreSQL searches without going back, too.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import re2

from dothi.kernel.errors import BadRequest

MOST_LETTERS = 1_000
_OPTIONS = re2.Options()
_OPTIONS.log_errors = False


@lru_cache(maxsize=1024)
def compiled(text: str) -> Any:
    """Something with `search`. Raises ValueError with what is wrong: no look-around, no back reference."""
    try:
        return re2.compile(text, _OPTIONS)
    except re2.error as error:
        detail = error.args[0] if error.args else ""
        raise ValueError(
            detail.decode(errors="replace") if isinstance(detail, bytes) else str(detail)
        ) from error


def checked_pattern(text: str, parameter: str, position: int = 1) -> str:
    """Raises BadRequest with what is wrong."""
    if len(text) > MOST_LETTERS:
        raise BadRequest("query-too-complex", parameter=parameter)
    try:
        compiled(text)
    except ValueError as error:
        raise BadRequest(
            "query-malformed", parameter=parameter, position=position, detail=str(error)
        ) from error
    return text
