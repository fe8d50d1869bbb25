"""Who may write what: each fragment is judged by its mode and by its writer's limits, on the entity as it stands and would be.

What a writer's limits do not ask is not looked up: those without any cost nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from dothi.entities.core.names import is_named, short
from dothi.entities.core.rows import Fragment, Mode, Writer
from dothi.entities.core.selecting import in_scope
from dothi.entities.store.job import Job, Known
from dothi.kernel.errors import Conflict, DothiError, NotAllowed, NotFound

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
_ENDING = REPLACING | {Mode.DELETE}


@dataclass(slots=True)
class _Standing:
    """An entity as a fragment finds it: as stored, changed by the accepted fragments before it in this flush."""

    types: set[str]  # short names
    unit_id: int | None
    scopes: set[str]


_UNASKED = _Standing(set(), None, set())  # nobody in this flush has limits: that it stands is all that counts


async def learn(job: Job) -> None:
    """What the judgement asks of entities that stand: the names of their types, scopes, attributes."""
    writers = {id(writer): writer for writer in map(job.writer_of, job.batch.fragments)}.values()
    job.limited = any(writer.is_limited for writer in writers)
    if not job.limited:
        return
    await job.names.names(job.connection, {key for known in job.entities.values() for key in known.types})
    await _learn_former(job)
    if any(writer.scopes is not None or writer.attributes is not None for writer in writers):
        await _learn_scopes(job)
        await _learn_attributes(job)


async def _learn_former(job: Job) -> None:
    """Which of those that were deleted have a history: who makes them anew could read it."""
    ids = [known.id for known in job.entities.values() if not known.alive]
    if ids:
        found = await job.run("deleted_with_history", ids=sorted(ids))
        job.former = {urn for (urn,) in await found.fetchall()}


async def _learn_scopes(job: Job) -> None:
    urns = [
        fragment.urn
        for fragment in job.batch.fragments
        if job.writer_of(fragment).scopes is not None or fragment.scopes is not None
    ]
    if urns:
        found = await job.run("scopes_of_entities", urns=urns, tenant=job.tenant)
        job.scopes = dict(await found.fetchall())


async def _learn_attributes(job: Job) -> None:
    """Of what a limited writer replaces or deletes: it may end nothing that it may not write."""
    urns = {
        job.entities[fragment.urn].id: fragment.urn
        for fragment in job.batch.fragments
        if fragment.mode in _ENDING
        and fragment.urn in job.entities
        and job.writer_of(fragment).attributes is not None
    }
    if urns:
        keys = await (await job.run("keys_of_entities", ids=sorted(urns))).fetchall()
        await job.names.names(job.connection, {term for _, term, _ in keys})
        for entity_id, term, _ in keys:
            job.kept.setdefault(urns[entity_id], set()).add(job.names.iris[term])


def refuse(job: Job, only: Collection[str] | None = None) -> None:
    """Judges each fragment (`only`: of these entities) as if those before it had been committed already: fragments of
    several keys share a flush, and what one of them makes or moves is as closed to the others as what is stored."""
    limited, given = job.limited, _given(job) if job.limited else {}
    standing = {
        urn: _standing(job, urn, known) if limited else _UNASKED
        for urn, known in job.entities.items()
        if known.alive
    }
    former = {urn: _standing(job, urn, job.entities[urn]) for urn in job.former}
    for index, fragment in enumerate(job.batch.fragments):
        if index in job.written.refused or (only is not None and fragment.urn not in only):
            continue
        found = standing.get(fragment.urn)
        error = fragment.refused or _by_mode(fragment, found is not None)
        if limited and not error:
            error = _by_writer(job, index, fragment, found, given.get(index, set()))
            was = None if found else former.get(fragment.urn)
            error = error or _by_former(job.writer_of(fragment), fragment, was)
        error = error or job.unfit.get(index)
        if error:
            job.written.refused[index] = error
        else:
            standing[fragment.urn] = _after(fragment, found, job.units.get(index)) if limited else _UNASKED


def _standing(job: Job, urn: str, known: Known) -> _Standing:
    types = {short(job.names.iris[key]) for key in known.types}
    return _Standing(types, known.unit_id, set(job.scopes.get(urn, ())))


def _given(job: Job) -> dict[int, set[str]]:
    """By fragment: the attributes (IRIs) that it names."""
    given = {
        index: {term for term, _ in fragment.names} for index, fragment in enumerate(job.batch.fragments)
    }
    for row in job.batch.attributes:
        given[row.fragment].add(row.term)
    return given


def _after(fragment: Fragment, found: _Standing | None, unit_id: int | None) -> _Standing:
    """What the next fragment finds."""
    types, scopes = {short(iri) for iri in fragment.types}, fragment.scopes
    if found is None:
        return _Standing(types, unit_id, set(scopes or ()))
    if fragment.place is not None:
        found.unit_id = unit_id
    if scopes is not None:
        found.scopes = set(scopes)
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


def _by_writer(
    job: Job, index: int, fragment: Fragment, found: _Standing | None, given: set[str]
) -> DothiError | None:
    writer = job.writer_of(fragment)
    by_limits = _by_limits(writer, fragment, found, job.units.get(index))
    return by_limits or _by_attributes(job, writer, fragment, found, given)


def _by_former(writer: Writer, fragment: Fragment, was: _Standing | None) -> DothiError | None:
    """Who makes a deleted entity anew may read its history: only what it could read when it was deleted is made anew."""
    if was is None or (_reaches(writer, was) and (writer.types is None or was.types & writer.types)):
        return None
    if fragment.mode == Mode.CREATE:
        return Conflict("entity-exists", entity=fragment.urn)
    return NotFound("entity-does-not-exist", entity=fragment.urn)


def _by_limits(
    writer: Writer, fragment: Fragment, found: _Standing | None, unit_id: int | None
) -> DothiError | None:
    """A key's limits to types, units and scopes hold for what is there and for what it would become. `unit_id`: of the new place."""
    if found is not None and not _reaches(writer, found):
        return NotFound("entity-does-not-exist", entity=fragment.urn)
    if writer.unit_ids is not None and (fragment.place or found is None) and unit_id not in writer.unit_ids:
        return NotAllowed("key-outside-area", entity=fragment.urn)
    # All types and scopes, before and after: with "any" a key could give a foreign entity its own type, or its own entity a
    # foreign one, and so reach what it was not given. Who may write one type only leaves an entity of two alone.
    if writer.scopes is not None and not _are_inside(writer.scopes, fragment, found):
        return NotAllowed("key-outside-scope", entity=fragment.urn)
    if writer.types is not None:
        types = {short(iri) for iri in fragment.types} | (found.types if found else set())
        if not types <= writer.types:
            return NotAllowed("key-outside-type", entity=fragment.urn)
    return None


