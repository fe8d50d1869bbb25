"""A query as a body (CIM 009 §5.2.23 Query, §6.23, §6.24): its members under the names of the URL's parameters."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import msgspec
from starlette.requests import Request

from dothi.entities.core.names import checked_urn
from dothi.entities.core.patterns import checked_pattern
from dothi.entities.core.selecting import type_alternatives
from dothi.entities.store.selecting import Selector
from dothi.gateway.asking import (
    FORM_PARAMETERS,
    PAGE_PARAMETERS,
    Asked,
    limits_of,
    refuse_entity_maps,
)
from dothi.gateway.intake import read
from dothi.kernel.errors import BadRequest

BESIDE = FORM_PARAMETERS | PAGE_PARAMETERS | {"entityMap", "splitEntities"}
Values = dict[str, str]


async def asked_in_body(request: Request) -> Asked:
    """The query of a body, with what the URL says of the form beside it. Raises BadRequest."""
    refuse_entity_maps(request)
    intake = await read(request)
    body = intake.payload
    if not isinstance(body, dict) or body.get("type") != "Query":
        raise BadRequest("query-not-a-query")
    values: Values = {}
    for member, value in body.items():
        if member not in ("type", "@context", "id", "entities"):
            READERS.get(member, _unknown)(member, value, values)
    either = tuple(_selector(one) for one in _list("entities", body.get("entities", [])))
    return Asked({**values, **request.query_params}, intake.context, limits_of(request.state.key), either)


def _selector(told: Any) -> Selector:
    """§5.2.33: a type is needed; `*` is any."""
    if not isinstance(told, dict) or not isinstance(told.get("type"), str) or not told["type"]:
        raise _wrong("entities", told, '[{"type": …}]')
    if unknown := told.keys() - {"id", "idPattern", "type"}:
        raise _wrong("entities", min(unknown), "id, idPattern, type")
    ids, pattern = told.get("id", []), told.get("idPattern")
    if pattern is not None and not isinstance(pattern, str):
        raise _wrong("entities.idPattern", pattern, '"…"')
    if pattern is not None:
        checked_pattern(pattern, "entities.idPattern")
    types = () if told["type"] == "*" else tuple(type_alternatives(told["type"]))
    return Selector(
        tuple(checked_urn(urn) for urn in (ids if isinstance(ids, list) else [ids])), pattern, types
    )


def text(member: str, value: Any, values: Values) -> None:
    if not isinstance(value, str):
        raise _wrong(member, value, '"…"')
    values[member] = value


def texts(member: str, value: Any, values: Values) -> None:
    """A list of names, or one."""
    names = value if isinstance(value, list) else [value]
    if not all(isinstance(name, str) and name for name in names):
        raise _wrong(member, value, '["…"]')
    values[member] = ",".join(names)


def number(member: str, value: Any, values: Values) -> None:
    if type(value) is not int:
        raise _wrong(member, value, "1, 2 …")
    values[member] = str(value)


def flag(member: str, value: Any, values: Values) -> None:
    if not isinstance(value, bool):
        raise _wrong(member, value, "true, false")
    values[member] = "true" if value else "false"


def geo(member: str, value: Any, values: Values) -> None:
    """§5.2.13 GeoQuery."""
    told = _object(member, value, {"georel", "geometry", "coordinates", "geoproperty"})
    for name in ("georel", "geometry", "geoproperty"):
        if name in told:
            text(name, told[name], values)
    if "coordinates" in told:
        values["coordinates"] = _coordinates(told["coordinates"])


def temporal(member: str, value: Any, values: Values) -> None:
    """§5.2.21 TemporalQuery."""
    told = _object(member, value, {"timerel", "timeAt", "endTimeAt", "timeproperty", "lastN"})
    for name, item in told.items():
        (number if name == "lastN" else text)(name, item, values)


def aggregated(member: str, value: Any, values: Values) -> None:
    told = _object(member, value, {"aggrMethods", "aggrPeriodDuration"})
    if "aggrMethods" in told:
        texts("aggrMethods", told["aggrMethods"], values)
    if "aggrPeriodDuration" in told:
        text("aggrPeriodDuration", told["aggrPeriodDuration"], values)


def ordering(member: str, value: Any, values: Values) -> None:
    """§5.2.43 OrderingParams."""
    told = _object(member, value, {"orderBy", "collation", "coordinates", "geometry"})
    if "orderBy" in told:
        texts("orderBy", told["orderBy"], values)
    if "collation" in told:
        text("collation", told["collation"], values)
    if "coordinates" in told:
        values["orderFrom"] = _coordinates(told["coordinates"])
    if "geometry" in told:
        found: Values = {}
        text("geometry", told["geometry"], found)
        values["orderGeometry"] = found["geometry"]


def _object(member: str, value: Any, known: set[str]) -> Mapping[str, Any]:
    if not isinstance(value, dict) or value.keys() - known:
        raise _wrong(member, value, ", ".join(sorted(known)))
    return value


def _list(member: str, value: Any) -> list[Any]:
    if not isinstance(value, list):
        raise _wrong(member, value, "[…]")
    return value


def _coordinates(value: Any) -> str:
    """As a list, or as the text that a URL has."""
    if isinstance(value, str):
        return value
    if not isinstance(value, list):
        raise _wrong("coordinates", value, "[longitude,latitude]")
    return msgspec.json.encode(value).decode()


def _unknown(member: str, value: Any, values: Values) -> None:
    raise _wrong(member, value, ", ".join(sorted(READERS)))


def _wrong(member: str, value: Any, expected: str) -> BadRequest:
    return BadRequest("parameter-malformed", parameter=member, value=str(value)[:80], expected=expected)


READERS: dict[str, Callable[[str, Any, Values], None]] = {
    "attrs": texts, "pick": texts, "omit": texts, "datasetId": texts, "containedBy": texts, "expandValues": texts,
    "q": text, "scopeQ": text, "csf": text, "lang": text, "join": text, "geometryProperty": text, "format": text,
    "options": texts, "joinLevel": number, "local": flag, "geoQ": geo, "temporalQ": temporal, "aggrParams": aggregated,
    "ordering": ordering,
}  # fmt: skip
