"""What is wrong with a pack, said before anything is loaded: one module per aspect, each `check(pack)` yields complaints."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from dataclasses import replace

from dothi.kernel.pack_contents import Path
from dothi.packs.check import (
    attributes,
    board,
    call_words,
    categories,
    command_roles,
    derived,
    drills,
    duplicates,
    files,
    forms,
    indicators,
    manifest,
    near,
    protocols,
    quality,
    ranges,
    rooms,
    samples,
    scenarios,
    services,
    simulator,
    sops,
    street_names,
    strings,
    targets,
    types,
)
from dothi.packs.folder import Complaint, PackFolder
from dothi.packs.places import line_of, lines_of

logger = logging.getLogger(__name__)
ASPECTS = (
    files, manifest, quality, types, strings, ranges, samples, simulator, attributes, derived, indicators, forms, services, categories,
    sops, board, scenarios, drills, call_words, protocols, duplicates, street_names, targets, command_roles,
    near, rooms,
)  # fmt: skip


def check_pack(pack: PackFolder) -> list[Complaint]:
    """Every complaint with its line, causes before what follows from them; empty when the pack can be loaded.

    An aspect that falls over a text where it expects a table says nothing: whoever judges that place says it, and if nobody
    does, the pack is refused all the same.
    """
    found, fallen = list(pack.complaints), False
    for aspect in ASPECTS:
        try:
            found += aspect.check(pack)
        except (TypeError, AttributeError, LookupError, ValueError) as error:
            logger.info("packs: %s could not be judged: %r", aspect.__name__, error)
            fallen = True
    if fallen and not found:
        found.append(Complaint("pack.toml", (), "packs-check-odd"))
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
