"""A person confirms what a notice says: a year, or one day of it. Rooms above count expected deadlines anew when they hear of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from dothi.accounts.models import Person
from dothi.kernel import clock, events, locks
from dothi.kernel.audit.action import action_of
from dothi.kernel.dated import Certainty
from dothi.kernel.errors import BadRequest, NotAllowed
from dothi.kernel.said import plain
from dothi.rules.schedules.models import ConfirmedDay, YearNotice
from dothi.rules.schedules.year import Shown

_action = action_of("rules")
YEARS = range(2020, 2100)


@_action
def confirm_day(
    date: dt.date, *, off: bool, tet: bool, name_vi: str, name_en: str, notice: str, source: str, certainty: str, by: Person,
    reason: str = "",
) -> ConfirmedDay:  # fmt: skip
    """This day is off, or worked, by the notice of that number; said again it replaces what was said (its versions stay).

    Raises NotAllowed, BadRequest (no number, no source, a day off without a name)."""
    _refuse(by, date.year, notice, source, certainty)
    if off and not (plain(name_vi) and plain(name_en)):
        raise BadRequest("rules-calendar-day-name")
    locks.hold("calendar")
    row, _ = ConfirmedDay.objects.update_or_create(
        date=date,
        defaults={
            "off": off, "tet": tet, "name_vi": plain(name_vi)[:200], "name_en": plain(name_en)[:200],
            "notice": plain(notice)[:120], "source": plain(source)[:200], "certainty": certainty, "confirmed_by": by,
            "confirmed_at": clock.now(),
        },
    )  # fmt: skip
    _tell(date.year)
    return row


@_action
def confirm_year(
    year: int, *, days: Iterable[Shown], notice: str, issued_on: dt.date | None, source: str, certainty: str, by: Person,
    reason: str = "",
) -> YearNotice:  # fmt: skip
    """The notice of a year has come, and its days are those that the page showed (`days`); each becomes a confirmed row. Days that a
    person confirmed before stay. Raises NotAllowed, BadRequest (no number, no source)."""
    _refuse(by, year, notice, source, certainty)
    locks.hold("calendar")
    now = clock.now()
    said = {"notice": plain(notice)[:120], "source": plain(source)[:200], "certainty": certainty, "confirmed_by": by, "confirmed_at": now}  # fmt: skip
    row, _ = YearNotice.objects.update_or_create(year=year, defaults={"issued_on": issued_on, **said})
    standing = set(ConfirmedDay.objects.filter(date__year=year).values_list("date", flat=True))
    ConfirmedDay.objects.bulk_create(
        ConfirmedDay(
            date=one.day.date,
            off=one.day.off,
            tet=one.day.tet,
            name_vi=one.name_vi[:200],
            name_en=one.name_en[:200],
            **said,
        )
        for one in days
        if one.day.date not in standing
    )
    _tell(year)
    return row


def _refuse(by: Person, year: int, notice: str, source: str, certainty: str) -> None:
    if not by.scope("rules.manage").everywhere:
        raise NotAllowed(permission="rules.manage")
    if year not in YEARS:
        raise BadRequest("rules-calendar-year", first=YEARS[0], last=YEARS[-1])
    if not plain(notice) or not plain(source) or certainty not in Certainty.values:
        raise BadRequest("rules-calendar-notice")


def _tell(year: int) -> None:
    events.publish("rules.calendar-confirmed", {"year": year}, permission="rules.view")
