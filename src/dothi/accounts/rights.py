"""From role grants to scopes: which rows may this person touch, today.

One query brings all permissions of a person with their areas. During a web request the answer is kept for that request
(a menu asks twenty times); everywhere else each question is asked afresh, because a worker lives for days.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING

from django.db import connection

from dothi.kernel import clock
from dothi.kernel.permissions import Grant, Scope
from dothi.kernel.sql import statement

if TYPE_CHECKING:
    from dothi.accounts.models import Person

Scopes = dict[str, Scope]
_kept: ContextVar[dict[tuple[int, dt.date], Scopes] | None] = ContextVar(
    "rights_of_this_request", default=None
)


def scope_of(person: Person, permission: str, day: dt.date | None = None) -> Scope:
    """Where `person` may use `permission` on `day` (default today). An inactive or expired account may nothing."""
    return scopes_of(person, day).get(permission, Scope())


def scopes_of(person: Person, day: dt.date | None = None) -> Scopes:
    """All permissions of `person` on `day` with their scopes, by one query."""
    day = day or clock.today()
    if not person.is_current(day):
        return {}
    kept = _kept.get()
    if kept is None:
        return _read(person.pk, day)
    if (person.pk, day) not in kept:
        kept[person.pk, day] = _read(person.pk, day)
    return kept[person.pk, day]


@contextmanager
def kept_for_this_request() -> Iterator[None]:
    """Inside, each person's rights are read once (config.middleware opens it around a request)."""
    token = _kept.set({})
    try:
        yield
    finally:
        _kept.reset(token)


def forget() -> None:
    """After a change of roles or grants in this request: read again."""
    kept = _kept.get()
    if kept is not None:
        kept.clear()


def _read(person_id: int, day: dt.date) -> Scopes:
    grants: dict[str, list[Grant]] = defaultdict(list)
    with connection.cursor() as cursor:
        cursor.execute(
            statement("dothi.accounts", "rights.sql", "grants_of"), {"person": person_id, "day": day}
        )
        for permissions, agency_id, everywhere, unit_ids in cursor.fetchall():
            line = Grant(None if everywhere else frozenset(unit_ids), agency_id)
            for permission in permissions:
                grants[permission].append(line)
    return {permission: Scope(tuple(lines), person_id) for permission, lines in grants.items()}


def reach(unit_id: int | None, group_id: int | None, day: dt.date | None = None) -> frozenset[int] | None:
    """The units of an area: a unit with all below it, a group's members with all below them, neither: None (everywhere)."""
    if unit_id is None and group_id is None:
        return None
    with connection.cursor() as cursor:
        area = {"unit": unit_id, "group": group_id, "day": day or clock.today()}
        cursor.execute(statement("dothi.accounts", "rights.sql", "units_of_area"), area)
        return frozenset(row[0] for row in cursor.fetchall())
