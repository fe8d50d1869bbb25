"""From stored rows back to NGSI-LD: normalized, concise, key-values (CIM 009 §4.5.1-4.5.4, §4.5.6-4.5.9 temporal).

Values that need no names compacted travel as raw JSON text: reading back costs no parsing.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any, NamedTuple

import msgspec

from dothi.entities.core.context import CORE, Context
from dothi.entities.core.instances import InstanceKey, instance_id
from dothi.entities.core.kinds import KIND_NAMES, NULL, number
from dothi.entities.core.languages import NO_LANGUAGE, preferred
from dothi.entities.core.projecting import ALL, Projection
from dothi.entities.core.rows import Kind, Quality, microseconds
from dothi.kernel.clock import iso
from dothi.kernel.origin import Origin

_BARE = (Kind.PROPERTY, Kind.GEO, Kind.RELATIONSHIP)  # key-values: the value alone
_POINTING = (Kind.RELATIONSHIP, Kind.LIST_RELATIONSHIP)
PROVENANCE = "dothi-provenance"  # asks for quality, origin and source of every value; no word of the standard has a dash
SCOPE = -1  # in the place of a term: the scope of an entity, which has a history but is no attribute (§4.5.6)
Names = dict[int, str]
Linked = Callable[[str, str], dict[str, Any] | None]  # attribute IRI, id → the entity as it is told there


class Head(NamedTuple):
    """An entity without its attributes, as selected by sql/read.sql."""

    id: int
    urn: str
    types: list[int]
    scopes: list[str] | None
    unit_id: int | None
    agency_id: int | None
    lon: float | None
    lat: float | None
    created_at: dt.datetime
    modified_at: dt.datetime


class Stored(NamedTuple):
    """One attribute instance, current or of history, as selected by sql/read.sql."""

    term_id: int
    dataset_id: int
    kind: int
    num: float | None
    txt: str | None
    json: str | None
    at: dt.datetime | None
    unit_code: str | None
    observed_at: dt.datetime
    declared: bool
    created_at: dt.datetime
    modified_at: dt.datetime
    origin: int
    quality: int
    source_id: int
    revision: int
    sub: str | None
    told_as: dt.datetime | None = (
        None  # the instant that its instanceId was made from, when it was moved since
    )
    ended_as: int = Kind.PROPERTY  # of an end (kind DELETED): the kind of what ended


@dataclass(frozen=True, slots=True)
class Form:
    """How an answer is written: `normalized`, `concise` or `keyValues`; system attributes; one language; which members and datasets."""

    style: str = "normalized"
    system: bool = False
    lang: str | None = None
    attrs: frozenset[str] | None = None  # IRIs; None: all
    context: Context = CORE
    temporal_values: bool = False
    shown: Projection = ALL
    datasets: frozenset[str] | None = None  # "" is the default instance; None: all
    sources: Mapping[int, str] | None = None  # names of sources, when every value tells where it comes from

    def shows(self, iri: str) -> bool:
        """Is this attribute part of the answer?"""
        return (self.attrs is None or iri in self.attrs) and self.shown.shows(iri)

    def counts(self, dataset: str) -> bool:
        return self.datasets is None or dataset in self.datasets


def entity(
    head: Head, rows: Iterable[Stored], names: Names, form: Form, linked: Linked | None = None
) -> dict[str, Any]:
    """One entity. An attribute of several instances becomes a list, told apart by datasetId; `linked` tells what it points at."""
    found = frame(head, names, form)
    for term_id, group in groupby(rows, key=lambda row: row.term_id):
        iri = names[term_id]
        if form.shows(iri) and (instances := [row for row in group if form.counts(names[row.dataset_id])]):
            found[form.context.compact(iri)] = _instances(instances, names, form, linked)
    return found


def frame(head: Head, names: Names, form: Form) -> dict[str, Any]:
    """The members of an entity that are no attributes."""
    types = [form.context.compact(names[key]) for key in head.types]
    found: dict[str, Any] = {"id": head.urn, "type": types[0] if len(types) == 1 else types}
    if head.scopes:
        found["scope"] = head.scopes[0] if len(head.scopes) == 1 else head.scopes
    if form.system:
        found["createdAt"], found["modifiedAt"] = iso(head.created_at), iso(head.modified_at)
    if form.shown is not ALL:
        return {member: value for member, value in found.items() if form.shown.shows(member)}
    return found


def _instances(rows: list[Stored], names: Names, form: Form, linked: Linked | None) -> Any:
    if form.style == "keyValues":
        told = [with_entities(row, key_value(row, form), names, linked) for row in rows]
        if len(rows) == 1 and not rows[0].dataset_id:
            return told[0]
        return {
            "dataset": {names[row.dataset_id] or "@none": one for row, one in zip(rows, told, strict=True)}
        }
    written = [attribute(row, names, form, linked) for row in rows]
    return written[0] if len(written) == 1 else written


def targets(row: Stored) -> list[str]:
    """The ids that a relationship points at; none for another kind."""
    if row.kind not in _POINTING:
        return []
    return [row.txt] if row.txt is not None else list(msgspec.json.decode(row.json or "[]"))


def with_entities(row: Stored, value: Any, names: Names, linked: Linked | None) -> Any:
    """Simplified and inline (§4.5.23): the entity in place of its id, where there is one."""
    if linked is None or row.kind not in _POINTING:
        return value
    told = [linked(names[row.term_id], urn) or urn for urn in targets(row)]
    return told[0] if row.txt is not None else told


def _entities(row: Stored, names: Names, linked: Linked) -> Iterator[tuple[str, Any]]:
    """Normalized and inline (§4.5.23): the entities beside their ids."""
    told = [one for urn in targets(row) if (one := linked(names[row.term_id], urn))]
    if told and row.kind == Kind.LIST_RELATIONSHIP:
        yield "entityList", told
    elif told:
        yield "entity", told[0] if row.txt is not None else told


def attribute(row: Stored, names: Names, form: Form, linked: Linked | None = None) -> Any:
    """One instance, normalized or concise."""
    kind, member = KIND_NAMES[Kind(row.kind)]
    value = value_of(row, form)
    found: dict[str, Any] = {"type": kind, member: value}
    if row.kind == Kind.LANGUAGE and form.lang:
        found = _in_language(row, form.lang)
    for key, item in _metadata(row, names, form):
        found[key] = item
    if linked is not None:
        found.update(_entities(row, names, linked))
    if form.style == "concise":
        found.pop("type", None)
        if len(found) == 1 and row.kind in (Kind.PROPERTY, Kind.GEO):
            return value
    return found


def _metadata(row: Stored, names: Names, form: Form) -> Iterator[tuple[str, Any]]:
    if row.declared:
        yield "observedAt", iso(row.observed_at)
    if row.unit_code:
        yield "unitCode", row.unit_code
    if row.dataset_id:
        yield "datasetId", names[row.dataset_id]
    if row.sub:
        yield from _subs(msgspec.json.decode(row.sub), form)
    if form.sources is not None:
        yield from _provenance(row, form.sources, form)
    else:  # after what the sender says: no word of his hides ours
        if row.quality:
            yield "quality", _property(Quality(row.quality).name.lower(), form)
        if row.origin:  # whoever reads a value that is not live is told so
            yield "origin", _property(Origin(row.origin).word, form)
    if form.system:
        yield "createdAt", iso(row.created_at)
        yield "modifiedAt", iso(row.modified_at)


def _provenance(row: Stored, sources: Mapping[int, str], form: Form) -> Iterator[tuple[str, Any]]:
    """How far it can be trusted, how it came about, who told it: what this server knows, for every value alike."""
    quality = Quality(row.quality) or _QUALITY_BY_ORIGIN.get(Origin(row.origin), Quality.UNKNOWN)
    yield "quality", _property(quality.name.lower(), form)
    yield "origin", _property(Origin(row.origin).word, form)
    yield "source", _property(sources.get(row.source_id, "unknown"), form)


_QUALITY_BY_ORIGIN = {Origin.ESTIMATED: Quality.ESTIMATED, Origin.TYPED: Quality.TYPED}


def _property(word: str, form: Form) -> Any:
    return word if form.style == "concise" else {"type": "Property", "value": word}


def _subs(members: dict[str, Any], form: Form) -> Iterator[tuple[str, Any]]:
    for iri, member in members.items():
        if iri == "@objectType":
            types = [form.context.compact(name) for name in member]
            yield "objectType", types[0] if len(types) == 1 else types
        else:
            yield form.context.compact(iri), _sub(member, form)


def _sub(member: dict[str, Any], form: Form) -> Any:
    own = {k: v for k, v in member.items() if k in _PLAIN_MEMBERS}
    nested = {k: v for k, v in member.items() if k not in _PLAIN_MEMBERS}
    if member.get("type") == "VocabProperty":
        own["vocab"] = _compacted(own["vocab"], form.context)
    if member.get("type") == "ListRelationship":
        own["objectList"] = [{"object": urn} for urn in own["objectList"]]
    own.update(_subs(nested, form))
    if form.style == "concise":
        own.pop("type", None)
        if own.keys() == {"value"}:
            return own["value"]
    return own


_PLAIN_MEMBERS = frozenset(
    {"type", "observedAt", "unitCode", "datasetId", *(m for _, m in KIND_NAMES.values())}
)


def value_of(row: Stored, form: Form) -> Any:
    """The value as its kind's member holds it."""
    if row.num is not None:
        return number(row.num)
    if row.at is not None:
        return {"@type": "DateTime", "@value": row.txt}
    if row.kind == Kind.VOCAB:
        return _compacted(row.txt if row.json is None else msgspec.json.decode(row.json), form.context)
    if row.txt is not None:
        return row.txt
    if row.kind == Kind.LIST_RELATIONSHIP and form.style != "keyValues":
        return [{"object": urn} for urn in msgspec.json.decode(row.json or "[]")]
    return msgspec.Raw((row.json or "null").encode())


