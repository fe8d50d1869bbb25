"""Reads of commands; every one begins with what a scope may see."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet

from dothi.accounts.models import Person
from dothi.commands import catalogue
from dothi.commands.catalogue import Kind
from dothi.commands.models import Channel, Command
from dothi.entities import queries as entities
from dothi.entities.queries import Entity
from dothi.kernel.earth import degrees_of, metres_apart
from dothi.kernel.errors import NotFound
from dothi.kernel.permissions import Scope

NEAR_M, NEAREST, LATEST = 1000.0, 6, 3


@dataclass(frozen=True, slots=True)
class Device:
    """What a person may ask of an entity here, and the newest that was asked. `away_m`: metres from the place that is looked at."""

    entity: Entity
    kinds: list[Kind]
    may: bool
    rows: list[Command]
    away_m: float | None = None


def visible(scope: Scope) -> QuerySet[Command]:
    """The newest first."""
    rows = Command.objects.select_related("asked_by", "decided_by", "unit", "agency", "channel")
    return scope.restrict(rows).order_by("-asked_at", "-pk")


def get_command(pk: int, scope: Scope) -> Command:
    """Raises NotFound, also when it lies outside."""
    found = visible(scope).filter(pk=pk).first()
    if found is None:
        raise NotFound("command-row-does-not-exist", id=pk)
    return found


def waiting_for(person: Person) -> QuerySet[Command]:
    """What waits for this person's consent: asked by others, where this person may say yes. The oldest first."""
    rows = visible(person.scope("commands.consent")).filter(state=Command.State.WAITING)
    return rows.exclude(asked_by=person).order_by("asked_at", "pk")


def devices(urns: Iterable[str], person: Person, place: tuple[float, float] | None = None) -> list[Device]:
    """Those of these entities that take commands or took some, then the nearest others around `place` (lon, lat)."""
    scope = person.scope("entities.view")
    told = [one for urn in dict.fromkeys(urns) if (one := _seen(urn, scope)) is not None]
    found = [_device(one, person) for one in told]
    if place is not None:
        found += _near(place, person, {one.urn for one in told})
    return [one for one in found if one.kinds or one.rows]


def _seen(urn: str, scope: Scope) -> Entity | None:
    try:
        return entities.entity(urn, scope)
    except NotFound:
        return None


def _device(entity: Entity, person: Person, away_m: float | None = None) -> Device:
    rows = visible(person.scope("entities.view")).filter(urn=entity.urn)[:LATEST]
    may = person.scope("commands.ask").covers(entity.unit_id, entity.agency_id)
    return Device(entity, catalogue.of_types(entity.types), may, list(rows), away_m)


def _near(place: tuple[float, float], person: Person, but: set[str]) -> list[Device]:
    lon, lat = place
    types = {one.type for one in catalogue.in_force().values()}
    east, north = degrees_of(NEAR_M, lat)
    box = (lon - east, lat - north, lon + east, lat + north)
    around = entities.on_map(box, person.scope("commands.ask"), attrs=()) if types else []
    fit = [one for one in around if types & {*one.types} and one.urn not in but]
    apart = sorted((_apart(one, place), one.urn, one) for one in fit)
    return [_device(one, person, away) for away, _, one in apart[:NEAREST] if away <= NEAR_M]


def _apart(entity: Entity, place: tuple[float, float]) -> float:
    assert entity.lon is not None and entity.lat is not None  # it stood on the map
    return metres_apart(*place, entity.lon, entity.lat)


def channels(scope: Scope) -> QuerySet[Channel]:
    """Ways to devices whose owner and area the scope covers."""
    return scope.restrict(Channel.objects.select_related("agency", "unit", "changed_by")).order_by("name")


def get_channel(code: str, scope: Scope) -> Channel:
    """Raises NotFound, also when it lies outside."""
    found = channels(scope).filter(code=code).first()
    if found is None:
        raise NotFound("channel-does-not-exist", code=code[:60])
    return found
