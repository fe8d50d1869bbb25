"""Which rows' histories have a page, and who may open it. Rooms declare theirs when their app is ready."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from dataclasses import field as dataclass_field
from typing import Any

from django.db.models import Model, QuerySet

from dothi.kernel.errors import NotFound
from dothi.kernel.i18n import has, t
from dothi.kernel.permissions import PERMISSIONS, Scope


@dataclass(frozen=True, slots=True)
class Shown:
    """`name` stands in the address; `visible(scope)` are the rows that a scope of `permission` covers.

    `words`: the beginning of the string keys of its fields (`accounts-field-` + `full-name`); `choices`: by field, that of the
    keys of its values (`{"severity": "web-severity-"}`), so that nobody reads a stored code.
    """

    name: str
    model: type[Model]
    permission: str
    visible: Callable[[Scope], QuerySet[Any]]
    words: str = ""
    choices: dict[str, str] = dataclass_field(default_factory=dict)


_shown: dict[str, Shown] = {}


def show_history(
    name: str,
    model: type[Model],
    permission: str,
    visible: Callable[[Scope], QuerySet[Any]],
    *,
    words: str = "",
    choices: dict[str, str] | None = None,
) -> None:
    """Opens `/history/<name>/<pk>/` to people with `permission`, for the rows `visible` gives (idempotent)."""
    if permission not in PERMISSIONS:
        raise ValueError(f"unknown permission {permission!r}")
    _shown[name] = Shown(name, model, permission, visible, words, choices or {})


def histories() -> list[Shown]:
    """Every kind of row whose history has a page."""
    return list(_shown.values())


def get_shown(name: str) -> Shown:
    if name not in _shown:
        raise NotFound("not-found")
    return _shown[name]


def thing_of(model: type[Model]) -> str:
    """What one row of `model` is called (`accounts-thing-person`: "Người"); its room wrote the word (a test wants all of them)."""
    key = f"{model._meta.app_label}-thing-{model._meta.model_name}"
    return t(key) if has(key) else str(model._meta.verbose_name)


def names_of(model: type[Model], keys: Collection[Any]) -> dict[str, str]:
    """Rows by their key as their models name them; rows that are gone, and of models that name nothing, are left out."""
    if model.__str__ is Model.__str__:
        return {}
    return {str(row.pk): str(row) for row in model._default_manager.filter(pk__in=keys)}


def choice_of(model: type[Model], field: str, value: Any) -> str:
    """A stored code in words where its room named them, else as it is stored."""
    beginning = next((shown.choices.get(field) for shown in _shown.values() if shown.model is model), None)
    key = f"{beginning}{str(value).replace('.', '-')}"
    return t(key) if beginning and has(key) else str(value)


def label_of(model: type[Model], field: str) -> str:
    """A field's name in words where its room wrote them, else the field's own name."""
    words = next((shown.words for shown in _shown.values() if shown.model is model), "")
    key = f"{words}{field.replace('_', '-')}"
    return t(key) if words and has(key) else field.replace("_", " ")
