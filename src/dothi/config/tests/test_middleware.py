"""What wraps every page."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from dothi.kernel.testing.cast import Cast


@pytest.mark.django_db
@pytest.mark.parametrize(
    "address", ["/alarms/?q=%00", "/alarms/active.json?urn=%00", "/commands/of/?entity=%00"]
)
def test_a_zero_byte_is_told_and_no_fault(
    address: str, cast: Cast, client_of: Callable[[Any], Client]
) -> None:
    browser = client_of(cast.vy)
    browser.raise_request_exception = False
    answer = browser.get(address)
    assert answer.status_code == 400
    assert "Dữ liệu gửi lên không đọc được" in answer.content.decode()
