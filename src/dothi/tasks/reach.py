"""To whom somebody may give a task: where their right reaches, and around their own agency; never to those above it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from django.db.models import Q

from dothi.accounts.models import Agency, Person
from dothi.accounts.queries import agencies_with, people_who_may
from dothi.accounts.rights import reach as _units_of
from dothi.kernel import clock
from dothi.kernel.vietnamese import in_vietnamese
from dothi.tasks.models import Task

MOST_RECENT = 5
_LOOKED_AT = 50  # of the newest tasks: who leads most lately


def standing() -> list[Agency]:
    """Every body of today: who may be asked to work along, and who may answer."""
    today = clock.today()
    rows = Agency.objects.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=today), valid_from__lte=today)
    return list(rows.order_by(in_vietnamese("name_vi")))


def within(by: Person, agencies: Iterable[Agency]) -> list[Agency]:
    """Those that `by` may give a task to."""
    covers = _reach_of(by)
    return [one for one in agencies if covers(one)]


def reaches(by: Person, lead: Agency | Person) -> bool:
    """May `by` give a task to this body or person?"""
    agency = lead.agency if isinstance(lead, Person) else lead
    return by.scope("tasks.give").everywhere if agency is None else _reach_of(by)(agency)


def _reach_of(by: Person) -> Callable[[Agency], bool]:
    """Where the right itself reaches; beside that the bodies within the area of one's own agency and, but for a commune's, those without
    a seat, which serve the whole city – never those above one's own: there one asks, and does not give."""
    scope, own = by.scope("tasks.give"), by.agency
    above, is_commune = _above(own), own is not None and own.kind == Agency.Kind.COMMUNE
    area = (_units_of(own.unit_id, None) or frozenset()) if own and own.unit_id else frozenset()

    def covers(one: Agency) -> bool:
        if not scope:
            return False
        beside = one.unit_id in area or (one.unit_id is None and not is_commune)
        return scope.covers(one.unit_id, one.pk) or (beside and one.pk not in above)

    return covers


def _above(agency: Agency | None) -> set[int]:
    found: set[int] = set()
    while agency is not None and agency.parent_id is not None and agency.parent_id not in found:
        found.add(agency.parent_id)
        agency = agency.parent
    return found


def people(by: Person) -> list[Person]:
    """People that `by` may give a task to by name: those of their own agency."""
    unit_id = by.agency.unit_id if by.agency else None
    held = people_who_may("tasks.work", unit_id, by.agency_id)
    return [one for one in held if one.agency_id == by.agency_id]


def answering() -> set[int]:
    """Ids of the agencies where somebody would receive a task."""
    return agencies_with("tasks.work")


def recent(by: Person) -> Sequence[tuple[int | None, int | None]]:
    """(agency, person) of those who lead what `by` gave lately, the latest first, each once."""
    rows = Task.objects.filter(giver=by).order_by("-pk").values_list("lead_agency_id", "lead_person_id")
    return list(dict.fromkeys(rows[:_LOOKED_AT]))[:MOST_RECENT]
