"""A data steward corrects a value: the old one stays, the new one says why (valid time stays, recorded time is now).

The reason is a sub-property of the value (`correctionReason`): it goes wherever the value goes, by API, CSV and screen.
"""

from __future__ import annotations

import asyncio
import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import msgspec
from django.db import connection
from psycopg import AsyncConnection
from psycopg.conninfo import make_conninfo

from dothi.entities.core.context import CORE
from dothi.entities.core.kinds import number
from dothi.entities.core.rows import Attribute, Batch, Fragment, Kind, Mode, Quality, microseconds
from dothi.entities.models import Act
from dothi.entities.queries import scope_condition
from dothi.entities.store.write import write_batch
from dothi.kernel import clock
from dothi.kernel.errors import BadRequest, Conflict, NotFound
from dothi.kernel.origin import Origin
from dothi.kernel.permissions import Scope
from dothi.kernel.sql import statement

if TYPE_CHECKING:
    from dothi.accounts.models import Person

REASON = CORE.expand("correctionReason")
QUALITIES = (Quality.TYPED, Quality.SUSPECT)
LONGEST_REASON = 500


@dataclass(frozen=True, slots=True)
class Instant:
    """What is known of one attribute at one instant, in its newest revision."""

    urn: str
    attr: str
    observed_at: dt.datetime
    term: str
    value: float | str
    unit_code: str | None
    revision: int
    sub: dict[str, Any]
    quality: Quality
    origin: Origin
    source: str
    recorded_at: dt.datetime

    @property
    def is_number(self) -> bool:
        return not isinstance(self.value, str)


@dataclass(frozen=True, slots=True)
class Correction:
    """What it should be. `revision`: the one that the person saw."""

    value: str
    quality: Quality
    reason: str
    revision: int


def instant(scope: Scope, urn: str, attr: str, at: dt.datetime) -> Instant:
    """Raises NotFound, also outside the scope; BadRequest where the value is neither a number nor a text."""
    condition, own = scope_condition(scope)
    with connection.cursor() as cursor:
        text = statement("dothi.entities.store", "sql/corrections.sql", "instant").format(scope=condition)
        cursor.execute(text, {"urn": urn, "attr": attr, "at": at, **own})
        row = cursor.fetchone()
    if row is None or row[2] == Kind.DELETED:
        raise NotFound("value-does-not-exist", attribute=attr[:100], entity=urn)
    term, _, kind, num, txt, unit_code, revision, sub, quality, origin, source, recorded_at, _ = row
    value = num if num is not None else txt
    if kind != Kind.PROPERTY or value is None:
        raise BadRequest("value-not-correctable", attribute=attr)
    return Instant(
        urn, attr, at, term, number(value) if num is not None else value, unit_code, revision, _members(sub),
        Quality(quality), Origin(origin), source, recorded_at,
    )  # fmt: skip


def correct(scope: Scope, found: Instant, told: Correction, *, by: Person) -> None:
    """Writes the value anew for the same instant. Raises BadRequest, and Conflict when it changed meanwhile or says nothing new."""
    if not told.reason.strip():
        raise BadRequest("correction-without-reason")
    if told.revision != found.revision:
        raise Conflict("value-changed-meanwhile", attribute=found.attr)
    value = _number(told.value) if found.is_number else told.value
    if value == found.value and told.quality == found.quality:
        raise Conflict("correction-says-nothing-new", attribute=found.attr)
    row = _row(found, value, told)
    asyncio.run(_write(Batch([Fragment(found.urn, (), Mode.UPDATE)], [row]), source=f"person:{by.username}"))
    Act.objects.create(
        kind=Act.Kind.CORRECT, subject=found.urn, at=clock.now(), by=by, reason=told.reason[:LONGEST_REASON],
        detail={"attribute": found.attr, "observed": clock.iso(found.observed_at), "from": found.value, "to": value},
    )  # fmt: skip


def _row(found: Instant, value: float | str, told: Correction) -> Attribute:
    reason = {"type": "Property", "value": told.reason.strip()[:LONGEST_REASON]}
    sub = msgspec.json.encode({**found.sub, REASON: reason}).decode()
    num, txt = (None, value) if isinstance(value, str) else (float(value), None)
    return Attribute(
        0, found.term, "", Kind.PROPERTY, num, txt, None, None, found.unit_code, microseconds(found.observed_at), sub, told.quality
    )  # fmt: skip


async def _write(batch: Batch, *, source: str) -> None:
    async with await AsyncConnection.connect(_database(), autocommit=True) as own:
        written = await write_batch(own, batch, origin=Origin.TYPED, source=source)
    for error in (*written.refused.values(), *written.refused_rows.values()):
        raise error


def _database() -> str:
    """Where Django's connection leads (values are written by the one writer, on a connection of its own)."""
    given = {"dbname": "NAME", "user": "USER", "password": "PASSWORD", "host": "HOST", "port": "PORT"}
    settings = connection.settings_dict
    return make_conninfo("", **{name: str(settings[key]) for name, key in given.items() if settings[key]})


def _number(text: str) -> float:
    """As people write it here: a comma before the fraction, or a point."""
    try:
        value = float(text.strip().replace(",", "."))
    except ValueError:
        value = float("nan")
    if value != value or value in (float("inf"), float("-inf")):
        raise BadRequest("correction-not-a-number", value=text[:50])
    return value


def _members(sub: Any) -> dict[str, Any]:
    found = msgspec.json.decode(sub) if isinstance(sub, str | bytes) else sub
    return dict(found or {})
