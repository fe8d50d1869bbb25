"""The files of every pack that counts now: what a running centre has loaded, and of packs it has not, what came with the program.

Words are told apart (`words`): of packs that are loaded, and of packs that once were, for what they named stays in the history;
a pack that was never loaded here names nothing (docs/decisions/0020).

Rooms below `packs` read ranges, mappings and formulas, and words, here. `packs` says where loaded ones are kept; a process that
never set Django up has the shipped ones only. Each process keeps them, and asks every two seconds at most whether another
load holds: only where a connection is open already, so that saying a word never opens one, and never inside an event loop.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import cache, wraps
from pathlib import Path
from typing import ParamSpec, TypeVar, cast

import dothi.packs_data

SHIPPED = Path(next(iter(dothi.packs_data.__path__)))
FRESH_S = 2.0

P = ParamSpec("P")
R = TypeVar("R")
Texts = Mapping[str, Mapping[str, str]]  # code of a pack → name of a file → its text


class Away(Exception):
    """What is loaded cannot be asked just now."""


@dataclass(frozen=True, slots=True)
class Source:
    """Where loaded packs are kept: `is_open` where asking costs no connection; `stamp` changes whenever another load holds (None:
    there are no such tables yet); `former` are packs that were taken out, as they were last. All may raise Away."""

    is_open: Callable[[], bool]
    stamp: Callable[[], object]
    read: Callable[[], Texts]
    former: Callable[[], Texts] = dict


@dataclass(slots=True)
class _Known:
    texts: Texts
    words: Texts  # the packs that name things, those that are loaded first
    stamp: object = None
    serial: int = 0  # of this process: grows whenever the texts change
    asked_at: float = float("-inf")


_sources: list[Source] = []
_known: list[_Known] = []


def come_from(source: Source) -> None:
    """Says where loaded packs are kept (idempotent)."""
    _sources[:] = [source]


def texts() -> Texts:
    """Every pack that counts now, by its code."""
    return _now().texts


def words() -> Texts:
    """Every pack that gives words, by its code: what is loaded goes before what once was. In a centre that never loaded any, and
    where none can be asked, all that came with the program."""
    return _now().words


def others_below(code: str, codes: Iterable[str]) -> tuple[str, ...]:
    """How keys begin that a pack does not say although they begin with its code: `rac-2-…` is said by the pack `rac-2` alone."""
    return tuple(f"{one}-" for one in codes if one.startswith(f"{code}-"))


def refresh() -> None:
    """Asks now what holds, whatever was asked last; opens a connection where there is none. Raises Away."""
    for source in _sources:
        _take(source)


def forget() -> None:
    """What was asked is asked again at the next look: this process has just changed it."""
    if _known:
        _known[0].asked_at = float("-inf")


def kept(build: Callable[P, R]) -> Callable[P, R]:
    """Like functools.cache, for what is made of `texts()`: made anew when they change."""
    made: list[tuple[int, Callable[P, R]]] = [(-1, build)]

    @wraps(build)
    def read(*args: P.args, **named: P.kwargs) -> R:
        serial = _now().serial
        if made[0][0] != serial:
            made[0] = serial, cast(Callable[P, R], cache(build))
        return made[0][1](*args, **named)

    return read


def _now() -> _Known:
    if not _known:
        _known.append(_Known(_shipped(), _shipped()))
    known = _known[0]
    if _sources and time.monotonic() - known.asked_at >= FRESH_S and _may_ask(_sources[0]):
        with suppress(Away):  # away for a moment, or a transaction that failed: what is known counts on
            _take(_sources[0])
    return known


def _may_ask(source: Source) -> bool:
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return source.is_open()
    return False


def _take(source: Source) -> None:
    known = _known[0] if _known else _Known(_shipped(), _shipped())
    _known[:] = [known]
    known.asked_at = time.monotonic()
    stamp = source.stamp()
    if stamp is not None and stamp != known.stamp:
        loaded = source.read()
        known.texts = {**_shipped(), **loaded}
        known.words = {**loaded, **source.former()} or _shipped()
        known.stamp, known.serial = stamp, known.serial + 1


@cache
def _shipped() -> Texts:
    found: dict[str, dict[str, str]] = {}
    for manifest in sorted(SHIPPED.glob("*/pack.toml")):
        folder = manifest.parent
        found[folder.name] = {
            path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8")
            for path in sorted(folder.rglob("*"))
            if path.suffix in {".toml", ".json", ".ftl"}
        }
    return found
