"""How reports are handled where a city decided nothing yet: dated rows with source and certainty in the file beside this one."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from dothi.reports.models import Handling

_FILE = Path(__file__).parent / "handling.toml"


@cache
def _ours() -> tuple[dict[str, Any], ...]:
    return tuple(tomllib.loads(_FILE.read_text(encoding="utf-8"))["handling"])


def ensure_handling() -> None:
    """Adds the rows that come with the product where their code has none yet (idempotent); what a city decided stays."""
    Handling.ensure(_ours())
