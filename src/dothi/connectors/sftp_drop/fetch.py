"""Fetches whole files from a folder of an SFTP server, each once by its content.

The server is known by its key's fingerprint, the connection goes to the address that the egress guard judged.
"""

from __future__ import annotations

import asyncio
import fnmatch
import tempfile
from collections.abc import AsyncIterator, Callable, Coroutine
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any, cast

import asyncssh

from dothi.connectors.files.errors import TableError
from dothi.connectors.sources import documents, drops
from dothi.connectors.sources.drops import Dropped
from dothi.connectors.sources.errors import SourceError
from dothi.connectors.sources.kinds import Asked, Piece
from dothi.kernel import egress

if TYPE_CHECKING:
    from dothi.connectors.sftp_drop.kind import Settings

CONNECT_S, CHUNK = 15, 2**18
TAKEN = "taken"


async def fetch(asked: Asked) -> AsyncIterator[Piece]:
    """The whole files of this moment, the oldest first. A name with the size and time it had when it was stored is not fetched again."""
    settings: Settings = asked.settings
    known: dict[str, list[float]] = dict(asked.state.get("known", {}))
    try:
        async with await _connected(settings, asked) as connection, connection.start_sftp_client() as sftp:
            files = drops.whole(await _lying(sftp, settings), settings.quiet_s, asked.now.timestamp())
            asked.steps.add("files", number=len(files), folder=settings.folder)
            fresh = [one for one in files if known.get(one.name) != [one.size, one.modified]]
            known = {one.name: known[one.name] for one in files if one.name in known}
            for one in fresh[: settings.most_files]:
                known = {**known, one.name: [one.size, one.modified]}
                async for piece in _piece(sftp, asked, one, known):
                    yield piece
    except (asyncssh.Error, OSError) as error:
        raise _told(settings, error) from error


async def _piece(
    sftp: asyncssh.SFTPClient, asked: Asked, one: Dropped, known: dict[str, list[float]]
) -> AsyncIterator[Piece]:
    """One file; one that cannot be read is told and left."""
    settings: Settings = asked.settings
    with tempfile.TemporaryDirectory(prefix="dothi-sftp-") as folder:
        digest, state = f"{one.name}:{one.size}"[-64:], {"known": known}
        try:
            path = await _downloaded(sftp, settings, one, Path(folder))
            asked.steps.add("file", file=one.name, size=one.size)
            digest = await asyncio.to_thread(drops.digest_of, path)
            after = _after(sftp, settings, one.name, digest)
            async with documents.opened_aside(
                path, settings.format, asked.mapping, settings.rows, one.name
            ) as (
                columns,
                rows,
            ):
                yield Piece(one.name, columns, rows, state, digest, one.size, after)
        except (TableError, SourceError) as error:
            yield Piece(one.name, (), (), state, digest, one.size, refused=error)


class _Pinned(asyncssh.SSHClient):
    """Trusts one key; what another server shows is kept for the message."""

    def __init__(self, wanted: str) -> None:
        self.wanted, self.shown = wanted, ""

    def validate_host_public_key(self, host: str, addr: str, port: int, key: asyncssh.SSHKey) -> bool:
        self.shown = key.get_fingerprint("sha256")
        return self.shown == self.wanted


async def _connected(settings: Settings, asked: Asked) -> asyncssh.SSHClientConnection:
    try:
        address = await egress.address_of(settings.host, settings.port)
    except egress.EgressRefused as refused:
        raise SourceError("inside", permanent=True, host=settings.host) from refused
    client = _Pinned(settings.host_key)
    try:
        made = await asyncssh.connect(
            address,
            settings.port,
            client_factory=lambda: client,
            known_hosts=([], [], []),
            username=settings.username,
            password=settings.password or None,
            client_keys=_keys(settings),
            agent_path=None,
            config=None,
            connect_timeout=CONNECT_S,
            login_timeout=CONNECT_S,
        )
    except asyncssh.HostKeyNotVerifiable as error:
        reason = "host-key-changed" if settings.host_key else "host-key"
        raise SourceError(reason, permanent=True, host=settings.host, key=client.shown) from error
    asked.steps.add("connected", host=settings.host)
    return made


def _keys(settings: Settings) -> Any:
    if settings.auth != "key":
        return None
    try:
        return [asyncssh.import_private_key(settings.private_key)]
    except asyncssh.KeyImportError as error:
        raise SourceError("private-key", permanent=True) from error


async def _lying(sftp: asyncssh.SFTPClient, settings: Settings) -> list[Dropped]:
    found = []
    async for one in sftp.scandir(settings.folder):
        name, attrs = str(one.filename), one.attrs
        if (
            attrs.type == asyncssh.FILEXFER_TYPE_REGULAR
            and fnmatch.fnmatch(name, settings.pattern)
            and "/" not in name
        ):
            found.append(Dropped(name, int(attrs.size or 0), float(attrs.mtime or 0)))
    return found


async def _downloaded(sftp: asyncssh.SFTPClient, settings: Settings, one: Dropped, folder: Path) -> Path:
    """A copy here, never larger than the limit, whatever the server said of the size."""
    path, size = folder / f"file{PurePosixPath(one.name).suffix}", 0
    async with sftp.open(str(PurePosixPath(settings.folder) / one.name), "rb") as remote:
        with path.open("wb") as local:
            while chunk := cast(bytes, await remote.read(CHUNK)):
                size += len(chunk)
                if size > settings.most_mb * 2**20:
                    raise SourceError(
                        "file-too-large", permanent=True, file=one.name, limit_mb=settings.most_mb
                    )
                local.write(chunk)
    return path


def _after(
    sftp: asyncssh.SFTPClient, settings: Settings, name: str, digest: str
) -> Callable[[], Coroutine[Any, Any, None]] | None:
    here = PurePosixPath(settings.folder)

    async def move() -> None:
        aside = here / TAKEN
        await sftp.makedirs(str(aside), exist_ok=True)
        path = PurePosixPath(name)
        target = aside / name
        if await sftp.exists(str(target)):
            target = aside / f"{path.stem}-{digest[:8]}{path.suffix}"
        await sftp.rename(str(here / name), str(target))

    async def delete() -> None:
        await sftp.remove(str(here / name))

    return {"move": move, "delete": delete}.get(settings.taken)


def _told(settings: Settings, error: Exception) -> SourceError:
    said = str(error)[:200] or type(error).__name__
    if isinstance(error, asyncssh.PermissionDenied):
        return SourceError("login", permanent=True, host=settings.host)
    if isinstance(error, asyncssh.SFTPError):
        return SourceError("remote-files", permanent=True, host=settings.host, detail=said)
    return SourceError("no-connection", host=settings.host, detail=said)
