"""From payloads to rows: normalized, concise and key-values NGSI-LD (CIM 009 §4.5, §5.2.4, annex C) become one `Batch`.

`normalize` raises for one entity; `normalize_many` lists the bad ones by index and keeps the good ones, as batch
operations need. Nothing here knows the database.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, TypeGuard

import msgspec

from dothi.entities.core.context import CORE, Context, context_of
from dothi.entities.core.geo import is_geometry, place_of
from dothi.entities.core.rows import Attribute, Batch, Fragment, Kind, Mode, Quality, microseconds
from dothi.kernel import settings
from dothi.kernel.errors import BadRequest, DothiError
from dothi.kernel.ids import URN
from dothi.kernel.origin import Origin

NULL = "urn:ngsi-ld:null"
LOCATION = "https://uri.etsi.org/ngsi-ld/location"
MAX_DEPTH = 32
_EXACT = 2**53  # beyond it a double no longer holds every whole number
_FIRST = microseconds(dt.datetime(1970, 1, 1, tzinfo=dt.UTC))
_END = microseconds(
    dt.datetime(9999, 12, 31, tzinfo=dt.UTC)
)  # beyond it neither Python nor every offset can tell it
_RESERVED = frozenset(
    {"id", "type", "@id", "@type", "@context", "scope", "createdAt", "modifiedAt", "deletedAt"}
)
_SYSTEM = frozenset({"createdAt", "modifiedAt", "deletedAt", "instanceId"})
_KINDS = {
    "Property": (Kind.PROPERTY, "value"),
    "Relationship": (Kind.RELATIONSHIP, "object"),
    "GeoProperty": (Kind.GEO, "value"),
    "LanguageProperty": (Kind.LANGUAGE, "languageMap"),
    "VocabProperty": (Kind.VOCAB, "vocab"),
    "VocabularyProperty": (Kind.VOCAB, "vocab"),
    "ListProperty": (Kind.LIST, "valueList"),
    "ListRelationship": (Kind.LIST_RELATIONSHIP, "objectList"),
    "JsonProperty": (Kind.JSON, "json"),
}
_BY_MEMBER = {
    "value": "Property", "object": "Relationship", "languageMap": "LanguageProperty", "vocab": "VocabProperty",
    "valueList": "ListProperty", "objectList": "ListRelationship", "json": "JsonProperty",
}  # fmt: skip
_KIND_NAMES = {kind: name for name, (kind, _member) in _KINDS.items() if name != "VocabularyProperty"}
_OWN_MEMBERS = (
    frozenset({"type", "@type", "observedAt", "unitCode", "datasetId"}) | _SYSTEM | frozenset(_BY_MEMBER)
)
_ORIGINS = frozenset(origin.word for origin in Origin)
_QUALITY = {quality.name.lower(): quality for quality in Quality}
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_BAD_NAME = re.compile(r"""[\x00-\x20\x7f<>"'=;()|]""")  # §4.6.2 and what q could not name
_MOST_NAME = 500
_PROPERTY = int(Kind.PROPERTY)
_new_row = tuple.__new__
_encode = msgspec.json.Encoder(order=None).encode


@dataclass(frozen=True, slots=True)
class Rules:
    """What holds for one request: the context, the mode, and the latest observedAt that is believed (µs)."""

    context: Context = CORE
    mode: Mode = Mode.UPSERT
    latest: int | None = None


def most_ahead() -> dt.timedelta:
    """How far a sender's clock may run ahead of ours."""
    return dt.timedelta(seconds=settings.read("MAX_CLOCK_AHEAD_S"))


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
) -> tuple[Batch, dict[int, DothiError]]:
    """Rows of the good entities, and the error of each bad one by its index in `payloads`."""
    batch, refused = Batch(), {}
    rules = Rules(context or CORE, mode, microseconds(now + most_ahead()) if now else None)
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
    if not isinstance(payload, dict):
        raise BadRequest("entity-not-an-object")
    if "@context" in payload:
        rules = Rules(context_of(payload["@context"]), rules.mode, rules.latest)
    urn = payload.get("id", payload.get("@id"))
    if urn is None:
        raise BadRequest("entity-without-id")
    add_fragment(batch, checked_urn(urn), payload, rules, types=types_of(payload, rules))


