"""Merge Patch (CIM 009 §5.5.12, RFC 7396): what is given goes into what is held, to any depth; the NGSI-LD null takes a member away."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

from dothi.entities.core.kinds import KIND_NAMES, KINDS, NULL, is_kind
from dothi.entities.core.rows import Attribute, Kind

_MERGED = frozenset({Kind.PROPERTY, Kind.LANGUAGE, Kind.JSON})  # half a geometry is none: it is replaced
_PARTED = {KIND_NAMES[kind][0] for kind in _MERGED}


def patched(held: Any, given: Any) -> Any:
    """An object goes into the object that is held, member by member; all else replaces."""
    if not isinstance(given, dict):
        return given
    if "@value" in given or (isinstance(held, dict) and "@value" in held):
        return given  # of JSON-LD: one value with its type, no members
    result = dict(held) if isinstance(held, dict) else {}
    for name, value in given.items():
        if value == NULL:
            result.pop(name, None)
        else:
            result[name] = patched(result.get(name), value)
    return result


def patched_value(a: Attribute, held: Attribute | None) -> Attribute:
    """The attribute with its value merged into the one that is held. A map whose last language is taken away is a null."""
    if a.json is None or not a.json.startswith("{") or a.kind not in _MERGED:
        return a
    stays = held is not None and held.kind == a.kind and held.json is not None
    if not stays and NULL not in a.json:
        return a
    given = msgspec.json.decode(a.json)
    before = msgspec.json.decode(held.json or "{}") if stays and held is not None else {}
    if a.kind == Kind.LANGUAGE:
        given = _by_tag(given, before)
    value = patched(before, given)
    if a.kind == Kind.LANGUAGE and not value:
        return a._replace(txt=NULL, json=None)
    return a._replace(json=msgspec.json.encode(value).decode())


def _by_tag(given: Mapping[str, Any], held: Mapping[str, Any]) -> dict[str, Any]:
    """Capitals make no other language (RFC 5646 §2.1.1)."""
    tags = {tag.lower(): tag for tag in held}
    return {tags.get(tag.lower(), tag): text for tag, text in given.items()}


def patched_sub(held: str | None, given: str | None) -> str | None:
    """The members of an attribute that are not its own, as stored in `sub`."""
    if given is None:
        return held
    members = _members(msgspec.json.decode(held or "{}"), msgspec.json.decode(given))
    return msgspec.json.encode(members).decode() if members else None


def _members(held: dict[str, Any], given: dict[str, Any]) -> dict[str, Any]:
    """Of an attribute: sub-attributes are merged, its other members are told anew."""
    result = dict(held)
    for name, member in given.items():
        if not isinstance(member, dict) or not is_kind(member.get("type")):
            result[name] = member
        elif member.get(KINDS[member["type"]][1]) == NULL:
            result.pop(name, None)
        else:
            result[name] = _sub_attribute(result.get(name), member)
    return result


def _sub_attribute(held: Any, given: dict[str, Any]) -> dict[str, Any]:
    own = KINDS[given["type"]][1]
    if isinstance(held, dict) and given.get(own) is None:  # members alone: the value stays
        return _members(held, {name: part for name, part in given.items() if name not in ("type", own)})
    if not isinstance(held, dict) or held.get("type") != given["type"]:
        held = {"type": given["type"]}
    rest = {name: part for name, part in held.items() if name != "observedAt"}  # a new value is one of now
    value = given.get(own)
    if given["type"] in _PARTED:
        value = patched(held.get(own), value)
    return {**_members(rest, {name: part for name, part in given.items() if name != own}), own: value}
