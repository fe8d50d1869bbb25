"""Putting a pack in force in a running centre, and taking it back: checked first, idempotent, versioned, all or nothing."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Max

from dothi.entities.core.declared import Judgement
from dothi.entities.declaring import Declaration, declare_types
from dothi.kernel import clock, locks, pack_files
from dothi.kernel.audit.context import change
from dothi.kernel.errors import BadRequest, Conflict, NotFound
from dothi.kernel.i18n import t
from dothi.kernel.pack_contents import Told, contents
from dothi.packs import queries
from dothi.packs.check import check_pack
from dothi.packs.check.shape import every
from dothi.packs.folder import FOLDERS, SHIPPED, PackFolder, pack_of, read_pack
from dothi.packs.models import LoadedPack, PackEdition

if TYPE_CHECKING:
    from dothi.accounts.models import Person

_FOUND_BY_CODE = {"commands": "command", "forms": "form"}


def find_folder(code_or_path: str) -> Path:
    """The folder of a shipped pack by its code, or any folder by its path. Raises NotFound."""
    for path in (SHIPPED / code_or_path, Path(code_or_path)):
        if (path / "pack.toml").is_file():
            return path
    raise NotFound("pack-does-not-exist", code=code_or_path)


def load_pack(path: Path, *, by: Person | None) -> tuple[LoadedPack, bool]:
    """Loads a folder; returns the pack's row and whether anything changed. Raises BadRequest `pack-refused`."""
    return put_in_force(read_pack(path), by=by)


def find_version(code: str, version: str) -> PackFolder:
    """A version as it was loaded last. Raises NotFound when it never was."""
    edition = PackEdition.objects.filter(pack=code, version=version).order_by("-number").first()
    if edition is None:
        raise NotFound("pack-version-was-never-loaded", code=code, version=version)
    return pack_of(code, edition.texts)


def put_in_force(
    pack: PackFolder, *, by: Person | None, reason: str = "", over: int | None = None
) -> tuple[LoadedPack, bool]:
    """What loading means: this and nothing else of the pack holds from now on. The same files again change nothing.

    `over`: the edition in force that the person saw the difference to (0: none). Raises Conflict when another holds by now.
    """
    refuse_wrong(pack)
    with transaction.atomic(), _changing(pack.code, pack.version, reason, by) as why:
        standing = LoadedPack.objects.filter(pk=pack.code).first()
        if standing and standing.fingerprint == pack.fingerprint() and standing.edition_id:
            return standing, False
        _refuse_unseen(pack.code, standing, over)
        last = PackEdition.objects.filter(pack=pack.code).aggregate(last=Max("number"))["last"] or 0
        edition = PackEdition.objects.create(
            pack=pack.code, number=last + 1, version=pack.version, fingerprint=pack.fingerprint(), texts=pack.texts,
            loaded_at=clock.now(), loaded_by=by, reason=reason.strip(),
        )  # fmt: skip
        return _hold(pack, edition, by, why), True


def take_out(code: str, *, by: Person | None, reason: str = "", over: int | None = None) -> None:
    """Takes the whole pack out: every load of it is taken back. What was stored by its types stays. Raises NotFound, Conflict."""
    with transaction.atomic(), _changing(code, "", reason, by) as why:
        standing = LoadedPack.objects.filter(pk=code).first()
        if standing is None:
            raise NotFound("pack-is-not-loaded", code=code)
        _refuse_unseen(code, standing, over)
        held = PackEdition.objects.filter(pack=code, taken_back_at=None)
        held.update(taken_back_at=clock.now(), taken_back_by=by, taken_back_reason=reason.strip())
        _let_go(code, standing.version, by, why)


def _refuse_unseen(code: str, standing: LoadedPack | None, over: int | None) -> None:
    holds = (standing.edition_id or 0) if standing else 0
    if over is not None and over != holds:
        raise Conflict("pack-loaded-meanwhile", code=code, version=standing.version if standing else "–")


def last_load(code: str) -> PackEdition:
    """The load that holds. Raises NotFound."""
    edition = PackEdition.objects.filter(pack=code, taken_back_at=None).order_by("-number").first()
    if edition is None:
        raise NotFound("pack-is-not-loaded", code=code)
    return edition


