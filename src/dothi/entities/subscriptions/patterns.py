"""Regular expressions of subscribers: RE2 reads each text once, so no pattern can hold up the process for the others."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import re2

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
