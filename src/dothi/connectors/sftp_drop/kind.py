"""A folder on somebody's SFTP server into which they drop files."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from dothi.connectors.sftp_drop.fetch import fetch
from dothi.connectors.sources.asking import ask
from dothi.connectors.sources.drops import Files
from dothi.connectors.sources.kinds import Kind, Way


@dataclass(frozen=True, kw_only=True)
class Server:
    """`host_key`: the server's fingerprint (`SHA256:…`); without it nothing is trusted, the test says which one the server has."""

    host: str = ask(whereto=True, example="sftp.so-nnmt.vi-du.gov.vn")
    port: int = ask(22, whereto=True, lowest=1, highest=65535)
    host_key: str = ask("", whereto=True, example="SHA256:…")
    username: str = ask()
    auth: Literal["password", "key"] = ask("password")
    password: str = ask("", secret=True, only=("auth", "password"))
    private_key: str = ask("", secret=True, long=True, only=("auth", "key"))


@dataclass(frozen=True, kw_only=True)
class Settings(Files, Server):
    """Which server, which files; `taken`: what is done there with a file whose content is stored."""

    taken: Literal["move", "keep", "delete"] = ask("keep")

    def wrong(self) -> Iterator[tuple[str, str, dict[str, Any]]]:
        """What the types do not say."""
        yield from super().wrong()
        if self.host_key and not self.host_key.startswith("SHA256:"):
            yield "host_key", "fingerprint", {}


KIND = Kind("sftp_drop", Way.FETCH, Settings, fetch, limit_s=900.0)