def _compacted(value: Any, context: Context) -> Any:
    return [context.compact(item) for item in value] if isinstance(value, list) else context.compact(value)


def key_value(row: Stored, form: Form) -> Any:
    """Simplified representation (§4.5.4): the bare value, or one member where the value alone would be ambiguous."""
    if row.at is not None:
        return row.txt
    value = value_of(row, form)
    if row.kind == Kind.LANGUAGE and form.lang:
        return _in_language(row, form.lang)["value"]
    return value if row.kind in _BARE else {KIND_NAMES[Kind(row.kind)][1]: value}


def _in_language(row: Stored, lang: str) -> dict[str, Any]:
    """A LanguageProperty in one language is a Property that names it (§4.5.18)."""
    texts: dict[str, Any] = msgspec.json.decode(row.json or "{}")
    key = preferred(lang, texts)
    return {"type": "Property", "value": texts[key], "lang": key}


def temporal(
    head: Head, rows: Iterable[Stored], names: Names, form: Form, deleted_at: dt.datetime | None = None
) -> dict[str, Any]:
    """The temporal evolution of an entity (§4.5.6-4.5.8): for each attribute the instances in the order given."""
    found = frame(head._replace(scopes=None), names, form)
    if form.system and deleted_at is not None and form.shown.shows("deletedAt"):
        found["deletedAt"] = iso(deleted_at)
    for term_id, group in groupby(rows, key=lambda row: row.term_id):
        if term_id == SCOPE:
            if form.shown.shows("scope"):
                found["scope"] = _scopes(list(group), form)
            continue
        if not form.shows(names[term_id]):
            continue
        name = form.context.compact(names[term_id])
        if form.temporal_values:
            found[name] = _simplified(list(group), names, form)
        else:
            found[name] = [_instance(row, head, names, form) for row in group]
    return found


