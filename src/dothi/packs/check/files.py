"""Only known files; what a pack must have."""

from __future__ import annotations

from collections.abc import Iterator

from dothi.packs.folder import FILES, FOLDERS, Complaint, PackFolder

REQUIRED = ("pack.toml", "README.md", "strings/vi.ftl", "strings/en.ftl")


def check(pack: PackFolder) -> Iterator[Complaint]:
    for name in REQUIRED:
        if not (pack.path / name).is_file():
            yield Complaint(name, "—", "packs-check-file-missing", {"file": name})
    for path in sorted(pack.path.rglob("*")):
        inside = path.relative_to(pack.path)
        if path.is_dir() or "__pycache__" in inside.parts:
            continue
        top = inside.parts[0]
        known = str(inside) in FILES or (len(inside.parts) == 2 and FOLDERS.get(top) == path.suffix)
        if not known:
            yield Complaint(
                str(inside), "—", "packs-check-unknown-file", {"known": ", ".join((*FILES, *FOLDERS))}
            )
