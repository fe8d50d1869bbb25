"""The paper that a report rests on: handed in, distrusted, kept below the uploads under a harmless name, told by its hash."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any, NamedTuple

from django.core.files.uploadedfile import UploadedFile

from dothi.connectors import uploads
from dothi.indicators.models import Report
from dothi.kernel import attachments
from dothi.kernel.errors import BadRequest, NotFound, TooLarge

LARGEST = 20_000_000
FOLDER = (
    "papers"  # apart from files of imports, which go after their days: a paper is kept as long as its report
)


class Paper(NamedTuple):
    """`path` below the uploads."""

    name: str
    path: str
    sha256: str


def keep(upload: UploadedFile[Any]) -> Paper:
    """Raises TooLarge, BadRequest (no PDF, picture or office document by its content)."""
    if (upload.size or 0) > LARGEST:
        raise TooLarge("figures-paper-too-large", most=LARGEST // 1_000_000)
    try:
        found = attachments.examined(upload.name or "", upload.read(), attachments.ENDINGS)
    except ValueError as error:
        raise BadRequest("figures-paper-kind", name=attachments.safe_name(upload.name or "")) from error
    path = uploads.new_folder(FOLDER) / found.name
    path.write_bytes(found.body)
    return Paper(found.name, path.relative_to(attachments.root()).as_posix(), found.sha256)


def discard(paper: Paper) -> None:
    """Takes back a paper whose report was refused."""
    path = attachments.root() / paper.path
    path.unlink(missing_ok=True)
    path.parent.rmdir()


def path_of(report: Report) -> Path:
    """Where it lies. Raises NotFound, also when it is no longer what was handed in."""
    path = (attachments.root() / report.document_path).resolve()
    if not report.document_path or not path.is_relative_to(attachments.root()) or not path.is_file():
        raise NotFound("figures-paper-gone")
    with path.open("rb") as kept:
        if hashlib.file_digest(kept, "sha256").hexdigest() != report.document_sha256:
            raise NotFound("figures-paper-changed")
    return path
