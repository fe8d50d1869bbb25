"""Noon of one day, at which everybody can be reached."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from dothi.duty.tests.calling import NOON
from dothi.kernel import clock
from dothi.notify.models import Channel


@pytest.fixture
def noon() -> Iterator[None]:
    with clock.moved_to(NOON):
        yield


@pytest.fixture
def reached(noon: None, cast: Any) -> Any:
    """Everybody has an address and there is a channel: messages wait there for the loop that sends."""
    Channel.objects.create(
        code="thu", kind="email", way="email", name="Thư", agency=cast.centre, changed_at=clock.now()
    )
    for person in (cast.minh, cast.lan, cast.hoa, cast.nga):
        person.email = f"{person.username}@example.vn"
        person.save(update_fields=["email"])
    return cast
