"""Plates are made many at a time, from lines of a list, and taken down one by one."""

from __future__ import annotations

import math
import re
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID, uuid5

from dothi.accounts.models import Person
from dothi.kernel import clock, locks
from dothi.kernel.errors import BadRequest, NotAllowed
from dothi.kernel.said import plain
from dothi.reports.actions.stepping import action
from dothi.reports.categories import is_known
from dothi.reports.matching.proposing import stop_of
from dothi.reports.plates.models import Plate
from dothi.territory.lookup import unit_at
from dothi.territory.models import Unit

MOST = 200  # of one form
LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # none that is read as another
RIGHT = "reports.route"
_LINE = re.compile(r"^(.+?)[|;\t]\s*(-?\d+(?:\.\d+)?)\s*[,;|\t ]\s*(-?\d+(?:\.\d+)?)\s*$")


@dataclass(frozen=True, slots=True)
class Told:
    """A line of the list: words of the place, degrees (WGS 84)."""

    place: str
    lat: float
    lon: float


def read(text: str) -> list[Told]:
    """`place | lat, lon` a line. Raises BadRequest with the number of the first line that is none."""
    lines = [(number, line.strip()) for number, line in enumerate(text.splitlines(), 1) if line.strip()]
    if not 0 < len(lines) <= MOST:
        raise BadRequest("report-plates-lines", most=MOST)
    return list(_told(lines))


def _told(lines: list[tuple[int, str]]) -> Iterator[Told]:
    for number, line in lines:
        match = _LINE.match(line)
        if match is None:
            raise BadRequest("report-plate-line", number=number)
        yield Told(plain(match[1])[:200], float(match[2]), float(match[3]))


@action
def make(told: list[Told], *, key: UUID, by: Person, category: str = "") -> list[Plate]:
    """The plates of a list, all or none. The same `key` again makes none anew.

    Raises BadRequest (a place in no commune, an unknown category or one that is called, not written), NotAllowed (outside their area).
    """
    if category and (not is_known(category) or stop_of(category) is not None):
        raise BadRequest("report-category", category=category[:120])
    locks.hold(f"plates {key}")
    return [_one(line, uuid5(key, str(number)), by, category, number) for number, line in enumerate(told, 1)]


def _one(told: Told, key: UUID, by: Person, category: str, number: int) -> Plate:
    standing = Plate.objects.filter(key=key).first()
    if standing is not None:
        return standing
    if not (math.isfinite(told.lon) and abs(told.lon) <= 180 and abs(told.lat) <= 90):
        raise BadRequest("report-plate-place", number=number)
    place = unit_at(told.lon, told.lat, clock.today())
    if place.unit_id is None:
        raise BadRequest("report-plate-place", number=number)
    unit = Unit.objects.get(pk=place.unit_id)
    if not by.scope(RIGHT).covers(unit.pk, by.agency_id):
        raise NotAllowed(permission=RIGHT)
    return Plate.objects.create(
        key=key, code="".join(secrets.choice(LETTERS) for _ in range(8)), place=told.place, lon=told.lon, lat=told.lat,
        unit=unit, agency=by.agency, category=category, valid_from=clock.today(), made_by=by, made_at=clock.now(),
    )  # fmt: skip


@action
def take_down(plate: Plate, *, by: Person) -> Plate:
    """From today on it leads to the plain form, which says so. Raises NotAllowed."""
    if not by.scope(RIGHT).covers(plate.unit_id, plate.agency_id):
        raise NotAllowed(permission=RIGHT)
    Plate.objects.filter(pk=plate.pk, valid_to__isnull=True).update(valid_to=clock.today())
    plate.refresh_from_db()
    return plate
