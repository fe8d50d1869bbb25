"""Looks of people: a purpose asked, the right checked, the look noted with its end, a ticket for its pictures."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from dothi.accounts import looks, picture_tickets
from dothi.accounts.models import Look, LookEnd, LookPurpose, Person
from dothi.accounts.picture_tickets import PictureTicket
from dothi.cameras import queries, rules
from dothi.cameras.models import Camera
from dothi.cameras.queries import Near
from dothi.incidents.models import Incident
from dothi.kernel import clock
from dothi.kernel.errors import Conflict, NotAllowed
from dothi.kernel.i18n import t
from dothi.rules.alarms.models import Alarm

KIND = "camera"


@dataclass(frozen=True, slots=True)
class View:
    """A look that stands, with the address of its pictures."""

    camera: Camera
    look: Look
    ticket: str
    metres: float = 0.0


def begin(camera: Camera, purpose: str, words: str, *, by: Person) -> Look:
    """Notes a look. Raises NotAllowed (not this person, not for this purpose, or out of service), BadRequest (too few words)."""
    if purpose not in {one.code for one in queries.purposes_of(by, [camera])[camera.pk]}:
        raise NotAllowed("camera-not-for", camera=camera.name)
    return _noted(camera, purpose, words, by)


@dataclass(frozen=True, slots=True)
class Cause:
    """What one looks around for: a case, or an alarm. Being on it is the purpose, what it is called the words."""

    asked: str  # as an address names it: case=…, alarm=…
    page: str
    purpose: str
    words: str
    lon: float | None
    lat: float | None
    is_open: bool


def of_case(incident: Incident) -> Cause:
    words, page = f"{incident.code}: {incident.title}", f"/incidents/{incident.code}/"
    return Cause(
        f"case={incident.code}", page, "incident", words[:500], incident.lon, incident.lat, incident.is_open
    )


def of_alarm(alarm: Alarm) -> Cause:
    """Seeing whether an alarm is true is verifying it."""
    words = f"{t('cameras-alarm-words')} {alarm.pk}: {alarm.rule.name} · {alarm.place_name}"
    return Cause(
        f"alarm={alarm.pk}",
        f"/alarms/{alarm.pk}/",
        "verify",
        words[:500],
        alarm.lon,
        alarm.lat,
        alarm.closed_at is None,
    )


def begin_beside(cause: Cause, *, by: Person) -> list[View]:
    """Looks at the cameras beside it, for whoever may look there for such a purpose. Raises Conflict when it is closed."""
    if not cause.is_open:
        raise Conflict("camera-cause-closed")
    near = near_to(cause, by)
    may = may_for(cause, by, [one.camera for one in near])
    return [
        shown(one.camera, _noted(one.camera, cause.purpose, cause.words, by), one.metres)
        for one in near
        if one.camera in may
    ]


def near_to(cause: Cause, person: Person) -> list[Near]:
    """The cameras beside it that this person may know of."""
    if cause.lon is None or cause.lat is None:
        return []
    limits = rules.values()
    return queries.near(
        queries.visible(person),
        cause.lon,
        cause.lat,
        within_m=limits["near-metres"],
        most=limits["near-most"],
    )


def may_for(cause: Cause, person: Person, cameras: Sequence[Camera]) -> list[Camera]:
    """Those of them that this person may look at for it."""
    purposes = queries.purposes_of(person, cameras)
    return [one for one in cameras if cause.purpose in {each.code for each in purposes[one.pk]}]


def open_view(camera: Camera, person: Person, metres: float = 0.0) -> View | None:
    """The view that this person has open at this camera; none once the right is gone."""
    look = looks.open_look(person, KIND, camera.code)
    if look is None or not camera.in_service:
        return None
    held: list[LookPurpose] = queries.purposes_of(person, [camera])[camera.pk]
    return shown(camera, look, metres) if look.purpose in {one.code for one in held} else None


def stands(camera: Camera, look: Look) -> bool:
    """Does it still run, and does the right that it was begun by? An account that is closed, a role or a leave that ended ends it."""
    person, over = look.person, getattr(look, "end", None)
    if over is not None or look.until <= clock.now() or not person.is_current():
        return False
    return look.purpose in {one.code for one in queries.purposes_of(person, [camera])[camera.pk]}


def abandon(look_id: int, at: dt.datetime) -> None:
    """A look whose pictures nobody asks for any more ended when the last one was asked for; one that is over stays as it is."""
    look = Look.objects.filter(pk=look_id, until__gt=clock.now(), end__isnull=True).first()
    if look is not None:
        told = {"by_id": look.person_id, "at": max(at, look.began_at)}
        LookEnd.objects.get_or_create(look=look, defaults=told)


def shown(camera: Camera, look: Look, metres: float = 0.0) -> View:
    return View(camera, look, ticket_of(camera, look, live=False), metres)


def ticket_of(camera: Camera, look: Look, *, live: bool) -> str:
    """Pictures until the look ends; of a live view until its own, shorter time is over."""
    until = look.until.timestamp()
    if live:
        until = min(until, clock.now().timestamp() + rules.value("live-seconds"))
    mark = f"{look.person.full_name} · {camera.code}"
    return picture_tickets.issue(
        PictureTicket(look.pk, camera.pk, look.person_id, live, mark[:160], int(until))
    )


def _noted(camera: Camera, purpose: str, words: str, by: Person) -> Look:
    return looks.begin(
        by, KIND, camera.code, camera.name, purpose, words=words,
        unit_id=camera.unit_id, agency_id=camera.agency_id, minutes=rules.value("look-minutes"),
    )  # fmt: skip
