"""Definitions that people make: checked, tried, adopted by a second person, computed over facts; targets; versions side by side."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client

from dothi.indicators import book, computing, due, formulas, queries
from dothi.indicators.defining import actions, checking, diff, targets
from dothi.indicators.merging import Merged
from dothi.indicators.models import Draft, Due, Figure, Indicator, Target
from dothi.indicators.tests.trial_fact import FIELDS, hand_in, papers
from dothi.kernel import clock
from dothi.kernel.errors import BadRequest, Conflict, DothiError, NotAllowed
from dothi.kernel.permissions import Grant, Scope
from dothi.kernel.testing.cast import Cast, gather

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 11, 22, 10, tzinfo=clock.VIETNAM)
DAY = dt.datetime(2026, 11, 21, tzinfo=clock.VIETNAM)
EVERYWHERE = Scope((Grant(None, None),))
CODE = "papers-on-time"


@pytest.fixture(autouse=True)
def a_day() -> Iterator[None]:
    with clock.moved_to(NOW), papers():
        yield


@pytest.fixture
def cast() -> Cast:
    return gather()


def in_force(cast: Cast, code: str = CODE, **more: Any) -> Indicator:
    draft = actions.draw_up(code, FIELDS | more, by=cast.vy)
    actions.try_over_the_past(draft, by=cast.vy)
    return actions.adopt(draft, dt.date(2026, 11, 1), by=cast.hoa)


def figure(one: Indicator, begin: dt.datetime = DAY, scope: Scope = EVERYWHERE) -> Merged | None:
    return queries.merged(one, list(queries.visible(scope, [one.code]).filter(starts_at=begin)))


def test_a_formula_from_draft_to_figure_and_its_records(cast: Cast) -> None:
    """Four papers, one not judged yet: two of three on time; ward A has one of two. The trial says the same before anything is kept."""
    a, b = cast.ward_a.pk, cast.ward_b.pk
    hand_in("P1", DAY + dt.timedelta(hours=8), on_time=True, unit=a)
    hand_in("P2", DAY + dt.timedelta(hours=9), on_time=False, unit=a)
    hand_in("P3", DAY + dt.timedelta(hours=9), on_time=True, unit=b)
    hand_in("P4", DAY + dt.timedelta(hours=9), on_time=None, unit=b)
    hand_in("P5", DAY - dt.timedelta(hours=1), on_time=False, unit=b)
    draft = actions.draw_up(CODE, FIELDS, by=cast.vy)
    draft = actions.try_over_the_past(draft, by=cast.vy)
    line = next(line for line in draft.trial if line["begin"] == clock.iso(DAY))
    assert (line["value"], line["numerator"], line["denominator"], line["rows"]) == (
        pytest.approx(200 / 3),
        2,
        3,
        4,
    )
    assert set(line["keys"]) == {"P1", "P2", "P3"}
    assert not Figure.objects.exists()
    one = actions.adopt(draft, dt.date(2026, 11, 1), by=cast.hoa)
    computing.catch_up()
    whole, ward = figure(one), figure(one, scope=Scope((Grant(frozenset({a}), None),)))
    assert whole is not None and whole.value == pytest.approx(200 / 3)
    assert ward is not None and (ward.value, ward.count) == (50, 2)
    told = formulas.rows(one, DAY, Scope((Grant(frozenset({a}), None),)))
    assert [(row.key, row.above, row.below) for row in told] == [("P1", True, True), ("P2", False, True)]


def test_nothing_through_nothing_is_no_figure_and_nothing_that_happened_is_a_zero(cast: Cast) -> None:
    hand_in("P1", DAY + dt.timedelta(hours=8), on_time=None)
    share = in_force(cast)
    number = in_force(
        cast,
        "papers-number",
        unit_code="C62",
        better="none",
        parameters={"fact": "papers_fact", "numerator": "count(*)"},
    )
    fees = in_force(
        cast, "papers-fees", unit_code="C62", parameters={"fact": "papers_fact", "numerator": "sum(fee)"}
    )
    computing.catch_up()
    following = DAY + dt.timedelta(days=1)
    judged = figure(share)
    assert judged is not None and (judged.value, judged.numerator, judged.denominator) == (None, 0, 0)
    assert [found.value if (found := figure(number, begin)) else None for begin in (DAY, following)] == [1, 0]
    assert figure(number, DAY - dt.timedelta(days=3)) is None, "before the first paper nothing is known"
    assert figure(fees, following) is None, "a sum of nothing is a gap"


def test_what_changed_is_computed_anew_and_nothing_else(cast: Cast) -> None:
    hand_in("P1", DAY + dt.timedelta(hours=8), on_time=True)
    one = in_force(cast)
    due.owe_by_facts(NOW)
    computing.catch_up()
    later = NOW + dt.timedelta(hours=1)
    with connection.cursor() as db:
        db.execute("update papers_row set on_time = false, changed_at = %s", [later])
    with clock.moved_to(later):
        due.owe_by_facts(later)
        assert {row.starts_at for row in Due.objects.filter(code=CODE)} == {DAY}
        computing.catch_up()
    changed = figure(one)
    assert changed is not None and changed.value == 0
    assert [cell.numerator for cell in queries.revisions(one, DAY, EVERYWHERE)] == [1], (
        "what was known before stays"
    )


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"unit_code": ""}, "indicator-unit"),
        ({"unit_code": "phần trăm"}, "indicator-unit"),
        ({"name_en": " "}, "indicator-lacks"),
        ({"over": "week"}, "indicator-choice"),
        ({"figure": "python"}, "indicator-choice"),
        ({"parameters": {"fact": "papers_fact", "numerator": "count(*)"}}, "indicator-per-cent-of-what"),
        ({"parameters": {"fact": "papers_fact", "numerator": "count(*) / count(fee)"}}, "facts-no-division"),
        ({"parameters": {"fact": "accounts_person", "numerator": "count(*)"}}, "facts-fact-does-not-exist"),
        (
            {
                "parameters": {
                    "fact": "papers_fact",
                    "numerator": "count(*) filter (where unit_code = '25195')",
                }
            },
            "facts-bare-code",
        ),
        ({"quality": {"lowest": 5, "highest": 1}}, "indicator-quality"),
        ({"figure": "typed", "over": "now"}, "indicator-typed-period"),
        ({"figure": "mean"}, "indicator-lacks"),
    ],
)
def test_what_is_unsound_is_never_drawn_up(cast: Cast, change: dict[str, Any], code: str) -> None:
    with pytest.raises(DothiError) as refused:
        actions.draw_up(CODE, FIELDS | change, by=cast.vy)
    assert refused.value.code == code
    assert not Draft.objects.exists()


def test_a_second_person_decides_and_the_database_holds_it(cast: Cast) -> None:
    draft = actions.draw_up(CODE, FIELDS, by=cast.hoa)
    with pytest.raises(Conflict):
        actions.adopt(draft, clock.today(), by=cast.vy)
    actions.try_over_the_past(draft, by=cast.hoa)
    with pytest.raises(NotAllowed, match="second-person"):
        actions.adopt(draft, clock.today(), by=cast.hoa)
    with pytest.raises(NotAllowed, match="scope"):
        actions.adopt(draft, clock.today(), by=cast.lan)
    with pytest.raises(IntegrityError), transaction.atomic():
        Draft.objects.filter(pk=draft.pk).update(
            state="adopted", decided_by=cast.hoa, decided_at=NOW, valid_from=clock.today()
        )


def test_a_version_in_force_is_never_changed_and_versions_stand_side_by_side(cast: Cast) -> None:
    first = in_force(cast)
    draft = actions.draw_up(CODE, FIELDS | {"better": "none", "quality": {"least_count": 5}}, by=cast.vy)
    actions.try_over_the_past(draft, by=cast.vy)
    with pytest.raises(BadRequest, match="adopted-from"):
        actions.adopt(draft, clock.today() - dt.timedelta(days=1), by=cast.hoa)
    second = actions.adopt(draft, clock.today() + dt.timedelta(days=7), by=cast.hoa)
    assert (book.get_indicator(CODE).pk, book.get_indicator(CODE, second.valid_from).pk) == (
        first.pk,
        second.pk,
    )
    assert [(one.field, one.before, one.after) for one in diff.differences(first, second)] == [
        ("better", "high", "none"),
        ("quality.least_count", "", "5"),
    ]


def test_a_target_has_a_unit_or_is_none(cast: Cast) -> None:
    one = in_force(cast)
    told: dict[str, Any] = {"source": "Kế hoạch", "certainty": "M", "by": cast.vy}
    for unit, code in (("", "indicator-target-without-unit"), ("C62", "indicator-target-other-unit")):
        with pytest.raises(BadRequest) as refused:
            targets.set_target(CODE, 2026, 90, unit, **told)
        assert refused.value.code == code
    with pytest.raises(IntegrityError), transaction.atomic():
        Target.objects.create(
            code=CODE,
            year=2026,
            value=90,
            unit_code="",
            valid_from=clock.today(),
            source="x",
            certainty="D",
            recorded_at=NOW,
        )
    targets.set_target(CODE, 2026, 90, "P1", **told)
    targets.set_target(CODE, 2026, 90, "P1", **told)
    targets.set_target(CODE, 2027, 95, "P1", **told)
    assert Target.objects.count() == 2
    hand_in("P1", DAY + dt.timedelta(hours=8), on_time=False)
    due.owe_the_past([CODE])
    computing.catch_up()
    reading = queries.readings([one], EVERYWHERE)[CODE]
    assert (reading.target, reading.misses_target) == (90, True)


def test_a_doubtful_figure_says_so(cast: Cast) -> None:
    one = in_force(cast, quality={"least_count": 2, "highest": 50})
    hand_in("P1", DAY + dt.timedelta(hours=8), on_time=True)
    due.owe_the_past([CODE])
    computing.catch_up()
    assert queries.readings([one], EVERYWHERE)[CODE].doubts == ["highest", "least-count"]


@pytest.mark.parametrize("over", ["quarter", "year"])
def test_quarters_and_years(cast: Cast, over: str) -> None:
    hand_in("P1", DAY, on_time=True)
    hand_in("P2", dt.datetime(2026, 1, 1, 0, 30, tzinfo=clock.VIETNAM), on_time=False)
    one = in_force(cast, over=over)
    computing.catch_up()
    begin = dt.datetime(2026, 10 if over == "quarter" else 1, 1, tzinfo=clock.VIETNAM)
    assert (found := figure(one, begin)) is not None
    # adopted from 1 November: the year of its first day is computed by the version of that day
    assert found.value == (100 if over == "quarter" else 50)


def test_screens(cast: Cast) -> None:
    vy, hoa, lan = Client(), Client(), Client()
    for client, person in ((vy, cast.vy), (hoa, cast.hoa), (lan, cast.lan)):
        client.force_login(person)
    form = (
        {key: value for key, value in FIELDS.items() if key != "parameters"}
        | FIELDS["parameters"]
        | {"code": CODE}
    )
    assert lan.post("/indicators/new/", form).status_code == 403
    refused = vy.post("/indicators/new/", form | {"numerator": "count(*) / 2"})
    assert refused.status_code == 422 and "phép chia" in refused.content.decode()
    page = vy.post("/indicators/new/", form)["Location"]
    assert "Chưa chạy thử" in vy.get(page).content.decode()
    hand_in("P1", DAY + dt.timedelta(hours=8), on_time=True)
    vy.post(f"{page}step/", {"do": "try"})
    assert "P1" in hoa.get(page).content.decode()
    told = lan.get(page).content.decode()
    assert "P1" not in told and "toàn địa bàn mới thấy" in told, (
        "a trial of all places is not for who sees one ward"
    )
    assert hoa.post(f"{page}adopt/", {"valid_from": "2026-11-01"})["Location"] == f"/indicators/{CODE}/"
    computing.catch_up()
    shown = hoa.get(f"/indicators/{CODE}/?at=2026-11-21T00:00:00%2B07:00").content.decode()
    assert "count(*) filter (where on_time)" in shown and "P1" in shown
    assert CODE in hoa.get("/indicators/?q=ho so dung").content.decode()
    for path in (
        f"/indicators/{CODE}/versions/",
        f"/indicators/{CODE}/change/",
        f"/indicators/{CODE}/target/",
        "/indicators/new/",
    ):
        assert vy.get(path).status_code == 200, path
    answer = vy.post(
        f"/indicators/{CODE}/target/",
        {"year": 2026, "value": 90, "unit_code": "", "target_source": "x", "target_certainty": "D"},
    )
    assert answer.status_code == 422 and "không có đơn vị" in answer.content.decode()


def test_addresses_are_no_codes() -> None:
    for code in (*checking.TAKEN, "A B", "x", "a/b"):
        with pytest.raises(BadRequest):
            checking.refuse_code(code)
