"""A pack: its files, read from a folder or as they were loaded once. Read once, judged by `check/`, loaded by `actions`."""

from __future__ import annotations

import hashlib
import json
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import dothi.packs_data
from dothi.kernel import pack_contents
from dothi.kernel.pack_contents import Told
from dothi.packs import places

SHIPPED = Path(next(iter(dothi.packs_data.__path__)))
FILES = (
    "pack.toml", "quality.toml", "ranges.toml", "categories.toml", "board.toml", "near.toml", "simulator.toml", "README.md",
)  # fmt: skip
FOLDERS = {
    "types": (".json",),
    "mappings": (".toml",),
    "derived": (".toml",),
    "schedules": (".toml",),
    "rules": (".toml",),
    "proofs": (".toml",),
    "indices": (".toml",),
    "indicators": (".toml",),
    "forms": (".toml",),
    "sops": (".toml",),
    "scenarios": (".toml",),
    "drills": (".toml",),
    "commands": (".toml",),
    "services": (".toml",),
    "words": (".toml",),
    "protocols": (".toml",),
    "duplicates": (".toml",),
    "street_names": (".toml",),
    "run_cards": (".toml",),
    "unit_kinds": (".toml",),
    "status_limits": (".toml",),
    "targets": (".toml",),
    "command_roles": (".toml",),
    "simulator": (".toml",),
    "samples": (".json", ".csv"),
    "strings": (".ftl",),
}
DEEPEST = 40  # tables and lists inside each other
LARGEST = 2 * 2**20  # bytes of one file: a pack is data that people read


@dataclass(frozen=True, slots=True)
class Complaint:
    """What is wrong where: `file` below the pack, `path` inside it, `key` a Fluent key with its `fields`.

    `line` is found from the path when the whole pack is checked; who knows better says it.
    """

    file: str
    path: pack_contents.Path
    key: str
    fields: dict[str, Any] = field(default_factory=dict)
    line: int = 0

    @property
    def where(self) -> str:
        return places.written(self.path)

    @property
    def place(self) -> str:
        """`rules/air.toml:7: rule[1].condition`, as editors open it."""
        inside = f"{self.file}:{self.line}" if self.line else self.file
        return f"{inside}: {self.where}" if self.path else inside


@dataclass(slots=True)
class PackFolder:
    """The files of a pack, as text and parsed; what cannot be read or parsed is a complaint and absent from `trees`."""

    code: str
    texts: dict[str, str] = field(default_factory=dict)
    trees: dict[str, Any] = field(default_factory=dict)  # "types/X.json" -> parsed
    complaints: list[Complaint] = field(default_factory=list)

    @property
    def manifest(self) -> dict[str, Any]:
        return dict(self.trees.get("pack.toml", {}))

    @property
    def version(self) -> str:
        return str(self.manifest.get("version", ""))

    @property
    def told(self) -> Told:
        """As the rooms see it that take a part of it."""
        return Told(self.code, self.version, self.texts, self.trees)

    def below(self, folder: str) -> dict[str, Any]:
        """Parsed files of one folder by name without it."""
        return {
            name.split("/", 1)[1]: tree for name, tree in self.trees.items() if name.startswith(f"{folder}/")
        }

    def types(self) -> dict[str, dict[str, Any]]:
        """Name of a type → its JSON Schema."""
        return {
            str(schema.get("title")): schema
            for schema in self.below("types").values()
            if isinstance(schema, dict)
        }

    def attributes(self) -> dict[tuple[str, str], dict[str, Any]]:
        """(type, attribute) → its JSON Schema."""
        return {
            (type_, name): about
            for type_, schema in self.types().items()
            for name, about in _table(schema.get("properties")).items()
            if isinstance(about, dict)
        }

    def fingerprint(self) -> str:
        return fingerprint_of(self.texts)


def fingerprint_of(texts: Mapping[str, str]) -> str:
    """Of every file: name and text."""
    digest = hashlib.sha256()
    for name, text in sorted(texts.items()):
        digest.update(f"{name}\0{text}\0".encode())
    return digest.hexdigest()


def _table(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def read_pack(path: Path) -> PackFolder:
    """Reads a folder; unreadable files become complaints."""
    path = path.resolve()
    texts, complaints = {}, []
    for file in sorted(path.rglob("*")):
        name = file.relative_to(path).as_posix()
        if not file.is_file() or "__pycache__" in file.parts:
            continue
        try:
            texts[name] = _text_of(file)
        except (OSError, UnicodeDecodeError, ValueError) as error:
            complaints.append(Complaint(name, (), "packs-check-unreadable", {"detail": str(error)}))
    pack = pack_of(path.name, texts)
    pack.complaints[:0] = complaints
    return pack


def _text_of(file: Path) -> str:
    if file.is_symlink():
        raise ValueError("symbolic link")
    if file.stat().st_size > LARGEST:
        raise ValueError(f"> {LARGEST // 2**20} MB")
    return file.read_text(encoding="utf-8")


def pack_of(code: str, texts: Mapping[str, str]) -> PackFolder:
    """A pack from its files' texts."""
    pack = PackFolder(code, dict(texts))
    for name in texts:
        if name.endswith((".json", ".toml")):
            _parse(pack, name)
    return pack


def _parse(pack: PackFolder, name: str) -> None:
    text = pack.texts[name]
    try:
        tree = json.loads(text) if name.endswith(".json") else tomllib.loads(text)
        if any(len(path) > DEEPEST for path, _value in walked(tree)):
            raise RecursionError
        pack.trees[name] = tree
    except json.JSONDecodeError as error:
        pack.complaints.append(
            Complaint(name, (), "packs-check-not-json", {"detail": error.msg}, line=error.lineno)
        )
    except tomllib.TOMLDecodeError as error:
        pack.complaints.append(
            Complaint(name, (), "packs-check-not-toml", {"detail": str(error)}, line=_line(str(error), text))
        )
    except RecursionError:
        pack.complaints.append(Complaint(name, (), "packs-check-too-deep", line=1))
    except ValueError as error:  # a number of more digits than Python reads
        key = "packs-check-not-json" if name.endswith(".json") else "packs-check-not-toml"
        pack.complaints.append(Complaint(name, (), key, {"detail": str(error)}, line=1))


def walked(tree: Any) -> Iterator[tuple[pack_contents.Path, Any]]:
    """Everything inside, keys of tables too, each with its path; without recursion, for a hostile file may be deep."""
    waiting: list[tuple[pack_contents.Path, Any]] = [((), tree)]
    while waiting:
        path, value = waiting.pop()
        yield path, value
        if isinstance(value, dict):
            waiting += [((*path, key), inside) for key, inside in value.items()]
            waiting += [(path, key) for key in value]
        elif isinstance(value, list):
            waiting += [((*path, place), inside) for place, inside in enumerate(value)]


def _line(message: str, text: str) -> int:
    """The line that the parser's message names; the last one where it ran out of text."""
    found = message.partition("line ")[2].partition(",")[0]
    return int(found) if found.isdigit() else text.count("\n") + 1
