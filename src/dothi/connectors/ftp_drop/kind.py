"""A folder on somebody's FTP server (plain or with TLS) into which they drop files: what station loggers are told to use."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from dothi.connectors.ftp_drop.fetch import fetch
from dothi.connectors.sources.asking import ask
from dothi.connectors.sources.drops import Files
from dothi.connectors.sources.kinds import Kind, Way


@dataclass(frozen=True, kw_only=True)
class Server:
    """`tls`: `explicit` asks for TLS before the password is said (FTPS); plain FTP says it for all to hear."""

    host: str = ask(whereto=True, example="ftp.so-nnmt.vi-du.gov.vn")
    port: int = ask(21, whereto=True, lowest=1, highest=65535)
    tls: Literal["explicit", "off"] = ask("explicit", whereto=True)
    username: str = ask()
    password: str = ask(secret=True)


@dataclass(frozen=True, kw_only=True)
class Settings(Files, Server):
    """Which server, which files."""

    folder: str = ask(".", example="/KHI01/2026")
    pattern: str = ask("*.txt")
    format: Literal["csv", "xlsx", "parquet", "json", "xml", "station"] = ask("station")


KIND = Kind("ftp_drop", Way.FETCH, Settings, fetch, limit_s=900.0)
