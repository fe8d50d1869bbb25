"""Reads of walls: what stands on one and why, how each screen lives."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import Prefetch, Q, QuerySet

from dothi.accounts.models import Person
from dothi.incidents import queries as incidents
from dothi.kernel import clock
from dothi.kernel.errors import NotFound
from dothi.kernel.permissions import Scope
from dothi.kernel.sql import statement
from dothi.wall import rules
from dothi.wall.choosing import Cause, Hand, Standing, choose
from dothi.wall.models import Banner, Beat, Scene, Switch, SwitchRule, Wall
from dothi.warnings import queries as warnings
from dothi.warnings.models import PublicWarning

LONGEST_BANNER = 300
SEES = ("entities.view", "alarms.view", "incidents.view", "indicators.view", "warnings.view")


@dataclass(frozen=True, slots=True)
class Eyes:
    """Who looks at a wall: everybody who comes by. It sees what its token fixed, and may do nothing."""

    reach: Scope

    def scope(self, permission: str) -> Scope:
        return self.reach if permission in SEES else Scope()

    def may(self, permission: str) -> bool:
        return False


def visible(scope: Scope) -> QuerySet[Wall]:
    return scope.restrict(Wall.objects.select_related("unit", "agency", "made_by", "withdrawn_by"))


def get_wall(code: str, scope: Scope) -> Wall:
    """Raises NotFound, also when it hangs outside the scope."""
    found = visible(scope).filter(code=code[:60]).first()
    if found is None:
        raise NotFound("wall-does-not-exist", wall=code[:60])
    return found


def standing_walls() -> QuerySet[Wall]:
    """Those whose token holds today."""
    return Wall.objects.filter(withdrawn_at=None, ends_on__gte=clock.today())


def scenes(day: dt.date | None = None) -> dict[str, Scene]:
    """Those that hold, by their code, the lowest rank first."""
    held = Scene.current(day or clock.today())
    return dict(sorted(held.items(), key=lambda item: (item[1].rank, item[0])))


def standing(wall: Wall, now: dt.datetime, held: dict[str, Scene] | None = None) -> Standing:
    """The scene of a wall at this minute, and why."""
    ranks = {code: one.rank for code, one in (scenes() if held is None else held).items()}
    lasting = dt.timedelta(minutes=rules.value("return-minutes"))
    return choose(_hand(wall), causes(wall.scope, now, lasting), ranks, lasting, now)


def _hand(wall: Wall) -> Hand | None:
    row = wall.switches.select_related("by").order_by("-pk").first()
    if row is None:
        return None
    return Hand(row.scene, row.at, row.until, row.pinned, str(row.by), row.reason)


def causes(scope: Scope, now: dt.datetime, lasting: dt.timedelta) -> list[Cause]:
    """Cases and warnings that call for a scene, also those that ended within `lasting`."""
    called: dict[tuple[str, str], str] = {
        (one.cause, severity): one.scene
        for one in SwitchRule.current(clock.today()).values()
        for severity in one.severities
    }
    since = now - lasting
    return [*_cases(scope, called, since), *_warnings(scope, called, since, now)]


def _cases(scope: Scope, called: dict[tuple[str, str], str], since: dt.datetime) -> Iterable[Cause]:
    wanted = [severity for cause, severity in called if cause == "incident"]
    rows = incidents.visible(scope).filter(severity__in=wanted, merged_into=None)
    for one in rows.filter(Q(closed_at=None) | Q(closed_at__gt=since)):
        scene = called["incident", one.severity]
        yield Cause("incident", one.code, scene, one.severity, one.opened_at, one.closed_at)


def _warnings(
    scope: Scope, called: dict[tuple[str, str], str], since: dt.datetime, now: dt.datetime
) -> Iterable[Cause]:
    wanted = [severity for cause, severity in called if cause == "warning"]
    rows = warnings.touching(scope).filter(
        state__in=PublicWarning.PUBLIC, status=PublicWarning.Status.ACTUAL, severity__in=wanted, expires__gt=since
    )  # fmt: skip
    for one in rows.exclude(kind=PublicWarning.Kind.CANCEL).filter(Q(ended_at=None) | Q(ended_at__gt=since)):
        ended = one.ended_at or (one.expires if one.expires <= now else None)
        scene = called["warning", one.severity]
        yield Cause("warning", one.code, scene, one.severity, one.sent or one.changed_at, ended)


def banner_of(wall: Wall, now: dt.datetime) -> Banner | None:
    """The newest that stands on it."""
    return banners(now).filter(walls__contains=[wall.pk]).first()


def banners(now: dt.datetime) -> QuerySet[Banner]:
    rows = Banner.objects.filter(ended_at=None, until__gt=now).select_related("by")
    return rows.order_by("-at", "-pk")


def newest_switch() -> int:
    """What a page that switches shows as seen."""
    return Switch.objects.order_by("-pk").values_list("pk", flat=True).first() or 0


@dataclass(frozen=True, slots=True)
class Screen:
    """One screen and what is wrong with it: words `wall-wrong-<word>`, none: nothing."""

    beat: Beat | None
    wrong: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Living:
    """A wall on the page of walls."""

    wall: Wall
    standing: Standing | None  # none: its token holds no longer
    scene: Scene | None
    screens: list[Screen]

    @property
    def abnormal(self) -> bool:
        return self.standing is not None and any(one.wrong for one in self.screens)


def living(person: Person, now: dt.datetime) -> list[Living]:
    """Every wall of this person's scope, the abnormal ones first, withdrawn and ended ones last."""
    limits, held, today = rules.values(), scenes(), clock.today()
    rows = visible(person.scope("wall.view")).prefetch_related(
        Prefetch("beats", Beat.objects.order_by("-seen_at"))
    )
    found = [_living(wall, now, limits, held, today) for wall in rows.order_by("name", "pk")]
    return sorted(found, key=lambda one: (one.standing is None, not one.abnormal))


