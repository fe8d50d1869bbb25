"""The dated limits of accounts: on a screen, with a source, from a day on; the lock-out follows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from dothi.accounts import actions, rules
from dothi.accounts.models import AccountRule
from dothi.kernel import clock
from dothi.kernel.testing.cast import Cast
from dothi.kernel.testing.contract import PostContract, ScreenContract

pytestmark = pytest.mark.django_db
Clients = Callable[[Any], Any]
NEW: dict[str, Any] = {"value": 3, "source": "QĐ 12/QĐ-UBND §4", "certainty": "S", "reason": "siết đăng nhập"}


@pytest.fixture(autouse=True)
def _read_afresh() -> Any:
    rules.forget()
    yield
    rules.forget()


class TestLimits(ScreenContract):
    path = "/people/limits/"
    right, no_right = "kien", ("lan", "dung")
    shows = "TCVN 14423:2026"


class TestOneLimit(ScreenContract):
    path = "/people/limits/lockout-tries/"
    right, no_right = "quan", ("lan", "dung")
    shows = "Số lần nhập sai"


class TestSetLimit(PostContract):
    path = "/people/limits/lockout-tries/"
    right, no_right, elsewhere = "quan", ("kien", "lan", "dung"), "ward_administrator_b"

    def form(self, cast: Cast) -> dict[str, Any]:
        return NEW | {"valid_from": clock.today().isoformat()}

    def done(self, cast: Cast) -> bool:
        return AccountRule.objects.filter(code="lockout-tries", value=3).exists()


def test_a_value_holds_from_its_day_and_the_former_one_until_then(cast: Cast) -> None:
    tomorrow = clock.today() + dt.timedelta(days=1)
    actions.set_limit("lockout-tries", valid_from=tomorrow, by=cast.quan, **NEW)
    assert (rules.limit("lockout-tries"), rules.limit("lockout-tries", tomorrow)) == (5, 3)
    actions.set_limit("lockout-tries", valid_from=tomorrow, by=cast.quan, **NEW | {"value": 4})
    assert rules.limit("lockout-tries", tomorrow) == 4
    row = AccountRule.objects.get(code="lockout-tries", valid_from=tomorrow)
    versions = AccountRule.pgh_event_model.objects.filter(pgh_obj_id=row.pk).order_by("pgh_id")  # type: ignore[attr-defined]
    assert list(versions.values_list("value", flat=True)) == [3, 4], "a correction keeps what it corrects"


def test_the_lock_out_follows_at_once(cast: Cast, client: Any) -> None:
    actions.set_limit("lockout-tries", valid_from=clock.today(), by=cast.quan, **NEW | {"value": 2})
    for _ in range(2):
        answer = client.post("/accounts/login/", {"login": "lan", "password": "sai"})
    assert "tạm khóa" in answer.content.decode() or "khóa" in answer.content.decode()
    assert cast.lan.logins.filter(act="locked").exists()


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"value": 0}, "từ 1 đến 20"),
        ({"value": "ba"}, ""),
        ({"valid_from": "2026-01-01"}, "Ngày hiệu lực đã qua"),
        ({"source": ""}, ""),
        ({"reason": ""}, ""),
        ({"certainty": "X"}, ""),
    ],
)
def test_what_does_not_fit_is_said_and_changes_nothing(
    cast: Cast, client_of: Clients, change: dict[str, Any], says: str
) -> None:
    form = NEW | {"valid_from": clock.today().isoformat()} | change
    answer = client_of(cast.quan).post("/people/limits/lockout-tries/", form)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert 'role="alert"' in page
    assert says in page
    assert AccountRule.objects.filter(code="lockout-tries").count() == 1
