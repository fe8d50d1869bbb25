"""Boards that people make: owned, versioned, shared by role; two who edit the same, and everything that somebody might send."""

from __future__ import annotations

import json
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError
from django.test import Client

from dothi.accounts.models import Person
from dothi.boards import book, owning
from dothi.boards.models import BoardVersion, OwnBoard
from dothi.boards.tests.cells import cell, indicator
from dothi.kernel.errors import BadRequest, Conflict, NotAllowed, NotFound
from dothi.kernel.testing.cast import Cast

pytestmark = pytest.mark.django_db
COUNT = {"kind": "count", "of": "alarms", "size": "small"}
TASKS = {"kind": "list", "of": "tasks", "size": "wide"}


def made(
    by: Person, tiles: list[dict[str, Any]] | None = None, name: str = "Ca sáng", **more: Any
) -> OwnBoard:
    return owning.make_board(name, tiles if tiles is not None else [COUNT], key=uuid4(), by=by, **more)


def test_a_form_sent_twice_is_one_board_and_a_version_saved_twice_one_version(cast: Cast) -> None:
    key = uuid4()
    first = owning.make_board("Ca sáng", [COUNT], key=key, by=cast.minh)
    assert owning.make_board("Ca sáng", [COUNT], key=key, by=cast.minh) == first
    for _ in range(2):
        row = owning.save_board(first, "Ca sáng", [COUNT, TASKS], seen=1, by=cast.minh)
    assert (row.number, BoardVersion.objects.filter(board=first).count()) == (2, 2)


def test_the_second_of_two_editors_is_told_and_nothing_is_lost(client: Client, cast: Cast) -> None:
    row = made(cast.minh, agency=cast.centre)
    owning.save_board(row, "Ca sáng", [COUNT, TASKS], seen=1, by=cast.hoa)
    with pytest.raises(Conflict) as told:
        owning.save_board(row, "Ca đêm", [TASKS], seen=1, by=cast.minh)
    assert told.value.fields["name"] == cast.hoa.full_name
    client.force_login(cast.minh)
    form = {"name": "Ca đêm", "tiles": json.dumps([TASKS]), "seen": "1"}
    answer = client.post(f"/boards/made/{row.pk}/edit/", form)
    page = answer.content.decode()
    assert answer.status_code == 409 and cast.hoa.full_name in page and "Ca đêm" in page
    assert 'name="seen" value="2"' in page  # what was made here can still be saved, after the other's
    client.post(f"/boards/made/{row.pk}/edit/", form | {"seen": "2"})
    assert [one.name for one in row.versions.order_by("number")] == ["Ca sáng", "Ca sáng", "Ca đêm"]


def test_undo_is_an_earlier_version_again_and_versions_never_change(cast: Cast) -> None:
    row = made(cast.minh)
    owning.save_board(row, "Khác", [TASKS], seen=1, by=cast.minh)
    back = owning.go_back(row, 1, by=cast.minh)
    newest = back.versions.get(number=3)
    assert (newest.name, newest.tiles, newest.restores) == ("Ca sáng", [COUNT], 1)
    with pytest.raises(NotFound):
        owning.go_back(row, 9, by=cast.minh)
    with pytest.raises(IntegrityError, match="append-only"):
        BoardVersion.objects.filter(pk=newest.pk).update(name="x")


def test_sharing_reaches_a_role_and_no_further(client: Client, cast: Cast) -> None:
    row = made(cast.minh, agency=cast.centre)
    client.force_login(cast.tuan)
    assert client.get(f"/boards/{row.code}/").status_code == 404
    owning.share_board(row, ["ward-officer"], by=cast.minh)
    assert client.get(f"/boards/{row.code}/").status_code == 200
    assert client.get(f"/boards/made/{row.pk}/edit/").status_code == 404
    with pytest.raises(NotAllowed):
        owning.share_board(row, ["leader"], by=cast.tuan)
    with pytest.raises(BadRequest):
        owning.share_board(row, ["leader", "nobody"], by=cast.minh)


def test_copies_of_copies_shared_back_make_no_circle(cast: Cast) -> None:
    first = owning.share_board(made(cast.minh, agency=cast.centre), ["ward-officer"], by=cast.minh)
    copy = made(cast.tuan, copied_from=first.code, agency=cast.office_b)
    owning.share_board(copy, ["duty-officer", "ward-officer"], by=cast.tuan)
    again = made(cast.minh, copied_from=copy.code)
    told = {person.username: [one.code for one in book.made_for(person)] for person in (cast.minh, cast.tuan)}
    assert told == {"minh": [first.code, copy.code, again.code], "tuan": [first.code, copy.code]}


