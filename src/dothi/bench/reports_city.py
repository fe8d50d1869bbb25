"""A province for the bench of reports: communes with areas, agencies, who is competent, a desk, and a million reports of ten years.

Made by SQL, the same in each run. Four fifths are closed, nine tenths released; three fifths lie in a tenth of the land, as in a city.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import psycopg

if TYPE_CHECKING:
    from dothi.accounts.models import Person

WEST, SOUTH, SIDE = 106.0, 10.0, 0.1  # ten by ten communes of 0.1 degrees
ROWS = 10
KINDS = (
    "waste-left", "waste-dumped", "water-leak", "water-none", "water-dirty", "electricity-danger", "lighting-out", "lighting-by-day",
    "drainage-flood", "drainage-cover",
)  # fmt: skip
_FILL = """
insert into reports_report (key, code, category, category_why, text, public_text, place, lon, lat, unit_id, agency_id, given_why, state, process,
    door, origin, received_at, changed_at, first_due_at, due_at, due_said, due_expected, answered_at, ended_at, released_at, returns, reopened,
    reason, answer, search_text, officer_text)
select gen_random_uuid(), 'PA-2026-' || lpad(n::text, 7, '0'), 'urban-services.' || (%(kinds)s::text[])[1 + floor(power(kind, 2) * %(kinds_n)s)::int],
    '{}', said, said, n %% 900 || ' Trần Phú', lon, lat, unit, agency, '{}', state, 'timed', 'web', 2, told_at, told_at + interval '2 days', told_at + interval '5 days',
    told_at + interval '5 days', 'days:5', false,
    case when state in ('done', 'closed') then told_at + (case when n %% 6 = 0 then interval '7 days' else interval '2 days' end) end,
    case when state in ('closed', 'refused') then told_at + interval '12 days' end, case when n %% 10 > 0 then told_at + interval '1 hour' end, 0, 0,
    case when state = 'refused' then 'x' else '' end, '', lower('pa 2026 ' || lpad(n::text, 7, '0') || ' ' || folded), folded
from (
    select n, kind, lon, lat, told_at, (%(units)s::bigint[])[1 + least(floor((lon - %(west)s) / %(side)s)::int, 9) * 10 + least(floor((lat - %(south)s) / %(side)s)::int, 9)] unit,
        (%(agencies)s::bigint[])[1 + n %% %(agencies_n)s] agency,
        case when n > %(reports)s * 0.98 then (array['given', 'working', 'given', 'answered', 'asking'])[1 + n %% 5] when n %% 17 = 0 then 'refused'
             when n > %(reports)s * 0.97 then 'done' else 'closed' end state,
        'Rác và nước trước số ' || n %% 900 || ', ngõ ' || n %% 77 said, 'rac va nuoc truoc so ' || n %% 900 || ' ngo ' || n %% 77 folded
    from (
        select n, random() kind, now() - (%(reports)s - n) * interval '10 years' / %(reports)s - interval '1 minute' told_at,
            case when dense < 0.6 then %(west)s + 0.3 + x * 0.3 else %(west)s + x end lon, case when dense < 0.6 then %(south)s + 0.3 + y * 0.3 else %(south)s + y end lat
        from (select n, random() dense, random() x, random() y from generate_series(1, %(reports)s) n) chance
    ) placed
) one"""


def build(database_url: str, reports: int) -> Person:
    """Whoever works at the desk of this province; `reports` of them stand, and the map's summary is folded."""
    from dothi.reports.public import mapping

    units, agencies = communes(), _agencies()
    person = _desk(agencies[0])
    if reports:
        with psycopg.connect(database_url, autocommit=True) as connection:
            connection.execute("set session_replication_role = replica")  # no history of what never happened
            connection.execute("select setseed(0.7)")
            told = {
                "kinds": list(KINDS), "kinds_n": len(KINDS), "west": WEST, "south": SOUTH, "side": SIDE, "units": units, "agencies": agencies,
                "agencies_n": len(agencies), "reports": reports,
            }  # fmt: skip
            connection.execute(_FILL, told)
            connection.execute(
                "insert into reports_map_change (lon, lat, category, state, origin, number) select lon, lat, category, state, origin, 1"
                " from reports_report where released_at is not null and state <> 'merged'"
            )
        mapping.fold()
        with psycopg.connect(database_url, autocommit=True) as connection:
            connection.execute("vacuum analyze reports_report, reports_map_cell, reports_map_change")
    return person


def communes() -> list[int]:
    """Communes from west to east and, in each column, from south to north."""
    import datetime as dt

    from shapely import MultiPolygon, box, to_wkb

    from dothi.kernel import clock
    from dothi.territory.models import Unit, UnitArea

    since = dt.date(2025, 7, 1)
    province = Unit.objects.create(
        code="99",
        level=1,
        kind="Tỉnh",
        name="Đo",
        full_name="Tỉnh Đo",
        valid_from=since,
        lon=WEST + 0.5,
        lat=SOUTH + 0.5,
    )
    found = []
    for column in range(ROWS):
        for row in range(ROWS):
            west, south = WEST + column * SIDE, SOUTH + row * SIDE
            number = column * ROWS + row
            unit = Unit.objects.create(
                code=f"99{number:03d}", level=3, kind="Phường", name=f"Số {number}", full_name=f"Phường Số {number}",
                parent=province, valid_from=since, lon=west + SIDE / 2, lat=south + SIDE / 2,
            )  # fmt: skip
            UnitArea.objects.create(
                unit=unit, wkb=to_wkb(MultiPolygon([box(west, south, west + SIDE, south + SIDE)])), sha256=b"", west=west, south=south,
                east=west + SIDE, north=south + SIDE, approximate=False, source="bench", imported_at=clock.now(),
            )  # fmt: skip
            found.append(unit.pk)
    return found


def _agencies() -> list[int]:
    import datetime as dt

    from dothi.accounts.models import Agency
    from dothi.packs.actions import load_pack
    from dothi.packs.folder import SHIPPED
    from dothi.reports.models import Competence

    since = dt.date(2025, 7, 1)
    Agency.objects.bulk_create(
        Agency(
            code=f"bench-{n}", name_vi=f"Sở {n}", name_en=f"Office {n}", kind="department", valid_from=since
        )
        for n in range(50)
    )
    load_pack(SHIPPED / "urban-services", by=None)
    found = list(Agency.objects.filter(code__startswith="bench-").order_by("pk"))
    Competence.objects.bulk_create(
        Competence(
            category=f"urban-services.{kind}", agency=agency, valid_from=since, source="bench", certainty="D"
        )
        for kind, agency in zip(KINDS, found, strict=False)
    )
    return [one.pk for one in found]


def _desk(agency: int) -> Person:
    from dothi.accounts import actions
    from dothi.accounts.models import Person
    from dothi.kernel import clock

    person = Person.objects.create(username="bench", full_name="Bench", password="!", agency_id=agency)  # noqa: S106 - nobody logs in
    actions.grant_role(person, "duty-officer", by=None, valid_from=clock.today())
    return person
