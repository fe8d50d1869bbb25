"""Kinds of attributes and the values each may hold (CIM 009 §4.5.2, 4.5.3, 4.5.18-4.5.24): JSON → the typed columns of a row, and back."""

from __future__ import annotations

from typing import Any, TypeGuard

import msgspec

from dothi.entities.core.context import Context
from dothi.entities.core.geo import place_of
from dothi.entities.core.rows import Attribute, Kind
from dothi.entities.core.times import time_of
from dothi.kernel.errors import BadRequest

NULL = "urn:ngsi-ld:null"
_NO_LANGUAGE = {"@none": NULL}  # a LanguageProperty is deleted so (§4.5.18)
MAX_DEPTH = 32
_EXACT = 2**53  # beyond it a double no longer holds every whole number
KIND_NAMES: dict[int, tuple[str, str]] = {
    Kind.PROPERTY: ("Property", "value"),
    Kind.RELATIONSHIP: ("Relationship", "object"),
    Kind.GEO: ("GeoProperty", "value"),
    Kind.LANGUAGE: ("LanguageProperty", "languageMap"),
    Kind.VOCAB: ("VocabProperty", "vocab"),
    Kind.LIST: ("ListProperty", "valueList"),
    Kind.LIST_RELATIONSHIP: ("ListRelationship", "objectList"),
    Kind.JSON: ("JsonProperty", "json"),
}
KINDS = {name: (Kind(kind), member) for kind, (name, member) in KIND_NAMES.items()}
KINDS["VocabularyProperty"] = KINDS["VocabProperty"]  # its name before v1.7
BY_MEMBER = {
    member: name for name, member in KIND_NAMES.values() if name != "GeoProperty"
}  # concise: value → Property
_encode = msgspec.json.Encoder(order=None).encode

Value = tuple[float | None, str | None, str | None, int | None]  # num, txt, json, at


def is_kind(name: Any) -> TypeGuard[str]:
    """Payloads come from outside: a list or an object may stand where a name should."""
    return isinstance(name, str) and name in KINDS


def is_exact(value: Any) -> TypeGuard[float]:
    """A number that a double column holds as it was told."""
    return type(value) is float or (type(value) is int and -_EXACT <= value <= _EXACT)


def columns_of(kind: Kind, value: Any, name: str, context: Context) -> Value:
    """The value as it is stored; BadRequest names the attribute."""
    if value is None:
        raise BadRequest("attribute-null", attribute=name)
    if value == NULL or (kind == Kind.LANGUAGE and value == _NO_LANGUAGE):
        return None, NULL, None, None
    return _VALUES[kind](value, name, context)


def _property(value: Any, name: str, context: Context) -> Value:
    if is_exact(value):
        return float(value), None, None, None
    if type(value) is str:
        return None, checked_text(value, name), None, None
    if type(value) is dict and value.get("@type") == "DateTime" and isinstance(value.get("@value"), str):
        if (
            "/" in value["@value"]
        ):  # a span of ISO 8601, as Smart Data Models write it: no instant, kept as it came
            return None, None, checked_json(value, name), None
        return None, value["@value"], None, time_of(value["@value"], name)
    return None, None, checked_json(value, name), None


def _relationship(value: Any, name: str, context: Context) -> Value:
    if isinstance(value, list):
        if not value:
            raise BadRequest("relationship-not-a-uri", attribute=name)
        return None, None, checked_json([_uri(item, name) for item in value], name), None
    return None, _uri(value, name), None, None


def _uri(value: Any, name: str) -> str:
    if not isinstance(value, str) or ":" not in value or any(c.isspace() for c in value):
        raise BadRequest("relationship-not-a-uri", attribute=name)
    return checked_text(value, name)


def _geo(value: Any, name: str, context: Context) -> Value:
    place_of(value, name)  # refuses what is no geometry
    return None, None, checked_json(value, name), None


def _language(value: Any, name: str, context: Context) -> Value:
    if not isinstance(value, dict) or not value:
        raise BadRequest("language-map-malformed", attribute=name)
    for text in value.values():
        if not (isinstance(text, str) or (isinstance(text, list) and all(isinstance(t, str) for t in text))):
            raise BadRequest("language-map-malformed", attribute=name)
    return None, None, checked_json(value, name), None


def _vocab(value: Any, name: str, context: Context) -> Value:
    if isinstance(value, str):
        return None, checked_text(context.expand(value), name), None, None
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return None, None, checked_json([context.expand(item) for item in value], name), None
    raise BadRequest("vocab-malformed", attribute=name)


def _list(value: Any, name: str, context: Context) -> Value:
    if not isinstance(value, list):
        raise BadRequest("value-not-a-list", attribute=name)
    return None, None, checked_json(value, name), None


def _list_relationship(value: Any, name: str, context: Context) -> Value:
    if not isinstance(value, list):
        raise BadRequest("value-not-a-list", attribute=name)
    objects = [item.get("object") if isinstance(item, dict) else item for item in value]
    return None, None, checked_json([_uri(item, name) for item in objects], name), None


def _any_json(value: Any, name: str, context: Context) -> Value:
    return None, None, checked_json(value, name), None


_VALUES = {
    Kind.PROPERTY: _property,
    Kind.RELATIONSHIP: _relationship,
    Kind.GEO: _geo,
    Kind.LANGUAGE: _language,
    Kind.VOCAB: _vocab,
    Kind.LIST: _list,
    Kind.LIST_RELATIONSHIP: _list_relationship,
    Kind.JSON: _any_json,
}


def stored_value(row: Attribute) -> Any:
    """The JSON value of a row, as a normalized attribute shows it."""
    if row.num is not None:
        return number(row.num)
    if row.at is not None:
        return {"@type": "DateTime", "@value": row.txt}
    return row.txt if row.txt is not None else msgspec.json.decode(row.json or "null")


def has_value(row: Attribute) -> bool:
    """Or only members beside its value (merge and partial update)?"""
    return row.num is not None or row.txt is not None or row.json is not None


def is_text(row: Attribute) -> bool:
    """A Property whose value is a text, or a list of texts."""
    if row.kind != Kind.PROPERTY or row.at is not None:
        return False
    if row.json is None:
        return row.txt is not None
    value = stored_value(row)
    return isinstance(value, list) and bool(value) and all(isinstance(text, str) for text in value)


def number(num: float) -> float | int:
    """Whole numbers are written without a fraction, as they came."""
    return int(num) if num.is_integer() and -_EXACT <= num <= _EXACT else num


def checked_text(value: str, name: str) -> str:
    if "\x00" in value:
        raise BadRequest("text-with-nul", attribute=name)
    return value


def checked_json(value: Any, name: str) -> str:
    text = _encode(value).decode()
    if "\\u0000" in text:
        raise BadRequest("text-with-nul", attribute=name)
    check_depth(value, name)
    return text


def check_depth(value: Any, name: str) -> None:
    level, depth = [value], 0
    while level:
        depth += 1
        if depth > MAX_DEPTH:
            raise BadRequest("nested-too-deep", attribute=name, depth=MAX_DEPTH)
        level = [
            child
            for node in level
            if isinstance(node, (dict, list))
            for child in (node.values() if isinstance(node, dict) else node)
            if isinstance(child, (dict, list))
        ]
