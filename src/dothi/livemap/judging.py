"""What the rules know of values, told to the screens of entities: the level of VN_AQI on its day, limits of rules in force."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator

from dothi.entities import meaning
from dothi.kernel import clock, i18n
from dothi.rules.book import versions_in_force
from dothi.rules.derived.tables import vn_aqi_on

# a comparison that stands for itself: no factor of another value, no difference of two
_SIMPLE = re.compile(r"(?:^|&&|\|\||\()\s*(\w+)\.value\s*>=?\s*(\d+(?:\.\d+)?)\s*(?=$|&&|\|\||\))")


@meaning.judges_level("airQualityIndex", "airQualityIndexDaily")
def vn_aqi_level(value: float, at: dt.datetime) -> meaning.Level | None:
    level = vn_aqi_on(at.astimezone(clock.VIETNAM).date()).level_of(round(value))
    language = i18n.language()
    return meaning.Level(level.word(language), level.colour, level.advice(language))


@meaning.knows_limits
def rule_limits(type_: str, attr: str) -> Iterator[meaning.Limit]:
    """Upper limits that stand in a condition as a plain comparison (`pm25.value > 50`); the versions in force."""
    for rule in versions_in_force():
        if not rule.armed or rule.entity_type != type_ or attr not in rule.attributes:
            continue
        for limit in plain_limits(rule.condition, attr):
            yield meaning.Limit(limit, rule.name, rule.severity)


def plain_limits(condition: str, attr: str) -> Iterator[float]:
    """The numbers that the attribute must not exceed."""
    yield from (float(figure) for name, figure in _SIMPLE.findall(condition) if name == attr)
