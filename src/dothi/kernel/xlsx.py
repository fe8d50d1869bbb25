"""An XLSX is measured before a reader opens it: the reader holds a sheet as a full rectangle and every text once per cell, so that
a file of a few kilobytes can ask for more memory than there is – and takes the whole process with it.

Three things are measured: the real bytes of every part (those that the ZIP declares may lie), the rectangle that the cells span
(two cells in opposite corners of a sheet are seventeen thousand million), and the text of all cells together (one long
text can be named by a million cells).
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO
from xml.parsers import expat

_CHUNK = 2**20
_SHEET, _TEXTS = b"sheetData", "xl/sharedstrings.xml"
_PLACE = re.compile(r"([A-Za-z]{0,9})(\d{0,9})")


class Oversized(Exception):
    """Beyond one of the limits."""


@dataclass(frozen=True, slots=True)
class Limits:
    """`size` bytes of all parts unpacked, `cells` of the rectangle of a sheet, `text` characters of all its cells."""

    size: int
    cells: int
    text: int
    parts: int = 2_000


def measure(file: Path | IO[bytes], limits: Limits) -> None:
    """Raises Oversized; BadZipFile where it is no XLSX that can be read."""
    with zipfile.ZipFile(file) as packed:
        parts = packed.infolist()
        if len(parts) > limits.parts:
            raise Oversized
        left = limits.size
        for part in parts:
            left -= sum(map(len, _chunks(packed, part, left)))
        try:
            lengths = _lengths_of_texts(packed)
            for part in parts:
                if _may_be_sheet(packed, part):
                    _measure_sheet(packed, part, lengths, limits)
        except (expat.ExpatError, ValueError) as error:
            raise zipfile.BadZipFile(str(error)) from error


def _chunks(packed: zipfile.ZipFile, part: zipfile.ZipInfo, most: int) -> Iterator[bytes]:
    """The part's real bytes, to the end of what is packed: a reader in another language does not stop where the ZIP says either.

    Raises Oversized beyond `most`, BadZipFile where the ZIP declares another size.
    """
    declared, checksum, count = part.file_size, part.CRC, 0
    part.file_size, part.CRC = 2**62, None  # type: ignore[assignment]  # zipfile would stop at the one and judge by the other
    try:
        with packed.open(part) as stream:
            while chunk := stream.read(_CHUNK):
                count += len(chunk)
                if count > most:
                    raise Oversized
                yield chunk
    finally:
        part.file_size, part.CRC = declared, checksum
    if count != declared:
        raise zipfile.BadZipFile("declared size")


def _may_be_sheet(packed: zipfile.ZipFile, part: zipfile.ZipInfo) -> bool:
    """A workbook may keep its sheets under any name."""
    tail = b""
    for chunk in _chunks(packed, part, part.file_size):
        if _SHEET in tail + chunk:
            return True
        tail = chunk[-len(_SHEET) :]
    return False


def _lengths_of_texts(packed: zipfile.ZipFile) -> list[int]:
    """How long each shared text is."""
    lengths: list[int] = []

    def begin(name: str, _attributes: dict[str, str]) -> None:
        if name.rpartition(":")[2] == "si":
            lengths.append(0)

    def text(data: str) -> None:
        if lengths:
            lengths[-1] += len(data)

    for part in packed.infolist():
        if part.filename.lower() == _TEXTS:
            parser = _parser()
            parser.StartElementHandler, parser.CharacterDataHandler = begin, text
            _parse(packed, part, parser)
    return lengths


def _measure_sheet(
    packed: zipfile.ZipFile, part: zipfile.ZipInfo, lengths: list[int], limits: Limits
) -> None:
    corners = _Corners(lengths, limits)
    parser = _parser()
    parser.StartElementHandler = corners.begin
    parser.EndElementHandler = corners.end
    parser.CharacterDataHandler = corners.text
    _parse(packed, part, parser)


def _parser() -> expat.XMLParserType:
    parser = expat.ParserCreate()
    parser.buffer_text = True
    return parser


def _parse(packed: zipfile.ZipFile, part: zipfile.ZipInfo, parser: expat.XMLParserType) -> None:
    for chunk in _chunks(packed, part, part.file_size):
        parser.Parse(chunk, False)
    parser.Parse(b"", True)


class _Corners:
    """Follows the cells of a sheet that hold something; a cell without a place stands right of the one before."""

    def __init__(self, lengths: list[int], limits: Limits) -> None:
        self.lengths, self.limits = lengths, limits
        self.row = self.column = self.characters = 0
        self.low: tuple[int, int] | None = None
        self.high = (0, 0)
        self.shared, self.value = False, ""

    def begin(self, name: str, attributes: dict[str, str]) -> None:
        kind = name.rpartition(":")[2]
        if kind == "c":
            letters, digits = _split(attributes.get("r", ""))
            self.row = int(digits) if digits else self.row
            self.column = _number(letters) if letters else self.column + 1
            self.shared = attributes.get("t") == "s"
        elif kind == "row":
            digits = _split(attributes.get("r", ""))[1]
            self.row, self.column = (int(digits) if digits else self.row + 1), 0
        elif kind in ("v", "is", "f"):
            self.value = ""
            self._reach()

    def end(self, name: str) -> None:
        if self.shared and name.rpartition(":")[2] == "v":
            index = self.value.strip()
            self._count(
                self.lengths[int(index)] if index.isdecimal() and int(index) < len(self.lengths) else 0
            )

    def text(self, data: str) -> None:
        if self.shared:
            self.value = (self.value + data)[:20]
        else:
            self._count(len(data))

    def _count(self, characters: int) -> None:
        self.characters += characters
        if self.characters > self.limits.text:
            raise Oversized

    def _reach(self) -> None:
        low, high = self.low or (self.row, self.column), self.high
        self.low = min(low[0], self.row), min(low[1], self.column)
        self.high = max(high[0], self.row), max(high[1], self.column)
        if (self.high[0] - self.low[0] + 1) * (self.high[1] - self.low[1] + 1) > self.limits.cells:
            raise Oversized


def _split(place: str) -> tuple[str, str]:
    """`AB12` → AB, 12. ValueError where it is no place."""
    found = _PLACE.fullmatch(place)
    if found is None:
        raise ValueError(place[:20])
    return found[1], found[2]


def _number(letters: str) -> int:
    """A → 1, Z → 26, AA → 27."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number
