"""One condition on the edit screen: its sentence and its text, each made from the other as a person goes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from dothi.kernel.errors import BadRequest
from dothi.kernel.i18n import message_of, t
from dothi.rules.clauses import NOW
from dothi.rules.expressions import compile_expression
from dothi.rules.models import Rule
from dothi.rules.sentence import offered
from dothi.rules.sentence.offered import DURING, Measure, Subject
from dothi.rules.sentence.parts import MOST, Part, Sentence, checked, sentence_of, text_of, typed

WHICH = ("condition", "clear")


@dataclass(frozen=True, slots=True)
class Line:
    """A part with what can be chosen in it."""

    part: Part
    subject: Subject
    measure: Measure
    measures: list[Measure]
    signs: list[tuple[str, str]]

    @property
    def is_schedule(self) -> bool:
        return self.part.attribute == NOW and self.part.member == DURING


@dataclass(frozen=True, slots=True)
class Block:
    """`sentence` None: the text is richer. `error`: what is wrong with the text as a whole."""

    which: str
    text: str
    sentence: Sentence | None
    lines: list[Line]
    subjects: list[Subject]
    lengths: list[tuple[str, str]]
    schedules: list[tuple[str, str]]
    error: str = ""
    by_text: bool = False  # a person has just changed the text
    address: str = ""  # which a step within the sentence is sent to

    @property
    def full(self) -> bool:
        return len(self.lines) >= MOST


def block(which: str, rule: Rule, text: str, given: Mapping[str, str] | None = None, act: str = "") -> Block:
    """`given`: a form as it was sent. What a person changed wins: the text when it differs from what was shown, else the parts."""
    subjects = offered.subjects(rule.entity_type, rule.attributes)
    numbers = frozenset(each.name for each in subjects if each.is_number)
    sentence, is_draft = _wanted(which, text, given, act, subjects)
    if sentence is not None and is_draft:
        sentence = checked(sentence, numbers)
        if (sentence.is_sound or not sentence.parts) and text_of(sentence) != _as_sentence(text):
            text = text_of(sentence)
    error = "" if is_draft or not text.strip() else _error(text)
    lines = [_line(part, subjects) for part in sentence.parts] if sentence else []
    schedules = offered.schedules()
    by_text = given is not None and given.get(f"{which}-was") not in (None, given.get(which))
    address = f"/rules/{rule.code or 'new'}/sentence/{which}/"
    return Block(
        which, text, sentence, lines, subjects, offered.lengths(), schedules, error, by_text, address
    )


def _wanted(
    which: str, text: str, given: Mapping[str, str] | None, act: str, subjects: list[Subject]
) -> tuple[Sentence | None, bool]:
    """The sentence to show, and whether it comes from the parts (and the text follows it)."""
    shown = given.get(f"{which}-was") if given is not None else None
    parts = typed(given, which) if given is not None and shown == text else None
    sentence = parts if parts is not None else sentence_of(text)
    if sentence is None:
        return None, False
    verb, _, rest = act.partition(":")
    name, _, number = rest.partition(":")
    if verb == "add" and name == which and len(sentence.parts) < MOST:
        new = (
            Part(subjects[0].name) if not sentence.parts else replace(sentence.parts[-1], value="", error="")
        )
        return replace(sentence, parts=(*sentence.parts, new)), True
    if verb == "drop" and name == which and number.isdecimal():
        left = tuple(part for place, part in enumerate(sentence.parts) if place != int(number))
        return replace(sentence, parts=left), True
    return sentence, parts is not None


def _as_sentence(text: str) -> str:
    """A text as its own sentence would write it: one that says the same stays as it was typed."""
    same = sentence_of(text)
    return text_of(same) if same else ""


def _error(text: str) -> str:
    try:
        compile_expression(text)
    except BadRequest as wrong:
        return message_of(wrong)
    return ""


def _line(part: Part, subjects: list[Subject]) -> Line:
    subject = next((each for each in subjects if each.name == part.attribute), None)
    if subject is None:  # an attribute that the type does not declare: as the text names it
        subject = Subject(part.attribute, part.attribute, "", False)
        subjects.append(subject)
    known = offered.measures(part.attribute)
    measure = next((each for each in known if each.name == part.member), known[0])
    return Line(
        replace(part, member=measure.name), subject, measure, known, offered.signs(truth=measure.truth)
    )


def leads() -> dict[str, str]:
    """What stands before the fields around the conditions, so that they read as a sentence."""
    names = ("for", "longer", "during", "together", "least", "within", "radius", "raises")
    return {name: t(f"rules-part-{name}") for name in names}


def merged(data: Mapping[str, str], rule: Rule) -> dict[str, str]:
    """A sent form with texts that follow the parts where only those were changed: what is tried and saved."""
    given = {name: data.get(name, "") for name in data}
    for which in WHICH:
        if f"{which}-was" in given:
            given[which] = block(which, rule, given.get(which, ""), given).text
    return given
