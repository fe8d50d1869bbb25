"""The paper that a report rests on: handed in, distrusted, kept below the uploads under a harmless name, told by its hash."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any, NamedTuple

from django.core.files.uploadedfile import UploadedFile

from dothi.connectors import uploads
from dothi.indicators.models import Report
from dothi.kernel.errors import BadRequest, NotFound, TooLarge

LARGEST = 20_000_000
FOLDER = (
    "papers"  # apart from files of imports, which go after their days: a paper is kept as long as its report
)
# What a file begins with decides, never its name or what the browser says of it.
KINDS = {
    "application/pdf": (b"%PDF-", (".pdf",)),
    "image/png": (b"\x89PNG\r\n\x1a\n", (".png",)),
    "image/jpeg": (b"\xff\xd8\xff", (".jpg", ".jpeg")),
    "application/zip": (b"PK\x03\x04", (".xlsx", ".docx", ".odt", ".ods")),
}


class Paper(NamedTuple):
    """`path` below the uploads."""

    name: str
    path: str
    sha256: str


def keep(upload: UploadedFile[Any]) -> Paper:
    """Raises TooLarge, BadRequest (no PDF, picture or office document by its content)."""
    if (upload.size or 0) > LARGEST:
        raise TooLarge("figures-paper-too-large", most=LARGEST // 1_000_000)
    name = uploads.safe_name(upload.name or "")
    begin = upload.read(16)
    upload.seek(0)
    if not any(
        begin.startswith(magic) and name.lower().endswith(endings) for magic, endings in KINDS.values()
    ):
        raise BadRequest("figures-paper-kind", name=name)
    path = uploads.keep(upload, uploads.new_folder(FOLDER))
    with path.open("rb") as kept:
        digest = hashlib.file_digest(kept, "sha256").hexdigest()
    return Paper(name, path.relative_to(uploads.root()).as_posix(), digest)


def discard(paper: Paper) -> None:
    """Takes back a paper whose report was refused."""
    path = uploads.root() / paper.path
    path.unlink(missing_ok=True)
    path.parent.rmdir()


def path_of(report: Report) -> Path:
    """Where it lies. Raises NotFound, also when it is no longer what was handed in."""
    path = (uploads.root() / report.document_path).resolve()
    if not report.document_path or not path.is_relative_to(uploads.root()) or not path.is_file():
        raise NotFound("figures-paper-gone")
    with path.open("rb") as kept:
        if hashlib.file_digest(kept, "sha256").hexdigest() != report.document_sha256:
            raise NotFound("figures-paper-changed")
    return path
