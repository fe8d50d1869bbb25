"""Figures of history: every word, late values, origins and gaps, and that each scope sees its own."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client

from dothi.indicators import book, computing, due, queries
from dothi.indicators.merging import Merged
from dothi.indicators.models import Figure, Indicator
from dothi.indicators.tests.feed import DAY, NOW, at, load, place, table, tell
from dothi.kernel import clock
from dothi.kernel.origin import Origin
from dothi.kernel.permissions import Grant, Scope
from dothi.kernel.testing.cast import gather

pytestmark = pytest.mark.django_db(transaction=True)
EVERYWHERE = Scope((Grant(None, None),))


@pytest.fixture(autouse=True)
def the_day_after() -> Iterator[None]:
    with clock.moved_to(NOW):
        yield


def figure(code: str, scope: Scope = EVERYWHERE, begin: dt.datetime = DAY) -> Merged | None:
    one = book.get_indicator(code)
    return queries.merged(one, list(queries.visible(scope, [code]).filter(starts_at=begin)))


def value(code: str, scope: Scope = EVERYWHERE, begin: dt.datetime = DAY) -> float | None:
    found = figure(code, scope, begin)
    return None if found is None else found.value


WORDS: tuple[tuple[str, dict[str, Any], float], ...] = (
    ("mean", {}, 37.5),
    ("min", {}, 5),
    ("max", {}, 90),
    ("sum", {}, 150),
    ("count", {}, 4),
    ("count", {"above": 40}, 1),
    ("share", {"at_most": 40}, 75),
    ("last", {}, 95),
    ("last", {"across": "mean"}, 47.5),
    ("last", {"across": "max"}, 90),
    ("difference", {"holds": "1d"}, 70),
    ("sending", {"unit": "C62"}, 2),
    ("hours_over", {"above": 30, "holds": "2h", "unit": "HUR"}, 6),
    ("percentile", {"percentile": 50}, 20),
    ("ratio", {"of": "size"}, 100 * (55 + 20) / 400),
)


def test_every_word_says_what_it_says_and_once_more_changes_nothing() -> None:
    """Box a: 20 at 1 h, 90 at 6 h. Box b: 35 at 2 h, 5 at 8 h (a meter set back counts nothing). What belongs to another day,
    another unit or is suspect takes no part."""
    tell("a", (1, 20), (6, 90), (24.5, 999))
    tell("b", (0, 999), (2, 35), (8, 5))
    tell("b", (3, 77), unit="KGM")
    tell("a", (1, 100), attr="size")
    tell("b", (2, 300), attr="size")
    load(*(table(f"w{place}", word, **more) for place, (word, more, _) in enumerate(WORDS)))
    assert computing.catch_up() > 0
    for number, (word, more, wanted) in enumerate(WORDS):
        assert value(f"w{number}") == pytest.approx(wanted, rel=0.02 if word == "percentile" else 1e-9), (
            word,
            more,
        )
    before = list(Figure.objects.values_list("pk", "revision", "superseded_at"))
    load(*(table(f"w{place}", word, **more) for place, (word, more, _) in enumerate(WORDS)))
    due.owe((one.code, DAY, NOW) for one in book.in_force().values())
    computing.catch_up()
    assert list(Figure.objects.values_list("pk", "revision", "superseded_at")) == before


def test_a_late_value_makes_a_new_figure_and_dates_the_old() -> None:
    tell("a", (1, 20), origin=Origin.SIMULATED)
    load(table("m", "mean"), table("t", "share", equals=["full"], attribute="state"))
    computing.catch_up()
    with clock.moved_to(NOW + dt.timedelta(hours=1)):
        tell("a", (2, 40))
        tell("a", (2, "full"), (3, "empty"), attr="state")
        computing.catch_up()
    found = figure("m")
    assert found is not None
    assert (found.value, found.count, found.origin, dict(found.mixture)) == (
        30,
        2,
        Origin.SIMULATED,
        {"live": 1, "simulated": 1},
    )
    assert value("t") == 50
    old = queries.revisions(book.get_indicator("m"), DAY, EVERYWHERE)
    assert [(cell.numerator, cell.revision) for cell in old] == [(20, 0)]
    assert old[0].superseded_at is not None and old[0].recorded_at < old[0].superseded_at


def test_each_scope_sees_its_own_figure_and_a_silent_source_is_counted() -> None:
    cast = gather()
    tell("a", (1, 20))
    tell("b", (1, 80))
    tell("c", (-30, 1))
    place("a", cast.ward_a.pk, cast.environment.pk)
    place("b", cast.ward_b.pk)
    place("c", cast.ward_a.pk)
    load(
        table("m", "mean"),
        table("n", "sending", unit="C62"),
        table("r", "ratio", numerator="n", denominator="s", unit="C62"),
        table("s", "sum"),
    )
    computing.catch_up()
    for who, wanted in (("lan", 20), ("tuan", 80), ("nga", 20), ("minh", 50), ("quan", None)):
        assert value("m", getattr(cast, who).scope("indicators.view")) == wanted, who
    seen = figure("n", cast.lan.scope("indicators.view"))
    assert seen is not None and (seen.value, seen.entities, seen.expected) == (1, 1, 2)
    assert value("r") == pytest.approx(2 / 100)
    units = queries.by_unit(book.get_indicator("m"), DAY, EVERYWHERE)
    assert [(unit.code if unit else "", part.value) for unit, part in units] == [("96002", 80), ("96001", 20)]
    names = [
        record.name
        for record in queries.records(book.get_indicator("m"), DAY, cast.lan.scope("entities.view"))
    ]
    assert names == ["a"], "the entity of the other ward is not told"
    assert value("m", begin=DAY + dt.timedelta(days=1)) is None, "a day without values is a gap, no zero"


def test_now_counts_what_is_fresh_and_a_running_hour_is_rewritten_in_place() -> None:
    hours = (NOW - DAY).total_seconds() / 3600
    tell("a", (hours - 0.2, 90))
    tell("b", (hours - 5, 95))
    load(table("n", "count", over="now", above=80, fresh="2h", unit="C62"), table("h", "max", over="hour"))
    computing.catch_up()
    reading = queries.readings(list(book.in_force().values()), EVERYWHERE)
    assert (reading["n"].value, reading["n"].figure.entities, reading["n"].figure.expected) == (1, 1, 2)  # type: ignore[union-attr]
    tell("a", (hours, 70))
    due.owe_by_time(clock.now())
    computing.catch_up()
    reading = queries.readings(list(book.in_force().values()), EVERYWHERE)
    assert (reading["n"].value, reading["h"].value, reading["h"].is_running) == (0, 90, False)
    assert Figure.objects.exclude(superseded_at=None).count() == 0


def test_an_indicator_that_cannot_be_computed_holds_up_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    tell("a", (1, 20))
    load(table("a-broken", "mean"), table("b", "mean"))
    asked = computing.cells_of

    def broken(one: Indicator, *told: Any) -> Any:
        return 1 / 0 if one.code == "a-broken" else asked(one, *told)

    monkeypatch.setattr(computing, "cells_of", broken)
    computing.catch_up()
    assert (value("b"), value("a-broken")) == (20, None)
    monkeypatch.undo()
    while computing.compute_next(NOW, ready_by=NOW + 2 * due.PATIENCE):
        pass
    assert value("a-broken") == 20


def test_what_a_pack_says_holds_exactly_and_nothing_is_overwritten() -> None:
    assert load(table("a", "mean"), table("b", "sum")) == ["a", "b"]
    assert load(table("a", "mean"), table("b", "sum")) == []
    assert load(table("a", "max")) == ["a", "b"]
    assert {code: one.figure for code, one in book.in_force().items()} == {"a": "max"}
    assert load(table("a", "max"), table("a", "min", valid_from=dt.date(2026, 12, 1))) == ["a"]
    assert book.in_force(dt.date(2026, 12, 1))["a"].figure == "min"
    assert book.in_force(dt.date(2026, 11, 30))["a"].figure == "max"
    assert [(one.code, one.version, one.withdrawn) for one in Indicator.objects.order_by("code", "version")] == [
        ("a", 1, False), ("a", 2, False), ("a", 3, False), ("b", 1, False), ("b", 2, True)
    ]  # fmt: skip
    assert at(1) > DAY


def test_the_page_of_an_indicator_opens_with_a_figure_and_without() -> None:
    tell("a", (1, 20), (6, 90))
    load(table("m", "mean", target=40), table("empty", "mean", attribute="never-sent"))
    computing.catch_up()
    browser = Client()
    browser.force_login(gather().hoa)
    told = browser.get("/indicators/m/", {"at": clock.iso(DAY)})
    assert (told.status_code, "look-late" in told.content.decode()) == (200, True)
    assert "look-gap" in browser.get("/indicators/empty/").content.decode()
