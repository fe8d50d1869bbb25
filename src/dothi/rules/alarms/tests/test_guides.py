"""The figures that alarms are measured against, on a screen: with source and certainty, set anew from a day on by who manages rules."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from dothi.kernel import clock
from dothi.kernel.audit.history import history_of
from dothi.kernel.testing.cast import Cast
from dothi.kernel.testing.contract import PostContract, ScreenContract
from dothi.rules.alarms import guides, setting
from dothi.rules.alarms.flood import flood_of
from dothi.rules.alarms.models import AlarmGuide

from .cast import raised, rule

pytestmark = pytest.mark.django_db
Clients = Callable[[Any], Any]
PATH = "/alarms/guides/flood-begins/"
NEW: dict[str, Any] = {"value": 20, "source": "QĐ 12/QĐ-UBND", "certainty": "S", "reason": "Hai người một ca"}


@pytest.fixture(autouse=True)
def _read_afresh() -> Iterator[None]:
    guides.forget()
    yield
    guides.forget()


def form(days_ahead: int = 0, **change: Any) -> dict[str, Any]:
    return NEW | {"valid_from": f"{clock.today() + dt.timedelta(days=days_ahead):%Y-%m-%d}"} | change


class TestGuides(ScreenContract):
    path = "/alarms/guides/"
    right, no_right = "hoa", ("dung",)
    shows = "EEMUA 191"


class TestSetGuide(PostContract):
    path = PATH
    right, no_right = "vy", ("hoa", "minh", "dung")

    def form(self, cast: Cast) -> dict[str, Any]:
        return form()

    def done(self, cast: Cast) -> bool:
        return AlarmGuide.objects.filter(code="flood-begins", value=20).exists()


def test_every_figure_is_listed_with_how_sure_it_is(cast: Cast, client_of: Clients) -> None:
    page = client_of(cast.vy).get("/alarms/guides/").content.decode()
    assert all(f'href="/alarms/guides/{code}/"' in page for code in guides.BY_CODE)
    assert page.count("Chưa kiểm chứng") == 10
    assert "/alarms/guides/" in client_of(cast.vy).get("/alarms/figures/").content.decode()


def test_a_flood_begins_by_the_new_figure_at_once(cast: Cast, client_of: Clients) -> None:
    low = rule("low", severity="low")
    for n in range(12):
        raised(low, 100 + n, unit=cast.ward_a.pk)
    scope = cast.minh.scope("alarms.view")
    assert flood_of(scope).is_on
    assert client_of(cast.vy).post(PATH, form()).status_code == 302
    assert not flood_of(scope).is_on


def test_a_later_value_waits_for_its_day_and_says_who_and_why(cast: Cast, client_of: Clients) -> None:
    vy = client_of(cast.vy)
    vy.post(PATH, form(1))
    tomorrow = clock.today() + dt.timedelta(days=1)
    assert guides.value("flood-begins") == 10
    assert guides.in_force(tomorrow)["flood-begins"].value == 20
    row = AlarmGuide.objects.get(code="flood-begins", valid_from=tomorrow)
    assert [(one.who, one.reason) for one in history_of(row)] == [(str(cast.vy), "Hai người một ca")]
    page = vy.get(PATH).content.decode()
    assert "QĐ 12/QĐ-UBND" in page and "Hai người một ca" in page and "valid from" not in page
    assert f"{tomorrow:%d/%m/%Y}" in vy.get("/alarms/guides/").content.decode()
    assert vy.get(f"/history/alarm-guide/{row.pk}/").status_code == 200


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"value": 1}, "từ 2 đến 1000"),
        ({"value": 4}, "không được lớn hơn số bắt đầu"),
        ({"value": "ba"}, ""),
        ({"valid_from": "2026-01-01"}, "Ngày hiệu lực đã qua"),
        ({"valid_from": "9999-12-31"}, "xa hơn"),
        ({"source": " "}, ""),
        ({"reason": ""}, ""),
        ({"certainty": "X"}, ""),
    ],
)
def test_what_does_not_fit_is_said_and_changes_nothing(
    cast: Cast, client_of: Clients, change: dict[str, Any], says: str
) -> None:
    answer = client_of(cast.vy).post(PATH, form(**change))
    assert answer.status_code == 422
    page = answer.content.decode()
    assert 'role="alert"' in page and says in page
    assert AlarmGuide.objects.filter(code="flood-begins").count() == 1


def test_an_end_above_a_begin_that_is_still_to_come_is_refused(cast: Cast, client_of: Clients) -> None:
    vy = client_of(cast.vy)
    vy.post(PATH, form(2, value=6))
    answer = vy.post("/alarms/guides/flood-ends/", form(value=8))
    assert answer.status_code == 422
    assert guides.value("flood-ends") == 5 and AlarmGuide.objects.filter(code="flood-ends").count() == 1


def test_what_figures_are_counted_by_is_shown_and_not_set(cast: Cast, client_of: Clients) -> None:
    vy = client_of(cast.vy)
    assert '<form class="form"' not in vy.get("/alarms/guides/flood-minutes/").content.decode()
    assert vy.post("/alarms/guides/flood-minutes/", form(value=10)).status_code == 422
    assert vy.get("/alarms/guides/no-such/").status_code == 404
    assert setting.may_set(cast.vy) and not setting.may_set(cast.hoa)
