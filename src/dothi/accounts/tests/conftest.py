"""Two more people, for questions of delegation: administrators of one ward only."""

from __future__ import annotations

from typing import Any

import pytest

from dothi.accounts import actions
from dothi.kernel.testing.cast import PASSWORD, Cast


def _administrator(username: str, name: str, agency: Any, unit: Any) -> Any:
    person, _ = actions.invite_person(
        username, name, agency=agency, kind="administrator", password=PASSWORD, temporary=False, by=None
    )
    actions.grant_role(person, "administrator", unit=unit, by=None)
    return person


@pytest.fixture
def ward_administrator_a(cast: Cast) -> Any:
    return _administrator("qt-a", "Quản trị An Hải", cast.office_a, cast.ward_a)


@pytest.fixture
def ward_administrator_b(cast: Cast) -> Any:
    return _administrator("qt-b", "Quản trị Bình Minh", cast.office_b, cast.ward_b)
