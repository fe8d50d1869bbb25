"""The room's dated limits on their screen: what holds, its source, and a new value from a day on by who may."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from dothi.kernel import clock
from dothi.kernel.i18n import has
from dothi.kernel.testing.cast import Cast
from dothi.kernel.testing.contract import PostContract, ScreenContract
from dothi.surveys import rules
from dothi.surveys.models import SurveyRule
from dothi.surveys.views_limits import PAGES

pytestmark = pytest.mark.django_db
ONE = "/surveys/limits/least-n/"
NEW: dict[str, Any] = {"value": 7, "source": "QĐ 12/QĐ-UBND", "certainty": "S", "reason": "thử"}


@pytest.fixture(autouse=True)
def seeded(cast: Cast) -> None:
    rules.ensure_rules()


class TestLimits(ScreenContract):
    path = "/surveys/limits/"
    right, no_right = "minh", ("dung",)
    shows = "Không tách nhóm dưới"


class TestOneLimit(ScreenContract):
    path = ONE
    right, no_right = "lan", ("dung",)
    shows = "Quyết định của dự án"


class TestSetLimit(PostContract):
    path = ONE
    right, no_right = (
        "minh",
        (
            "lan",
            "dung",
        ),
    )  # lan has the right in her ward alone

    def form(self, cast: Cast) -> dict[str, Any]:
        return NEW | {"valid_from": clock.today().isoformat()}

    def done(self, cast: Cast) -> bool:
        return SurveyRule.objects.filter(code="least-n", value=7, source="QĐ 12/QĐ-UBND").exists()


def test_a_value_holds_from_its_day_and_the_former_one_until_then(cast: Cast, client_of: Any) -> None:
    before, tomorrow = rules.value("least-n"), clock.today() + dt.timedelta(days=1)
    answer = client_of(cast.minh).post(ONE, NEW | {"valid_from": tomorrow.isoformat()})
    assert answer.status_code == 302
    assert (rules.value("least-n"), rules.value("least-n", tomorrow)) == (before, 7)
    assert "QĐ 12/QĐ-UBND" in client_of(cast.minh).get(ONE).text


@pytest.mark.parametrize(
    "change",
    [
        {"value": 0},
        {"value": "ba"},
        {"valid_from": "2026-01-01"},
        {"source": ""},
        {"reason": " "},
        {"certainty": "X"},
    ],
)
def test_what_does_not_fit_is_said_and_changes_nothing(
    cast: Cast, client_of: Any, change: dict[str, Any]
) -> None:
    answer = client_of(cast.minh).post(ONE, NEW | {"valid_from": clock.today().isoformat()} | change)
    assert answer.status_code == 422 and 'role="alert"' in answer.text
    assert SurveyRule.objects.filter(code="least-n").count() == 1


def test_every_limit_has_its_name_and_lies_within_its_bounds() -> None:
    for seed in rules.SEEDS:
        assert seed.lowest <= seed.value <= seed.highest, seed
        assert has(PAGES.words + seed.code), seed
