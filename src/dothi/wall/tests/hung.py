"""Walls that these tests speak of."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.test import Client

from dothi.kernel import clock
from dothi.wall import actions, showing
from dothi.wall.models import Wall


def hung(cast: Any, code: str = "phong-hop", *, unit: Any = None, days: int = 30) -> tuple[Wall, str]:
    """A wall and its token."""
    showing.forget()
    ends_on = clock.today() + dt.timedelta(days=days)
    return actions.hang(code, f"Màn hình {code}", unit=unit, agency=None, ends_on=ends_on, by=cast.quan)


def screen(token: str) -> Client:
    """The browser of a wall: opened by its address, with nothing but its cookie."""
    browser = Client()
    assert browser.get(f"/wall/open/{token}/").status_code == 302
    return browser


def told(browser: Client, **said: str) -> Any:
    """What stands on it now; `said`: what it tells of itself."""
    answer = browser.get("/wall/screen/state/", {"screen": "manhinh1", **said}, headers={"accept": "application/json"})  # fmt: skip
    return answer.json() if answer.status_code == 200 else answer.status_code
