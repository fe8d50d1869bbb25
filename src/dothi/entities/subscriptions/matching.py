"""Does a change concern a subscription (CIM 009 §5.8.6)? Pure: everything it needs has been read."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

import msgspec

from dothi.entities.core.names import short
from dothi.entities.core.represent import Stored
from dothi.entities.core.rows import Kind
from dothi.entities.subscriptions.book import Subscription
from dothi.entities.subscriptions.changes import Change, Entity, Key
from dothi.entities.subscriptions.evaluate import holds

Names = Mapping[int, str]


def concerns(one: Subscription, change: Change, names: Names, now: dt.datetime) -> bool:
    """Must this change be told to this subscription?"""
    return (
        change.flush.tx > one.tx
        and one.is_on(now)
        and selects(one, change.entity)
        and is_triggered(one, change, names)
        and fulfils(one, change, names)
    )


def selects(one: Subscription, entity: Entity) -> bool:
    """Tenant, the key's limits, the selectors."""
    urn, types = entity.head.urn, entity.types
    return (
        one.tenant == entity.tenant
        and _may_see(one, entity)
        and (not one.selectors or any(selector.fits(urn, types) for selector in one.selectors))
    )


def _may_see(one: Subscription, entity: Entity) -> bool:
    limits = one.limits
    return (
        (limits.prefixes is None or entity.head.urn.startswith(limits.prefixes))
        and (limits.types is None or any(short(name) in limits.types for name in entity.types))
        and (limits.unit_ids is None or entity.head.unit_id in limits.unit_ids)
        and limits.within(entity.head.scopes)
    )


def is_triggered(one: Subscription, change: Change, names: Names) -> bool:
    """§5.2.12 notificationTrigger, watchedAttributes, datasetId. Of an attribute that its key may not see nothing happens."""
    wanted = one.triggers
    if (change.is_new and "entityCreated" in wanted) or (change.is_deleted and "entityDeleted" in wanted):
        return True
    return any(_trigger(change, key) in wanted for key in change.written if _is_watched(one, key, names))


def _trigger(change: Change, key: Key) -> str | None:
    """What happened to an attribute; nothing when it came again as it was."""
    if change.written[key].kind == Kind.DELETED:
        return "attributeDeleted"
    if change.created(key):
        return "attributeCreated"
    return "attributeUpdated" if change.differs(key) else None


def _is_watched(one: Subscription, key: Key, names: Names) -> bool:
    return (
        (not one.watched or names[key[0]] in one.watched)
        and (one.datasets is None or names[key[1]] in one.datasets)
        and one.limits.sees(names[key[0]])
    )


def fulfils(one: Subscription, change: Change, names: Names) -> bool:
    """q, geoQ and scopeQ on the entity after the change; one that was deleted is judged as it was before."""
    if not in_scope(one, change.entity):
        return False
    if one.q is None and one.geo is None:
        return True
    rows = {**change.before, **change.state()} if change.is_deleted else change.state()
    return _by_values(one, change, rows, names)


def _by_values(one: Subscription, change: Change, rows: dict[Key, Stored], names: Names) -> bool:
    def rows_of(iri: str) -> list[Stored]:
        if not one.limits.sees(iri):
            return []
        return [row for key, row in rows.items() if names[key[0]] == iri]

    if one.q is not None and not holds(one.q, one.context, change.entity.head, rows_of):
        return False
    return one.geo is None or any(
        one.geo.holds(msgspec.json.decode(row.json)) for row in rows_of(one.geoproperty) if row.json
    )


def in_scope(one: Subscription, entity: Entity) -> bool:
    """scopeQ (§4.19)."""
    scopes = entity.head.scopes or ()
    return not one.scopes or any(all(any(p.search(s) for s in scopes) for p in both) for both in one.scopes)


__all__ = ["concerns", "fulfils", "in_scope", "is_triggered", "selects"]