def add_fragment(
    batch: Batch, urn: str, payload: Mapping[str, Any], rules: Rules, *, types: tuple[str, ...]
) -> None:
    """Appends (a part of) the entity `urn`; the members of `payload` are its attributes."""
    fragment = Fragment(urn, types, rules.mode, _scopes(payload.get("scope")))
    index = len(batch.fragments)
    rows = batch.attributes
    expand = rules.context.expand
    for name, raw in payload.items():
        if name in _RESERVED:
            continue
        term = expand(checked_name(name))
        if type(raw) is dict and (row := _measurement(index, name, term, raw, rules)) is not None:
            rows.append(row)
        elif type(raw) is list and _are_instances(raw):
            _add_instances(rows, index, name, term, raw, rules)
        else:
            rows.append(attribute(index, name, term, raw, rules))
        if term == LOCATION and rows[-1].kind == Kind.GEO and rows[-1].json is not None:
            fragment.place = place_of(msgspec.json.decode(rows[-1].json), name)
    batch.fragments.append(fragment)


def _measurement(index: int, name: str, term: str, raw: dict[str, Any], rules: Rules) -> Attribute | None:
    """The shape that nearly every value has – a number with its unit and time – without the ceremony; None: another."""
    value = raw.get("value")
    if type(value) is not float and (type(value) is not int or not -_EXACT <= value <= _EXACT):
        return None
    unit, told, known = raw.get("unitCode"), raw.get("observedAt"), 1
    if "type" in raw:
        if raw["type"] != "Property":
            return None
        known = 2
    if len(raw) != known + (unit is not None) + (told is not None):
        return None
    observed = None if told is None else _observed(told, name, rules.latest)
    if unit is not None:
        _unit(unit, name)
    return _new_row(
        Attribute, (index, term, "", _PROPERTY, float(value), None, None, None, unit, observed, None, 0)
    )


def _add_instances(
    rows: list[Attribute], index: int, name: str, term: str, raw: list[Any], rules: Rules
) -> None:
    """Several instances of one attribute, told apart by datasetId (§4.5.5)."""
    seen = set()
    for instance in raw:
        row = attribute(index, name, term, instance, rules)
        if row.dataset in seen:
            raise BadRequest("attribute-dataset-twice", attribute=name, dataset=row.dataset or "@none")
        seen.add(row.dataset)
        rows.append(row)


def attribute(index: int, name: str, term: str, raw: Any, rules: Rules) -> Attribute:
    """One attribute instance as a row; BadRequest names the attribute."""
    if type(raw) is not dict:
        return _plain(index, name, term, raw)
    kind_name = raw.get("type", raw.get("@type"))
    if not _is_kind(kind_name):
        return _untyped(index, name, term, raw, kind_name, rules)
    kind, member = _KINDS[kind_name]
    if member not in raw:
        if rules.mode in (Mode.MERGE, Mode.PARTIAL):
            return _members_only(index, name, term, raw, kind, rules)
        raise BadRequest("attribute-without-value", attribute=name, member=member)
    value = raw[member]
    observed = _observed(raw.get("observedAt"), name, rules.latest)
    num, txt, json, at = _value(kind, value, name, rules)
    return Attribute(
        index, term, dataset_of(raw.get("datasetId"), name), kind, num, txt, json, at, _unit(raw.get("unitCode"), name),
        observed, _sub(raw, name, rules), _quality(raw.get("quality")),
    )  # fmt: skip


def _untyped(
    index: int, name: str, term: str, raw: dict[str, Any], kind_name: Any, rules: Rules
) -> Attribute:
    """Concise: the kind follows from the member that is there (§4.5.1 concise); a bare geometry is a GeoProperty."""
    if is_geometry(raw):
        return _plain(index, name, term, raw)
    for member, kind in _BY_MEMBER.items():
        if member in raw and kind_name is None:
            if member == "value" and is_geometry(raw[member]):
                kind = "GeoProperty"
            return attribute(index, name, term, {**raw, "type": kind}, rules)
    if kind_name is not None and any(member in raw for member in _BY_MEMBER):
        raise BadRequest("attribute-kind-unknown", attribute=name, kind=str(kind_name)[:80])
    if rules.mode in (Mode.MERGE, Mode.PARTIAL) and kind_name is None:
        return _members_only(index, name, term, raw, Kind.PROPERTY, rules)
    return _plain(index, name, term, raw)