def _scopes(rows: list[Stored], form: Form) -> Any:
    """The scope as a Property that has times and nothing else (§4.5.6); where it ended it holds no scopes."""
    told = [(row, _scope_of(row), iso(row.observed_at)) for row in rows]
    if form.temporal_values:
        pairs = [[value, at] for row, value, at in told if row.kind != Kind.DELETED]
        return {"type": "Property", "values": pairs or [[value, at] for _, value, at in told]}
    return [_scope_instance(row, value, at, form) for row, value, at in told]


def _scope_of(row: Stored) -> Any:
    scopes = msgspec.json.decode(row.json or "[]")
    return scopes[0] if len(scopes) == 1 else scopes


def _scope_instance(row: Stored, value: Any, at: str, form: Form) -> dict[str, Any]:
    found: dict[str, Any] = {} if form.style == "concise" else {"type": "Property"}
    found["value"] = value
    if row.kind == Kind.DELETED:
        return {**found, "deletedAt": at}
    found["observedAt"] = at
    if form.system:
        found |= {"createdAt": at, "modifiedAt": at}
    return found


def _instance(row: Stored, head: Head, names: Names, form: Form) -> dict[str, Any]:
    if row.kind == Kind.DELETED:
        return {**_ended(row), "deletedAt": iso(row.observed_at)}
    written = attribute(row, names, form)
    found = written if isinstance(written, dict) else {"value": written}
    found["instanceId"] = instance_id(
        InstanceKey(head.id, row.term_id, row.dataset_id, microseconds(row.told_as or row.observed_at))
    )
    return found


def _ended(row: Stored) -> dict[str, Any]:
    """The NGSI-LD null in the place of the value that ended (§4.5.0)."""
    kind, member = KIND_NAMES[Kind(row.ended_as)]
    return {"type": kind, member: {NO_LANGUAGE: NULL} if row.ended_as == Kind.LANGUAGE else NULL}


def no_instances(kind: int, form: Form) -> Any:
    """An attribute that has no instance in the part of time that is told."""
    name, member = KIND_NAMES[Kind(kind)]
    return {"type": name, f"{member}s": []} if form.temporal_values else []


def _bare_end(row: Stored) -> Any:
    return {"languageMap": {NO_LANGUAGE: NULL}} if row.ended_as == Kind.LANGUAGE else NULL


def _simplified(rows: list[Stored], names: Names, form: Form) -> Any:
    """§4.5.9: pairs of value and time, one series for each dataset."""
    series = []
    for dataset_id, group in groupby(
        sorted(rows, key=lambda row: row.dataset_id), key=lambda row: row.dataset_id
    ):
        rows_of_set = list(group)
        told = [row for row in rows_of_set if row.kind != Kind.DELETED]
        first = told[0].kind if told else rows_of_set[0].ended_as
        kind, member = KIND_NAMES[Kind(first)]
        pairs = [[key_value(row, form), iso(row.observed_at)] for row in told]
        # only ends were asked for (timeproperty=deletedAt)
        pairs = pairs or [[_bare_end(row), iso(row.observed_at)] for row in rows_of_set]
        one: dict[str, Any] = {"type": kind, f"{member}s": pairs}
        if dataset_id:
            one["datasetId"] = names[dataset_id]
        series.append(one)
    return series[0] if len(series) == 1 else series
