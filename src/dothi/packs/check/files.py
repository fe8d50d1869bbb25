"""Only known files; what a pack must have; no sign and no length inside that no database or reader can bear."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePosixPath

from dothi.kernel.pack_contents import Path
from dothi.packs.folder import FILES, FOLDERS, LARGEST, Complaint, PackFolder, walked

_HIDDEN = re.compile(
    "[\0\ud800-\udfff\u202a-\u202e\u2066-\u2069]"
)  # not stored, or turns the direction of reading
_LONGEST = {"version": 20, "owner": 60}
REQUIRED = ("pack.toml", "quality.toml", "README.md", "strings/vi.ftl", "strings/en.ftl")


def check(pack: PackFolder) -> Iterator[Complaint]:
    for name in REQUIRED:
        if name not in pack.texts:
            yield Complaint(name, (), "packs-check-file-missing", {"file": name})
    for name in pack.texts:
        path = PurePosixPath(name)
        if name not in FILES and not (len(path.parts) == 2 and path.suffix in FOLDERS.get(path.parts[0], ())):
            yield Complaint(name, (), "packs-check-unknown-file", {"known": ", ".join((*FILES, *FOLDERS))})
    for name, tree in pack.trees.items():
        for where, value in walked(tree):
            if not isinstance(value, str):
                continue
            if _HIDDEN.search(value):  # zero and halves of signs are written as an escape
                yield Complaint(name, where, "packs-check-sign")
            if len(value) > (most := _longest(name, where)):
                yield Complaint(name, where, "packs-check-long", {"most": most})


def _longest(name: str, where: Path) -> int:
    """As many signs as the tables that keep it bear: names of things, codes, names of types and attributes."""
    folder, last = name.split("/", 1)[0], where[-1] if where else ""
    if folder == "samples":
        return LARGEST
    if folder == "types":
        return 120 if where in (("title",), ("properties",)) else LARGEST
    if where[-2:-1] == ("name",) and last in ("vi", "en"):
        return 200
    if last == "code":
        return 60 if folder in ("pack.toml", "schedules") else 80
    return _LONGEST.get(str(last), LARGEST)