def _plain(index: int, name: str, term: str, raw: Any) -> Attribute:
    """Key-values: the bare value (§4.5.4)."""
    if raw is None:
        raise BadRequest("attribute-null", attribute=name)
    kind = Kind.GEO if is_geometry(raw) else Kind.PROPERTY
    return Attribute(index, term, "", kind, *_value(kind, raw, name, _PLAIN), None, None, None)


def _members_only(
    index: int, name: str, term: str, raw: dict[str, Any], kind: Kind, rules: Rules
) -> Attribute:
    """Merge and partial update: members without a value; the value of the stored attribute stays."""
    return Attribute(
        index, term, dataset_of(raw.get("datasetId"), name), kind, None, None, None, None, _unit(raw.get("unitCode"), name),
        _observed(raw.get("observedAt"), name, rules.latest), _sub(raw, name, rules), _quality(raw.get("quality")),
    )  # fmt: skip


Value = tuple[float | None, str | None, str | None, int | None]


def _value(kind: Kind, value: Any, name: str, rules: Rules) -> Value:
    if value is None:
        raise BadRequest("attribute-null", attribute=name)
    if value == NULL:
        return None, NULL, None, None
    return _VALUES[kind](value, name, rules)


def _property(value: Any, name: str, rules: Rules) -> Value:
    if type(value) is float or (type(value) is int and -_EXACT <= value <= _EXACT):
        return float(value), None, None, None
    if type(value) is str:
        return None, _text(value, name), None, None
    if type(value) is dict and value.get("@type") == "DateTime" and isinstance(value.get("@value"), str):
        return None, value["@value"], None, time_of(value["@value"], name)
    return None, None, _json(value, name), None


def _relationship(value: Any, name: str, rules: Rules) -> Value:
    if isinstance(value, list):
        if not value:
            raise BadRequest("relationship-not-a-uri", attribute=name)
        return None, None, _json([_uri(item, name) for item in value], name), None
    return None, _uri(value, name), None, None


def _uri(value: Any, name: str) -> str:
    if not isinstance(value, str) or ":" not in value or any(c.isspace() for c in value):
        raise BadRequest("relationship-not-a-uri", attribute=name)
    return _text(value, name)


def _geo(value: Any, name: str, rules: Rules) -> Value:
    place_of(value, name)  # refuses what is no geometry
    return None, None, _json(value, name), None


def _language(value: Any, name: str, rules: Rules) -> Value:
    if not isinstance(value, dict) or not value:
        raise BadRequest("language-map-malformed", attribute=name)
    for text in value.values():
        if not (isinstance(text, str) or (isinstance(text, list) and all(isinstance(t, str) for t in text))):
            raise BadRequest("language-map-malformed", attribute=name)
    return None, None, _json(value, name), None


def _vocab(value: Any, name: str, rules: Rules) -> Value:
    if isinstance(value, str):
        return None, rules.context.expand(value), None, None
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return None, None, _json([rules.context.expand(item) for item in value], name), None
    raise BadRequest("vocab-malformed", attribute=name)


def _list(value: Any, name: str, rules: Rules) -> Value:
    if not isinstance(value, list):
        raise BadRequest("value-not-a-list", attribute=name)
    return None, None, _json(value, name), None


def _list_relationship(value: Any, name: str, rules: Rules) -> Value:
    if not isinstance(value, list):
        raise BadRequest("value-not-a-list", attribute=name)
    objects = [item.get("object") if isinstance(item, dict) else item for item in value]
    return None, None, _json([_uri(item, name) for item in objects], name), None


def _any_json(value: Any, name: str, rules: Rules) -> Value:
    return None, None, _json(value, name), None


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
_PLAIN = Rules()


