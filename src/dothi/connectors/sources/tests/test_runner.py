"""The loop: a source that hangs, floods or leads inside fails by itself, and the healthy ones go on."""

from __future__ import annotations

import asyncio
import datetime as dt
import socket
import time
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import psycopg
import pytest

from dothi.connectors import actions_sources as sources
from dothi.connectors import queries_sources, runner
from dothi.connectors.actions import database_url
from dothi.connectors.models import Source, SourceRun, SourceStanding
from dothi.connectors.sources import lateness, noting
from dothi.connectors.sources.tests.serving import serving
from dothi.connectors.sources.tests.sources import add, described, readings, run_once
from dothi.connectors.tests.conftest import facts, stored  # noqa: F401 - a fixture
from dothi.kernel import clock
from dothi.kernel.models import Event

pytestmark = pytest.mark.usefixtures("stored")
PATIENCE_S = 60


def until(done: Callable[[], bool]) -> None:
    """Runs the loop of sources in this process until it is so."""

    async def work() -> None:
        stop = asyncio.Event()
        loop = asyncio.create_task(runner.run(stop))
        try:
            deadline = time.monotonic() + PATIENCE_S
            while not await asyncio.to_thread(_fresh, done):
                assert time.monotonic() < deadline, await asyncio.to_thread(_fresh, _runs)
                assert not loop.done(), loop
                await asyncio.sleep(0.1)
        finally:
            stop.set()
            _, left = await asyncio.wait({loop}, timeout=PATIENCE_S)
            assert not left, "the loop does not stop"
            await loop

    asyncio.run(work())


def _runs() -> Any:
    return list(SourceRun.objects.values("source__code", "state", "error_code"))


def _fresh(done: Callable[[], Any]) -> Any:
    from django.db import connections

    try:
        return done()
    finally:
        connections.close_all()


def state_of(code: str) -> list[tuple[str, str]]:
    return list(SourceRun.objects.filter(source__code=code).order_by("pk").values_list("state", "error_code"))


def answer(request: Any) -> None:
    if request.path == "/hangs":
        request.server.released.wait(PATIENCE_S)
    elif request.path == "/huge":
        request.send_response(200)
        request.send_header("Content-Length", str(2**30))
        request.end_headers()
        for _ in range(2**10):
            request.wfile.write(b" " * 2**20)
    elif request.path == "/inside":
        request.give("", 302, Location="http://10.0.0.1/")
    else:
        request.give(readings(("a", 31.5)))


def test_a_dead_a_huge_and_a_treacherous_source_stop_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DOTHI_EGRESS_ALLOW", "127.0.0.1")
    monkeypatch.setattr(runner.addresses, "database_url", database_url)
    monkeypatch.setattr(runner, "STEADY", 2)
    how = described(ask_every_s=5)
    with serving(answer) as server:
        for number in range(2):
            add("http_poll", f"hangs-{number}", url=f"{server.url}/hangs", timeout_s=1, how=how)
        add("http_poll", "huge", url=f"{server.url}/huge", most_mb=1, how=how)
        add("http_poll", "inside", url=f"{server.url}/inside", how=how)
        add("http_poll", "well", url=f"{server.url}/", rows="$.data[*]", how=how)
        until(lambda: SourceRun.objects.exclude(state="running").values("source").distinct().count() == 5)
        SourceStanding.objects.update(next_at=clock.now())
        until(lambda: SourceRun.objects.filter(source__code="well", state="done").count() == 2)
    assert state_of("huge")[0] == ("failed", "source-too-large")
    assert state_of("inside")[0] == ("failed", "source-inside")
    assert ("failed", "source-too-slow") in state_of("hangs-0") + state_of("hangs-1")
    assert SourceStanding.objects.get(source__code="well").failures == 0


