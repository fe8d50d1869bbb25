"""Writes the made-up year, streamed by COPY; refuses to write beside what is real; takes it out again."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from itertools import islice
from random import Random
from typing import Any

from django.db import connection, transaction

from dothi.accounts.models import Agency
from dothi.kernel import calendar, clock
from dothi.kernel.errors import BadRequest, Conflict
from dothi.kernel.origin import Origin
from dothi.publicservices.generating.province import (
    AGENCY_CODE,
    DEPARTMENTS,
    PREFIX,
    PROCEDURE_PREFIX,
    PROCEDURES,
    SOURCE,
    Office,
    office,
)
from dothi.publicservices.generating.rows import COLUMNS, Kind, Plan, lines
from dothi.publicservices.models import Dossier, Feed, FeedRun, Procedure
from dothi.publicservices.score import computing
from dothi.territory.models import Level, Unit
from dothi.territory.queries import units_on

PIECE = 50_000  # lines of one COPY
YEARS = range(2020, 2100)
MOST = 20_000_000
Tell = Callable[[int], None]


def generate(
    count: int, year: int, *, seed: int = 1, beside_real: bool = False, tell: Tell = lambda done: None
) -> int:
    """A year of so many dossiers; how many were written (fewer where the year is not over). All or none of them.

    Raises BadRequest (number, year, no communes), Conflict (real dossiers stand here and `beside_real` was not said; this year and seed
    stand here already)."""
    if not 0 < count <= MOST or year not in YEARS:
        raise BadRequest("generating-numbers", most=MOST, first=YEARS.start, last=YEARS.stop - 1)
    if not beside_real and Dossier.objects.filter(generated=False).exists():
        raise Conflict("generating-real-stands")
    with transaction.atomic():
        feed = _feed(year, seed)
        plan = Plan(
            feed.pk,
            year,
            _offices(seed, dt.date(year, 1, 1)),
            _kinds(year),
            calendar.in_force(),
            clock.now(),
            int(Origin.SIMULATED),
        )
        written = _copy(lines(plan, count, seed), tell)
        now = clock.now()
        FeedRun.objects.create(
            feed=feed, name=feed.code, begun_at=now, ended_at=now, rows=written, stored=written, held=written
        )
    with connection.cursor() as cursor:
        cursor.execute("analyze publicservices_dossier")
    computing.compute_all()
    return written


def forget() -> int:
    """Everything that was made for load goes; how many dossiers went."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "delete from publicservices_step s using publicservices_dossier d where d.id = s.dossier_id and d.generated"
        )
        cursor.execute("delete from publicservices_dossier where generated")
        gone = int(cursor.rowcount)
        FeedRun.objects.filter(feed__generated=True).delete()
        Feed.objects.filter(generated=True).delete()
        Procedure.objects.filter(code__startswith=PROCEDURE_PREFIX, source=SOURCE).delete()
        Agency.objects.filter(code__startswith=f"{PREFIX}-").delete()
    computing.compute_all()
    return gone


def _feed(year: int, seed: int) -> Feed:
    code = f"{PREFIX}-{year}-{seed}"
    if Feed.objects.filter(code=code).exists():
        raise Conflict("generating-stands", code=code)
    return Feed.objects.create(
        code=code, name_vi=f"Sinh ra để thử tải {year}", name_en=f"Made for load tests {year}", origin=int(Origin.SIMULATED), generated=True,
        made_at=clock.now(),
    )  # fmt: skip


def _offices(seed: int, since: dt.date) -> list[Office]:
    """A department for each field, an office for each commune of the centre; made once, their habits by the seed."""
    choose = Random(seed)  # noqa: S311 - the same in each run
    units = list(units_on(clock.today(), Level.COMMUNE).order_by("code"))
    if not units:
        raise BadRequest("generating-no-communes")
    told: list[tuple[str, str, str, Unit | None]] = [
        (f"{PREFIX}-so-{n}", f"Sở {name} (sinh thử)", "department", None)
        for n, name in enumerate(DEPARTMENTS, 1)
    ]
    told += [(f"{PREFIX}-{one.code}", f"UBND {one.full_name} (sinh thử)", "commune", one) for one in units]
    known = {one.code: one.pk for one in Agency.objects.filter(code__startswith=f"{PREFIX}-")}
    made = Agency.objects.bulk_create(
        Agency(code=code, name_vi=name[:200], name_en=name[:200], kind=kind, unit=unit, valid_from=since)
        for code, name, kind, unit in told
        if code not in known
    )
    known |= {one.code: one.pk for one in made}
    return [
        office(choose, known[code], unit.pk if unit else None, f"{AGENCY_CODE}.{place:03d}", kind)
        for place, (code, _, kind, unit) in enumerate(told, 1)
    ]


def _kinds(year: int) -> dict[str, list[Kind]]:
    """The made-up procedures, each the version of its first year."""
    found: dict[str, list[Kind]] = {}
    for place, made in enumerate(PROCEDURES, 1):
        code = f"{PROCEDURE_PREFIX}{place:05d}"
        row = Procedure.objects.filter(code=code, source=SOURCE).order_by("valid_from").first()
        row = row or Procedure.objects.create(code=code, **_described(made, year, place))
        found.setdefault(made.level, []).append(Kind(row.pk, code, made))
    return found


def _described(made: Any, year: int, place: int) -> dict[str, Any]:
    """Every fifth announced late, every seventh without all seven parts."""
    basis = dt.date(year, 1 + place % 12, 15)
    decided = dt.datetime.combine(
        basis - dt.timedelta(days=20 if place % 5 else 2), dt.time(10), clock.VIETNAM
    )
    return {
        "valid_from": dt.date(2020, 1, 1), "source": SOURCE, "certainty": "D", "name_vi": f"{made.name} (sinh thử)", "field": made.field,
        "limit": f"days:{made.days}", "fee": made.fee, "online_level": made.online, "payment_online": bool(made.fee),
        "payment_integrated": bool(made.fee) and place % 4 > 0, "basis_effective_on": basis, "decided_at": decided,
        "published_at": decided + dt.timedelta(days=2 if place % 6 else 12), "content_parts": 7 if place % 7 else 6,
    }  # fmt: skip


def _copy(told: Iterator[str], tell: Tell) -> int:
    written = 0
    statement = f"copy publicservices_dossier ({', '.join(COLUMNS)}) from stdin"
    while piece := "".join(islice(told, PIECE)):
        with connection.cursor() as cursor, cursor.copy(statement) as copy:
            copy.write(piece)
        written += piece.count("\n")
        tell(written)
    return written
