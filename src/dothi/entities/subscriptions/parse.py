"""From the JSON of a subscription to what is stored: checked, names as IRIs (CIM 009 §5.2.12-5.2.15, §5.8.1.4)."""

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
from dothi.entities.core.query import Compare, Node, parse, terms
from dothi.entities.core.represent import PROVENANCE
from dothi.entities.core.rows import instant
from dothi.entities.core.selecting import scope_alternatives, type_alternatives
from dothi.entities.core.times import time_of
from dothi.entities.subscriptions.patterns import compiled
from dothi.kernel import clock
from dothi.kernel.errors import BadRequest, TooLarge

TRIGGERS = (
    "entityCreated", "entityUpdated", "entityDeleted", "attributeCreated", "attributeUpdated", "attributeDeleted",
)  # fmt: skip
USUAL_TRIGGERS = ("attributeCreated", "attributeUpdated")
FORMATS = ("normalized", "concise", "keyValues", "simplified")
ACCEPTS = ("application/json", "application/ld+json", "application/geo+json")
SCHEMES = ("http", "https", "mqtt", "mqtts")
MOST_SELECTORS = 200
MOST_BYTES = 100_000  # of one subscription: all of them stand in the memory of the process that tells
_MEMBERS = frozenset(
    {
        "id", "type", "@context", "subscriptionName", "description", "entities", "watchedAttributes", "notificationTrigger",
        "timeInterval", "q", "geoQ", "csf", "isActive", "notification", "expiresAt", "throttling", "temporalQ", "scopeQ",
        "lang", "datasetId", "jsonldContext", "localOnly", "splitEntities",
    }
)  # fmt: skip
_OURS = frozenset(
    {"status", "createdAt", "modifiedAt", "origin"}
)  # a subscription read back may be sent again
_NOTIFICATION = frozenset(
    {
        "attributes", "pick", "omit", "format", "endpoint", "showChanges", "sysAttrs", "join", "joinLevel", "containedBy",
        PROVENANCE,
    }
)  # fmt: skip
_COUNTED = frozenset({"status", "timesSent", "timesFailed", "lastNotification", "lastSuccess", "lastFailure"})
_ENDPOINT = frozenset({"uri", "accept", "timeout", "cooldown", "receiverInfo", "notifierInfo"})
_TYPE_WORD = re.compile(r"[^(),;|\s]+")
_HEADER = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_HEADER_VALUE = re.compile(r"([\x21-\x7e]([\x20-\x7e]{0,3998}[\x21-\x7e])?)?")
_CONNECTION_HEADERS = frozenset(
    {
        "connection",
        "expect",
        "keep-alive",
        "proxy-connection",
        "te",
        "trailer",
        "transfer-encoding",
        "upgrade",
    }
)  # of the connection that is ours, not of what is told on it
_NOTIFIER = {"MQTT-Version": ("mqtt3.1.1", "mqtt5.0"), "MQTT-QoS": ("0", "1", "2")}


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
    for name, check in _CHECKS.items():
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


def wrong(member: str, value: Any, expected: str) -> BadRequest:
    """The refusal of one member."""
    return BadRequest("subscription-member-wrong", member=member, value=str(value)[:80], expected=expected)


def _check_together(body: dict[str, Any]) -> None:
    if "notification" not in body:
        raise BadRequest("subscription-member-missing", member="notification")
    if not body.get("entities") and not body.get("watchedAttributes") and "timeInterval" not in body:
        raise BadRequest("subscription-member-missing", member="entities, watchedAttributes")
    if not body.get("entities") and "timeInterval" in body:
        raise BadRequest("subscription-member-missing", member="entities")
    for other in ("throttling", "watchedAttributes"):
        if "timeInterval" in body and other in body:
            raise BadRequest("subscription-members-exclude", one="timeInterval", other=other)


def _text(value: Any, name: str, context: Context) -> str:
    if not isinstance(value, str) or not value or len(value) > 10_000 or "\x00" in value:
        raise wrong(name, value, "text")
    return value


def _flag(value: Any, name: str, context: Context) -> bool:
    if not isinstance(value, bool):
        raise wrong(name, value, "true, false")
    return value


def _seconds(value: Any, name: str, context: Context) -> float:
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not 0 < value < 1e9:
        raise wrong(name, value, "> 0")
    return value


