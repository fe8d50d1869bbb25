"""What is there before a write: the entities of a batch, and the attributes that a merge or a partial update reads.

Both come in one round trip: attributes are asked for by the entity's URN, not by the number that the first answer gives.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np

from dothi.entities.core.rows import Attribute, Mode, microseconds
from dothi.entities.store.job import Job, Known
from dothi.entities.store.packed import Int4s, Texts

READING = frozenset({Mode.APPEND, Mode.EXISTING, Mode.MERGE, Mode.PARTIAL})


async def look_up(job: Job) -> None:
    """Fills `job.entities` and `job.held`; what is held is locked, so that a merge reads, changes and writes it alone."""
    urns = {fragment.urn for fragment in job.batch.fragments}
    keys = _keys_to_read(job)
    if not keys:
        await look_up_entities(job, urns)
        return
    async with job.connection.pipeline():
        entities = await _ask_entities(job, urns)
        held = await job.run("existing", **_packed(keys), tenant=job.tenant)
        _note_entities(job, await entities.fetchall())
        job.held = {row[:3]: attribute_of(row) for row in await held.fetchall()}


async def look_up_entities(job: Job, urns: Iterable[str]) -> None:
    """Fills `job.entities`: dead or alive."""
    _note_entities(job, await (await _ask_entities(job, urns)).fetchall())


async def _ask_entities(job: Job, urns: Iterable[str]) -> Any:
    return await job.run("resolve", urns=Texts(list(urns)), tenant=job.tenant)


def _note_entities(job: Job, rows: list[Any]) -> None:
    job.entities |= {row[0]: Known(*row[1:]) for row in rows}


def _keys_to_read(job: Job) -> list[tuple[str, int, int]]:
    fragments, terms = job.batch.fragments, job.names.terms
    return list(
        {
            (fragments[a.fragment].urn, terms[a.term], terms[a.dataset])
            for a in job.batch.attributes
            if fragments[a.fragment].mode in READING
        }
    )


def _packed(keys: list[tuple[str, int, int]]) -> dict[str, Any]:
    urns, terms, datasets = zip(*keys, strict=True)
    return {
        "urn": Texts(list(urns)),
        "term": Int4s(np.array(terms, np.int32)),
        "dataset": Int4s(np.array(datasets, np.int32)),
    }


def attribute_of(row: tuple[Any, ...]) -> Attribute:
    """A row in the columns of `existing` as the attribute that it would be given as."""
    _, _, _, kind, num, txt, json, at, unit_code, observed_at, declared, quality, sub = row
    observed = microseconds(observed_at) if declared else None
    at_us = None if at is None else microseconds(at)
    return Attribute(-1, "", "", kind, num, txt, json, at_us, unit_code, observed, sub, quality)
