"""Figures counted by SQL against alarms counted by hand; every figure leads to its alarms."""

from __future__ import annotations

import csv
import datetime as dt
import io
import random
import re
from collections import Counter
from typing import Any

import pytest
from django.test import Client
from python_calamine import CalamineWorkbook

from dothi.kernel import clock
from dothi.kernel.testing.cast import Cast
from dothi.rules.alarms import actions, aside, figures, queries
from dothi.rules.alarms.figures import Period
from dothi.rules.alarms.flood import flood_of
from dothi.rules.alarms.models import Alarm, Occurrence

from .cast import cleared, raised, rule

pytestmark = pytest.mark.django_db
HOUR = dt.timedelta(hours=1)


@pytest.fixture
def figured(cast: Cast) -> dict[str, Alarm]:
    """Four of low, one of high, one that chatters, a silent source, a shelved one that came again."""
    low, high = rule("low", severity="low"), rule("high", severity="high")
    silent = rule("silent", kind="no-data", attributes=["pm25"], no_data_after="1h")
    for n in range(3):
        raised(low, 10 + n, unit=cast.ward_a.pk)
    seen = raised(high, 20, unit=cast.ward_a.pk)
    actions.acknowledge(seen, by=cast.minh, at=seen.recorded_at + dt.timedelta(seconds=90))
    chatters = raised(low, 30, unit=cast.ward_b.pk)
    for n in (1, 2):
        cleared(chatters)
        raised(low, 30, at=chatters.raised_at + n * dt.timedelta(seconds=25))
    source = raised(silent, 40, unit=cast.ward_a.pk)
    shelved = raised(rule("other"), 50, unit=cast.ward_a.pk)
    aside.shelve(shelved, until=clock.now() + HOUR, reason="x", by=cast.minh)
    cleared(shelved)
    raised(shelved.rule, 50, unit=cast.ward_a.pk)
    return {"seen": seen, "chatters": chatters, "source": source, "shelved": shelved}


def period() -> Period:
    return Period(clock.now() - HOUR, clock.now() + HOUR)


def test_the_figures_are_what_was_raised(figured: dict[str, Alarm], cast: Cast) -> None:
    found = figures.figures(cast.minh.scope("alarms.view"), period())
    assert found["totals"] == {"duty": 8, "sources": 1, "shelved": 1, "suppressed": 0, "out_of_service": 0}
    assert [(row["name"], row["number"]) for row in found["shares"]] == [
        ("low", 6),
        ("medium", 1),
        ("high", 1),
    ]
    assert [row["share"] for row in found["shares"]] == [75.0, 12.5, 12.5]
    assert [row["guide"] for row in found["shares"]] == [80, 15, 5]
    (console,) = found["consoles"]
    assert (console["number"], console["peak"], console["floods"], console["hours_above"]) == (8, 8, 0, 1)
    assert sum(row["number"] for row in found["hours"]) == 8
    assert (found["top"][0]["alarm"].pk, found["top"][0]["number"]) == (figured["chatters"].pk, 3)
    (chatters,) = found["chattering"]
    assert (chatters["alarm"].pk, chatters["number"]) == (figured["chatters"].pk, 1)
    assert {row["severity"]: (row["number"], row["waiting"], row["half"]) for row in found["waited"]} == {
        "low": (0, 4, None), "medium": (0, 1, None), "high": (1, 0, 90.0),
    }  # fmt: skip
    assert [(row["person"], row["number"]) for row in found["operators"]] == [(cast.minh, 1)]
    assert found["asides"] == {"shelved": 1, "out_of_service": 0}
    assert found["origins"] == [("live", 10)]


