"""Who may here: one query says the same as asking every person's scope in turn."""

from __future__ import annotations

import datetime as dt
from itertools import product
from typing import Any

import pytest

from dothi.accounts import actions
from dothi.accounts.models import Person
from dothi.accounts.queries import people_who_may
from dothi.kernel import clock
from dothi.kernel.testing.cast import Cast
from dothi.territory.models import Unit, UnitGroup, UnitGroupMember

pytestmark = pytest.mark.django_db


def one_by_one(permission: str, unit: int | None, agency: int | None) -> set[Person]:
    return {person for person in Person.objects.all() if person.scope(permission).covers(unit, agency)}


def test_one_query_says_the_same_as_every_scope(cast: Cast, django_assert_max_num_queries: Any) -> None:
    _complicate(cast)
    units = [None, cast.ward_a.pk, cast.ward_b.pk, cast.province.pk, Unit.objects.latest("pk").pk]
    agencies = [None, cast.environment.pk, cast.office_a.pk]
    for permission, unit, agency in product(
        ("alarms.act", "incidents.work", "people.manage"), units, agencies
    ):
        with django_assert_max_num_queries(2):
            found = people_who_may(permission, unit, agency)
        assert set(found) == one_by_one(permission, unit, agency), (permission, unit, agency)
    assert people_who_may("alarms.act", cast.ward_a.pk, cast.office_a.pk)[0] == cast.lan


def _complicate(cast: Cast) -> None:
    """A group, a new version of a unit, a grant that ended, an account that ended."""
    today = clock.today()
    group = UnitGroup.objects.create(code="cum-1", name_vi="Cụm 1", name_en="Cluster 1", valid_from=today)
    UnitGroupMember.objects.create(group=group, unit=cast.ward_b, valid_from=today)
    actions.grant_role(cast.dung, "duty-officer", group=group, by=None)
    Unit.objects.filter(pk=cast.ward_a.pk).update(valid_to=today)
    later = {"level": cast.ward_a.level, "kind": "Phường", "parent": cast.province, "first": cast.ward_a}
    Unit.objects.create(
        code="96001", name="An Hải Mới", full_name="Phường An Hải Mới", valid_from=today, **later
    )
    actions.grant_role(cast.vy, "dispatcher", unit=cast.province, by=None)
    ended = dt.date(2026, 1, 1)
    actions.grant_role(cast.kien, "duty-officer", by=None, valid_from=dt.date(2025, 8, 1), valid_to=ended)
    Person.objects.filter(pk=cast.tuan.pk).update(ends_on=today - dt.timedelta(days=1))