def _sub(raw: dict[str, Any], name: str, rules: Rules, depth: int = 0) -> str | None:
    """Sub-attributes by IRI, in normalized form, as JSON; other members (objectType) are kept under `@`-names."""
    if raw.keys() <= _OWN_MEMBERS:
        return None
    for key in raw.keys() - _OWN_MEMBERS:
        _check_depth(raw[key], name)
    members = sub_members(raw, name, rules, depth)
    return _json(members, name) if members else None


def sub_members(raw: dict[str, Any], name: str, rules: Rules, depth: int = 0) -> dict[str, Any]:
    """The members of an attribute that are not its own, as stored in `sub` (recursively for attributes of attributes)."""
    if depth > MAX_DEPTH:
        raise BadRequest("nested-too-deep", attribute=name, depth=MAX_DEPTH)
    members: dict[str, Any] = {}
    for key, value in raw.items():
        if key in _OWN_MEMBERS or _is_ours(key, value):
            continue
        if key == "objectType":
            members["@objectType"] = _object_types(value, name, rules)
            continue
        row = attribute(0, f"{name}.{key}", "", _without_subs(value), rules)
        member = _KINDS[_KIND_NAMES[Kind(row.kind)]][1]
        own = {"type": _KIND_NAMES[Kind(row.kind)], member: stored_value(row)}
        if _is_attribute(value):
            own.update({k: value[k] for k in ("observedAt", "unitCode", "datasetId") if k in value})
            own.update(sub_members(value, f"{name}.{key}", rules, depth + 1))
        members[rules.context.expand(checked_name(key))] = own
    return members


def _object_types(value: Any, name: str, rules: Rules) -> list[str]:
    names = value if isinstance(value, list) else [value]
    if not all(isinstance(one, str) and _is_name(one) for one in names):
        raise BadRequest("vocab-malformed", attribute=f"{name}.objectType")
    return [rules.context.expand(one) for one in names]


def _without_subs(value: Any) -> Any:
    """The attribute alone: its own sub-attributes are read one level further on, each once."""
    if not _is_attribute(value):
        return value
    return {key: part for key, part in value.items() if key in _OWN_MEMBERS}


def _is_attribute(value: Any) -> bool:
    return isinstance(value, dict) and (
        _is_kind(value.get("type")) or any(member in value for member in _BY_MEMBER)
    )


def _is_kind(name: Any) -> TypeGuard[str]:
    """Payloads come from outside: a list or an object may stand where a name should."""
    return isinstance(name, str) and name in _KINDS


def stored_value(row: Attribute) -> Any:
    """The JSON value of a row, as a normalized attribute shows it."""
    if row.num is not None:
        return number(row.num)
    if row.at is not None:
        return {"@type": "DateTime", "@value": row.txt}
    return row.txt if row.txt is not None else msgspec.json.decode(row.json or "null")


def number(num: float) -> float | int:
    """Whole numbers are written without a fraction, as they came."""
    return int(num) if num.is_integer() and -_EXACT <= num <= _EXACT else num


def _are_instances(raw: list[Any]) -> bool:
    """Is this list several instances of an attribute, or a plain array value?"""
    return bool(raw) and all(
        type(item) is dict
        and (_is_kind(item.get("type")) or (any(m in item for m in _BY_MEMBER) and "type" not in item))
        for item in raw
    )


def types_of(payload: dict[str, Any], rules: Rules) -> tuple[str, ...]:
    raw = payload.get("type", payload.get("@type"))
    if raw is None:
        if rules.mode in (Mode.UPDATE, Mode.APPEND, Mode.MERGE, Mode.EXISTING, Mode.UPSERT):
            return ()
        raise BadRequest("entity-without-type")
    names = raw if isinstance(raw, list) else [raw]
    if not names or not all(isinstance(name, str) and _is_name(name) for name in names):
        raise BadRequest("entity-type-malformed")
    return tuple(dict.fromkeys(rules.context.expand(name) for name in names))


def _is_name(name: str) -> bool:
    return bool(name) and len(name) <= _MOST_NAME and not _CONTROL.search(name)


def checked_urn(urn: Any) -> str:
    """An entity id: a URI (§4.5.1). Raises BadRequest."""
    if (
        not isinstance(urn, str)
        or len(urn) > 1000
        or _CONTROL.search(urn)
        or not (URN.match(urn) or _is_url(urn))
    ):
        raise BadRequest("entity-id-not-a-uri", entity=str(urn)[:120])
    return urn


