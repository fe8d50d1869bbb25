"""Files that people hand in through the screen: kept in the data folder, each import in a folder of its own."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import UploadedFile

from dothi.connectors.files.errors import TableError
from dothi.connectors.files.tables import LARGEST_FILE
from dothi.kernel.attachments import root, safe_name
from dothi.kernel.ids import new_uuid


def new_folder(below: str = "") -> Path:
    """An empty folder of its own, readable by the system only. What is no import lies `below` a name: those of imports have an end
    (retention.py)."""
    folder = root() / below / new_uuid().hex
    folder.mkdir(parents=True, mode=0o700)
    return folder


def keep(upload: UploadedFile[Any], folder: Path) -> Path:
    """Writes an upload below `folder` under a harmless form of its name. Raises TableError when it is too large."""
    name = safe_name(upload.name or "")
    if (upload.size or 0) > LARGEST_FILE:
        raise TableError("too-large", file=name, limit_mb=LARGEST_FILE // 2**20)
    path = folder / name
    with path.open("xb") as out:
        for chunk in upload.chunks():
            out.write(chunk)
    return path
