"""What people do with walls. Each action is one transaction: row, history, and word to the screens."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from uuid import UUID

from dothi.accounts.models import Agency, Person
from dothi.accounts.rights import reach
from dothi.kernel import clock, locks
from dothi.kernel.audit.action import action_of
from dothi.kernel.errors import BadRequest, Conflict, NotAllowed
from dothi.kernel.events import Told, publish_all
from dothi.kernel.permissions import Grant
from dothi.kernel.said import plain
from dothi.territory.models import Unit
from dothi.wall import queries, rules, tokens
from dothi.wall.models import Banner, Scene, Switch, Wall
from dothi.wall.scenes import read_tiles

action = action_of("wall")


@action
def hang(
    code: str,
    name: str,
    *,
    unit: Unit | None,
    agency: Agency | None,
    ends_on: dt.date,
    language: str = "vi",
    theme: str = "dark",
    by: Person,
) -> tuple[Wall, str]:
    """A wall and its token, which is told this once. Its scope is the area as it is today and never wider than its maker's right.

    Raises NotAllowed (outside the maker's area), BadRequest (no name, an end that has passed or lies too far, a code that is taken).
    """
    _refuse_end(ends_on)
    units = reach(unit.pk if unit else None, None)
    if not by.scope("wall.manage").contains(Grant(units, agency.pk if agency else None)):
        raise NotAllowed(permission="wall.manage")
    name = plain(name)[:120]
    if not name:
        raise BadRequest("wall-needs-name")
    locks.hold(f"wall {code}")
    if Wall.objects.filter(code=code).exists():
        raise Conflict("wall-code-taken", code=code)
    token, digest = tokens.made(code)
    wall = Wall.objects.create(
        code=code, name=name, unit=unit, agency=agency, language=language, theme=theme, token_sha256=digest, made_by=by,
        reach=[(None if units is None else sorted(units), agency.pk if agency else None)], made_at=clock.now(), ends_on=ends_on,
    )  # fmt: skip
    return wall, token


def _refuse_end(ends_on: dt.date) -> None:
    days = rules.value("token-days")
    if not clock.today() <= ends_on <= clock.today() + dt.timedelta(days=days):
        raise BadRequest("wall-token-end", days=days)


@action
def withdraw(wall: Wall, *, by: Person, reason: str = "") -> None:
    """Its token opens nothing from this moment on; pages that are open are told, and their streams end."""
    if Wall.objects.filter(pk=wall.pk, withdrawn_at=None).update(withdrawn_at=clock.now(), withdrawn_by=by):
        _tell("wall.withdrawn", [wall])


@action
def switch(
    walls: Sequence[Wall], scene: str, *, seen: int, minutes: int | None = None, pinned: bool = False, reason: str = "", by: Person
) -> None:  # fmt: skip
    """Puts a scene onto walls until a time, or (`scene` empty) lets them go by what happens again. `seen`: number of the newest switch
    that the person saw. Raises Conflict (somebody else was first: who, when), BadRequest (no such scene, a pin without a reason)."""
    locks.hold(*(f"wall switch {wall.pk}" for wall in walls))
    for wall in walls:
        _refuse_second(wall, seen)
    if scene and scene not in queries.scenes():
        raise BadRequest("wall-scene-unknown", scene=scene[:60])
    reason = plain(reason)[:300]
    if pinned and not reason:
        raise BadRequest("wall-pin-needs-reason")
    now = clock.now()
    until = now + _so_long(minutes, pinned) if scene else None
    pin = pinned and bool(scene)
    for wall in walls:
        Switch.objects.create(wall=wall, scene=scene, pinned=pin, until=until, reason=reason, by=by, at=now)
    _tell("wall.changed", walls)


def _refuse_second(wall: Wall, seen: int) -> None:
    newest = wall.switches.select_related("by").order_by("-pk").first()
    if newest is not None and newest.pk > seen:
        raise Conflict(
            "wall-switched-meanwhile", wall=wall.name, who=str(newest.by), at=f"{newest.at.astimezone(clock.VIETNAM):%H:%M}"
        )  # fmt: skip


def _so_long(minutes: int | None, pinned: bool) -> dt.timedelta:
    """What was asked for, within what holds; nothing asked: the usual time of a hand."""
    most = rules.value("pin-hours") * 60
    asked = minutes if minutes is not None else most if pinned else rules.value("hand-minutes")
    if not 1 <= asked <= most:
        raise BadRequest("wall-so-long", most=most)
    return dt.timedelta(minutes=asked)


@action
def broadcast(walls: Sequence[Wall], text: str, *, minutes: int, key: UUID, by: Person) -> Banner:
    """Words onto walls until a time; the same form twice is one banner. Raises BadRequest: no words, too many, no end, no wall."""
    locks.hold(f"wall banner {key}")
    if (standing := Banner.objects.filter(key=key).first()) is not None:
        return standing
    text = " ".join(plain(text).split())
    most, longest = rules.value("banner-minutes"), queries.LONGEST_BANNER
    if not text or len(text) > longest:
        raise BadRequest("wall-banner-length", longest=longest, length=len(text))
    if not 1 <= minutes <= most:
        raise BadRequest("wall-so-long", most=most)
    if not walls:
        raise BadRequest("wall-none-chosen")
    now = clock.now()
    banner = Banner.objects.create(
        key=key, text=text, walls=[wall.pk for wall in walls], by=by, at=now, until=now + dt.timedelta(minutes=minutes)
    )  # fmt: skip
    _tell("wall.changed", walls)
    return banner


@action
def end_banner(banner: Banner, *, by: Person) -> None:
    """Takes the words down before their time; a second time changes nothing."""
    if Banner.objects.filter(pk=banner.pk, ended_at=None).update(ended_at=clock.now(), ended_by=by):
        _tell("wall.changed", Wall.objects.filter(pk__in=banner.walls))


@action
def set_scene(
    code: str, *, name_vi: str, name_en: str, rank: int, columns: int, tiles: str, valid_from: dt.date, source: str, by: Person
) -> Scene:  # fmt: skip
    """A scene as it is from a day on; the versions before it stay. Raises NotAllowed (the scenes are everybody's), BadRequest."""
    if not by.scope("wall.manage").everywhere:
        raise NotAllowed(permission="wall.manage")
    if valid_from < clock.today():
        raise BadRequest("wall-scene-past")
    if not plain(name_vi) or not plain(name_en) or not plain(source):
        raise BadRequest("wall-scene-needs-words")
    told = {
        "name_vi": plain(name_vi)[:80], "name_en": plain(name_en)[:80], "rank": rank, "columns": columns,
        "tiles": read_tiles(tiles), "source": plain(source)[:200], "certainty": "D", "by": by,
    }  # fmt: skip
    scene: Scene = Scene.objects.update_or_create(code=code, valid_from=valid_from, defaults=told)[0]
    _tell("wall.changed", queries.standing_walls())
    return scene


def _tell(topic: str, walls: Iterable[Wall]) -> None:
    publish_all([Told(topic, {"wall": wall.pk}, "wall.view", wall.unit_id, wall.agency_id) for wall in walls])
