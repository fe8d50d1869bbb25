"""Subscriptions as a data steward sees them, and what a person does to them. Their delivery knows nothing of persons.

A subscription belongs to the key that made it: who reaches the key (its agency, its area) reaches its subscriptions.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit, urlunsplit

import msgspec
from django.db import connection, transaction

from dothi.accounts.queries import visible_keys
from dothi.entities.core.names import short
from dothi.entities.models import Act
from dothi.kernel import clock
from dothi.kernel.errors import Conflict, NotFound
from dothi.kernel.permissions import Scope
from dothi.kernel.sql import statement

if TYPE_CHECKING:
    from dothi.accounts.models import Person

MOST_LETTERS = 200


@dataclass(frozen=True, slots=True)
class Seen:
    """One subscription with what delivery counts."""

    id: int
    urn: str
    key_id: str
    key_name: str | None
    is_key_gone: bool
    is_active: bool
    created_at: dt.datetime
    expires_at: dt.datetime | None
    endpoint: str
    body: dict[str, Any]
    times_sent: int
    times_failed: int
    last_success: dt.datetime | None
    last_failure: dt.datetime | None
    last_error: str | None
    waiting: int
    oldest: dt.datetime | None
    attempts: int
    dead: int

    @property
    def status(self) -> str:
        """The word that matters most: `ended`, `paused`, `failing`, `dead-letters`, `waiting`, `working` or `new`."""
        if self.is_key_gone or (self.expires_at is not None and self.expires_at <= clock.now()):
            return "ended"
        if not self.is_active:
            return "paused"
        if self.attempts:
            return "failing"
        if self.dead:
            return "dead-letters"
        if self.waiting:
            return "waiting"
        return "working" if self.last_success else "new"

    @property
    def severity(self) -> str:
        return {"failing": "high", "dead-letters": "medium", "ended": "nodata", "paused": "low"}.get(
            self.status, "normal"
        )

    @property
    def masked_endpoint(self) -> str:
        return masked(self.endpoint)

    @property
    def listens(self) -> list[str]:
        """What it listens to: types, ids, attributes and conditions, in the words of the API."""
        found = []
        for one in self.body.get("entities", ()):
            parts = [short_types(one.get("type", "*"))]
            ids = one.get("id", ())
            parts += [ids] if isinstance(ids, str) else list(ids)[:3]
            parts += [one["idPattern"]] if "idPattern" in one else []
            found.append(" ".join(parts))
        found += [f"· {short(name)}" for name in self.body.get("watchedAttributes", ())]
        found += [f"q {self.body['q']}"] if "q" in self.body else []
        found += [f"geoQ {self.body['geoQ'].get('georel', '')}"] if "geoQ" in self.body else []
        return found

    @property
    def interval_s(self) -> float | None:
        return self.body.get("timeInterval")

    @property
    def name(self) -> str:
        return str(
            self.body.get("subscriptionName") or self.body.get("description") or self.urn.rsplit(":", 1)[-1]
        )[:120]


@dataclass(frozen=True, slots=True)
class Letter:
    """A notification that was given up."""

    id: int
    urn: str
    made_at: dt.datetime
    dead_at: dt.datetime
    attempts: int
    error: str | None
    body: str


def short_types(selector: str) -> str:
    """`https://…/AirQualityObserved|https://…/Weather` → `AirQualityObserved|Weather`."""
    return "|".join(short(one.strip("()")) for one in selector.split("|"))


def masked(endpoint: str) -> str:
    """Where it goes, without what opens the door there: user, password and the values of the query."""
    try:
        parts = urlsplit(endpoint)
        port = f":{parts.port}" if parts.port else ""
    except ValueError:
        return "…"
    host = (parts.hostname or "") + port
    user = "…@" if parts.username or parts.password else ""
    query = "…" if parts.query else ""
    return urlunsplit((parts.scheme, user + host, parts.path, query, ""))


def page(scope: Scope, limit: int, offset: int = 0) -> tuple[list[Seen], int]:
    """Those in trouble first, and how many there are."""
    keys = _keys(scope)
    rows = _rows("listed", keys=keys, id=None, limit=limit, offset=offset)
    return [_seen(row) for row in rows], _rows("total", keys=keys)[0][0]


def one(scope: Scope, pk: int) -> Seen:
    """Raises NotFound, also outside the scope."""
    rows = _rows("listed", keys=_keys(scope), id=pk, limit=1, offset=0)
    if not rows:
        raise NotFound("subscription-unknown", number=pk)
    return _seen(rows[0])


def letters(subscription: Seen) -> list[Letter]:
    """Its newest dead letters."""
    return [Letter(*row) for row in _rows("dead", id=subscription.id, limit=MOST_LETTERS)]


def acts(subscription: Seen) -> list[Act]:
    """What people did to it, the newest first."""
    return list(Act.objects.filter(subject=subscription.urn).select_related("by").order_by("-at")[:20])


@transaction.atomic
def set_active(scope: Scope, pk: int, *, active: bool, by: Person) -> Seen:
    """Pauses or resumes; what waits is still sent. Raises NotFound, and Conflict when it is so already."""
    found = one(scope, pk)
    if not _rows("set_active", id=pk, active=active, at=clock.now()):
        raise Conflict("subscription-is-active" if active else "subscription-is-paused")
    _note(Act.Kind.RESUME if active else Act.Kind.PAUSE, found, by=by)
    return found


@transaction.atomic
def send_again(scope: Scope, pk: int, letter: int | None, *, by: Person) -> int:
    """Sends one dead letter again, or all; how many. Raises NotFound, and Conflict when there is none."""
    found = one(scope, pk)
    sent = len(_rows("again", id=pk, letter=letter, at=clock.now()))
    if not sent:
        raise Conflict("letter-not-there")
    _note(Act.Kind.AGAIN, found, by=by, number=sent)
    return sent


def _note(kind: Act.Kind, subscription: Seen, *, by: Person, **detail: Any) -> None:
    Act.objects.create(kind=kind, subject=subscription.urn, detail=detail, at=clock.now(), by=by)


def _keys(scope: Scope) -> list[str] | None:
    return None if scope.everywhere else list(visible_keys(scope).values_list("pk", flat=True))


def _seen(row: tuple[Any, ...]) -> Seen:
    body = row[9] if isinstance(row[9], dict) else msgspec.json.decode(row[9])
    return Seen(*[*row[:9], body, *row[10:]])


def _rows(name: str, **values: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as db:
        db.execute(statement("dothi.entities.store", "sql/deliveries.sql", name), values)
        rows: list[tuple[Any, ...]] = db.fetchall()
        return rows
