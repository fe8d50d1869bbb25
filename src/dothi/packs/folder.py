"""A pack as it lies in its folder: read once, judged by `check/`, loaded by `actions`."""

from __future__ import annotations

import hashlib
import json
import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import dothi.packs_data

SHIPPED = Path(next(iter(dothi.packs_data.__path__)))
FILES = ("pack.toml", "ranges.toml", "simulator.toml", "README.md")
FOLDERS = {
    "types": ".json",
    "mappings": ".toml",
    "rules": ".toml",
    "indices": ".toml",
    "sops": ".toml",
    "samples": ".json",
    "strings": ".ftl",
}


@dataclass(frozen=True, slots=True)
class Complaint:
    """What is wrong where: `file` below the pack, `where` a line or key, `key` a Fluent key with its `fields`."""

    file: str
    where: str
    key: str
    fields: dict[str, Any] = field(default_factory=dict)


@dataclass(slots=True)
class PackFolder:
    """The parsed files of a pack; what cannot be parsed is a complaint and absent from `trees`."""

    path: Path
    trees: dict[str, Any] = field(default_factory=dict)  # "types/X.json" -> parsed
    complaints: list[Complaint] = field(default_factory=list)

    @property
    def code(self) -> str:
        return self.path.name

    @property
    def manifest(self) -> dict[str, Any]:
        return dict(self.trees.get("pack.toml", {}))

    def below(self, folder: str) -> dict[str, Any]:
        """Parsed files of one folder by name without it."""
        return {
            name.split("/", 1)[1]: tree for name, tree in self.trees.items() if name.startswith(f"{folder}/")
        }

    def attributes(self) -> dict[tuple[str, str], dict[str, Any]]:
        """(type, attribute) -> its JSON Schema."""
        found = {}
        for schema in self.below("types").values():
            for name, about in schema.get("properties", {}).items():
                found[schema.get("title", ""), name] = about
        return found

    def fingerprint(self) -> str:
        """Of every file: name and bytes."""
        digest = hashlib.sha256()
        for path in sorted(self.path.rglob("*")):
            if path.is_file():
                digest.update(f"{path.relative_to(self.path)}\0".encode())
                digest.update(path.read_bytes())
        return digest.hexdigest()


def read_pack(path: Path) -> PackFolder:
    """Reads a folder; unreadable files become complaints."""
    pack = PackFolder(path.resolve())
    for name in FILES:
        if (path / name).is_file() and name.endswith(".toml"):
            _parse(pack, name)
    for folder, suffix in FOLDERS.items():
        for file in sorted((path / folder).glob(f"*{suffix}")) if suffix != ".ftl" else ():
            _parse(pack, f"{folder}/{file.name}")
    return pack


def _parse(pack: PackFolder, name: str) -> None:
    text = ""
    try:
        text = (pack.path / name).read_text(encoding="utf-8")
        pack.trees[name] = json.loads(text) if name.endswith(".json") else tomllib.loads(text)
    except json.JSONDecodeError as error:
        pack.complaints.append(
            Complaint(name, str(error.lineno), "packs-check-not-json", {"detail": error.msg})
        )
    except tomllib.TOMLDecodeError as error:
        pack.complaints.append(
            Complaint(name, _line(str(error), text), "packs-check-not-toml", {"detail": str(error)})
        )
    except (OSError, UnicodeDecodeError) as error:
        pack.complaints.append(Complaint(name, "—", "packs-check-unreadable", {"detail": str(error)}))


def _line(message: str, text: str) -> str:
    """The line that the parser's message names; the last one where it ran out of text."""
    found = message.partition("line ")[2].partition(",")[0]
    return found if found.isdigit() else str(text.count("\n") + 1)
