"""What changed, as told to screens and rules: short names, current values. From a flush just written, or from the log.

`{"id": urn, "type": [short…], "unit": id|null, "agency": id|null, "attrs": {short: {"value"|"object"|…, "unitCode",
"observedAt", "origin"}}}`; attributes that are no more stand in `"ended": [short…]`; a deleted entity has `"deleted": true`
and no attrs. An instance with a datasetId is named `short|datasetId`.
"""

from __future__ import annotations

from typing import Any

import msgspec
from psycopg import AsyncConnection
from psycopg.rows import tuple_row

from dothi.entities.core.context import CORE
from dothi.entities.core.kinds import KIND_NAMES, number
from dothi.entities.core.rows import Attribute, instant, microseconds
from dothi.entities.store.dictionary import dictionary
from dothi.entities.store.statements import read_sql
from dothi.entities.store.tenants import DEFAULT
from dothi.entities.store.write import Written
from dothi.kernel.clock import iso
from dothi.kernel.origin import Origin

Change = dict[str, Any]


def changes(written: Written) -> list[Change]:
    """What this flush made current, by entity; what it created, ended and deleted. Screens show the default tenant only."""
    found: dict[str, Change] = {}
    if written.batch.tenant != DEFAULT:
        return []
    batch, short, times = written.batch, _Short(), _Times(written)
    origins = [(f.writer.origin if f.writer else written.origin).word for f in batch.fragments]
    for row in written.changed:
        a = batch.attributes[row]
        urn = batch.fragments[a.fragment].urn
        change = found.get(urn) or found.setdefault(urn, _head(written, urn, short))
        change["attrs"][short[a.term, a.dataset]] = _value(
            a.kind, a.num, a.txt, a.json, a.unit_code, times.of(a), origins[a.fragment]
        )
    for urn in written.created:
        found.setdefault(urn, _head(written, urn, short))
    _add_ended(found, written, short)
    for urn in written.deleted:
        found[urn] = {**_head(written, urn, short), "deleted": True}
    return list(found.values())


def _add_ended(found: dict[str, Change], written: Written, short: _Short) -> None:
    """An attribute that was ended and given anew in one flush stands in attrs, too: who applies them goes by `ended` first."""
    if not written.dropped:
        return
    urns = {known.id: urn for urn, known in written.entities.items()}
    for entity_id, term, dataset in written.dropped:
        urn = urns[entity_id]
        change = found.get(urn) or found.setdefault(urn, _head(written, urn, short))
        name = short[written.names[term], written.names[dataset]]
        if name not in change["attrs"]:
            change.setdefault("ended", []).append(name)


def _head(written: Written, urn: str, short: _Short) -> Change:
    known = written.entities[urn]
    types = [short[written.names[key], ""] for key in known.types]
    return {"id": urn, "type": types, "unit": known.unit_id, "agency": known.agency_id, "attrs": {}}


class _Short(dict[tuple[str, str], str]):
    """(term, dataset) → the name in a change."""

    def __missing__(self, key: tuple[str, str]) -> str:
        self[key] = name = _name(*key)
        return name


def _name(term: str, dataset: str) -> str:
    name = CORE.compact(term)
    return f"{name}|{dataset}" if dataset else name


class _Times(dict[int, str]):
    """µs → as written; many values of one flush share a time."""

    def __init__(self, written: Written) -> None:
        self.recorded = microseconds(written.recorded_at)
        self.arrived = [f.arrived for f in written.batch.fragments]

    def __missing__(self, us: int) -> str:
        self[us] = text = iso(instant(us))
        return text

    def of(self, a: Attribute) -> str:
        us = self.arrived[a.fragment] if a.observed is None else a.observed
        return self[self.recorded if us is None else us]


def _value(
    kind: int,
    num: float | None,
    txt: str | None,
    json: str | None,
    unit_code: str | None,
    observed: str,
    origin: str,
) -> Change:
    if num is not None:
        value: Any = number(num)
    else:
        value = txt if txt is not None else msgspec.Raw((json or "null").encode())
    found = {KIND_NAMES[kind][1]: value, "observedAt": observed, "origin": origin}
    if unit_code:
        found["unitCode"] = unit_code
    return found


async def changes_since(connection: AsyncConnection[Any], tx: int, flush_id: int = 0) -> list[Change]:
    """Current values of everything written after the cursor (tx, flush_id), each once, and what was deleted since."""
    names = dictionary(connection)
    async with connection.cursor(row_factory=tuple_row) as cursor:
        await cursor.execute(read_sql("current_since"), {"tx": tx, "id": flush_id})
        rows = await cursor.fetchall()
    await names.names(
        connection, {key for row in rows for key in (*row[1], row[5], row[6]) if key is not None}
    )
    found: dict[str, Change] = {}
    for urn, types, unit_id, agency_id, is_deleted, term, dataset, kind, *value in rows:
        short = [CORE.compact(names.iris[key]) for key in types]
        change = found.setdefault(
            urn, {"id": urn, "type": short, "unit": unit_id, "agency": agency_id, "attrs": {}}
        )
        if is_deleted:
            change["deleted"] = True
        elif term is not None:
            _add(change, _name(names.iris[term], names.iris[dataset]), kind, value)
    return list(found.values())


def _add(change: Change, name: str, kind: int | None, value: list[Any]) -> None:
    """One current attribute, or one that is no more (it has no kind)."""
    if kind is None:
        if name not in change.setdefault("ended", []):
            change["ended"].append(name)
        return
    num, txt, json, unit_code, observed, origin = value
    change["attrs"][name] = _value(kind, num, txt, json, unit_code, iso(observed), Origin(origin).word)
