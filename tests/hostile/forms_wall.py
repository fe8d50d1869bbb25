"""Forms of walls: a wall hung, a scene switched by two, words broadcast, a scene from a day on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from dothi.kernel import clock
from dothi.wall import actions, queries
from dothi.wall.models import Wall

from .city import City
from .form import Case, Form

KEY = "6a1c3d2e-0000-4000-8000-000000000001"


def _end() -> dt.date:
    return clock.today() + dt.timedelta(days=9)


def _wall(city: City, code: str = "thu") -> Wall:
    found = Wall.objects.filter(code=code).first()
    return found or actions.hang(code, "Thử", unit=None, agency=None, ends_on=_end(), by=city.cast.quan)[0]


def _to(path: str) -> Callable[[City], str]:
    """The address, once a wall hangs."""

    def of(city: City) -> str:
        _wall(city)
        return path

    return of


def _switch(city: City) -> Form:
    return {
        "wall": _wall(city).code,
        "scene": "briefing",
        "seen": str(queries.newest_switch()),
        "minutes": "5",
    }


def _scene(city: City) -> Form:
    return {
        "name_vi": "x", "name_en": "x", "rank": "1", "columns": "3", "tiles": "alarms", "source": "x",
        "valid_from": f"{_end():%Y-%m-%d}",
    }  # fmt: skip


CASES: dict[str, Case] = {
    "wall-new": Case("quan", lambda c: "/wall/new/", lambda c: {"code": "moi", "name": "Mới", "language": "vi", "theme": "dark", "ends_on": f"{_end():%Y-%m-%d}"}, {"wall_wall": 1}),
    "wall-switch": Case("minh", _to("/wall/switch/"), _switch, {"wall_switch": 1}),
    "wall-broadcast": Case("minh", _to("/wall/broadcast/"), lambda c: {"wall": _wall(c).code, "text": "x", "minutes": "5", "key": KEY}, {"wall_banner": 1}),
    "wall-scene": Case("quan", lambda c: "/wall/scenes/briefing/", _scene, {"wall_scene": 1}),
    "wall-limit": Case("quan", lambda c: "/wall/limits/silent-s/", lambda c: {"value": 60, "valid_from": f"{clock.today() + dt.timedelta(days=1):%Y-%m-%d}", "source": "x", "certainty": "D", "reason": "x"}, {"wall_rule": 1}),
}  # fmt: skip
ELSEWHERE = {
    "wall-withdraw": "what is withdrawn stays withdrawn (wall/tests/test_screens.py)",
    "wall-banner-end": "what was taken down is down (wall/tests/test_screens.py)",
}
