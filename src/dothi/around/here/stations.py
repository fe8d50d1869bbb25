"""What the nearest stations measure: air, water, rain. A figure is shown as it was told, with its age, source, owner and distance.

Nothing is computed between stations: where none is near, or none has told anything lately, that is what is said.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from dothi.accounts.models import Agency
from dothi.around import rules
from dothi.around.here.place import Place
from dothi.entities import meaning
from dothi.entities.core.rows import Quality
from dothi.entities.queries import EVERYWHERE, Entity, Value, nearest
from dothi.kernel import clock
from dothi.kernel.i18n import named, t
from dothi.kernel.origin import Origin
from dothi.kernel.templatetags.dothi import number

_PROVIDER = "dataProvider"


@dataclass(frozen=True, slots=True)
class Kind:
    """What is asked of one kind of station: `main` the figure that counts, `more` what is told beside it."""

    code: str
    type: str
    main: str
    more: tuple[str, ...] = ()
    stage: str = ""  # the attribute that says how grave it is


AIR = Kind("air", "AirQualityObserved", "airQualityIndex", ("pm25", "pm10"))
WATER = Kind("water", "FloodMonitoring", "currentLevel", (), "alarmStage")
RAIN = Kind("rain", "WeatherObserved", "precipitation", ("precipitation3h", "precipitation24h"))
KINDS = (AIR, WATER, RAIN)
# the alarm levels of a water station → the four marks (shape and colour) that the whole system speaks in
STAGES = {"BĐ1": "medium", "BĐ2": "high", "BĐ3": "critical"}


@dataclass(frozen=True, slots=True)
class Figure:
    """One value as a reader may take it. `is_stale`: older than its kind should be; `is_gap`: so old, or so empty, that it is none."""

    label: str
    value: Value
    age: dt.timedelta
    is_stale: bool
    is_gap: bool

    @property
    def text(self) -> str:
        """The number as this language writes it, with its unit."""
        told = self.value.value
        shown = number(told, 2) if isinstance(told, int | float) else str(told)
        return f"{shown} {meaning.unit(self.value.unit_code)}".strip()

    @property
    def level(self) -> meaning.Level | None:
        """Of an index that is new enough to be believed."""
        return (
            None
            if self.is_stale
            else meaning.level(self.value.attr, self.value.value, self.value.observed_at)
        )

    @property
    def age_text(self) -> str:
        minutes = max(0, int(self.age.total_seconds() // 60))
        if minutes < 120:
            return t("around-age-minutes", n=minutes)
        return (
            t("around-age-hours", n=minutes // 60)
            if minutes < 2880
            else t("around-age-days", n=minutes // 1440)
        )

    @property
    def origin_key(self) -> str:
        return f"origin-{self.value.origin.word}"

    @property
    def is_live(self) -> bool:
        return self.value.origin == Origin.LIVE

    @property
    def is_estimated(self) -> bool:
        return self.value.origin == Origin.ESTIMATED or self.value.quality == Quality.ESTIMATED

    @property
    def is_doubted(self) -> bool:
        return self.value.quality == Quality.SUSPECT


@dataclass(frozen=True, slots=True)
class Station:
    """One station near the place; `main` None: it has never told the figure that counts."""

    name: str
    metres: float
    owner: str
    main: Figure | None
    more: list[Figure]
    stage: Figure | None

    @property
    def distance(self) -> str:
        if self.metres < 950:
            return t("around-metres", n=round(self.metres / 10) * 10)
        return t("around-kilometres", n=number(round(self.metres / 1000, 1)))

    @property
    def has_figure(self) -> bool:
        return self.main is not None and not self.main.is_gap

    @property
    def mark(self) -> str:
        """How grave the water stands; empty where it is low, unknown or told too long ago."""
        if self.stage is None or self.stage.is_stale or not self.has_figure:
            return ""
        return STAGES.get(str(self.stage.value.value), "")

    @property
    def stage_text(self) -> str:
        assert self.stage is not None
        return str(meaning.value(self.stage.value.attr, self.stage.value.value, WATER.type))


@dataclass(frozen=True, slots=True)
class Near:
    """The stations of one kind; none: there is no station within `within_km`."""

    kind: Kind
    within_km: int
    stations: list[Station]

    @property
    def heading(self) -> str:
        return f"around-{self.kind.code}"

    @property
    def none(self) -> str:
        return f"around-{self.kind.code}-none"


def near(kind: Kind, place: Place, now: dt.datetime | None = None) -> Near:
    """The nearest stations of a kind with what they told last."""
    now, within = now or clock.now(), rules.value(f"{kind.code}-km")
    attrs = [kind.main, *kind.more, _PROVIDER, *([kind.stage] if kind.stage else [])]
    found = nearest(
        kind.type, place.lon, place.lat, EVERYWHERE, within_m=within * 1000.0, limit=rules.value("stations"), attrs=attrs
    )  # fmt: skip
    owners = _owners(entity for entity, _ in found)
    aging = (
        dt.timedelta(minutes=rules.value(f"{kind.code}-stale-minutes")),
        dt.timedelta(hours=rules.value("gap-hours")),
    )
    return Near(kind, within, [_station(kind, one, metres, owners, aging, now) for one, metres in found])


def _owners(entities: Iterable[Entity]) -> dict[int, str]:
    ids = {one.agency_id for one in entities if one.agency_id}
    return {one.pk: named(one) for one in Agency.objects.filter(pk__in=ids)}


def _station(
    kind: Kind, one: Entity, metres: float, owners: dict[int, str], aging: tuple[dt.timedelta, dt.timedelta], now: dt.datetime
) -> Station:  # fmt: skip
    provider = one.value(_PROVIDER)
    owner = owners.get(one.agency_id or 0) or (str(provider.value) if provider else "")
    figures = {
        attr: _figure(kind, one.value(attr), aging, now)
        for attr in (kind.main, *kind.more, kind.stage)
        if attr
    }
    more = [figure for attr in kind.more if (figure := figures[attr]) is not None and not figure.is_gap]
    return Station(one.name, metres, owner, figures[kind.main], more, figures.get(kind.stage))


def _figure(
    kind: Kind, value: Value | None, aging: tuple[dt.timedelta, dt.timedelta], now: dt.datetime
) -> Figure | None:
    if value is None:
        return None
    age = now - value.observed_at
    is_told = (
        isinstance(value.value, int | float | str) and not isinstance(value.value, bool) and value.value != ""
    )
    stale, old = aging
    return Figure(meaning.attribute(value.attr, kind.type), value, age, age > stale, age > old or not is_told)
