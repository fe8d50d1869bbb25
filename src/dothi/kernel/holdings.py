"""What is held of a person who has no account, room by room: told to them, forgotten when they ask, or not used any more.

A room registers its part in AppConfig.ready (`holds`); the file that a person gets, an erasure and an objection each ask every room, so a
room that comes later is asked without anybody thinking of it. Whose an address is, is not decided here: it was proved by a code.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

VOICE = "dothi_voice"  # the cookie by which a browser is one voice where nobody says who they are


def voice_of(mark: str) -> str:
    """Digest of a browser's mark: what rows keep of it; empty where there is none."""
    return hashlib.sha256(mark.encode()).hexdigest() if mark else ""


@dataclass(frozen=True, slots=True)
class Subject:
    """Somebody who proved that they read at `address` (`way`: sms, email), or who has nothing but a link (`way`: link, `address`: what
    stands for it; it is known to the room that gave it alone). `voice`: digest of the mark by which their browser spoke where
    nobody says who they are; empty: they did not ask for that."""

    way: str
    address: str
    voice: str = ""


def _nothing(_subject: Subject) -> int:
    return 0


@dataclass(frozen=True, slots=True)
class Holding:
    """One room's part. `tell` gives what JSON can keep, in whole words, and of nobody else; `forget` and `stop` (no more messages) give how
    many rows that concerned. What a room has to keep all the same, its own docs say."""

    code: str
    tell: Callable[[Subject], Any]
    forget: Callable[[Subject], int]
    stop: Callable[[Subject], int] = _nothing


_holdings: dict[str, Holding] = {}


def holds(one: Holding) -> None:
    """Makes a room's part known (idempotent)."""
    _holdings[one.code] = one


def codes() -> list[str]:
    """Of every part that is known."""
    return sorted(_holdings)


def told(subject: Subject) -> dict[str, Any]:
    """Everything that is held of them, by room."""
    return {code: _holdings[code].tell(subject) for code in codes()}


def forget(subject: Subject) -> dict[str, int]:
    """Forgets them in every room, in the running transaction."""
    return {code: _holdings[code].forget(subject) for code in codes()}


def stop(subject: Subject) -> dict[str, int]:
    """No room sends them anything any more of what they asked to be told."""
    return {code: _holdings[code].stop(subject) for code in codes()}
