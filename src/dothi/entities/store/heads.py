"""The entities of a batch: who exists, new ones, types, scopes and places. Who may write what: `rights`."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from dothi.entities.core.rows import Fragment
from dothi.entities.store import rights
from dothi.entities.store.job import Job, Known
from dothi.entities.store.lookup import look_up_entities
from dothi.entities.store.rights import REPLACING
from dothi.kernel import clock
from dothi.territory.lookup import units_at_async


async def write_heads(job: Job) -> None:
    """After the look-up: `job.entities` holds every entity of an accepted fragment, and the refused ones are listed."""
    await rights.learn(job)
    await _find_units(job)
    rights.refuse(job)
    await _create(job)
    await _describe(job)
    await _place(job)


async def _find_units(job: Job) -> None:
    placed = [(i, f.place) for i, f in enumerate(job.batch.fragments) if f.place is not None]
    if placed:
        points = [(place.lon, place.lat) for _, place in placed]
        found = await units_at_async(job.connection, points, clock.today())
        job.units = {i: place.unit_id for (i, _), place in zip(placed, found, strict=True)}


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
        await rights.learn(job)
        rights.refuse(job, only=set(missed))


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
        "scopes": [array_of(f.scopes) for f in fragments],
        "agencies": [job.writer_of(f).agency_id for f in fragments],
    }


def _ids(ids: Iterable[int]) -> str:
    return "{" + ",".join(map(str, ids)) + "}"


def array_of(scopes: tuple[str, ...] | None) -> str | None:
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
            scopes=[array_of(changed[urn][1]) for urn in order],
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
