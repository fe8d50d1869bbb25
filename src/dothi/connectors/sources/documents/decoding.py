"""JSON of others, a large one part by part."""

from __future__ import annotations

from codecs import BOM_UTF8
from collections.abc import Iterable, Iterator
from typing import Any

import msgspec

from dothi.connectors.sources.errors import SourceError

_AT_ONCE = (
    2**20
)  # bytes: a decoder lets nobody else on while it reads, so it reads no more than this in one go
_MOST_WRAPS = 3  # levels of a document whose parts are decoded one by one
_LIST, _TABLE = msgspec.json.Decoder(list[msgspec.Raw]), msgspec.json.Decoder(dict[str, msgspec.Raw])


def decoded(text: bytes) -> Any:
    """A JSON document; call it in a thread where it may be large. Raises SourceError."""
    try:
        return _decoded(text.removeprefix(BOM_UTF8), _MOST_WRAPS)
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError) as error:
        raise SourceError("not-json", detail=str(error)[:200], begins=begin_of(text)) from error


def _decoded(text: bytes | msgspec.Raw, wraps: int) -> Any:
    """A large one part by part, so that other threads have their turn in between; a list of mere numbers is not worth it."""
    view = memoryview(text)
    begin = bytes(view[:64]).lstrip()
    if view.nbytes <= _AT_ONCE or not wraps or begin[:1] not in (b"[", b"{"):
        return msgspec.json.decode(text)
    if begin[:1] == b"{":
        members = _TABLE.decode(text)
        return dict(zip(members, _parts(members.values(), wraps - 1), strict=True))
    if begin[1:].lstrip()[:1] not in (b"[", b"{"):
        return msgspec.json.decode(text)
    return list(_parts(_LIST.decode(text), wraps - 1))


def _parts(parts: Iterable[msgspec.Raw], wraps: int) -> Iterator[Any]:
    """Small ones together, each large one by itself."""
    together: list[msgspec.Raw] = []
    size = 0
    for part in parts:
        own = memoryview(part).nbytes
        if size + own > _AT_ONCE:
            yield from msgspec.json.decode(b"[%b]" % b",".join(together))
            together, size = [], 0
        if own > _AT_ONCE:
            yield _decoded(part, wraps)
        else:
            together.append(part)
            size += own
    yield from msgspec.json.decode(b"[%b]" % b",".join(together))


def begin_of(text: bytes) -> str:
    """The first characters, for messages: an error page in place of data shows itself."""
    shown = "".join(sign if sign.isprintable() else " " for sign in text[:120].decode("utf-8", "replace"))
    return shown.strip()
