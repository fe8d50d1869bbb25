"""What is found in reports: against truths planted beforehand, against plain loops on another city's file, within rights, with its links."""

from __future__ import annotations

import csv
import datetime as dt
import gzip
import html
import math
import random
import re
from collections import Counter
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.db.models import Sum
from django.test import Client

from dothi.kernel import clock
from dothi.kernel.testing.cast import Cast
from dothi.reports import queries
from dothi.reports.desk import narrowing
from dothi.reports.insight import computing, finding, reading, seasons
from dothi.reports.insight.chances import at_least
from dothi.reports.insight.finding import Limits
from dothi.reports.insight.loads import forecast
from dothi.reports.insight.models import Day, Found, WholeDay
from dothi.reports.models import Report

pytestmark = pytest.mark.django_db
LON, LAT = 107.10, 10.38
WASTE, LEAK = "urban-services.waste-left", "urban-services.water-leak"
FILES = Path(__file__).resolve().parents[6] / "shared" / "data" / "requests311"


def row(at: dt.datetime, lon: float, lat: float, category: str = WASTE, **more: Any) -> Report:
    told = {"agency": None, "unit": None, "state": "new", **more}
    return Report(
        key=uuid4(), code=f"T-{uuid4().hex[:16]}", category=category, lon=lon, lat=lat, door="import", received_at=at,
        changed_at=at, first_due_at=at, due_at=at, **told,
    )  # fmt: skip


def scattered(chance: random.Random, now: dt.datetime, number: int, **more: Any) -> list[Report]:
    """Over about 10 km and 84 days, by chance alone."""
    return [
        row(now - dt.timedelta(minutes=chance.uniform(1, 84 * 1440 - 1)), LON + chance.uniform(0, 0.1), LAT + chance.uniform(0, 0.1), **more)
        for _ in range(number)
    ]  # fmt: skip


LIMITS = Limits(metres=300, days=7, past_days=84, least=4, false=1)


def test_a_planted_heap_is_found_and_a_rise_everywhere_is_none(cast: Cast) -> None:
    chance, now = random.Random(3), clock.now()
    rows = scattered(chance, now, 1500)
    rows += [  # three times as many everywhere in the last week: of leaks, no place stands out
        row(now - dt.timedelta(minutes=chance.uniform(1, 7 * 1440)), LON + chance.uniform(0, 0.1), LAT + chance.uniform(0, 0.1), LEAK)
        for _ in range(300)
    ]  # fmt: skip
    heap = [row(now - dt.timedelta(hours=n), LON + 0.05 + n * 1e-4, LAT + 0.05) for n in range(1, 9)]
    Report.objects.bulk_create([*rows, *heap])
    Report.objects.bulk_create(
        [row(now - dt.timedelta(hours=1), LON + 0.05, LAT + 0.05, state="refused", ended_at=now, reason="x")]
    )
    found = finding.clusters(now, LIMITS).found
    assert found
    assert {one.pk for one in heap} <= set(found[0].ids)
    assert found[0].category == WASTE
    assert [one for one in found if one.category == LEAK] == []


def test_by_chance_alone_no_more_show_than_the_page_says(cast: Cast) -> None:
    """Nights of a city where nothing is the matter: of a night `false` = 1 is expected; three deviations more would be too many."""
    chance, now, shown, nights = random.Random(11), clock.now(), 0, 8
    for _ in range(nights):
        Report.objects.all().delete()
        Report.objects.bulk_create(scattered(chance, now, 600))
        shown += len(finding.clusters(now, Limits(600, 7, 84, 3)).found)
    print(f"shown by accident in {nights} nights: {shown} (about {nights} are expected)")
    assert shown <= nights + 3 * math.sqrt(nights)


def test_the_same_again_is_an_occasion_and_a_crowd_of_one_week_is_one(cast: Cast) -> None:
    now = clock.now()
    again = [row(now - dt.timedelta(days=n), LON, LAT) for n in (3, 40, 90)]
    crowd = [row(now - dt.timedelta(days=3, hours=n), LON + 0.01, LAT) for n in range(6)]
    reopened = [row(now - dt.timedelta(days=n), LON + 0.02, LAT, reopened=1) for n in (2, 30)]
    old = [row(now - dt.timedelta(days=n), LON + 0.03, LAT) for n in (40, 80, 120)]
    Report.objects.bulk_create([*again, *crowd, *reopened, *old])
    found = finding.repeats(now, Limits(50, 7, 180, 3)).found
    assert [(one.number, sorted(one.ids)) for one in found] == [
        (4, sorted(each.pk for each in reopened)),
        (3, sorted(each.pk for each in again)),
    ]


