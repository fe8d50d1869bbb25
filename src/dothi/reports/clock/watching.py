"""What the clock does to reports: says once that one will be late, once that it is late – one level up, too – and once that nobody took it.
More time, another agency and a reopening begin anew. What was imported, simulated or played back calls nobody."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.db import transaction
from django.db.models import Q

from dothi.accounts.models import Person
from dothi.accounts.queries import people_who_may
from dothi.incidents import kinds
from dothi.kernel import clock
from dothi.kernel.origin import Origin
from dothi.notify import actions as notify
from dothi.notify.models import Preference
from dothi.notify.said import Said
from dothi.reports.models import Door, Report, State
from dothi.reports.queries import soon
from dothi.reports.telling import tell

MOST = 200  # at a time: the next minute goes on
MOST_PEOPLE = 20  # of one agency that are told; the others see it in their list
_COLUMN = {"soon": "soon_told_at", "late": "overdue_told_at", "untaken": "take_told_at"}


def tell_due(now: dt.datetime | None = None) -> int:
    """Tells what came due since; how many reports were told of."""
    now = now or clock.now()
    open_ = Q(state__in=(State.NEW, State.GIVEN, State.WORKING, State.ANSWERED), paused_at__isnull=True)
    due = {
        "late": open_ & Q(due_at__lte=now, overdue_told_at__isnull=True),
        "soon": soon(now) & Q(soon_told_at__isnull=True),
        "untaken": Q(state=State.GIVEN, take_due_at__lte=now, take_told_at__isnull=True),
    }
    return sum(_tell(what, which, now) for what, which in due.items())


def _tell(what: str, which: Q, now: dt.datetime) -> int:
    """Each in a transaction of its own: in the evening many fall due at once, and nobody waits for the last."""
    rows = Report.objects.filter(which, origin=Origin.LIVE).exclude(door=Door.IMPORT)
    found = list(rows.order_by("due_at", "pk").values_list("pk", flat=True)[:MOST])
    return sum(_tell_one(what, which, pk, now) for pk in found)


@transaction.atomic
def _tell_one(what: str, which: Q, pk: int, now: dt.datetime) -> bool:
    rows = Report.objects.select_for_update(skip_locked=True, of=("self",), no_key=True)
    one = rows.select_related("agency__parent").filter(which, pk=pk).first()
    if one is None:
        return False
    Report.objects.filter(pk=pk).update(**{_COLUMN[what]: now})
    tell(f"reports.{what}", one)
    people = {person.pk: person for person in (*_holders(one), *(_above(one) if what == "late" else ()))}
    _send(one, what, people.values())
    return True


def _holders(report: Report) -> list[Person]:
    """Whoever works for the agency that has it; of one that nobody has, the desk, and of an answer that waits whoever may review it."""
    if report.state == State.ANSWERED:
        return people_who_may("reports.route", report.unit_id, report.agency_id)[:MOST_PEOPLE]
    if report.agency is None:
        return people_who_may("reports.route", report.unit_id, None)[:MOST_PEOPLE]
    people = people_who_may("reports.work", report.agency.unit_id, report.agency_id)
    return [one for one in people if one.agency_id == report.agency_id][:MOST_PEOPLE]


def _above(report: Report) -> list[Person]:
    """One level up: those of the body above it who route, else the desk of that place."""
    routing = people_who_may("reports.route", report.unit_id, report.agency_id)
    above = report.agency.parent_id if report.agency else None
    own = [one for one in routing if above is not None and one.agency_id == above]
    return (own or [one for one in routing if one.agency_id != report.agency_id])[:MOST_PEOPLE]


def _send(report: Report, what: str, people: Iterable[Person]) -> None:
    told = list(people)
    due = report.take_due_at if what == "untaken" else report.due_at
    assert due is not None  # `untaken` asks for it
    fields = {
        "code": report.code,
        "due": f"{due.astimezone(clock.VIETNAM):%H:%M %d/%m/%Y}",
        "agency": str(report.agency or ""),
    }
    languages = dict(Preference.objects.filter(person__in=told).values_list("person_id", "language"))
    for one in told:
        category = kinds.name_of(report.category, languages.get(one.pk, "vi"))
        notify.send(
            one, Said(f"reports-message-{what}", {**fields, "category": category}), importance="high" if what == "late" else "normal",
            about=report.path, purpose="report", key=f"report {report.code} {what} {due.isoformat()} {one.pk}",
        )  # fmt: skip
