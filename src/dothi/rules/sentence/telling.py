"""A rule in words, made of its sentence: what stands on alarms and lists where nobody wrote something better."""

from __future__ import annotations

from django.utils.translation import override

from dothi.entities import meaning
from dothi.kernel.i18n import t
from dothi.kernel.templatetags.dothi import number
from dothi.rules.models import Kind, Rule
from dothi.rules.schedules.queries import schedule_names
from dothi.rules.sentence import offered
from dothi.rules.sentence.offered import DURING, TRUTHS, VALUE, Subject
from dothi.rules.sentence.parts import Part, Sentence, sentence_of
from dothi.rules.wording import length


def told(rule: Rule, language: str) -> str:
    """One line; empty where the condition is richer than a sentence."""
    with override(language):
        begin = _silence(rule) if rule.kind == Kind.NO_DATA else _condition(rule)
        return begin and t(
            "rules-told", text=begin[0].upper() + begin[1:] + _bounds(rule), clears=_clears(rule)
        )


def _silence(rule: Rule) -> str:
    names = ", ".join(meaning.attribute(name, rule.entity_type) for name in rule.attributes)
    assert rule.no_data_after is not None
    return t("rules-told-silent", names=names, length=length(rule.no_data_after))


def _condition(rule: Rule) -> str:
    text = _said(rule, rule.condition)
    return text + (t("rules-told-for", length=length(rule.hold)) if text and rule.hold else "")


def _bounds(rule: Rule) -> str:
    """The hours it holds in, and how many must come together."""
    found = (
        t("rules-told-when", name=schedule_names().get(rule.schedule, rule.schedule)) if rule.schedule else ""
    )
    if rule.together_least and rule.together_within:
        key = "rules-told-near" if rule.together_radius_m else "rules-told-unit"
        found += t(
            key, least=rule.together_least, length=length(rule.together_within), radius=rule.together_radius_m or 0
        )  # fmt: skip
    return found


def _clears(rule: Rule) -> str:
    if rule.kind == Kind.NO_DATA:
        return t("rules-told-back")
    text = _said(rule, rule.clear) if rule.clear else t("rules-told-no-longer")
    held = t("rules-told-for", length=length(rule.clear_hold)) if rule.clear_hold else ""
    return (text or t("rules-told-clear-richer")) + held


def _said(rule: Rule, text: str) -> str:
    sentence = sentence_of(text)
    if sentence is None or not sentence.parts:
        return ""
    return _joined(
        sentence, {each.name: each for each in offered.subjects(rule.entity_type, rule.attributes)}
    )


def _joined(sentence: Sentence, subjects: dict[str, Subject]) -> str:
    word = t("rules-part-or" if sentence.word == "||" else "rules-part-and")
    return f" {word} ".join(_part(part, subjects[part.attribute]) for part in sentence.parts)


def _part(part: Part, subject: Subject) -> str:
    measure = next(each for each in offered.measures(part.attribute) if each.name == part.member)
    said = _inside(subject.label)
    if part.member == DURING:
        return t("rules-told-during", name=schedule_names().get(part.also, part.also), sign=_sign(part))
    if part.member != VALUE:
        window = f", {part.n} {t(f'rules-part-length-{part.unit}')}" if measure.windowed else ""
        also = f", {part.also}" if measure.also else ""
        said = f"{said} ({measure.label}{also}{window})"
    return f"{said} {_sign(part)}{_limit(part, subject, is_counted=part.member in ('count', 'hours'))}"


def _inside(label: str) -> str:
    """A label within a sentence: `Bụi mịn` begins small, `PM2.5` and `VN_AQI` do not."""
    return label[:1].lower() + label[1:] if label[1:2].islower() or label[1:2] == " " else label


def _sign(part: Part) -> str:
    return (
        dict(offered.signs(truth=part.is_truth))[part.sign]
        if part.sign in TRUTHS or not part.is_truth
        else ""
    )


def _limit(part: Part, subject: Subject, *, is_counted: bool) -> str:
    if part.sign in TRUTHS or part.is_truth:
        return ""
    try:
        figure = number(float(part.value.replace(",", ".")), 6)
    except ValueError:
        figure = part.value
    return f" {figure}" + (f" {subject.unit}" if subject.unit and not is_counted else "")
