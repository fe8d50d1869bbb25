"""Rows as they were known at a past minute, from the versions that pghistory keeps.

*Known* means recorded: a change that was made later is not seen, though it may speak of an earlier day.
"""

from __future__ import annotations

import datetime as dt
from typing import Any, TypeVar

from django.core.exceptions import FieldDoesNotExist
from django.db.models import Model, OuterRef, QuerySet, Subquery
from pghistory.models import Event

M = TypeVar("M", bound=Model)
DELETED = "delete"


def event_model(model: type[Model]) -> Any:
    """The table of versions of `model`. LookupError: it is not tracked."""
    for candidate in model._meta.related_objects:
        related: Any = candidate.related_model
        if issubclass(related, Event) and related.pgh_tracked_model is model:
            return related
    raise LookupError(f"{model._meta.label} keeps no history (@pghistory.track())")


def versions_of(model: type[Model]) -> QuerySet[Any]:
    """All versions of all rows of `model`."""
    versions: QuerySet[Any] = event_model(model)._default_manager.all()
    return versions


def versions_known_at(rows: type[M] | QuerySet[M], at: dt.datetime) -> QuerySet[Any]:
    """The version of each row that was the newest at `at`; rows not yet recorded or deleted by then are not in it.

    With a queryset only its rows are looked at (by key, as they are today); with a model all rows, also those deleted since.
    """
    model = rows if isinstance(rows, type) else rows.model
    events = versions_of(model)
    newest = events.filter(pgh_obj_id=OuterRef("pgh_obj_id"), pgh_created_at__lte=at).order_by(
        "-pgh_created_at", "-pgh_id"
    )
    known = events.filter(pgh_id=Subquery(newest.values("pgh_id")[:1])).exclude(pgh_label=DELETED)
    return known if isinstance(rows, type) else known.filter(pgh_obj_id__in=rows.order_by().values("pk"))


def as_known_at(rows: type[M] | QuerySet[M], at: dt.datetime, **then: Any) -> list[M]:
    """`rows` as instances with the values known at `at` (not to be saved). Columns kept out of the history are deferred.

    `then`: values that the version of that time has (`incident=…`), for rows that have moved since.
    """
    model = rows if isinstance(rows, type) else rows.model
    known = versions_known_at(rows, at).filter(**then)
    return [_instance(model, version) for version in known.order_by("pgh_obj_id")]


def find_as_known_at(row: M, at: dt.datetime) -> M | None:
    """One row as it was known at `at`, or None when it was not recorded yet or deleted."""
    found = as_known_at(type(row)._default_manager.filter(pk=row.pk), at)
    return found[0] if found else None


def tracked_fields(model: type[Model]) -> list[Any]:
    """The fields whose values the versions hold, in the model's order."""
    versions = event_model(model)._meta

    def kept(name: str) -> bool:
        try:
            versions.get_field(name)
        except FieldDoesNotExist:
            return False
        return True

    return [field for field in model._meta.concrete_fields if kept(field.name)]


def _instance(model: type[M], version: Any) -> M:
    names = [field.attname for field in tracked_fields(model)]
    return model.from_db(None, names, [getattr(version, name) for name in names])
