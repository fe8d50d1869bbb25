"""What other rooms take of a pack is checked by them: rules and their conditions, mappings and what they lose."""

from __future__ import annotations

from collections.abc import Iterator

from dothi.kernel.pack_contents import contents
from dothi.packs.folder import Complaint, PackFolder


def check(pack: PackFolder) -> Iterator[Complaint]:
    for content in contents():
        for fault in content.check(pack.told):
            yield Complaint(*fault)
