"""Tells open screens what an import changed. A centre without a running NATS imports all the same: readers of the log
find the rows by their own cursors."""

from __future__ import annotations

import logging
from typing import Any

logger = logging.getLogger(__name__)
NEWEST = 200  # changes told per batch: an import of years must not flood the screens with old values


def announcer() -> Any:
    """An async function for `run`'s `announce`, or None when nobody listens."""
    return None
