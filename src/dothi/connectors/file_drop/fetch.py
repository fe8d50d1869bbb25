"""Takes whole files out of a folder below `<data>/drop`, each once by its content; what is stored is moved aside."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import AsyncIterator, Callable, Coroutine
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

from dothi.connectors.files.errors import TableError
from dothi.connectors.sources import documents, drops
from dothi.connectors.sources.drops import Dropped
from dothi.connectors.sources.errors import SourceError
from dothi.connectors.sources.kinds import Asked, Piece
from dothi.kernel import settings as declared

if TYPE_CHECKING:
    from dothi.connectors.file_drop.kind import Settings

TAKEN = "taken"  # the folder of what is stored


def root() -> Path:
    """Where folders for dropped files lie. Operators mount or link shares below it."""
    return (declared.data_folder() / "drop").resolve()


def outside(folder: str) -> bool:
    """Does it lead out of the drop folder?"""
    path = PurePosixPath(folder.replace("\\", "/"))
    return path.is_absolute() or ".." in path.parts or not path.parts


async def fetch(asked: Asked) -> AsyncIterator[Piece]:
    """The whole files of this moment, the oldest first."""
    settings: Settings = asked.settings
    folder = root() / settings.folder
    if not folder.is_dir():
        raise SourceError("no-folder", permanent=True, folder=str(folder))
    files = drops.whole(_lying(folder, settings.pattern), settings.quiet_s, asked.now.timestamp())
    asked.steps.add("files", number=len(files), folder=str(folder))
    for one in files[: settings.most_files]:
        path = folder / one.name
        if one.size > settings.most_mb * 2**20:
            large = SourceError("file-too-large", permanent=True, file=one.name, limit_mb=settings.most_mb)
            yield Piece(one.name, (), (), digest=f"{one.name}:{one.size}"[-64:], refused=large)
            continue
        asked.steps.add("file", file=one.name, size=one.size)
        digest = await asyncio.to_thread(drops.digest_of, path)
        after = _after(path, digest, settings.taken)
        try:
            async with documents.opened_aside(
                path, settings.format, asked.mapping, settings.rows, one.name
            ) as (
                columns,
                rows,
            ):
                yield Piece(one.name, columns, rows, digest=digest, size=one.size, after=after)
        except (TableError, SourceError) as error:
            yield Piece(one.name, (), (), digest=digest, size=one.size, refused=error)


def _lying(folder: Path, pattern: str) -> list[Dropped]:
    """Plain files only: a link could lead anywhere."""
    found = (path for path in folder.glob(pattern) if path.is_file() and not path.is_symlink())
    return [Dropped(path.name, (state := path.stat()).st_size, state.st_mtime) for path in found]


def _after(path: Path, digest: str, taken: str) -> Callable[[], Coroutine[Any, Any, None]] | None:
    async def move() -> None:
        aside = path.parent / TAKEN
        aside.mkdir(exist_ok=True)
        target = aside / path.name
        shutil.move(path, target if not target.exists() else aside / f"{path.stem}-{digest[:8]}{path.suffix}")

    async def delete() -> None:
        path.unlink()

    return {"move": move, "delete": delete}.get(taken)
