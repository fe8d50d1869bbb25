"""Forms of surveys and consultations: a citizen's, which nobody signs in for, and the officers'."""

from __future__ import annotations

import datetime as dt
import os
from unittest.mock import patch
from uuid import uuid4

from dothi.kernel import clock
from dothi.surveys import actions
from dothi.surveys.models import Consultation, Survey
from dothi.surveys.tests.course import WORDS, drawn_up, invited, proposed, reachable

from .city import City
from .form import Case, Form

SURVEY = "thu-gui-hai-lan"
VOICE = "mot-trinh-duyet-chua-co-dau"


def _drawn(city: City) -> Survey:
    return Survey.objects.filter(code=SURVEY).first() or drawn_up(city.cast, SURVEY, "visit")


class _Link:
    """The link of one invitation, made once."""

    def __init__(self) -> None:
        self.token = ""

    def path(self, city: City) -> str:
        if not self.token:
            reachable(city.cast)
            drawn_up(city.cast, f"sau-{uuid4().hex[:8]}", about="thu.")
            with patch.dict(os.environ, {"DOTHI_PUBLIC_URL": "https://thu.vn"}):
                _, self.token = invited(city.cast, f"PA-{uuid4().hex[:8]}", service="thu.gui")
        return f"/khao-sat/tra-loi/{self.token}/"


def _counter(city: City) -> str:
    actions.put_up(
        "quay-thu", _drawn(city), label="Quầy thử", service="x", agency=city.cast.office_a, unit=None, by=None
    )
    return "/khao-sat/quay/quay-thu/"


class _Open:
    """One consultation that stands open, made once."""

    def __init__(self) -> None:
        self.code = ""

    def path(self, rest: str):  # type: ignore[no-untyped-def]
        def of(city: City) -> str:
            if not Consultation.objects.filter(code=self.code).exists():
                self.code = proposed(city.cast).code
            return rest.format(self.code)

        return of


def _survey(code: str) -> Form:
    return {
        **WORDS, "code": code, "kind": "visit", "valid_from": clock.today().isoformat(), "certainty": "D", "keep_days": "30",
        "q1_kind": "faces", "q1_vi": "Hài lòng?", "q1_en": "Satisfied?", "is_on": "on",
    }  # fmt: skip


def _consultation(city: City) -> Form:
    begin = clock.now().astimezone(clock.VIETNAM)
    return {
        "title_vi": "x", "title_en": "x", "text_vi": "x", "text_en": "x", "basis": "x", "agency": str(city.cast.centre.pk),
        "opens_at": f"{begin:%Y-%m-%dT%H:%M}", "closes_at": f"{begin + dt.timedelta(days=3):%Y-%m-%dT%H:%M}",
    }  # fmt: skip


_open = _Open()
CASES: dict[str, Case] = {
    "survey-answer": Case("hoa", _Link().path, lambda c: {"q1": "good"}, {"surveys_answer": 1}),
    "survey-counter": Case("hoa", _counter, lambda c: {"q1": "good", "voice": VOICE}, {"surveys_answer": 1}),
    "consultation-public": Case("hoa", _open.path("/khao-sat/y-kien/{}/"), lambda c: {"text": "x", "voice": VOICE}, {"surveys_opinion": 1}),
    "survey-new": Case("minh", lambda c: "/surveys/new/", lambda c: _survey("thu-moi") | {"agency": str(c.cast.centre.pk)}, {"surveys_survey": 1}),
    "survey-change": Case("minh", lambda c: f"/surveys/{_drawn(c).code}/change/", lambda c: _survey(SURVEY) | {"agency": str(c.cast.centre.pk), "valid_from": (clock.today() + dt.timedelta(days=9)).isoformat()}, {"surveys_survey": 1}),
    "survey-step": Case("minh", lambda c: f"/surveys/{_drawn(c).code}/step/", lambda c: {"do": "put-up", "code": "quay-hai", "label": "x", "service": "x", "agency": str(c.cast.centre.pk)}, {"surveys_poster": 1}),
    "surveys-limit": Case("minh", lambda c: "/surveys/limits/least-n/", lambda c: {"value": 7, "valid_from": f"{clock.today() + dt.timedelta(days=1):%Y-%m-%d}", "source": "x", "certainty": "D", "reason": "x"}, {"surveys_rule": 1}),
    "consultation-step": Case("minh", _open.path("/surveys/consultations/{}/step/"), lambda c: {"do": "reply", "title": "x", "text": "x"}, {"surveys_reply": 1}),
}  # fmt: skip
ELSEWHERE = {
    "consultation-new": "two drafts are two codes, and nobody outside reads either before it is announced"
}
