"""Judges what a batch brings by what packs declare, after the look-up: only here all types of an entity are known.

A unit costs one look-up in a dictionary for each value that names one. Types whose pack does not judge by its schema cost
nothing more; of the others each fragment is judged once, with its key-values.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import msgspec

from dothi.entities.core.declared import Breach, Declared, Judgement
from dothi.entities.core.kinds import NULL, stored_value
from dothi.entities.core.names import short
from dothi.entities.core.patching import patched_value
from dothi.entities.core.rec20 import doubt
from dothi.entities.core.rows import Attribute, Fragment, Kind, Mode, Quality
from dothi.entities.store.complaints import Complaint, Fault
from dothi.entities.store.declared_types import DeclaredTypes
from dothi.entities.store.job import Job
from dothi.kernel.errors import BadRequest

_WHOLE = frozenset({Mode.CREATE, Mode.REPLACE, Mode.UPDATE_REPLACE})
_ENDING = frozenset({Mode.DELETE, Mode.DROP})
_MOST_SEEN = 20_000  # unit codes come from outside

Types = tuple[tuple[str, ...], tuple[int, ...]]  # told (IRIs) and held (ids)


class _Seen(dict[tuple[str, str], Complaint | None]):
    """(attribute IRI, unit code) → the complaint that each such value gives, or none; judged once."""

    def __init__(self, declared: tuple[Declared, ...]) -> None:
        self.declared = declared

    def __missing__(self, key: tuple[str, str]) -> Complaint | None:
        if len(self) > _MOST_SEEN:
            self.clear()
        found = self[key] = _doubted(self.declared, *key)
        return found


def _doubted(types: tuple[Declared, ...], term: str, code: str) -> Complaint | None:
    name = short(term)
    owner = next((one for one in types if name in one.units), None)
    why = doubt(code, owner.units[name] if owner else None)
    told = owner or next(iter(types), None)
    return Complaint(-1, Fault(why), told.short if told else "", name, code) if why else None


@dataclass(slots=True)
class _Plan:
    """What holds for entities of certain types."""

    units: _Seen
    judging: tuple[Declared, ...]


@dataclass(slots=True)
class Judge:
    """What one process judges the values of one database by."""

    types: DeclaredTypes = field(default_factory=DeclaredTypes)
    plans: dict[Types, _Plan] = field(default_factory=dict)

    async def judge(self, job: Job) -> None:
        """Lists doubts, flags and refuses; nothing is written yet."""
        if await self.types.refresh(job.connection) or len(self.plans) > _MOST_SEEN:
            self.plans.clear()
        plans = await self._plans_of(job)
        found = job.written.complaints
        for a in job.batch.attributes:
            if a.unit_code is not None:
                doubted = plans[a.fragment].units[a.term, a.unit_code]
                if doubted is not None:
                    found.append(doubted._replace(fragment=a.fragment))
        if any(plan.judging for plan in plans):
            _judge_values(job, plans)

    async def _plans_of(self, job: Job) -> list[_Plan]:
        """By fragment: its types are those told, those held, and those that a fragment before it told."""
        found, told_before = [], {}
        for fragment in job.batch.fragments:
            if fragment.types:
                told_before[fragment.urn] = fragment.types
            known = job.entities.get(fragment.urn)
            held = tuple(known.types) if known is not None and known.alive else ()
            key = (fragment.types or told_before.get(fragment.urn, ()), held)
            plan = self.plans.get(key)
            if plan is None:
                await job.names.names(job.connection, held)
                plan = self.plans[key] = self._plan(
                    short(iri) for iri in (*key[0], *(job.names.iris[i] for i in held))
                )
            found.append(plan)
        return found

    def _plan(self, names: Iterable[str]) -> _Plan:
        by_name = self.types.by_name
        declared = tuple(by_name[name] for name in dict.fromkeys(names) if name in by_name)
        return _Plan(_Seen(declared), tuple(one for one in declared if one.judgement != Judgement.NONE))


def _judge_values(job: Job, plans: list[_Plan]) -> None:
    rows: dict[int, list[int]] = defaultdict(list)
    for row, a in enumerate(job.batch.attributes):
        if plans[a.fragment].judging:
            rows[a.fragment].append(row)
    for index, fragment in job.accepted():
        if fragment.mode in _ENDING or fragment.refused:
            continue
        for declared in plans[index].judging:
            _judge(job, index, declared, rows.get(index, []))


def _judge(job: Job, index: int, declared: Declared, rows: list[int]) -> None:
    """One fragment. Instances of an attribute beyond its first are judged as an update would be."""
    fragment, attributes = job.batch.fragments[index], job.batch.attributes
    first: dict[str, Any] = {"id": fragment.urn, "type": declared.short}
    further: list[dict[str, Any]] = []
    for row in rows:
        a = attributes[row]
        name = short(a.term)
        if fragment.mode == Mode.MERGE:
            a = _as_merged(job, fragment, a)
        if a.num is not None:
            value: Any = a.num
        elif _has_value(a):
            value = _key_value(a)
        else:
            continue
        if name in first:
            further.append({name: value})
        else:
            first[name] = value
    for breach in declared.breaches(first, is_whole=fragment.mode in _WHOLE):
        _settle(job, index, declared, rows, breach)
    for document in further:
        for breach in declared.breaches(document, is_whole=False):
            _settle(job, index, declared, rows, breach)


def _as_merged(job: Job, fragment: Fragment, a: Attribute) -> Attribute:
    """A merge may bring a part of an object: judged is the whole."""
    known, terms = job.entities.get(fragment.urn), job.names.terms
    return patched_value(a, job.held.get((known.id, terms[a.term], terms[a.dataset])) if known else None)


def _settle(job: Job, index: int, declared: Declared, rows: list[int], breach: Breach) -> None:
    told = f"{breach.path} {breach.keyword} {breach.limit}".strip()
    if declared.judgement == Judgement.REJECT:
        job.unfit.setdefault(index, _refusal(job.batch.fragments[index].urn, declared.short, breach))
        fault = Fault.REFUSED
    else:
        fault = Fault.FLAGGED
        for row in rows:
            a = job.batch.attributes[row]
            if short(a.term) == breach.attribute and _has_value(a):
                job.batch.attributes[row] = a._replace(quality=Quality.SUSPECT)
    job.written.complaints.append(Complaint(index, fault, declared.short, breach.attribute, told))


def _refusal(urn: str, type_: str, breach: Breach) -> BadRequest:
    return BadRequest("value-against-schema", entity=urn, entity_type=type_, **breach._asdict())


def _has_value(a: Attribute) -> bool:
    return a.txt != NULL and (a.num is not None or a.txt is not None or a.json is not None)


def _key_value(a: Attribute) -> Any:
    """As key-values hold it (§4.5.4): a time as its text, a text in several languages as its Vietnamese, else its first."""
    if a.at is not None:
        return a.txt
    if a.kind == Kind.VOCAB:
        return (
            short(a.txt) if a.txt is not None else [short(iri) for iri in msgspec.json.decode(a.json or "[]")]
        )
    value = stored_value(a)
    if a.kind == Kind.LANGUAGE and isinstance(value, dict):
        return value.get("vi", next(iter(value.values()), ""))
    return value


_judges: dict[tuple[str, int, str], Judge] = {}


async def judge(job: Job) -> None:
    """By what the packs loaded in this database declare."""
    info = job.connection.info
    await _judges.setdefault((info.host, info.port, info.dbname), Judge()).judge(job)


def forget() -> None:
    """Whoever has just loaded a pack in this process does not wait until it is asked for again."""
    _judges.clear()
