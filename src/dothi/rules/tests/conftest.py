"""What most tests of rules begin with."""

from __future__ import annotations

import datetime as dt

import pytest

from dothi.kernel import clock
from dothi.rules.tests.running import next_urn


@pytest.fixture
def urn() -> str:
    return next_urn()


@pytest.fixture
def now() -> dt.datetime:
    return clock.now().replace(minute=0, second=0, microsecond=0)
