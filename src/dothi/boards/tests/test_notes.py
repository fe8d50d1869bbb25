"""Notes on figures: in every chart of the indicator, edited as versions, seen where their writer's right reaches."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.test import Client

from dothi.boards import exporting, noting
from dothi.boards.models import Note
from dothi.boards.tests.cells import cell, indicator
from dothi.kernel import clock
from dothi.kernel.errors import BadRequest, Conflict, NotAllowed, NotFound
from dothi.kernel.testing.cast import Cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def figure() -> None:
    indicator("air-of-day")


def test_a_note_shows_in_every_chart_of_its_indicator_with_who_and_when(
    client: Client, cast: Cast, figure: None
) -> None:
    standing = cell("air-of-day", 2, 4.0, unit=cast.ward_a.pk)
    noting.write_note("air-of-day", standing.starts_at, "Bảo trì trạm", thread=uuid4(), by=cast.minh)
    client.force_login(cast.hoa)
    charts = (
        "/indicators/air-of-day/series.json?code=air-of-day&hours=720",
        "/boards/lines.json?code=air-of-day&hours=720",
    )
    for address in charts:
        note = client.get(address).json()["series"][0]["notes"][0]
        assert (note["text"], note["by"]) == ("Bảo trì trạm", cast.minh.full_name)
        assert note["at"] == standing.starts_at.timestamp() * 1000
    assert "Bảo trì trạm" in client.get("/boards/figures/air-of-day/").content.decode()
    assert any("Bảo trì trạm" in row["notes"] for row in exporting.rows(["air-of-day"], cast.hoa))


def test_an_edit_is_the_next_number_and_taking_away_keeps_all(cast: Cast, figure: None) -> None:
    thread = uuid4()
    for _ in range(2):  # the form twice
        noting.write_note("air-of-day", clock.now(), "Một", thread=thread, by=cast.minh)
    noting.edit_note(thread, "Hai", seen=1, by=cast.minh)
    noting.edit_note(thread, "Hai", seen=1, by=cast.minh)
    with pytest.raises(Conflict):
        noting.edit_note(thread, "Ba", seen=1, by=cast.minh)
    scope = cast.hoa.scope("indicators.view")
    assert [one.text for one in noting.standing(["air-of-day"], scope)] == ["Hai"]
    noting.withdraw_note(thread, by=cast.minh)
    assert not noting.standing(["air-of-day"], scope)
    assert [(one.number, one.text, one.withdrawn) for one in noting.versions(thread)] == [
        (1, "Một", False),
        (2, "Hai", False),
        (3, "Hai", True),
    ]


def test_who_speaks_for_a_ward_speaks_to_that_ward(cast: Cast, figure: None) -> None:
    noting.write_note("air-of-day", clock.now(), "Ngập ở chợ", thread=uuid4(), by=cast.lan)
    seen = {
        one.username: noting.standing(["air-of-day"], one.scope("indicators.view")).count()
        for one in (cast.lan, cast.tuan, cast.hoa)
    }
    assert seen == {"lan": 1, "tuan": 0, "hoa": 1}


def test_notes_that_cannot_be_are_refused(client: Client, cast: Cast, figure: None) -> None:
    now = clock.now()
    for text, error in (("", BadRequest), ("x" * 1001, BadRequest), ("\u200b", BadRequest)):
        with pytest.raises(error):
            noting.write_note("air-of-day", now, text, thread=uuid4(), by=cast.minh)
    with pytest.raises(NotFound):
        noting.write_note("no-such", now, "x", thread=uuid4(), by=cast.minh)
    with pytest.raises(BadRequest):
        noting.write_note("air-of-day", now.replace(year=now.year + 2), "x", thread=uuid4(), by=cast.minh)
    with pytest.raises(NotAllowed):
        noting.write_note("air-of-day", now, "x", thread=uuid4(), by=cast.kien)
    made = noting.write_note("air-of-day", now, "<b>x</b>", thread=uuid4(), by=cast.minh)
    with pytest.raises(NotAllowed):
        noting.edit_note(made.thread, "y", seen=1, by=cast.hoa)
    client.force_login(cast.minh)
    assert "&lt;b&gt;x" in client.get("/boards/figures/air-of-day/").content.decode()
    assert Note.objects.count() == 1
