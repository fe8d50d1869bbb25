"""From payloads to rows: entities and fragments of them (CIM 009 §5.2.4) become one `Batch`.

`normalize` raises for one entity; `normalize_many` lists the bad ones by index and keeps the good ones, as batch
operations need. One attribute: `attributes`; its value: `kinds`. Nothing here knows the database.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import msgspec

from dothi.entities.core.attributes import Rules, are_instances, attribute, measurement
from dothi.entities.core.context import CORE, Context, context_of
from dothi.entities.core.geo import is_geometry, place_of
from dothi.entities.core.names import checked_name, checked_urn, is_entity_type
from dothi.entities.core.rows import Attribute, Batch, Fragment, Kind, Merging, Mode, Place, microseconds
from dothi.entities.core.scopes import plain_scopes, told_scopes
from dothi.entities.core.simplified import alone, simplified
from dothi.entities.core.times import most_ahead
from dothi.kernel.errors import BadRequest, DothiError

LOCATION = "https://uri.etsi.org/ngsi-ld/location"
_RESERVED = frozenset(
    {"id", "type", "@id", "@type", "@context", "scope", "createdAt", "modifiedAt", "deletedAt"}
)


def normalize(
    payloads: Any, *, context: Context | None = None, mode: Mode = Mode.UPSERT, now: dt.datetime | None = None
) -> Batch:
    """One entity or a list of them as rows; raises the first error. `now` refuses clocks that run ahead."""
    batch, refused = normalize_many(
        payloads if isinstance(payloads, list) else [payloads], context=context, mode=mode, now=now
    )
    if refused:
        raise next(iter(refused.values()))
    return batch


def normalize_many(
    payloads: list[Any],
    *,
    context: Context | None = None,
    mode: Mode = Mode.UPSERT,
    now: dt.datetime | None = None,
    said: Merging | None = None,
) -> tuple[Batch, dict[int, DothiError]]:
    """Rows of the good entities, and the error of each bad one by its index in `payloads`."""
    batch, refused = Batch(), {}
    rules = Rules(context or CORE, mode, microseconds(now + most_ahead()) if now else None, said=said)
    for index, payload in enumerate(payloads):
        mark = len(batch.attributes)
        try:
            add_entity(batch, payload, rules)
        except DothiError as error:
            del batch.attributes[mark:]
            error.fields.setdefault("entity", _id_of(payload))
            refused[index] = error
    return batch, refused


def add_entity(batch: Batch, payload: Any, rules: Rules) -> None:
    """Appends one entity (§5.2.4)."""
    if isinstance(payload, DothiError):  # refused before; it keeps its index
        raise payload
    if not isinstance(payload, dict):
        raise BadRequest("entity-not-an-object")
    if "@context" in payload:
        rules = replace(rules, context=context_of(payload["@context"]))
    urn = payload.get("id", payload.get("@id"))
    if urn is None:
        raise BadRequest("entity-without-id")
    add_fragment(batch, checked_urn(urn), payload, rules, types=types_of(payload, rules))


def add_fragment(
    batch: Batch, urn: str, payload: Mapping[str, Any], rules: Rules, *, types: tuple[str, ...]
) -> None:
    """Appends (a part of) the entity `urn`; the members of `payload` are its attributes."""
    scope = payload.get("scope")
    fragment = Fragment(urn, types, rules.mode, None if scope is None else _scopes(scope, rules))
    index = len(batch.fragments)
    rows, mark = batch.attributes, len(batch.attributes)
    merges, by_values = rules.mode == Mode.MERGE, rules.said is not None and rules.said.simplified
    expand = rules.context.expand
    for name, raw in payload.items():
        if name in _RESERVED:
            continue
        term = expand(checked_name(name))
        if by_values:
            rows.extend(simplified(index, name, term, raw, rules))
        elif type(raw) is dict and (row := measurement(index, name, term, raw, rules)) is not None:
            rows.append(row)
        elif type(raw) is list and are_instances(raw):
            _add_instances(rows, index, name, term, raw, rules)
        elif merges and (type(raw) is not dict or is_geometry(raw)):
            rows.append(alone(index, name, term, raw))
        else:
            rows.append(attribute(index, name, term, raw, rules))
        if rows and term == rows[-1].term == LOCATION:
            rows[-1], fragment.place = _located(rows[-1], name)
    if rules.said is not None or (merges and any(row.kind == Kind.BARE for row in rows[mark:])):
        batch.merging[index] = (rules.said or Merging())._replace(context=rules.context)
    batch.fragments.append(fragment)


def _located(row: Attribute, name: str) -> tuple[Attribute, Place | None]:
    """A geometry for the location is a GeoProperty also when it is told alone: the place of the entity follows from it at once."""
    if row.json is None or row.kind not in (Kind.GEO, Kind.BARE):
        return row, None
    told = msgspec.json.decode(row.json)
    if row.kind == Kind.BARE and not is_geometry(told):
        return row, None
    return row._replace(kind=Kind.GEO), place_of(told, name)


def _add_instances(
    rows: list[Attribute], index: int, name: str, term: str, raw: list[Any], rules: Rules
) -> None:
    """Several instances of one attribute, told apart by datasetId (§4.5.5), in a history also by time (§4.5.6)."""
    seen = set()
    for instance in raw:
        row = attribute(index, name, term, instance, rules)
        key = (row.dataset, row.observed if rules.temporal else None)
        if key in seen:
            raise BadRequest("attribute-dataset-twice", attribute=name, dataset=row.dataset or "@none")
        seen.add(key)
        rows.append(row)


def types_of(payload: dict[str, Any], rules: Rules) -> tuple[str, ...]:
    raw = payload.get("type", payload.get("@type"))
    if raw is None:
        if rules.mode in (Mode.UPDATE, Mode.APPEND, Mode.MERGE, Mode.EXISTING, Mode.UPSERT):
            return ()
        raise BadRequest("entity-without-type")
    names = raw if isinstance(raw, list) else [raw]
    if not names or not all(isinstance(name, str) and is_entity_type(name) for name in names):
        raise BadRequest("entity-type-malformed")
    return tuple(dict.fromkeys(rules.context.expand(name) for name in names))


def _scopes(raw: Any, rules: Rules) -> tuple[str, ...] | None:
    """In a history the newest of those that are told."""
    return told_scopes(raw, rules.latest)[-1].scopes if rules.temporal else plain_scopes(raw)


def _id_of(payload: Any) -> str:
    urn = payload.get("id") if isinstance(payload, dict) else None
    return urn if isinstance(urn, str) else "urn:ngsi-ld:unknown"
