"""Typed figures in the one list of what people owe: the report, the second person's word, a return, and what time alone changes."""

from __future__ import annotations

import pytest

from dothi.indicators.tests.test_typed import DAY, city, handed_in  # noqa: F401 - the fixture
from dothi.indicators.typed import actions, owing
from dothi.kernel.testing.cast import Cast
from dothi.tasks import mine
from dothi.tasks.models import Owed

pytestmark = pytest.mark.django_db


def owed(kind: str) -> set[str]:
    return set(Owed.objects.filter(kind=kind, closed_at__isnull=True).values_list("code", flat=True))


def listed(person: object) -> set[str]:
    return {item.row.kind for bucket in mine.by_clock(person) for item in bucket.items}  # type: ignore[arg-type]


def test_a_report_is_owed_until_it_comes_and_again_when_it_is_returned(city: Cast) -> None:  # noqa: F811
    report = f"waste-daily/{city.environment.pk}/{DAY}"
    assert owing.renew() == len(owed("figures")) > 0
    assert report in owed("figures")
    first = handed_in(city)
    assert report not in owed("figures")
    assert owed("approve") == {str(first.pk)}
    owing.renew()
    assert report not in owed("figures")
    actions.give_back(first, by=city.hoa, reason="Thiếu phiếu cân")
    assert (report in owed("figures"), owed("approve")) == (True, set())
    second = handed_in(city)
    actions.approve(second, by=city.hoa)
    assert (report in owed("figures"), owed("approve")) == (False, set())


def test_a_correction_that_is_returned_is_not_owed(city: Cast) -> None:  # noqa: F811
    actions.approve(handed_in(city), by=city.hoa)
    actions.give_back(handed_in(city, waste_treated="1100"), by=city.hoa, reason="Thiếu phiếu cân")
    assert f"waste-daily/{city.environment.pk}/{DAY}" not in owed("figures")


def test_who_typed_it_does_not_owe_the_second_word(city: Cast) -> None:  # noqa: F811
    owing.renew()
    assert "figures" in listed(city.nga)
    handed_in(city)
    assert "approve" not in listed(city.nga)
    assert "figures" not in listed(city.tuan)


def test_what_is_owed_no_more_leaves_the_list(city: Cast) -> None:  # noqa: F811
    owing.renew()
    before = owed("figures")
    city.environment.valid_to = DAY
    city.environment.save()
    owing.renew()
    assert before - owed("figures")