def test_a_withdrawn_indicator_and_a_missing_right_are_left_out_and_said(client: Client, cast: Cast) -> None:
    indicator("bins-full-now")
    row = made(
        cast.vy,
        [
            COUNT,
            TASKS,
            {"kind": "indicator", "indicator": "gone-since", "size": "small"},
            {"kind": "indicator", "indicator": "bins-full-now"},
        ],
    )
    client.force_login(cast.vy)  # sees alarms and figures, neither cases nor tasks
    page = client.get(f"/boards/{row.code}/").content.decode()
    assert "2 ô không hiện" in page and "tasks.view" in page and "gone-since" in page
    assert 'data-indicator="bins-full-now"' in page


@pytest.mark.parametrize(
    ("tiles", "code"),
    [
        ([COUNT] * 60, "board-too-many-tiles"),
        ("x", "board-unreadable"),
        ([7], "board-unreadable"),
        ([{"kind": "frame"}], "board-tile-unknown"),
        ([{"kind": "count", "of": "people"}], "board-tile-of-what"),
        ([{"kind": "indicator", "indicator": "'; drop"}], "board-tile-indicator"),
        ([{"kind": "chart", "indicators": ["share-of", "hours-of"]}], "board-chart-units"),
        ([{"kind": "chart", "indicators": []}], "board-chart-lines"),
        ([{"kind": "text", "text": ""}], "board-tile-text"),
        ([{"kind": "map", "type": "../x"}], "board-tile-type"),
        ([COUNT | {"title": "x" * 121}], "board-title-too-long"),
        ([COUNT | {"size": "huge"}], "board-tile-unknown"),
    ],
)
def test_what_cannot_be_a_board_is_refused_with_its_reason(cast: Cast, tiles: Any, code: str) -> None:
    indicator("share-of", unit="P1")
    indicator("hours-of", unit="HUR")
    with pytest.raises(BadRequest) as told:
        made(cast.minh, tiles)
    assert told.value.code == code and not OwnBoard.objects.exists()


@pytest.mark.parametrize(
    ("name", "code"), [("x" * 300, "board-name-too-long"), (" \u200b ", "board-needs-a-name")]
)
def test_a_name_is_a_name(client: Client, cast: Cast, name: str, code: str) -> None:
    client.force_login(cast.minh)
    answer = client.post("/boards/new/", {"name": name, "tiles": json.dumps([COUNT]), "key": str(uuid4())})
    assert answer.status_code == 422 and not OwnBoard.objects.exists()
    with pytest.raises(BadRequest) as told:
        made(cast.minh, name=name)
    assert told.value.code == code


def test_the_builder_shows_the_real_tile_of_whoever_builds(client: Client, cast: Cast) -> None:
    indicator("waste-of-day", unit="TNE")
    cell("waste-of-day", 1, 30.0, unit=cast.ward_a.pk)
    cell("waste-of-day", 1, 12.0, unit=cast.ward_b.pk)
    tile = {"kind": "indicator", "indicator": "waste-of-day", "size": "small"}
    seen = {}
    for person in (cast.minh, cast.lan):
        client.force_login(person)
        page = client.post(
            "/boards/preview/", {"tiles": json.dumps([tile, COUNT]), "op": ""}
        ).content.decode()
        seen[person.username] = page[page.index("tile-value") :][:30]
    assert ">42 " in seen["minh"] and ">30 " in seen["lan"]
    assert not OwnBoard.objects.exists()


@pytest.mark.parametrize(
    ("op", "left"),
    [
        ("up:1", ["tasks", "alarms"]),
        ("down:0", ["tasks", "alarms"]),
        ("move:1:0", ["tasks", "alarms"]),
        ("drop:0", ["tasks"]),
        ("up:0", ["alarms", "tasks"]),
        ("move:9:0", ["alarms", "tasks"]),
    ],
)
def test_order_and_size_go_by_buttons_alone(client: Client, cast: Cast, op: str, left: list[str]) -> None:
    client.force_login(cast.minh)
    asked = {"tiles": json.dumps([COUNT, TASKS]), "op": op, "size-0": "full"}
    answer = client.post("/boards/preview/", asked)
    told = json.loads(answer.context["tiles_json"])
    assert [one["of"] for one in told] == left
    assert {one["of"]: one["size"] for one in told}.get("alarms", "full") == "full"
