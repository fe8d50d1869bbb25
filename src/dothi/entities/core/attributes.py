"""One attribute instance of a payload → one row: normalized, concise and key-values (CIM 009 §4.5.1-4.5.5, annex C)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from dothi.entities.core.context import CORE, Context
from dothi.entities.core.geo import is_geometry
from dothi.entities.core.kinds import (
    BY_MEMBER,
    KIND_NAMES,
    KINDS,
    MAX_DEPTH,
    check_depth,
    checked_json,
    checked_text,
    columns_of,
    is_exact,
    is_kind,
    stored_value,
)
from dothi.entities.core.names import checked_name, dataset_of, is_type_name
from dothi.entities.core.rows import Attribute, Kind, Merging, Mode, Quality
from dothi.entities.core.times import observed_of
from dothi.kernel.errors import BadRequest
from dothi.kernel.origin import Origin

_OWN_MEMBERS = frozenset(
    {
        "type",
        "@type",
        "observedAt",
        "unitCode",
        "datasetId",
        "createdAt",
        "modifiedAt",
        "deletedAt",
        "instanceId",
        *BY_MEMBER,
    }
)
_ORIGINS = frozenset(origin.word for origin in Origin)
_QUALITY = {quality.name.lower(): quality for quality in Quality}
_PROPERTY = int(Kind.PROPERTY)
_new_row = tuple.__new__


@dataclass(frozen=True, slots=True)
class Rules:
    """What holds for one request: the context, the mode, and the latest observedAt that is believed (µs)."""

    context: Context = CORE
    mode: Mode = Mode.UPSERT
    latest: int | None = None
    temporal: bool = False  # lists are instances in time, not only of datasets
    said: Merging | None = None  # by a merge, for all attributes

    def of_history(self) -> Rules:
        return replace(self, temporal=True)


def attribute(index: int, name: str, term: str, raw: Any, rules: Rules) -> Attribute:
    """One attribute instance as a row; BadRequest names the attribute."""
    if type(raw) is not dict:
        return plain(index, name, term, raw)
    kind_name = raw.get("type", raw.get("@type"))
    if not is_kind(kind_name):
        return _untyped(index, name, term, raw, kind_name, rules)
    kind, member = KINDS[kind_name]
    if member not in raw:
        if rules.mode in (Mode.MERGE, Mode.PARTIAL):
            return _members_only(index, name, term, raw, kind, rules)
        raise BadRequest("attribute-without-value", attribute=name, member=member)
    value = raw[member]
    observed = observed_of(raw.get("observedAt"), name, rules.latest)
    num, txt, json, at = columns_of(kind, value, name, rules.context)
    return Attribute(
        index, term, dataset_of(raw.get("datasetId"), name), kind, num, txt, json, at, _unit(raw.get("unitCode"), name),
        observed, _sub(raw, name, rules), _quality(raw.get("quality")),
    )  # fmt: skip


def _untyped(
    index: int, name: str, term: str, raw: dict[str, Any], kind_name: Any, rules: Rules
) -> Attribute:
    """Concise: the kind follows from the member that is there (§4.5.1 concise); a bare geometry is a GeoProperty."""
    if is_geometry(raw):
        return plain(index, name, term, raw)
    for member, kind in BY_MEMBER.items():
        if member in raw and kind_name is None:
            if member == "value" and is_geometry(raw[member]):
                kind = "GeoProperty"
            return attribute(index, name, term, {**raw, "type": kind}, rules)
    if kind_name is not None and any(member in raw for member in BY_MEMBER):
        raise BadRequest("attribute-kind-unknown", attribute=name, kind=str(kind_name)[:80])
    if rules.mode in (Mode.MERGE, Mode.PARTIAL) and kind_name is None:
        return _members_only(index, name, term, raw, Kind.PROPERTY, rules)
    return plain(index, name, term, raw)


def plain(index: int, name: str, term: str, raw: Any) -> Attribute:
    """Key-values: the bare value (§4.5.4)."""
    if raw is None:
        raise BadRequest("attribute-null", attribute=name)
    kind = Kind.GEO if is_geometry(raw) else Kind.PROPERTY
    return Attribute(index, term, "", kind, *columns_of(kind, raw, name, CORE), None, None, None)


def _members_only(
    index: int, name: str, term: str, raw: dict[str, Any], kind: Kind, rules: Rules
) -> Attribute:
    """Merge and partial update: members without a value; the value of the stored attribute stays."""
    return Attribute(
        index, term, dataset_of(raw.get("datasetId"), name), kind, None, None, None, None, _unit(raw.get("unitCode"), name),
        observed_of(raw.get("observedAt"), name, rules.latest), _sub(raw, name, rules), _quality(raw.get("quality")),
    )  # fmt: skip


def measurement(index: int, name: str, term: str, raw: dict[str, Any], rules: Rules) -> Attribute | None:
    """The shape that nearly every value has – a number with its unit and time – without the ceremony; None: another."""
    value = raw.get("value")
    if not is_exact(value):
        return None
    unit, told, known = raw.get("unitCode"), raw.get("observedAt"), 1
    if "type" in raw:
        if raw["type"] != "Property":
            return None
        known = 2
    if len(raw) != known + (unit is not None) + (told is not None):
        return None
    observed = None if told is None else observed_of(told, name, rules.latest)
    if unit is not None:
        _unit(unit, name)
    return _new_row(
        Attribute, (index, term, "", _PROPERTY, float(value), None, None, None, unit, observed, None, 0)
    )


def _sub(raw: dict[str, Any], name: str, rules: Rules, depth: int = 0) -> str | None:
    """Sub-attributes by IRI, in normalized form, as JSON; other members (objectType) are kept under `@`-names."""
    if raw.keys() <= _OWN_MEMBERS:
        return None
    for key in raw.keys() - _OWN_MEMBERS:
        check_depth(raw[key], name)
    members = sub_members(raw, name, rules, depth)
    return checked_json(members, name) if members else None


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
        kind, member = KIND_NAMES[row.kind]
        own = {"type": kind, member: stored_value(row)}
        if _is_attribute(value) or own[member] is None:  # in a merge its members may come alone
            own.update({k: value[k] for k in ("observedAt", "unitCode", "datasetId") if k in value})
            own.update(sub_members(value, f"{name}.{key}", rules, depth + 1))
        members[rules.context.expand(checked_name(key))] = own
    return members


def _object_types(value: Any, name: str, rules: Rules) -> list[str]:
    names = value if isinstance(value, list) else [value]
    if not all(isinstance(one, str) and is_type_name(one) for one in names):
        raise BadRequest("vocab-malformed", attribute=f"{name}.objectType")
    return [rules.context.expand(one) for one in names]


def _without_subs(value: Any) -> Any:
    """The attribute alone: its own sub-attributes are read one level further on, each once."""
    if not _is_attribute(value):
        return value
    return {key: part for key, part in value.items() if key in _OWN_MEMBERS}


def are_instances(raw: list[Any]) -> bool:
    """Is this list several instances of an attribute, or a plain array value?"""
    return bool(raw) and all(
        type(item) is dict
        and (is_kind(item.get("type")) or (any(m in item for m in BY_MEMBER) and "type" not in item))
        for item in raw
    )


def _is_attribute(value: Any) -> bool:
    return isinstance(value, dict) and (
        is_kind(value.get("type")) or any(member in value for member in BY_MEMBER)
    )


def _unit(raw: Any, name: str) -> str | None:
    if raw is None:
        return None
    if not isinstance(raw, str) or not raw or len(raw) > 60:
        raise BadRequest("unit-malformed", attribute=name)
    return checked_text(raw, name)


def _quality(raw: Any) -> int:
    """Our own member `quality`: one of the words of `Quality`, bare or as a Property; anything else is a sub-attribute."""
    return _QUALITY.get(_word(raw), Quality.UNKNOWN)


def _word(raw: Any) -> str:
    word = raw.get("value") if isinstance(raw, dict) else raw
    return word if isinstance(word, str) else ""


def _is_ours(key: str, value: Any) -> bool:
    """quality has a column; origin follows from who writes, whatever a read-back payload says."""
    return (key == "quality" and _word(value) in _QUALITY) or (key == "origin" and _word(value) in _ORIGINS)
