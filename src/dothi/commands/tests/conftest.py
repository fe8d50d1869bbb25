"""An outlet of the department of environment that takes commands, and the cast."""

from __future__ import annotations

import pytest
from django.db import connection

from dothi.commands.tests.test_commands import URN, show
from dothi.indicators.tests.feed import environment
from dothi.kernel.testing.cast import Cast, gather


@pytest.fixture
def cast() -> Cast:
    found = gather()
    environment()
    show(flow=100.0)
    with connection.cursor() as db:
        db.execute("update entities_entity set agency_id = %s where urn = %s", [found.environment.pk, URN])
    return found
