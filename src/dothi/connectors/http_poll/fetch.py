"""One round of asking: page after page, each page one piece; an unchanged answer (ETag, Last-Modified) is none at all."""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, quote, urlencode, urlsplit, urlunsplit

import aiohttp

from dothi.connectors.sources import documents, http
from dothi.connectors.sources.errors import SourceError
from dothi.connectors.sources.kinds import Asked, Piece
from dothi.connectors.writing import storable
from dothi.kernel import clock

if TYPE_CHECKING:
    from dothi.connectors.http_poll.kind import Settings

_ACCEPT = {"json": "application/json", "xml": "application/xml, text/xml", "csv": "text/csv"}
_FIRST_LOOK = dt.timedelta(days=1)  # how far back `{since}` reaches before anything is stored


@dataclass(slots=True)
class _Walk:
    """Where a run stands among the pages."""

    settings: Settings
    url: str
    number: int = 0
    seen: set[str] = field(default_factory=set)

    def next_url(
        self, answer: http.Answer, document: Any, rows: int, patience: documents.Patience | None = None
    ) -> str | None:
        """The next page's address; None: that was the last. Raises SourceError on a circle."""
        settings = self.settings
        if settings.paging in ("offset", "page"):
            return None if rows < settings.page_size else self.numbered(self.number + 1)
        told: str | None = None
        if settings.paging == "link":
            told = answer.next or _first(document, settings.next_path, patience)
            told = http.joined(answer.url, told) if told else None
        elif settings.paging == "cursor" and (cursor := _first(document, settings.cursor_path, patience)):
            told = with_parameters(self.url, {settings.page_parameter: cursor})
        if told and told in self.seen:
            raise SourceError("pages-in-a-circle", permanent=True, url=http.shown(told))
        return told

    def numbered(self, number: int) -> str:
        settings = self.settings
        if settings.paging not in ("offset", "page"):
            return self.url
        place = number * settings.page_size if settings.paging == "offset" else number + 1
        return with_parameters(
            self.url, {settings.page_parameter: str(place), settings.size_parameter: str(settings.page_size)}
        )


async def fetch(asked: Asked) -> AsyncIterator[Piece]:
    """Every page as a piece. The state is that of the first page, and only where there is one: pages change apart."""
    settings: Settings = asked.settings
    walk = _Walk(settings, _with_key(filled(settings.url, asked), settings))
    async with http.Client(asked.steps, settings.timeout_s, settings.most_mb * 2**20) as client:
        headers = await _authenticated(client, settings)
        conditional = _conditions(asked.state) if settings.paging == "none" and not asked.sample else {}
        url: str | None = walk.numbered(0)
        while url is not None and walk.number < settings.most_pages:
            walk.seen.add(url)
            http.check_onward(settings.method, walk.url, url)
            if http.origin(url) != http.origin(walk.url):
                headers = {"Accept": _ACCEPT[settings.format]}
            answer = await client.ask(settings.method, url, headers=headers | conditional, body=_body(asked))
            if answer.status == 304:
                asked.steps.add("unchanged")
                return
            url, piece = None, None
            async for piece, following in _pieces(asked, walk, answer):
                url = following
                yield piece
            if settings.paging == "none":
                return
            walk.number += 1
    if url is not None and not asked.sample:
        raise SourceError("too-many-pages", permanent=True, limit=settings.most_pages)


async def _pieces(asked: Asked, walk: _Walk, answer: http.Answer) -> AsyncIterator[tuple[Piece, str | None]]:
    settings = walk.settings
    name = f"{walk.number + 1}" if settings.paging != "none" else ""
    state = _seen(answer) if settings.paging == "none" else {}
    if settings.format == "json":
        yield await asyncio.to_thread(_json, asked, walk, answer, name, state)
        return
    async with documents.opened_aside(answer.body, settings.format, asked.mapping, settings.rows) as (
        columns,
        lines,
    ):
        read = await asyncio.to_thread(list, lines)
        asked.steps.add("rows", number=len(read))
        following = walk.next_url(answer, None, len(read))
        yield Piece(name, columns, read, state, size=len(answer.body)), following


