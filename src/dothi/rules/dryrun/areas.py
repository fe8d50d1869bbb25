"""Rules that count an area: the happenings of single entities through the engine's own gathering, kept in memory."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from heapq import heappop, heappush

from dothi.rules.conditions import Change as Turn
from dothi.rules.dryrun.counting import Episode, least_direct
from dothi.rules.gathering.deciding import AreaTurn, Field, Member, Together
from dothi.rules.judging import Happening


def area_episodes(together: Together, happenings: Iterable[Happening]) -> list[Episode]:
    """One episode for each time an area had enough, under the entity that its alarm would hang on."""
    found: list[Episode] = []
    active: dict[int, Episode] = {}
    for turn in _turns(together, sorted(happenings, key=lambda each: each.at)):
        anchor = turn.area.anchor_id
        if turn.turn is Turn.RAISED:
            first = next((m for m in turn.members if m.entity_id == anchor), turn.members[0])
            active[anchor] = Episode(first.urn, turn.at, None, first.inputs, least_direct(first.inputs))
            found.append(active[anchor])
        elif turn.turn is Turn.CLEARED and anchor in active:
            active.pop(anchor).until = turn.at
    return found


def _turns(together: Together, happenings: list[Happening]) -> Iterator[AreaTurn]:
    field = Field.of(together, (), ())
    waiting: list[tuple[dt.datetime, int]] = []  # who ended counts until then
    for each in happenings:
        while waiting and waiting[0][0] <= each.at:
            yield from _over(field, *heappop(waiting))
        if each.turn is Turn.RAISED:
            yield from field.raised(_member(each), each.at)
        else:
            yield from field.ended(each.subject.id, each.at)
            heappush(waiting, (each.at + together.within, each.subject.id))
    while waiting:
        yield from _over(field, *heappop(waiting))


def _over(field: Field, at: dt.datetime, entity_id: int) -> Iterator[AreaTurn]:
    member = field.members.get(entity_id)
    if member is not None and member.until is not None and member.anchor_id is not None:
        yield from field.passed(member.anchor_id, at)


def _member(happening: Happening) -> Member:
    who = happening.subject
    return Member(
        who.id, who.urn, who.unit_id, who.agency_id, who.lon, who.lat, happening.at, None, happening.origin,
        happening.inputs,
    )  # fmt: skip
