"""What others send as rows under the columns that a mapping names: JSON, XML, CSV, XLSX, Parquet, station files.

In JSON a column is a member of the row (`value`), a path from the row (`main.temp`, `values[0].v`), or a JSONPath (RFC 9535) from
the whole document when it begins with `$` (`$.header.time`). In XML it is a child (`value`), a path (`main/temp`), an attribute
(`@id`, `place/@lon`) or the row's own text (`.`). In both `@received` is the time at which it came, and what a row does not have
is an empty cell.
"""

from __future__ import annotations

import asyncio
import json
import tempfile
import threading
import time
from codecs import BOM_UTF8
from collections.abc import AsyncIterator, Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element, ParseError

import jsonpath
import msgspec
from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring
from jsonpath.token import TOKEN_DDOT, TOKEN_RE_PATTERN

from dothi.connectors.files import station_text
from dothi.connectors.files.cells import Cell, WrongLine
from dothi.connectors.files.errors import RowError
from dothi.connectors.files.mapping import FileShape, Mapping
from dothi.connectors.files.tables import Row, open_table
from dothi.connectors.sources.errors import SourceError
from dothi.kernel import clock

FORMATS = ("json", "xml", "csv", "xlsx", "parquet", "station")
RECEIVED = "@received"
MOST_ROWS = 200_000  # of one document; more is a file for an import
_LOOKED_AT, _MOST_PATHS, _SHORT_LIST = (
    20,
    60,
    4,
)  # rows, columns and members of a list that a first look tells
_MOST_DEPTHS = 2  # `..` in one path
_DEEPEST = 100  # levels that `..` goes down
_Getter = Callable[[Any], Cell]
Rows = tuple[tuple[str, ...], Iterable[Row]]


LONGEST_S = 10.0  # of the processor's time: what the paths of one document may take together
_ASKED_EVERY = 32  # steps of a path between two looks at the clock
_AT_ONCE = (
    2**20
)  # bytes: a decoder lets nobody else on while it reads, so it reads no more than this in one go
_MOST_WRAPS = 3  # levels of a document whose parts are decoded one by one
_LIST, _TABLE = msgspec.json.Decoder(list[msgspec.Raw]), msgspec.json.Decoder(dict[str, msgspec.Raw])


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


@contextmanager
def opened(
    content: bytes | Path, format_: str, mapping: Mapping | None, path: str = "", name: str = ""
) -> Iterator[Rows]:
    """Columns and rows of one document; `name`: how the file is called there. Raises SourceError, TableError."""
    if format_ in ("json", "xml"):
        text = content.read_bytes() if isinstance(content, Path) else content
        yield (_json if format_ == "json" else _xml)(text, mapping, path)
        return
    if format_ == "station":
        with _as_file(content, "txt") as file:
            yield station_text.table_of(file, name or file.name, mapping)
        return
    with (
        _as_file(content, format_) as file,
        open_table(file, mapping.shape if mapping else FileShape()) as table,
    ):
        yield table.columns, table.rows


@asynccontextmanager
async def opened_aside(
    content: bytes | Path, format_: str, mapping: Mapping | None, path: str = "", name: str = ""
) -> AsyncIterator[Rows]:
    """`opened` in a thread: a large document would hold up everything else that this process does."""
    with ExitStack() as reading:
        yield await asyncio.to_thread(reading.enter_context, opened(content, format_, mapping, path, name))


@contextmanager
def _as_file(content: bytes | Path, format_: str) -> Iterator[Path]:
    """Readers of tables want to seek."""
    if isinstance(content, Path):
        yield content
        return
    with tempfile.TemporaryDirectory(prefix="dothi-source-") as folder:
        path = Path(folder) / f"answer.{format_}"
        path.write_bytes(content)
        yield path


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


def table_of(
    document: Any, rows: Sequence[Any], mapping: Mapping | None, patience: Patience | None = None
) -> Rows:
    """Rows of decoded JSON under the mapping's columns; without one, under every path that the first rows have."""
    received = clock.iso(clock.now())
    columns = tuple(sorted(mapping.columns)) if mapping else _paths_in(rows[:_LOOKED_AT])
    patience = patience or Patience()
    getters = [_getter(column, document, received, patience) for column in columns]
    return columns, ((line, _cells(getters, row)) for line, row in enumerate(rows, 1))


