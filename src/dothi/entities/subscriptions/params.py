"""What is sent and where: NotificationParams, Endpoint, KeyValuePair (CIM 009 §5.2.14, §5.2.15, §5.2.22), checked."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import unquote, urlsplit

from dothi.entities.core.context import CORE, Context
from dothi.entities.core.projecting import ALL, CORE_MEMBERS, Members, Projection, parse_projection
from dothi.entities.core.represent import PROVENANCE
from dothi.entities.subscriptions.checks import Check, choice, flag, names, seconds, wrong
from dothi.kernel.errors import BadRequest

FORMATS = ("normalized", "concise", "keyValues", "simplified")
ACCEPTS = ("application/json", "application/ld+json", "application/geo+json")
SCHEMES = ("http", "https", "mqtt", "mqtts")
_NOTIFICATION = frozenset(
    {
        "attributes", "pick", "omit", "format", "endpoint", "showChanges", "sysAttrs", "join", "joinLevel", "containedBy",
        PROVENANCE,
    }
)  # fmt: skip
_COUNTED = frozenset({"status", "timesSent", "timesFailed", "lastNotification", "lastSuccess", "lastFailure"})
_ENDPOINT = frozenset({"uri", "accept", "timeout", "cooldown", "receiverInfo", "notifierInfo"})
_MEMBER_WORD = re.compile(r"[^{},|]+")
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


def notification_params(value: Any, name: str, context: Context) -> dict[str, Any]:
    """§5.2.14 NotificationParams."""
    if not isinstance(value, dict):
        raise wrong(name, value, "{endpoint: {uri}}")
    found = {key: one for key, one in value.items() if key not in _COUNTED and one is not None}
    if unknown := found.keys() - _NOTIFICATION:
        raise wrong(f"notification.{min(unknown)}", found[min(unknown)], ", ".join(sorted(_NOTIFICATION)))
    if "endpoint" not in found:
        raise BadRequest("subscription-member-missing", member="notification.endpoint")
    for key, check in NOTIFICATION_CHECKS.items():
        if key in found:
            found[key] = check(found[key], f"notification.{key}", context)
    if "attributes" in found and ("pick" in found or "omit" in found):
        raise BadRequest("subscription-members-exclude", one="attributes", other="pick, omit")
    if twice := set(found.get("pick", ())) & set(found.get("omit", ())):
        raise wrong("notification.omit", min(twice), "≠ pick")
    levels = found.get("joinLevel", 1) if found.get("join", "@none") != "@none" else 0
    if projection(found).depth > levels:
        raise BadRequest("projection-too-deep", depth=levels)
    if found.get("showChanges") and found.get("format") in ("keyValues", "simplified"):
        raise BadRequest("subscription-members-exclude", one="showChanges", other="format: keyValues")
    return found


def level(value: Any, name: str, context: Context) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= 10:
        raise wrong(name, value, "1…10")
    return value


def endpoint(value: Any, name: str, context: Context) -> dict[str, Any]:
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
            seconds(value[key], f"{name}.{key}", context)
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


def members(value: Any, name: str, context: Context) -> list[str]:
    """pick and omit name members of an entity (id, type, scope, attributes), with brackets also those of the entities that an
    attribute links (§4.21)."""
    listed = ([value] if "{" in value else value.split(",")) if isinstance(value, str) else value
    if not isinstance(listed, list) or not listed:
        raise wrong(name, value, "[…]")
    return [_member(one, name, context) for one in listed]


def _member(one: Any, name: str, context: Context) -> str:
    if not isinstance(one, str) or "{" not in one:
        return str(one) if one in CORE_MEMBERS else names([one], name, context)[0]
    parse_projection(one, None, context)
    return each_member(one, context.expand)


def each_member(text: str, name_of: Callable[[str], str]) -> str:
    """A member of a projection (§4.21) with each of its names replaced. With brackets, an IRI in it must not hold `,|{}`."""
    if "{" not in text:
        return text if text in CORE_MEMBERS else name_of(text)
    return _MEMBER_WORD.sub(lambda word: word[0] if word[0] in CORE_MEMBERS else name_of(word[0]), text)


def projection(told: dict[str, Any]) -> Projection:
    """What of an entity is sent by pick and omit, with names as IRIs."""
    omitted = _tree(told.get("omit", ())) or Members()
    return Projection(_tree(told.get("pick", ())), omitted) if "pick" in told or omitted.named else ALL


def _tree(listed: Iterable[str]) -> Members | None:
    named: dict[str, Members | None] = {}
    for one in listed:
        inner = parse_projection(one, None, CORE).picked if "{" in one else None
        named.update(inner.named if inner else {one: None})
    return Members(named) if named else None


NOTIFICATION_CHECKS: dict[str, Check] = {
    "attributes": names,
    "pick": members,
    "omit": members,
    "format": choice(*FORMATS),
    "showChanges": flag,
    "sysAttrs": flag,
    PROVENANCE: flag,
    "join": choice("flat", "inline", "@none"),
    "joinLevel": level,
    "endpoint": endpoint,
}
