"""The standing subscriptions in memory, found by what an entity is: each change asks only those that may care."""

from __future__ import annotations

import datetime as dt
import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from psycopg import AsyncConnection

from dothi.entities.core.context import Context
from dothi.entities.core.geo_query import GeoQuery
from dothi.entities.core.query import Node, with_expanded
from dothi.entities.core.represent import PROVENANCE, Form
from dothi.entities.core.selecting import scope_alternatives, type_alternatives
from dothi.entities.store.dictionary import dictionary
from dothi.entities.store.joining import Joining
from dothi.entities.store.read import Limits
from dothi.entities.subscriptions.params import projection
from dothi.entities.subscriptions.parse import USUAL_TRIGGERS, geo_query, parse_q, pattern
from dothi.entities.subscriptions.store import rows

logger = logging.getLogger(__name__)
LOCATION = "https://uri.etsi.org/ngsi-ld/location"
MOST_LINKED = 500  # entities in one notification
OF_ATTRIBUTES = frozenset({"attributeCreated", "attributeUpdated", "attributeDeleted"})


@dataclass(frozen=True, slots=True)
class Selector:
    """Which entities (§5.2.33): of these types, and with these ids or this pattern."""

    types: tuple[frozenset[str], ...]  # empty: any
    ids: frozenset[str]
    id_pattern: Any  # with `search`

    def fits(self, urn: str, types: frozenset[str]) -> bool:
        if self.types and not any(both <= types for both in self.types):
            return False
        if self.ids:
            return urn in self.ids
        return self.id_pattern is None or self.id_pattern.search(urn) is not None


ANY = Selector((), frozenset(), None)


@dataclass
class Subscription:
    """One subscription, ready to judge changes."""

    id: int
    tx: int
    urn: str
    tenant: int
    tenant_name: str | None  # None: the default one
    key_id: str
    endpoint: str
    is_active: bool
    expires_at: dt.datetime | None
    body: dict[str, Any]
    context: Context  # of q
    told: Context  # of what is sent
    created_at: dt.datetime
    last: dt.datetime | None  # when something was last told
    limits: Limits
    key_ends: dt.datetime | None
    sources: dict[int, str] = field(default_factory=dict)  # names of sources, as far as they are known
    is_faulty: bool = False  # could not be judged; left alone until it is read again

    def is_on(self, now: dt.datetime) -> bool:
        ends = (self.expires_at, self.key_ends)
        return self.is_active and not self.is_faulty and all(end is None or end > now for end in ends)

    @property
    def notification(self) -> dict[str, Any]:
        found: dict[str, Any] = self.body["notification"]
        return found

    @cached_property
    def selectors(self) -> tuple[Selector, ...]:
        return tuple(_selector(one) for one in self.body.get("entities", ()))

    @cached_property
    def watched(self) -> frozenset[str]:
        return frozenset(self.body.get("watchedAttributes", ()))

    @cached_property
    def triggers(self) -> frozenset[str]:
        """entityUpdated stands for the three of attributes."""
        named = frozenset(self.body.get("notificationTrigger", USUAL_TRIGGERS))
        return named | OF_ATTRIBUTES if "entityUpdated" in named else named

    @cached_property
    def datasets(self) -> frozenset[str] | None:
        """The datasets that count; "" is the default instance."""
        named = self.body.get("datasetId")
        return None if named is None else frozenset("" if one == "@none" else one for one in named)

    @cached_property
    def q(self) -> Node | None:
        if "q" not in self.body:
            return None
        named = (frozenset(self.body.get(one, "").split(",")) for one in ("expandValues", "jsonKeys"))
        return with_expanded(parse_q(self.body["q"]), next(named) - next(named), self.context.expand)

    @cached_property
    def geo(self) -> GeoQuery | None:
        return geo_query(self.body["geoQ"]) if "geoQ" in self.body else None

    @cached_property
    def geoproperty(self) -> str:
        return str(self.body["geoQ"].get("geoproperty", LOCATION))

    @cached_property
    def scopes(self) -> tuple[tuple[re.Pattern[str], ...], ...]:
        text = self.body.get("scopeQ")
        return tuple(tuple(re.compile(p) for p in both) for both in scope_alternatives(text)) if text else ()

    @cached_property
    def shows_changes(self) -> bool:
        return bool(self.notification.get("showChanges"))

    @cached_property
    def form(self) -> Form:
        style = self.notification.get("format", "normalized")
        return Form(
            style="keyValues" if style == "simplified" else style,
            system=bool(self.notification.get("sysAttrs")),
            lang=self.body.get("lang"),
            attrs=frozenset(self.notification.get("attributes", ())) or None,
            context=self.told,
            shown=projection(self.notification),
            datasets=self.datasets,
            sources=self.sources if self.tells_sources else None,
        )

    @cached_property
    def tells_sources(self) -> bool:
        return bool(self.notification.get(PROVENANCE))

    @cached_property
    def accept(self) -> str:
        return str(self.notification["endpoint"].get("accept", "application/json"))

    @cached_property
    def joining(self) -> Joining | None:
        """What is told of linked entities; more than so many are left out, so that the change is told all the same."""
        how, levels = self.notification.get("join", "@none"), self.notification.get("joinLevel", 1)
        return None if how == "@none" else Joining(how, levels, most=MOST_LINKED, cuts=True)

    def shows(self, iri: str) -> bool:
        """Is this attribute part of what is sent (§5.2.14), and may its key see it?"""
        return self.limits.sees(iri) and self.form.shows(iri)

    def rests(self, now: dt.datetime) -> bool:
        """Has it told something so lately that it must be silent?"""
        seconds = self.body.get("throttling")
        return seconds is not None and self.last is not None and (now - self.last).total_seconds() < seconds

    def is_due(self, now: dt.datetime) -> bool:
        """§5.8.6: has the interval passed since the last time, or since it began?"""
        every = self.body.get("timeInterval")
        return every is not None and (now - (self.last or self.created_at)).total_seconds() >= every


