"""A wide table – one column for each entity – as a long one: each cell becomes a row of its own, with the heading beside it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from dothi.connectors.files.cells import Cell, WrongLine, text
from dothi.connectors.files.errors import RowError
from dothi.connectors.files.shapes import COLUMN, VALUE

Rows = Iterator[tuple[int, Sequence[Cell]]]  # as a table has them: line, cells


def unfolded(columns: Sequence[str], rows: Rows, kept: Collection[str]) -> tuple[tuple[str, ...], Rows]:
    """Columns and rows of the long table. `kept` columns are no entities: each row repeats them."""
    places = [place for place, name in enumerate(columns) if name in kept]
    entities = [(place, name) for place, name in enumerate(columns) if name and name not in kept]
    return (*(columns[place] for place in places), COLUMN, VALUE), _rows(rows, len(columns), places, entities)


def _rows(rows: Rows, width: int, places: list[int], entities: list[tuple[int, str]]) -> Rows:
    for line, cells in rows:
        wrong = _wrong(cells, width)
        if wrong is not None:
            yield line, wrong
            continue
        kept = [cells[place] for place in places]
        for place, name in entities:
            yield line, (*kept, name, cells[place])


def _wrong(cells: Sequence[Cell], width: int) -> WrongLine | None:
    """A line that lacks cells is refused whole and once: nobody knows whose they are."""
    if isinstance(cells, WrongLine):
        return cells
    if len(cells) < width:
        return WrongLine(RowError("too-few-cells", f"{len(cells)} < {width}"))
    if any(text(cell) for cell in cells[width:]):
        return WrongLine(RowError("too-many-cells", f"{len(cells)} > {width}"))
    return None
