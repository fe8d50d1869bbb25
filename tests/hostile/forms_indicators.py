"""Forms of who keeps definitions of indicators."""

from __future__ import annotations

from typing import Any

from dothi.indicators.defining import actions
from dothi.indicators.models import Draft, Indicator
from dothi.kernel import clock

from .city import City
from .form import Case, Form

CODE = "thu-hai-lan"
FIELDS: Form = {
    "name_vi": "Thử", "name_en": "Trial", "figure": "typed", "over": "month", "unit_code": "C62", "better": "high", "source": "x",
    "certainty": "D",
}  # fmt: skip


class _Drawn:
    """One draft of its own, made by Vy once; `tried` also computed."""

    def __init__(self, code: str, tried: bool, rest: str) -> None:
        self.code, self.tried, self.rest = code, tried, rest

    def __call__(self, city: City) -> str:
        found = Draft.objects.filter(code=self.code).first()
        if found is None:
            found = actions.draw_up(self.code, FIELDS, by=city.cast.vy)
            if self.tried:
                actions.try_over_the_past(found, by=city.cast.vy)
        return self.rest.format(found.pk)


def _standing(rest: str) -> Any:
    def path(city: City) -> str:
        code = f"{CODE}-chuan"
        if not Indicator.objects.filter(code=code).exists():
            draft = actions.draw_up(code, FIELDS, by=city.cast.vy)
            actions.try_over_the_past(draft, by=city.cast.vy)
            actions.adopt(draft, clock.today(), by=city.cast.hoa)
        return f"/indicators/{code}/{rest}/"

    return path


CASES: dict[str, Case] = {
    "indicator-new": Case(
        "vy", lambda c: "/indicators/new/", lambda c: FIELDS | {"code": CODE}, {"indicators_draft": 1, "indicators_draftevent": 1}
    ),
    "indicator-change": Case(
        "vy", _standing("change"), lambda c: FIELDS | {"name_vi": "Khác"}, {"indicators_draft": 2, "indicators_draftevent": 4},  # drawn up, tried and adopted: what it changes
    ),
    "indicator-draft-step": Case(
        "vy", _Drawn("thu-bo", False, "/indicators/drafts/{}/step/"), lambda c: {"do": "drop"},
        {"indicators_draft": 1, "indicators_draftevent": 2},  # the draft too
    ),
    "indicator-adopt": Case(
        "hoa", _Drawn("thu-nhan", True, "/indicators/drafts/{}/adopt/"), lambda c: {"valid_from": f"{clock.today():%Y-%m-%d}"},
        {"indicators_indicator": 1, "indicators_draft": 1, "indicators_draftevent": 3},  # drawn up and tried, too
    ),
    "indicator-target": Case(
        "vy", _standing("target"),
        lambda c: {"year": "2027", "value": "5", "unit_code": "C62", "target_source": "x", "target_certainty": "D"},
        {"indicators_target": 1, "indicators_targetevent": 1},
    ),
}  # fmt: skip
