"""Recordings of the demo: a few soft tones, no voice of anybody; the file itself says *ghi âm mô phỏng*."""

from __future__ import annotations

import io
import struct
import wave
from math import pi, sin

from dothi.calls.recordings import store
from dothi.kernel import clock

SAYS = "ghi âm mô phỏng"
RATE, SECONDS = 8_000, 6


def record(call_id: str) -> str:
    """Makes the file of a call; its reference."""
    reference = f"{clock.today():%Y/%m/%d}/mo-phong-{call_id}.wav"
    path = store.folder() / reference
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(tones())
    return reference


def tones() -> bytes:
    """Six seconds of three notes in turn, with the words in the file's comment."""
    out = io.BytesIO()
    with wave.open(out, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(RATE)
        sound.writeframes(b"".join(struct.pack("<h", _sample(at)) for at in range(RATE * SECONDS)))
    words = SAYS.encode() + b"\0"
    words += b"\0" * (len(words) % 2)
    info = b"INFO" + b"ICMT" + struct.pack("<I", len(words)) + words
    whole = out.getvalue() + b"LIST" + struct.pack("<I", len(info)) + info
    return whole[:4] + struct.pack("<I", len(whole) - 8) + whole[8:]


def _sample(at: int) -> int:
    second = at // RATE
    loud = 4_000 if (at % RATE) < RATE * 0.6 else 0
    return int(loud * sin(2 * pi * (330, 392, 440)[second % 3] * at / RATE))
