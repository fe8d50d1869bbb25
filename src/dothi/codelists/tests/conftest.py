"""A list of the department of environment, and who manages it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from typing import Any

import pytest

from dothi.accounts import actions as people
from dothi.codelists import actions, seeds
from dothi.codelists.check import Line
from dothi.codelists.editions import entries_of
from dothi.codelists.models import CodeList, Release
from dothi.kernel import clock
from dothi.kernel.offered import Item
from dothi.kernel.testing.cast import PASSWORD, SINCE, Cast

Publish = Callable[..., Release]
WASTE = (Item("R", "Rác"), Item("R1", "Rác thải rắn", "Solid waste", "R"), Item("R2", "Nước thải", "", "R"))


@pytest.fixture
def seeded(db: None) -> None:
    """The lists that each migrate brings: a test that empties all tables takes them from those after it."""
    seeds.ensure_lists()


@pytest.fixture
def waste(cast: Cast) -> CodeList:
    return actions.make_list(
        "loai-chat-thai",
        name_vi="Loại chất thải",
        name_en="Kinds of waste",
        owner=cast.environment,
        basis="Quyết định 5/QĐ-UBND",
        certainty="S2",
        by=cast.vy,
    )


def lines(items: Sequence[Item]) -> list[Line]:
    return [Line(number, item) for number, item in enumerate(items, 2)]


@pytest.fixture
def publish(cast: Cast) -> Publish:
    """Publishes these items as the list's next version, from today or so many days later."""

    def publish_(row: CodeList, items: Sequence[Item] = WASTE, *, days: int = 0) -> Release:
        draft = actions.begin_draft(row, by=cast.vy)
        actions.take_in(draft, lines(items), by=cast.vy)
        return actions.publish(
            draft,
            seen=entries_of(draft).digest,
            valid_from=clock.today() + dt.timedelta(days=days),
            source="Quyết định 6/QĐ-UBND",
            certainty="S",
            by=cast.vy,
        )

    return publish_


def steward(cast: Cast, username: str, home: Any, **limits: Any) -> Any:
    """A data steward whose right ends somewhere."""
    person, _ = people.invite_person(
        username, username, agency=home, kind="operational", password=PASSWORD, temporary=False, by=None
    )
    people.grant_role(person, "data-steward", by=None, valid_from=SINCE, **limits)
    return person


@pytest.fixture
def ward_steward(cast: Cast) -> Any:
    """Manages the data of ward A, whose department of environment it is not."""
    return steward(cast, "dl-a", cast.office_a, unit=cast.ward_a)


@pytest.fixture
def own_steward(cast: Cast) -> Any:
    """Manages the lists of the department of environment."""
    return steward(cast, "dl-mt", cast.environment, agency=cast.environment)
