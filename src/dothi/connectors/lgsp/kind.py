"""A service of the province's platform of integration (LGSP) over REST: OAuth 2, ids of requests, an envelope of its own, a log."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from dothi.connectors.lgsp.fetch import fetch
from dothi.connectors.sources import documents, http
from dothi.connectors.sources.asking import ask
from dothi.connectors.sources.kinds import Kind, Way


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Which service, by which account. `{since}`, `{now}` and `{page}` may stand in the address and in the body.

    No rule names one envelope for all provinces: where the platform puts its code and its words is asked.
    """

    url: str = ask(whereto=True, example="https://lgsp.vi-du.gov.vn/dan-cu/1.0/ho-so?tu={since}&trang={page}")
    method: Literal["GET", "POST"] = ask("GET")
    body: str = ask("", long=True, only=("method", "POST"))
    token_url: str = ask(whereto=True, example="https://lgsp.vi-du.gov.vn/token")
    client_id: str = ask()
    client_secret: str = ask(secret=True)
    oauth_scope: str = ask("")
    id_header: str = ask("X-Request-ID")
    answer_header: str = ask("X-Correlation-ID")
    headers: str = ask("", long=True, example="X-Sender-Code: H72.18")
    code_path: str = ask("", example="$.errorCode")
    good_codes: str = ask("0 00 000 200 success")
    message_path: str = ask("", example="$.errorMessage")
    rows: str = ask("", example="$.data[*]")
    look_back_min: int = ask(10, lowest=0, highest=60 * 24 * 31)
    page_size: int = ask(100, lowest=1, highest=10_000)
    most_pages: int = ask(50, lowest=1, highest=1000)
    tries: int = ask(3, lowest=1, highest=5)
    timeout_s: int = ask(30, lowest=1, highest=120)
    most_mb: int = ask(32, lowest=1, highest=200)

    def wrong(self) -> Iterator[tuple[str, str, dict[str, Any]]]:
        """What the types do not say."""
        for name in ("url", "token_url"):
            if not http.is_address(getattr(self, name).replace("{", "").replace("}", "")):
                yield name, "address", {}
        for name in ("id_header", "answer_header"):
            if not http.is_header(getattr(self, name)):
                yield name, "header", {"line": getattr(self, name)[:60]}
        yield from http.wrong_headers("headers", self.headers)
        for name in ("rows", "code_path", "message_path"):
            yield from documents.wrong_path(name, getattr(self, name))


KIND = Kind("lgsp", Way.FETCH, Settings, fetch, logs=True)
