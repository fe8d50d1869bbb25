"""From draft to archive: reviewed, given back, signed by a second person with its number, sent, archived, dropped."""

from __future__ import annotations

from typing import Any

from django.db import connection

from dothi.accounts.models import Person
from dothi.briefings import composing
from dothi.briefings.actions.rights import refuse, tell, who_may_see
from dothi.briefings.area import area_of
from dothi.briefings.models import Briefing, File
from dothi.kernel import clock
from dothi.kernel.audit.action import action_of
from dothi.kernel.errors import Conflict, NotAllowed
from dothi.notify import actions as notify
from dothi.notify.said import Said

_action = action_of("briefings")
State = Briefing.State


@_action
def review(briefing: Briefing, *, by: Person) -> Briefing:
    """Read and found ready to be signed. Raises NotAllowed, Conflict."""
    refuse(by, "briefings.make", area_of(briefing))
    return _moved(briefing, State.DRAFT, State.REVIEWED, reviewed_by=by, reviewed_at=clock.now())


@_action
def give_back(briefing: Briefing, *, by: Person) -> Briefing:
    """A draft again, to be written on. Raises NotAllowed, Conflict."""
    refuse(by, "briefings.make", area_of(briefing))
    return _moved(briefing, State.REVIEWED, State.DRAFT, reviewed_by=None, reviewed_at=None)


@_action
def drop(briefing: Briefing, *, by: Person) -> Briefing:
    """It will not be signed; its period may have another one. Raises NotAllowed, Conflict."""
    refuse(by, "briefings.make", area_of(briefing))
    return _moved(briefing, State.DRAFT, State.DROPPED)


@_action
def sign(briefing: Briefing, *, by: Person) -> Briefing:
    """By a second person; the next number of the agency's year is given, and both files are made for good.

    Raises NotAllowed (no right, or the one who made or edited it), Conflict (not reviewed, or signed already).
    """
    refuse(by, "briefings.sign", area_of(briefing))
    row = (
        Briefing.objects.select_for_update(no_key=True, of=("self",))
        .select_related("agency__parent", "unit", "group", "template", "before__agency")
        .get(pk=briefing.pk)
    )
    if row.state != State.REVIEWED:
        raise Conflict("briefing-state", code=row.code, state=row.state)
    if by.pk in (row.made_by_id, row.edited_by_id):
        raise NotAllowed("briefing-second-person")
    row.year, row.signed_by, row.signed_at, row.state = clock.today().year, by, clock.now(), State.SIGNED
    row.number = _next_number(row.agency_id, row.year)
    files = composing.drawn(row)
    row.save()
    for ending, body in (("docx", files.docx), ("pdf", files.pdf)):
        composing.keep(row, File.Role.SIGNED, ending, body, by)
    tell("briefings.signed", row)
    return row


def _next_number(agency_id: int, year: int) -> int:
    """Two who sign at once wait for one another: no number twice, none left out."""
    with connection.cursor() as db:
        db.execute(
            "insert into briefings_number_series as s (agency_id, year, last) values (%s, %s, 1)"
            " on conflict (agency_id, year) do update set last = s.last + 1 returning last",
            [agency_id, year],
        )
        return int(db.fetchone()[0])


@_action
def send(briefing: Briefing, *, by: Person) -> Briefing:
    """Tells everybody who may see it, with a link that opens by their right. Raises NotAllowed, Conflict."""
    refuse(by, "briefings.sign", area_of(briefing))
    row = _moved(briefing, State.SIGNED, State.SENT, sent_at=clock.now())
    text = Said("briefings-message", {
        "number": composing.number_of(row), "about": composing.about_of(row), "path": f"/briefings/{row.code}/",
    })  # fmt: skip
    for person in who_may_see(row):
        notify.send(
            person,
            text,
            about=f"/briefings/{row.code}/",
            purpose="briefings.send",
            key=f"briefing-{row.code}-{person.pk}",
        )
    return row


@_action
def archive(briefing: Briefing, *, by: Person | None) -> Briefing:
    """`by` None: its time of the archive rule has come. Raises NotAllowed, Conflict."""
    if by is not None:
        refuse(by, "briefings.sign", area_of(briefing))
    return _moved(briefing, State.SENT, State.ARCHIVED, archived_at=clock.now())


def _moved(briefing: Briefing, before: str, state: str, **more: Any) -> Briefing:
    """Compare and swap: of two who do the same the second is told how it stands."""
    if not Briefing.objects.filter(pk=briefing.pk, state=before).update(state=state, **more):
        briefing.refresh_from_db()
        raise Conflict("briefing-state", code=briefing.code, state=briefing.state)
    briefing.refresh_from_db()
    tell("briefings.changed", briefing)
    return briefing
