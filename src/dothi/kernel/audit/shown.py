"""Which rows' histories have a page, and who may open it. Rooms declare theirs when their app is ready."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Model, QuerySet

from dothi.kernel.errors import NotFound
from dothi.kernel.permissions import PERMISSIONS, Scope


@dataclass(frozen=True, slots=True)
class Shown:
    """`name` stands in the address; `visible(scope)` are the rows that a scope of `permission` covers."""

    name: str
    model: type[Model]
    permission: str
    visible: Callable[[Scope], QuerySet[Any]]


_shown: dict[str, Shown] = {}


def show_history(
    name: str, model: type[Model], permission: str, visible: Callable[[Scope], QuerySet[Any]]
) -> None:
    """Opens `/history/<name>/<pk>/` to people with `permission`, for the rows `visible` gives (idempotent)."""
    if permission not in PERMISSIONS:
        raise ValueError(f"unknown permission {permission!r}")
    _shown[name] = Shown(name, model, permission, visible)


def get_shown(name: str) -> Shown:
    if name not in _shown:
        raise NotFound("not-found")
    return _shown[name]


def name_of(row: Model) -> str | None:
    """The name under which this row's history is shown, or None."""
    return next((shown.name for shown in _shown.values() if isinstance(row, shown.model)), None)
