"""The wall's own pages: opened by its token, which a cookie of these pages alone carries on. They show and take nothing."""

from __future__ import annotations

import datetime as dt
import re

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.views.decorators.cache import never_cache
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_GET, require_safe

from dothi.kernel import clock
from dothi.kernel.asked import number_of
from dothi.kernel.errors import Unavailable
from dothi.kernel.offline import script
from dothi.kernel.permissions import public
from dothi.kernel.private import private
from dothi.wall import queries, showing, tokens
from dothi.wall.models import Wall

BELOW = "/wall/screen/"
COOKIE = f"wall-{settings.SESSION_COOKIE_NAME}"
_SCREEN = re.compile(r"[a-z0-9]{4,16}")


@require_safe
@never_cache
@public
def open_wall(request: HttpRequest, token: str) -> HttpResponseBase:
    """The address that a wall's browser begins with. The token leaves the address at once: nobody reads it off the picture."""
    wall = tokens.wall_of(token)
    answer = redirect("wall-screen")
    days = (wall.ends_on - clock.today()).days + 1
    answer.set_cookie(
        COOKIE, token, max_age=days * 86_400, path=BELOW, httponly=True, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE
    )  # fmt: skip
    return private(answer)


@require_safe
@public
def screen(request: HttpRequest) -> HttpResponseBase:
    """The shell, the same for every wall; what it shows it asks for with its token."""
    translation.activate(settings.LANGUAGE_CODE)
    return private(render(request, "wall/screen.html"))


@require_safe
@never_cache
@public
@gzip_page
def state(request: HttpRequest) -> HttpResponseBase:
    """What stands on the wall now. Asking is telling that one lives (`queries.wrong` says what is made of it)."""
    translation.activate(settings.LANGUAGE_CODE)  # a wall's browser speaks whatever it was installed with
    wall = tokens.wall_of(request.COOKIES.get(COOKIE, ""))
    now = clock.now()
    _note(wall, request, now)
    if request.GET.get("hung"):
        return private(JsonResponse({}))
    with translation.override(wall.language):
        return private(JsonResponse(showing.state(wall, now)))


def _note(wall: Wall, request: HttpRequest, now: dt.datetime) -> None:
    """Raises Unavailable: more screens than a token may open."""
    asked = request.GET
    name = asked.get("screen", "")
    if not _SCREEN.fullmatch(name):
        return
    told = {
        "scene": asked.get("scene", "")[:60] if asked.get("scene", "") in queries.scenes() else "",
        "figures_at": _figures_at(asked.get("age", ""), now),
        "moving": asked.get("moving") != "no",
        "hung_s": _number(asked.get("hung", ""), 86_400),
        "skew_s": _skew(asked.get("clock", ""), now),
        "width": _number(asked.get("w", ""), 100_000),
        "height": _number(asked.get("h", ""), 100_000),
        "began": asked.get("began") == "yes",
        "restarted": asked.get("began") == "yes" and asked.get("again") == "hung",
    }
    if not queries.note_beat(wall, name, told, now):
        raise Unavailable("wall-too-many-screens", status=429, wall=wall.name)


def _number(text: str, most: int) -> int:
    return min(number_of(text) or 0, most)


def _figures_at(age_s: str, now: dt.datetime) -> dt.datetime | None:
    """The page tells the age of its figures, not their time: its clock may be wrong by a day."""
    age = number_of(age_s)
    return None if age is None else now - dt.timedelta(seconds=min(age, 31_536_000))


def _skew(milliseconds: str, now: dt.datetime) -> int:
    """How far the clock of the wall's machine goes before ours, in seconds, as far as a column holds it."""
    told = milliseconds if len(milliseconds) <= 15 else ""
    if not told.isascii() or not told.isdecimal():
        return 0
    return max(-2_000_000_000, min(2_000_000_000, round(int(told) / 1000 - now.timestamp())))


@require_GET
@public
def worker(request: HttpRequest) -> HttpResponse:
    """The page's script for the time without network, and for when its other script hangs. No data."""
    return script(request, "wall/sw.js", BELOW)
