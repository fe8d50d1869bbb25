"""HTTP asked from time to time: JSON, XML or CSV, in one answer or in pages, with the ways of authenticating that are common."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from dothi.connectors.http_poll.fetch import fetch
from dothi.connectors.sources.asking import ask
from dothi.connectors.sources.documents import wrong_path
from dothi.connectors.sources.http import is_address, wrong_headers
from dothi.connectors.sources.kinds import Kind, Way


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Where to ask and how. `{since}` in the address or the body: the own time of the newest value of the last whole round, less
    `look_back_min` (another station may be behind); `{now}`: this moment."""

    url: str = ask(whereto=True, example="https://api.vi-du.gov.vn/tram?tu={since}")
    format: Literal["json", "xml", "csv"] = ask("json")
    rows: str = ask("", example="$.data[*]")
    method: Literal["GET", "POST"] = ask("GET")
    body: str = ask("", long=True, only=("method", "POST"))
    auth: Literal["none", "basic", "bearer", "header", "parameter", "oauth2"] = ask("none")
    username: str = ask("", only=("auth", "basic"))
    password: str = ask("", secret=True, only=("auth", "basic"))
    token: str = ask("", secret=True, only=("auth", "bearer"))
    key_header: str = ask("X-API-Key", only=("auth", "header"))
    key_parameter: str = ask("api_key", only=("auth", "parameter"))
    key: str = ask("", secret=True, only=("auth", "header", "parameter"))
    token_url: str = ask("", whereto=True, only=("auth", "oauth2"))
    client_id: str = ask("", only=("auth", "oauth2"))
    client_secret: str = ask("", secret=True, only=("auth", "oauth2"))
    oauth_scope: str = ask("", only=("auth", "oauth2"))
    headers: str = ask("", long=True, example="Accept-Language: vi")
    paging: Literal["none", "link", "offset", "page", "cursor"] = ask("none")
    next_path: str = ask("", only=("paging", "link"), example="$.links.next")
    page_parameter: str = ask("offset", only=("paging", "offset", "page", "cursor"))
    size_parameter: str = ask("limit", only=("paging", "offset", "page"))
    page_size: int = ask(100, lowest=1, highest=10_000, only=("paging", "offset", "page"))
    cursor_path: str = ask("$.next", only=("paging", "cursor"))
    look_back_min: int = ask(10, lowest=0, highest=60 * 24 * 31)
    most_pages: int = ask(20, lowest=1, highest=1000, only=("paging", "link", "offset", "page", "cursor"))
    timeout_s: int = ask(30, lowest=1, highest=300)
    most_mb: int = ask(32, lowest=1, highest=200)

    def wrong(self) -> Iterator[tuple[str, str, dict[str, Any]]]:
        """What the types do not say."""
        for name in ("url", "token_url"):
            given = getattr(self, name)
            if given and not is_address(given):
                yield name, "address", {}
        if self.auth == "oauth2" and not self.token_url:
            yield "token_url", "missing", {}
        yield from wrong_headers("headers", self.headers)
        if self.format == "json":
            for name in ("rows", "next_path", "cursor_path"):
                yield from wrong_path(name, getattr(self, name))


KIND = Kind("http_poll", Way.FETCH, Settings, fetch)
