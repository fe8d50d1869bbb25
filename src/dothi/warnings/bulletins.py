"""The bulletin that a warning cites: the level of risk is taken from it, never typed."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from dothi.entities import queries as entities
from dothi.entities.queries import Entity
from dothi.kernel import clock
from dothi.kernel.cap.reading import Unreadable, time_in
from dothi.kernel.errors import BadRequest, Conflict
from dothi.kernel.origin import Origin
from dothi.kernel.permissions import Scope

TYPE = "DisasterBulletin"


@dataclass(frozen=True, slots=True)
class Cited:
    """A bulletin as it stands now."""

    urn: str
    number: str
    issuer: str
    issued: dt.datetime
    level: int | None
    hazard: str
    area: str
    until: dt.datetime | None
    in_force: bool
    simulated: bool


def cited(urn: str, scope: Scope = entities.EVERYWHERE) -> Cited:
    """The bulletin of this id. Raises NotFound, BadRequest (another type, no number or time)."""
    entity = entities.entity(urn, scope)
    if TYPE not in entity.types:
        raise BadRequest("warning-no-bulletin", entity=entity.name)
    number, level = _text(entity, "bulletinNumber"), entity.value("riskLevel")
    issued = _time(entity, "dateIssued") or (level.observed_at if level else None)
    if not number or issued is None:
        raise BadRequest("warning-no-bulletin", entity=entity.name)
    return Cited(
        urn=urn,
        number=number[:60],
        issuer=_text(entity, "issuer")[:200],
        issued=issued,
        level=_level(level.value) if level else None,
        hazard=_text(entity, "hazard"),
        area=_text(entity, "areaServed"),
        until=_time(entity, "validTo"),
        in_force=_holds(entity),
        simulated=any(value.origin == Origin.SIMULATED for value in entity.values),
    )


def refuse_changed(warning_bulletin: str, level: int | None, number: str) -> None:
    """What is released says what the bulletin says now. Raises Conflict when it changed or does not hold any more."""
    now = cited(warning_bulletin)
    if not now.in_force:
        raise Conflict("warning-bulletin-over", number=now.number)
    if now.level != level or now.number != number:
        raise Conflict("warning-bulletin-changed", number=now.number, level=now.level or "—")


def _holds(entity: Entity) -> bool:
    """Its own status and end; what is derived may not be computed yet."""
    until = _time(entity, "validTo")
    return _text(entity, "status") in ("", "in-force") and (until is None or until > clock.now())


def _level(value: object) -> int | None:
    return int(value) if isinstance(value, int | float) and value in (1, 2, 3, 4, 5) else None


def _text(entity: Entity, name: str) -> str:
    found = entity.value(name)
    value = found.value if found else ""
    if isinstance(value, dict):
        value = value.get("vi") or next(iter(value.values()), "")
    return str(value or "")


def _time(entity: Entity, name: str) -> dt.datetime | None:
    found = entity.value(name)
    value = found.value if found else None
    if isinstance(value, dt.datetime):
        return value
    try:
        return time_in(str(value)) if value else None
    except Unreadable:
        return None
