"""What is doubted of values that came, counted in the transaction that writes them: exactly once for each value."""

from __future__ import annotations

from collections import Counter
from enum import IntEnum
from typing import TYPE_CHECKING, NamedTuple

from dothi.kernel.sql import statement

if TYPE_CHECKING:
    from dothi.entities.store.job import Job

LONGEST = 120


class Fault(IntEnum):
    """Why; stored. The first three are `core.rec20.Doubt`."""

    UNIT_UNKNOWN = 1
    UNIT_QUANTITY = 2
    UNIT_DIFFERS = 3
    FLAGGED = 4  # outside the schema: stored, quality `suspect`
    REFUSED = 5  # outside the schema: not stored


class Complaint(NamedTuple):
    """One doubt about one value. `detail`: the unit as told, or path, keyword and limit of the schema."""

    fragment: int
    fault: Fault
    type: str
    attribute: str
    detail: str


async def note(job: Job) -> None:
    """Adds what was found to the list; what is refused for another reason counts for nothing."""
    refused = job.written.refused
    found = job.written.complaints = [
        one for one in job.written.complaints if one.fault == Fault.REFUSED or one.fragment not in refused
    ]
    if not found:
        return
    counted: Counter[tuple[int, str, str, int, str, int, int]] = Counter()
    examples = {}
    for one in found:
        key = _key(job, one)
        counted[key] += 1
        examples[key] = job.batch.fragments[one.fragment].urn
    order = sorted(counted)
    names = ("sources", "types", "attributes", "faults", "details", "units", "agencies")
    columns = {name: [key[i] for key in order] for i, name in enumerate(names)}
    await job.connection.execute(
        statement("dothi.entities.store", "sql/judging.sql", "note"),
        {
            **columns, "times": [counted[key] for key in order], "examples": [examples[key] for key in order],
            "tenant": job.tenant, "at": job.at,
        },
    )  # fmt: skip


def _key(job: Job, one: Complaint) -> tuple[int, str, str, int, str, int, int]:
    fragment = job.batch.fragments[one.fragment]
    source = job.names.sources[job.writer_of(fragment).source]
    known = job.entities.get(fragment.urn)
    unit, agency = (known.unit_id or 0, known.agency_id or 0) if known else (0, 0)
    detail = one.detail.replace("\0", "�")[:LONGEST]
    return source, one.type, one.attribute[:LONGEST], one.fault, detail, unit, agency
