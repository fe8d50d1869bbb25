"""Merges before they are judged: each value in the kind of the attribute that it is merged into (§5.6.17.4).

What does not fit refuses its whole entity, and only after the rights: what a key does not reach tells it nothing.
"""

from __future__ import annotations

from dothi.entities.core.kinds import NULL, has_value
from dothi.entities.core.rows import Kind, Merging, Mode
from dothi.entities.core.simplified import shaped
from dothi.entities.store.job import Job
from dothi.kernel.errors import DothiError

_NOTHING = Merging()


def shape(job: Job) -> None:
    """After the look-up. A later fragment of the batch sees the kinds that an earlier one tells."""
    fragments, attributes = job.batch.fragments, job.batch.attributes
    if not any(fragment.mode == Mode.MERGE for fragment in fragments):
        return
    told: dict[tuple[str, str, str], int | None] = {}
    for row, a in enumerate(attributes):
        fragment = fragments[a.fragment]
        key = (fragment.urn, a.term, a.dataset)
        if fragment.mode == Mode.MERGE:
            held = told[key] if key in told else _held(job, *key)
            try:
                a = attributes[row] = shaped(a, held, job.batch.merging.get(a.fragment, _NOTHING))
            except DothiError as error:
                job.unfit.setdefault(a.fragment, error)
                continue
        if has_value(a):
            told[key] = None if a.txt == NULL else a.kind


def _held(job: Job, urn: str, term: str, dataset: str) -> int | None:
    known, terms = job.entities.get(urn), job.names.terms
    held = job.held.get((known.id, terms[term], terms[dataset])) if known else None
    return held.kind if held and held.kind != Kind.DELETED else None
