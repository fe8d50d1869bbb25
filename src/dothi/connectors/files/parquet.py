"""Reads Parquet so that no small file asks for endless memory: a text that many rows name is held once, lists and structures and
wide binaries are left out (no mapping reads them).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from dothi.connectors.files import pages

_BATCH = 5_000
_WIDEST = 64  # bytes of a binary of fixed width; a decimal has 32


def opened(path: Path) -> pq.ParquetFile:
    """The file with its texts as numbers into a dictionary. Raises ArrowException, OSError."""
    with pq.ParquetFile(path) as file:
        texts = [field.name for field in file.schema_arrow if _is_text(field.type)]
    return pq.ParquetFile(path, read_dictionary=texts)


def unpacked_size(path: Path, file: pq.ParquetFile, most: int) -> int:
    """Bytes that it unfolds to: as its end says, or its pages if that is more (counted until beyond `most`). Raises NoPage."""
    metadata = file.metadata
    declared = sum(metadata.row_group(number).total_byte_size for number in range(metadata.num_row_groups))
    with path.open("rb") as pages_of:
        return max(declared, pages.unpacked_size(pages_of, metadata, most))


def flat_columns(file: pq.ParquetFile) -> list[str]:
    """The names of the columns whose cells are one value."""
    return [field.name for field in file.schema_arrow if _is_flat(field.type)]


def rows(file: pq.ParquetFile, names: Sequence[str]) -> Iterator[tuple[Any, ...]]:
    """The cells of these columns, row by row."""
    for batch in file.iter_batches(batch_size=_BATCH, columns=list(names)):
        columns = {
            name: _cells(column) for name, column in zip(batch.schema.names, batch.columns, strict=True)
        }
        yield from zip(*(columns[name] for name in names), strict=True)


def _cells(column: Any) -> list[Any]:
    if not isinstance(column, pa.DictionaryArray):
        return list(column.to_pylist())
    words = column.dictionary.to_pylist()
    return [None if index is None else words[index] for index in column.indices.to_pylist()]


def _is_text(kind: pa.DataType) -> bool:
    return any(
        test(kind)
        for test in (
            pa.types.is_string,
            pa.types.is_large_string,
            pa.types.is_binary,
            pa.types.is_large_binary,
        )
    )


def _is_flat(kind: pa.DataType) -> bool:
    if pa.types.is_dictionary(kind):
        return _is_text(kind.value_type)
    if pa.types.is_fixed_size_binary(kind):
        return bool(kind.byte_width <= _WIDEST)
    return not pa.types.is_nested(kind)
