"""Who, why and from where: what is kept with every version of every row (requests, jobs, commands and workers alike)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pghistory
from pghistory import runtime

from dothi.kernel.said import plain

LONGEST_REASON = 500


@contextmanager
def change(by: Any = None, *, source: str, reason: str = "") -> Iterator[None]:
    """Rows changed inside carry `by` (a person or None for the system itself), `source` and `reason`.

    `source`: the path of a request, else `job:<name>`, `cli:<command>`, `worker:<loop>`. Inside another
    change the outer `source` stays, and person and reason hold until the inner end.
    """
    outer = getattr(runtime._tracker, "value", None)
    context: dict[str, Any] = {} if outer else {"source": source[:200]}
    if by is not None:
        context |= {"person": by.pk, "name": str(by)}
    if reason:
        context["reason"] = plain(reason)[:LONGEST_REASON]
    before = dict(outer.metadata) if outer else None
    with pghistory.context(**context):
        try:
            yield
        finally:
            if (
                outer is not None and before is not None
            ):  # pghistory would let the inner reason stick to later changes
                outer.metadata.clear()
                outer.metadata.update(before)


def because(reason: str) -> None:
    """Adds the reason to the running change: actions that take `reason=` call it, whoever opened the context."""
    if reason:
        pghistory.context(reason=plain(reason)[:LONGEST_REASON])
