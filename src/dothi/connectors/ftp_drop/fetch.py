"""Fetches whole files from a folder of an FTP server, each once by its content; nothing is moved or deleted there.

The control connection goes to the address that the egress guard judged, and data connections to that same address: what a server
says of others in its PASV answer is not believed (ftplib's own default). FTP by the standard library, in a thread.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import fnmatch
import ftplib
import ssl
import tempfile
from collections.abc import AsyncIterator, Coroutine, Iterator
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any, TypeVar

from dothi.connectors.files.errors import TableError
from dothi.connectors.sources import documents, drops
from dothi.connectors.sources.drops import Dropped
from dothi.connectors.sources.errors import SourceError
from dothi.connectors.sources.kinds import Asked, Piece
from dothi.kernel import egress

if TYPE_CHECKING:
    from dothi.connectors.ftp_drop.kind import Settings

T = TypeVar("T")
CONNECT_S = 20
MOST_LISTED = 20_000


async def fetch(asked: Asked) -> AsyncIterator[Piece]:
    """The whole files of this moment, the oldest first. A name with the size and time it had when it was stored is not fetched again."""
    settings: Settings = asked.settings
    known: dict[str, list[float]] = dict(asked.state.get("known", {}))
    address = await _address(settings)
    server = await _said(settings, asyncio.to_thread(_connected, settings, address))
    asked.steps.add("connected", host=settings.host)
    try:
        lying = await _said(settings, asyncio.to_thread(lambda: list(_lying(server, settings))))
        files = drops.whole(lying, settings.quiet_s, asked.now.timestamp())
        asked.steps.add("files", number=len(files), folder=settings.folder)
        fresh = [one for one in files if known.get(one.name) != [one.size, one.modified]]
        known = {one.name: known[one.name] for one in files if one.name in known}
        for one in fresh[: settings.most_files]:
            known = {**known, one.name: [one.size, one.modified]}
            async for piece in _piece(server, asked, one, known):
                yield piece
    finally:
        server.close()


async def _address(settings: Settings) -> str:
    try:
        return await egress.address_of(settings.host, settings.port)
    except egress.EgressRefused as refused:
        raise SourceError("inside", permanent=True, host=settings.host) from refused
    except OSError as error:
        raise SourceError("no-connection", host=settings.host, detail=str(error)[:200]) from error


async def _said(settings: Settings, asking: Coroutine[Any, Any, T]) -> T:
    """What the server answers. Raises SourceError."""
    try:
        return await asking
    except ftplib.error_perm as error:
        code, said = str(error)[:3], str(error)[:200]
        if code == "530":
            raise SourceError("login", permanent=True, host=settings.host) from error
        raise SourceError("remote-files", permanent=True, host=settings.host, detail=said) from error
    except ssl.SSLError as error:
        raise SourceError(
            "certificate", permanent=True, host=settings.host, detail=str(error)[:200]
        ) from error
    except (ftplib.Error, OSError, EOFError, ValueError) as error:
        said = str(error)[:200] or type(error).__name__
        raise SourceError("no-connection", host=settings.host, detail=said) from error


async def _piece(
    server: ftplib.FTP, asked: Asked, one: Dropped, known: dict[str, list[float]]
) -> AsyncIterator[Piece]:
    """One file; one that cannot be read is told and left."""
    settings: Settings = asked.settings
    with tempfile.TemporaryDirectory(prefix="dothi-ftp-") as folder:
        path = Path(folder) / f"file{PurePosixPath(one.name).suffix}"
        digest, state = f"{one.name}:{one.size}"[-64:], {"known": known}
        try:
            await _said(settings, asyncio.to_thread(_download, server, settings, one, path))
            asked.steps.add("file", file=one.name, size=one.size)
            digest = await asyncio.to_thread(drops.digest_of, path)
            async with documents.opened_aside(
                path, settings.format, asked.mapping, settings.rows, one.name
            ) as read:
                yield Piece(one.name, *read, state, digest, one.size)
        except (TableError, SourceError) as error:
            yield Piece(one.name, (), (), state, digest, one.size, refused=error)


def _connected(settings: Settings, address: str) -> ftplib.FTP:
    if settings.tls == "off":
        server = ftplib.FTP(timeout=CONNECT_S, encoding="utf-8")  # noqa: S321 - the source has nothing better
        server.connect(address, settings.port)
        server.login(settings.username, settings.password)
        return server
    context = egress.tls_context(settings.host)
    secured = ftplib.FTP_TLS(timeout=CONNECT_S, encoding="utf-8", context=context)  # noqa: S321
    secured.connect(address, settings.port)
    secured.login(settings.username, settings.password)  # after AUTH TLS
    secured.prot_p()
    return secured


def _lying(server: ftplib.FTP, settings: Settings) -> Iterator[Dropped]:
    """By MLSD where the server has it; old ones tell names, then each one's size and time."""
    server.cwd(settings.folder)
    server.voidcmd("TYPE I")
    try:
        listed = list(server.mlsd())
    except ftplib.error_perm:
        listed = [(name, {}) for name in server.nlst()]
    for name, facts in listed[:MOST_LISTED]:
        name = PurePosixPath(name).name
        if not fnmatch.fnmatch(name, settings.pattern) or facts.get("type", "file") != "file":
            continue
        size = facts.get("size") or server.size(name) or 0
        modified = facts.get("modify") or server.voidcmd(f"MDTM {name}").partition(" ")[2]
        yield Dropped(name, int(size), _utc(modified))


def _utc(written: str) -> float:
    """MLSD and MDTM tell UTC: 20261122061000 or with a fraction."""
    return dt.datetime.strptime(written[:14], "%Y%m%d%H%M%S").replace(tzinfo=dt.UTC).timestamp()


def _download(server: ftplib.FTP, settings: Settings, one: Dropped, path: Path) -> None:
    """Never larger than the limit, whatever the server said of the size."""
    size = 0
    with path.open("wb") as local:

        def keep(chunk: bytes) -> None:
            nonlocal size
            size += len(chunk)
            if size > settings.most_mb * 2**20:
                raise SourceError("file-too-large", permanent=True, file=one.name, limit_mb=settings.most_mb)
            local.write(chunk)

        server.retrbinary(f"RETR {one.name}", keep, blocksize=2**18)