def _choice(*words: str) -> Callable[[Any, str, Context], str]:
    def check(value: Any, name: str, context: Context) -> str:
        if value not in words:
            raise wrong(name, value, ", ".join(words))
        return str(value)

    return check


def _names(value: Any, name: str, context: Context) -> list[str]:
    if not isinstance(value, list) or not value or len(value) > 1000:
        raise wrong(name, value, "[…]")
    return [
        context.expand(checked_name(one)) if isinstance(one, str) else _refuse(name, one) for one in value
    ]


def _refuse(name: str, value: Any) -> Any:
    raise wrong(name, value, "text")


def _members(value: Any, name: str, context: Context) -> list[str]:
    """pick and omit name members of an entity: id, type, scope, or attributes."""
    if isinstance(value, str):
        value = value.split(",")
    if not isinstance(value, list) or not value:
        raise wrong(name, value, "[…]")
    own = ("id", "type", "scope")
    return [one if one in own else _names([one], name, context)[0] for one in value]


def _triggers(value: Any, name: str, context: Context) -> list[str]:
    if not isinstance(value, list) or not value or not all(one in TRIGGERS for one in value):
        raise wrong(name, value, ", ".join(TRIGGERS))
    return value


def _selectors(value: Any, name: str, context: Context) -> list[dict[str, Any]]:
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


def _q(value: Any, name: str, context: Context) -> str:
    for term in terms(parse_q(value)):
        if isinstance(term, Compare) and term.operator in ("~=", "!~="):
            pattern(term.value, name)
    return str(value)


def _scope_q(value: Any, name: str, context: Context) -> str:
    scope_alternatives(_text(value, name, context))
    return str(value)


def geo_query(value: Any) -> GeoQuery:
    """§5.2.13 GeoQuery. Raises BadRequest."""
    if not isinstance(value, dict) or not isinstance(value.get("georel"), str):
        raise wrong("geoQ", value, "{georel, geometry, coordinates}")
    coordinates = value.get("coordinates")
    text = coordinates if isinstance(coordinates, str) else msgspec.json.encode(coordinates).decode()
    return parse_geo(value["georel"], value.get("geometry"), text, value.get("geoproperty"))


def _geo(value: Any, name: str, context: Context) -> dict[str, Any]:
    geo_query(value)
    return {
        **value,
        **({"geoproperty": context.expand(value["geoproperty"])} if "geoproperty" in value else {}),
    }


def _expires(value: Any, name: str, context: Context) -> str:
    if instant(time_of(value, name)) <= clock.now():
        raise wrong(name, value, "> now")
    return str(value)


def _datasets(value: Any, name: str, context: Context) -> list[str]:
    if isinstance(value, str):
        value = [value]
    if not isinstance(value, list) or not value:
        raise wrong(name, value, "[URI]")
    return [one if one == "@none" else checked_urn(one) for one in value]


def _json_ld_context(value: Any, name: str, context: Context) -> str:
    if not isinstance(value, str) or urlsplit(value).scheme not in ("http", "https"):
        raise wrong(name, value, "https://…")
    context_of(value)
    return value


def _notification(value: Any, name: str, context: Context) -> dict[str, Any]:
    """§5.2.14 NotificationParams."""
    if not isinstance(value, dict):
        raise wrong(name, value, "{endpoint: {uri}}")
    found = {key: one for key, one in value.items() if key not in _COUNTED and one is not None}
    if unknown := found.keys() - _NOTIFICATION:
        raise wrong(f"notification.{min(unknown)}", found[min(unknown)], ", ".join(sorted(_NOTIFICATION)))
    if "endpoint" not in found:
        raise BadRequest("subscription-member-missing", member="notification.endpoint")
    for key, check in _NOTIFICATION_CHECKS.items():
        if key in found:
            found[key] = check(found[key], f"notification.{key}", context)
    if "attributes" in found and ("pick" in found or "omit" in found):
        raise BadRequest("subscription-members-exclude", one="attributes", other="pick, omit")
    if twice := set(found.get("pick", ())) & set(found.get("omit", ())):
        raise wrong("notification.omit", min(twice), "≠ pick")
    if found.get("showChanges") and found.get("format") in ("keyValues", "simplified"):
        raise BadRequest("subscription-members-exclude", one="showChanges", other="format: keyValues")
    return found


