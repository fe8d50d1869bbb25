"""What a leader looks at and gives a task about: a figure, an alarm or a case, each read by its own right, with who owns it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.urls import reverse

from dothi.accounts.models import Agency, Person
from dothi.incidents import queries as incidents
from dothi.indicators import book, queries
from dothi.indicators.models import Indicator
from dothi.kernel import clock
from dothi.kernel.asked import number_of
from dothi.kernel.errors import NotAllowed, NotFound
from dothi.kernel.i18n import named
from dothi.leaders import tiles
from dothi.rules.alarms import queries as alarms


@dataclass(frozen=True, slots=True)
class Subject:
    """`owner`: who would get the task; none: nobody answers for it yet. `about`: as `tasks` names where a task comes from."""

    kind: str
    code: str
    title: str
    path: str
    owner: Agency | Person | None
    shown: dict[str, Any]

    @property
    def about(self) -> tuple[str, str, str]:
        return self.kind, self.code, self.path


def get_subject(kind: str, code: str, person: Person) -> Subject:
    """Raises NotFound (no such thing, or not for this person), NotAllowed."""
    if kind not in _KINDS:
        raise NotFound("leaders-no-subject", kind=kind[:20])
    permission, get = _KINDS[kind]
    if not person.may(permission):
        raise NotAllowed(permission=permission)
    return get(code, person)


def _figure(code: str, person: Person) -> Subject:
    one, scope = book.get_indicator(code), person.scope("indicators.view")
    reading = queries.readings([one], scope)[one.code]
    shown = {"reading": reading, "course": tiles.course(one, scope)}
    return Subject(
        "figure", one.code, _name(one), reverse("indicator", args=[one.code]), _agency(one.owner), shown
    )


def _name(one: Indicator) -> str:
    return named(_Named(one.name_vi, one.name_en))


@dataclass(frozen=True, slots=True)
class _Named:
    name_vi: str
    name_en: str

    def __str__(self) -> str:
        return self.name_vi


def _agency(code: str) -> Agency | None:
    today = clock.today()
    held = Agency.objects.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gt=today), code=code, valid_from__lte=today
    )
    return held.first() if code else None


def _alarm(code: str, person: Person) -> Subject:
    row = alarms.get_alarm(number_of(code) or 0, person.scope("alarms.view"))
    title = f"{row.rule.name}: {row.place_name}"
    return Subject("alarm", str(row.pk), title, f"/alarms/{row.pk}/", row.owner or row.agency, {"alarm": row})


def _incident(code: str, person: Person) -> Subject:
    row = incidents.get_incident(code, person.scope("incidents.view"))
    return Subject(
        "incident", row.code, row.title, reverse("incident", args=[row.code]), row.agency, {"incident": row}
    )


_KINDS: dict[str, tuple[str, Callable[[str, Person], Subject]]] = {
    "figure": ("indicators.view", _figure),
    "alarm": ("alarms.view", _alarm),
    "incident": ("incidents.view", _incident),
}
