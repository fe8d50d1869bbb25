"""Linked entities in a notification (CIM 009 §4.5.23, §5.2.14 join and joinLevel): beside the entity, or inside the relationship."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import msgspec
from psycopg import AsyncConnection

from dothi.entities.store import read
from dothi.entities.store.dictionary import dictionary
from dothi.entities.subscriptions import notice
from dothi.entities.subscriptions.book import Subscription
from dothi.entities.subscriptions.changes import fill, read_entities

MOST_LINKED = 500
Told = dict[str, Any]


async def add(connection: AsyncConnection[Any], one: Subscription, entities: list[Told]) -> None:
    """Adds what the relationships point at, level by level, as far as the key may see it."""
    flat = one.notification["join"] == "flat"
    known = {entity["id"] for entity in entities if "id" in entity}
    level, left = list(entities), MOST_LINKED
    for _ in range(one.notification.get("joinLevel", 1)):
        places = [place for entity in level for place in _relationships(entity, one)]
        wanted = {urn for _, _, urns in places for urn in urns} - (known if flat else set())
        found = await _read(connection, one, sorted(wanted)[:left])
        if flat:
            entities += found.values()
            known |= found.keys()
            level = list(found.values())
        else:
            level = _placed(places, found, left)
        left -= len(level)


def _relationships(entity: Told, one: Subscription) -> list[tuple[Told, str, list[str]]]:
    """(who holds it, under which name, the ids it points at)."""
    if one.form.style == "keyValues":
        return [
            (entity, name, urns)
            for name, value in entity.items()
            if name not in ("id", "type", "scope") and (urns := _urns(value))
        ]
    return [
        (instance, "entity", urns)
        for value in entity.values()
        for instance in (value if isinstance(value, list) else [value])
        if isinstance(instance, dict) and (urns := _urns(instance.get("object")))
    ]


def _urns(value: Any) -> list[str]:
    if isinstance(value, msgspec.Raw):  # a list of them comes as it is stored
        value = msgspec.json.decode(value)
    items = value if isinstance(value, list) else [value]
    return [
        item for item in items if isinstance(item, str) and item.startswith(("urn:", "http://", "https://"))
    ]


def _placed(places: list[tuple[Told, str, list[str]]], found: dict[str, Told], most: int) -> list[Told]:
    """Puts a copy of each linked entity where it is pointed at, at most so many: entities that point at each other
    would double at every level."""
    level: list[Told] = []
    for holder, name, urns in places:
        linked = [deepcopy(found[urn]) for urn in urns if urn in found][: most - len(level)]
        if linked:
            holder[name] = linked[0] if len(linked) == 1 else linked
        level += linked
    return level


async def _read(connection: AsyncConnection[Any], one: Subscription, urns: list[str]) -> dict[str, Told]:
    """These entities as they are now, whole: `attributes` and `pick` speak of the linking one."""
    if not urns:
        return {}
    selection = read.Selection(ids=tuple(urns), limits=one.limits)
    heads, _ = await read.read_heads(connection, selection, len(urns), 0)
    names = dictionary(connection)
    entities = await read_entities(connection, [head.id for head in heads], names)
    await fill(connection, entities, names)
    if one.tells_sources:
        await names.tell_sources(connection)
    whole = one.whole()
    return {e.head.urn: notice.of_entity(whole, e, e.current, names.iris) for e in entities.values()}
