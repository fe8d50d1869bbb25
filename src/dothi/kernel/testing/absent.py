"""What a test needs and this machine lacks."""

from __future__ import annotations

import os
from typing import NoReturn

import pytest


def missing(what: str) -> NoReturn:
    """Skips the test and says why. In CI (`CI` is set) it fails: what is skipped there is never looked at again."""
    if os.environ.get("CI"):
        pytest.fail(f"CI must have everything: {what}", pytrace=False)
    pytest.skip(what)