def _level(value: Any, name: str, context: Context) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= 10:
        raise wrong(name, value, "1…10")
    return value


def _endpoint(value: Any, name: str, context: Context) -> dict[str, Any]:
    """§5.2.15 Endpoint."""
    if not isinstance(value, dict) or not isinstance(value.get("uri"), str):
        raise BadRequest("subscription-member-missing", member=f"{name}.uri")
    if unknown := value.keys() - _ENDPOINT:
        raise wrong(f"{name}.{min(unknown)}", value[min(unknown)], ", ".join(sorted(_ENDPOINT)))
    _check_uri(value["uri"], f"{name}.uri")
    if value.get("accept", ACCEPTS[0]) not in ACCEPTS:
        raise wrong(f"{name}.accept", value["accept"], ", ".join(ACCEPTS))
    for key in ("timeout", "cooldown"):
        if key in value:
            _seconds(value[key], f"{name}.{key}", context)
    for pair in _pairs(value.get("receiverInfo", []), f"{name}.receiverInfo"):
        _check_header(pair, f"{name}.receiverInfo")
    for pair in _pairs(value.get("notifierInfo", []), f"{name}.notifierInfo"):
        if pair["value"] not in (known := _NOTIFIER.get(pair["key"], (pair["value"],))):
            raise wrong(f"{name}.notifierInfo.{pair['key']}", pair["value"], ", ".join(known))
    return value


def _check_header(pair: dict[str, str], name: str) -> None:
    if not _HEADER.fullmatch(pair["key"]) or pair["key"].lower() in _CONNECTION_HEADERS:
        raise wrong(name, pair["key"], "header")
    if not _HEADER_VALUE.fullmatch(pair["value"]):
        raise wrong(f"{name}.{pair['key']}", pair["value"], "ASCII, ≤ 4000")


def _pairs(value: Any, name: str) -> list[dict[str, str]]:
    """§5.2.22 KeyValuePair. No line breaks: they would write headers of their own."""
    if not isinstance(value, list) or len(value) > 50:
        raise wrong(name, value, "[{key, value}]")
    for pair in value:
        if not isinstance(pair, dict) or pair.keys() != {"key", "value"}:
            raise wrong(name, pair, "{key, value}")
        for text in pair.values():
            if not isinstance(text, str) or any(c in text for c in "\r\n\x00") or not text.isprintable():
                raise wrong(name, pair, "text")
    return value


def _check_uri(uri: str, name: str) -> None:
    try:
        parts = urlsplit(uri)
        fits = parts.scheme in SCHEMES and bool(parts.hostname) and (parts.port is None or parts.port > 0)
    except ValueError:
        fits = False
    if not fits or len(uri) > 2000 or not uri.isascii() or not uri.isprintable() or " " in uri:
        raise wrong(name, uri, ", ".join(f"{scheme}://…" for scheme in SCHEMES))
    topic = unquote(uri.partition(parts.netloc)[2]).strip("/")
    if parts.scheme in ("mqtt", "mqtts") and (not topic or any(c in topic for c in "+#\x00")):
        raise wrong(name, uri, "mqtt://host/topic")


_CHECKS: dict[str, Callable[[Any, str, Context], Any]] = {
    "subscriptionName": _text,
    "description": _text,
    "entities": _selectors,
    "watchedAttributes": _names,
    "notificationTrigger": _triggers,
    "timeInterval": _seconds,
    "throttling": _seconds,
    "q": _q,
    "geoQ": _geo,
    "scopeQ": _scope_q,
    "csf": _text,
    "isActive": _flag,
    "localOnly": _flag,
    "splitEntities": _flag,
    "lang": _text,
    "expiresAt": _expires,
    "datasetId": _datasets,
    "jsonldContext": _json_ld_context,
    "notification": _notification,
}
_NOTIFICATION_CHECKS: dict[str, Callable[[Any, str, Context], Any]] = {
    "attributes": _names,
    "pick": _members,
    "omit": _members,
    "format": _choice(*FORMATS),
    "showChanges": _flag,
    "sysAttrs": _flag,
    PROVENANCE: _flag,
    "join": _choice("flat", "inline", "@none"),
    "joinLevel": _level,
    "endpoint": _endpoint,
}
