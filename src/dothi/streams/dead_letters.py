"""Messages that could not be stored, with the reason: listed for people, tried again when asked."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass, field
from typing import Any, Protocol

from dothi.kernel.errors import BadRequest, Conflict, DothiError
from dothi.kernel.i18n import t
from dothi.kernel.sql import statement
from dothi.streams.message import Message
from dothi.streams.subjects import readable

LONGEST = 64 * 1024
_LIST = statement("dothi.streams", "sql/dead_letters.sql", "newest")
_COUNT = statement("dothi.streams", "sql/dead_letters.sql", "count")
_AGAIN = statement("dothi.streams", "sql/dead_letters.sql", "again")
_BY_REASON = statement("dothi.streams", "sql/dead_letters.sql", "by_reason")
_ALL_AGAIN = statement("dothi.streams", "sql/dead_letters.sql", "all_again")
_SET_ASIDE = statement("dothi.streams", "sql/dead_letters.sql", "set_aside")
_SET_ALL_ASIDE = statement("dothi.streams", "sql/dead_letters.sql", "set_all_aside")


class Cursor(Protocol):
    """Any DB-API cursor: Django's or psycopg's."""

    rowcount: int

    def execute(self, sql: str, params: Any = ..., /) -> Any: ...
    def fetchall(self) -> list[Any]: ...
    def fetchone(self) -> Any: ...


@dataclass(frozen=True, slots=True)
class Refusal:
    """A message on its way to the list. `payload` None: it was dropped before anybody saw it."""

    received_at: dt.datetime
    topic: str
    payload: bytes | None
    reason: str
    fields: dict[str, str] = field(default_factory=dict)
    key_id: str | None = None
    repeats: int = 1

    @classmethod
    def of(cls, message: Message, error: DothiError) -> Refusal:
        fields = {name: str(value)[:500] for name, value in error.fields.items()}
        return cls(message.received_at, readable(message.subject), message.payload, error.code, fields)

    def row(self) -> dict[str, Any]:
        payload = None if self.payload is None else self.payload[:LONGEST]
        return {
            "received_at": self.received_at,
            "topic": self.topic.replace("\0", "�")[:1000],
            "payload": payload,
            "whole": self.payload is not None and len(self.payload) <= LONGEST,
            "reason": self.reason,
            "fields": json.dumps(self.fields).replace("\\u0000", "�"),
            "key_id": self.key_id,
            "repeats": self.repeats,
        }


@dataclass(frozen=True, slots=True)
class DeadLetter:
    """One line of the list."""

    id: int
    received_at: dt.datetime
    topic: str
    payload: bytes | None
    whole: bool
    reason: str
    fields: dict[str, str]
    key_id: str | None
    repeats: int
    again_at: dt.datetime | None
    settled_at: dt.datetime | None
    set_aside_by: str | None
    mended: bytes | None = None  # what a person made of `payload`; that one stays as it came
    mended_by: str | None = None

    @property
    def may_be_tried_again(self) -> bool:
        return self.whole and self.again_at is None and self.settled_at is None

    @property
    def text(self) -> str:
        """The payload as a person can read it."""
        return (self.payload or b"").decode("utf-8", "replace")

    @property
    def newest_text(self) -> str:
        """What would be tried again: the mended message, else the one that came."""
        return self.text if self.mended is None else self.mended.decode("utf-8", "replace")

    @property
    def technical(self) -> str:
        """What the database or a library said, in its own words: for who mends the device or the system."""
        return self.fields.get("detail", "")

    def why(self, language: str | None = None) -> str:
        return t(f"error-{self.reason}", language, **self.fields)


@dataclass(frozen=True, slots=True)
class Reason:
    """All messages that wait for one and the same reason."""

    code: str
    number: int
    repeatable: int
    newest_at: dt.datetime
    fields: dict[str, str]  # of the newest

    def why(self, language: str | None = None) -> str:
        """As the newest of them was told."""
        return t(f"error-{self.code}", language, **self.fields)


def rows(
    cursor: Cursor, limit: int = 50, offset: int = 0, *, reason: str | None = None, settled: bool = True
) -> list[DeadLetter]:
    """The newest first; of one reason, or without what is settled, when asked so."""
    cursor.execute(_LIST, {"limit": limit, "offset": offset, "reason": reason, "all": settled})
    return [_letter(row) for row in cursor.fetchall()]


def reasons(cursor: Cursor) -> list[Reason]:
    """What is not settled, by reason, the most frequent first."""
    cursor.execute(_BY_REASON)
    found = cursor.fetchall()
    return [
        Reason(code, number, repeatable, at, json.loads(told) if isinstance(told, str) else told)
        for code, number, repeatable, at, told in found
    ]


def count(cursor: Cursor) -> int:
    """How many are not settled."""
    cursor.execute(_COUNT)
    return int(cursor.fetchone()[0])


def again(cursor: Cursor, letter_id: int, *, mended: str | None = None, by: str | None = None) -> None:
    """Asks the writer to try this message again (it does within a second), as it came or as `by` mended it; who sent it and
    where it may write stay the same. Raises Conflict when that is no longer possible, BadRequest when it became too long."""
    payload = None if mended is None else mended.encode()
    if payload is not None and len(payload) > LONGEST:
        raise BadRequest("dead-letter-too-long", limit_kb=LONGEST // 1024)
    values = {"id": letter_id, "mended": payload, "by": None if payload is None else by}
    cursor.execute(_AGAIN, values)
    if cursor.rowcount == 0:
        raise Conflict("dead-letter-not-repeatable", id=letter_id)


def all_again(cursor: Cursor, reason: str) -> int:
    """Asks the writer to try all of one reason again, as after its cause was mended; how many."""
    cursor.execute(_ALL_AGAIN, {"reason": reason})
    return cursor.rowcount


def set_aside(cursor: Cursor, letter_id: int, *, by: str) -> None:
    """Nobody will mend this one. Raises Conflict when it is settled already."""
    cursor.execute(_SET_ASIDE, {"id": letter_id, "by": by})
    if cursor.rowcount == 0:
        raise Conflict("dead-letter-settled", id=letter_id)


def set_all_aside(cursor: Cursor, reason: str, *, by: str) -> int:
    """The same for all of one reason; how many."""
    cursor.execute(_SET_ALL_ASIDE, {"reason": reason, "by": by})
    return cursor.rowcount


def _letter(row: tuple[Any, ...]) -> DeadLetter:
    number, received_at, topic, payload, whole, reason, fields, *rest, mended, by = row
    known = json.loads(fields) if isinstance(fields, str) else fields
    came, made = (None if content is None else bytes(content) for content in (payload, mended))
    return DeadLetter(number, received_at, topic, came, whole, reason, known, *(*rest, made, by))