def test_a_round_that_takes_long_leaves_its_place_and_gives_way_where_too_many_do(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("DOTHI_EGRESS_ALLOW", "127.0.0.1")
    monkeypatch.setattr(runner.addresses, "database_url", database_url)
    for name, number in (("STEADY", 1), ("SLOW", 1), ("PATIENCE_S", 0.3)):
        monkeypatch.setattr(runner, name, number)
    with serving(answer) as server:
        for number in range(2):
            add("http_poll", f"hangs-{number}", url=f"{server.url}/hangs", timeout_s=300)
        SourceStanding.objects.update(next_at=clock.now() - dt.timedelta(hours=1))  # before the healthy one
        add("http_poll", "well", url=f"{server.url}/", rows="$.data[*]")
        until(lambda: SourceRun.objects.filter(source__code="well", state="done").exists())
    hanging = sorted(state_of("hangs-0") + state_of("hangs-1"))
    assert ("failed", "source-no-place") in hanging and ("broken", "") in hanging, (
        hanging
    )  # that one was still asked


def test_who_listens_and_finds_no_place_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DOTHI_EGRESS_ALLOW", "127.0.0.1")
    monkeypatch.setattr(runner.addresses, "database_url", database_url)
    monkeypatch.setattr(runner, "LISTENERS", 1)
    with socket.create_server(("127.0.0.1", 0)) as quiet:
        for number in range(2):
            port = quiet.getsockname()[1]
            add("mqtt_topic", f"nghe-{number}", host="127.0.0.1", port=port, tls="off", topics="tram/+")
        until(lambda: SourceStanding.objects.filter(waits_since__isnull=False).exists())
    waiting = [
        queries_sources.shown(one).waits_for_place for one in Source.objects.select_related("standing")
    ]
    assert sorted(waiting) == [False, True]


def test_a_run_whose_connection_went_away_is_said_to_be_broken_and_tried_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("DOTHI_EGRESS_ALLOW", "127.0.0.1")
    monkeypatch.setattr(runner.addresses, "database_url", database_url)
    ends = "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'dothi sources' and datname = %s"

    def breaking(request: Any) -> None:
        if len(server.asked) == 1:
            with psycopg.connect(database_url(), autocommit=True) as connection:
                connection.execute(ends, [connection.info.dbname])
        answer(request)

    with serving(breaking) as server:
        add("http_poll", url=server.url, rows="$.data[*]")
        until(lambda: SourceStanding.objects.filter(error_code="source-database-away").exists())
        SourceStanding.objects.update(next_at=clock.now())
        until(lambda: SourceRun.objects.filter(state="done").exists())
    assert state_of("tram") == [("broken", ""), ("done", "")]


def test_since_moves_on_only_with_a_whole_round_and_looks_back(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages that tell the newest first, and one that breaks off: the rest would never come."""
    monkeypatch.setenv("DOTHI_EGRESS_ALLOW", "127.0.0.1")
    newest, middle = (clock.now() - dt.timedelta(minutes=one) for one in (1, 30))
    pages = [
        readings(("a", 1), at=newest),
        "broken off",
        readings(("a", 1), at=newest),
        readings(("a", 2), at=middle),
        "[]",
    ]
    asked: list[dict[str, str]] = []

    def page(request: Any) -> None:
        asked.append(dict(parse_qsl(urlsplit(request.path).query)))
        request.give(pages[len(asked) - 1])

    with serving(page) as server:
        paging = {"paging": "page", "page_parameter": "p", "page_size": 1}
        source = add("http_poll", url=f"{server.url}/?tu={{since}}", rows="$.data[*]", **paging)
        pages[4] = '{"data": []}'
        assert [run_once(source).state for _ in range(2)] == ["failed", "done"]
        pages.append('{"data": []}')
        run_once(source)
    first, _, second, _, _, third = (dt.datetime.fromisoformat(one["tu"]) for one in asked)
    assert second - first < dt.timedelta(minutes=5), "a round that broke off moves nothing"
    assert abs(third - (newest - dt.timedelta(minutes=10))) < dt.timedelta(seconds=1)


def test_a_run_of_a_killed_process_is_said_to_be_broken_and_goes_on_where_it_stood(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("DOTHI_EGRESS_ALLOW", "127.0.0.1")
    monkeypatch.setattr(runner.addresses, "database_url", database_url)
    with serving(answer) as server:
        source = add("http_poll", url=server.url, rows="$.data[*]")
        later = clock.now() + dt.timedelta(hours=1)
        SourceStanding.objects.update(next_at=later, place={"etag": "x"})
        SourceRun.objects.create(source=source, begun_at=clock.now())
        until(lambda: SourceRun.objects.filter(state="done").exists())
    assert state_of("tram") == [("broken", ""), ("done", "")]
    assert server.asked[0].headers["If-None-Match"] == "x"


def test_what_fails_while_it_is_stored_leaves_nothing_and_its_place_stays(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Values, counts and the place are one transaction."""
    monkeypatch.setenv("DOTHI_EGRESS_ALLOW", "127.0.0.1")

    async def fails(*_: Any, **__: Any) -> None:
        raise psycopg.errors.RaiseException("not now")

    with serving(lambda request: request.give(readings(("a", 1)), ETag='"two"')) as server:
        source = add("http_poll", url=server.url, rows="$.data[*]")
        with monkeypatch.context() as patch:
            patch.setattr(noting.Notes, "move", fails)
            assert run_once(source).state == "failed"
        assert (facts("select count(*) from entities_entity"), source.standing.place) == ([(0,)], {})
        assert (run_once(source).stored, source.standing.place["etag"]) == (1, '"two"')


def test_a_source_under_test_counts_and_stores_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DOTHI_EGRESS_ALLOW", "127.0.0.1")
    with serving(answer) as server:
        source = add("http_poll", url=server.url, rows="$.data[*]", on=False)
        sources.set_state(source, "testing", by=None)
        run = run_once(source)
    assert (run.stored, run.changed, run.dry) == (1, 0, True)
    assert facts("select count(*) from entities_entity") == [(0,)]


def test_standing_facts_are_told_once_and_again_when_they_move(monkeypatch: pytest.MonkeyPatch) -> None:
    """A source that is asked each minute writes no place each minute."""
    monkeypatch.setenv("DOTHI_EGRESS_ALLOW", "127.0.0.1")
    told = [readings(("a", 1), at=clock.now() - dt.timedelta(minutes=3 - one)) for one in range(3)]
    told[2] = told[2].replace("107.08", "107.09")
    with serving(lambda request: request.give(told[min(len(server.asked) - 1, 2)])) as server:
        source = add("http_poll", url=server.url, rows="$.data[*]")
        for _ in told:
            run_once(source)
    places = (
        "select count(*) from entities_history h join entities_term t on t.id = h.term_id where t.short = %s"
    )
    assert (facts(places, "location"), facts(places, "pm25")) == ([(2,)], [(3,)])


def test_the_owner_is_told_once_that_a_source_is_late_and_once_that_it_is_back(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("DOTHI_EGRESS_ALLOW", "127.0.0.1")
    with serving(answer) as server:
        source = add("http_poll", url=server.url, rows="$.data[*]")
        Source.objects.update(state_since=clock.now() - dt.timedelta(minutes=50))
        assert [lateness.tell() for _ in range(2)] == [1, 0]
        run_once(source)
        assert [lateness.tell() for _ in range(2)] == [1, 0]
    late, back = Event.objects.filter(topic__startswith="sources.").order_by("pk")
    assert (late.topic, late.agency_id, back.topic) == ("sources.late", source.agency_id, "sources.back")
    assert 40 * 60 - 5 <= late.payload["late_by_s"] <= 41 * 60


def test_a_late_source_that_is_paused_has_not_come_back() -> None:
    source = add("http_poll", url="https://tram.example.vn/api", rows="$.data[*]")
    Source.objects.update(state_since=clock.now() - dt.timedelta(minutes=50))
    assert lateness.tell() == 1
    sources.set_state(source, "paused", by=None)
    assert lateness.tell() == 0 and SourceStanding.objects.get().late_since is None
    assert not Event.objects.filter(topic="sources.back").exists()


def test_what_nobody_can_write_down_fails_no_run(monkeypatch: pytest.MonkeyPatch) -> None:
    """An address that is no text, a mark that is none, an id with a sign that is not seen: each is told, and the rest is stored."""
    monkeypatch.setenv("DOTHI_EGRESS_ALLOW", "127.0.0.1")
    hidden = readings(("a\u200bb", 1.0), ("c", 2.0))
    answers: dict[str, Callable[[Any], None]] = {
        "/away": lambda asked: asked.give("", 302, Location="http://\xff\xfe.vn/"),
        "/mark": lambda asked: asked.give(b"\xef\xbb\xbf" + hidden.encode(), ETag="\xff"),
    }
    with serving(lambda asked: answers[asked.path](asked)) as server:
        away = run_once(add("http_poll", "away", url=f"{server.url}/away"))
        mark = run_once(add("http_poll", "mark", url=f"{server.url}/mark", rows="$.data[*]"))
    assert (away.state, away.error_code) == ("failed", "source-address-wrong")
    assert (mark.state, mark.stored, mark.reasons) == ("done", 1, {"hidden-sign": 1})
