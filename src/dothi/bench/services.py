"""`services`: the score of public services over 1,000,000 generated dossiers (or `--entities`) of a hundred communes and ten departments.

`services.full`: every cell of every formula made anew; floor, in the same run: one plain aggregate over the same table by month, agency,
commune and procedure with one condition. `services.increment`: one dossier changes, and what it touched is made anew, until it is
committed; floor: the change alone. `services.month`, `.year`: the page of the score as an officer of the whole centre asks for it, through
all that stands before and around a page but without a network; floor: one sum over the cells of that period. `services.generate`: how fast
the dossiers were written.
"""

from __future__ import annotations

import os
import random
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

import psycopg

from dothi.bench.engines import engines
from dothi.bench.report import Figure, figure

if TYPE_CHECKING:
    from django.test import Client

    from dothi.accounts.models import Person

DOSSIERS, YEAR, FULL, CHANGED, ASKED, WARM = 1_000_000, 2025, 3, 60, 60, 5
_FLOOR = """
select date_trunc('month', received_at at time zone 'Asia/Ho_Chi_Minh')::date, agency_id, unit_id, procedure_code, count(*), count(*) filter (where on_time)
from publicservices_dossier group by 1, 2, 3, 4"""
_CHANGE = "update publicservices_dossier set on_time = not coalesce(on_time, false), changed_at = now() where id = %s"
_CELLS = "select sum(num[1]), sum(den[1]) from publicservices_score_cell where basis = 'received' and month >= %s and month < %s"


def run(tell: Callable[[str], None] = lambda text: None, entities: int = DOSSIERS) -> list[Figure]:
    """The figures of this bench, over so many dossiers."""
    with engines() as bench:
        os.environ.update(bench.environment)
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dothi.config.settings")
        import django

        django.setup()
        figures = [_generated(entities)]
        tell(f"{entities:,} dossiers stand")
        with psycopg.connect(bench.database_url, autocommit=True) as connection:
            connection.execute("vacuum analyze publicservices_dossier")
            figures += [_full(connection), _increment(connection), *_pages(connection)]
    for one in figures:
        tell(
            f"{one['name']}: {one['value']} {one['unit']}, floor {one['floor']}, p50 {one['p50_ms']} ms, p99 {one['p99_ms']} ms"
        )
    return figures


def _generated(entities: int) -> Figure:
    from dothi.bench.reports_city import communes
    from dothi.publicservices.generating import writing

    communes()
    began = time.perf_counter()
    made = writing.generate(entities, YEAR)
    return figure("services.generate", made / (time.perf_counter() - began), "dossiers/s")


def _full(connection: psycopg.Connection) -> Figure:
    from dothi.publicservices.score import computing

    floor = _timed([None] * (FULL + 1), lambda _: connection.execute(_FLOOR).fetchall())[1:]
    took = _timed([None] * (FULL + 1), lambda _: computing.compute_all())[1:]
    return figure("services.full", sum(took) / len(took), "s", sum(floor) / len(floor), took)


def _increment(connection: psycopg.Connection) -> Figure:
    """Of dossiers anywhere in the year, each change alone and then with what it touched."""
    from dothi.publicservices.score import computing

    choose = random.Random(7)  # noqa: S311 - the same in each run
    row = connection.execute("select min(id), max(id) from publicservices_dossier").fetchone()
    assert row is not None
    ids = [choose.randint(*row) for _ in range(CHANGED + WARM)]

    def change(pk: int) -> None:
        connection.execute(_CHANGE, [pk])

    floor = _timed(ids, change)[WARM:]
    computing.compute_touched()

    def follow(pk: int) -> None:
        change(pk)
        computing.compute_touched()

    took = _timed(ids, follow)[WARM:]
    return figure(
        "services.increment", 1000 * sum(took) / len(took), "ms", 1000 * sum(floor) / len(floor), took
    )


def _pages(connection: psycopg.Connection) -> list[Figure]:
    from django.conf import settings
    from django.test import Client

    settings.ALLOWED_HOSTS = ["*"]
    client, found = Client(), []
    client.force_login(_officer())
    for name, first, after, period in (
        ("services.month", f"{YEAR}-06-01", f"{YEAR}-07-01", f"{YEAR}-06"),
        ("services.year", f"{YEAR}-01-01", f"{YEAR + 1}-01-01", f"{YEAR}"),
    ):
        asked = [period] * (ASKED + WARM)
        floor = _timed(asked, lambda _, span=(first, after): connection.execute(_CELLS, span).fetchall())[
            WARM:
        ]
        took = _timed(asked, lambda period: _page(client, period))[WARM:]
        found.append(figure(name, len(took) / sum(took), "per second", len(floor) / sum(floor), took))
    return found


def _page(client: Client, period: str) -> None:
    answer = client.get(f"/dossiers/score/?period={period}")
    if answer.status_code != 200:
        raise RuntimeError(f"the score answered {answer.status_code}")


def _officer() -> Person:
    from dothi.accounts import actions
    from dothi.accounts.models import Person
    from dothi.kernel import clock

    person = Person.objects.create(username="bench", full_name="Bench", password="!")  # noqa: S106 - nobody logs in
    actions.grant_role(person, "duty-officer", by=None, valid_from=clock.today())
    return person


def _timed(asked: list, act: Callable[..., object]) -> list[float]:  # type: ignore[type-arg]
    """How long each took (s)."""
    took = []
    for one in asked:
        began = time.perf_counter()
        act(one)
        took.append(time.perf_counter() - began)
    return took
