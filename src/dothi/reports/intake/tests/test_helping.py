"""What the form's script asks while somebody writes is counted, so that a flood ends and a shared network does not suffer from it."""

from __future__ import annotations

import pytest
from django.test import Client

from dothi.kernel.testing.cast import Cast
from dothi.reports.models import ReportRule
from dothi.reports.rules import ensure_rules

pytestmark = pytest.mark.django_db
ASKED = (
    "/phan-anh/moi/gan-day/?lon=107.05&lat=10.35",
    "/phan-anh/moi/noi/?q=an+hai",
    "/phan-anh/moi/loai/?text=den+hong",
)


@pytest.mark.parametrize("address", ASKED)
def test_one_browser_that_asks_without_end_is_held_and_its_neighbour_is_not(cast: Cast, address: str) -> None:
    ensure_rules()
    ReportRule.objects.filter(code="look-browser").update(value=3)
    flooding, neighbour = Client(), Client()
    for browser in (flooding, neighbour):
        browser.get("/phan-anh/moi/")  # gives each a sign of its own
    told = [flooding.get(address) for _ in range(5)]
    assert [one.status_code for one in told] == [200, 200, 200, 429, 429]
    assert int(told[-1]["Retry-After"]) > 0 and told[-1].content == b""
    assert neighbour.get(address).status_code == 200


def test_a_whole_network_has_its_limit_too(cast: Cast) -> None:
    ensure_rules()
    ReportRule.objects.filter(code="look-address").update(value=4)
    told = [Client().get(ASKED[1]).status_code for _ in range(6)]
    assert told == [200] * 4 + [429] * 2
