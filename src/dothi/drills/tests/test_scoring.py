"""The score is what the copy's own rows say: told calls, answered, placed, joined, units sent, alarms, each in seconds of people."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from dothi.calls.models import Call
from dothi.drills.scoring import Score, score
from dothi.drills.scoring.figures import Figure, Reading, met_of
from dothi.forces.models import Assignment, Force
from dothi.incidents import actions as incidents
from dothi.incidents.models import Incident
from dothi.kernel import clock
from dothi.kernel.testing.cast import Cast
from dothi.packs.drill import DrillPlan, Target, plan_of

WORDS = {"vi": "x", "en": "x"}
HERE = [107.1, 10.4]
ADAPTER = "hook-of-the-drill"


def target(measure: str, **more: Any) -> dict[str, Any]:
    return {
        "code": measure, "measure": measure, "valid_from": "2026-07-01", "source": "x", "certainty": "D", **more,
    }  # fmt: skip


def plan(*targets: dict[str, Any]) -> DrillPlan:
    call = {"line": "114", "place": HERE, "kind": "emergency.fire-highrise"}
    calls = [
        {"at": "0s", "id": "first", **call},
        {"at": "30s", "id": "again", "same_as": "first", **call},
        {"at": "60s", "id": "other", **call, "kind": "emergency.medical-chest"},
    ]
    tree = {
        "code": "c",
        "name": WORDS,
        "about": WORDS,
        "lasts": "10m",
        "call": calls,
        "target": list(targets),
    }
    return plan_of("emergency", "drills/c.toml", tree)


def rang(number: int, at: dt.datetime, after_s: float | None, cast: Cast, **more: Any) -> Call:
    answered = None if after_s is None else at + dt.timedelta(seconds=after_s)
    return Call.objects.create(
        code=f"CG-{number}", adapter=ADAPTER, external_id=f"drill-call-{number}", received_at=at, answered_at=answered,
        state="ringing" if answered is None else "answered", taken_by=cast.minh if answered else None, taken_at=answered, **more,
    )  # fmt: skip


def case(cast: Cast, title: str = "Cháy") -> Incident:
    return incidents.open_incident(title=title, kind="fire", severity="high", by=cast.minh)


def only(found: Score) -> Figure:
    (figure,) = found.figures
    return figure


@pytest.mark.django_db
def test_answers_are_held_against_their_seconds_and_belong_to_the_role(cast: Cast) -> None:
    now = clock.now()
    began = now - dt.timedelta(minutes=3)
    rang(1, began, 9.0, cast)
    rang(2, began, 40.0, cast)
    rang(3, now, None, cast)  # rings still: neither kept nor missed
    figure = only(
        score(plan(target("answer", within="15s", share=90, role="dispatcher")), ADAPTER, began_at=began)
    )
    assert [(one.subject, one.value, one.waiting) for one in figure.readings] == [
        ("CG-1", 9.0, False), ("CG-2", 40.0, False), ("CG-3", None, True),
    ]  # fmt: skip
    assert (figure.kept, figure.n, figure.met, figure.half, figure.worst) == (1, 2, False, 9.0, 40.0)
    assert figure.roles() == {"dispatcher": (1, 2)}
    assert figure.desks() == {"ioc": (1, 2)}
    assert figure.readings[0].at == began + dt.timedelta(seconds=9)


@pytest.mark.django_db
def test_a_call_that_nobody_answered_in_time_is_missed(cast: Cast) -> None:
    began = clock.now() - dt.timedelta(minutes=3)
    rang(1, began, None, cast)
    figure = only(score(plan(target("answer", within="15s")), ADAPTER, began_at=began))
    assert (figure.kept, figure.n, figure.met) == (0, 1, False)


@pytest.mark.django_db
def test_calls_of_others_are_in_no_score(cast: Cast) -> None:
    began = clock.now() - dt.timedelta(minutes=3)
    call = rang(1, began, 9.0, cast)
    Call.objects.filter(pk=call.pk).update(adapter="asterisk")
    assert only(score(plan(target("answer", within="15s")), ADAPTER, began_at=began)).readings == ()


@pytest.mark.django_db
def test_kind_and_place_are_those_that_the_plan_knows(cast: Cast) -> None:
    began = clock.now() - dt.timedelta(minutes=3)
    near = {"lon": HERE[0] + 0.001, "lat": HERE[1], "place_source": "map"}
    far = {"lon": HERE[0] + 0.01, "lat": HERE[1], "place_source": "map"}
    rang(1, began, 5.0, cast, kind="emergency.fire-highrise", **near)
    rang(3, began, 5.0, cast, kind="emergency.fire-highrise", **far)
    found = score(
        plan(target("kind", share=80), target("place", metres=250, share=80)), ADAPTER, began_at=began
    )
    kind, place = found.figures
    assert [one.value for one in kind.readings] == [1.0, 0.0]
    # a thousandth of a degree of longitude at 10.4° is 109.4 m on the mean sphere
    assert [round(one.value or 0) for one in place.readings] == [109, 1094]
    assert (place.kept, place.n) == (1, 2)


@pytest.mark.django_db
def test_the_first_unit_counts_from_the_answer_and_second_callers_are_not_asked(cast: Cast) -> None:
    began = clock.now() - dt.timedelta(minutes=5)
    opened = case(cast)
    rang(1, began, 10.0, cast, incident=opened)
    rang(2, began, 12.0, cast, incident=opened)
    other = case(cast, "Đau ngực")
    rang(3, began, 10.0, cast, incident=other)
    engine = Force.objects.create(
        call_sign="114-01", name="Xe 1", kind="fire-engine", service="114", agency=cast.centre, capabilities=["pump"],
        state="alerted", state_since=began,
    )  # fmt: skip
    Assignment.objects.create(
        incident=opened, force=engine, sent_by=cast.minh, alerted_at=began + dt.timedelta(seconds=70)
    )
    figure = only(score(plan(target("sent", within="90s")), ADAPTER, began_at=began))
    assert [(one.subject, one.value) for one in figure.readings] == [("CG-1", 60.0), ("CG-3", None)]
    assert (figure.kept, figure.n) == (1, 2)


@pytest.mark.django_db
def test_joined_means_the_same_case(cast: Cast) -> None:
    began = clock.now() - dt.timedelta(minutes=5)
    first = case(cast)
    rang(1, began, 5.0, cast, incident=first)
    again = rang(2, began, 5.0, cast)
    asked = plan(target("joined"))
    assert [one.waiting for one in only(score(asked, ADAPTER, began_at=began)).readings] == [True]
    Call.objects.filter(pk=again.pk).update(incident=case(cast, "Vụ khác"))
    assert only(score(asked, ADAPTER, began_at=began)).met is False
    Call.objects.filter(pk=again.pk).update(incident=first)
    assert only(score(asked, ADAPTER, began_at=began)).met is True


@pytest.mark.django_db
def test_log_lines_of_people_are_counted_and_nobody_is_named(cast: Cast) -> None:
    began = clock.now() - dt.timedelta(minutes=5)
    opened = case(cast)
    rang(1, began, 5.0, cast, incident=opened)
    incidents.add_note(opened, "Khói tầng 9", by=cast.minh)
    found = score(plan(target("noted", lines=1, of=["first"])), ADAPTER, began_at=began)
    assert only(found).met is True
    assert found.counts["cases"] == 1
    assert found.took_part == {"dispatcher": 1}
    for name in (cast.minh.full_name, cast.minh.username):
        assert name not in str(found.as_json())


def test_nothing_measured_is_neither_kept_nor_missed() -> None:
    empty = Figure(Target("x", "answer", 15, 90, "", (), dt.date(2026, 7, 1), "x", "D"), ())
    late = Figure(empty.target, (Reading("CG-1", 20.0, None),))
    assert (empty.met, empty.share, empty.half) == (None, None, None)
    assert met_of([empty, late]) == (0, 1)
