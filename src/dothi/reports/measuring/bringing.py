"""A file of requests as reports that stand in the database for as long as they are measured on, and never longer."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from django.db import connection, transaction
from django.db.models import QuerySet

from dothi.reports.importing import reading, storing
from dothi.reports.importing.mapping import ReportMapping
from dothi.reports.importing.reading import Recorded
from dothi.reports.models import Door, Report

APART = "recorded."  # categories that no pack has: one for each service that the mapping does not name


class Standing(NamedTuple):
    """The reports, and each by the id that it has in the file."""

    rows: QuerySet[Report]
    by_id: dict[str, Report]


def every(path: Path, mapping: ReportMapping) -> list[Recorded]:
    """Each request that can be read; a service that the mapping does not name is a category of its own. Raises what `reading.rows` does."""
    found = reading.rows(path, replace(mapping, other=APART))
    return [_apart(one, mapping) for one in found if isinstance(one, Recorded)]


@contextmanager
def standing(found: list[Recorded], mapping: ReportMapping) -> Iterator[Standing]:
    """Them as reports, beside an import of the same file; all is taken back at the end."""
    own = replace(mapping, name=f"{mapping.name}, measured", agencies={})
    with transaction.atomic():
        storing.store(found, own)
        with connection.cursor() as cursor:
            cursor.execute(
                "analyze reports_report"
            )  # else they are looked for as in the table that it was: all of them each time
        rows = Report.objects.filter(door=Door.IMPORT, category_why__file=own.name)
        by_key = {row.key: row for row in rows}
        yield Standing(rows, {one.id: by_key[storing.key_of(own, one.id)] for one in found})
        transaction.set_rollback(True)


def _apart(one: Recorded, mapping: ReportMapping) -> Recorded:
    return one if mapping.names(one.service) else replace(one, category=f"{APART}{one.service}"[:120])
