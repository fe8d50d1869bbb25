"""Air above a follower's level, water above an alarm level: the nearest station that has told something lately decides."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

import shapely
from django.db.models import QuerySet
from django.utils import translation

from dothi.around import rules
from dothi.around.here.stations import AIR, STAGES, WATER, Kind
from dothi.around.watching.area import places, with_above
from dothi.around.watching.models import Topic, Watch
from dothi.around.watching.spreading import spread_figure
from dothi.around.watching.wants import meeting
from dothi.around.works.queries import flat
from dothi.entities import meaning
from dothi.entities.queries import EVERYWHERE, Entity, Value, entities_of_type
from dothi.kernel import clock
from dothi.kernel.earth import METRES_A_DEGREE
from dothi.territory.lookup import units_at
from dothi.territory.models import Level

Told = tuple[Entity, Value]
MIDDLE = 16.0  # degrees: Viet Nam's middle; distances of some kilometres are right to a few per cent


def look() -> int:
    """How many followers are to be told something new."""
    now = clock.now()
    return sum(_look(topic, kind, now) for topic, kind in ((Topic.AIR, AIR), (Topic.FLOOD, WATER)))


def _look(topic: str, kind: Kind, now: dt.datetime) -> int:
    stations = list(_fresh(kind, now))
    if not stations:
        return 0
    wanted = (
        meeting(topic) if topic == Topic.AIR else [one for stage in STAGES for one in meeting(topic, stage)]
    )
    rows = Watch.objects.filter(wants__overlap=wanted)
    concerned = _nearest(kind, rows, stations)
    for station, watch_ids in _of_provinces(rows, stations).items():
        concerned[station] += watch_ids
    return sum(_tell(topic, *stations[station], watches, now) for station, watches in concerned.items())


def _nearest(kind: Kind, rows: QuerySet[Watch], stations: list[Told]) -> dict[int, list[int]]:
    """Of each station (its place in the list) those to whom it is the nearest."""
    followers = places(rows.exclude(lat__isnull=True, unit__level=Level.PROVINCE))
    concerned: dict[int, list[int]] = defaultdict(list)
    if not followers:
        return concerned
    tree = shapely.STRtree(_points([(one.lon, one.lat) for one, _ in stations]))
    within = rules.value(f"{kind.code}-km") * 1000 / METRES_A_DEGREE
    spots = _points([(lon, lat) for _, lon, lat in followers])
    pairs = tree.query_nearest(spots, max_distance=within, all_matches=False)
    for spot, station in pairs.T.tolist():
        concerned[station].append(followers[spot][0])
    return concerned


def _of_provinces(rows: QuerySet[Watch], stations: list[Told]) -> dict[int, list[int]]:
    """Who follows a whole province hears of its worst station: of each such station those who follow where it stands."""
    watches = list(rows.filter(lat__isnull=True, unit__level=Level.PROVINCE).values_list("pk", "unit_id"))
    concerned: dict[int, list[int]] = defaultdict(list)
    if not watches:
        return concerned
    day = clock.today()
    points = [(one.lon or 0.0, one.lat or 0.0) for one, _ in stations]
    lies_in = [set(with_above([told.unit_id])) if told.unit_id else set() for told in units_at(points, day)]
    for watch_id, unit_id in watches:
        within = [place for place, units in enumerate(lies_in) if unit_id in units]
        if within:
            concerned[max(within, key=lambda place: _badness(stations[place][1]))].append(watch_id)
    return concerned


def _badness(value: Value) -> float:
    """An alarm level of the water, the number of the air."""
    return float([*STAGES].index(str(value.value)) + 1) if str(value.value) in STAGES else _number(value)


def _points(told: list[Any]) -> Any:
    return flat(shapely.points(told), MIDDLE)


def _fresh(kind: Kind, now: dt.datetime) -> Iterator[tuple[Entity, Value]]:
    """Stations whose figure is new enough to be told of."""
    stale = dt.timedelta(minutes=rules.value(f"{kind.code}-stale-minutes"))
    for one in entities_of_type(kind.type, EVERYWHERE, attrs=[kind.main, kind.stage, "name"]):
        value = one.value(kind.stage or kind.main)
        if value is not None and one.lon is not None and now - value.observed_at <= stale:
            yield one, value


def _number(value: Value) -> float:
    return float(value.value) if isinstance(value.value, int | float) else 0.0


def _tell(topic: str, one: Entity, value: Value, watches: list[int], now: dt.datetime) -> int:
    """Once in so many hours of one station; a higher stage of the water is news at once."""
    if topic == Topic.FLOOD and str(value.value) not in STAGES:
        return 0
    stage = str(value.value) if topic == Topic.FLOOD else ""
    watches = _wanting(topic, stage or _number(value), watches)
    turn = int(now.timestamp()) // (rules.value("again-hours") * 3600)
    fields = {
        "station": one.name,
        "value": stage or round(_number(value)),
        "origin": value.origin.word,
        "level": _level(value),
    }
    return spread_figure(topic, f"{one.urn}@{turn}{stage}"[:200], watches, fields)


def _wanting(topic: str, figure: str | float, watches: list[int]) -> list[int]:
    """Those of them who want to hear of this stage of the water, or of air that bad."""
    rows = Watch.objects.filter(pk__in=watches)
    rows = (
        rows.filter(wants__overlap=meeting(topic, figure))
        if isinstance(figure, str)
        else rows.filter(air_above__lt=figure)
    )
    return list(rows.values_list("pk", flat=True))


def _level(value: Value) -> Any:
    """The level's word in both languages."""
    told = {}
    for language in ("vi", "en"):
        with translation.override(language):
            level = meaning.level(value.attr, value.value, value.observed_at)
            told[language] = level.word if level else ""
    return told
