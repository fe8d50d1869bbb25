"""The entities of a batch: who exists, who may be written, new ones, types, scopes and places."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from dothi.entities.core.rows import Fragment, Mode, Writer
from dothi.entities.store.job import Job, Known
from dothi.entities.store.lookup import look_up_entities
from dothi.kernel import clock
from dothi.kernel.errors import Conflict, DothiError, NotAllowed, NotFound
from dothi.territory.lookup import units_at_async

MUST_EXIST = frozenset(
    {
        Mode.UPDATE,
        Mode.UPDATE_REPLACE,
        Mode.APPEND,
        Mode.EXISTING,
        Mode.MERGE,
        Mode.PARTIAL,
        Mode.DELETE,
        Mode.DROP,
    }
)
REPLACING = frozenset({Mode.REPLACE, Mode.UPDATE_REPLACE})


async def write_heads(job: Job) -> None:
    """After the look-up: `job.entities` holds every entity of an accepted fragment, and the refused ones are listed."""
    await _name_types(job)
    await _find_units(job)
    _refuse(job)
    await _create(job)
    await _describe(job)
    await _place(job)


async def _name_types(job: Job) -> None:
    """The judgement by types needs the names of what entities hold already."""
    if _has_limits(job):
        await job.names.names(job.connection, {key for known in job.entities.values() for key in known.types})


async def _find_units(job: Job) -> None:
    placed = [(i, f.place) for i, f in enumerate(job.batch.fragments) if f.place is not None]
    if placed:
        points = [(place.lon, place.lat) for _, place in placed]
        found = await units_at_async(job.connection, points, clock.today())
        job.units = {i: place.unit_id for (i, _), place in zip(placed, found, strict=True)}


@dataclass(slots=True)
class _Standing:
    """An entity as a fragment finds it: as stored, changed by the accepted fragments before it in this flush."""

    types: set[str]  # short names
    unit_id: int | None


_UNASKED = _Standing(set(), None)  # nobody in this flush has limits: that it stands is all that counts


def _refuse(job: Job, only: Collection[str] | None = None) -> None:
    """Judges each fragment (`only`: of these entities) as if those before it had been committed already: fragments of
    several keys share a flush, and what one of them makes or moves is as closed to the others as what is stored."""
    limited = _has_limits(job)
    standing = {
        urn: _standing(job, known) if limited else _UNASKED
        for urn, known in job.entities.items()
        if known.alive
    }
    for index, fragment in enumerate(job.batch.fragments):
        if index in job.written.refused or (only is not None and fragment.urn not in only):
            continue
        found = standing.get(fragment.urn)
        error = (
            fragment.refused
            or _by_mode(fragment, found is not None)
            or _by_limits(job.writer_of(fragment), fragment, found, job.units.get(index))
        )
        if error:
            job.written.refused[index] = error
        else:
            standing[fragment.urn] = _after(fragment, found, job.units.get(index)) if limited else _UNASKED


def _standing(job: Job, known: Known) -> _Standing:
    return _Standing({short(job.names.iris[key]) for key in known.types}, known.unit_id)


def _has_limits(job: Job) -> bool:
    writers = {id(writer): writer for writer in map(job.writer_of, job.batch.fragments)}
    return any(writer.types is not None or writer.unit_ids is not None for writer in writers.values())


def _after(fragment: Fragment, found: _Standing | None, unit_id: int | None) -> _Standing:
    """What the next fragment finds."""
    types = {short(iri) for iri in fragment.types}
    if found is None:
        return _Standing(types, unit_id)
    if fragment.place is not None:
        found.unit_id = unit_id
    found.types = types if fragment.mode in REPLACING and types else found.types | types
    return found


def _by_mode(fragment: Fragment, exists: bool) -> DothiError | None:
    if fragment.mode == Mode.CREATE and exists:
        return Conflict("entity-exists", entity=fragment.urn)
    if fragment.mode in MUST_EXIST and not exists:
        return NotFound("entity-does-not-exist", entity=fragment.urn)
    if not exists and not fragment.types:
        return NotFound("entity-without-type-does-not-exist", entity=fragment.urn)
    return None


def _by_limits(
    writer: Writer, fragment: Fragment, found: _Standing | None, unit_id: int | None
) -> DothiError | None:
    """A key's limits to types and units hold for what is there and for what it would become. `unit_id`: of the new place."""
    if writer.unit_ids is not None:
        if found is not None and found.unit_id not in writer.unit_ids:
            return NotFound("entity-does-not-exist", entity=fragment.urn)
        if (fragment.place or found is None) and unit_id not in writer.unit_ids:
            return NotAllowed("key-outside-area", entity=fragment.urn)
    if writer.types is not None:
        # All of them, before and after: with "any" a key could give a foreign entity its own type, or its own entity a foreign
        # one, and so reach what it was not given. Who may write one type only leaves an entity of two alone.
        types = {short(iri) for iri in fragment.types} | (found.types if found else set())
        if not types <= writer.types:
            return NotAllowed("key-outside-type", entity=fragment.urn)
    return None


