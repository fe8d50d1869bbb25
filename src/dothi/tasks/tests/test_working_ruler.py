"""The ruler says what `working_time` says, over holidays, weekends and the ends of years."""

from __future__ import annotations

import datetime as dt
import random

import pytest

from dothi.kernel.calendar import COMMON
from dothi.kernel.clock import VIETNAM
from dothi.kernel.errors import BadRequest
from dothi.tasks import working_time
from dothi.tasks.working_ruler import Ruler

CHANCE = random.Random(8)
FIRST = dt.datetime(2025, 1, 1, tzinfo=VIETNAM)
INSTANTS = sorted(FIRST + dt.timedelta(minutes=CHANCE.randrange(2 * 525_600)) for _ in range(60))


@pytest.fixture(scope="module")
def ruler() -> Ruler:
    return Ruler(COMMON)


def test_between_two_instants(ruler: Ruler) -> None:
    for start, end in zip(INSTANTS, INSTANTS[3:], strict=False):
        assert ruler.between(start, end) == working_time.between(start, end, COMMON)
        assert ruler.between(end, start) == dt.timedelta()


@pytest.mark.parametrize("said", ["days:1", "days:5", "days:30", "hours:1", "hours:8", "hours:52"])
def test_deadlines(ruler: Ruler, said: str) -> None:
    for start in INSTANTS:
        assert ruler.after(said, start) == working_time.after(said, start, COMMON), start


@pytest.mark.parametrize("said", ["days:0", "days:999", "weeks:1", "hours:", ""])
def test_what_is_no_deadline_is_refused(ruler: Ruler, said: str) -> None:
    with pytest.raises(BadRequest):
        ruler.after(said, FIRST)


def test_a_working_day_before(ruler: Ruler) -> None:
    monday = dt.datetime(2026, 9, 7, 10, tzinfo=VIETNAM)
    assert ruler.day_before(monday, 1) == dt.datetime(2026, 9, 4, 17, tzinfo=VIETNAM)  # Friday
    assert ruler.days_between(dt.datetime(2026, 9, 4, 8, tzinfo=VIETNAM), monday) == 1
    assert ruler.moved(dt.datetime(2026, 9, 4, 16, tzinfo=VIETNAM), dt.timedelta(hours=2)) == dt.datetime(
        2026, 9, 7, 8, 30, tzinfo=VIETNAM
    )
