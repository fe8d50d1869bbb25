"""What the packs in force bring: read from the files as they were loaded, so that every process sees the same."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from dothi.kernel.errors import NotFound
from dothi.kernel.i18n import language
from dothi.kernel.kept import kept, once
from dothi.packs.check import shape
from dothi.packs.folder import SHIPPED, PackFolder, pack_of, read_pack
from dothi.packs.models import LoadedPack, PackEdition
from dothi.packs.quality import Point, State, points_of

BROUGHT = {  # what a pack's page lists: folder or file → the tables in it
    "rules": "rule",
    "schedules": "schedule",
    "derived": "derived",
    "indicators": "indicator",
    "forms": "form",
    "sops": "sop",
    "categories.toml": "category",
    "services": "service",
    "protocols": "protocol",
}


@dataclass(frozen=True, slots=True)
class Brought:
    """One thing that a pack brings."""

    kind: str
    code: str
    name: str


@dataclass(frozen=True, slots=True)
class Standing:
    """A pack in force, ready to be shown."""

    row: LoadedPack
    pack: PackFolder

    @property
    def name(self) -> str:
        return str(self.row.manifest["name"][language()])

    @property
    def edition_id(self) -> int:
        return self.row.edition_id or 0

    @property
    def about(self) -> str:
        return str(self.row.manifest["description"][language()])

    @property
    def points(self) -> list[Point]:
        return points_of(self.pack)

    @property
    def done(self) -> int:
        return sum(1 for point in self.points if point.state is State.DONE)

    @property
    def types(self) -> list[str]:
        return sorted(self.pack.types())

    @property
    def counts(self) -> dict[str, int]:
        """How much of each kind it brings, each code once."""
        found: dict[str, set[str]] = {}
        for one in brought(self.pack):
            found.setdefault(one.kind, set()).add(one.code)
        return {kind: len(codes) for kind, codes in found.items()}


@once
def standing() -> list[Standing]:
    """Every pack in force, by code."""
    rows = LoadedPack.objects.select_related("loaded_by").order_by("code")
    return [Standing(row, _pack(row)) for row in rows]


def find_standing(code: str) -> Standing | None:
    return next((one for one in standing() if one.row.code == code), None)


def shipped(code: str) -> PackFolder | None:
    """The folder of that code that came with the program."""
    return read_pack(SHIPPED / code) if (SHIPPED / code / "pack.toml").is_file() else None


def not_loaded() -> list[PackFolder]:
    """The packs that came with the program and are not in force: what they say of themselves."""
    held = set(LoadedPack.objects.values_list("code", flat=True))
    return [
        pack_of(path.parent.name, {"pack.toml": path.read_text(encoding="utf-8")})
        for path in sorted(SHIPPED.glob("*/pack.toml"))
        if path.parent.name not in held
    ]


def name_of(pack: PackFolder) -> str:
    """Its name in this language; its code where it says none."""
    names = pack.manifest.get("name")
    return str((names.get(language()) if isinstance(names, dict) else "") or pack.code)


def about(pack: PackFolder) -> str:
    told = pack.manifest.get("description")
    return str(told.get(language(), "")) if isinstance(told, dict) else ""


def edition_in_force(code: str) -> int:
    """Names what holds now, for whoever decides about a change; 0: nothing."""
    return LoadedPack.objects.filter(pk=code).values_list("edition_id", flat=True).first() or 0


def edition(code: str, number: int) -> PackFolder:
    """An edition as it was loaded once. Raises NotFound."""
    found = PackEdition.objects.filter(pack=code, number=number).first()
    if found is None:
        raise NotFound("pack-edition-does-not-exist", code=code, number=number)
    return pack_of(code, found.texts)


def brought(pack: PackFolder) -> list[Brought]:
    """What a pack brings, kind by kind; of a thing with several dates the latest."""
    found: dict[tuple[str, str], Brought] = {}
    for kind, row in _rows(pack):
        code = str(row.get("code") or row.get("attribute"))
        found[kind, code] = Brought(kind, code, str(row.get("name", {}).get(language(), code)))
    return list(found.values())


@kept(LoadedPack)
def categories() -> tuple[tuple[str, dict[str, Any]], ...]:
    """The categories of every pack in force, each with its pack's code; parents before their children. Kept: change nothing of it."""
    return tuple(
        (one.row.code, row)
        for one in standing()
        for row in shape.every(one.pack, "categories.toml", "category")
    )


@kept(LoadedPack)
def near() -> tuple[tuple[str, dict[str, Any]], ...]:
    """What every pack in force shows near a place, each with its pack's code. Kept: change nothing of it."""
    return tuple(
        (one.row.code, row) for one in standing() for row in shape.every(one.pack, "near.toml", "near")
    )


def loads(code: str, most: int = 20) -> list[PackEdition]:
    """The loads of a pack, the newest first."""
    rows = PackEdition.objects.filter(pack=code).defer("texts").select_related("loaded_by", "taken_back_by")
    return list(rows.order_by("-number")[:most])


def _rows(pack: PackFolder) -> Iterator[tuple[str, dict[str, Any]]]:
    for place, kind in BROUGHT.items():
        yield from ((kind, row) for row in shape.every(pack, place, kind))


def _pack(row: LoadedPack) -> PackFolder:
    return _edition(row.code, row.edition_id, row.fingerprint) if row.edition_id else pack_of(row.code, {})


@lru_cache(32)
def _edition(code: str, edition_id: int, _fingerprint: str) -> PackFolder:
    """An edition never changes, so it is parsed once. Its number alone names it only within one database."""
    return pack_of(code, PackEdition.objects.get(pk=edition_id).texts)
