"""Tables of other systems, read by a query of one's own: PostgreSQL, MariaDB/MySQL, SQL Server."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from dothi.connectors.sources.asking import ask
from dothi.connectors.sources.kinds import Kind, Way
from dothi.connectors.sql_pull.fetch import fetch


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Where and what. `:since` in the query is the last value of `cursor_column` that was stored; rows come in its order."""

    system: Literal["postgresql", "mariadb", "sqlserver"] = ask("postgresql", whereto=True)
    host: str = ask(whereto=True, example="csdl.so-nnmt.vi-du.gov.vn")
    port: int = ask(0, whereto=True, lowest=0, highest=65535)
    database: str = ask()
    username: str = ask()
    password: str = ask(secret=True)
    tls: Literal["verify", "require", "off"] = ask("verify", whereto=True)
    query: str = ask(
        long=True,
        example="select ma_tram, thoi_diem, pm25 from so_lieu where thoi_diem > :since order by thoi_diem",
    )
    cursor_column: str = ask("", example="thoi_diem")
    first: str = ask("", example="2026-01-01T00:00:00+07:00")
    most_rows: int = ask(20_000, lowest=1, highest=200_000)
    timeout_s: int = ask(60, lowest=1, highest=240)

    def wrong(self) -> Iterator[tuple[str, str, dict[str, Any]]]:
        """Only a question may be asked, one, and it must say where it goes on."""
        words = self.query.strip().rstrip(";").strip()
        if words.lower().split(None, 1)[:1] not in (["select"], ["with"]):
            yield "query", "select", {}
        if ";" in words:
            yield "query", "one-statement", {}
        if (":since" in words) != bool(self.cursor_column):
            yield "cursor_column", "cursor", {}


KIND = Kind("sql_pull", Way.FETCH, Settings, fetch)