def _reaches(writer: Writer, found: _Standing) -> bool:
    """What lies in no unit or scope of the writer does not exist for it."""
    if writer.unit_ids is not None and found.unit_id not in writer.unit_ids:
        return False
    return writer.scopes is None or any(in_scope(scope, writer.scopes) for scope in found.scopes)


def _are_inside(limits: tuple[str, ...], fragment: Fragment, found: _Standing | None) -> bool:
    held = found.scopes if found else set()
    would = held if fragment.scopes is None else set(fragment.scopes)
    return bool(would) and all(in_scope(scope, limits) for scope in held | would)


def _by_attributes(
    job: Job, writer: Writer, fragment: Fragment, found: _Standing | None, given: set[str]
) -> DothiError | None:
    """Only what the key may write is written or ended. What it may not is not named when it came from what stands: it may not
    even be seen."""
    if writer.attributes is None:
        return None
    names = writer.attributes
    foreign = sorted({short(iri) for iri in given if not is_named(iri, names)})
    foreign += [member for member in _changed_members(fragment, found) if member not in names]
    if foreign:
        return NotAllowed("key-outside-attribute", entity=fragment.urn, attributes=", ".join(foreign))
    if (
        found
        and fragment.mode in _ENDING
        and not all(is_named(iri, names) for iri in job.kept.get(fragment.urn, ()))
    ):
        return NotAllowed("key-ends-attributes", entity=fragment.urn)
    return None


def _changed_members(fragment: Fragment, found: _Standing | None) -> Iterator[str]:
    """`type` and `scope` of an entity that stands: other keys' rights depend on them."""
    if found is None:
        return
    types = {short(iri) for iri in fragment.types}
    if not types <= found.types or (fragment.mode in REPLACING and types and types != found.types):
        yield "type"
    if fragment.scopes is not None and set(fragment.scopes) != found.scopes:
        yield "scope"
