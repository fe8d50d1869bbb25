"""`GET` at a past time (ours, beside CIM 009): `dothi-at`, when it was so; `dothi-known-at`, when it was known; both together, too."""

from __future__ import annotations

from dothi.entities.core.past import AT, KNOWN_AT, Moment, parse_moment
from dothi.gateway.asking import Asked
from dothi.kernel import clock
from dothi.kernel.errors import BadRequest

PAST = frozenset({AT, KNOWN_AT})
# what would have to be judged for every entity of a type out of its history; whoever needs it pages and judges
_PRESENT_ONLY = ("q", "georel", "orderBy", "join")


def moment_of(asked: Asked) -> Moment | None:
    """None: the present. Raises BadRequest."""
    at, known_at = asked.values.get(AT), asked.values.get(KNOWN_AT)
    if at is None and known_at is None:
        return None
    for name in _PRESENT_ONLY:
        if asked.get(name):
            raise BadRequest("present-only", parameter=name)
    return parse_moment(at, known_at, clock.now())
