"""What many desks show alike is drawn once: a text is kept for as long as the rows that it is made of stand as they stood.

A reader brings the stamp of those rows (`stamps.py`), read just before, so what it gets is never older than its question. Of several
who find nothing that fits one draws and the others wait for it: fifty desks cost what one does. The key says everything that the
text depends on beside the rows: whose rights, which language, which day. Who may see something else has another key.
"""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from django.db import connection

LONGEST_S = 10.0  # even if no row changed: words of packs and names of people stand in no stamp


T = TypeVar("T")


@dataclass(slots=True)
class _Kept(Generic[T]):
    """One text with its stamp, and the gate at which those wait who would draw it too."""

    gate: threading.Lock = field(default_factory=threading.Lock)
    text: T | None = None
    stamp: Hashable = None
    began_at: float = 0.0  # of its drawing, time.monotonic()
    is_draft: bool = False  # drawn inside an open transaction: of rows that may never be

    def fits(self, stamp: Hashable, asked_at: float) -> bool:
        """Is it made of these very rows, or of rows read after the question?"""
        if self.text is None or time.monotonic() - self.began_at > LONGEST_S:
            return False
        return self.stamp == stamp or (self.began_at >= asked_at and not self.is_draft)


class Shelf(Generic[T]):
    """Texts of this process, the `most` that were asked for last."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._kept: OrderedDict[Hashable, _Kept[T]] = OrderedDict()
        self._lock = threading.Lock()

    def read(self, key: Hashable, stamp: Hashable, draw: Callable[[], T]) -> T:
        """The text of `key` as the rows of `stamp` make it, or newer; `draw` makes it where none fits. A failure is kept for nobody."""
        asked_at, kept = time.monotonic(), self._place(key)
        with kept.gate:
            if not kept.fits(stamp, asked_at):
                began_at = time.monotonic()
                kept.text = draw()
                kept.stamp, kept.began_at, kept.is_draft = stamp, began_at, connection.in_atomic_block
            assert kept.text is not None
            return kept.text

    def _place(self, key: Hashable) -> _Kept[T]:
        with self._lock:
            kept = self._kept.setdefault(key, _Kept())
            self._kept.move_to_end(key)
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)
            return kept
