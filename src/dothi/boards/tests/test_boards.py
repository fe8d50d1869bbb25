"""The list of boards: how bad each field is, seen without opening it."""

from __future__ import annotations

import pytest
from django.test import Client

from dothi.indicators import computing
from dothi.indicators.tests.feed import environment
from dothi.kernel.testing.cast import Cast
from dothi.rules.alarms.tests.cast import raised
from dothi.rules.queries import get_rule

pytestmark = pytest.mark.django_db


def test_a_field_shows_its_worst_alarm_by_its_own_shape(client: Client, cast: Cast) -> None:
    environment()
    client.force_login(cast.minh)
    assert "severity severity-" not in client.get("/boards/").content.decode()
    raised(get_rule("pm25-day-reference"), 7, unit=cast.ward_a.pk)
    assert "severity severity-medium" in client.get("/boards/").content.decode()
    raised(get_rule("aqi-hour-unhealthy"), 8, unit=cast.ward_a.pk)
    page = client.get("/boards/").content.decode()
    assert "severity severity-high" in page and "2 cảnh báo" in page


def test_what_waits_for_being_computed_is_no_gap(client: Client, cast: Cast) -> None:
    environment()
    client.force_login(cast.minh)
    assert "Đang tính" in client.get("/boards/").content.decode()  # the past is owed since the pack came
    computing.catch_up()
    page = client.get("/boards/").content.decode()
    assert "Đang tính" not in page and "Chưa có số liệu" in page