def test_a_figure_leads_to_its_reports_and_shows_to_who_may_see_them_all(cast: Cast) -> None:
    chance, now = random.Random(5), clock.now()
    Report.objects.bulk_create(scattered(chance, now - dt.timedelta(days=8), 400, unit=cast.ward_b))
    inside = [row(now - dt.timedelta(hours=n), LON + 0.05, LAT + 0.05, unit=cast.ward_a, agency=cast.office_a, state="given") for n in range(1, 10)]  # fmt: skip
    Report.objects.bulk_create(inside)
    computing.compute()
    computing.compute()  # a second night replaces the first
    heap = Found.objects.get(kind="cluster")
    assert heap.number == 9
    page = signed_in(cast.minh).get("/reports/insight/")
    assert page.status_code == 200
    link = html.unescape(re.findall(r'href="(/reports/\?tab=all[^"]*near=[^"]*)"', page.text)[0])
    listed = signed_in(cast.minh).get(link)
    assert listed.context["page"].paginator.count == 9
    assert {one.report.pk for one in listed.context["rows"]} == {one.pk for one in inside}
    assert reading.found("cluster", cast.lan.scope("reports.view")) == [heap]
    assert reading.found("cluster", cast.tuan.scope("reports.view")) == []
    Report.objects.filter(pk=inside[0].pk).update(unit=cast.ward_b, agency=cast.office_b)
    assert (
        reading.found("cluster", cast.lan.scope("reports.view")) == []
    )  # one of them is no longer theirs to see
    assert signed_in(cast.dung).get("/reports/insight/").status_code == 403


def test_days_are_counted_as_reports_are_seen(cast: Cast) -> None:
    now = clock.now()
    Report.objects.bulk_create(
        [row(now, LON, LAT, unit=cast.ward_a, agency=cast.environment, state="given") for _ in range(3)]
        + [row(now, LON, LAT, unit=cast.ward_b, agency=cast.office_b, state="given") for _ in range(2)]
    )
    computing.compute()
    for person in (cast.lan, cast.tuan, cast.nga, cast.minh, cast.hoa):
        scope = person.scope("reports.view")
        counted = sum(reading.days(scope).values_list("number", flat=True))
        assert counted == queries.visible(scope).count(), person
    assert Day.objects.get(agency=cast.environment).day == clock.today()


def test_what_is_added_up_beforehand_is_the_plain_sum(cast: Cast) -> None:
    now = clock.now()
    Report.objects.bulk_create(
        row(now - dt.timedelta(days=n % 5), LON, LAT, (WASTE, LEAK)[n % 2], unit=unit)
        for n in range(40)
        for unit in (cast.ward_a, cast.ward_b, None)
    )
    for _ in range(2):  # made anew, not added to
        computing.compute()
        plain = Day.objects.values_list("category", "day").annotate(Sum("number"))
        assert set(WholeDay.objects.values_list("category", "day", "number")) == set(plain)
    assert sum(WholeDay.objects.values_list("number", flat=True)) == 120


@pytest.mark.parametrize(
    "asked", ["near=1,2", "near=nan,1,1", "near=107,10,1e9", "since=gestern", "until=9999-12-31T00:00", "weekday=9", "unit=x", "agency=99999999999999", "since=0001-01-01"]
)  # fmt: skip
def test_what_cannot_be_read_narrows_nothing(cast: Cast, asked: str) -> None:
    assert signed_in(cast.minh).get(f"/reports/?tab=all&{asked}").status_code == 200
    name, _, value = asked.partition("=")
    assert narrowing.asked_by({name: value}) == queries.Filter()


def test_a_list_is_narrowed_by_day_weekday_and_place(cast: Cast) -> None:
    monday = dt.datetime(2026, 11, 16, 0, 30, tzinfo=clock.VIETNAM)  # Sunday in UTC
    Report.objects.bulk_create([row(monday + dt.timedelta(days=n), LON + n * 0.001, LAT) for n in range(7)])

    def n(**asked: str) -> int:
        return queries.sought(Report.objects.all(), narrowing.asked_by(asked), clock.now()).count()

    assert n(weekday="1") == 1
    assert n(since="2026-11-17", until="2026-11-18") == 2
    assert n(near=f"{LON},{LAT},120") == 2  # a thousandth of a degree is 109 m here
    assert n(near=f"{LON},{LAT},100") == 1


def signed_in(person: Any) -> Client:
    client = Client()
    client.force_login(person)
    return client


# ---- other cities' files


