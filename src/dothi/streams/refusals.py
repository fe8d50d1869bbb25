"""Publishes that NATS refused: a device wrote outside its key. MQTT 3 acknowledges such a message and drops it, so the only
trace is a line in the server's log; each becomes a dead letter without a payload.

Read from where the last reading ended (kept in the data folder), so a restart misses none. A crash between storing
and remembering the place may list a refusal twice. A server of somebody else's has no log here: then nothing is read.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from collections import Counter
from pathlib import Path

from dothi.kernel.engines.folder import write_whole
from dothi.streams.callout import key_of_client
from dothi.streams.dead_letters import Refusal
from dothi.streams.subjects import readable

_LINE = re.compile(
    rb'^\[\d+\] (\d{4}/\d\d/\d\d \d\d:\d\d:\d\d)\S* \[ERR\] .* - mid:(\d+) - .*Publish Violation - .*?Subject "([^"]*)"',
    re.MULTILINE,
)
_AT_ONCE = 1024 * 1024


class Log:
    """The server's log, read on and on."""

    def __init__(self, log: Path, place: Path) -> None:
        self._log, self._place = log, place
        self._inode, self._offset = _remembered(place)

    def read(self) -> list[Refusal]:
        """What was refused since the last call, equal ones counted."""
        try:
            with self._log.open("rb") as file:
                state = self._log.stat()
                if state.st_ino != self._inode or state.st_size < self._offset:
                    self._inode, self._offset = state.st_ino, 0  # rotated
                file.seek(self._offset)
                text = file.read(_AT_ONCE)
        except FileNotFoundError:
            return []
        text = text[: text.rfind(b"\n") + 1]
        self._offset += len(text)
        seen = Counter(_LINE.findall(text))
        return [_refusal(at, client, subject, repeats) for (at, client, subject), repeats in seen.items()]

    def remember(self) -> None:
        """What was read so far is stored."""
        write_whole(self._place, json.dumps([self._inode, self._offset]), 0o600)


def _refusal(at: bytes, client: bytes, subject: bytes, repeats: int) -> Refusal:
    received_at = dt.datetime.strptime(at.decode(), "%Y/%m/%d %H:%M:%S").replace(tzinfo=dt.UTC)
    topic = readable(subject.decode(errors="replace"))
    return Refusal(
        received_at, topic, None, "mqtt-outside-key", {"topic": topic}, key_of_client(int(client)), repeats
    )


def _remembered(place: Path) -> tuple[int, int]:
    try:
        inode, offset = json.loads(place.read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):
        return 0, 0
    return int(inode), int(offset)
