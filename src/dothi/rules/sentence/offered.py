"""What the parts of a sentence can be: attributes of the type as its pack declares them, measures as operators declare themselves."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from dothi.entities import catalogue, meaning
from dothi.kernel.i18n import language, t
from dothi.rules.clauses import NOW
from dothi.rules.operators import Also, operators
from dothi.rules.schedules.queries import schedule_names

VALUE, DURING = "value", "during"
SIGNS = (">", ">=", "<", "<=", "==", "!=")
TRUTHS = ("true", "false")
LENGTHS = ("m", "h", "d", "w")
OF_NOW = {
    "hour": False,
    "minute": False,
    "weekday": False,
    "isHoliday": True,
    "isTet": True,
    "isWorkday": True,
    DURING: True,
}
_SIGN_WORDS = {">": "above", ">=": "at-least", "<": "below", "<=": "at-most", "==": "equal", "!=": "unequal"}


@dataclass(frozen=True, slots=True)
class Subject:
    """What a part speaks of: an attribute, or the time it is judged at."""

    name: str
    label: str
    unit: str
    is_number: bool


@dataclass(frozen=True, slots=True)
class Measure:
    """What is asked of it. `truth`: the answer is yes or no; `windowed`: over a time; `also`: with a second figure or word."""

    name: str
    label: str
    truth: bool
    windowed: bool
    also: bool
    takes_text: bool = False


def subjects(entity_type: str, named: Iterable[str]) -> list[Subject]:
    """The attributes that the type declares, those that the rule names already, and the time of day."""
    properties = {
        name: about
        for one in catalogue.declarations(entity_type)
        for name, about in one.schema.get("properties", {}).items()
        if name not in ("id", "type", "location", "name", "dataProvider") and about.get("type") not in ("object", "array")
    }  # fmt: skip
    found = [
        Subject(name, meaning.attribute(name, entity_type), meaning.unit(about.get("x-unitCode")), about.get("type") in ("number", "integer"))
        for name, about in properties.items()
    ]  # fmt: skip
    found += [
        Subject(name, meaning.attribute(name, entity_type), "", False)
        for name in sorted(set(named) - set(properties))
    ]
    return [*found, Subject(NOW, t("rules-part-now"), "", True)]


def measures(subject: str) -> list[Measure]:
    """What can be asked of an attribute (every operator by itself), or of the time."""
    if subject == NOW:
        return [
            Measure(name, t(f"rules-part-now-{name.lower()}"), truth, windowed=False, also=name == DURING)
            for name, truth in OF_NOW.items()
        ]
    plain = Measure(VALUE, t("rules-part-value"), truth=False, windowed=False, also=False)
    english = language() == "en"
    return [
        plain,
        *(
            Measure(
                name, one.en if english else one.vi, one.truth, windowed=True, also=bool(one.also),
                takes_text=Also.TEXT in one.also,
            )
            for name, one in operators().items()
        ),
    ]  # fmt: skip


def signs(*, truth: bool) -> list[tuple[str, str]]:
    if truth:
        return [(each, t(f"rules-part-is-{each}")) for each in TRUTHS]
    return [(each, t(f"rules-part-{_SIGN_WORDS[each]}")) for each in SIGNS] + [
        (each, t(f"rules-part-is-{each}")) for each in TRUTHS
    ]


def lengths() -> list[tuple[str, str]]:
    return [(each, t(f"rules-part-length-{each}")) for each in LENGTHS]


def schedules() -> list[tuple[str, str]]:
    """The codes of schedules with their names, for `now.during`."""
    return sorted(schedule_names().items())
