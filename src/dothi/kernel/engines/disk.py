"""The disk of the data folder: is it full, and has the full disk broken the message store?

NATS takes a failed write for the end of that stream's file: until it is started again it refuses everything, also once
there is room (its log: "Critical write error"). So whoever makes room would wait in vain; the supervisor starts it again.
"""

from __future__ import annotations

import shutil
from pathlib import Path

FULL_BYTES = 64 * 1024**2  # below it a block of the store or of PostgreSQL's log may find no room
ROOM_BYTES = 2 * FULL_BYTES
_EVERY_S = 2.0
_BROKEN = b"ritical write error"


class Disk:
    """Looks every two seconds. `is_full` and `store_is_broken` hold until there is room, until the store was started again."""

    def __init__(self, data: Path, store_log: Path) -> None:
        self.data, self._log = data, store_log
        self._read_to = store_log.stat().st_size if store_log.exists() else 0
        self._looked_at = 0.0
        self.free = 0
        self.is_full = False
        self.store_is_broken = False

    def look(self, now: float) -> bool:
        """Did `is_full` change?"""
        if now - self._looked_at < _EVERY_S:
            return False
        self._looked_at = now
        self.free = shutil.disk_usage(self.data).free
        self.store_is_broken |= self._says_broken()
        was_full, self.is_full = self.is_full, self.free < (ROOM_BYTES if self.is_full else FULL_BYTES)
        return self.is_full != was_full

    def _says_broken(self) -> bool:
        """In what the store's log has got since the last look; a log that was begun anew is read from its beginning."""
        try:
            size = self._log.stat().st_size
            with self._log.open("rb") as file:
                file.seek(self._read_to if size >= self._read_to else 0)
                text = file.read(4_000_000)
                self._read_to = file.tell()
        except OSError:
            return False
        return _BROKEN in text
