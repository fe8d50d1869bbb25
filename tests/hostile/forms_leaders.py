"""Forms of the leader's phone: a task in one tap, the tiles that one chose."""

from __future__ import annotations

import datetime as dt

from dothi.indicators.loading import load_indicators

from .city import City
from .form import Case

KEY = "6a1c3d2e-0000-4000-8000-000000000003"
FIGURE = {
    "code": "thu-muc-day", "valid_from": dt.date(2026, 1, 1), "name": {"vi": "x", "en": "x"}, "figure": "mean", "over": "day", "type": "Box",
    "attribute": "fill", "unit": "P1", "better": "low", "source": "x", "certainty": "D",
}  # fmt: skip


def _to(path: str):  # type: ignore[no-untyped-def]
    """The address, once the figure is in force."""

    def of(city: City) -> str:
        load_indicators("thu-lanh-dao", "1", [FIGURE], owner="so-nnmt", units={("Box", "fill"): "P1"})
        return path

    return of


CASES: dict[str, Case] = {
    "leader-task": Case("hoa", _to("/leader/figure/thu-muc-day/task/"), lambda c: {"key": KEY, "due": "days:3"}, {"tasks_task": 1}),
    "leader-tiles": Case("hoa", _to("/leader/tiles/"), lambda c: {"figure": ["thu-muc-day"]}, {"leaders_choice": 1}),
}  # fmt: skip
ELSEWHERE = {
    "leader-limit": "the page of dated limits that every room has: who manages the system is no leader"
}
