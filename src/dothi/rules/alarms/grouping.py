"""Alarms folded under their cause, pure: first what hangs on one asset, then what is alike at one source, in a flood what is alike at all.

A critical alarm is never folded under another. Nothing is lost: a bundle holds every alarm that it folds.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import pairwise
from typing import Any

from dothi.rules.models import Kind


class Why(StrEnum):
    """What a bundle's alarms have in common."""

    ASSET = "asset"
    PROVIDER = "provider"
    UNIT = "unit"
    RULE = "rule"


@dataclass(frozen=True, slots=True)
class Light:
    """What of an alarm decides where it is folded."""

    pk: int
    rule_code: str
    kind: str
    severity: str
    entity_urn: str
    assets: Sequence[str]
    provider: str
    unit_id: int | None
    raised_at: dt.datetime


@dataclass(slots=True)
class Bundle:
    """A cause and what is folded under it, in the order of the list."""

    cause: Light
    under: list[Light] = field(default_factory=list)
    why: Why | None = None

    @property
    def size(self) -> int:
        return 1 + len(self.under)

    @property
    def pks(self) -> list[int]:
        return [self.cause.pk, *(each.pk for each in self.under)]


@dataclass(frozen=True, slots=True)
class Measure:
    """`window`: what is raised so soon after the one before it belongs together; `least`: so many alike are one line."""

    window: dt.timedelta
    least: int


Key = Callable[[Light], Any]


def fold(alarms: Sequence[Light], measure: Measure, *, flood: bool) -> list[Bundle]:
    """The alarms as bundles; a bundle stands where the first of its alarms stood."""
    place = {alarm.pk: n for n, alarm in enumerate(alarms)}
    bundles = _by_asset(alarms, measure.window)
    bundles = _alike(bundles, _provider_of_silence, Why.PROVIDER, measure.window, measure.least)
    if flood:
        for key, why in ((_provider, Why.PROVIDER), (_unit, Why.UNIT), (_rule, Why.RULE)):
            bundles = _alike(bundles, key, why, None, 2)
    for bundle in bundles:
        bundle.under.sort(key=lambda alarm: place[alarm.pk])
    return sorted(bundles, key=lambda bundle: min(place[pk] for pk in bundle.pks))


def _by_asset(alarms: Sequence[Light], window: dt.timedelta) -> list[Bundle]:
    """What shares an asset and was raised within the window of the one before it, first come first."""
    groups: list[list[Light]] = []
    latest: dict[str, int] = {}
    for alarm in sorted(alarms, key=lambda each: (each.raised_at, each.pk)):
        near = [
            latest[asset]
            for asset in alarm.assets
            if asset in latest and alarm.raised_at - groups[latest[asset]][-1].raised_at <= window
        ]
        if near:
            groups[min(near)].append(alarm)
        else:
            groups.append([alarm])
        for asset in alarm.assets:
            latest[asset] = min(near) if near else len(groups) - 1
    return [bundle for group in groups for bundle in _with_cause(group)]


def _with_cause(group: list[Light]) -> list[Bundle]:
    """The thing that the others belong to is the cause, else silence (nothing else can be known), else the first raised."""
    if len(group) == 1:
        return [Bundle(group[0])]
    named: dict[str, int] = defaultdict(int)
    for alarm in group:
        for asset in alarm.assets:
            named[asset] += 1
    cause = min(group, key=lambda a: (-named[a.entity_urn], a.kind != Kind.NO_DATA, a.raised_at, a.pk))
    rest = [alarm for alarm in group if alarm.pk != cause.pk]
    under = [alarm for alarm in rest if alarm.severity != "critical"]
    outside = [Bundle(alarm) for alarm in rest if alarm.severity == "critical"]
    return [Bundle(cause, under, Why.ASSET if under else None), *outside]


def _alike(
    bundles: list[Bundle], key: Key, why: Why, window: dt.timedelta | None, least: int
) -> list[Bundle]:
    """Bundles with one key, each raised within the window of the one before it, become one when they are enough."""
    by_key: dict[Any, list[Bundle]] = defaultdict(list)
    kept: list[Bundle] = []
    for bundle in bundles:
        found = None if bundle.cause.severity == "critical" else key(bundle.cause)
        if found is None:
            kept.append(bundle)
        else:
            by_key[found].append(bundle)
    for alike in by_key.values():
        for run in _runs(alike, window):
            kept += [_joined(run, why)] if len(run) >= least else run
    return kept


def _runs(bundles: list[Bundle], window: dt.timedelta | None) -> Iterable[list[Bundle]]:
    ordered = sorted(bundles, key=lambda bundle: (bundle.cause.raised_at, bundle.cause.pk))
    runs = [[ordered[0]]]
    for before, bundle in pairwise(ordered):
        if window is None or bundle.cause.raised_at - before.cause.raised_at <= window:
            runs[-1].append(bundle)
        else:
            runs.append([bundle])
    return runs


def _joined(run: list[Bundle], why: Why) -> Bundle:
    """The largest is the cause, of equals the first raised."""
    first = max(run, key=lambda bundle: len(bundle.under))
    others = [bundle for bundle in run if bundle is not first]
    under = [*first.under, *(each for bundle in others for each in (bundle.cause, *bundle.under))]
    return Bundle(first.cause, under, why)


def _provider_of_silence(alarm: Light) -> Any:
    return (alarm.rule_code, alarm.provider) if alarm.kind == Kind.NO_DATA and alarm.provider else None


def _provider(alarm: Light) -> Any:
    return (alarm.rule_code, alarm.provider) if alarm.provider else None


def _unit(alarm: Light) -> Any:
    return None if alarm.unit_id is None else (alarm.rule_code, alarm.unit_id)


def _rule(alarm: Light) -> Any:
    return alarm.rule_code
