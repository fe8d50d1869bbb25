"""Warnings of other senders, as they came in by CAP: entities of type Alert, read through the person's scope."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from dothi.entities import queries as entities
from dothi.entities.queries import Entity
from dothi.kernel import clock
from dothi.kernel.cap.reading import Unreadable, time_in
from dothi.kernel.origin import Origin
from dothi.kernel.permissions import Scope
from dothi.warnings.showing import MARKS

TYPE = "Alert"
MOST = 200  # on a page; the others are found among the entities
_ATTRS = (
    "name", "description", "instruction", "state", "alertSource", "areaServed", "validTo", "dateIssued", "capSeverity", "capStatus", "capIdentifier",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Foreign:
    """One warning of somebody else, as it stands."""

    urn: str
    name: str
    sender: str
    area: str
    state: str  # in-force, over, updated, cancelled
    status: str
    severity: str
    sent: dt.datetime | None
    until: dt.datetime | None
    origin: Origin

    @property
    def state_key(self) -> str:
        return f"warnings-others-state-{self.state}"

    @property
    def status_key(self) -> str:
        return f"warnings-status-{self.status.lower()}"

    @property
    def severity_key(self) -> str:
        return f"warnings-severity-{self.severity.lower()}"

    @property
    def mark(self) -> str:
        return MARKS[self.severity]


def received(scope: Scope) -> list[Foreign]:
    """Those that hold first, then the newest; what is known only by a later message's word is left out."""
    found = entities.entities_of_type(TYPE, scope, attrs=_ATTRS)
    told = [_foreign(one) for one in found if one.value("capIdentifier") is not None]
    newest = sorted(told, key=lambda one: one.sent or dt.datetime.min.replace(tzinfo=dt.UTC), reverse=True)
    return sorted(newest, key=lambda one: one.state != "in-force")[:MOST]


def _foreign(entity: Entity) -> Foreign:
    state, until = _text(entity, "state") or "in-force", _time(_text(entity, "validTo"))
    if state == "in-force" and until is not None and until <= clock.now():
        state = "over"
    said = entity.value("capIdentifier")
    severity, status = _text(entity, "capSeverity"), _text(entity, "capStatus")
    return Foreign(
        urn=entity.urn,
        name=entity.name,
        sender=_text(entity, "alertSource"),
        area=_text(entity, "areaServed"),
        state=state if state in ("in-force", "over", "updated", "cancelled") else "in-force",
        status=status if status in ("Actual", "Exercise", "Test") else "Test",
        severity=severity if severity in MARKS else "Unknown",
        sent=_time(_text(entity, "dateIssued")),
        until=until,
        origin=said.origin if said else Origin.LIVE,
    )


def _text(entity: Entity, name: str) -> str:
    found = entity.value(name)
    return str(found.value) if found is not None and found.value is not None else ""


def _time(text: str) -> dt.datetime | None:
    try:
        return time_in(text) if text else None
    except Unreadable:
        return None
