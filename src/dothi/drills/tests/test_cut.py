"""Nothing leaves a drill's copy, and every page of it says what it is."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import Client
from django.urls import URLPattern, get_resolver

from dothi.commands import sending
from dothi.commands.channels.kinds import NotSent
from dothi.drills import actions
from dothi.drills.copying import making
from dothi.incidents.tests.test_incidents import signed_in
from dothi.kernel import drill, egress, settings
from dothi.kernel.drill import Mark
from dothi.kernel.errors import Conflict
from dothi.kernel.testing.cast import Cast


@pytest.fixture
def inside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Mark]:
    """This process belongs to the copy of a drill."""
    mark = Mark("thu-nghiem", "Cháy nhà cao tầng", "http://127.0.0.1:8000")
    mark.save(tmp_path)
    monkeypatch.setattr(settings, "data_folder", lambda: tmp_path)
    yield mark
    drill._read.cache_clear()


def test_the_mark_is_read_from_the_folder_and_a_broken_one_still_marks(tmp_path: Path, inside: Mark) -> None:
    assert drill.mark() == inside
    drill._read.cache_clear()
    (tmp_path / drill.FILE).write_text("{")
    assert drill.mark() is not None


@pytest.mark.parametrize("address", ["203.113.1.1", "10.0.0.5", "127.0.0.1"])
def test_no_address_is_reached_whatever_is_allowed(inside: Mark, address: str) -> None:
    assert not egress.may_reach("any.example", address, ("any.example", address))


def test_a_city_reaches_what_it_may() -> None:
    assert egress.may_reach("any.example", "10.0.0.5", ("any.example",))


def test_no_command_leaves_for_a_device(inside: Mark) -> None:
    told: list[object] = []

    class Kind:
        code = "http"

        async def send(self, *_: object) -> None:
            raise AssertionError("it left")

    class One:
        pk, order, settings, kind = 1, None, None, Kind()

    async def note(call: object) -> None:
        told.append(call)

    async def go() -> None:
        post = sending.Post(note)  # type: ignore[arg-type]
        await post._send(One())  # type: ignore[arg-type]

    asyncio.run(go())
    assert len(told) == 1
    assert NotSent("drill").trouble == "drill"


@pytest.mark.django_db
def test_there_is_no_feed_of_warnings(inside: Mark, client: Client) -> None:
    assert client.get("/cap/").status_code == 404
    assert client.get("/cap/x.xml").status_code == 404


@pytest.mark.django_db
def test_a_drill_makes_no_drill(inside: Mark, cast: Cast) -> None:
    with pytest.raises(Conflict, match="drill-inside-drill"):
        actions.make("another", "emergency/high-rise-fire", by=cast.minh)


def plain_routes() -> list[str]:
    """Pages without anything to fill in."""
    patterns = [one for one in get_resolver().url_patterns if isinstance(one, URLPattern)]
    return sorted(
        {f"/{one.pattern}" for one in patterns if "<" not in str(one.pattern) and "^" not in str(one.pattern)}
    )


@pytest.mark.long(seconds=20)
@pytest.mark.django_db
def test_every_whole_page_carries_the_banner(inside: Mark, cast: Cast) -> None:
    """Whatever room it is of, for whoever may open it, signed in or not."""
    seen, bare = 0, []
    for person in (cast.minh, cast.quan, cast.vy, cast.kien, None):
        client = signed_in(person) if person else Client()
        for path in plain_routes():
            answer = client.get(path)
            if (
                answer.status_code != 200
                or answer.streaming
                or not answer["Content-Type"].startswith("text/html")
            ):
                continue
            text = answer.content.decode()
            if "<html" not in text:
                continue
            seen += 1
            if "banner-drill" not in text or inside.title not in text:
                bare.append(path)
    assert seen > 40
    assert not sorted(set(bare))


def test_the_copy_knows_nothing_of_the_city_s_servers(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in (
        "DATABASE_URL",
        "NATS_URL",
        "SECRET_KEY",
        "ASTERISK_URL",
        "SOURCES_KEY",
        "EGRESS_ALLOW",
        "CAP_SENDER",
    ):
        monkeypatch.setenv(f"DOTHI_{name}", "of the city")
    monkeypatch.setenv("DOTHI_LANGUAGE", "en")
    given = making.environment(tmp_path, DOTHI_PORT="1")
    assert "of the city" not in given.values()
    assert given["DOTHI_DATA"] == str(tmp_path)
    assert given["DOTHI_LANGUAGE"] == "en"
