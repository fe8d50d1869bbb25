"""One round: a token, then the service page by page; every request has an id, every try of it stands in the log."""

from __future__ import annotations

import asyncio
import hashlib
import time
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from dothi.connectors.http_poll.fetch import access_token, filled
from dothi.connectors.sources import documents, http
from dothi.connectors.sources.errors import SourceError
from dothi.connectors.sources.kinds import Asked, Piece
from dothi.connectors.sources.messages import Message
from dothi.kernel import clock
from dothi.kernel.ids import new_uuid

if TYPE_CHECKING:
    from dothi.connectors.lgsp.kind import Settings

PAGE = "{page}"
_LONGEST_WAIT_S = 20.0  # before the next try of one request


async def fetch(asked: Asked) -> AsyncIterator[Piece]:
    """Every page as a piece. Raises SourceError."""
    settings: Settings = asked.settings
    async with http.Client(asked.steps, settings.timeout_s, settings.most_mb * 2**20) as client:
        desk = Desk(client, settings, asked)
        page, paged = 1, PAGE in settings.url or PAGE in settings.body
        while True:
            document, size = await desk.ask(page)
            number, table = await asyncio.to_thread(_table, document, asked)
            asked.steps.add("rows", number=number)
            if number or page == 1:
                yield Piece(str(page) if paged else "", *table, size=size)
            if not paged or asked.sample or number < settings.page_size:
                return
            page += 1
            if page > settings.most_pages:
                raise SourceError("too-many-pages", permanent=True, limit=settings.most_pages)


def _table(document: Any, asked: Asked) -> tuple[int, documents.Rows]:
    patience = documents.Patience()
    rows = documents.rows_in(document, asked.settings.rows, patience)
    return len(rows), documents.table_of(document, rows, asked.mapping, patience)


class PlatformRefuses(SourceError):
    """It answered, and its own code says no: asking once more would change nothing."""


@dataclass(slots=True)
class _Try:
    """One request on its way."""

    request_id: str
    method: str
    url: str
    body: bytes | None
    purpose: str = "data"
    attempt: int = 0

    @property
    def digest(self) -> str:
        parts = (self.method, self.url, (self.body or b"").decode("utf-8", "replace"))
        return hashlib.sha256("\n".join(parts).encode()).hexdigest()


@dataclass(slots=True)
class Desk:
    """Who speaks with the platform in one round: with a token, under ids, keeping the log."""

    client: http.Client
    settings: Settings
    asked: Asked
    token: str = ""

    async def ask(self, page: int) -> tuple[Any, int]:
        """The answer's document and its bytes. A try that may have arrived is repeated under its id. Raises SourceError."""
        settings = self.settings
        url = filled(settings.url, self.asked).replace(PAGE, str(page))
        body = settings.body.replace(PAGE, str(page)) if settings.method == "POST" else None
        one = _Try("", settings.method, url, filled(body, self.asked, plain=True).encode() if body else None)
        one.request_id = await self.asked.log.unanswered(one.digest) or str(new_uuid())
        renewed = False
        while True:
            if not self.token:
                await self._renew()
            one.attempt += 1
            try:
                return await self._asked(one)
            except PlatformRefuses:
                raise
            except SourceError as error:
                if error.answer_status == 401 and not renewed:  # the token ended on the way
                    self.token, renewed = "", True
                elif error.permanent or one.attempt >= settings.tries:
                    raise
                else:
                    await asyncio.sleep(
                        min(max(error.after_s or 0.0, 2.0 ** (one.attempt - 1)), _LONGEST_WAIT_S)
                    )

    async def _asked(self, one: _Try) -> tuple[Any, int]:
        begun, started = clock.now(), time.monotonic()
        headers = self._headers() | {
            "Authorization": f"Bearer {self.token}",
            self.settings.id_header: one.request_id,
        }
        said: dict[str, Any] = {"answered": False}
        try:
            answer = await self.client.ask(one.method, one.url, headers=headers, body=one.body)
            said = {"answered": True, "status": answer.status, "size": len(answer.body)}
            said["answer_id"] = _of(answer.headers, self.settings.answer_header)
            document = await asyncio.to_thread(documents.decoded, answer.body)
            said |= await asyncio.to_thread(self._envelope, document, one, said["answer_id"])
        except SourceError as error:
            said |= self._failure(error, said)
            raise
        finally:
            await self._note(one, begun, started, said)
        if said.get("refused"):
            raise said["refused"]
        return document, len(answer.body)

    def _envelope(self, document: Any, one: _Try, answer_id: str) -> dict[str, Any]:
        """The platform's own code and words; `refused` where the code is none of the good ones."""
        code, words = (
            _first(document, path) for path in (self.settings.code_path, self.settings.message_path)
        )
        said: dict[str, Any] = {"code": code, "detail": words}
        if self.settings.code_path and code not in self.settings.good_codes.split():
            fields: dict[str, Any] = {"told": code or "—", "said": words or "—"}
            fields |= {"id": one.request_id, "answer": answer_id or "—"}
            said["refused"] = PlatformRefuses("platform-refuses", **fields)
        return said

    def _failure(self, error: SourceError, said: dict[str, Any]) -> dict[str, Any]:
        status = error.answer_status
        return {
            "answered": bool(said["answered"]) or (status is not None and status < 500 and status != 429),
            "status": said.get("status") or status,
            "answer_id": said.get("answer_id") or _of(error.headers, self.settings.answer_header),
            "detail": str(error.fields.get("begins") or error.fields.get("detail") or error.code),
        }

    async def _renew(self) -> None:
        """A token for this round; where none comes the log says why."""
        one = _Try(str(new_uuid()), "POST", self.settings.token_url, None, "token", 1)
        begun, started = clock.now(), time.monotonic()
        said: dict[str, Any] = {"answered": True}
        try:
            self.token = await access_token(self.client, self.settings)
        except SourceError as error:
            said = self._failure(error, {"answered": False})
            raise
        finally:
            await self._note(one, begun, started, said)

    async def _note(self, one: _Try, begun: Any, started: float, said: dict[str, Any]) -> None:
        told = {name: value for name, value in said.items() if name != "refused"}
        took = round((time.monotonic() - started) * 1000)
        url = http.shown(one.url)
        await self.asked.log.keep(
            Message(
                one.purpose, one.request_id, one.attempt, begun, took, one.method, url, one.digest, **told
            )
        )

    def _headers(self) -> dict[str, str]:
        headers = {"Accept": "application/json"} | http.headers_of(self.settings.headers)
        if self.settings.body.lstrip().startswith(("{", "[")):
            headers["Content-Type"] = "application/json"
        return headers


def _of(headers: Mapping[str, str], name: str) -> str:
    return next((value for one, value in headers.items() if one.lower() == name.lower()), "")


def _first(document: Any, path: str) -> str:
    values = documents.found(document, path) if path else []
    return "" if not values or values[0] is None else str(values[0])
