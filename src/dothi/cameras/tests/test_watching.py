"""Looks of the house as rows know them: claimed once, judged, told; and questions for pictures, answered only while a look stands."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from dothi.cameras import actions, looks_taken
from dothi.cameras.health import Seen
from dothi.cameras.looks_taken import Figures
from dothi.cameras.models import CameraHealth, CameraPeriod, CameraSecret
from dothi.cameras.queries import served_share
from dothi.cameras.secrets import Login
from dothi.cameras.tests.register import camera
from dothi.cameras.tests.views import filmed, seen, street
from dothi.kernel import clock
from dothi.kernel.models import Event

pytestmark = pytest.mark.django_db


def test_a_camera_is_claimed_by_one_process_and_comes_again_in_its_rhythm(cast: Any) -> None:
    found = camera("cho-1", cast.environment, cast.ward_a, login=Login("u", "p"))
    now = clock.now()
    (target,) = looks_taken.due(now, 10)
    assert (target.code, target.login) == ("cho-1", Login("u", "p"))
    assert looks_taken.due(now, 10) == []
    assert len(looks_taken.due(now + dt.timedelta(seconds=61), 10)) == 1  # nobody brought it home
    looks_taken.note(found.pk, Figures(seen(filmed(street(), 0)), 384, 216, 80), now)
    assert looks_taken.due(now + dt.timedelta(seconds=299), 10) == []
    assert len(looks_taken.due(now + dt.timedelta(seconds=301), 10)) == 1


def test_what_a_look_takes_does_not_slow_the_rhythm_and_a_late_one_is_not_made_up_for(cast: Any) -> None:
    found = camera("cho-1", cast.environment, cast.ward_a)
    was_due, home = CameraHealth.objects.get(camera=found).next_at, dt.timedelta(seconds=8)
    (target,) = looks_taken.due(was_due + dt.timedelta(seconds=1), 10)
    first, second = (Figures(seen(filmed(street(), number)), 384, 216, 80) for number in (0, 1))
    looks_taken.note(found.pk, first, was_due + home, target.due_at)
    assert CameraHealth.objects.get(camera=found).next_at == was_due + dt.timedelta(seconds=300)
    looks_taken.note(found.pk, second, was_due + dt.timedelta(hours=1), target.due_at)
    assert CameraHealth.objects.get(camera=found).next_at == was_due + dt.timedelta(hours=1, seconds=300)


def test_a_login_that_no_key_reads_is_the_trouble_of_its_camera_and_of_no_other(cast: Any) -> None:
    bad = camera("cho-1", cast.environment, cast.ward_a, login=Login("u", "p"))
    camera("cho-2", cast.environment, cast.ward_a)
    CameraSecret.objects.filter(camera=bad).update(token="of another key")
    told = {one.code: one.trouble for one in looks_taken.due(clock.now(), 10)}
    assert told == {"cho-1": "no-key", "cho-2": ""}


def test_a_state_is_told_once_with_its_time_and_kept_as_a_period(cast: Any) -> None:
    found = camera("cho-1", cast.environment, cast.ward_a)
    now = clock.now()
    looks = [seen(filmed(street(), 0)), Seen("refused"), Seen("refused"), Seen("refused")]
    for minute, look in enumerate(looks):
        looks_taken.note(found.pk, Figures(look), now + dt.timedelta(minutes=minute))
    told = [
        one.payload
        for one in Event.objects.filter(topic="cameras.changed", payload__what="state").order_by("pk")
    ]
    assert [(one["before"], one["state"], one["trouble"]) for one in told] == [
        ("unknown", "ok", ""),
        ("ok", "down", "refused"),
    ]
    health = CameraHealth.objects.get(camera=found)
    assert (health.state, health.since, health.failures) == ("down", now + dt.timedelta(minutes=2), 3)
    rows = CameraPeriod.objects.filter(camera=found).order_by("began_at").values_list("state", "ended_at")
    assert list(rows) == [
        ("unknown", now), ("ok", now + dt.timedelta(minutes=2)), ("down", None),
    ]  # fmt: skip


def test_the_share_of_service_counts_only_what_is_known(cast: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    found = camera("cho-1", cast.environment, cast.ward_a)
    assert served_share(found) is None
    now = clock.now()
    CameraPeriod.objects.filter(camera=found).delete()
    hours = [("ok", 10, 4), ("down", 4, 2), ("ok", 2, None)]
    for state, began, ended in hours:
        CameraPeriod.objects.create(
            camera=found, state=state, began_at=now - dt.timedelta(hours=began),
            ended_at=None if ended is None else now - dt.timedelta(hours=ended),
        )  # fmt: skip
    monkeypatch.setattr(clock, "now", lambda: now)
    assert served_share(found) == pytest.approx(0.8)


def test_what_is_out_of_service_is_not_looked_at_and_a_late_answer_changes_nothing(cast: Any) -> None:
    found = camera("cho-1", cast.environment, cast.ward_a)
    actions.switch(found, on=False, by=cast.nga, reason="tháo về sửa")
    assert looks_taken.due(clock.now(), 10) == []
    assert looks_taken.note(found.pk, Figures(Seen("no-answer"))) is None


def test_health_keeps_figures_and_never_a_picture(cast: Any) -> None:
    found = camera("cho-1", cast.environment, cast.ward_a)
    for number in range(6):
        looks_taken.note(found.pk, Figures(seen(filmed(street(), number)), 384, 216, 80))
    health = CameraHealth.objects.get(camera=found)
    assert (len(health.newest), len(health.references)) == (
        4608,
        4608,
    )  # 64 x 36 grey means each, whatever was looked at
