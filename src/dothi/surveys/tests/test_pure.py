"""Shares, small groups and questions, by tables."""

from __future__ import annotations

import pytest

from dothi.kernel.errors import BadRequest
from dothi.kernel.proportion import wilson
from dothi.surveys import questions
from dothi.surveys.questions import Question
from dothi.surveys.shares import Count, parts


@pytest.mark.parametrize(
    ("k", "n", "low", "high"),
    [  # Newcombe (1998), Statistics in Medicine 17, p. 857–872, table I, method 3
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
        (29, 29, 0.8830, 1.0),
        (0, 0, 0.0, 1.0),
    ],
)
def test_the_interval_is_that_of_the_literature(k: int, n: int, low: float, high: float) -> None:
    assert wilson(k, n) == pytest.approx((low, high), abs=6e-5)


def n(answered: int) -> Count:
    return Count(answered=answered)


@pytest.mark.parametrize(
    ("groups", "shown", "rest"),
    [
        ({"a": 9, "b": 7}, ["a", "b"], None),
        ({"a": 9, "b": 3, "c": 4}, ["a"], 7),
        ({"a": 9, "b": 7, "c": 2}, ["a"], 9),  # two alone would follow from the whole
        ({"a": 9, "c": 2}, [], None),
        ({"a": 1, "b": 2}, [], None),
        ({}, [], None),
    ],
)
def test_no_small_group_is_shown_or_follows_by_subtraction(
    groups: dict[str, int], shown: list[str], rest: int | None
) -> None:
    found = parts([(name, n(k)) for name, k in groups.items()], least=5)
    assert [one.name for one in found if not one.is_rest] == shown
    assert [one.count.answered for one in found if one.is_rest] == ([rest] if rest else [])
    assert all(one.count.answered >= 5 for one in found)


FACES = Question("q1", "faces", "a", "b")
SCALE = Question("q2", "scale", "a", "b")
CHOICE = Question("q3", "choice", "a", "b", (("x", "x"), ("y", "y")))
TEXT = Question("q4", "text", "a", "b")


@pytest.mark.parametrize(
    ("asked", "values", "satisfied"),
    [
        ([FACES, SCALE], {"q1": "good", "q2": "1"}, True),
        ([FACES], {"q1": "fair"}, False),
        ([FACES, SCALE], {"q2": "5"}, None),
        ([TEXT, SCALE], {"q2": "4"}, True),
        ([SCALE], {"q2": "3"}, False),
        ([CHOICE], {"q3": "1"}, None),
    ],
)
def test_satisfaction_is_of_the_first_question_that_judges(
    asked: list[Question], values: dict[str, str], satisfied: bool | None
) -> None:
    assert questions.is_satisfied(asked, values, 4) is satisfied


def test_an_answer_is_one_of_those_offered() -> None:
    told = {"q1": "good", "q3": "2", "q4": "  lời \u202e góp ý ", "q9": "x", "csrfmiddlewaretoken": "x"}
    said = questions.said([FACES, SCALE, CHOICE, TEXT], told)
    assert said.values == {"q1": "good", "q3": "2"}
    assert said.texts == {"q4": "lời  góp ý"}
    for code, value in (("q1", "great"), ("q2", "6"), ("q2", "٣"), ("q3", "3"), ("q3", "0")):
        with pytest.raises(BadRequest):
            questions.said([FACES, SCALE, CHOICE, TEXT], {code: value})


@pytest.mark.parametrize(
    "told",
    [
        [],
        [FACES] * 6,
        [Question("", "faces", "a", "")],
        [Question("", "stars", "a", "b")],
        [Question("", "choice", "a", "b", (("x", "x"),))],
    ],
)
def test_questions_that_cannot_be_asked(told: list[Question]) -> None:
    with pytest.raises(BadRequest):
        questions.checked(told)
