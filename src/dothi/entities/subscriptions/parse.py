"""From the JSON of a subscription to what is stored: checked, names as IRIs (CIM 009 §5.2.12, §5.2.13, §5.8.1.4)."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from typing import Any
from urllib.parse import unquote, urlsplit

import msgspec

from dothi.entities.core.context import Context, context_of
from dothi.entities.core.geo_query import GeoQuery, parse_geo
from dothi.entities.core.kinds import NULL
from dothi.entities.core.names import checked_name, checked_urn, is_type_name
from dothi.entities.core.patterns import compiled
from dothi.entities.core.query import Compare, Node, parse, terms
from dothi.entities.core.rows import instant
from dothi.entities.core.selecting import scope_alternatives, type_alternatives
from dothi.entities.core.times import time_of
from dothi.entities.subscriptions.checks import Check, flag, names, seconds, text, wrong
from dothi.entities.subscriptions.params import notification_params
from dothi.kernel import clock
from dothi.kernel.errors import BadRequest, TooLarge

TRIGGERS = (
    "entityCreated", "entityUpdated", "entityDeleted", "attributeCreated", "attributeUpdated", "attributeDeleted",
)  # fmt: skip
USUAL_TRIGGERS = ("attributeCreated", "attributeUpdated")
MOST_SELECTORS = 200
MOST_BYTES = 100_000  # of one subscription: all of them stand in the memory of the process that tells
_MEMBERS = frozenset(
    {
        "id", "type", "@context", "subscriptionName", "description", "entities", "watchedAttributes", "notificationTrigger",
        "timeInterval", "q", "geoQ", "csf", "isActive", "notification", "expiresAt", "throttling", "temporalQ", "scopeQ",
        "lang", "datasetId", "jsonldContext", "localOnly", "splitEntities", "expandValues", "jsonKeys",
    }
)  # fmt: skip
_OURS = frozenset(
    {"status", "createdAt", "modifiedAt", "origin"}
)  # a subscription read back may be sent again
_TYPE_WORD = re.compile(r"[^(),;|\s]+")


def checked(payload: Any, context: Context) -> dict[str, Any]:
    """The body to store. Raises BadRequest that names the member."""
    if not isinstance(payload, dict):
        raise BadRequest("subscription-not-an-object")
    body = {key: value for key, value in payload.items() if key not in _OURS and key != "@context"}
    for name in body:
        if name not in _MEMBERS:
            raise wrong(name, body[name], ", ".join(sorted(_MEMBERS)))
    if body.get("type") != "Subscription":
        raise wrong("type", body.get("type"), "Subscription")
    if "id" in body:
        checked_urn(body["id"])
    for name, check in CHECKS.items():
        if name in body:
            body[name] = check(body[name], name, context)
    _check_together(body)
    if len(msgspec.json.encode(body)) > MOST_BYTES:
        raise TooLarge("subscription-too-large", limit_kb=MOST_BYTES // 1000)
    return body


def updated(body: dict[str, Any], fragment: Any, context: Context) -> dict[str, Any]:
    """§5.8.2.4: each member of the fragment takes the place of the stored one, null removes it; the whole is checked again."""
    if not isinstance(fragment, dict) or not (fragment.keys() - {"@context", "type"}):
        raise BadRequest("subscription-fragment-empty")
    if fragment.get("id", body["id"]) != body["id"]:
        raise BadRequest("subscription-id-differs", subscription=body["id"])
    merged = {**body, **{key: value for key, value in fragment.items() if key != "@context"}}
    ended = (
        {"expiresAt": merged.pop("expiresAt")} if "expiresAt" in body and "expiresAt" not in fragment else {}
    )
    return (
        checked({k: value for k, value in merged.items() if value is not None and value != NULL}, context)
        | ended
    )


def expires(body: dict[str, Any]) -> dt.datetime | None:
    return instant(time_of(body["expiresAt"], "expiresAt")) if "expiresAt" in body else None


def _check_together(body: dict[str, Any]) -> None:
    if "notification" not in body:
        raise BadRequest("subscription-member-missing", member="notification")
    if not body.get("entities") and not body.get("localOnly"):
        if "timeInterval" in body:
            raise BadRequest("subscription-member-missing", member="entities")
        if not body.get("watchedAttributes"):
            raise BadRequest("subscription-member-missing", member="entities, watchedAttributes")
    for other in ("throttling", "watchedAttributes"):
        if "timeInterval" in body and other in body:
            raise BadRequest("subscription-members-exclude", one="timeInterval", other=other)


def triggers(value: Any, name: str, context: Context) -> list[str]:
    if not isinstance(value, list) or not value or not all(one in TRIGGERS for one in value):
        raise wrong(name, value, ", ".join(TRIGGERS))
    return value


def selectors(value: Any, name: str, context: Context) -> list[dict[str, Any]]:
    """§5.2.33 EntitySelector: type is needed; id may be one or a list."""
    if not isinstance(value, list) or not value or len(value) > MOST_SELECTORS:
        raise wrong(name, value, "[{type, id, idPattern}]")
    return [_selector(one, context) for one in value]


def _selector(value: Any, context: Context) -> dict[str, Any]:
    if not isinstance(value, dict) or not value or value.keys() - {"id", "idPattern", "type"}:
        raise wrong("entities", value, "{type, id, idPattern}")
    if not isinstance(value.get("type"), str) or not value["type"]:
        raise BadRequest("subscription-member-missing", member="entities.type")
    found = dict(value)
    if value["type"] != "*":
        words = type_alternatives(value["type"])
        if not all(is_type_name(word) for word in frozenset[str]().union(*words)):
            raise wrong("entities.type", value["type"], "…")
        found["type"] = each_type(value["type"], context.expand)
    if "id" in value:
        ids = value["id"] if isinstance(value["id"], list) else [value["id"]]
        found["id"] = (
            [checked_urn(one) for one in ids] if isinstance(value["id"], list) else checked_urn(value["id"])
        )
    if "idPattern" in value:
        pattern(value["idPattern"])
    return found


def pattern(text: Any, member: str = "entities.idPattern") -> Any:
    """A regular expression that is matched in linear time. Raises BadRequest."""
    if not isinstance(text, str) or len(text) > 1000 or "\x00" in text:
        raise wrong(member, text, "regular expression")
    try:
        return compiled(text)
    except ValueError as error:
        raise wrong(member, text, str(error)) from error


def each_type(expression: str, name_of: Callable[[str], str]) -> str:
    """A type selection (§4.17) with each of its names replaced. An IRI in it must not hold `,;|()`."""
    return _TYPE_WORD.sub(lambda word: name_of(word[0]), expression)


def parse_q(text: Any) -> Node:
    """`q` of a subscription may come percent-encoded, as in an address (§4.9)."""
    if not isinstance(text, str) or not text or len(text) > 10_000 or "\x00" in text:
        raise wrong("q", text, 'name=="…"')
    return parse(unquote(text))


def _listed(value: Any, name: str, context: Context) -> str:
    """§5.2.12 expandValues, jsonKeys: names with commas between, as `q` says them."""
    for one in text(value, name, context).split(","):
        checked_name(one)
    return str(value)


def _q(value: Any, name: str, context: Context) -> str:
    for term in terms(parse_q(value)):
        if isinstance(term, Compare) and term.operator in ("~=", "!~="):
            pattern(term.value, name)
    return str(value)


def _scope_q(value: Any, name: str, context: Context) -> str:
    scope_alternatives(text(value, name, context))
    return str(value)


def geo_query(value: Any) -> GeoQuery:
    """§5.2.13 GeoQuery. Raises BadRequest."""
    if not isinstance(value, dict) or not isinstance(value.get("georel"), str):
        raise wrong("geoQ", value, "{georel, geometry, coordinates}")
    coordinates = value.get("coordinates")
    text = coordinates if isinstance(coordinates, str) else msgspec.json.encode(coordinates).decode()
    return parse_geo(value["georel"], value.get("geometry"), text, value.get("geoproperty"))


def geo(value: Any, name: str, context: Context) -> dict[str, Any]:
    geo_query(value)
    return {
        **value,
        **({"geoproperty": context.expand(value["geoproperty"])} if "geoproperty" in value else {}),
    }


def expiry(value: Any, name: str, context: Context) -> str:
    if instant(time_of(value, name)) <= clock.now():
        raise wrong(name, value, "> now")
    return str(value)


def datasets(value: Any, name: str, context: Context) -> list[str]:
    if isinstance(value, str):
        value = [value]
    if not isinstance(value, list) or not value:
        raise wrong(name, value, "[URI]")
    return [one if one == "@none" else checked_urn(one) for one in value]


def json_ld_context(value: Any, name: str, context: Context) -> str:
    if not isinstance(value, str) or urlsplit(value).scheme not in ("http", "https"):
        raise wrong(name, value, "https://…")
    context_of(value)
    return value


CHECKS: dict[str, Check] = {
    "subscriptionName": text,
    "description": text,
    "entities": selectors,
    "watchedAttributes": names,
    "notificationTrigger": triggers,
    "timeInterval": seconds,
    "throttling": seconds,
    "q": _q,
    "geoQ": geo,
    "scopeQ": _scope_q,
    "expandValues": _listed,
    "jsonKeys": _listed,
    "csf": text,
    "isActive": flag,
    "localOnly": flag,
    "splitEntities": flag,
    "lang": text,
    "expiresAt": expiry,
    "datasetId": datasets,
    "jsonldContext": json_ld_context,
    "notification": notification_params,
}
