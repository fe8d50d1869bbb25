"""Recorded requests become reports with door `import` and their own times: received, due and closed as recorded.

Nobody is told and nothing is owed by it: what it brings is the past. Its words are public only where the mapping says that the file is.
A place outside every commune keeps its point and has no unit. Where no due time was recorded, what is open is due by the category's row
from now on, and what is closed counts as in time: nobody had promised anything.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any
from uuid import UUID, uuid5

from django.db import connection, transaction

from dothi.accounts.models import Agency
from dothi.kernel import clock
from dothi.kernel.audit.context import change
from dothi.kernel.calendar import in_force
from dothi.kernel.errors import BadRequest
from dothi.kernel.kept import asked_once
from dothi.kernel.origin import Origin
from dothi.reports import categories, queries
from dothi.reports.actions.numbering import PREFIX
from dothi.reports.actions.receiving import LONGEST_PLACE
from dothi.reports.actions.stepping import LONGEST_TEXT
from dothi.reports.clock import deadlines
from dothi.reports.dated.handling import handling_of
from dothi.reports.importing.mapping import ReportMapping
from dothi.reports.importing.reading import Recorded, Refused
from dothi.reports.models import Door, Report, ReportLine, State
from dothi.territory.lookup import units_at
from dothi.territory.names import folded

RECORDED = "recorded"  # `due_said` of a deadline that the other system set
_AT_ONCE = 1000
_NAMES = UUID("3f0a0f52-6d64-4a55-9d0e-8b1c0a2f7e11")


@dataclass(slots=True)
class Tally:
    """rows = stored + repeated + refused. `unmapped` and `other`: names of services, refused or taken as the mapping's `other`."""

    rows: int = 0
    stored: int = 0
    repeated: int = 0
    outside: int = 0  # of the stored: a point in no commune of ours
    placeless: int = 0  # of the stored: no point
    refused: Counter[str] = field(default_factory=Counter)
    unmapped: Counter[str] = field(default_factory=Counter)
    other: Counter[str] = field(default_factory=Counter)
    first_line: dict[str, int] = field(default_factory=dict)  # reason → where it was met first


def store(found: Iterable[Recorded | Refused], mapping: ReportMapping, *, dry_run: bool = False) -> Tally:
    """Raises BadRequest: the mapping names a category or an agency that does not stand here."""
    agencies = _agencies(mapping)
    tally, rest = Tally(), iter(found)
    while part := list(islice(rest, _AT_ONCE)):
        tally.rows += len(part)
        sound = [one for one in part if isinstance(one, Recorded)]
        for one in part:
            _count(one, mapping, tally)
        with change(source="import:reports"), transaction.atomic():
            _store(sound, mapping, agencies, tally, dry_run=dry_run)
    return tally


def key_of(mapping: ReportMapping, recorded_id: str) -> UUID:
    return uuid5(_NAMES, f"{mapping.name}/{recorded_id}")


def overdue(name: str, at: dt.datetime) -> tuple[int, int]:
    """Of the reports of an import with a recorded deadline: how many are late at a time, and how many there are."""
    rows = Report.objects.filter(door=Door.IMPORT, due_said=RECORDED, category_why__file=name)
    return rows.filter(queries.late(at)).count(), rows.count()


def _agencies(mapping: ReportMapping) -> dict[str, Agency]:
    for category in {*mapping.categories.values(), *filter(None, [mapping.other])}:
        if not categories.is_known(category):
            raise BadRequest("report-category", category=category)
    ours = {one.code: one for one in Agency.objects.filter(code__in=mapping.agencies.values())}
    if missing := set(mapping.agencies.values()) - set(ours):
        raise BadRequest("report-mapping-agency", agency=min(missing))
    return {theirs: ours[code] for theirs, code in mapping.agencies.items()}


def _count(one: Recorded | Refused, mapping: ReportMapping, tally: Tally) -> None:
    if isinstance(one, Refused):
        tally.refused[one.reason] += 1
        tally.first_line.setdefault(one.reason, one.line)
        if one.reason == "unmapped":
            tally.unmapped[one.value] += 1
    elif not mapping.names(one.service):
        tally.other[one.service] += 1


