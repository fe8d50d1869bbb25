"""What is wrong with a pack, said before anything is loaded: one module per aspect, each `check(pack)` yields complaints."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from dothi.kernel.pack_contents import Path
from dothi.packs.check import (
    attributes,
    board,
    categories,
    derived,
    files,
    indicators,
    manifest,
    quality,
    ranges,
    rooms,
    samples,
    simulator,
    sops,
    strings,
    types,
)
from dothi.packs.folder import Complaint, PackFolder
from dothi.packs.places import line_of, lines_of

ASPECTS = (
    files, manifest, quality, types, strings, ranges, samples, simulator, attributes, derived, indicators, categories, sops,
    board, rooms,
)  # fmt: skip


def check_pack(pack: PackFolder) -> list[Complaint]:
    """Every complaint with its line, causes before what follows from them; empty when the pack can be loaded."""
    found = list(pack.complaints)
    for aspect in ASPECTS:
        found += aspect.check(pack)
    return _with_lines(pack, found)


def _with_lines(pack: PackFolder, complaints: Iterable[Complaint]) -> list[Complaint]:
    lines: dict[str, dict[Path, int]] = {}
    found = []
    for one in complaints:
        if not one.line and one.path and one.file in pack.texts:
            if one.file not in lines:
                lines[one.file] = lines_of(one.file, pack.texts[one.file])
            one = replace(one, line=line_of(lines[one.file], one.path))
        found.append(one)
    return found