def _json(
    asked: Asked, walk: _Walk, answer: http.Answer, name: str, state: dict[str, Any]
) -> tuple[Piece, str | None]:
    document, patience = documents.decoded(answer.body), documents.Patience()
    rows = documents.rows_in(document, walk.settings.rows, patience)
    columns, table = documents.table_of(document, rows, asked.mapping, patience)
    asked.steps.add("rows", number=len(rows))
    following = walk.next_url(answer, document, len(rows), patience)
    return Piece(name, columns, table, state, size=len(answer.body)), following


def filled(text: str, asked: Asked, *, plain: bool = False) -> str:
    """`{since}` and `{now}` as times that an address may hold (`plain`: that a body may hold)."""
    for name, at in (("{since}", _since(asked)), ("{now}", asked.now)):
        text = text.replace(name, clock.iso(at) if plain else quote(clock.iso(at), safe=":"))
    return text


def _since(asked: Asked) -> dt.datetime:
    """From where to ask: what comes twice changes nothing, what is left out never comes again."""
    if asked.since is None:
        return asked.now - _FIRST_LOOK
    return min(asked.since, asked.now) - dt.timedelta(minutes=getattr(asked.settings, "look_back_min", 0))


def with_parameters(url: str, parameters: dict[str, str]) -> str:
    """The address with these parameters in place of any of their name."""
    parts = urlsplit(url)
    kept = [pair for pair in parse_qsl(parts.query, keep_blank_values=True) if pair[0] not in parameters]
    return urlunsplit(parts._replace(query=urlencode([*kept, *parameters.items()])))


def _with_key(url: str, settings: Settings) -> str:
    return (
        with_parameters(url, {settings.key_parameter: settings.key}) if settings.auth == "parameter" else url
    )


def _first(document: Any, path: str, patience: documents.Patience | None) -> str | None:
    if document is None or not path:
        return None
    values = documents.found(document, path, patience)
    return str(values[0]) if values and values[0] not in (None, "", False) else None


def _body(asked: Asked) -> bytes | None:
    settings: Settings = asked.settings
    if settings.method != "POST":
        return None
    return filled(settings.body, asked, plain=True).encode()


def _conditions(state: dict[str, Any]) -> dict[str, str]:
    names = {"etag": "If-None-Match", "modified": "If-Modified-Since"}
    return {header: str(state[name]) for name, header in names.items() if state.get(name)}


def _seen(answer: http.Answer) -> dict[str, Any]:
    headers = {name.lower(): value for name, value in answer.headers.items()}
    return {
        "etag": storable(headers.get("etag", ""))[:300],
        "modified": storable(headers.get("last-modified", ""))[:100],
    }


async def _authenticated(client: http.Client, settings: Settings) -> dict[str, str]:
    headers = {"Accept": _ACCEPT[settings.format]}
    if settings.method == "POST" and settings.body.lstrip().startswith(("{", "[")):
        headers["Content-Type"] = "application/json"
    headers |= http.headers_of(settings.headers)
    if settings.auth == "basic":
        headers["Authorization"] = _basic(settings.username, settings.password)
    elif settings.auth == "bearer":
        headers["Authorization"] = f"Bearer {settings.token}"
    elif settings.auth == "header":
        headers[settings.key_header] = settings.key
    elif settings.auth == "oauth2":
        headers["Authorization"] = f"Bearer {await access_token(client, settings)}"
    return headers


def _basic(username: str, password: str) -> str:
    return aiohttp.encode_basic_auth(username, password, encoding="utf-8")


async def access_token(client: http.Client, settings: Any) -> str:
    """A token by client credentials (RFC 6749 §4.4), asked for anew each run: none is ever kept. Raises SourceError."""
    form = {"grant_type": "client_credentials"}
    if settings.oauth_scope:
        form["scope"] = settings.oauth_scope
    headers = {
        "Content-Type": "application/x-www-form-urlencoded",
        "Accept": "application/json",
        "Authorization": _basic(quote(settings.client_id, safe=""), quote(settings.client_secret, safe="")),
    }
    answer = await client.ask("POST", settings.token_url, headers=headers, body=urlencode(form).encode())
    told = await asyncio.to_thread(documents.decoded, answer.body)
    if not isinstance(told, dict) or not isinstance(told.get("access_token"), str):
        raise SourceError("no-token", permanent=True, host=urlsplit(settings.token_url).hostname or "—")
    client.steps.add("token")
    return str(told["access_token"])