def _selector(one: dict[str, Any]) -> Selector:
    types = () if one["type"] == "*" else tuple(type_alternatives(one["type"]))
    ids = one.get("id", ())
    return Selector(
        types,
        frozenset([ids] if isinstance(ids, str) else ids),
        pattern(one["idPattern"]) if "idPattern" in one else None,
    )


@dataclass
class Book:
    """All of them, by id, and by what finds them."""

    version: tuple[int, int] = (-1, -1)
    by_id: dict[int, Subscription] = field(default_factory=dict)
    by_urn: dict[str, list[Subscription]] = field(default_factory=dict)
    by_type: dict[str, list[Subscription]] = field(default_factory=dict)
    anywhere: list[Subscription] = field(default_factory=list)
    timed: list[Subscription] = field(default_factory=list)
    tells_sources: bool = False
    read_at: float = 0.0

    def candidates(self, urn: str, types: frozenset[str]) -> Iterator[Subscription]:
        """Those that this entity may concern, each once."""
        found = {id(one): one for one in self.by_urn.get(urn, ())}
        for name in types:
            found.update((id(one), one) for one in self.by_type.get(name, ()))
        yield from found.values()
        yield from self.anywhere

    def keep_last(self, before: Book) -> None:
        """What was told a moment ago may not yet be in the database."""
        for key, old in before.by_id.items():
            new = self.by_id.get(key)
            if new is not None and old.last is not None:
                new.last = max(old.last, new.last or old.last)

    def add(self, one: Subscription) -> None:
        self.by_id[one.id] = one
        self.tells_sources |= one.tells_sources
        if "timeInterval" in one.body:
            self.timed.append(one)
            return
        if not one.selectors:
            self.anywhere.append(one)
        for selector in one.selectors:
            if selector.ids:
                for urn in selector.ids:
                    self.by_urn.setdefault(urn, []).append(one)
            elif selector.types:
                for name in {next(iter(both)) for both in selector.types}:
                    self.by_type.setdefault(name, []).append(one)
            else:
                self.anywhere.append(one)


async def read_book(connection: AsyncConnection[Any], version: tuple[int, int]) -> Book:
    """Every subscription whose key lives; one that cannot be read is left out, and the others are told."""
    book, contexts, sources = Book(version), _Contexts(), dictionary(connection).told_sources
    for row in await rows(connection, "standing"):
        try:
            book.add(_subscription(row, contexts, sources))
        except Exception:
            logger.exception("a subscription cannot be read", extra={"subscription": row[2]})
    return book


class _Contexts:
    """Subscriptions that name the same context share it."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, int], Context] = {}

    def of(self, kept: dict[str, Any]) -> Context:
        key = (kept["link"], hash(frozenset(kept["terms"].items())))
        found = self._known.get(key)
        if found is None or found.terms != kept["terms"]:
            found = self._known[key] = Context(terms=kept["terms"], link=kept["link"])
        return found


def _subscription(row: tuple[Any, ...], contexts: _Contexts, sources: dict[int, str]) -> Subscription:
    (
        key,
        tx,
        urn,
        tenant,
        tenant_name,
        key_id,
        endpoint,
        is_active,
        expires_at,
        body,
        context,
        created_at,
        last,
        types,
        prefixes,
        key_ends,
        units,
        key_scopes,
        attributes,
    ) = row
    told = context.get("told", context)
    return Subscription(
        id=key,
        tx=tx,
        urn=urn,
        tenant=tenant,
        tenant_name=tenant_name,
        key_id=key_id,
        endpoint=endpoint,
        is_active=is_active,
        expires_at=expires_at,
        body=body,
        context=contexts.of(context),
        told=contexts.of(told),
        created_at=created_at,
        last=last,
        limits=Limits(
            tuple(prefixes) or None,
            frozenset(types) or None,
            None if units is None else frozenset(units),
            tenant,
            tuple(key_scopes or ()) or None,
            frozenset(attributes or ()) or None,
        ),
        key_ends=key_ends,
        sources=sources,
    )
