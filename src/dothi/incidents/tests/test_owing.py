"""Steps in the one list of what people owe: as they are given, done and opened again, and as their case closes, is merged and parted."""

from __future__ import annotations

import pytest

from dothi.incidents import actions, walking
from dothi.incidents.joining import actions as joining
from dothi.incidents.models import Incident
from dothi.incidents.tests.test_procedures import incident, steps  # noqa: F401 - the fixture
from dothi.incidents.workflow import State
from dothi.kernel.testing.cast import Cast
from dothi.tasks import mine
from dothi.tasks.models import Owed

pytestmark = pytest.mark.django_db


def owed() -> dict[str, str]:
    """The open steps by their id, and who owes them."""
    rows = Owed.objects.filter(kind="step", closed_at__isnull=True).select_related("person", "agency")
    return {one.code: one.person.username if one.person else one.agency.code for one in rows}


def test_a_step_is_owed_while_it_is_open_and_has_an_owner(incident: Incident, cast: Cast) -> None:  # noqa: F811
    first, second, third = steps(incident)
    assert owed() == {str(first.pk): "minh"}
    assert Owed.objects.get().due_at == first.due_at
    walking.give_step(third, cast.environment, by=cast.minh)
    walking.give_step(second, cast.minh, by=cast.minh)  # need not be done: nobody owes it
    assert owed() == {str(first.pk): "minh", str(third.pk): "so-nnmt"}
    walking.do_step(first, by=cast.minh)
    assert owed() == {str(third.pk): "so-nnmt"}
    walking.reopen_step(first, reason="Gọi nhầm số", by=cast.minh)
    walking.give_step(first, cast.nga, by=cast.minh)
    assert owed() == {str(first.pk): "nga", str(third.pk): "so-nnmt"}


def test_it_stands_in_the_list_of_whoever_owes_it(incident: Incident, cast: Cast) -> None:  # noqa: F811
    (item,) = [item for bucket in mine.by_clock(cast.minh) for item in bucket.items]
    assert (item.row.path, item.row.kind) == (f"/incidents/{incident.code}/", "step")
    assert incident.code in item.title
    assert mine.by_clock(cast.tuan) == []


def test_nobody_owes_anything_in_a_closed_case(incident: Incident, cast: Cast) -> None:  # noqa: F811
    first, _, third = steps(incident)
    told = {"expected": State.NEW, "reason": "Báo nhầm", "by": cast.minh}
    actions.change_state(incident, State.CLOSED, leaving=[first.pk, third.pk], **told)
    assert owed() == {}
    actions.change_state(incident, State.WORKING, expected=State.CLOSED, reason="Cháy lại", by=cast.minh)
    assert owed() == {str(first.pk): "minh"}


def test_a_merged_case_owes_nothing_until_it_is_parted(incident: Incident, cast: Cast) -> None:  # noqa: F811
    first, *_ = steps(incident)
    other = actions.open_incident(
        title="Khói ở bãi rác", kind="other", severity="low", by=cast.minh, unit_id=cast.ward_a.pk
    )
    done = joining.merge(incident, other, reason="Cùng một đám cháy", by=cast.minh)
    assert str(first.pk) not in owed()
    joining.part(done, reason="Hai nơi khác nhau", by=cast.minh)
    assert owed()[str(first.pk)] == "minh"
