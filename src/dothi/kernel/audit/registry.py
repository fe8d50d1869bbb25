"""Which tables the chain covers: every pghistory event table by itself, and append-only tables that say so here."""

from __future__ import annotations

from typing import TypeVar

from django.apps import apps
from django.db.models import Model
from pghistory.models import Event

M = TypeVar("M", bound=type[Model])
_append_only: list[type[Model]] = []


def append_only(model: M) -> M:
    """Class decorator: rows of this table are never updated or deleted, and stand in the audit chain."""
    _append_only.append(model)
    return model


def audited_models() -> list[type[Model]]:
    """All models whose rows are chained."""
    events = [
        model
        for model in apps.get_models(include_auto_created=True)
        if issubclass(model, Event)
        and model._meta.managed
        and not model._meta.proxy
        and not model._meta.abstract
    ]
    return [*events, *_append_only]
