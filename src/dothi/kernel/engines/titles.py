"""What `ps` shows of a forked part: the words that a plain start would show. They stand where the kernel keeps the words of the
program itself; behind them stands its environment, which `ports` reads: it is never written over."""

from __future__ import annotations

import ctypes
import os
import sys
from pathlib import Path

ROOM = " " * 200  # one more word for the loaded process, so that the longest command of a part fits
_ARG_START, _ARG_END = 48 - 3, 49 - 3  # proc(5), counted behind the name


def show(*words: str) -> None:
    """`python <words>` from now on; cut where there is no room."""
    start, end = _place()
    if end <= start:  # a kernel that does not tell
        return
    text = b"\0".join(os.fsencode(word) for word in (sys.orig_argv[0], *words))[: end - start - 1]
    ctypes.memset(start, 0, end - start)
    ctypes.memmove(start, text, len(text))


def _place() -> tuple[int, int]:
    fields = Path("/proc/self/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    return int(fields[_ARG_START]), int(fields[_ARG_END])