def told(name: str) -> list[dict[str, str]]:
    file = next(FILES.glob(name), None) if FILES.is_dir() else None
    if file is None:
        pytest.skip(f"the file {name} of another city is not on this machine")
    with gzip.open(file, "rt", encoding="utf-8") as lines:
        return list(csv.DictReader(lines))


def test_clusters_of_new_york_are_those_of_a_plain_loop(cast: Cast) -> None:
    rows = [
        row(dt.datetime.fromisoformat(one["created_date"]).replace(tzinfo=dt.UTC), float(one["longitude"]), float(one["latitude"]), one["complaint_type"][:120])
        for one in told("nyc_*.csv.gz")
        if one["latitude"]
    ]  # fmt: skip
    Report.objects.bulk_create(rows)
    until = max(one.received_at for one in rows) + dt.timedelta(seconds=1)
    late = sorted(one.received_at for one in rows)[
        len(rows) * 3 // 4
    ]  # the file holds four hours: the last quarter of its reports
    days = (until - late) / dt.timedelta(days=1)
    places = {(one.category, one.lon, one.lat) for one in rows if one.received_at >= late}
    every, lately = (
        Counter(one.category for one in rows),
        Counter(one.category for one in rows if one.received_at >= late),
    )
    for false in (1, 40):
        searched = finding.clusters(until, Limits(metres=500, days=days, past_days=1, least=3, false=false))
        found = {
            (one.category, tuple(one.ids)): (one.number, one.fields["place"], one.chance)
            for one in searched.found
        }
        heaps = {}
        for category, lon, lat in places:
            near = [
                one for one in rows if one.category == category and metres(lon, lat, one.lon, one.lat) <= 500
            ]
            recent = tuple(sorted(one.pk for one in near if one.received_at >= late))
            chance = at_least(len(recent), len(near), lately[category], every[category])
            if len(recent) >= 3 and chance <= false / len(places):
                heaps.setdefault((category, recent), []).append((len(recent), len(near), chance))
        print(
            f"New York, last quarter of four hours: {len(rows)} reports, {len(places)} places, {false} by accident allowed: {len(heaps)} heaps, {len(found)} shown"
        )
        assert searched.places == len(places)
        assert all(told in heaps[name] for name, told in found.items())
        shown = {pk for _, ids in found for pk in ids}
        assert all(
            not shown.isdisjoint(ids) for _, ids in heaps
        )  # what is not shown shares a report with what is
        assert len(shown) == sum(len(ids) for _, ids in found)
    assert found


def metres(lon: float, lat: float, other_lon: float, other_lat: float) -> float:
    """By the haversine, not by the flat map of the statement."""
    a, b = math.radians(lat), math.radians(other_lat)
    half = (
        math.sin((b - a) / 2) ** 2
        + math.cos(a) * math.cos(b) * math.sin(math.radians(other_lon - lon) / 2) ** 2
    )
    return 2 * 6_371_000 * math.asin(math.sqrt(half))


def test_the_error_of_a_forecast_on_baltimore(cast: Cast) -> None:
    days: dict[str, Counter[dt.date]] = {}
    for one in told("baltimore_*.csv.gz"):
        at = dt.datetime.strptime(one["CreatedDate"][:10], "%m/%d/%Y").replace(tzinfo=dt.UTC).date()
        days.setdefault(one["Agency"], Counter())[at] += 1
    first, last = dt.date(2014, 1, 1), dt.date(2018, 12, 17)
    for agency in ("Solid Waste", "Transportation", "Housing"):
        known = Counter({day: n for day, n in days[agency].items() if day <= last})
        made = forecast(known, first, last, lambda day: day.weekday() >= 5)
        assert made is not None
        came = sum(n for day, n in days[agency].items() if last < day <= last + dt.timedelta(days=14))
        mean = sum(known.values()) / ((last - first).days + 1)
        print(
            f"Baltimore (a sample), {agency}: {mean:.1f} a day; {made.taken.way} errs {made.taken.mean_error:.2f} a day,"
            f" {made.other.way} {made.other.mean_error:.2f}; fortnight {made.number:.0f} ({made.low:.0f}–{made.high:.0f}), came {came}"
        )
        assert made.taken.mean_error < made.other.mean_error
    (waste,) = seasons.by_month({"waste": days["Solid Waste"]}, first, dt.date(2018, 12, 31))
    print(
        "Baltimore, Solid Waste by month:",
        " ".join(f"{cell.of}:{cell.index:.2f}{cell.mark[:1]}" for cell in waste.cells),
    )
    assert waste.number == sum(
        n for day, n in days["Solid Waste"].items() if first <= day <= dt.date(2018, 12, 31)
    )
