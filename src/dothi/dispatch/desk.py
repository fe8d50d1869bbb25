"""One look at the desk: who looks, at which call and which case, and what they may do there."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from django.http import HttpRequest, QueryDict

from dothi.accounts.asker import person_of
from dothi.accounts.models import Person
from dothi.calls import queries as calls
from dothi.calls.models import Call
from dothi.incidents import queries as incidents
from dothi.incidents.models import Incident
from dothi.kernel.errors import NotFound

HIGHEST_LEVEL = 5


@dataclass
class Desk:
    """`asked`: a recommendation was asked for; `level`: at this alarm level of the run card."""

    person: Person
    call: Call | None = None
    case: Incident | None = None
    asked: bool = False
    level: int = 1

    @cached_property
    def may_take(self) -> bool:
        return bool(self.person.may("calls.take"))

    @cached_property
    def may_send(self) -> bool:
        return bool(self.person.may("forces.send"))

    @cached_property
    def sees_numbers(self) -> bool:
        """Of the call on the desk."""
        return sees_number(self.call, self.person)

    @cached_property
    def writes(self) -> bool:
        """Does this person write the record of the call, or only read what was handed to them?"""
        return (
            self.call is not None
            and self.may_take
            and self.call.wrapped_at is None
            and self.call.taken_by_id is not None
            and calls.is_own(self.call, self.person.scope("calls.take"))
        )


def sees_number(call: Call | None, person: Person) -> bool:
    """May this person see who calls there? The right to see numbers may reach less far than the right to see calls."""
    scope = person.scope("calls.person")
    if scope.everywhere or call is None:
        return bool(scope)
    return bool(scope) and calls.visible(scope).filter(pk=call.pk).exists()


def desk_of(request: HttpRequest) -> Desk:
    """By `call`, `case`, `asked` and `level` of the address or the form. Raises NotFound for a call or case out of reach."""
    given: QueryDict = request.POST if request.method == "POST" else request.GET
    desk = Desk(person_of(request), asked=given.get("asked") == "1", level=_level(given.get("level", "")))
    if code := given.get("call"):
        desk.call = calls.get_call(code, desk.person.scope("calls.view"))
    if code := given.get("case"):
        desk.case = incidents.get_incident(code, desk.person.scope("incidents.view"))
    elif desk.call is not None and desk.call.incident_id:
        desk.case = _own_case(desk)
    return desk


def _own_case(desk: Desk) -> Incident | None:
    """The call's case, where this person may see it."""
    assert desk.call is not None and desk.call.incident is not None
    try:
        return incidents.get_incident(desk.call.incident.code, desk.person.scope("incidents.view"))
    except NotFound:
        return None


def _level(text: str) -> int:
    return min(max(int(text), 1), HIGHEST_LEVEL) if text.isdecimal() and len(text) < 3 else 1
