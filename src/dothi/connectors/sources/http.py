"""HTTP to systems of others: the egress guard judges every address, redirects are followed by hand, answers have a limit.

`async with Client(...) as client: answer = await client.ask(...)`. Shared by every kind that speaks HTTP.
"""

from __future__ import annotations

import ipaddress
import re
import socket
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from typing import Any, Self
from urllib.parse import urljoin

import aiohttp
from aiohttp.abc import AbstractResolver, ResolveResult
from yarl import URL

import dothi
from dothi.connectors.sources.errors import SourceError
from dothi.connectors.sources.kinds import Steps
from dothi.kernel import clock, egress

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_MOST_REDIRECTS = 3
_TOKEN = re.compile(r"[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}")
_SECRETS = frozenset(
    {"authorization", "cookie", "proxy-authorization", "x-api-key", "apikey"}
)  # have fields that are encrypted
_OURS = frozenset(
    {"host", "connection", "content-length", "transfer-encoding", "te", "trailer", "upgrade", "expect"}
)
_FOR_GOOD = frozenset({400, 401, 403, 404, 405, 406, 410, 422})


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back: status 2xx or 304."""

    url: str
    status: int
    headers: Mapping[str, str]
    body: bytes
    next: str | None = None  # of the Link header


@dataclass(slots=True)
class Client:
    """One run's connections. `most` bytes for one answer, `timeout_s` for all of it; `follow`: go where a redirect sends us."""

    steps: Steps
    timeout_s: float = 30.0
    most: int = 32 * 2**20
    follow: bool = True
    _session: aiohttp.ClientSession | None = field(default=None, repr=False)

    async def __aenter__(self) -> Self:
        connector = aiohttp.TCPConnector(resolver=_Guard(), ssl=egress.tls_context(), limit=4)
        timeout = aiohttp.ClientTimeout(total=self.timeout_s, sock_connect=min(10.0, self.timeout_s))
        self._session = aiohttp.ClientSession(
            connector=connector,
            timeout=timeout,
            trust_env=False,
            cookie_jar=aiohttp.DummyCookieJar(),
            headers={"User-Agent": f"dothi/{dothi.__version__}"},
        )
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._session is not None:
            await self._session.close()

    async def ask(
        self,
        method: str,
        url: str,
        *,
        headers: Mapping[str, str] | None = None,
        body: bytes | None = None,
    ) -> Answer:
        """Raises SourceError in every case but 2xx and 304. A redirect to another host takes no secrets and no body along."""
        sent = dict(headers or {})
        for _ in range(_MOST_REDIRECTS + 1 if self.follow else 1):
            answer = await self._told(method, url, sent, body)
            if answer.status not in _REDIRECTS:
                return answer
            before, url = url, joined(url, answer.headers.get("Location", ""))
            self.steps.add("redirected", to=shown(url))
            if not self.follow:
                break
            if becomes_get(answer.status, method):
                method, body = "GET", None
                sent = {name: value for name, value in sent.items() if name.lower() != "content-type"}
            check_onward(method, before, url)
            if origin(url) != origin(before):
                sent = without_secrets(sent, headers or {})
        raise SourceError("too-many-redirects", permanent=True, url=shown(url))

    async def _told(
        self,
        method: str,
        url: str,
        headers: dict[str, str],
        body: bytes | None,
    ) -> Answer:
        check_address(url)
        assert self._session is not None
        try:
            async with self._session.request(
                method, url, headers=headers, data=body, allow_redirects=False
            ) as response:
                return await self._answer(response)
        except egress.EgressRefused as refused:
            raise SourceError("inside", permanent=True, host=refused.fields["host"]) from refused
        except TimeoutError as error:
            raise SourceError("too-slow", seconds=self.timeout_s, host=_host(url)) from error
        except aiohttp.ClientConnectorCertificateError as error:
            raise SourceError("certificate", permanent=True, host=_host(url), detail=_said(error)) from error
        except aiohttp.ClientConnectorError as error:
            if isinstance(error.os_error, egress.EgressRefused):
                raise SourceError("inside", permanent=True, host=_host(url)) from error
            raise SourceError("no-connection", host=_host(url), detail=_said(error)) from error
        except (aiohttp.ClientError, OSError, ValueError) as error:
            raise SourceError("broke-off", host=_host(url), detail=_said(error)) from error

    async def _answer(self, response: aiohttp.ClientResponse) -> Answer:
        parts, size = [], 0
        if response.status not in _REDIRECTS:
            async for chunk in response.content.iter_chunked(2**16):
                size += len(chunk)
                if size > self.most:
                    raise SourceError("too-large", permanent=True, limit_mb=self.most // 2**20)
                parts.append(chunk)
        body = b"".join(parts)
        self.steps.add("answered", status=response.status, size=size, type=response.content_type or "—")
        if response.status >= 400:
            raise _refusal(response, body)
        following = response.links.get("next") if response.status == 200 else None
        link = following.get("url") if following else None
        return Answer(
            str(response.url), response.status, dict(response.headers), body, str(link) if link else None
        )


class _Guard(AbstractResolver):
    """Names lead only where the egress guard lets them; the connection goes to that very address."""

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        address = await egress.address_of(host, port)
        version = ipaddress.ip_address(address).version
        kind = socket.AF_INET if version == 4 else socket.AF_INET6
        return [
            ResolveResult(
                hostname=host, host=address, port=port, family=kind, proto=0, flags=socket.AI_NUMERICHOST
            )
        ]

    async def close(self) -> None:
        """Holds nothing."""


def check_address(url: str) -> None:
    """A web address whose host, where it is written as a number, may be reached. Raises SourceError."""
    if not is_address(url):
        raise SourceError("address-wrong", permanent=True, url=shown(url))
    host = _host(url)
    try:
        written = str(ipaddress.ip_address(host))
    except ValueError:
        return  # a name: the resolver asks the guard
    if not egress.may_reach(host, written):
        raise SourceError("inside", permanent=True, host=host)


def is_address(url: str) -> bool:
    """Is it a whole web address without a user's name? Where it leads is judged when it is asked."""
    parts = _read(url)
    return bool(parts and parts.scheme in ("http", "https") and parts.raw_host and parts.user is None)


def joined(url: str, told: str) -> str:
    """Where the other side sends us on to. Raises SourceError."""
    try:
        return urljoin(url, told)
    except ValueError as error:
        raise SourceError("address-wrong", permanent=True, url=shown(told)) from error


def shown(url: str) -> str:
    """An address for messages, also one that cannot be read: what follows `?` may hold a key, what stands before `@` a password."""
    scheme, mark, rest = url.partition("?")[0].partition("#")[0].rpartition("://")
    host, slash, path = rest.partition("/")
    return f"{scheme}{mark}{host.rpartition('@')[2]}{slash}{path}"[:200]


def origin(url: str) -> tuple[str, str, int | None]:
    """Scheme, host and port: what a secret was given for."""
    parts = _read(url)
    return (parts.scheme, parts.raw_host or "", parts.port) if parts else ("", url, None)


def _read(url: str) -> URL | None:
    """As the library that connects reads it: it takes `①②⑦.0.0.1` and `127。0。0。1` for the number that they mean."""
    try:
        return URL(url)
    except ValueError:
        return None


def becomes_get(status: int, method: str) -> bool:
    """Is what stands there to be fetched, and no longer to be sent (Fetch §4.4, RFC 9110 §15.4)?"""
    return (status == 303 and method != "HEAD") or (status in (301, 302) and method == "POST")


def check_onward(method: str, before: str, url: str) -> None:
    """What is sent goes to the origin that a person entered and to no other: a body may hold keys and people's data. Raises SourceError."""
    if method not in ("GET", "HEAD") and origin(url) != origin(before):
        raise SourceError("body-elsewhere", permanent=True, host=_host(before), url=shown(url))


def without_secrets(headers: Mapping[str, str], own: Mapping[str, str]) -> dict[str, str]:
    """What may go to another host: nothing that the person typed, only what says which answer is wanted."""
    plain = {"accept", "content-type", "if-none-match", "if-modified-since"}
    return {name: value for name, value in headers.items() if name.lower() in plain and name in own}


def is_header(name: str) -> bool:
    """May a header be called so?"""
    return bool(_TOKEN.fullmatch(name)) and name.lower() not in _OURS


def headers_of(lines: str) -> dict[str, str]:
    """`Name: value`, one a line."""
    pairs = (line.partition(":") for line in lines.splitlines())
    return {name.strip(): value.strip() for name, colon, value in pairs if colon}


def wrong_headers(setting: str, lines: str) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """What a setting that holds headers has to say of them (for `Settings.wrong`): secrets and what the connection sets itself."""
    for line in filter(str.strip, lines.splitlines()):
        name = line.partition(":")[0].strip()
        if ":" not in line or not line.isascii() or not _TOKEN.fullmatch(name):
            yield setting, "header", {"line": line.strip()[:60]}
        elif name.lower() in _SECRETS:
            yield setting, "header-secret", {"name": name}
        elif name.lower() in _OURS:
            yield setting, "header-ours", {"name": name}


def _refusal(response: aiohttp.ClientResponse, body: bytes) -> SourceError:
    from dothi.connectors.sources.documents import begin_of

    reason = "unauthorized" if response.status in (401, 403) else "status"
    error = SourceError(
        reason,
        permanent=response.status in _FOR_GOOD,
        after_s=_after(response.headers.get("Retry-After", "")),
        status=response.status,
        host=_host(str(response.url)),
        begins=begin_of(body),
    )
    error.headers = dict(response.headers)
    return error


def _after(said: str) -> float | None:
    """Seconds of a Retry-After: a number, or a date."""
    if said.isascii() and said.isdigit():
        return float(min(int(said), 10**6))
    try:
        return max((parsedate_to_datetime(said) - clock.now()).total_seconds(), 0.0) if said else None
    except (ValueError, TypeError):
        return None


def _host(url: str) -> str:
    parts = _read(url)
    return (parts.raw_host if parts else None) or "—"


def _said(error: BaseException) -> str:
    return (str(error) or type(error).__name__)[:200]
