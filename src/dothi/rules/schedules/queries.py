"""The calendar in force: the common one with what packs bring and what people confirmed."""

from __future__ import annotations

from dothi.kernel.calendar import (
    Calendar,
    Day,
    Hours,
    Schedule,
    calendar_of,
    common_tables,
    hours_of,
)
from dothi.kernel.i18n import language
from dothi.kernel.kept import kept
from dothi.rules.schedules.models import ConfirmedDay, DecidedDay, YearNotice
from dothi.rules.schedules.models import Schedule as ScheduleRow


@kept(ScheduleRow, DecidedDay, ConfirmedDay, YearNotice)
def calendar_now() -> Calendar:
    """As the database has it now. Of one date what a person confirmed wins over what a pack says."""
    said = [_day(one) for one in DecidedDay.objects.order_by("pk")]
    confirmed = [_day(one) for one in ConfirmedDay.objects.order_by("date")]
    years = YearNotice.objects.values_list("year", flat=True)
    return calendar_of(map(_schedule, ScheduleRow.objects.order_by("pk")), [*said, *confirmed], years)


def known_codes() -> frozenset[str]:
    """Every schedule that a rule may name."""
    return frozenset(calendar_now().schedules)


def schedule_names() -> dict[str, str]:
    """Every schedule by its code, with its name in the reader's language; of a pack's and a common one the pack's."""
    english = language() == "en"
    common = {one["code"]: one["name"]["en" if english else "vi"] for one in common_tables()["schedule"]}
    rows = ScheduleRow.objects.order_by("valid_from", "pk")
    return common | {row.code: row.name_en if english else row.name_vi for row in rows}


def _schedule(row: ScheduleRow) -> Schedule:
    hours: tuple[Hours, ...] = tuple(read for text in row.hours if (read := hours_of(text)))
    return Schedule(row.code, row.valid_from, tuple(row.days), hours)


def _day(row: DecidedDay | ConfirmedDay) -> Day:
    return Day(row.date, row.off, row.name_vi, row.tet)
