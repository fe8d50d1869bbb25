"""Reports come in, by whatever door: each gets its place, its clock, its agency and – apart – its reporter."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any, NamedTuple
from uuid import UUID, uuid4

from dothi.accounts.models import Person
from dothi.kernel import clock, events, locks
from dothi.kernel.attachments import Sound
from dothi.kernel.calendar import in_force
from dothi.kernel.errors import BadRequest, DothiError
from dothi.kernel.kept import asked_once
from dothi.kernel.said import plain
from dothi.reports import photos
from dothi.reports.actions.numbering import next_codes
from dothi.reports.actions.stepping import LONGEST_TEXT, action
from dothi.reports.categories import is_known
from dothi.reports.clock import deadlines
from dothi.reports.dated.handling import handling_of
from dothi.reports.identity import vault
from dothi.reports.identity.vault import Contact, Kept
from dothi.reports.intake.ground import refuse_elsewhere
from dothi.reports.matching.routing import Route, find_routes
from dothi.reports.models import Handling, Report, ReportLine, State
from dothi.reports.telling import debt_of, line_of, names_of, told_of
from dothi.tasks import owed
from dothi.territory.lookup import units_at
from dothi.territory.models import Unit
from dothi.territory.names import folded

LONGEST_PLACE = 300


@dataclass(frozen=True, slots=True)
class Spot:
    """Where it is: in words, degrees (WGS 84), or both. `accuracy_m` as the phone says."""

    words: str = ""
    lon: float | None = None
    lat: float | None = None
    accuracy_m: float | None = None

    @property
    def point_on_earth(self) -> tuple[float, float] | None:
        """None: told in words alone, or nowhere on earth."""
        if self.lon is None or self.lat is None:
            return None
        is_number = math.isfinite(self.lon) and math.isfinite(self.lat)
        return (self.lon, self.lat) if is_number and abs(self.lon) <= 180 and abs(self.lat) <= 90 else None


@dataclass(frozen=True, slots=True)
class Arrival:
    """One report as it came. The same `key` again is the same report.

    `link`: the token that this form yields each time (`intake/formkey.py`); without, the link is told once. `pictures` were put by
    (`reports.photos`). `sent_at`: of a form that waited; it was received then, and its clock runs since then.
    """

    text: str
    category: str
    spot: Spot
    door: str
    contact: Contact = field(default_factory=Contact)
    pictures: Sequence[Sound] = ()
    key: UUID = field(default_factory=uuid4)
    link: str = ""
    why: Mapping[str, Any] = field(default_factory=lambda: {"by": "chosen"})
    origin: int = 0
    sent_at: dt.datetime | None = None


class Received(NamedTuple):
    """The report, and the token of its reporter's link. Of a form that came before: the same, as long as the link opens it; else empty."""

    report: Report
    token: str


def receive(
    *, text: str, category: str, spot: Spot, door: str, contact: Contact | None = None, pictures: Sequence[Sound] = (),
    key: UUID | None = None, link: str = "", why: Mapping[str, Any] | None = None, by: Person | None = None, origin: int = 0,
) -> Received:  # fmt: skip
    """One of `receive_all`. Raises what that refuses it with."""
    told = Arrival(
        text, category, spot, door, contact or Contact(), pictures, key or uuid4(), link, why or {"by": "chosen"}, origin
    )  # fmt: skip
    return received(told, by=by)


def received(arrival: Arrival, *, by: Person | None = None) -> Received:
    """The same of one that stands as it came."""
    (outcome,) = receive_all([arrival], by=by)
    if isinstance(outcome, DothiError):
        raise outcome
    return outcome


@action
def receive_all(arrivals: Sequence[Arrival], *, by: Person | None = None) -> list[Received | DothiError]:
    """Takes reports in, each key once, and gives each to the agency that the dated rows name, else to the desk; all in one transaction.

    In their order: what each became, or why it is refused – BadRequest (neither words nor picture, an unknown category, no place, a place
    outside every unit) – which holds up no other.
    """
    locks.hold(*(f"report {one.key}" for one in arrivals))
    outcomes: dict[UUID, Received | DothiError] = dict(_standing(arrivals))
    with asked_once():
        new: list[tuple[Arrival, Report]] = []
        for one, judged in _judged([one for one in arrivals if one.key not in outcomes]):
            if isinstance(judged, Report):
                new.append((one, judged))
            else:
                outcomes[one.key] = judged
        outcomes |= _stored(new, by)
    return [outcomes[one.key] for one in arrivals]


def standing(key: UUID, link: str = "") -> Received | None:
    """What came by this form before."""
    report = Report.objects.filter(key=key).first()
    return Received(report, link if vault.opens(link, report) else "") if report else None


