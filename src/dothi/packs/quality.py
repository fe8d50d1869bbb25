"""How far a pack has come: a closed list of points, each done, exempt because of a reason, or still to do."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from dothi.kernel.i18n import language
from dothi.packs.folder import PackFolder
from dothi.packs.profile import profile_files

FILE = "quality.toml"


class State(StrEnum):
    DONE = "done"
    EXEMPT = "exempt"
    TODO = "todo"


def _folder(name: str) -> Callable[[PackFolder], bool]:
    return lambda pack: any(file.startswith(f"{name}/") for file in pack.texts)


def _file(name: str) -> Callable[[PackFolder], bool]:
    return lambda pack: name in pack.texts


def _every_mapping_tried(pack: PackFolder) -> bool:
    return bool(pack.below("mappings")) and all(
        f"samples/{name.removesuffix('.toml')}.csv" in pack.texts for name in pack.below("mappings")
    )


def _every_rule_proved(pack: PackFolder) -> bool:
    """Each version of each rule; where a rule has one only, its proof does not name it."""
    tables = [row for tree in pack.below("rules").values() for row in tree.get("rule", ())]
    proofs = [row for tree in pack.below("proofs").values() for row in tree.get("proof", ())]
    versions = Counter(row.get("code") for row in tables)
    proved = {(row.get("rule"), row.get("valid_from")) for row in proofs}
    return all(
        (code := row.get("code"), row.get("valid_from") if versions[code] > 1 else None) in proved
        or (versions[code] == 1 and (code, row.get("valid_from")) in proved)
        for row in tables
    )


# What a machine can see of a point: without it nobody may say "done". True where only people can tell.
POINTS: dict[str, Callable[[PackFolder], bool]] = {
    "types": _folder("types"),
    "standard-names": lambda pack: True,  # names of Smart Data Models where they exist
    "ranges": _file("ranges.toml"),
    "mappings": _every_mapping_tried,
    "derived": _folder("derived"),
    "rules": _folder("rules"),
    "proofs": _every_rule_proved,
    "sources": lambda pack: True,  # every legal figure was read in its own text
    "indicators": _folder("indicators"),
    "board": _file("board.toml"),
    "categories": _file("categories.toml"),
    "sops": _folder("sops"),
    "strings": _folder("strings"),
    "samples": _folder("samples"),
    "simulator": lambda pack: bool(profile_files(pack.texts)),
    "screen": lambda pack: True,  # the screen that its officer uses every day
    "scenario": _folder("scenarios"),  # one case from first sign to end that a test plays
    "readme": _file("README.md"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Point:
    """One line of the list. `because` by language: why it is exempt, or what is still missing."""

    name: str
    state: State
    because: dict[str, str]

    @property
    def said(self) -> str:
        """The reason in the reader's language."""
        return self.because.get(language(), "")


def points_of(pack: PackFolder) -> list[Point]:
    """The list of a checked pack, in its order; of a pack without one everything is to do."""
    told = pack.trees.get(FILE, {})
    return [
        Point(name, State(told.get(name, {}).get("state", "todo")), told.get(name, {}).get("because", {}))
        for name in POINTS
    ]
