"""Rows of decoded JSON. A column is a member of the row (`value`), a path from the row (`main.temp`, `values[0].v`), or a
JSONPath (RFC 9535) from the whole document when it begins with `$` (`$.header.time`)."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import jsonpath

from dothi.connectors.files.cells import Cell, WrongLine
from dothi.connectors.files.errors import RowError
from dothi.connectors.files.mapping import Mapping
from dothi.connectors.sources.documents.decoding import decoded
from dothi.connectors.sources.documents.paths import Patience, compiled, found, rows_in
from dothi.connectors.sources.documents.rows import LOOKED_AT, MOST_PATHS, RECEIVED, Rows
from dothi.connectors.sources.errors import SourceError
from dothi.kernel import clock

_SHORT_LIST = 4  # members of a list that a first look tells
_Getter = Callable[[Any], Cell]


def read(text: bytes, mapping: Mapping | None, path: str) -> Rows:
    """Raises SourceError."""
    document, patience = decoded(text), Patience()
    return table_of(document, rows_in(document, path, patience), mapping, patience)


def table_of(
    document: Any, rows: Sequence[Any], mapping: Mapping | None, patience: Patience | None = None
) -> Rows:
    """Rows of decoded JSON under the mapping's columns; without one, under every path that the first rows have."""
    received = clock.iso(clock.now())
    columns = tuple(sorted(mapping.columns)) if mapping else _paths_in(rows[:LOOKED_AT])
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
    return tuple(found)[:MOST_PATHS]


def _paths(value: Any, path: str) -> Iterator[str]:
    if isinstance(value, dict):
        for name, member in value.items():
            yield from _paths(member, f"{path}.{name}" if path else str(name))
    elif isinstance(value, list) and 0 < len(value) <= _SHORT_LIST:
        for place, member in enumerate(value):
            yield from _paths(member, f"{path}[{place}]")
    elif path:
        yield path


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
