"""Warnings of other senders: a feed of CAP messages (Atom or RSS), or one message, asked from time to time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from dothi.connectors.cap.fetch import fetch
from dothi.connectors.sources.asking import ask
from dothi.connectors.sources.http import is_address
from dothi.connectors.sources.kinds import Kind, Way


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """`senders`: only messages of these (CAP's `sender`), one a line; empty: of everybody in the feed."""

    url: str = ask(whereto=True, example="https://canh-bao.vi-du.gov.vn/cap/")
    senders: str = ask("", long=True, example="warning@vi-du.gov.vn")
    most_messages: int = ask(100, lowest=1, highest=1000)
    timeout_s: int = ask(30, lowest=1, highest=300)
    most_mb: int = ask(8, lowest=1, highest=50)

    def wrong(self) -> Iterator[tuple[str, str, dict[str, Any]]]:
        """What the types do not say."""
        if not is_address(self.url):
            yield "url", "address", {}


KIND = Kind("cap", Way.FETCH, Settings, fetch)
