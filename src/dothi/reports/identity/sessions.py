"""The short time in which a browser acts for a number or an e-mail that it proved. The number travels in a cookie that only we can
read; in the database it stands as a digest alone."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponseBase

from dothi.connectors.sources.errors import SourceError
from dothi.connectors.sources.secrets import decrypt, encrypt
from dothi.kernel import clock
from dothi.kernel.errors import NotAllowed
from dothi.notify.masking import masked
from dothi.reports.identity.digests import digest_of
from dothi.reports.identity.models import Code

ASKED, PROVEN = "dothi_code", "dothi_holder"  # cookies: a code is under way; it came back
PATH = "/phan-anh/"  # of a code that is asked for: what was wanted with it is its own part's; who is proven is proven on every page
LONGEST = 2000
HOUR_S = 3600


@dataclass(frozen=True, slots=True)
class Holder:
    """Who reads at an address: `number` is the row of the code; `then` what was wanted when it was asked for."""

    way: str
    address: str
    number: int
    then: str = ""

    @property
    def shown(self) -> str:
        """`••• 111`: enough to know one's own."""
        return masked(self.way, self.address)


def asking(request: HttpRequest) -> Holder | None:
    """Whose code this browser waits for."""
    return read(request, ASKED)


def find_holder(request: HttpRequest) -> Holder | None:
    """Whose reports this browser may see now."""
    told = read(request, PROVEN)
    if told is None:
        return None
    rows = Code.objects.filter(
        pk=told.number,
        holder=digest_of(told.way, told.address),
        proved_at__isnull=False,
        ended_at__isnull=True,
    )
    return told if rows.filter(until__gt=clock.now()).exists() else None


def get_holder(request: HttpRequest) -> Holder:
    """Raises NotAllowed: a code comes first."""
    found = find_holder(request)
    if found is None:
        raise NotAllowed("report-code-needed")
    return found


def remember(
    answer: HttpResponseBase, request: HttpRequest, name: str, holder: Holder, path: str = PATH
) -> None:
    """In a cookie: that a code is under way goes to the addresses below `path` alone, that it came back to all of them."""
    told = {
        "for": name,
        "way": holder.way,
        "address": holder.address,
        "number": holder.number,
        "then": holder.then,
        "until": int(clock.now().timestamp()) + HOUR_S,  # a copy of it outlives no hour either
    }
    answer.set_cookie(
        name, encrypt(json.dumps(told)), max_age=HOUR_S, path=_path(name, path), secure=request.is_secure(), httponly=True, samesite="Lax"
    )  # fmt: skip


def forget(answer: HttpResponseBase, *names: str, path: str = PATH) -> None:
    for name in names:
        answer.delete_cookie(name, path=_path(name, path), samesite="Lax")


def _path(name: str, path: str) -> str:
    return "/" if name == PROVEN else path


def read(request: HttpRequest, name: str) -> Holder | None:
    """What `remember` wrote in the cookie `name`; nothing where it is not ours, of another kind, or over."""
    text = request.COOKIES.get(name, "")
    if not text or len(text) > LONGEST:
        return None
    try:
        told: dict[str, Any] = json.loads(decrypt(text))
    except (SourceError, ValueError):
        return None
    if told.get("for") != name or told.get("until", 0) < clock.now().timestamp():
        return None
    return Holder(told["way"], told["address"], told["number"], told["then"])
