"""Who takes part in which area: read for what happens in a batch, written back with it; alarms hang on areas, not on members."""

from __future__ import annotations

import datetime as dt
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from dothi.kernel import clock
from dothi.kernel.earth import METRES_A_DEGREE
from dothi.rules import observations
from dothi.rules.alarms.models import Alarm
from dothi.rules.book import Armed, Book
from dothi.rules.conditions import Change as Turn
from dothi.rules.gathering.deciding import Area, AreaTurn, Field, Member, centre
from dothi.rules.judging import Happening
from dothi.rules.observations import Subject, execute, rows
from dothi.territory.models import Unit

SQL = "sql/gathering.sql"
MOST_NAMED = 200  # participants that an alarm names; more are counted


class Told:
    """What happened to areas in one transaction: happenings for the engine to write, then the members that their alarms name."""

    def __init__(self) -> None:
        self.happenings: list[Happening] = []
        self._named: dict[tuple[str, int], AreaTurn] = {}

    def take(self, armed: Armed, turns: Iterable[AreaTurn]) -> None:
        for turn in turns:
            if turn.turn is not Turn.CLEARED:
                self._named[armed.code, turn.area.anchor_id] = turn
            if turn.turn is not None:
                self.happenings.append(self._happening(armed, turn.turn, turn))

    def _happening(self, armed: Armed, turn: Turn, told: AreaTurn) -> Happening:
        """By the values of its least direct member: one simulated value makes the whole alarm simulated."""
        members = told.members or [_nobody(told.area)]
        least_direct = max(members, key=lambda member: member.origin)
        anchor = next((each for each in members if each.entity_id == told.area.anchor_id), None)
        known = anchor or self._subject(told.area.anchor_id)
        lon, lat = centre(members)
        types = [armed.rule.entity_type]
        unit_id = told.area.unit_id if told.area.unit_id is not None else members[0].unit_id
        subject = Subject(told.area.anchor_id, known.urn, unit_id, known.agency_id, lon, lat, types)
        return Happening(armed, subject, turn, told.at, least_direct.inputs)

    def _subject(self, entity_id: int) -> Subject:
        """A unit's alarm hangs on whom it hung on before, who may take no part this time."""
        found = observations.subjects([entity_id])
        return found.get(entity_id) or Subject(entity_id, "", None, None, None, None, [])

    def name(self) -> None:
        """After the alarms were written: what they say about their area and who takes part in it."""
        people = {each.entity_id for turn in self._named.values() for each in turn.members[:MOST_NAMED]}
        names = observations.names(people) if people else {}
        units = Unit.objects.in_bulk({turn.area.unit_id for turn in self._named.values()} - {None})
        for (code, anchor_id), turn in self._named.items():
            lon, lat = centre(turn.members)
            fields: dict[str, Any] = {"lon": lon, "lat": lat, "participants": _participants(turn, names)}
            if unit := units.get(turn.area.unit_id or 0):
                fields["entity_name"] = unit.full_name
            Alarm.objects.filter(rule_code=code, entity_id=anchor_id, closed_at=None).update(**fields)


def gathered(happenings: list[Happening]) -> Told:
    """The happenings of rules that count an area become those of the area; others stay as they are. In order of time."""
    told = Told()
    counted: dict[str, list[Happening]] = defaultdict(list)
    for happening in happenings:
        if happening.armed.together is None:
            told.happenings.append(happening)
        else:
            counted[happening.armed.code].append(happening)
    for own in counted.values():
        armed = own[0].armed
        found = _field(armed, own)
        before = _as_known(found)
        for happening in own:
            told.take(armed, _turns(found, happening))
        _keep(armed.code, found, before)
    told.happenings.sort(key=lambda happening: happening.at)
    return told


def passed(book: Book, now: dt.datetime) -> Told:
    """What time alone does: who ended long enough ago counts no more, and an area may be left with too few."""
    told = Told()
    codes = [armed.code for armed in book.gathering]
    execute("forget", {"codes": codes}, SQL)
    if not codes:
        return told
    asked = {
        "codes": codes,
        "types": [armed.rule.entity_type for armed in book.gathering],
        "withins": [armed.rule.together_within for armed in book.gathering],
        "now": now,
    }
    over: dict[str, dict[int, dt.datetime]] = defaultdict(dict)
    for code, anchor_id, ended_at in rows("over", asked, SQL):
        if anchor_id is not None:
            over[code][anchor_id] = max(ended_at, over[code].get(anchor_id, ended_at))
    for code, anchors in over.items():
        armed = book.by_code[code]
        found = _read(armed, {"anchors": list(anchors)})
        before = _as_known(found)
        for anchor_id, at in anchors.items():
            told.take(armed, found.passed(anchor_id, at))
        _keep(code, found, before)
    return told


