"""Looks of people: a purpose asked, the right checked, the look noted with its end, a ticket for its pictures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dothi.accounts import looks, picture_tickets
from dothi.accounts.models import Look, LookPurpose, Person
from dothi.accounts.picture_tickets import PictureTicket
from dothi.cameras import queries, rules
from dothi.cameras.models import Camera
from dothi.cameras.queries import Near
from dothi.incidents.models import Incident
from dothi.kernel import clock
from dothi.kernel.errors import NotAllowed

INCIDENT = "incident"  # code of the purpose that being on a case gives
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


def begin_for_case(incident: Incident, *, by: Person) -> list[View]:
    """Looks at the cameras beside a case, for whoever may look there for a case: being on it is the purpose."""
    found = [one for one in near_case(incident, by) if may_for_case(by, [one.camera])]
    words = f"{incident.code}: {incident.title}"[:500]
    return [shown(one.camera, _noted(one.camera, INCIDENT, words, by), one.metres) for one in found]


def near_case(incident: Incident, person: Person) -> list[Near]:
    """The cameras beside a case that this person may know of."""
    if incident.lon is None or incident.lat is None:
        return []
    limits = rules.values()
    return queries.near(
        queries.visible(person), incident.lon, incident.lat,
        within_m=limits["near-metres"], most=limits["near-most"],
    )  # fmt: skip


def may_for_case(person: Person, cameras: Sequence[Camera]) -> list[Camera]:
    """Those of them that this person may look at for a case."""
    purposes = queries.purposes_of(person, cameras)
    return [one for one in cameras if INCIDENT in {each.code for each in purposes[one.pk]}]


def open_view(camera: Camera, person: Person, metres: float = 0.0) -> View | None:
    """The view that this person has open at this camera; none once the right is gone."""
    look = looks.open_look(person, KIND, camera.code)
    if look is None or not camera.in_service:
        return None
    held: list[LookPurpose] = queries.purposes_of(person, [camera])[camera.pk]
    return shown(camera, look, metres) if look.purpose in {one.code for one in held} else None


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
