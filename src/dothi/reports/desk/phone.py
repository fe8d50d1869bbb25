"""The 1022 desk: an officer types what a caller said. The call gives the place and the number, and knows the report afterwards."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from dothi.accounts.models import Person
from dothi.calls import queries as calls
from dothi.calls.models import Call
from dothi.reports import actions
from dothi.reports.actions.receiving import Spot
from dothi.reports.actions.stepping import action
from dothi.reports.desk.linking import link
from dothi.reports.identity import vault
from dothi.reports.models import Door, Report

FIELDS = ("text", "category", "place", "name", "phone", "email")


@dataclass(frozen=True, slots=True)
class Told:
    """What the form begins with."""

    text: str = ""
    category: str = ""
    place: str = ""
    name: str = ""
    phone: str = ""
    email: str = ""


def begun_by(call: Call | None, by: Person) -> Told:
    """What the call knows; who called only where this person may see it."""
    if call is None:
        return Told()
    sees = calls.sees_person(call, by)
    return Told(
        text=call.narrative,
        category=call.kind if "." in call.kind else "",
        place=call.address,
        name=call.caller_name if sees else "",
        phone=call.caller_number if sees else "",
    )


@action
def take_down(told: Mapping[str, str], *, key: UUID, call: Call | None, by: Person) -> Report:
    """The report of a caller; the same form again is the same report. Raises BadRequest as `receive`."""
    contact = vault.contact_of(told["name"], told["phone"], told["email"])
    spot = Spot(told["place"])
    if call is not None and call.lon is not None and call.lat is not None:
        spot = Spot(told["place"] or call.address, call.lon, call.lat, call.accuracy_m)
    found = actions.receive(
        text=told["text"], category=told["category"], spot=spot, door=Door.PHONE, contact=contact, key=key, by=by,
        origin=call.origin if call else 0,
    )  # fmt: skip
    if call is not None:
        link(found.report, call.code, by=by)
    return found.report
