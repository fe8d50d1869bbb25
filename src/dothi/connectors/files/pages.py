"""What the pages of a Parquet file say they unfold to, read from their own headers: a reader makes that much room for each before it
unpacks it, whatever the end of the file says of their sum.

A page's header is a Thrift structure in the compact protocol; only its first three members matter here, the others are passed over.
"""

from __future__ import annotations

from typing import IO

import pyarrow.parquet as pq

_HEADERS = (
    2**9,
    2**16,
    2**24,
)  # bytes that are tried; the least and the greatest value stand in it, however long they are
_MOST_PAGES = 200_000
_UNPACKED, _PACKED = 2, 3  # numbers of the members
_BOOLEANS, _BYTE, _NUMBERS, _DOUBLE, _BYTES, _LISTS, _STRUCT = (1, 2), 3, (4, 5, 6), 7, 8, (9, 10), 12


class NoPage(ValueError):
    """What stands there is no header of a page."""


def unpacked_size(file: IO[bytes], metadata: pq.FileMetaData, most: int) -> int:
    """Bytes of all pages; no longer counted beyond `most`. Raises NoPage, also for more pages than anybody writes."""
    size = pages = 0
    for group in range(metadata.num_row_groups):
        for number in range(metadata.num_columns):
            column = metadata.row_group(group).column(number)
            start = column.dictionary_page_offset if column.has_dictionary_page else None
            at = min(start, column.data_page_offset) if start else column.data_page_offset
            end = at + column.total_compressed_size
            while at < end:
                pages += 1
                if pages > _MOST_PAGES:
                    raise NoPage(at)
                length, unpacked, packed = _header(file, at)
                size, at = size + unpacked, at + length + packed
                if size > most:
                    return size
    return size


def _header(file: IO[bytes], at: int) -> tuple[int, int, int]:
    """Its own length, what the page unfolds to, what it takes in the file."""
    for most in _HEADERS:
        file.seek(at)
        reader = _Reader(file.read(most))
        try:
            members = reader.struct()
            break
        except (IndexError, RecursionError) as error:
            if most == _HEADERS[-1]:
                raise NoPage(at) from error
    unpacked, packed = members.get(_UNPACKED, -1), members.get(_PACKED, -1)
    if unpacked < 0 or packed < 0:
        raise NoPage(at)
    return reader.at, unpacked, packed


class _Reader:
    """Thrift's compact protocol, as far as a header needs it."""

    def __init__(self, data: bytes) -> None:
        self.data, self.at = data, 0

    def byte(self) -> int:
        self.at += 1
        return self.data[self.at - 1]

    def varint(self) -> int:
        found = shift = 0
        while True:
            byte = self.byte()
            found |= (byte & 0x7F) << shift
            shift += 7
            if not byte & 0x80:
                return found
            if shift > 63:
                raise NoPage(self.at)

    def struct(self) -> dict[int, int]:
        """Its whole numbers by the number of the member."""
        found: dict[int, int] = {}
        member = 0
        while head := self.byte():
            delta, kind = head >> 4, head & 0x0F
            member = member + delta if delta else _signed(self.varint())
            value = self.value(kind)
            if value is not None:
                found[member] = value
        return found

    def value(self, kind: int, *, in_list: bool = False) -> int | None:
        """A whole number, or None for what is passed over."""
        if kind in _NUMBERS:
            return _signed(self.varint())
        if kind in _BOOLEANS:
            self.at += in_list
        elif kind == _BYTE:
            self.at += 1
        elif kind == _DOUBLE:
            self.at += 8
        elif kind == _BYTES:
            length = self.varint()
            self.at += length
        elif kind in _LISTS:
            head = self.byte()
            for _ in range(head >> 4 if head >> 4 < 15 else self.varint()):
                self.value(head & 0x0F, in_list=True)
                if self.at > len(self.data):
                    raise IndexError
        elif kind == _STRUCT:
            self.struct()
        else:  # a map is in no header
            raise NoPage(self.at)
        return None


def _signed(number: int) -> int:
    """Zigzag."""
    return number >> 1 ^ -(number & 1)
