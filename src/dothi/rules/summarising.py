"""The log's index kept fit to be read: its newest blocks are summarised as they fill (sql/log.sql says why)."""

from __future__ import annotations

import datetime as dt
import logging
import time
from collections.abc import Sequence

from django.db import OperationalError, ProgrammingError, connection, transaction

from dothi.rules.observations import Flush, rows

logger = logging.getLogger(__name__)

EVERY_S = 1.0
MOST = 3  # months; an import of years is summarised by the server
WAITS = "50ms"  # a vacuum of the same table holds it up: then later


class Summaries:
    """Asks for them at most once a second, for the months that were read."""

    def __init__(self) -> None:
        self._next = 0.0  # monotonic

    def read(self, flushes: Sequence[Flush]) -> None:
        """Outside any transaction: it waits for nobody and what it does is nobody's business."""
        if time.monotonic() < self._next:
            return
        self._next = time.monotonic() + EVERY_S
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute("select set_config('lock_timeout', %s, true)", [WAITS])
                rows("summarise", {"tables": months(flushes)}, "sql/log.sql")
        except OperationalError:
            logger.debug("rules: the log is summarised later", exc_info=True)
        except ProgrammingError:  # another's tables: the server does it in its own time
            logger.warning("rules: the log's index may not be summarised", exc_info=True)
            self._next = float("inf")


def months(flushes: Sequence[Flush]) -> list[str]:
    """The newest partitions of history that these flushes wrote to."""
    told: set[dt.datetime] = {
        at for flush in flushes for at in (flush.observed_from, flush.observed_to) if at is not None
    }
    return sorted({f"entities_history_{at.astimezone(dt.UTC):%Y_%m}" for at in told})[-MOST:]
