"""Opens CSV, XLSX and Parquet (each also .gz) as one stream of numbered rows, in bounded memory.

Files come from outside: sizes before and after unpacking are limited, an XLSX is measured (`kernel.xlsx`)
before a reader sees it, and formulas are never evaluated (their cached results are read).
"""

from __future__ import annotations

import csv
import gzip
import shutil
import tempfile
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from io import TextIOWrapper
from itertools import islice
from pathlib import Path
from typing import IO, TYPE_CHECKING, cast

from dothi.connectors.files import packed as zips
from dothi.connectors.files import tcvn3
from dothi.connectors.files.cells import Cell, text
from dothi.connectors.files.cells import WrongLine as WrongLine  # a row as tables have them
from dothi.connectors.files.errors import TableError
from dothi.connectors.files.shapes import FORMATS, FileShape
from dothi.connectors.files.wide import unfolded
from dothi.kernel.xlsx import Limits, Oversized, measure

if TYPE_CHECKING:
    from pyarrow.parquet import ParquetFile

LARGEST_FILE = 500 * 2**20
LARGEST_UNPACKED = 4 * 2**30
LARGEST_XLSX = 400 * 2**20  # unpacked XML; the reader holds a sheet in memory
MOST_CELLS = 25_000_000
MOST_COLUMNS = 2000
MOST_ROWS = 20_000_000

Row = tuple[int, Sequence[Cell]]  # line number in the file (sheet), cells


@dataclass(frozen=True, slots=True)
class Table:
    """Column names and the rows after them; `fraction()` says how much of the file was read (0..1)."""

    columns: tuple[str, ...]
    rows: Iterator[Row]
    position: _Position

    def fraction(self) -> float:
        return self.position.fraction()


def table_of_rows(columns: Sequence[str], rows: Iterable[Row]) -> Table:
    """Rows that did not come as a file."""
    return Table(tuple(columns), iter(rows), _Position(1))


class _Position:
    """Where a reader stands, measured in bytes of the packed file or in rows."""

    def __init__(self, total: int, raw: IO[bytes] | None = None) -> None:
        self.total, self.raw, self.done = max(total, 1), raw, 0

    def fraction(self) -> float:
        done = self.raw.tell() if self.raw and not self.raw.closed else self.done
        return min(done / self.total, 1.0)


def format_of(path: Path, shape: FileShape) -> str:
    """`csv`, `xlsx` or `parquet`, from the mapping or the name. What lies in a ZIP is text."""
    if shape.member:
        return "csv"
    suffixes = [suffix.lstrip(".").lower() for suffix in path.suffixes if suffix.lower() != ".gz"]
    found = (
        shape.format or {"txt": "csv", "tsv": "csv"}.get(suffixes[-1], suffixes[-1])
        if suffixes or shape.format
        else ""
    )
    if found not in FORMATS:
        raise TableError("format-unknown", file=path.name, known=", ".join(FORMATS))
    return found