def _living(
    wall: Wall, now: dt.datetime, limits: dict[str, int], held: dict[str, Scene], today: dt.date
) -> Living:
    if wall.withdrawn_at is not None or wall.ends_on < today:
        return Living(wall, None, None, [])
    stands = standing(wall, now, held)
    screens = [Screen(beat, wrong(beat, stands.scene, now, limits)) for beat in wall.beats.all()]
    return Living(wall, stands, held.get(stands.scene), screens or [Screen(None, ("never",))])


def wrong(beat: Beat, scene: str, now: dt.datetime, limits: dict[str, int]) -> tuple[str, ...]:
    """What is abnormal of a screen: silent, hung, black, an old scene, old figures, a clock that is wrong."""
    silent = dt.timedelta(seconds=limits["silent-s"])
    if now - beat.seen_at > silent:
        return ("silent",)
    found = {
        "hung": beat.hung_s > 0,
        "black": not beat.moving and beat.hung_s == 0,
        "scene": beat.scene != scene and beat.scene != "",
        "old": beat.figures_at is not None and now - beat.figures_at > silent + dt.timedelta(seconds=limits["poll-s"]),
        "clock": abs(beat.skew_s) > CLOCK_S,
    }  # fmt: skip
    return tuple(name for name, holds in found.items() if holds)


CLOCK_S = (
    120  # the wall counts by the centre's clock; a clock of a PC so far off breaks certificates and logs
)


def note_beat(wall: Wall, screen: str, told: dict[str, Any], now: dt.datetime) -> bool:
    """Keeps how a screen lives, in one statement. False: the wall has as many screens as a token may open."""
    values = {
        "wall": wall.pk, "screen": screen, "now": now, "most": rules.value("screens"),
        "forget": now - dt.timedelta(days=1), **told,
    }  # fmt: skip
    with connection.cursor() as db:
        db.execute(statement("dothi.wall", "sql/beats.sql", "beat"), values)
        return db.fetchone() is not None