@lru_cache(maxsize=4096)
def short(iri: str) -> str:
    """The last part of an IRI, as entities_term.short."""
    return iri.rsplit("/", 1)[-1].rsplit("#", 1)[-1]


async def _create(job: Job) -> None:
    """Entities that are new, and those that come back after a deletion."""
    new: dict[str, Fragment] = {}
    for _, fragment in job.accepted():
        known = job.entities.get(fragment.urn)
        if (known is None or not known.alive) and fragment.urn not in new:
            new[fragment.urn] = fragment
    fresh = sorted(urn for urn in new if urn not in job.entities)
    dead = sorted((job.entities[urn].id, urn) for urn in new if urn in job.entities)
    if fresh:
        await _insert(job, [new[urn] for urn in fresh])
    if dead:
        await _revive(job, [new[urn] for _, urn in dead])


async def _insert(job: Job, fragments: list[Fragment]) -> None:
    columns = _described(job, fragments)
    urns = [f.urn for f in fragments]
    cursor = await job.run("create_entities", urns=urns, at=job.at, tenant=job.tenant, **columns)
    ids = dict(await cursor.fetchall())
    for fragment in fragments:
        if fragment.urn in ids:
            agency_id = job.writer_of(fragment).agency_id
            job.entities[fragment.urn] = Known(ids[fragment.urn], [], None, agency_id, True)
            job.written.created.append(fragment.urn)
    missed = [urn for urn in urns if urn not in ids]
    if missed:  # another writer was quicker: those exist now
        await look_up_entities(job, missed)
        await _name_types(job)
        _refuse(job, only=set(missed))


async def _revive(job: Job, fragments: list[Fragment]) -> None:
    ids = [job.entities[f.urn].id for f in fragments]
    await job.run("revive_entities", ids=ids, at=job.at, **_described(job, fragments))
    await job.run("forget_attributes", ids=ids)
    for fragment in fragments:
        agency_id = job.writer_of(fragment).agency_id
        job.entities[fragment.urn] = Known(job.entities[fragment.urn].id, [], None, agency_id, True)
        job.written.created.append(fragment.urn)


async def name_heads(job: Job) -> None:
    """In the flush: its row of the log names what came and went."""
    created, deleted = (
        sorted(job.entities[urn].id for urn in urns) or None
        for urns in (job.written.created, job.written.deleted)
    )
    if created or deleted:
        await job.run("name_heads", created=created, deleted=deleted)


def _described(job: Job, fragments: list[Fragment]) -> dict[str, Any]:
    return {
        "types": [_ids(job.names.terms[iri] for iri in f.types) for f in fragments],
        "scopes": [_texts(f.scopes) for f in fragments],
        "agencies": [job.writer_of(f).agency_id for f in fragments],
    }


def _ids(ids: Iterable[int]) -> str:
    return "{" + ",".join(map(str, ids)) + "}"


def _texts(scopes: tuple[str, ...] | None) -> str | None:
    """An array literal: arrays of arrays cannot be unnested one level."""
    if scopes is None:
        return None
    return "{" + ",".join('"' + s.replace("\\", "\\\\").replace('"', '\\"') + '"' for s in scopes) + "}"


async def _describe(job: Job) -> None:
    """Types are added (put in place of the old ones when the entity is replaced), scopes replaced."""
    changed: dict[str, tuple[list[int], tuple[str, ...] | None]] = {}
    for _, fragment in job.accepted():
        known = job.entities[fragment.urn]
        types = [job.names.terms[iri] for iri in fragment.types]
        replaces = fragment.mode in REPLACING and types
        merged = types if replaces else known.types + [t for t in types if t not in known.types]
        is_new = fragment.urn in job.written.created and not known.types
        if (merged != known.types or fragment.scopes is not None) and not is_new:
            changed[fragment.urn] = (merged, fragment.scopes)
        known.types = merged
    if changed:
        order = sorted(changed, key=lambda urn: job.entities[urn].id)
        await job.run(
            "describe_entities",
            ids=[job.entities[urn].id for urn in order],
            types=[_ids(changed[urn][0]) for urn in order],
            scopes=[_texts(changed[urn][1]) for urn in order],
            at=job.at,
        )


async def _place(job: Job) -> None:
    """The entity's location: point, box and administrative unit."""
    places = {
        job.entities[f.urn].id: (f.place, f.urn, job.units[i])
        for i, f in job.accepted()
        if f.place is not None
    }
    if not places:
        return
    ids = sorted(places)
    for key in ids:
        job.entities[places[key][1]].unit_id = places[key][2]
    points = [places[key][0] for key in ids]
    columns = {
        name: [getattr(point, name) for point in points]
        for name in ("lon", "lat", "west", "south", "east", "north")
    }
    await job.run("place_entities", ids=ids, units=[places[key][2] for key in ids], **columns)
