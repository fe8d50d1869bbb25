"""Loading a pack into a running centre: checked first, idempotent, versioned."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.db import transaction

from dothi.entities.core.declared import Judgement
from dothi.entities.declaring import Declaration, declare_types
from dothi.kernel import clock
from dothi.kernel.audit.context import change
from dothi.kernel.errors import BadRequest, NotFound
from dothi.kernel.i18n import t
from dothi.packs.check import Checks, check_pack
from dothi.packs.folder import SHIPPED, PackFolder, read_pack
from dothi.packs.models import LoadedPack

if TYPE_CHECKING:
    from dothi.accounts.models import Person

# Loads one kind of content that another room owns (rules): (pack code, version, tables) -> codes loaded.
Loader = Callable[[str, str, list[dict[str, Any]]], Iterable[str]]


def find_folder(code_or_path: str) -> Path:
    """The folder of a shipped pack by its code, or any folder by its path. Raises NotFound."""
    for path in (SHIPPED / code_or_path, Path(code_or_path)):
        if (path / "pack.toml").is_file():
            return path
    raise NotFound("pack-does-not-exist", code=code_or_path)


def load_pack(
    path: Path, *, by: Person | None, checks: Checks | None = None, loaders: dict[str, Loader] | None = None
) -> tuple[LoadedPack, bool]:
    """Loads a pack; returns its row and whether anything changed. Raises BadRequest `pack-refused` with the first complaint.

    All of it or nothing: what other rooms load (rules) goes in the same transaction.
    """
    pack = read_pack(path)
    complaints = check_pack(pack, checks)
    if complaints:
        first = complaints[0]
        reason = t(first.key, **{name: str(value) for name, value in first.fields.items()})
        raise BadRequest(
            "pack-refused",
            code=pack.code,
            file=first.file,
            where=first.where,
            reason=reason,
            more=len(complaints) - 1,
        )
    fingerprint = pack.fingerprint()
    standing = LoadedPack.objects.filter(pk=pack.manifest["code"]).first()
    if standing and standing.fingerprint == fingerprint:
        return standing, False
    with (
        transaction.atomic(),
        change(by=by, source=f"pack:{pack.code}", reason=f"{pack.code} {pack.manifest['version']}"),
    ):
        declare_types(_declaration(pack))
        row, _ = LoadedPack.objects.update_or_create(
            code=pack.manifest["code"],
            defaults={
                "version": pack.manifest["version"],
                "fingerprint": fingerprint,
                "manifest": _plain(pack.manifest),
                "contents": _contents(pack, loaders or {}),
                "loaded_at": clock.now(),
                "loaded_by": by,
            },
        )
    return row, True


def _declaration(pack: PackFolder) -> Declaration:
    """What the pack says of its types, for those who write values and for the catalogue."""
    manifest = pack.manifest
    return Declaration(
        pack=manifest["code"],
        version=manifest["version"],
        owner=manifest.get("owner", ""),
        licence=manifest.get("licence", ""),
        judgement=Judgement[manifest.get("judgement", "none").upper()],
        schemas={schema["title"]: schema for schema in pack.below("types").values()},
    )


def _contents(pack: PackFolder, loaders: dict[str, Loader]) -> dict[str, list[str]]:
    contents = {
        folder: sorted(pack.below(folder))
        for folder in ("types", "indices", "mappings", "samples")
        if pack.below(folder)
    }
    for folder, loader in loaders.items():
        tables = [
            table for tree in pack.below(folder).values() for table in tree.get(folder.removesuffix("s"), [])
        ]
        contents[folder] = sorted(loader(pack.manifest["code"], pack.manifest["version"], tables))
    return contents


def _plain(manifest: dict[str, Any]) -> dict[str, Any]:
    return {
        key: value if isinstance(value, str | int | float | bool | dict | list) else str(value)
        for key, value in manifest.items()
    }
