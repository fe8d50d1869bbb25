"""Reads of command: who holds what, who commanded when, which agencies take part, whose own lines a person may read."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from django.db.models import Q, QuerySet

from dothi.accounts.models import Agency, Person
from dothi.incidents.command import roles
from dothi.incidents.command.models import CommandRole, HeldRole, IncidentLeg
from dothi.incidents.models import Incident, IncidentLog
from dothi.kernel import clock
from dothi.kernel.audit.as_of import as_known_at
from dothi.kernel.errors import NotFound
from dothi.kernel.permissions import Scope


@dataclass(slots=True)
class Post:
    """One role of the tree with who holds it now; `depth` 0 answers to nobody here."""

    role: CommandRole
    depth: int
    holders: list[HeldRole] = field(default_factory=list)

    @property
    def key(self) -> str:
        return f"{self.role.pack}/{self.role.code}"


def tree(incident: Incident, held: list[HeldRole], *, whole: bool) -> list[Post]:
    """The roles from the top down; without `whole` only those that somebody holds."""
    known = {f"{row.pack}/{row.code}": row for row in roles.of_case(incident)}
    known |= {one.code: one.role for one in held if one.code not in known}
    posts = []
    for key, role in known.items():
        holders = [one for one in held if one.code == key and one.until_at is None]
        if whole or holders:
            posts.append(Post(role, _depth(role, known), holders))
    return sorted(posts, key=lambda post: (post.role.pack, _path(post.role, known)))


def _above(role: CommandRole, known: dict[str, CommandRole]) -> CommandRole | None:
    return known.get(f"{role.pack}/{role.above}") if role.above else None


def _path(role: CommandRole, known: dict[str, CommandRole]) -> list[int]:
    """Places from the top down: what answers to a role stands below it. Packs name those above first, so there is no circle;
    versions of two days could still make one, and nine levels are more than any command has."""
    path: list[int] = []
    one: CommandRole | None = role
    while one is not None and len(path) < 9:
        path.insert(0, one.place)
        one = _above(one, known)
    return path


def _depth(role: CommandRole, known: dict[str, CommandRole]) -> int:
    return len(_path(role, known)) - 1


def held_of(incident: Incident, at: dt.datetime | None = None) -> list[HeldRole]:
    """Everybody who held a role, in order of time; with `at` as it was known then."""
    if at:
        return sorted(as_known_at(HeldRole, at, incident=incident), key=lambda one: (one.from_at, one.pk))
    rows = incident.held_roles.select_related("role", "person", "agency", "given_by", "ended_by")
    return list(rows.order_by("from_at", "pk"))


def commanding(incident: Incident, moment: dt.datetime) -> list[HeldRole]:
    """Who commanded the case at a minute, as it is known now."""
    rows = incident.held_roles.filter(role__commands=True, from_at__lte=moment)
    return list(
        rows.filter(Q(until_at__isnull=True) | Q(until_at__gt=moment)).select_related("role", "agency")
    )


def get_held(incident: Incident, pk: int) -> HeldRole:
    """Raises NotFound."""
    found = incident.held_roles.select_related("role", "incident").filter(pk=pk).first()
    if found is None:
        raise NotFound("incident-role-does-not-exist")
    return found


def legs_of(incident: Incident, at: dt.datetime | None = None) -> list[IncidentLeg]:
    """The agencies in a case in order of asking; with `at` as it was known then."""
    if at:
        return as_known_at(IncidentLeg, at, incident=incident)
    return list(incident.legs.select_related("agency", "asked_by", "answered_by", "ended_by").order_by("pk"))


def legs_within(scope: Scope) -> QuerySet[IncidentLeg]:
    """The legs that a scope may answer for: those of its agencies."""
    own = scope.as_q("incident__unit_id") | scope.as_q("unit_id")
    return IncidentLeg.objects.select_related("incident", "agency").filter(own)


def own_leg(incident: Incident, pk: int, person: Person) -> IncidentLeg:
    """A leg of the person's own agency: nobody answers for another one. Raises NotFound."""
    found = incident.legs.select_related("incident", "agency").filter(pk=pk, agency=person.agency_id).first()
    if found is None or person.agency_id is None:
        raise NotFound("incident-leg-does-not-exist")
    return found


def get_leg(incident: Incident, pk: int) -> IncidentLeg:
    """Raises NotFound."""
    found = incident.legs.select_related("incident", "agency").filter(pk=pk).first()
    if found is None:
        raise NotFound("incident-leg-does-not-exist")
    return found


def readable_lines(lines: QuerySet[IncidentLog], incident: Incident, reader: Person) -> QuerySet[IncidentLog]:
    """The lines of a log that a person may read: the shared ones, those of the own agency, and for whoever leads those of
    agencies that share theirs."""
    condition = Q(agency__isnull=True)
    if reader.agency_id is not None:
        condition |= Q(agency=reader.agency_id)
    if leads(incident, reader):
        sharing = incident.legs.filter(shares_notes=True)
        condition |= Q(agency__in=sharing.values("agency"))
    return lines.filter(condition)


def leads(incident: Incident, person: Person) -> bool:
    """Is the case this person's, or of this person's agency?"""
    return person.pk == incident.lead_id or (
        incident.agency_id is not None and person.agency_id == incident.agency_id
    )


def agencies_to_ask(incident: Incident) -> list[Agency]:
    """Those of today that do not take part yet."""
    today = clock.today()
    there = incident.legs.filter(state__in=(IncidentLeg.State.ASKED, IncidentLeg.State.ACCEPTED))
    rows = Agency.objects.filter(valid_from__lte=today).exclude(valid_to__lte=today)
    rows = rows.exclude(pk__in=there.values("agency")).exclude(pk=incident.agency_id or 0)
    return list(rows.order_by("name_vi"))
