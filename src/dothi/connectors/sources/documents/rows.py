"""What every reader of documents gives, and how much of one it reads."""

from __future__ import annotations

from collections.abc import Iterable

from dothi.connectors.files.tables import Row

Rows = tuple[tuple[str, ...], Iterable[Row]]  # columns, and the rows under them
RECEIVED = "@received"
MOST_ROWS = 200_000  # of one document; more is a file for an import
LOOKED_AT, MOST_PATHS = 20, 60  # rows and columns that a first look without a mapping tells
