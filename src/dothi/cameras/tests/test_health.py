"""What looks find, look after look: told only when it was found often enough, and every state by what makes it so."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pytest

from dothi.cameras import health
from dothi.cameras.health import Seen, Standing, judge
from dothi.cameras.rules import SEEDS
from dothi.cameras.tests.views import HIGH, WIDE, filmed, seen, street, turned

LIMITS = {seed.code: seed.value for seed in SEEDS}


def after(looks: Iterable[Seen], before: Standing | None = None) -> Standing:
    standing = before or Standing()
    for look in looks:
        standing = judge(standing, look, LIMITS)
    return standing


def states(looks: Iterable[Seen], before: Standing) -> list[str]:
    told = []
    for look in looks:
        before = judge(before, look, LIMITS)
        told.append(before.state)
    return told


@pytest.fixture(scope="module")
def well() -> Standing:
    """A camera that was looked at four times and is well."""
    return after(seen(filmed(street(), number)) for number in range(4))


def test_a_camera_that_shows_its_street_is_well_from_the_first_look(well: Standing) -> None:
    assert after([seen(filmed(street(), 0))]).state == health.OK
    assert (well.state, well.suspected, len(well.references)) == (health.OK, "", health.BYTES)


def test_no_answer_is_told_at_the_second_time_and_forgiven_at_once(well: Standing) -> None:
    silent = Seen("no-answer")
    assert states([silent, silent, seen(filmed(street(), 9))], well) == [health.OK, health.DOWN, health.OK]
    assert after([silent, silent], well).trouble == "no-answer"


def test_the_same_picture_again_and_again_is_frozen(well: Standing) -> None:
    still = seen(filmed(street(), 9))
    assert states([still] * 4, well) == [health.OK] * 3 + [health.FROZEN]
    assert states([still, still, still, seen(filmed(street(), 10))], well)[-1] == health.OK


def test_a_turned_camera_is_told_and_a_passing_lorry_is_not(well: Standing) -> None:
    away = [seen(filmed(turned(street(), 6), number)) for number in range(20, 24)]
    assert states(away, well) == [health.OK, health.OK, health.MOVED, health.MOVED]
    lorry = np.array(filmed(street(), 30))
    lorry[40:200, 60:330] = 90
    assert states([seen(lorry), seen(filmed(street(), 31))], well) == [health.OK, health.OK]


def test_a_look_at_another_place_is_moved_and_a_darker_evening_is_not(well: Standing) -> None:
    assert after((seen(filmed(street(7), number)) for number in range(3)), well).state == health.MOVED
    assert after((seen(filmed(street(), n, light=0.45)) for n in range(3)), well).state == health.OK


def test_a_view_that_a_person_confirmed_is_right_from_then_on_and_the_old_one_stays_right(
    well: Standing,
) -> None:
    away = [seen(filmed(turned(street(), 8), number)) for number in range(5)]
    moved = after(away[:3], well)
    confirmed = health.with_reference(moved.references, moved.newest)
    again = Standing(moved.state, references=confirmed, newest=moved.newest)
    assert after(away[3:], again).state == health.OK
    assert after([seen(filmed(street(), 40))], again).state == health.OK
    for _ in range(9):
        confirmed = health.with_reference(confirmed, moved.newest)
    assert len(confirmed) == health.REFERENCES * health.BYTES


@pytest.mark.parametrize("grey", [0, 128, 255])
def test_one_colour_is_no_picture(well: Standing, grey: int) -> None:
    blank = seen(np.full((HIGH, WIDE, 3), grey, np.uint8))
    standing = after([blank, blank], well)
    assert (standing.state, standing.trouble) == (health.RUBBISH, "blank")
    assert standing.references == well.references  # what shows nothing is never what a view should be


def test_every_trouble_of_a_look_is_a_state() -> None:
    assert {judge(Standing(), Seen(one), LIMITS).suspected for one in health.OF_TROUBLE} == {
        "down",
        "rubbish",
    }


def test_who_does_not_answer_is_asked_less_and_less_and_a_suspicion_is_looked_into_soon(
    well: Standing,
) -> None:
    waits, standing = [], well
    for _ in range(8):
        standing = judge(standing, Seen("refused"), LIMITS)
        waits.append(health.next_wait_s(standing, LIMITS))
    assert waits == [60, 600, 1200, 1800, 1800, 1800, 1800, 1800]
    assert health.next_wait_s(well, LIMITS) == 300


def test_a_descriptor_is_too_coarse_for_a_letter() -> None:
    """What health keeps of a view: a plate of a car, 40 points wide, becomes six grey fields at most."""
    plain, lettered = np.full((HIGH, WIDE, 3), 200, np.uint8), np.full((HIGH, WIDE, 3), 200, np.uint8)
    lettered[100:112, 100:140:4] = 30
    changed = health.grey_of(seen(plain).descriptor) != health.grey_of(seen(lettered).descriptor)
    assert 0 < changed.sum() < 40
