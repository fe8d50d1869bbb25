"""The leader's page: their figures, what changed, what is red; a card that answers in one tap, and the task of one tap."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from dothi.accounts import actions as accounts
from dothi.incidents import actions as incidents
from dothi.indicators import book, computing, due
from dothi.indicators.models import Indicator
from dothi.indicators.tests.feed import DAY, NOW, load, place, tell
from dothi.kernel import clock
from dothi.kernel.errors import BadRequest
from dothi.kernel.testing.cast import Cast
from dothi.leaders import changes, tiles
from dothi.leaders.models import ReadySet
from dothi.rules.alarms.tests.cast import raised, rule
from dothi.tasks import actions as tasks
from dothi.tasks.models import Task

pytestmark = pytest.mark.django_db
KEY = "6a1c3d2e-0000-4000-8000-000000000002"


def fill(*codes: str, owner: str = "so-nnmt") -> None:
    """Figures of a day, all of them the pack's."""
    load(*(
        {
            "code": code, "valid_from": dt.date(2026, 1, 1), "name": {"vi": "Mức đầy", "en": "Filling"}, "figure": "mean", "over": "day",
            "type": "Box", "attribute": "fill", "unit": "P1", "better": "low", "source": "thử", "certainty": "D",
        }
        for code in codes or ("fill-mean",)
    ))  # fmt: skip
    Indicator.objects.filter(code__in=codes or ("fill-mean",)).update(owner=owner)


def test_a_leader_sees_what_they_chose_else_what_is_ready_for_their_role(cast: Cast, client_of: Any) -> None:
    fill("fill-a", "fill-b")
    assert {one.indicator.code for one in tiles.of(cast.hoa)} == {"fill-a", "fill-b"}
    ReadySet.objects.update(figures=["fill-b", "gone"])
    assert [one.indicator.code for one in tiles.of(cast.hoa)] == ["fill-b"]
    browser = client_of(cast.hoa)
    assert browser.post("/leader/tiles/", {"figure": ["fill-a"]}).status_code == 302
    assert [one.indicator.code for one in tiles.of(cast.hoa)] == ["fill-a"]
    with pytest.raises(BadRequest):
        tiles.choose([f"x{number}" for number in range(11)], by=cast.hoa)
    with pytest.raises(BadRequest):
        tiles.choose(["gone"], by=cast.hoa)


def test_the_card_answers_and_one_tap_gives_one_task(cast: Cast, client_of: Any) -> None:
    fill()
    browser = client_of(cast.hoa)
    page = browser.get("/leader/figure/fill-mean/").content.decode()
    assert 'data-answer="owner">Sở Nông nghiệp và Môi trường' in page
    assert "Chưa giao" in page and "Chưa có trả lời" in page
    for _ in range(2):
        browser.post("/leader/figure/fill-mean/task/", {"key": KEY, "due": "days:3"})
    task = Task.objects.get()
    assert (task.lead_agency, task.source_kind, task.source_code, task.due_said) == (
        cast.environment, "figure", "fill-mean", "days:3",
    )  # fmt: skip
    assert task.code in browser.get("/leader/figure/fill-mean/").content.decode()
    tasks.accept(task, by=cast.nga)
    tasks.start(task, by=cast.nga)
    tasks.hand_in(task, text="Đã xả bớt", by=cast.nga)
    page = browser.get("/leader/figure/fill-mean/").content.decode()
    assert "Đã xả bớt" in page and str(cast.nga) in page
    assert "1 nhiệm vụ đã báo cáo" in browser.get("/leader/").content.decode()


def test_a_deadline_that_nobody_offered_and_a_thing_of_nobody_give_no_task(
    cast: Cast, client_of: Any
) -> None:
    fill("owned", "free")
    Indicator.objects.filter(code="free").update(owner="")
    browser = client_of(cast.hoa)
    browser.post("/leader/figure/owned/task/", {"key": KEY, "due": "days:99"})
    browser.post("/leader/figure/free/task/", {"key": KEY, "due": "days:3"})
    assert not Task.objects.exists()
    assert "/tasks/new/?kind=figure" in browser.get("/leader/figure/free/").content.decode()


def test_red_things_lead_to_their_cards(cast: Cast, client_of: Any) -> None:
    alarm = raised(rule("r-1", severity="critical"), 7, unit=cast.ward_a.pk, at=clock.now())
    case = incidents.open_incident(
        title="Ngập",
        kind="flood",
        severity="high",
        unit_id=cast.ward_a.pk,
        agency_id=cast.office_a.pk,
        by=cast.minh,
    )
    browser = client_of(cast.hoa)
    page = browser.get("/leader/").content.decode()
    assert f"/leader/alarm/{alarm.pk}/" in page and f"/leader/incident/{case.code}/" in page
    assert "1 cảnh báo mới, 1 nghiêm trọng" in page and "1 vụ việc mới" in page
    for path in (f"/leader/alarm/{alarm.pk}/", f"/leader/incident/{case.code}/"):
        assert browser.get(path).status_code == 200
    browser.post(f"/leader/incident/{case.code}/task/", {"key": KEY, "due": "days:1"})
    assert Task.objects.get().source_code == case.code
    assert browser.get("/leader/spaceship/1/").status_code == 404


def test_a_leader_of_a_ward_sees_the_ward(cast: Cast, client_of: Any) -> None:
    accounts.grant_role(cast.tuan, "leader", unit=cast.ward_b, by=None)
    case = incidents.open_incident(
        title="Ngập", kind="flood", severity="critical", unit_id=cast.ward_a.pk, by=cast.minh
    )
    browser = client_of(cast.tuan)
    assert case.code not in browser.get("/leader/").content.decode()
    assert browser.get(f"/leader/incident/{case.code}/").status_code == 404
    assert not [one for one in changes.of(cast.tuan, []) if "vụ việc" in one.text]
    assert client_of(cast.minh).get("/leader/").status_code == 403


@pytest.mark.django_db(transaction=True)
def test_it_says_since_when_a_figure_is_worse(cast: Cast) -> None:
    fill()
    tell("a", (-12, 70.0), (12, 20.0), (36, 40.0))
    place("a", cast.ward_a.pk, cast.environment.pk)
    due.owe_the_past(["fill-mean"])
    with clock.moved_to(NOW):
        computing.catch_up()
        course = tiles.course(book.get_indicator("fill-mean"), cast.hoa.scope("indicators.view"))
    assert [value for _, value in course.values if value is not None] == [70.0, 20.0, 40.0]
    assert course.worse_before == DAY - dt.timedelta(days=1)
    assert course.began is None
