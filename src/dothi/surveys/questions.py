"""The questions of a survey and what is an answer to them. Pure: no row is read or written here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from dothi.kernel.errors import BadRequest
from dothi.kernel.i18n import language
from dothi.kernel.said import plain

FACES, SCALE, CHOICE, TEXT = "faces", "scale", "choice", "text"
KINDS = (FACES, SCALE, CHOICE, TEXT)
FACE_VALUES = ("good", "fair", "bad")
SCALE_POINTS = ("1", "2", "3", "4", "5")
MOST, MOST_CHOICES, LONGEST_QUESTION, LONGEST_TEXT = 5, 8, 300, 1000


@dataclass(frozen=True, slots=True)
class Question:
    """One question; `choices`: (value, words) of what may be chosen, empty for free words."""

    code: str
    kind: str
    vi: str
    en: str
    named: tuple[tuple[str, str], ...] = ()  # words of each choice, vi and en

    @property
    def words(self) -> str:
        return self.en if language() == "en" else self.vi

    @property
    def options(self) -> tuple[str, ...]:
        """The values an answer may have; none for free words."""
        if self.kind == CHOICE:
            return tuple(str(place) for place in range(1, len(self.named) + 1))
        return {FACES: FACE_VALUES, SCALE: SCALE_POINTS}.get(self.kind, ())

    @property
    def choices(self) -> list[tuple[str, str]]:
        """(value, words) of a question with choices of its own."""
        english = language() == "en"
        return [(value, pair[english]) for value, pair in zip(self.options, self.named, strict=False)]


def read(kept: Iterable[Mapping[str, Any]]) -> list[Question]:
    """The questions as a row keeps them."""
    return [
        Question(one["code"], one["kind"], one["vi"], one["en"],
                 tuple((each["vi"], each["en"]) for each in one.get("choices", ())))
        for one in kept
    ]  # fmt: skip


def kept(questions: Iterable[Question]) -> list[dict[str, Any]]:
    """As a row keeps them."""
    return [
        {"code": one.code, "kind": one.kind, "vi": one.vi, "en": one.en}
        | ({"choices": [{"vi": vi, "en": en} for vi, en in one.named]} if one.named else {})
        for one in questions
    ]


def checked(told: Iterable[Question], least: int = 1) -> list[Question]:
    """Numbered q1 to q5. Raises BadRequest: none or too many, no words in a language, a choice between fewer than two."""
    found = [one for one in told if one.vi or one.en]
    if not least <= len(found) <= MOST:
        raise BadRequest("survey-questions", least=least, most=MOST)
    for one in found:
        if (
            one.kind not in KINDS
            or not (one.vi and one.en)
            or len(one.vi) > LONGEST_QUESTION
            or len(one.en) > LONGEST_QUESTION
        ):
            raise BadRequest("survey-question", question=one.vi[:80] or one.en[:80])
        if one.kind == CHOICE and not 2 <= len(one.named) <= MOST_CHOICES:
            raise BadRequest("survey-choices", question=one.vi[:80], most=MOST_CHOICES)
    return [Question(f"q{place}", one.kind, one.vi, one.en, one.named if one.kind == CHOICE else ())
            for place, one in enumerate(found, start=1)]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Said:
    """What was answered: chosen values and free words, by the code of the question."""

    values: dict[str, str]
    texts: dict[str, str]

    def __bool__(self) -> bool:
        return bool(self.values or self.texts)


def said(questions: Iterable[Question], form: Mapping[str, Any]) -> Said:
    """Reads a form. What stands in it besides is nobody's answer. Raises BadRequest: a value that the question does not offer."""
    values, texts = {}, {}
    for one in questions:
        told = plain(str(form.get(one.code, "")))
        if not told:
            continue
        if one.kind == TEXT:
            texts[one.code] = told[:LONGEST_TEXT]
        elif told in one.options:
            values[one.code] = told
        else:
            raise BadRequest("survey-answer", question=one.words[:80])
    return Said(values, texts)


def judging(questions: Iterable[Question]) -> Question | None:
    """The question that satisfaction is taken from: the first with faces or a scale."""
    return next((one for one in questions if one.kind in (FACES, SCALE)), None)


def is_satisfied(
    questions: Iterable[Question], values: Mapping[str, str], satisfied_from: int
) -> bool | None:
    """None: they were not asked, or did not say."""
    asked = judging(questions)
    told = values.get(asked.code) if asked else None
    if asked is None or told is None:
        return None
    return told == "good" if asked.kind == FACES else int(told) >= satisfied_from
