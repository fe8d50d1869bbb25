"""`reports`: list, inbox and map over 1,000,000 reports (or `--entities`), and a storm of 200 reports a second for a minute.

Lists and map are asked as pages, through all that stands before and around a page but without a network, one after the other, with
filters that differ each time; floor, in the same run: the first 25 of an index by one statement. The storm is multipart forms without
pictures over HTTP from another process, each from an address of its own; its clock starts when a report is due. While what waits is written
the serving process is killed twice. `reports.storm.lost` is what was answered as taken and is no report in the end, `.twice` what is more
than one; `.written` how many a second became reports, from the first form to the last report.
"""

from __future__ import annotations

import os
import random
import time
import uuid
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, TypeVar

import psycopg

from dothi.bench import reports_city, reports_storm
from dothi.bench.engines import Bench, engines
from dothi.bench.report import Figure, figure

if TYPE_CHECKING:
    from django.test import Client

    from dothi.accounts.models import Person

Asked = TypeVar("Asked")
REPORTS, ASKED, WARM = 1_000_000, 300, 20
RATE, SECONDS, PATIENCE_S = 200, 60, 1200
KILLED_AT = (2 / 3, 1 / 3)  # of what waited after the storm
CATEGORY = "urban-services.drainage-flood"
_FLOOR = (
    "select id from reports_report where released_at is not null order by received_at desc, id desc limit 25"
)
_WORDS = ("", "", "received", "working", "answered", "closed", "refused")


def run(
    tell: Callable[[str], None] = lambda text: None,
    entities: int = REPORTS,
    rate: int = RATE,
    seconds: int = SECONDS,
) -> list[Figure]:
    """The figures of this bench, over so many reports; with none the storm alone."""
    with engines() as bench:
        os.environ.update(bench.environment)
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dothi.config.settings")
        import django

        django.setup()
        person = reports_city.build(bench.database_url, entities)
        tell(f"{entities:,} reports stand")
        figures = _pages(person, _floor(bench), tell) if entities else []
        figures += _storm(bench, tell, rate, seconds)
    return figures


def _floor(bench: Bench) -> list[float]:
    with psycopg.connect(bench.database_url, autocommit=True) as connection:
        return _timed(iter(range(ASKED + WARM)), lambda _: connection.execute(_FLOOR).fetchall())


def _pages(person: Person, floor: list[float], tell: Callable[[str], None]) -> list[Figure]:
    from django.conf import settings
    from django.test import Client

    settings.ALLOWED_HOSTS = ["*"]
    public, officer = Client(), Client()
    officer.force_login(person)
    figures = []
    for name, client, paths in (
        ("list", public, _lists()),
        ("map", public, _maps()),
        ("inbox", officer, _inboxes()),
    ):
        took = _timed(paths, _asking(client))
        figures.append(
            figure(f"reports.{name}", len(took) / sum(took), "per second", len(floor) / sum(floor), took)
        )
        tell(f"reports.{name}: p50 {figures[-1]['p50_ms']} ms, p99 {figures[-1]['p99_ms']} ms")
    return figures


def _asking(client: Client) -> Callable[[str], object]:
    def ask(path: str) -> None:
        answer = client.get(path)
        if answer.status_code != 200:
            raise RuntimeError(f"{path} answered {answer.status_code}")

    return ask


def _lists() -> Iterator[str]:
    """The public's list: by word, kind, commune, lateness, text, further pages."""
    from dothi.territory.models import Unit

    choose, units = random.Random(7), list(Unit.objects.filter(level=3).values_list("pk", flat=True))  # noqa: S311 - the same in each run
    for _ in range(ASKED + WARM):
        told = {
            "word": choose.choice(_WORDS),
            "category": f"urban-services.{choose.choice(reports_city.KINDS)}"
            if choose.random() < 0.4
            else "",
            "unit": choose.choice(units) if choose.random() < 0.4 else "",
            "q": f"so {choose.randrange(900)} ngo" if choose.random() < 0.3 else "",
            "late": "1" if choose.random() < 0.1 else "",
            "page": choose.choice((1, 1, 1, 2, 5)),
        }
        yield "/phan-anh/?" + "&".join(f"{name}={value}" for name, value in told.items() if value)


def _maps() -> Iterator[str]:
    """The map at every zoom, half of it filtered."""
    choose = random.Random(8)  # noqa: S311 - the same in each run
    for _ in range(ASKED + WARM):
        zoom = choose.randrange(6, 19)
        wide, tall = 360 / 2**zoom * 2.5, 360 / 2**zoom * 1.5
        west, south = (
            reports_city.WEST + choose.random() * max(1 - wide, 0),
            reports_city.SOUTH + choose.random() * max(1 - tall, 0),
        )
        told = f"bbox={west:.5f},{south:.5f},{west + wide:.5f},{south + tall:.5f}&zoom={zoom}"
        if choose.random() < 0.5:
            told += f"&word={choose.choice(_WORDS[2:])}"
        if choose.random() < 0.3:
            told += f"&category=urban-services.{choose.choice(reports_city.KINDS)}"
        yield f"/phan-anh/ban-do.geojson?{told}"


def _inboxes() -> Iterator[str]:
    """What an officer of the desk opens."""
    from dothi.reports.queries import TABS

    choose = random.Random(9)  # noqa: S311 - the same in each run
    for _ in range(ASKED + WARM):
        yield f"/reports/?tab={choose.choice(TABS)}"


def _storm(bench: Bench, tell: Callable[[str], None], rate: int, seconds: int) -> list[Figure]:
    from dothi.reports.models import Report

    before, began = Report.objects.count(), time.perf_counter()
    seen = reports_storm.put(bench.addresses.port, rate, seconds, CATEGORY)
    taken, waiting = len(seen["taken"]), _waiting()
    tell(f"storm: {seen['statuses']}, {waiting:,} forms wait")
    for share in KILLED_AT:
        _drained(int(waiting * share))
        bench.kill_door()
        tell(f"the door was killed, {_waiting():,} forms wait")
    _drained(0)
    stored, took_s = Report.objects.count() - before, time.perf_counter() - began
    return [
        figure("reports.storm", taken / max(seen["seconds"], seconds), "reports/s", rate, seen["took"]),
        figure("reports.storm.lost", taken - _found(seen["taken"]), "reports"),
        figure("reports.storm.twice", stored - _found(seen["sent"]), "reports"),
        figure("reports.storm.written", stored / took_s, "reports/s"),
    ]


def _drained(left: int) -> None:
    until = time.monotonic() + PATIENCE_S
    while _waiting() > left and time.monotonic() < until:
        time.sleep(0.2)


def _waiting() -> int:
    from dothi.reports.intake.models import WaitingForm

    return WaitingForm.objects.filter(refused=0).count()


def _found(forms: list[str]) -> int:
    """How many of these forms have their report."""
    from dothi.reports.intake import formkey
    from dothi.reports.models import Report

    keys = [formkey.report_key(uuid.UUID(one)) for one in forms]
    return sum(
        Report.objects.filter(key__in=keys[first : first + 1000]).count()
        for first in range(0, len(keys), 1000)
    )


def _timed(asked: Iterator[Asked], act: Callable[[Asked], object]) -> list[float]:
    """How long each took (s); the first few warm what all read."""
    took = []
    for one in asked:
        began = time.perf_counter()
        act(one)
        took.append(time.perf_counter() - began)
    return took[WARM:]
