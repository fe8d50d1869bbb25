"""What a notification says (CIM 009 §5.3.1, §5.8.6): the entity in the asked form, what was deleted, what was before."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from typing import Any

import msgspec

from dothi.entities.core import geojson, represent
from dothi.entities.core.kinds import KIND_NAMES, NULL
from dothi.entities.core.represent import Form, Linked, Names, Stored
from dothi.entities.core.rows import Kind
from dothi.entities.subscriptions.book import LOCATION, Subscription
from dothi.entities.subscriptions.changes import Change, Entity, Key
from dothi.kernel.clock import iso

_encode = msgspec.json.Encoder().encode


def notification(one: Subscription, urn: str, entities: list[dict[str, Any]], at: dt.datetime) -> str:
    """The body that is sent, byte for byte the same however often."""
    data: Any = entities
    told: dict[str, Any] = {
        "id": urn,
        "type": "Notification",
        "subscriptionId": one.urn,
        "notifiedAt": iso(at),
    }
    if one.accept == "application/ld+json":
        told["@context"] = one.told.link
        data = [{**entity, "@context": one.told.link} for entity in entities]
    elif one.accept == "application/geo+json":
        data = geojson.collection([geojson.feature(entity, _place(one, entity)) for entity in entities])
    return _encode({**told, "data": data}).decode()


def of_change(
    one: Subscription, change: Change, names: Names, linked: Linked | None = None
) -> dict[str, Any]:
    """The entity that a change is told with."""
    if not change.is_deleted:
        return of_entity(one, change.entity, change.state(), names, change, linked)
    found = represent.frame(change.entity.head, names, one.form)
    found["deletedAt"] = iso(change.flush.recorded_at)
    by_entity = "entityDeleted" in one.triggers
    if one.shows_changes or not by_entity:
        gone = [
            k for k in change.dropped() if one.shows_changes or not one.watched or names[k[0]] in one.watched
        ]
        found.update(_instances(one, [], gone, names, change))
    return found


def of_entity(
    one: Subscription,
    entity: Entity,
    rows: dict[Key, Stored],
    names: Names,
    change: Change | None = None,
    linked: Linked | None = None,
) -> dict[str, Any]:
    """An entity with these instances, and what a change deleted; `linked`: what its relationships are told with."""
    gone = change.dropped() if change else []
    frame = represent.frame(entity.head, names, one.form)
    return frame | _instances(one, shown(one, rows, names), gone, names, change, linked)


def shown(one: Subscription, rows: dict[Key, Stored], names: Names) -> list[Stored]:
    """The instances that are told of, in their order."""
    return [
        row
        for (term, dataset), row in sorted(rows.items())
        if one.shows(names[term]) and one.form.counts(names[dataset])
    ]


def _instances(
    one: Subscription,
    rows: list[Stored],
    gone: list[Key],
    names: Names,
    change: Change | None,
    linked: Linked | None = None,
) -> dict[str, Any]:
    by_term: defaultdict[int, list[tuple[int, Any]]] = defaultdict(list)
    for row in rows:
        by_term[row.term_id].append((row.dataset_id, _instance(one, row, names, change, linked)))
    for term, dataset in _told_gone({row.term_id for row in rows}, gone):
        if one.shows(names[term]) and change is not None:
            by_term[term].append((dataset, _gone(one, (term, dataset), names, change)))
    return {one.told.compact(names[term]): _joined(told, names, one.form) for term, told in by_term.items()}


def _told_gone(left: set[int], gone: list[Key]) -> list[Key]:
    """When all instances of an attribute went at once, that is told once."""
    by_term: defaultdict[int, list[Key]] = defaultdict(list)
    for key in sorted(gone):
        by_term[key[0]].append(key)
    return [key for term, keys in by_term.items() for key in (keys if term in left else keys[:1])]


def _joined(told: list[tuple[int, Any]], names: Names, form: Form) -> Any:
    if form.style == "keyValues":
        if len(told) == 1 and not told[0][0]:
            return told[0][1]
        return {"dataset": {names[dataset] or "@none": value for dataset, value in told}}
    return told[0][1] if len(told) == 1 else [value for _, value in told]


def _instance(
    one: Subscription, row: Stored, names: Names, change: Change | None, linked: Linked | None
) -> Any:
    if one.form.style == "keyValues":
        return represent.with_entities(row, represent.key_value(row, one.form), names, linked)
    told = represent.attribute(row, names, one.form, linked)
    key = (row.term_id, row.dataset_id)
    if one.shows_changes and change is not None and key in change.written and key in change.before:
        told = told if isinstance(told, dict) else {"value": told}
        told |= _previous(change.before[key], one.form)
    return told


def _previous(row: Stored, form: Form) -> dict[str, Any]:
    member = KIND_NAMES[Kind(row.kind)][1]
    return {"previous" + member[0].upper() + member[1:]: represent.value_of(row, form)}


def _gone(one: Subscription, key: Key, names: Names, change: Change) -> Any:
    """A deleted instance (§4.5.0): its value is the NGSI-LD null."""
    if one.form.style == "keyValues":
        return NULL
    before = change.before.get(key)
    kind, member = KIND_NAMES[Kind(before.kind if before else Kind.PROPERTY)]
    told: dict[str, Any] = {} if one.form.style == "concise" else {"type": kind}
    told[member] = {"@none": NULL} if member == "languageMap" else NULL
    if key[1]:
        told["datasetId"] = names[key[1]]
    if one.form.system:
        if before is not None:
            told["createdAt"], told["modifiedAt"] = iso(before.created_at), iso(before.modified_at)
        told["deletedAt"] = iso(change.flush.recorded_at)
    return told | (_previous(before, one.form) if one.shows_changes and before is not None else {})


def _place(one: Subscription, entity: dict[str, Any]) -> Any:
    """§4.5.16: the geometry of a feature is its location."""
    place = entity.get(one.told.compact(LOCATION))
    return place.get("value", place) if isinstance(place, dict) else None
