"""Reads of cameras. Whom a person sees: those of their scope, and of other agencies those of which a grant lets their agency see pictures."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import F, Func, Q, QuerySet, TextField, Value
from django.db.models.functions import Concat

from dothi.accounts import looks
from dothi.accounts.models import LookPurpose, Person
from dothi.cameras.models import Camera, CameraGrant, CameraPeriod, State
from dothi.kernel import clock
from dothi.kernel.earth import degrees_of, metres_apart
from dothi.kernel.errors import NotFound
from dothi.kernel.permissions import Scope


def granted(person: Person, day: dt.date | None = None) -> list[CameraGrant]:
    """What other agencies let this person's agency look at, on a day (default today)."""
    day = day or clock.today()
    if person.agency_id is None:
        return []
    rows = CameraGrant.objects.filter(agency_id=person.agency_id, valid_from__lte=day)
    return list(rows.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=day)))


def visible(person: Person, permission: str = "cameras.view") -> QuerySet[Camera]:
    """Cameras that a person finds in lists and maps."""
    scope = person.scope(permission)
    if not scope:
        return Camera.objects.none()
    rows = Camera.objects.select_related("agency", "unit", "recorder", "health")
    # leave to look is no leave to manage; and an empty condition (everywhere), "or" anything, would be that thing alone
    if scope.everywhere or permission == "cameras.manage":
        return scope.restrict(rows)
    shared = Q(pk__in=[])
    for grant in granted(person):
        shared |= Q(
            agency_id=grant.owner_id, groups__contains=[grant.group], purposes__contains=[grant.purpose]
        )
    return rows.filter(scope.as_q() | shared & _anywhere_in(scope))


def _anywhere_in(scope: Scope) -> Q:
    """The area of a scope, whatever its agency: a grant widens whose cameras, never where."""
    if any(grant.unit_ids is None for grant in scope.grants):
        return Q()
    return Q(unit_id__in=frozenset().union(*(grant.unit_ids or frozenset() for grant in scope.grants)))


def get_camera(code: str, person: Person, permission: str = "cameras.view") -> Camera:
    """Raises NotFound: there is none, or not for this person."""
    found = visible(person, permission).filter(code=code).first()
    if found is None:
        raise NotFound("camera-does-not-exist", camera=code[:60])
    return found


def purposes_of(person: Person, cameras: Iterable[Camera]) -> dict[int, list[LookPurpose]]:
    """What this person may look for at each of these cameras today; by the camera's id, an empty list where nothing.

    `cameras.look` must reach the place. Of the own agency's cameras (and of those that the scope covers without limit of agency and
    nobody else owns) all purposes of the camera; of another agency's only what a grant names.
    """
    scope, grants, known = person.scope("cameras.look"), granted(person), looks.purposes("camera")
    found: dict[int, list[LookPurpose]] = defaultdict(list)
    for camera in cameras:
        codes = _codes(camera, person, scope, grants)
        found[camera.pk] = [one for one in known if one.code in codes]
    return found


def _codes(camera: Camera, person: Person, scope: Scope, grants: Iterable[CameraGrant]) -> set[str]:
    if not camera.in_service or not scope.reaches(camera.unit_id):
        return set()
    allowed = set(camera.purposes)
    if camera.agency_id == person.agency_id and scope.covers(camera.unit_id, camera.agency_id):
        return allowed
    named = {one.purpose for one in grants if one.owner_id == camera.agency_id and one.group in camera.groups}
    return allowed & named


@dataclass(frozen=True, slots=True)
class Asked:
    """What the list is narrowed by; `words` folded."""

    text: str = ""
    words: str = ""
    state: str = ""
    group: str = ""

    @property
    def anything(self) -> bool:
        return bool(self.text or self.state or self.group)


def matching(rows: QuerySet[Camera], asked: Asked) -> QuerySet[Camera]:
    """Narrowed; words are looked for in code, name and area, accents or not."""
    if asked.words:
        rows = rows.alias(said=said("code", "name", "unit__full_name")).filter(said__contains=asked.words)
    elif asked.text:
        return rows.none()
    if asked.group:
        rows = rows.filter(groups__contains=[asked.group])
    if asked.state == "trouble":
        return rows.filter(in_service=True).exclude(health__state__in=[State.OK, State.UNKNOWN])
    if asked.state == "out":
        return rows.filter(in_service=False)
    return rows.filter(health__state=asked.state, in_service=True) if asked.state else rows


def said(*fields: str) -> Func:
    """These fields as words without accents, to look for words in."""
    parts = [part for name in fields for part in (F(name), Value(" "))]
    return Func(
        Concat(*parts, output_field=TextField()),
        template="regexp_replace(entities_folded(%(expressions)s), '[^a-z0-9]+', ' ', 'g')",
        output_field=TextField(),
    )


@dataclass(frozen=True, slots=True)
class Near:
    """A camera beside a place."""

    camera: Camera
    metres: float


def near(rows: QuerySet[Camera], lon: float, lat: float, *, within_m: float, most: int) -> list[Near]:
    """The nearest of these that serve, by the straight line."""
    wide, high = degrees_of(within_m, lat)
    box = rows.filter(
        in_service=True, lat__range=(lat - high, lat + high), lon__range=(lon - wide, lon + wide)
    )
    found = [Near(one, metres_apart(lon, lat, one.lon, one.lat)) for one in box[:2000]]
    return sorted((one for one in found if one.metres <= within_m), key=lambda one: one.metres)[:most]


def served_share(camera: Camera, days: int = 30) -> float | None:
    """Which part of the last days the camera served, of the time that its state was known; None when it was never looked at."""
    now = clock.now()
    begin = now - dt.timedelta(days=days)
    known = served = 0.0
    rows = CameraPeriod.objects.filter(camera=camera).filter(Q(ended_at__isnull=True) | Q(ended_at__gt=begin))
    for row in rows.exclude(state=State.UNKNOWN):
        seconds = ((row.ended_at or now) - max(row.began_at, begin)).total_seconds()
        known += seconds
        served += seconds if row.state == State.OK else 0
    return served / known if known else None