def test_one_reading_gives_what_each_list_counts_by_hand(cast: Cast) -> None:
    """Kinds, consoles, hours, the worst and what chatters of 400 occurrences in nine hours, each counted again in Python."""
    alarm, since = raised(rule("low"), 1), clock.now().replace(microsecond=0) - 10 * HOUR
    dice = random.Random(7)
    rows = [
        Occurrence(
            alarm=alarm, rule_code=f"r{dice.randrange(3)}", entity_id=dice.randrange(4), origin=0,
            kind=dice.choice(["threshold", "threshold", "no-data"]), severity=dice.choice(["low", "high"]),
            agency_id=dice.choice([None, cast.centre.pk, cast.environment.pk]), hidden=dice.choice(["", "", "shelved"]),
            recorded_at=since + dice.random() * 9 * HOUR, raised_at=since + dt.timedelta(seconds=dice.randrange(3600)),
        )
        for _ in range(400)
    ]  # fmt: skip
    Occurrence.objects.bulk_create(rows)
    told = Period(since - HOUR, since + 9 * HOUR + dt.timedelta(minutes=30))
    found = figures.figures(cast.minh.scope("alarms.view"), told)
    rang = [row for row in rows if not row.hidden]
    duty = [row for row in rang if row.kind == "threshold"]
    assert found["totals"] == {
        "duty": len(duty), "sources": len(rang) - len(duty), "shelved": 400 - len(rang), "suppressed": 0, "out_of_service": 0,
    }  # fmt: skip
    assert consoles_of(found["consoles"]) == consoles_by_hand(duty, told.slots)
    hours = Counter(row.recorded_at.astimezone(clock.VIETNAM).hour for row in duty)
    assert [row["number"] for row in found["hours"]] == [hours[hour] for hour in range(24)]
    pairs = Counter((row.rule_code, row.entity_id) for row in rang)
    assert [row["number"] for row in found["top"]] == [number for _, number in pairs.most_common(10)]
    assert all(pairs[row["rule_code"], row["entity_id"]] == row["number"] for row in found["top"])
    near = chattering_by_hand(rows)
    assert near, "the feed chatters"
    assert {(row["rule_code"], row["entity_id"]): row["number"] for row in found["chattering"]} == near


def consoles_of(rows: list[dict[str, Any]]) -> dict[int | None, tuple[int, int, int, int, float]]:
    return {
        row["agency_id"]: (row["number"], row["peak"], row["hours_above"], row["worst_hour"], row["mean"])
        for row in rows
    }


def consoles_by_hand(
    duty: list[Occurrence], slots: float
) -> dict[int | None, tuple[int, int, int, int, float]]:
    """Number, most in ten minutes, hours with more than six, the worst hour, mean: by agency."""
    found = {}
    for agency in {row.agency_id for row in duty}:
        times = [int(row.recorded_at.timestamp()) for row in duty if row.agency_id == agency]
        tens, hours = (Counter(time // length for time in times).values() for length in (600, 3600))
        above = sum(number > 6 for number in hours)
        found[agency] = (len(times), max(tens), above, max(hours), len(times) / slots)
    return found


def chattering_by_hand(rows: list[Occurrence]) -> dict[tuple[str, int], int]:
    """How often one was the third within sixty seconds, hidden or not: by rule and entity."""
    found: Counter[tuple[str, int]] = Counter()
    for pair in {(row.rule_code, row.entity_id) for row in rows}:
        times = sorted(row.raised_at for row in rows if (row.rule_code, row.entity_id) == pair)
        found[pair] = sum(
            third - first <= dt.timedelta(seconds=60) for first, third in zip(times, times[2:], strict=False)
        )
    return {pair: number for pair, number in found.items() if number}


def test_a_ward_counts_only_its_own(figured: dict[str, Alarm], cast: Cast) -> None:
    found = figures.figures(cast.lan.scope("alarms.view"), period())
    assert found["totals"]["duty"] == 5 and found["chattering"] == []
    assert figures.figures(cast.tuan.scope("alarms.view"), period())["totals"]["duty"] <= 3
    nothing = Period(clock.now() - 3 * HOUR, clock.now() - 2 * HOUR)
    empty = figures.figures(cast.minh.scope("alarms.view"), nothing)
    assert empty["consoles"] == [] and [row["share"] for row in empty["shares"]] == [None] * 3


def test_what_stands_too_long_is_counted_and_listed(figured: dict[str, Alarm], cast: Cast) -> None:
    Alarm.objects.filter(pk=figured["seen"].pk).update(recorded_at=clock.now() - 25 * HOUR)
    client = signed_in(cast.minh)
    page = client.get("/alarms/figures/").content.decode()
    (query,) = re.findall(r'href="/alarms/\?(state=active[^"]*)"', page)
    listed = client.get("/alarms/rows/?" + query.replace("&amp;", "&")).content.decode()
    assert rows_of(listed) == [figured["seen"].pk]


def test_every_figure_leads_to_its_alarms(figured: dict[str, Alarm], cast: Cast) -> None:
    client = signed_in(cast.minh)
    page = client.get("/alarms/figures/?days=1").content.decode()
    links = [link.replace("&amp;", "&") for link in re.findall(r'href="(/alarms/\?state=all[^"]*)"', page)]
    assert len(links) >= 8

    def behind(part: str) -> list[int]:
        link = next(link for link in links if part in link)
        return sorted(rows_of(client.get(link).content.decode()))

    assert behind("kind=no-data") == [figured["source"].pk]
    assert behind("severity=critical,high") == [figured["seen"].pk]
    assert behind("hidden=shelved") == [figured["shelved"].pk]
    assert behind("rule=low&entity=") == [figured["chatters"].pk]
    assert len(behind("kind=threshold")) == 6


def rows_of(page: str) -> list[int]:
    return [int(pk) for pk in re.findall(r'<tr data-href="/alarms/(\d+)/"', page)]


def test_files_say_unit_guide_and_source(figured: dict[str, Alarm], cast: Cast) -> None:
    client = signed_in(cast.minh)
    text = client.get("/alarms/figures.csv?days=1").content.decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text)))
    low = next(row for row in rows if row[1] == "Thấp" and row[3] == "%")
    assert (low[2], low[4]) == ("75.0", "80.0") and "EEMUA 191" in low[5]
    assert all(row[3] for row in rows[2:]), "each figure has its unit"
    book = CalamineWorkbook.from_filelike(io.BytesIO(client.get("/alarms/figures.xlsx?days=1").content))
    cells = book.get_sheet_by_index(0).to_python()
    assert len(cells) == len(rows)
    assert 75.0 in next(row for row in cells if row[1] == "Thấp" and row[3] == "%"), "a number stays one"


