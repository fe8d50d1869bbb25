"""What a follower wants to be told of, as words of a row: `topic:` all of it, `topic:kind` that kind alone (of a report its category or one above)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from dothi.around.here.stations import STAGES
from dothi.around.watching.models import Topic
from dothi.around.works.models import Work
from dothi.incidents import kinds as incidents
from dothi.kernel import clock
from dothi.kernel.errors import BadRequest
from dothi.kernel.i18n import t
from dothi.reports import categories
from dothi.warnings.dated import events_on

MOST = 20  # kinds of one place: they wait in a cookie until the code came back


class Group(NamedTuple):
    """Kinds under a heading (empty: none): (value, words)."""

    heading: str
    kinds: Sequence[tuple[str, str]]


def offered(topic: str) -> list[Group]:
    """What a topic can be narrowed to today, in the reader's language; air is narrowed by its level alone."""
    if topic == Topic.WARNINGS:
        return [Group("", [(one.code, str(one)) for one in events_on(clock.today()).values()])]
    if topic == Topic.WORKS:
        return [Group("", [(one, t(f"around-kind-{one}")) for one in Work.Kind.values])]
    if topic == Topic.FLOOD:
        return [Group("", [(one, t("around-watch-stage", stage=one.removeprefix("BĐ"))) for one in STAGES])]
    if topic == Topic.REPORTS:
        return [Group(name, chosen) for name, chosen in categories.choices()]
    return []


def chosen(topics: Iterable[str], kinds: Mapping[str, Iterable[str]]) -> tuple[str, ...]:
    """The words of a row: each topic whole, or the kinds of it that were ticked. Raises BadRequest: no topic, too many kinds."""
    asked, found = set(topics), []
    for topic in (one for one in Topic.values if one in asked):
        known = {value for group in offered(topic) for value, _ in group.kinds}
        ticked = sorted(known.intersection(kinds.get(topic, ())))
        found += [f"{topic}:{one}" for one in ticked] or [f"{topic}:"]
    if not found:
        raise BadRequest("watch-needs-topic")
    if len(found) > MOST:
        raise BadRequest("watch-too-many-kinds", most=MOST)
    return tuple(found)


def meeting(topic: str, kind: str = "") -> list[str]:
    """The words by which somebody wants to be told of one thing: all of its topic, its kind, or what lies above that."""
    above = categories.lineage(kind) if topic == Topic.REPORTS else ()
    return [f"{topic}:", *(f"{topic}:{one}" for one in dict.fromkeys((kind, *above)) if one)]


def in_words(wants: Iterable[str]) -> list[tuple[str, list[str]]]:
    """(topic, its kinds in the reader's language; none: all of it), in the order of the topics."""
    told: dict[str, list[str]] = {}
    for want in wants:
        topic, _, kind = want.partition(":")
        told.setdefault(topic, []).extend([_named(topic, kind)] if kind else [])
    return [(topic, told[topic]) for topic in Topic.values if topic in told]


def _named(topic: str, kind: str) -> str:
    """A kind that is offered no more keeps its code."""
    if topic == Topic.REPORTS:
        return incidents.name_of(kind)
    return next((words for group in offered(topic) for value, words in group.kinds if value == kind), kind)
