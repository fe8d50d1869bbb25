"""What stands near a case: hydrants, hospitals, cameras – the types that packs name, one query for each, the nearest first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from dothi.entities import meaning
from dothi.entities import queries as entities
from dothi.entities.queries import Entity, Value
from dothi.incidents.models import Incident
from dothi.incidents.procedures import with_those_above
from dothi.kernel.permissions import Scope
from dothi.packs import queries as packs


@dataclass(frozen=True, slots=True)
class Thing:
    """One entity near the case."""

    entity: Entity
    metres: float
    values: list[Value]  # those the pack wants shown, as far as they are there

    @property
    def kilometres(self) -> float:
        return self.metres / 1000

    @property
    def newest(self) -> Value | None:
        """The value observed last: its age and origin stand for the whole line."""
        return max(self.values, key=lambda one: one.observed_at, default=None)


@dataclass(frozen=True, slots=True)
class Near:
    """One kind of thing; none of it may be registered within `within_m`."""

    type: str
    within_m: float
    things: list[Thing]

    @property
    def within_km(self) -> float:
        return round(self.within_m / 1000, 1)

    @property
    def name(self) -> str:
        return meaning.type_(self.type)


def near(incident: Incident, scope: Scope) -> list[Near]:
    """Every kind that a pack in force shows for such a case, as far as `scope` (of `entities.view`) reaches. Nothing without a place."""
    if incident.lon is None or incident.lat is None:
        return []
    found: dict[str, Near] = {}
    for pack, row in packs.near():
        if row["type"] not in found and _fits(pack, row, incident.kind):
            found[row["type"]] = _near(row, incident.lon, incident.lat, scope)
    return list(found.values())


def _fits(pack: str, row: dict[str, Any], kind: str) -> bool:
    """A case whose kind is no category of a pack shows them all."""
    wanted = {f"{pack}.{code}" for code in row.get("categories", [])}
    return not wanted or "." not in kind or bool(wanted & with_those_above(kind))


def _near(row: dict[str, Any], lon: float, lat: float, scope: Scope) -> Near:
    attributes = [str(one) for one in row["attributes"]]
    rows = entities.nearest(
        row["type"], lon, lat, scope, within_m=row["within_m"], limit=int(row["most"]), attrs=attributes
    )
    things = []
    for entity, metres in rows:
        values = [value for attr in attributes if (value := entity.value(attr)) is not None]
        things.append(Thing(entity, metres, values))
    return Near(row["type"], row["within_m"], things)
