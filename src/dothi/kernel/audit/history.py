"""The versions of one row as a list that people read: when, who, why, what changed from what to what."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import ForeignKey, Model

from dothi.kernel.audit.as_of import tracked_fields, versions_of
from dothi.kernel.audit.shown import choice_of, label_of
from dothi.kernel.i18n import t


@dataclass(frozen=True, slots=True)
class Change:
    """One field of one version: its name in words, the value before and after."""

    field: str
    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Version:
    """One recorded change of a row. `act` is insert, update or delete; `who` the name at that time, empty for the system."""

    at: dt.datetime
    act: str
    who: str
    person_id: int | None
    reason: str
    source: str
    changes: tuple[Change, ...]

    @property
    def word(self) -> str:
        return f"kernel-history-{self.act}"


def history_of(row: Model, limit: int = 200) -> list[Version]:
    """The newest `limit` versions of `row`, newest first."""
    model = type(row)
    fields = tracked_fields(model)
    events = versions_of(model).filter(pgh_obj_id=row.pk).order_by("-pgh_created_at", "-pgh_id")
    found = list(events[: limit + 1])
    names = _names(fields, found)
    pairs = zip(found, [*found[1:], None], strict=False)
    versions = [_version(event, before, fields, names, model) for event, before in pairs]
    return versions[:limit]


def _version(
    event: Any, before: Any, fields: list[Any], names: dict[tuple[str, Any], str], model: type[Model]
) -> Version:
    context = event.pgh_context or {}
    return Version(
        at=event.pgh_created_at,
        act=event.pgh_label,
        who=str(context.get("name", "")),
        person_id=context.get("person"),
        reason=str(context.get("reason", "")),
        source=str(context.get("source", "")),
        changes=tuple(_changes(event, before, fields, names, model)) if event.pgh_label != "delete" else (),
    )


def _changes(
    event: Any, before: Any, fields: list[Any], names: dict[tuple[str, Any], str], model: type[Model]
) -> list[Change]:
    changes = []
    for field in fields:
        new, old = (
            getattr(event, field.attname),
            getattr(before, field.attname) if before is not None else None,
        )
        if new != old and not field.primary_key and field.name != "search_text":
            changes.append(
                Change(
                    field.name,
                    label_of(model, field.name),
                    _text(field, old, names, model),
                    _text(field, new, names, model),
                )
            )
    return changes


def _names(fields: list[Any], events: list[Any]) -> dict[tuple[str, Any], str]:
    """Names of all rows that foreign keys of these versions point to, one query per field."""
    names: dict[tuple[str, Any], str] = {}
    for field in fields:
        if isinstance(field, ForeignKey):
            keys = {getattr(event, field.attname) for event in events} - {None}
            if keys:
                found = field.related_model._default_manager.filter(pk__in=keys)
                names |= {(field.attname, row.pk): str(row) for row in found}
    return names


def words_of(field: Any, value: Any, model: type[Model]) -> str:
    """One value in words; a foreign key by the name of the row that it points to."""
    names: dict[tuple[str, Any], str] = {}
    if isinstance(field, ForeignKey) and value is not None:
        found = field.related_model._default_manager.filter(pk=value).first()
        names = {(field.attname, value): str(found or value)}
    return _text(field, value, names, model)


def _text(field: Any, value: Any, names: dict[tuple[str, Any], str], model: type[Model]) -> str:
    if value is None or value == "":
        return "—"
    if isinstance(value, bool):
        return t("kernel-yes" if value else "kernel-no")
    if isinstance(value, dt.datetime):
        from dothi.kernel import clock

        return value.astimezone(clock.VIETNAM).strftime("%H:%M:%S %d/%m/%Y")
    if isinstance(value, dt.date):
        return value.strftime("%d/%m/%Y")
    if isinstance(value, list):
        return ", ".join(choice_of(model, field.name, one) for one in value) or "—"
    if isinstance(value, dict):
        return (", ".join(f"{name}: {one}" for name, one in value.items()) or "—")[:300]
    return (names.get((field.attname, value)) or choice_of(model, field.name, value))[:300]