def _cells(getters: Sequence[_Getter], row: Any) -> list[Cell]:
    """A row that a path cannot be followed through is refused by itself: the others are stored."""
    try:
        return [get(row) for get in getters]
    except (SourceError, jsonpath.JSONPathError, RecursionError) as error:
        return WrongLine(RowError("path", str(error)[:200]))


def _paths_in(rows: Sequence[Any]) -> tuple[str, ...]:
    found = dict.fromkeys(path for row in rows for path in _paths(row, ""))
    return tuple(found)[:_MOST_PATHS]


def _paths(value: Any, path: str) -> Iterator[str]:
    if isinstance(value, dict):
        for name, member in value.items():
            yield from _paths(member, f"{path}.{name}" if path else str(name))
    elif isinstance(value, list) and 0 < len(value) <= _SHORT_LIST:
        for place, member in enumerate(value):
            yield from _paths(member, f"{path}[{place}]")
    elif path:
        yield path


def _json(text: bytes, mapping: Mapping | None, path: str) -> Rows:
    document, patience = decoded(text), Patience()
    return table_of(document, rows_in(document, path, patience), mapping, patience)


def _getter(column: str, document: Any, received: str, patience: Patience) -> _Getter:
    if column == RECEIVED:
        return lambda _row: received
    if column.startswith("$"):
        values = found(document, column, patience)
        constant = _cell(values[0]) if values else None
        return lambda _row: constant
    if column.replace("_", "").isalnum():
        return lambda row: _cell(row.get(column)) if isinstance(row, dict) else None
    try:
        path = compiled(f"$.{column}" if not column.startswith("[") else f"${column}")
    except jsonpath.JSONPathError:
        path = None

    is_plain = (
        isinstance(path, jsonpath.JSONPath) and path.singular_query()
    )  # names and places: as quick as it is long

    def get(row: Any) -> Cell:
        if isinstance(row, dict) and column in row:  # a name with dots, spaces or signs in it
            return _cell(row[column])
        if path is None or not isinstance(row, dict | list):
            return None
        match = path.match(row) if is_plain else patience.ask(column, path.match, row)
        return _cell(match.obj) if match else None

    return get


def _cell(value: Any) -> Cell:
    if isinstance(value, bool):
        return str(value).lower()
    if value is None or isinstance(value, str | int | float):
        return value
    return json.dumps(value, ensure_ascii=False)


def _xml(text: bytes, mapping: Mapping | None, path: str) -> Rows:
    try:
        root = fromstring(text, forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError, LookupError) as error:
        detail = str(error)[:200] or type(error).__name__
        raise SourceError("not-xml", detail=detail, begins=begin_of(text)) from error
    for element in root.iter():
        element.tag = element.tag.rpartition("}")[2]  # names without their namespace: a mapping is for people
    try:
        rows = root.findall(path) if path else [root]
    except SyntaxError as error:
        raise SourceError("path-wrong", permanent=True, path=path, detail=str(error)[:200]) from error
    if len(rows) > MOST_ROWS:
        raise SourceError("too-many-rows", permanent=True, limit=MOST_ROWS)
    received = clock.iso(clock.now())
    columns = tuple(sorted(mapping.columns)) if mapping else _names_in(rows[:_LOOKED_AT])
    table = (
        (line, [received if one == RECEIVED else _of_element(row, root, one) for one in columns])
        for line, row in enumerate(rows, 1)
    )
    return columns, table


def _names_in(rows: Sequence[Element]) -> tuple[str, ...]:
    """Attributes and children that the first rows have."""
    found: dict[str, None] = {}
    for row in rows:
        found |= dict.fromkeys(f"@{name}" for name in row.keys())  # noqa: SIM118 - an element is no dict
        for child in row:
            found |= (
                {child.tag: None} if len(child) == 0 else {f"{child.tag}/{one.tag}": None for one in child}
            )
    return tuple(found)[:_MOST_PATHS]


def _of_element(row: Element, root: Element, column: str) -> Cell:
    """`/head/time` looks from the root, everything else from the row."""
    start = root if column.startswith("/") else row
    path, _, attribute = column.lstrip("/").partition("@")
    try:
        element = start.find(path.rstrip("/")) if path.rstrip("/") not in ("", ".") else start
    except SyntaxError:
        return None
    if element is None:
        return None
    return element.get(attribute) if attribute else (element.text or "").strip() or None
