"""One table inside a ZIP (a timetable is a ZIP of tables). Nothing is unpacked to disk: the one member is read as a stream.

A ZIP from outside is measured before `zipfile` sees it: that reader holds a directory of any length in memory.
"""

from __future__ import annotations

import struct
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from dothi.connectors.files.errors import TableError

MOST_MEMBERS = 1000
LARGEST_DIRECTORY = 2**20
_END, _END_64 = b"PK\x05\x06", b"PK\x06\x07"
_END_BYTES, _LONGEST_COMMENT = 22, 2**16
_PLAIN = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)  # others may ask for gigabytes to unpack a byte
_ENCRYPTED = 1


def is_zip(path: Path) -> bool:
    return path.suffix.lower() == ".zip"


@contextmanager
def opened(path: Path, raw: IO[bytes], name: str) -> Iterator[IO[bytes]]:
    """The member called `name`, in whatever folder of the ZIP. Raises TableError."""
    _measure(path, raw)
    try:
        with zipfile.ZipFile(raw) as packed, packed.open(_member(path, packed, name)) as stream:
            yield stream
    except (NotImplementedError, struct.error) as error:
        raise TableError("damaged", file=path.name, detail=str(error)[:200]) from error


def _member(path: Path, packed: zipfile.ZipFile, name: str) -> zipfile.ZipInfo:
    members = packed.infolist()
    found = [one for one in members if one.filename.rpartition("/")[2] == name]
    if len(found) != 1:
        known = ", ".join(one.filename for one in members[:20])
        raise TableError("no-member", file=path.name, member=name, known=known)
    if found[0].flag_bits & _ENCRYPTED or found[0].compress_type not in _PLAIN:
        raise TableError("member-locked", file=path.name, member=name)
    return found[0]


def _measure(path: Path, raw: IO[bytes]) -> None:
    """Reads the record at the end that says how long the directory is; one that is cut off or larger than 4 GB is refused."""
    size = raw.seek(0, 2)
    raw.seek(max(0, size - _END_BYTES - _LONGEST_COMMENT - 20))
    tail = raw.read()
    place = tail.rfind(_END)
    if place < 0 or len(tail) - place < _END_BYTES:
        raise TableError("damaged", file=path.name, detail="no end of a ZIP")
    members, directory = struct.unpack_from("<HL", tail, place + 10)
    if _END_64 in tail[max(0, place - 20) : place] or members > MOST_MEMBERS or directory > LARGEST_DIRECTORY:
        raise TableError("too-many-members", file=path.name, limit=MOST_MEMBERS)
    raw.seek(0)
