"""One voice of a browser, by a mark of chance that says nothing of whoever sits there. (Floods end at `reports.intake.knocks`.)"""

from __future__ import annotations

import re

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

from dothi.kernel.holdings import VOICE, voice_of
from dothi.kernel.ids import new_secret

PATH = "/khao-sat/"
_YEAR = 365 * 24 * 3600
_MARK = re.compile(r"[A-Za-z0-9_-]{20,60}")


def mark_of(request: HttpRequest) -> str:
    """The browser's mark: the one it keeps, else that of the form (a nervous thumb sends the first form twice), else a new one."""
    told = (request.COOKIES.get(VOICE, ""), request.POST.get("voice", ""))
    return next((one for one in told if _MARK.fullmatch(one)), "") or new_secret(18)


def answer_with(answer: HttpResponseBase, mark: str) -> HttpResponseBase:
    """Lets the browser keep its mark: for these pages, and for the one on which its person asks what is held of them."""
    answer.set_cookie(
        VOICE, mark, max_age=_YEAR, path="/", secure=settings.SESSION_COOKIE_SECURE, httponly=True, samesite="Lax"
    )  # fmt: skip
    return answer


def digest_of(text: str) -> str:
    """Of a mark, or of a link's token."""
    return voice_of(text)
