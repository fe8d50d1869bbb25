"""Only known files; what a pack must have."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePosixPath

from dothi.packs.folder import FILES, FOLDERS, Complaint, PackFolder

REQUIRED = ("pack.toml", "quality.toml", "README.md", "strings/vi.ftl", "strings/en.ftl")


def check(pack: PackFolder) -> Iterator[Complaint]:
    for name in REQUIRED:
        if name not in pack.texts:
            yield Complaint(name, (), "packs-check-file-missing", {"file": name})
    for name in pack.texts:
        path = PurePosixPath(name)
        if name not in FILES and not (len(path.parts) == 2 and path.suffix in FOLDERS.get(path.parts[0], ())):
            yield Complaint(name, (), "packs-check-unknown-file", {"known": ", ".join((*FILES, *FOLDERS))})