def take_back(code: str, *, by: Person | None, shown: PackEdition | None = None) -> LoadedPack | None:
    """Takes the last load of a pack back: what was in force before stands again; None when there was nothing before.

    `shown`: the load that the person decided about; another is not taken back in its place. Raises NotFound when the pack is
    not loaded, Conflict, BadRequest `pack-refused` when what was before is no longer sound.
    """
    with transaction.atomic(), _changing(code, "", "", by) as why:
        editions = PackEdition.objects.filter(pack=code, taken_back_at=None).order_by("-number")[:2]
        if not editions:
            raise NotFound("pack-is-not-loaded", code=code)
        taken, before = editions[0], editions[1] if len(editions) > 1 else None
        if shown is not None and shown != taken:
            raise Conflict("pack-loaded-meanwhile", code=code, version=taken.version)
        PackEdition.objects.filter(pk=taken.pk).update(taken_back_at=clock.now(), taken_back_by=by)
        if before is None:
            _let_go(code, taken.version, by, why)
            return None
        pack = pack_of(code, before.texts)
        refuse_wrong(pack)
        return _hold(pack, before, by, why)


def refuse_wrong(pack: PackFolder) -> None:
    """Raises BadRequest `pack-refused` with the first complaint about a pack."""
    complaints = check_pack(pack)
    if complaints:
        first = complaints[0]
        reason = t(first.key, **{name: str(value) for name, value in first.fields.items()})
        raise BadRequest(
            "pack-refused", code=pack.code, where=first.place, reason=reason, more=len(complaints) - 1
        )


def _refuse_others(pack: PackFolder) -> None:
    """What is read from the packs in force by its code alone: of two of one code one would hide the other. Raises Conflict."""
    for place, table in _FOUND_BY_CODE.items():
        said = {str(row["code"]) for row in every(pack, place, table)}
        for other in queries.standing() if said else ():
            taken = said & {str(row["code"]) for row in every(other.pack, place, table)}
            if taken and other.row.code != pack.code:
                raise Conflict("pack-code-of-another", code=min(taken), pack=other.row.code)


@contextmanager
def _changing(code: str, version: str, reason: str, by: Person | None) -> Iterator[str]:
    """One at a time: who loads the same pack meanwhile waits, and then sees what holds. Gives the reason that all rows keep."""
    locks.hold(f"pack {code}")
    why = ": ".join(part for part in (f"{code} {version}".strip(), reason.strip()) if part)
    with change(by=by, source=f"pack:{code}", reason=why):
        yield why


def _hold(pack: PackFolder, edition: PackEdition, by: Person | None, why: str) -> LoadedPack:
    _refuse_others(pack)
    declare_types(_declaration(pack))
    row, _ = LoadedPack.objects.update_or_create(
        code=pack.code,
        defaults={
            "version": pack.version,
            "fingerprint": pack.fingerprint(),
            "manifest": pack.manifest,
            "contents": _contents(replace(pack.told, why=why), by),
            "edition": edition,
            "loaded_at": clock.now(),
            "loaded_by": by,
        },
    )
    _tell_rooms()
    return row


def _let_go(code: str, version: str, by: Person | None, why: str) -> None:
    """Nothing of the pack holds any longer; what was stored by its types stays."""
    declare_types(Declaration(code, version, "", "", Judgement.NONE, {}))
    _contents(Told(code, version, {}, {}, why), by)
    LoadedPack.objects.filter(pk=code).delete()
    _tell_rooms()


def _tell_rooms() -> None:
    """Words, ranges and mappings of this pack are others now: in this process at once, in the others within seconds."""
    pack_files.forget()
    transaction.on_commit(pack_files.forget)


def _declaration(pack: PackFolder) -> Declaration:
    """What the pack says of its types, for those who write values and for the catalogue."""
    manifest = pack.manifest
    return Declaration(
        pack=pack.code,
        version=pack.version,
        owner=manifest.get("owner", ""),
        licence=manifest.get("licence", ""),
        judgement=Judgement[manifest.get("judgement", "none").upper()],
        schemas=pack.types(),
    )


def _contents(told: Told, by: Person | None) -> dict[str, list[str]]:
    """Hands each room its part, and lists what was brought: codes where a room took it, names of files else."""
    found = {
        folder: sorted(
            name.removeprefix(f"{folder}/") for name in told.texts if name.startswith(f"{folder}/")
        )
        for folder in FOLDERS
    }
    found |= {part.folder: sorted(set(part.load(told, by))) for part in contents() if part.load}
    return {folder: names for folder, names in found.items() if names}
