"""The room's dated limits on their screen: what holds, its source, and a new value from a day on by who may."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from dothi.around import rules
from dothi.around.models import AroundRule
from dothi.around.views_limits import PAGES
from dothi.kernel import clock
from dothi.kernel.i18n import has
from dothi.kernel.testing.cast import Cast
from dothi.kernel.testing.contract import PostContract, ScreenContract

pytestmark = pytest.mark.django_db
ONE = "/around/limits/watches/"
NEW: dict[str, Any] = {"value": 7, "source": "QĐ 12/QĐ-UBND", "certainty": "S", "reason": "thử"}


@pytest.fixture(autouse=True)
def seeded(cast: Cast) -> None:
    rules.ensure_rules()


class TestLimits(ScreenContract):
    path = "/around/limits/"
    right, no_right = "minh", ("kien", "dung")
    shows = "Số nơi theo dõi"


class TestOneLimit(ScreenContract):
    path = ONE
    right, no_right = "lan", ("kien", "dung")
    shows = "Quyết định của dự án"


class TestSetLimit(PostContract):
    path = ONE
    right, no_right = "minh", ("lan", "kien", "dung")  # lan has the right in her ward alone

    def form(self, cast: Cast) -> dict[str, Any]:
        return NEW | {"valid_from": clock.today().isoformat()}

    def done(self, cast: Cast) -> bool:
        return AroundRule.objects.filter(code="watches", value=7, source="QĐ 12/QĐ-UBND").exists()


def test_a_value_holds_from_its_day_and_the_former_one_until_then(cast: Cast, client_of: Any) -> None:
    before, tomorrow = rules.value("watches"), clock.today() + dt.timedelta(days=1)
    answer = client_of(cast.minh).post(ONE, NEW | {"valid_from": tomorrow.isoformat()})
    assert answer.status_code == 302
    assert (rules.value("watches"), rules.value("watches", tomorrow)) == (before, 7)
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
    assert AroundRule.objects.filter(code="watches").count() == 1


def test_every_limit_has_its_name_and_lies_within_its_bounds() -> None:
    for seed in rules.SEEDS:
        assert seed.lowest <= seed.value <= seed.highest, seed
        assert has(PAGES.words + seed.code), seed
