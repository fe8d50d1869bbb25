"""Paths of people (JSONPath, RFC 9535) about documents of others: without regular expressions, and no longer than a document is worth."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import jsonpath
from jsonpath.token import TOKEN_DDOT, TOKEN_RE_PATTERN

from dothi.connectors.sources.documents.rows import MOST_ROWS
from dothi.connectors.sources.errors import SourceError

LONGEST_S = 10.0  # of the processor's time: what the paths of one document may take together
_ASKED_EVERY = 32  # steps of a path between two looks at the clock
_MOST_DEPTHS = 2  # `..` in one path
_DEEPEST = 100  # levels that `..` goes down


class _Exhausted(Exception):
    """A path took longer than its document is worth."""


class _Clock(threading.local):
    """Of the path that this thread follows just now."""

    end: float = float("inf")  # by `time.thread_time`
    steps: int = 0


_clock = _Clock()


def _step() -> None:
    """Of a path: one look at a part of a document, also at one that is not kept."""
    _clock.steps += 1
    if _clock.steps % _ASKED_EVERY == 0 and time.thread_time() > _clock.end:
        raise _Exhausted


@dataclass(slots=True)
class Patience:
    """What is left for the paths of one document (of messages that came together: of all of them)."""

    left_s: float = field(default_factory=lambda: LONGEST_S)

    def ask(self, path: str, question: Callable[[Any], Any], document: Any) -> Any:
        """`question(document)`, an evaluation of `path`. Raises SourceError."""
        begun = time.thread_time()
        _clock.end = begun + self.left_s
        try:
            return question(document)
        except _Exhausted:
            raise SourceError(
                "path-too-slow", permanent=True, path=path[:200], seconds=round(LONGEST_S)
            ) from None
        finally:
            self.left_s -= time.thread_time() - begun
            _clock.end = float("inf")


class _Paths(jsonpath.JSONPathEnvironment):
    """Paths of people about documents of others: no regular expressions, and every step is counted where the library asks us."""

    @property
    def max_recursion_depth(self) -> int:  # type: ignore[override]
        """Asked for at every part that `..` comes to."""
        _step()
        return _DEEPEST

    def is_truthy(self, obj: object) -> bool:
        """Asked for of every part that a filter judges."""
        _step()
        return super().is_truthy(obj)

    def setup_function_extensions(self) -> None:
        super().setup_function_extensions()
        for name in ("match", "search"):
            del self.function_extensions[name]


_PATHS = _Paths()


def found(document: Any, path: str, patience: Patience | None = None) -> list[Any]:
    """What a JSONPath finds. Raises SourceError when it cannot be read or looks too long."""
    try:
        return list((patience or Patience()).ask(path, compiled(path).findall, document))
    except (jsonpath.JSONPathError, RecursionError) as error:
        raise SourceError("path-wrong", permanent=True, path=path[:200], detail=str(error)[:200]) from error


@cache
def compiled(path: str) -> Any:
    """Raises jsonpath.JSONPathError, also for what could compute for hours over what somebody sends: regular expressions
    (match, search, =~), and `..` over `..` over `..`."""
    try:
        kinds = [token.kind for token in _PATHS.lexer.tokenize(path)]
        if TOKEN_RE_PATTERN in kinds or kinds.count(TOKEN_DDOT) > _MOST_DEPTHS:
            raise jsonpath.JSONPathError(f"=~ / > {_MOST_DEPTHS} × ..")
        return _PATHS.compile(path)
    except RecursionError as error:
        raise jsonpath.JSONPathError(str(error)) from error


def wrong_path(name: str, path: str) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """What a setting that holds a JSONPath has to say of it (for `Settings.wrong`)."""
    try:
        if path:
            compiled(path)
    except jsonpath.JSONPathError as error:
        yield name, "path", {"detail": str(error)[:120]}


def rows_in(document: Any, path: str, patience: Patience | None = None) -> list[Any]:
    """The rows that a document holds: what `path` finds (one list: its members), without a path the document itself."""
    rows = found(document, path, patience) if path else [document]
    if len(rows) == 1 and isinstance(rows[0], list):
        rows = rows[0]
    if len(rows) > MOST_ROWS:
        raise SourceError("too-many-rows", permanent=True, limit=MOST_ROWS)
    return rows