def _turns(found: Field, happening: Happening) -> Iterator[AreaTurn]:
    if happening.turn is Turn.CLEARED:
        return found.ended(happening.subject.id, happening.at)
    return found.raised(_member(happening), happening.at)


def _member(happening: Happening) -> Member:
    subject = happening.subject
    return Member(
        subject.id, subject.urn, subject.unit_id, subject.agency_id, subject.lon, subject.lat,
        happening.at, None, happening.origin, happening.inputs,
    )  # fmt: skip


def _nobody(area: Area) -> Member:
    return Member(area.anchor_id, "", area.unit_id, None, None, None, clock.now(), None, 0, {})


def _field(armed: Armed, own: list[Happening]) -> Field:
    """Everybody whom these happenings could concern."""
    subjects = {happening.subject.id: happening.subject for happening in own}.values()
    who = {"entities": [each.id for each in subjects]}
    if armed.rule.together_radius_m is None:
        units = {each.unit_id for each in subjects if each.unit_id is not None}
        return _read(armed, who | {"units": list(units)})
    places = [each for each in subjects if each.lon is not None and each.lat is not None]
    return _read(armed, who | {"lons": [each.lon for each in places], "lats": [each.lat for each in places]})


def _read(armed: Armed, asked: dict[str, Any]) -> Field:
    assert armed.together is not None
    nothing: dict[str, Any] = {"units": [], "lons": [], "lats": [], "anchors": [], "entities": []}
    asked = nothing | asked | {"code": armed.code, "high": (armed.together.radius_m or 0) / METRES_A_DEGREE}
    members = [_loaded(*row) for row in rows("members", asked, SQL)]
    # also those that hang on somebody read here who has left: nobody bears two alarms of one rule
    bearing = {
        *asked["entities"],
        *(m.entity_id for m in members),
        *(m.anchor_id for m in members if m.anchor_id),
    }
    anchors = {"anchors": list(bearing.union(asked["anchors"]))}
    areas = [Area(*row) for row in rows("areas", asked | anchors, SQL)]
    return Field.of(armed.together, members, areas)


def _loaded(*row: Any) -> Member:
    """Raw cursors of Django give jsonb as text."""
    inputs = json.loads(row[9]) if isinstance(row[9], str) else row[9]
    told = dict(zip(Member.__dataclass_fields__, row, strict=True)) | {"inputs": inputs}
    return Member(**told)


def _as_known(found: Field) -> tuple[dict[int, str], dict[int, str]]:
    return {m.entity_id: repr(m) for m in found.members.values()}, {
        anchor: repr(area) for anchor, area in found.areas.items()
    }


def _keep(code: str, found: Field, before: tuple[dict[int, str], dict[int, str]]) -> None:
    """What has changed, and only that."""
    members = [m for m in found.members.values() if before[0].get(m.entity_id) != repr(m)]
    if members:
        columns: dict[str, list[Any]] = {
            name: [getattr(m, name) for m in members] for name in Member.__dataclass_fields__
        }
        columns["inputs"] = [json.dumps(m.inputs, ensure_ascii=False) for m in members]
        execute("keep_members", {"code": code} | columns, SQL)
    areas = [area for anchor, area in found.areas.items() if before[1].get(anchor) != repr(area)]
    if areas:
        columns = {
            "anchors": [a.anchor_id for a in areas],
            "units": [a.unit_id for a in areas],
            "opens": [a.open for a in areas],
        }
        execute("keep_areas", {"code": code} | columns, SQL)


def _participants(turn: AreaTurn, names: dict[int, str]) -> list[dict[str, Any]]:
    return [
        {
            "entity_id": member.entity_id,
            "urn": member.urn,
            "name": names.get(member.entity_id, ""),
            "at": clock.iso(member.since),
            "values": member.inputs,
        }
        for member in sorted(turn.members, key=lambda each: each.since)[:MOST_NAMED]
    ]
