"""`tasks.mine`: the list of what one person owes (`tasks/mine.py`) over 1,000,000 things (or `--entities`), a fifth of them open.

500 people of 100 agencies, whose shares are uneven: the first agency owes a tenth of everything that is open. What is measured is the
list as the page asks for it: five buckets with their counts, own things and those of the agency, and the rows that are shown; a tenth of the
questions come from the agency that owes most. Floor, in the same run: the first 25 rows of one person from the index, by one statement.
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
    from dothi.accounts.models import Person

OWED, PEOPLE, AGENCIES, ASKED, WARM = 1_000_000, 500, 100, 500, 20
_FILL = """
insert into tasks_owed (kind, code, title, title_key, title_fields, path, due_at, opened_at, closed_at, person_id, agency_id, permission)
select 'bench', n::text, 'Việc ' || n, '', '{}', '/tasks/', now() + (due * 2000 - 400) * interval '1 hour', now() - interval '30 days',
    case when chance < 0.2 then null else now() end,
    case when whose < 0.5 then (%(people)s::bigint[])[1 + floor(who * %(number)s)::int] end,
    (%(agencies)s::bigint[])[case when whose between 0.5 and 0.6 then 1 else 1 + floor(who * %(bodies)s)::int end], 'tasks.work'
from (select n, random() chance, random() whose, random() who, random() due from generate_series(1, %(owed)s) n) one"""
_FLOOR = """
select o.* from tasks_owed o where closed_at is null and person_id = %s order by due_at, id limit 25"""


def run(tell: Callable[[str], None] = lambda text: None, entities: int = OWED) -> list[Figure]:
    """The figure of this bench, over so many things owed."""
    with engines() as bench:
        os.environ.update(bench.environment)
        import django

        django.setup()
        people = _people()
        with psycopg.connect(bench.database_url, autocommit=True) as connection:
            _fill(connection, people, entities)
            tell(f"{entities} things owed stand")
            asked = _asked(people)
            floor = _timed(asked, lambda one: connection.execute(_FLOOR, [one.pk]).fetchall())
        took = _timed(asked, _mine)
    measured = figure("tasks.mine", len(took) / sum(took), "per second", len(floor) / sum(floor), took)
    tell(f"{measured['name']}: p50 {measured['p50_ms']} ms, p99 {measured['p99_ms']} ms")
    return [measured]


def _mine(person: Person) -> None:
    from dothi.tasks.mine import by_clock

    if not by_clock(person):
        raise RuntimeError("nothing is owed")


def _people() -> list[Person]:
    from dothi.accounts import actions
    from dothi.accounts.models import Agency, Person
    from dothi.kernel import clock

    today = clock.today()
    Agency.objects.bulk_create(
        Agency(
            code=f"bench-{n}", name_vi=f"Sở {n}", name_en=f"Office {n}", kind="department", valid_from=today
        )
        for n in range(AGENCIES)
    )
    bodies = list(Agency.objects.filter(code__startswith="bench-").order_by("pk"))
    Person.objects.bulk_create(
        Person(username=f"bench{n}", full_name=f"Bench {n}", password="!", agency=bodies[n % AGENCIES])  # noqa: S106 - nobody logs in
        for n in range(PEOPLE)
    )
    people = list(Person.objects.filter(username__startswith="bench").select_related("agency").order_by("pk"))
    for one in people:
        actions.grant_role(one, "agency-officer", by=None, valid_from=today, agency=one.agency)
    return people


def _fill(connection: psycopg.Connection, people: list[Person], owed: int) -> None:
    bodies = sorted({one.agency_id for one in people if one.agency_id is not None})
    told = {"people": [one.pk for one in people], "number": len(people), "agencies": bodies, "bodies": len(bodies), "owed": owed}  # fmt: skip
    connection.execute("select setseed(0.7)")  # the same things in each run
    connection.execute(_FILL, told)
    connection.execute("vacuum analyze tasks_owed")


def _asked(people: list[Person]) -> list[Person]:
    """Anybody, and each tenth time somebody of the agency that owes most."""
    choose = random.Random(7)  # noqa: S311 - the same people in each run
    first = [one for one in people if one.agency_id == people[0].agency_id]
    return [choose.choice(first if n % 10 == 0 else people) for n in range(ASKED + WARM)]


def _timed(asked: list[Person], act: Callable[[Person], object]) -> list[float]:
    """How long each took (s); the first few warm what all read."""
    took = []
    for one in asked:
        began = time.perf_counter()
        act(one)
        took.append(time.perf_counter() - began)
    return took[WARM:]
