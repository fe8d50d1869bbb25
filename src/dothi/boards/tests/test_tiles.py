"""What a tile says of its figure: how sure one may be of it, looking different for each; and that no tile asks for itself alone."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from dothi.boards import courses, owning, showing
from dothi.boards.book import Board
from dothi.boards.contents import tiles_of
from dothi.boards.looks import ORDER, SIGNS
from dothi.boards.models import Opening
from dothi.boards.tests.cells import cell, indicator
from dothi.boards.tests.test_own import made
from dothi.indicators import queries
from dothi.indicators.book import get_indicator
from dothi.indicators.models import Figure
from dothi.kernel import clock
from dothi.kernel.origin import Origin
from dothi.kernel.testing.cast import Cast

pytestmark = pytest.mark.django_db


def test_gap_late_and_each_origin_have_their_own_word_sign_and_frame(client: Client, cast: Cast) -> None:
    codes = {
        "gap": "f-gap",
        "late": "f-late",
        **{one.word: f"f-{one.word}" for one in Origin if one is not Origin.LIVE},
    }
    for look, code in codes.items():
        indicator(code)
        if look != "gap":
            origin = 0 if look == "late" else Origin.of(look)
            old = {"newest_at": clock.now() - dt.timedelta(days=40)} if look == "late" else {}
            cell(code, 1, 5.0, unit=cast.ward_a.pk, origin=int(origin), **old)
    from dothi.indicators.models import Due

    Due.objects.all().delete()
    row = made(cast.minh, [{"kind": "indicator", "indicator": code} for code in codes.values()])
    client.force_login(cast.minh)
    page = client.get(f"/boards/{row.code}/").content.decode()
    for look, code in codes.items():
        tile = re.search(
            rf'<article class="([^"]*)" data-indicator="{code}">(.*?)</article>', page, re.DOTALL
        )
        assert tile is not None and f"look-{look}" in tile[1].split(), (look, tile and tile[1])
        assert f"look-mark-{look}" in tile[2] and SIGNS[look] in tile[2]
    assert len({SIGNS[one] for one in ORDER}) == len(ORDER)


@pytest.mark.parametrize("figure", ["sum", "mean", "min", "max", "share", "count", "last"])
def test_the_batch_says_what_the_single_question_says(cast: Cast, figure: str) -> None:
    indicator("one", figure, **({"at_most": 9} if figure == "share" else {}))
    for back, ward, value in (
        (1, cast.ward_a, 4.0),
        (1, cast.ward_b, 8.0),
        (2, cast.ward_a, 3.0),
        (30, cast.ward_b, 1.0),
    ):
        cell("one", back, value, unit=ward.pk, denominator=2.0)
    one, now = get_indicator("one"), clock.now()
    for person in (cast.minh, cast.lan, cast.tuan):
        scope = person.scope("indicators.view")
        single = queries.readings([one], scope, now)["one"]
        batch = showing.figures(["one"], scope, now)["one"].reading
        assert (batch.figure, batch.before) == (single.figure, single.before)


def test_twenty_tiles_ask_as_often_as_two(cast: Cast) -> None:
    codes = [f"fig-{number}" for number in range(18)]
    for code in codes:
        indicator(code)
        cell(code, 1, 2.0, unit=cast.ward_a.pk)
    asked = {}
    for number in (1, 18):
        told = [{"kind": "indicator", "indicator": code} for code in codes[:number]]
        board = Board(
            "x", "x", tiles_of([*told, {"kind": "count", "of": "alarms"}, {"kind": "list", "of": "tasks"}])
        )
        showing.page(board, cast.minh)
        courses.forget()
        with CaptureQueriesContext(connection) as counted:
            showing.page(board, cast.minh)
        asked[number] = len(counted)
    assert asked[1] == asked[18]


def test_what_is_kept_is_shown_until_a_cell_changes_and_not_longer(cast: Cast) -> None:
    indicator("kept-one")
    standing = cell("kept-one", 1, 10.0, unit=cast.ward_a.pk)
    scope = cast.minh.scope("indicators.view")

    def value() -> float | None:
        return showing.figures(["kept-one"], scope)["kept-one"].reading.value

    assert value() == 10.0
    with CaptureQueriesContext(connection) as warm:
        assert value() == 10.0
    assert not any(
        'SUM("indicators_figure"' in one["sql"] for one in warm.captured_queries
    )  # the cells were not put together again
    Figure.objects.filter(pk=standing.pk).update(numerator=11.0)  # rewritten in place, as a running period is
    assert value() == 11.0
    cell("kept-one", 1, 5.0, unit=cast.ward_b.pk)
    assert value() == 16.0
    Figure.objects.filter(pk=standing.pk).update(superseded_at=clock.now())
    assert value() == 5.0


def test_what_is_kept_for_one_scope_is_not_shown_to_another(cast: Cast) -> None:
    indicator("of-wards")
    cell("of-wards", 1, 1.0, unit=cast.ward_a.pk)
    cell("of-wards", 1, 2.0, unit=cast.ward_b.pk)
    seen = [
        showing.figures(["of-wards"], person.scope("indicators.view"))["of-wards"].reading.value
        for person in (cast.minh, cast.lan, cast.tuan, cast.minh)
    ]
    assert seen == [3.0, 1.0, 2.0, 3.0]


def test_an_opening_counts_a_role_and_nobody(client: Client, cast: Cast) -> None:
    client.force_login(cast.lan)
    client.get("/boards/role-ward/")
    client.get("/boards/role-ward/part/tiles/")  # what asks for itself is no opening
    assert list(Opening.objects.values_list("board", "role", "agency_id")) == [
        ("role-ward", "ward-officer", cast.office_a.pk)
    ]
    assert {one.name for one in Opening._meta.fields} == {"id", "board", "role", "agency", "opened_at"}


def test_a_forecast_is_named_so_and_says_when_there_is_none(client: Client, cast: Cast) -> None:
    indicator("long")
    indicator("short")
    for back in range(1, 60):
        cell("long", back, 7.0, unit=cast.ward_a.pk)
    cell("short", 1, 7.0, unit=cast.ward_a.pk)
    row = made(cast.minh, [{"kind": "indicator", "indicator": code} for code in ("long", "short")])
    client.force_login(cast.minh)
    page = client.get(f"/boards/{row.code}/").content.decode()
    long, short = page.split('data-indicator="short"')
    assert "dự báo" in long and "sai số trung bình" in long
    assert "Chưa đủ số liệu quá khứ để dự báo" in short and "figure-forecast" not in short


def test_sharing_is_seen_with_the_readers_own_rights(client: Client, cast: Cast) -> None:
    indicator("of-both")
    cell("of-both", 1, 1.0, unit=cast.ward_a.pk)
    cell("of-both", 1, 2.0, unit=cast.ward_b.pk)
    row = made(cast.minh, [{"kind": "indicator", "indicator": "of-both"}], agency=cast.centre)
    owning.share_board(row, ["ward-officer"], by=cast.minh)
    client.force_login(cast.tuan)
    assert re.search(r'tile-value">2 ', client.get(f"/boards/{row.code}/").content.decode())
