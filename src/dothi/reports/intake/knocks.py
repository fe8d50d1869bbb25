"""How often a form is sent from one network and from one browser, so that a flood ends and a shared network does not suffer from it.

No address is kept: a row is a digest with the server's key of address and span, and lives as long as the span. A network gets much (an
office, a school, the thousand phones behind one address of a mobile company), a browser little. Where a network is over its limit, a browser
that was there before still passes once in each span: one who floods shuts out nobody who was about to report.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
import secrets
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from django.conf import settings
from django.core import signing
from django.db import connection
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from dothi.accounts.lockout import address_of
from dothi.kernel import clock
from dothi.kernel.errors import DothiError
from dothi.kernel.networks import network_of
from dothi.kernel.sql import statement
from dothi.reports import rules

COOKIE, COOKIE_PATH = "dothi_form", "/phan-anh/"
COOKIE_S = 24 * 3600
HOTLINE = "1022"
_SIGNED = signing.Signer(salt="reports.form")


class TooMany(DothiError):
    """Too many forms from here for now. `again_s`: in how many seconds it goes on."""

    code, status, title = "report-too-many", 429, "TooManyRequests"

    def __init__(self, again_s: int) -> None:
        super().__init__(minutes=max(1, -(-again_s // 60)), hotline=HOTLINE)
        self.again_s = again_s


class _Span(NamedTuple):
    began: float  # seconds since 1970
    ends: float


class _Most(NamedTuple):
    network: int
    browser: int


def spend(request: HttpRequest, what: str = "form") -> None:
    """One more of `what` from here. Limits: `<what>-address`, `<what>-browser` in `<what>-minutes`. Raises TooMany."""
    (too_many,) = spend_all([request], what)
    if too_many is not None:
        raise too_many


def spend_all(requests: Sequence[HttpRequest], what: str = "form") -> list[TooMany | None]:
    """The same of several, in their order, by one statement."""
    now, minutes = clock.now().timestamp(), rules.value(f"{what}-minutes")
    span, most = (
        _span(now, minutes * 60),
        _Most(rules.value(f"{what}-address"), rules.value(f"{what}-browser")),
    )
    networks = [f"{what} {network_of(address_of(one))}" for one in requests]
    browsers = [_browser(one) for one in requests]
    counted = _count([*networks, *(f"{what} {name}" for name, _ in browsers if name)], span)
    found: list[TooMany | None] = []
    for network, (name, since) in zip(networks, browsers, strict=True):
        by_network, by_browser = next(counted[network]), next(counted[f"{what} {name}"]) if name else 0
        is_neighbour = bool(name) and since < span.began and by_browser == 1
        is_over = by_browser > most.browser or (by_network > most.network and not is_neighbour)
        found.append(TooMany(int(span.ends - now) + 1) if is_over else None)
    return found


def count(who: str, seconds: int) -> int:
    """How often `who` was met within the span that runs, this time included; what names them is not kept."""
    return next(_count([who], _span(clock.now().timestamp(), seconds))[who])


def mark(request: HttpRequest, answer: HttpResponseBase, path: str = COOKIE_PATH) -> HttpResponseBase:
    """Gives the browser a sign of its own for a day, for the addresses below `path`: chance and the hour, nothing about whoever sits
    there."""
    if not _browser(request)[0]:
        told = _SIGNED.sign(f"{secrets.token_urlsafe(9)}.{int(clock.now().timestamp())}")
        answer.set_cookie(
            COOKIE, told, max_age=COOKIE_S, path=path, secure=settings.SESSION_COOKIE_SECURE, httponly=True, samesite="Lax"
        )  # fmt: skip
    return answer


def forget_over() -> int:
    """How many counts of spans that are over were dropped."""
    with connection.cursor() as cursor:
        cursor.execute(statement("dothi.reports.intake", "knocks.sql", "forget"), {"now": clock.now()})
        return int(cursor.rowcount)


def _span(now: float, length: int) -> _Span:
    began = now - now % length
    return _Span(began, began + length)


def _browser(request: HttpRequest) -> tuple[str, float]:
    """The browser's own sign and since when it has it; empty without one that we gave."""
    try:
        name, _, since = _SIGNED.unsign(request.COOKIES.get(COOKIE, "")).partition(".")
        return name, float(since)
    except (signing.BadSignature, ValueError):
        return "", 0.0


def _count(whose: Sequence[str], span: _Span) -> dict[str, Iterator[int]]:
    """By name: how many there were with each of these knocks, the first first."""
    ends_at = dt.datetime.fromtimestamp(span.ends, dt.UTC)
    times = Counter(whose)
    named = {_digest(one, span): one for one in times}
    with connection.cursor() as cursor:
        cursor.execute(
            statement("dothi.reports.intake", "knocks.sql", "count"),
            {
                "digests": sorted(named),
                "knocks": [times[named[one]] for one in sorted(named)],
                "ends_at": ends_at,
            },
        )
        counted = dict(cursor.fetchall())
    return {
        name: iter(range(counted[one] - times[name] + 1, counted[one] + 1)) for one, name in named.items()
    }


def _digest(who: str, span: _Span) -> str:
    key = hashlib.sha256(f"reports.knock {settings.SECRET_KEY}".encode()).digest()
    return hmac.new(key, f"{int(span.began)} {who}".encode(), hashlib.sha256).hexdigest()[:32]