@lru_cache(maxsize=4096)
def checked_name(name: str) -> str:
    """An attribute's name or IRI (§4.6.2). Raises BadRequest."""
    if (
        not name
        or len(name) > _MOST_NAME
        or ("://" not in name and _BAD_NAME.search(name))
        or _CONTROL.search(name)
    ):
        raise BadRequest("attribute-name-malformed", attribute=name[:80])
    return name


def _is_url(text: str) -> bool:
    scheme, colon, rest = text.partition(":")
    return (
        bool(colon and rest)
        and scheme.isalnum()
        and scheme[0].isalpha()
        and not any(c.isspace() or c in '<>"{}|\\^`' for c in text)
    )


def _scopes(raw: Any) -> tuple[str, ...] | None:
    if raw is None:
        return None
    scopes = raw if isinstance(raw, list) else [raw]
    if not all(isinstance(scope, str) and scope.startswith("/") for scope in scopes):
        raise BadRequest("scope-malformed")
    return tuple(scopes)


def _observed(raw: Any, name: str, latest: int | None) -> int | None:
    if raw is None:
        return None
    observed = _parsed_time(raw) if type(raw) is str else None
    if observed is None:
        observed = time_of(raw, name)
    if latest is not None and observed > latest:
        raise in_future(name, raw)
    return observed


def in_future(name: str, raw: str) -> BadRequest:
    """The refusal of a time that no honest clock can have measured yet."""
    limit_s = most_ahead() // dt.timedelta(seconds=1)
    return BadRequest("observed-in-future", attribute=name, observed=raw, limit_s=limit_s)


def time_of(raw: Any, name: str) -> int:
    """µs of an ISO 8601 date-time in UTC or with an offset (§4.6.3); BadRequest names the attribute."""
    us = _parsed_time(raw) if isinstance(raw, str) else None
    if us is None:
        raise BadRequest("time-malformed", attribute=name, value=str(raw)[:60])
    return us


@lru_cache(maxsize=4096)
def _parsed_time(raw: str) -> int | None:
    try:
        at = dt.datetime.fromisoformat(raw.replace(",", ".")) if "T" in raw else None
    except ValueError:
        return None
    if at is None or at.tzinfo is None:
        return None
    try:
        us = microseconds(at)
    except OverflowError:
        return None
    return us if _FIRST <= us < _END else None


def dataset_of(raw: Any, name: str) -> str:
    if raw is None or raw == "@none":
        return ""
    if not isinstance(raw, str) or ":" not in raw or len(raw) > 1000 or _CONTROL.search(raw):
        raise BadRequest("dataset-not-a-uri", attribute=name)
    return _text(raw, name)


def _unit(raw: Any, name: str) -> str | None:
    if raw is None:
        return None
    if not isinstance(raw, str) or not raw or len(raw) > 60:
        raise BadRequest("unit-malformed", attribute=name)
    return _text(raw, name)


def _quality(raw: Any) -> int:
    """Our own member `quality`: one of the words of `Quality`, bare or as a Property; anything else is a sub-attribute."""
    return _QUALITY.get(_word(raw), Quality.UNKNOWN)


def _word(raw: Any) -> str:
    word = raw.get("value") if isinstance(raw, dict) else raw
    return word if isinstance(word, str) else ""


def _is_ours(key: str, value: Any) -> bool:
    """quality has a column; origin follows from who writes, whatever a read-back payload says."""
    return (key == "quality" and _word(value) in _QUALITY) or (key == "origin" and _word(value) in _ORIGINS)


def _text(value: str, name: str) -> str:
    if "\x00" in value:
        raise BadRequest("text-with-nul", attribute=name)
    return value


def _json(value: Any, name: str) -> str:
    text = _encode(value).decode()
    if "\\u0000" in text:
        raise BadRequest("text-with-nul", attribute=name)
    _check_depth(value, name)
    return text


def _check_depth(value: Any, name: str) -> None:
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


def _id_of(payload: Any) -> str:
    urn = payload.get("id") if isinstance(payload, dict) else None
    return urn if isinstance(urn, str) else "urn:ngsi-ld:unknown"
