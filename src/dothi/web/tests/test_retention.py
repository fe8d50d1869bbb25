"""Times of keeping on a screen: what a new one would remove is seen first, then it holds from its day, with who and why."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from dothi.accounts import actions
from dothi.kernel import clock, events, retention
from dothi.kernel.audit.history import history_of
from dothi.kernel.errors import BadRequest, NotAllowed
from dothi.kernel.models import Event, EventCursor, RetentionRule
from dothi.kernel.testing.cast import PASSWORD, Cast
from dothi.kernel.testing.contract import PostContract, ScreenContract

pytestmark = pytest.mark.django_db
Clients = Callable[[Any], Client]
PATH = "/system/retention/events/"
NEW = {"days": 7, "purpose": "Tra cứu", "source": "QĐ 12/QĐ-UBND", "certainty": "S", "reason": "Đĩa đầy"}


@pytest.fixture
def ward_administrator(cast: Cast) -> Any:
    """Manages the system, but only in a ward."""
    person, _ = actions.invite_person(
        "qt-b",
        "Quản trị B",
        agency=cast.office_b,
        kind="administrator",
        password=PASSWORD,
        temporary=False,
        by=None,
    )
    actions.grant_role(person, "administrator", unit=cast.ward_b, by=None)
    return person


@pytest.fixture(autouse=True)
def rules(db: None) -> None:
    retention.ensure_rules()


def form(days_ahead: int = 0, **change: Any) -> dict[str, Any]:
    return NEW | {"valid_from": f"{clock.today() + dt.timedelta(days=days_ahead):%Y-%m-%d}"} | change


class TestTimes(ScreenContract):
    path = "/system/retention/"
    right, no_right = "kien", ("lan", "dung")
    shows = "Tin giữa các phần của hệ thống"


class TestOneTime(ScreenContract):
    path = PATH
    right, no_right = "kien", ("lan", "dung")
    shows = "Quyết định của dự án"


class TestSetTime(PostContract):
    path = PATH
    right, no_right, elsewhere = "quan", ("kien", "vy", "lan"), "ward_administrator"

    def form(self, cast: Cast) -> dict[str, Any]:
        return form(previewed="7")

    def done(self, cast: Cast) -> bool:
        return RetentionRule.objects.filter(code="events", days=7).exists()


def _events(*days_ago: int) -> None:
    Event.objects.all().delete()
    EventCursor.objects.all().delete()
    for days in days_ago:
        with clock.moved_to(clock.now() - dt.timedelta(days=days)):
            events.publish("test.kept", {}, permission="alarms.view")


def test_the_preview_counts_what_the_night_removes_and_changes_nothing(
    cast: Cast, client_of: Clients
) -> None:
    _events(40, 20, 10, 3)
    quan = client_of(cast.quan)
    answer = quan.post(PATH, form())
    assert answer.status_code == 200
    shown = answer.context["preview"]
    assert (shown.number, shown.now, shown.is_more) == (3, 1, False)
    assert Event.objects.count() == 4
    assert RetentionRule.objects.filter(code="events").count() == 1
    assert quan.post(PATH, form(previewed="7")).status_code == 302
    assert retention.forget_all()["events"] == shown.number


def test_other_days_than_those_seen_are_shown_first(cast: Cast, client_of: Clients) -> None:
    answer = client_of(cast.quan).post(PATH, form(previewed="30"))
    assert answer.status_code == 200
    assert answer.context["preview"].days == 7
    assert RetentionRule.objects.filter(code="events").count() == 1


def test_a_later_time_waits_for_its_day_and_says_who_and_why(cast: Cast, client_of: Clients) -> None:
    quan = client_of(cast.quan)
    quan.post(PATH, form(1, previewed="7"))
    tomorrow = clock.today() + dt.timedelta(days=1)
    assert (retention.in_force()["events"].days, retention.in_force(tomorrow)["events"].days) == (30, 7)
    row = RetentionRule.objects.get(code="events", valid_from=tomorrow)
    assert [(one.who, one.reason) for one in history_of(row)] == [(str(cast.quan), "Đĩa đầy")]
    assert f"{tomorrow:%d/%m/%Y}" in quan.get("/system/retention/").content.decode()
    page = quan.get(PATH).content.decode()
    assert "Độ chắc chắn</dt>" in page and "valid from" not in page, "its history speaks in words"
    assert quan.get(f"/history/retention/{row.pk}/").status_code == 200


@pytest.mark.parametrize(
    "change",
    [{"days": 0}, {"days": "ba"}, {"days": 3651}, {"source": " "}, {"reason": ""}, {"certainty": "X"}],
)
def test_what_does_not_fit_is_said_and_changes_nothing(
    cast: Cast, client_of: Clients, change: dict[str, Any]
) -> None:
    answer = client_of(cast.quan).post(PATH, form(previewed=str(change.get("days", 7)), **change))
    assert answer.status_code == 422
    assert 'role="alert"' in answer.content.decode()
    assert RetentionRule.objects.filter(code="events").count() == 1


def test_a_day_that_is_past_is_refused(cast: Cast, client_of: Clients) -> None:
    answer = client_of(cast.quan).post(PATH, form(-1, previewed="7"))
    assert answer.status_code == 422
    assert "Ngày hiệu lực đã qua" in answer.content.decode()


def test_a_day_that_nobody_here_will_see_is_refused(cast: Cast, client_of: Clients) -> None:
    """The year 9999 stood as the time to come for ever, and nothing takes a rule back."""
    for day in (clock.today() + dt.timedelta(days=3651), dt.date.max):
        answer = client_of(cast.quan).post(PATH, form(previewed="7", valid_from=day.isoformat()))
        assert answer.status_code == 422
        assert "xa hơn" in answer.content.decode()
    assert RetentionRule.objects.filter(code="events").count() == 1


def test_the_rule_itself_asks_who_may(cast: Cast) -> None:
    said = NEW | {"valid_from": clock.today()}
    with pytest.raises(NotAllowed):
        retention.set_time("events", by=cast.vy, **said)
    with pytest.raises(BadRequest):
        retention.set_time("events", by=cast.quan, **said | {"reason": " "})


def test_every_kind_can_be_previewed_and_has_a_name(cast: Cast, client_of: Clients) -> None:
    page = client_of(cast.quan).get("/system/retention/").content.decode()
    for code in retention.in_force():
        assert retention.preview(code, 1).number >= 0
        assert f">{code}<" not in page


def test_a_preview_stops_counting(monkeypatch: pytest.MonkeyPatch) -> None:
    _events(40, 20, 10)
    monkeypatch.setattr(retention, "MOST_COUNTED", 2)
    assert retention.preview("events", 7).is_more
    with connection.cursor() as cursor:
        cursor.execute("select count(*) from kernel_event")
        assert cursor.fetchone() == (3,)
