"""simulator.toml: a profile that the simulator can play."""

from __future__ import annotations

from collections.abc import Iterator

from dothi.kernel.pack_contents import path_of
from dothi.packs.folder import Complaint, PackFolder
from dothi.packs.profile import ProfileError, read_profile

FILE = "simulator.toml"


def check(pack: PackFolder) -> Iterator[Complaint]:
    if FILE not in pack.trees:
        return
    try:
        read_profile(pack.trees[FILE], FILE)
    except ProfileError as error:
        path = path_of(str(error.fields["where"]))
        yield Complaint(FILE, path, f"error-{error.code}", error.fields)