@pytest.mark.parametrize(
    "query", ["days=x", "since=2026-01-40&until=2026-01-01", "since=0001-01-01&until=9999-12-31", "agency=²"]
)
def test_a_period_that_cannot_be_read_is_the_last_week(query: str, cast: Cast) -> None:
    assert "7 ngày qua" in signed_in(cast.minh).get(f"/alarms/figures/?{query}").content.decode()


def test_a_flood_folds_the_list_says_so_and_opens(cast: Cast) -> None:
    low, critical = rule("low", severity="low"), rule("fire", severity="critical")
    pks = [raised(low, 100 + n, unit=cast.ward_a.pk).pk for n in range(12)]
    fire = raised(critical, 200, unit=cast.ward_a.pk).pk
    assert flood_of(cast.minh.scope("alarms.view")).is_on
    assert not flood_of(cast.tuan.scope("alarms.view")).is_on, "another ward is calm"
    client = signed_in(cast.minh)
    page = client.get("/alarms/").content.decode()
    assert "Dồn cảnh báo từ" in page and "2 nguyên nhân" in page and "+11 cùng loại" in page
    assert set(rows_of(page)) < {*pks, fire} and rows_of(page)[0] == fire and len(rows_of(page)) == 2
    assert set(rows_of(client.get(f"/alarms/?under={pks[3]}").content.decode())) == {*pks, fire}
    assert set(rows_of(client.get("/alarms/?fold=no").content.decode())) == {*pks, fire}


def test_silent_sources_have_a_list_of_their_own(figured: dict[str, Alarm], cast: Cast) -> None:
    scope = cast.minh.scope("alarms.view")
    duty = {alarm.pk for alarm in queries.listed(scope, queries.Filter())}
    assert figured["source"].pk not in duty and figured["seen"].pk in duty
    assert [alarm.pk for alarm in queries.listed(scope, queries.Filter(state="sources"))] == [
        figured["source"].pk
    ]
    assert queries.counts(scope)["sources"] == 1


def signed_in(person: object) -> Client:
    client = Client()
    client.force_login(person)  # type: ignore[arg-type]
    return client


def test_taking_is_not_taking_away(cast: Cast) -> None:
    alarm = raised(rule("dust"), 7, unit=cast.ward_a.pk)
    signed_in(cast.lan).post(f"/alarms/{alarm.pk}/take/")
    alarm.refresh_from_db()
    assert alarm.owner == cast.lan
    said = signed_in(cast.minh).post(f"/alarms/{alarm.pk}/take/", follow=True).content.decode()
    assert "đang phụ trách cảnh báo này rồi" in said
