"""What would stay with nobody goes on: agencies that were merged or ended, people who left or changed their job."""

from __future__ import annotations

from typing import Any

import pytest

from dothi.accounts import actions as accounts
from dothi.accounts.models import Agency, Person
from dothi.kernel.errors import BadRequest
from dothi.kernel.testing.cast import Cast
from dothi.tasks import actions, passing_on, queries
from dothi.tasks.models import Owed
from dothi.tasks.tests.test_tasks import given, owed

pytestmark = pytest.mark.django_db


def merged(former: Agency, heir: Agency | None) -> None:
    """Its people move to the heir, or their accounts end; then it ends today."""
    for one in Person.objects.filter(agency=former):
        if heir is None:
            accounts.expire_person(one, by=None)
        else:
            accounts.move_person(one, agency=heir, by=None)
    accounts.end_agency(former, successor=heir, by=None)


def said(task: Any) -> list[str]:
    return [line.what for line in queries.record(task)]


def test_who_took_over_leads_and_is_told(cast: Cast) -> None:
    task = given(cast)
    actions.accept(task, by=cast.nga)
    merged(cast.environment, cast.office_b)
    assert [passing_on.pass_on(), passing_on.pass_on()] == [1, 0]
    task.refresh_from_db()
    assert (task.lead_agency, task.state, said(task)[-1]) == (cast.office_b, "accepted", "passed-on")
    assert ("task", None, "ubnd-binh-minh") in owed(task)
    assert ("task", None, "so-nnmt") not in owed(task)
    actions.hand_in(task, by=cast.tuan)


def test_without_anybody_who_took_over_it_goes_back_to_its_giver(cast: Cast) -> None:
    task = given(cast)
    merged(cast.environment, None)
    passing_on.pass_on()
    task.refresh_from_db()
    assert (task.state, said(task)[-1]) == ("refused", "fell-back")
    assert owed(task) == {("task-decide", "hoa", None)}
    actions.give_again(task, lead=cast.office_b, by=cast.hoa)
    assert passing_on.pass_on() == 0


def test_who_took_over_works_along_once(cast: Cast) -> None:
    task, other = given(cast), given(cast, with_=[cast.office_a, cast.office_b])
    merged(cast.office_a, cast.office_b)
    passing_on.pass_on()
    for one in (task, other):
        assert sorted(part.agency.code for part in queries.parts_of(one)) == ["so-nnmt", "ubnd-binh-minh"]
        assert ("task-part", None, "ubnd-binh-minh") in owed(one)


def test_a_person_who_left_leaves_the_task_to_their_agency(cast: Cast) -> None:
    task = given(cast, lead=cast.tuan, with_=())
    accounts.expire_person(cast.tuan, by=None)
    passing_on.pass_on()
    assert owed(task) == {("task", None, "ubnd-binh-minh")}
    moved = given(cast, lead=cast.nga, with_=())
    accounts.move_person(cast.nga, agency=cast.office_a, by=None)
    passing_on.pass_on()
    moved.refresh_from_db()
    assert (moved.lead_agency, moved.lead_person) == (cast.environment, None)


def test_what_a_giver_who_left_had_to_decide_goes_to_their_agency(cast: Cast) -> None:
    task = given(cast)
    actions.hand_in(task, by=cast.nga)
    accounts.expire_person(cast.hoa, by=None)
    assert [passing_on.pass_on(), passing_on.pass_on()] == [1, 0]
    assert owed(task) == {("task-decide", None, "ioc")}
    actions.confirm(task, by=cast.minh)
    assert not Owed.objects.filter(closed_at__isnull=True).exists()


def test_who_took_over_from_the_giver_decides(cast: Cast) -> None:
    task = given(cast, by=cast.lan, lead=cast.office_a, with_=())
    merged(cast.office_a, cast.office_b)
    passing_on.pass_on()
    task.refresh_from_db()
    assert (task.agency, task.unit_id, task.lead_agency) == (cast.office_b, cast.ward_b.pk, cast.office_b)
    actions.withdraw(task, reason="Không cần nữa", by=cast.tuan)


def test_nobody_takes_over_who_has_ended_too(cast: Cast) -> None:
    merged(cast.office_b, None)
    accounts.expire_person(cast.lan, by=None)
    with pytest.raises(BadRequest) as refused:
        accounts.end_agency(cast.office_a, successor=cast.office_b, by=None)
    assert refused.value.code == "accounts-successor-does-not-stand"