def _standing(arrivals: Sequence[Arrival]) -> Iterator[tuple[UUID, Received]]:
    links = {one.key: one.link for one in arrivals}
    for report in Report.objects.filter(key__in=links):
        link = links[report.key]
        yield report.key, Received(report, link if vault.opens(link, report) else "")


def _judged(arrivals: Sequence[Arrival]) -> Iterator[tuple[Arrival, Report | DothiError]]:
    """Each key once, as the report that it will be, without its code; or why not."""
    now, places, refuse = clock.now(), _places(arrivals), cache(refuse_elsewhere)
    sound: list[tuple[Arrival, Unit | None]] = []
    for one in {one.key: one for one in arrivals}.values():
        try:
            unit = _unit_of(one, places)
            if unit is not None:
                refuse(unit, clock.today())
            handling_of(one.category)
            sound.append((one, unit))
        except DothiError as error:
            yield one, error
    routes = find_routes((one.category, unit) for one, unit in sound)
    for one, unit in sound:
        yield one, _made(one, unit, handling_of(one.category), routes[one.category, unit], now)


def _places(arrivals: Sequence[Arrival]) -> dict[tuple[float, float], Unit | None]:
    """The communes of today, by point."""
    points = list({point for one in arrivals if (point := one.spot.point_on_earth) is not None})
    found = units_at(points, clock.today()) if points else []
    units = Unit.objects.in_bulk({place.unit_id for place in found if place.unit_id is not None})
    return {point: units.get(place.unit_id) for point, place in zip(points, found, strict=True)}


def _unit_of(one: Arrival, places: Mapping[tuple[float, float], Unit | None]) -> Unit | None:
    """Raises BadRequest: what is no report, or lies nowhere. A place told in words alone is the desk's to find."""
    if not plain(one.text) and not one.pictures:
        raise BadRequest("report-needs-words-or-photo")
    if not is_known(one.category):
        raise BadRequest("report-category", category=one.category[:120])
    if one.spot.lon is None or one.spot.lat is None:
        if not plain(one.spot.words):
            raise BadRequest("report-needs-place")
        return None
    unit = places.get(one.spot.point_on_earth) if one.spot.point_on_earth else None
    if unit is None:
        raise BadRequest("report-place-outside")
    return unit


def _made(one: Arrival, unit: Unit | None, rule: Handling, route: Route | None, now: dt.datetime) -> Report:
    came_at = one.sent_at or now
    due = deadlines.after(rule.due, came_at, in_force())
    return Report(
        key=one.key, category=one.category, category_why=dict(one.why), text=plain(one.text)[:LONGEST_TEXT],
        place=plain(one.spot.words)[:LONGEST_PLACE], lon=one.spot.lon, lat=one.spot.lat, accuracy_m=one.spot.accuracy_m, unit=unit,
        process=rule.process, door=one.door, origin=one.origin, received_at=came_at, changed_at=now, first_due_at=due.at, due_at=due.at,
        due_said=rule.due, due_expected=due.expected, **held_by(rule, route),
    )  # fmt: skip


def _stored(new: Sequence[tuple[Arrival, Report]], by: Person | None) -> dict[UUID, Received]:
    """Reports with their codes and all that belongs to them: who reported, pictures, lines, debts, events."""
    now = clock.now()
    for (_, report), code in zip(new, next_codes(len(new)), strict=True):
        report.code, report.search_text = code, folded(code)
        report.officer_text = folded(f"{code} {report.text} {report.place}")
    reports = Report.objects.bulk_create(report for _, report in new)
    for one, report in new:
        if one.pictures:
            photos.attach(report, one.pictures, now)
    tokens = vault.keep((Kept(report, one.contact, one.link) for one, report in new), now)
    ReportLine.objects.bulk_create(
        line_of(one, "received", "", by, public=True, door=one.door, **names_of(one.agency))
        for one in reports
    )
    owed.owe_all([debt for one in reports if (debt := debt_of(one)) is not None])
    events.publish_all([told_of("reports.received", one) for one in reports])
    return {one.key: Received(one, token) for one, token in zip(reports, tokens, strict=True)}


def held_by(rule: Handling, route: Route | None) -> dict[str, Any]:
    """Who has it now, and until when it is to be taken; without a route it waits at the desk."""
    if route is None:
        return {"state": State.NEW, "agency": None, "take_due_at": None}
    held = {"state": State.GIVEN, "agency": route.agency, "given_why": route.why}
    return held | {"take_due_at": deadlines.after(rule.take_within, clock.now(), in_force()).at}