def _store(
    sound: Sequence[Recorded],
    mapping: ReportMapping,
    agencies: dict[str, Agency],
    tally: Tally,
    *,
    dry_run: bool,
) -> None:
    by_key = {key_of(mapping, one.id): one for one in sound}
    standing = set(Report.objects.filter(key__in=by_key).values_list("key", flat=True))
    fresh = {key: one for key, one in by_key.items() if key not in standing}
    tally.repeated += len(sound) - len(fresh)
    tally.stored += len(fresh)
    units = _units(list(fresh.values()))
    tally.placeless += sum(one.lon is None for one in fresh.values())
    tally.outside += sum(
        one.lon is not None and unit is None for one, unit in zip(fresh.values(), units, strict=True)
    )
    if dry_run or not fresh:
        return
    codes = _codes(Counter(map(_year, fresh.values())))
    with asked_once():  # what holds for a category holds in each of its rows
        rows = [
            _report(key, one, unit, next(codes[_year(one)]), mapping, agencies)
            for (key, one), unit in zip(fresh.items(), units, strict=True)
        ]
    Report.objects.bulk_create(rows)
    ReportLine.objects.bulk_create(line for row in rows for line in _lines(row))


def _units(found: Sequence[Recorded]) -> list[int | None]:
    """The commune of today in which each point lies."""
    points = [(one.lon, one.lat) for one in found if one.lon is not None and one.lat is not None]
    placed = iter(units_at(points, clock.today()) if points else ())
    return [next(placed).unit_id if one.lon is not None else None for one in found]


def _year(one: Recorded) -> int:
    return one.received.astimezone(clock.VIETNAM).year


def _codes(wanted: Counter[int]) -> dict[int, Any]:
    """Numbers of each year, taken at once."""
    given = {}
    with connection.cursor() as cursor:
        for year, number in sorted(wanted.items()):
            cursor.execute(
                "insert into reports_code_series as s (year, last) values (%s, %s)"
                " on conflict (year) do update set last = s.last + excluded.last returning last",
                [year, number],
            )
            last = cursor.fetchone()[0]
            given[year] = iter([f"{PREFIX}-{year}-{one:06d}" for one in range(last - number + 1, last + 1)])
    return given


def _report(
    key: UUID, one: Recorded, unit: int | None, code: str, mapping: ReportMapping, agencies: dict[str, Agency]
) -> Report:
    rule = handling_of(one.category)
    due = one.due or one.closed or deadlines.after(rule.due, clock.now(), in_force()).at
    agency = agencies.get(one.agency)
    text = one.text[:LONGEST_TEXT]
    open_state = State.GIVEN if agency else State.NEW
    return Report(
        key=key, code=code, category=one.category, category_why={"by": "import", "file": mapping.name, "recorded": one.service},
        text=text, public_text=text if mapping.released else "", place=one.place[:LONGEST_PLACE], lon=one.lon, lat=one.lat,
        unit_id=unit, agency=agency, given_why={"by": "import", "recorded": one.agency},
        state=State.CLOSED if one.closed else open_state, process=rule.process, door=Door.IMPORT, origin=int(Origin.REPLAYED),
        received_at=one.received, changed_at=one.closed or one.received, first_due_at=due, due_at=due,
        due_said=RECORDED if one.due else "" if one.closed else rule.due, answered_at=one.closed, ended_at=one.closed,
        released_at=one.received if mapping.released else None,
        search_text=folded(f"{code} {text}" if mapping.released else code), officer_text=folded(f"{code} {text} {one.place}"),
    )  # fmt: skip


def _lines(row: Report) -> list[ReportLine]:
    told = {"door": Door.IMPORT, "agency": str(row.agency or row.given_why["recorded"])}
    lines = [ReportLine(report=row, what="received", fields=told, public=True, recorded_at=row.received_at)]
    if row.ended_at:
        lines.append(ReportLine(report=row, what="close", public=True, recorded_at=row.ended_at))
    return lines