@contextmanager
def open_table(path: Path, shape: FileShape) -> Iterator[Table]:
    """The table in `path`. Raises TableError when the file as a whole cannot be read."""
    try:
        size = path.stat().st_size
    except OSError as error:
        raise TableError("unreadable", file=path.name, detail=error.strerror or "") from error
    if size > LARGEST_FILE:
        raise TableError("too-large", file=path.name, limit_mb=LARGEST_FILE // 2**20)
    reader = {"csv": _csv, "xlsx": _xlsx, "parquet": _parquet}[format_of(path, shape)]
    try:
        with reader(path, shape) as table:
            yield table if shape.wide is None else _long(table, shape.wide, path)
    except (gzip.BadGzipFile, EOFError, zlib.error, zipfile.BadZipFile, UnicodeError, csv.Error) as error:
        raise TableError("damaged", file=path.name, detail=str(error) or type(error).__name__) from error


def _long(table: Table, kept: frozenset[str], path: Path) -> Table:
    """A row for each cell; a column to keep that the table lacks is missed by the mapping that names it."""
    columns, rows = unfolded(table.columns, table.rows, kept)
    return Table(columns, _no_more(rows, path), table.position)


def _no_more(rows: Iterator[Row], path: Path) -> Iterator[Row]:
    yield from islice(rows, MOST_ROWS)
    if next(rows, None) is not None:
        raise TableError("too-many-rows", file=path.name, limit=MOST_ROWS)


def _columns(cells: Sequence[Cell], path: Path) -> tuple[str, ...]:
    names = tuple(text(cell).removeprefix("\ufeff") for cell in cells)
    if not any(names):
        raise TableError("no-header", file=path.name)
    if any(map(_is_binary, names)):
        raise TableError("not-text", file=path.name)  # a picture named .csv, or another code page
    if len(names) > MOST_COLUMNS:
        raise TableError("too-many-columns", file=path.name, limit=MOST_COLUMNS)
    doubles = sorted({name for name in names if name and names.count(name) > 1})
    if doubles:
        raise TableError("double-column", file=path.name, column=doubles[0])
    return names


def _is_binary(name: str) -> bool:
    """Undecodable bytes or control characters: no heading that a person wrote."""
    return any("\ud800" <= sign <= "\udfff" or (sign < " " and sign not in "\t\r\n") for sign in name)


class _Counted:
    """Bytes of a stream, refused beyond a limit: what a packed file unfolds to is not known beforehand."""

    def __init__(self, stream: IO[bytes], path: Path, limit: int) -> None:
        self.stream, self.path, self.limit, self.count = stream, path, limit, 0
        self.closed = False

    def readable(self) -> bool:
        return True

    def writable(self) -> bool:
        return False

    def seekable(self) -> bool:
        return False

    def flush(self) -> None:
        """Nothing is written."""

    def close(self) -> None:
        self.closed = True

    def read(self, size: int = -1) -> bytes:
        chunk = self.stream.read(size if size and size > 0 else 2**16)
        self.count += len(chunk)
        if self.count > self.limit:
            raise TableError("unpacks-too-large", file=self.path.name, limit_mb=self.limit // 2**20)
        return chunk

    read1 = read


@contextmanager
def _csv(path: Path, shape: FileShape) -> Iterator[Table]:
    with ExitStack() as opened:
        raw = opened.enter_context(path.open("rb"))
        stream = _unfolding(path, shape, raw, opened)
        counted = _Counted(stream, path, LARGEST_UNPACKED)
        encoding = {"utf-8": "utf-8-sig", "tcvn3": "latin-1"}.get(shape.encoding, shape.encoding)
        lines = TextIOWrapper(counted, encoding=encoding, errors=_on_bad_bytes(encoding), newline="")  # type: ignore[type-var]
        decoded: Iterator[str] = (
            (tcvn3.decode(line) for line in lines) if shape.encoding == "tcvn3" else iter(lines)
        )
        reader = csv.reader(decoded, delimiter=shape.separator)
        header: Sequence[Cell] = []
        for _ in range(shape.header):
            header = next(reader, [])
        yield Table(_columns(header, path), _csv_rows(reader, path), _Position(path.stat().st_size, raw))


def _unfolding(path: Path, shape: FileShape, raw: IO[bytes], opened: ExitStack) -> IO[bytes]:
    """The bytes of the text itself."""
    if shape.member and zips.is_zip(path):
        return opened.enter_context(zips.opened(path, raw, shape.member))
    return cast(IO[bytes], gzip.GzipFile(fileobj=raw)) if path.suffix.lower() == ".gz" else raw


def _on_bad_bytes(encoding: str) -> str:
    """UTF-8 keeps undecodable bytes apart, so that only their row is refused."""
    return "surrogateescape" if encoding.startswith("utf-8") else "replace"


def _csv_rows(reader: csv._reader, path: Path) -> Iterator[Row]:  # type: ignore[name-defined]
    """Every row, also one that the CSV grammar refuses (it comes as a row without cells)."""
    for _ in range(MOST_ROWS):
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            yield reader.line_num, ()
            continue
        if cells:
            yield reader.line_num, cells
    raise TableError("too-many-rows", file=path.name, limit=MOST_ROWS)


@contextmanager
def _unpacked(path: Path, limit: int) -> Iterator[Path]:
    """`path`, or a temporary unpacked copy of it when it is gzipped (these formats need to seek)."""
    if path.suffix.lower() != ".gz":
        yield path
        return
    with tempfile.TemporaryDirectory(prefix="dothi-import-") as folder, gzip.open(path, "rb") as packed:
        target = Path(folder) / path.stem
        with target.open("wb") as out:
            shutil.copyfileobj(_Counted(packed, path, limit), out)  # type: ignore[arg-type]
        yield target


@contextmanager
def _xlsx(path: Path, shape: FileShape) -> Iterator[Table]:
    from python_calamine import CalamineError, CalamineWorkbook

    with _unpacked(path, LARGEST_XLSX) as plain:
        _refuse_bomb(plain)
        try:
            book = CalamineWorkbook.from_path(str(plain))
            name = shape.sheet or book.sheet_names[0]
            if name not in book.sheet_names:
                raise TableError("no-sheet", file=path.name, sheet=name, known=", ".join(book.sheet_names))
            sheet = book.get_sheet_by_name(name)
        except CalamineError as error:
            raise TableError("damaged", file=path.name, detail=str(error)) from error
        rows = enumerate(sheet.iter_rows(), sheet.start[0] + 1 if sheet.start else 1)
        position = _Position(sheet.total_height or 1)
        header: Sequence[Cell] = []
        for line, cells in rows:
            if line >= shape.header:
                header = cells
                break
        yield Table(_columns(header, path), _counted_rows(rows, position), position)


def _counted_rows(rows: Iterator[tuple[int, Sequence[Cell]]], position: _Position) -> Iterator[Row]:
    for line, cells in rows:
        position.done = line
        if any(cell not in ("", None) for cell in cells):
            yield line, cells


def _refuse_bomb(path: Path) -> None:
    try:
        measure(path, Limits(size=LARGEST_XLSX, cells=MOST_CELLS, text=LARGEST_XLSX))
    except Oversized as error:
        raise TableError("unpacks-too-large", file=path.name, limit_mb=LARGEST_XLSX // 2**20) from error


@contextmanager
def _parquet(path: Path, shape: FileShape) -> Iterator[Table]:
    from dothi.connectors.files import parquet

    with _unpacked(path, LARGEST_UNPACKED) as plain, ExitStack() as opened:
        with _damage_told(path):
            file = opened.enter_context(parquet.opened(plain))
        if file.metadata.num_rows > MOST_ROWS:
            raise TableError("too-many-rows", file=path.name, limit=MOST_ROWS)
        with _damage_told(path):
            size = parquet.unpacked_size(plain, file, LARGEST_UNPACKED)
        if size > LARGEST_UNPACKED:
            raise TableError("unpacks-too-large", file=path.name, limit_mb=LARGEST_UNPACKED // 2**20)
        position = _Position(file.metadata.num_rows)
        names = parquet.flat_columns(file)
        yield Table(_columns(names, path), _parquet_rows(file, names, path, position), position)


def _parquet_rows(file: ParquetFile, names: list[str], path: Path, position: _Position) -> Iterator[Row]:
    from dothi.connectors.files import parquet

    with _damage_told(path):
        for line, cells in enumerate(parquet.rows(file, names), 1):
            position.done = line
            yield line, cells


@contextmanager
def _damage_told(path: Path) -> Iterator[None]:
    import pyarrow as pa

    from dothi.connectors.files.pages import NoPage

    try:
        yield
    except (pa.ArrowException, OSError, NoPage) as error:
        raise TableError("damaged", file=path.name, detail=str(error)[:200]) from error
