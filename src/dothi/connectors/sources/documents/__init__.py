"""What others send as rows under the columns that a mapping names: JSON, XML, CSV, XLSX, Parquet, station files.

In all of them `@received` is the time at which it came, and what a row does not have is an empty cell.
"""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import ExitStack, asynccontextmanager, contextmanager
from pathlib import Path

from dothi.connectors.files import station_text
from dothi.connectors.files.mapping import FileShape, Mapping
from dothi.connectors.files.tables import open_table
from dothi.connectors.sources.documents import from_json, from_xml
from dothi.connectors.sources.documents.decoding import begin_of, decoded
from dothi.connectors.sources.documents.from_json import table_of
from dothi.connectors.sources.documents.paths import Patience, found, rows_in, wrong_path
from dothi.connectors.sources.documents.rows import MOST_ROWS, RECEIVED, Rows

__all__ = (
    "FORMATS", "MOST_ROWS", "RECEIVED", "Patience", "Rows", "begin_of", "decoded", "found", "opened", "opened_aside", "rows_in",
    "table_of", "wrong_path",
)  # fmt: skip
FORMATS = ("json", "xml", "csv", "xlsx", "parquet", "station")


@contextmanager
def opened(
    content: bytes | Path, format_: str, mapping: Mapping | None, path: str = "", name: str = ""
) -> Iterator[Rows]:
    """Columns and rows of one document; `name`: how the file is called there. Raises SourceError, TableError."""
    if format_ in ("json", "xml"):
        text = content.read_bytes() if isinstance(content, Path) else content
        yield (from_json if format_ == "json" else from_xml).read(text, mapping, path)
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
