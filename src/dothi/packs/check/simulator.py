"""simulator.toml: a profile that the simulator can play."""

from __future__ import annotations

from collections.abc import Iterator

from dothi.packs.folder import Complaint, PackFolder
from dothi.packs.profile import ProfileError, load_profile


def check(pack: PackFolder) -> Iterator[Complaint]:
    if "simulator.toml" not in pack.trees:
        return
    try:
        load_profile(pack.path / "simulator.toml")
    except ProfileError as error:
        yield Complaint("simulator.toml", str(error.fields["where"]), f"error-{error.code}", error.fields)
