"""What people wrote on periods of an indicator, for its charts. Who keeps such notes lies above this room and registers here."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from typing import Any

from dothi.kernel.permissions import Scope

Said = dict[str, list[dict[str, Any]]]
Source = Callable[[Iterable[str], Scope, dt.datetime], Said]
_sources: list[Source] = []


def tells(source: Source) -> Source:
    """Registers who knows notes: code of an indicator → `{at, text, by, written}` each, at and written in ms since 1970."""
    if source not in _sources:
        _sources.append(source)
    return source


def of(codes: Iterable[str], scope: Scope, since: dt.datetime) -> Said:
    """The notes on periods that began after `since` and that the scope may read."""
    found: Said = {}
    wanted = list(codes)
    for source in _sources:
        for code, said in source(wanted, scope, since).items():
            found.setdefault(code, []).extend(said)
    return found
