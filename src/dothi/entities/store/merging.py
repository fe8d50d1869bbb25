"""What the modes of fragments mean for single attributes: what must exist, what is merged, what is dropped.

A value given without observedAt is a new value of now, also in a merge: keeping the old instant would turn every such
patch into a correction of a measurement that nobody corrected.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import msgspec
import numpy as np

from dothi.entities.core.context import CORE
from dothi.entities.core.kinds import NULL, has_value, is_text, stored_value
from dothi.entities.core.languages import told_in
from dothi.entities.core.normalize import LOCATION
from dothi.entities.core.patching import patched_sub, patched_value
from dothi.entities.core.rows import Attribute, Fragment, Kind, Merging, Mode
from dothi.entities.store.job import Job, Key
from dothi.entities.store.lookup import READING
from dothi.entities.store.packed import Int4s, Int8s
from dothi.entities.store.rights import REPLACING
from dothi.kernel.errors import BadRequest, NotFound

_LANG = CORE.expand("lang")
_DROPPING = frozenset({Mode.DELETE, Mode.DROP, *REPLACING})


async def settle_modes(job: Job) -> None:
    """Merges, refuses and drops single attributes before the values are written."""
    modes = {fragment.mode for _, fragment in job.accepted()}
    if modes & READING:
        _settle_in_order(job)
    _find_nulls(job)
    if modes & _DROPPING:
        await _find_drops(job)


def _key(job: Job, a: Attribute) -> Key:
    urn = job.batch.fragments[a.fragment].urn
    return job.entities[urn].id, job.names.terms[a.term], job.names.terms[a.dataset]


def _settle_in_order(job: Job) -> None:
    """In the order they came: a later fragment of the batch sees what an earlier one does."""
    refused, fragments = job.written.refused, job.batch.fragments
    for row, a in enumerate(job.batch.attributes):
        if a.fragment in refused:
            continue
        key = _key(job, a)
        _settle(job, row, a, fragments[a.fragment], job.held.get(key))
        if row not in job.skipped:
            job.held[key] = job.batch.attributes[row]


def _packed(keys: list[Key]) -> dict[str, Any]:
    entity, term, dataset = np.array(keys, dtype=np.int64).T
    return {"entity": Int8s(entity), "term": Int4s(term), "dataset": Int4s(dataset)}


def _settle(job: Job, row: int, a: Attribute, fragment: Fragment, held: Attribute | None) -> None:
    if fragment.mode == Mode.APPEND and held is not None:
        job.skipped.add(row)
        job.written.refused_rows[row] = BadRequest("attribute-exists", entity=fragment.urn, attribute=a.term)
    elif fragment.mode in (Mode.EXISTING, Mode.PARTIAL) and held is None:
        job.skipped.add(row)
        job.written.refused_rows[row] = NotFound(
            "attribute-does-not-exist", entity=fragment.urn, attribute=a.term
        )
    elif fragment.mode in (Mode.MERGE, Mode.PARTIAL):
        _merge(job, row, a, fragment, held)


def _merge(job: Job, row: int, a: Attribute, fragment: Fragment, held: Attribute | None) -> None:
    if held is None:
        if not has_value(a):
            job.skipped.add(row)
            job.written.refused_rows[row] = BadRequest(
                "attribute-without-value", attribute=a.term, member="value"
            )
        elif fragment.mode == Mode.MERGE:
            job.batch.attributes[row] = patched_value(a, None)._replace(sub=patched_sub(None, a.sub))
        return
    if fragment.mode == Mode.PARTIAL and has_value(a) and a.kind != held.kind and a.txt != NULL:
        job.skipped.add(row)
        job.written.refused_rows[row] = BadRequest("attribute-kind-differs", attribute=a.term)
        return
    said = job.batch.merging.get(a.fragment)
    if said is not None:
        a = in_common(a, held, said)
    job.batch.attributes[row] = _patched(a, held) if fragment.mode == Mode.MERGE else merged(a, held)


def _patched(a: Attribute, held: Attribute) -> Attribute:
    """Merged to any depth (§5.5.12); a partial update replaces what it names."""
    sub = patched_sub(held.sub, a.sub)
    return merged(patched_value(a, held)._replace(sub=None), held)._replace(sub=sub)


def in_common(a: Attribute, held: Attribute, said: Merging) -> Attribute:
    """With what the merge says for all attributes: its time where one was held and none is told, its language of a text that
    is given for a LanguageProperty (§5.6.17.4). A null still deletes."""
    if a.txt == NULL:
        return a
    if said.observed is not None and a.observed is None and held.observed is not None:
        a = a._replace(observed=said.observed)
    if said.lang is None or held.kind != Kind.LANGUAGE or not is_text(a):
        return a
    texts = told_in(said.lang, stored_value(a), msgspec.json.decode(held.json or "{}"))
    return a._replace(
        kind=held.kind, txt=None, json=msgspec.json.encode(texts).decode(), sub=_without_lang(a.sub)
    )


def _without_lang(sub: str | None) -> str | None:
    """A text that was asked for in one language says which (§4.5.18): that is no member of the whole map."""
    members = msgspec.json.decode(sub or "{}")
    members.pop(_LANG, None)
    return msgspec.json.encode(members).decode() if members else None


def merged(a: Attribute, held: Attribute) -> Attribute:
    """What is given, and of what is held the rest."""
    told = has_value(a)
    return a._replace(
        kind=a.kind if told else held.kind,
        num=a.num if told else held.num,
        txt=a.txt if told else held.txt,
        json=a.json if told else held.json,
        at=a.at if told else held.at,
        unit_code=a.unit_code or held.unit_code,
        observed=a.observed if told or a.observed is not None else held.observed,
        sub=_merged_sub(held.sub, a.sub),
        quality=a.quality or held.quality,
    )


def _merged_sub(held: str | None, given: str | None) -> str | None:
    if not held or not given:
        return given or held
    merged: dict[str, Any] = msgspec.json.decode(held)
    for iri, member in msgspec.json.decode(given).items():
        if isinstance(member, dict) and NULL in (member.get("value"), member.get("object")):
            merged.pop(iri, None)
        else:
            merged[iri] = member
    return msgspec.json.encode(merged).decode() if merged else None


def _find_nulls(job: Job) -> None:
    """`urn:ngsi-ld:null` as a value deletes the attribute (§5.5.4, merge and update)."""
    for row, a in enumerate(job.batch.attributes):
        if a.txt == NULL and a.fragment not in job.written.refused and row not in job.skipped:
            job.skipped.add(row)
            job.drops.add(_key(job, a))


async def _find_drops(job: Job) -> None:
    fragments = [fragment for _, fragment in job.accepted() if fragment.mode in _DROPPING]
    ids = sorted({job.entities[fragment.urn].id for fragment in fragments})
    if not ids:
        return
    cursor = await job.run("keys_of_entities", ids=ids)
    held: dict[int, list[Key]] = {}
    for key in await cursor.fetchall():
        held.setdefault(key[0], []).append(key)
    await _learn_names(job, fragments, held)
    given = {
        _key(job, a)
        for row, a in enumerate(job.batch.attributes)
        if a.fragment not in job.written.refused and row not in job.skipped
    }
    for index, fragment in list(job.accepted()):
        if fragment.mode in _DROPPING:
            _drop(job, index, fragment, held.get(job.entities[fragment.urn].id, []), given)


async def _learn_names(job: Job, fragments: Iterable[Fragment], held: dict[int, list[Key]]) -> None:
    """Of what may be dropped: to find it, and to tell of it afterwards."""
    named = {iri for fragment in fragments for pair in fragment.names for iri in pair}
    await job.names.find(job.connection, named - {"*"})
    await job.names.names(
        job.connection, {part for keys in held.values() for key in keys for part in key[1:]}
    )


def _drop(job: Job, index: int, fragment: Fragment, held: Iterable[Key], given: set[Key]) -> None:
    if fragment.mode == Mode.DELETE:
        job.drops.update(held)
        job.written.deleted.append(fragment.urn)
        job.entities[fragment.urn].alive = False
    elif fragment.mode == Mode.DROP:
        _drop_named(job, index, fragment, list(held))
    else:
        job.drops.update(key for key in held if key not in given)


def _drop_named(job: Job, index: int, fragment: Fragment, held: list[Key]) -> None:
    """Refused when none of them is there; of several that were read before (a purge) some may have gone meanwhile."""
    found: set[Key] = set()
    for term, dataset in fragment.names:
        term_id = job.names.terms.get(term, -1)
        dataset_id = None if dataset == "*" else job.names.terms.get(dataset, -1)
        found.update(key for key in held if key[1] == term_id and dataset_id in (None, key[2]))
    if fragment.names and not found:
        term = fragment.names[0][0]
        job.written.refused[index] = NotFound("attribute-does-not-exist", entity=fragment.urn, attribute=term)
    job.drops.update(found)


async def write_drops(job: Job) -> None:
    """Ends what is to be dropped; called in the flush. What was deleted keeps its unit: whose it was decides who makes it anew."""
    deleted = sorted(job.entities[urn].id for urn in job.written.deleted)
    if job.drops:
        keys = sorted(job.drops)
        await job.run(
            "drop_attributes", at=job.at, source=job.names.sources[job.writer.source], **_packed(keys)
        )
        job.written.dropped = keys
        location = job.names.terms.get(LOCATION)
        unplaced = sorted({key[0] for key in keys if key[1] == location and key[2] == 0} - set(deleted))
        if unplaced:
            await job.run("unplace_entities", ids=unplaced)
    if deleted:
        await job.run("delete_entities", ids=deleted, at=job.at)
