"""Rows of XML. A column is a child of the row (`value`), a path (`main/temp`), an attribute (`@id`, `place/@lon`) or its own text (`.`)."""

from __future__ import annotations

from collections.abc import Sequence
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from dothi.connectors.files.cells import Cell
from dothi.connectors.files.mapping import Mapping
from dothi.connectors.sources.documents.decoding import begin_of
from dothi.connectors.sources.documents.rows import LOOKED_AT, MOST_PATHS, MOST_ROWS, RECEIVED, Rows
from dothi.connectors.sources.errors import SourceError
from dothi.kernel import clock


def read(text: bytes, mapping: Mapping | None, path: str) -> Rows:
    """Raises SourceError."""
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
    columns = tuple(sorted(mapping.columns)) if mapping else _names_in(rows[:LOOKED_AT])
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
    return tuple(found)[:MOST_PATHS]


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
