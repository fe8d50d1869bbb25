"""The text protocol of Asterisk's manager interface: messages are `Key: Value` lines up to an empty one. Pure but for the reader."""

from __future__ import annotations

import asyncio
import re

Message = dict[str, str]
MOST_LINES, LONGEST_LINE = 400, 8192  # of one message; a longer one is not Asterisk
_UNSAFE = re.compile(r"[\r\n]")


class NotAsterisk(Exception):
    """What answers there does not speak this protocol."""


def written(action: str, **fields: str) -> bytes:
    """One action. A line end inside a value would begin a line of its own."""
    lines = [f"Action: {action}", *(f"{name}: {_UNSAFE.sub('', value)}" for name, value in fields.items())]
    return ("\r\n".join(lines) + "\r\n\r\n").encode()


def read_lines(lines: list[str]) -> Message:
    """One message by its lines; of a key that comes twice the last stands."""
    pairs = (line.partition(":") for line in lines if ":" in line)
    return {name.strip(): value.strip() for name, _, value in pairs}


async def next_message(reader: asyncio.StreamReader) -> Message:
    """The next message. Raises ConnectionError at the end of the stream, NotAsterisk for what is none."""
    lines: list[str] = []
    while True:
        try:
            line = await reader.readline()
        except ValueError as error:  # longer than the reader's limit
            raise NotAsterisk("a line without an end") from error
        if not line.endswith(b"\n"):
            raise ConnectionError("the exchange closed the connection")
        text = line.decode("utf-8", "replace").replace("\0", "").strip("\r\n")  # PostgreSQL keeps no NUL
        if not text and lines:
            return read_lines(lines)
        if text:
            lines.append(text)
        if len(lines) > MOST_LINES:
            raise NotAsterisk("a message without an end")
