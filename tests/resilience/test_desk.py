"""The desk takes calls whatever is missing, and nothing that somebody did there is half-done, doubled or silently lost."""

from __future__ import annotations

import contextlib
import os
import signal
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

import psycopg
import pytest

from dothi.kernel.testing.browser import another_page, chromium
from dothi.kernel.testing.cast import PASSWORD
from dothi.kernel.testing.system import START_S, System, running_system

from .asterisk import Asterisk, asterisk
from .desk_city import SIGNS
from .operators import Exchange, Operator, Refused

pytestmark = pytest.mark.slow
TOGETHER = 20
STATES = ("en-route", "on-scene", "returning", "available")


@dataclass
class Centre:
    """A running system with a line, six units, two exchanges (one tells by web-hook, one is listened to), and two people signed in."""

    system: System
    asterisk: Asterisk
    exchange: Exchange
    minh: Operator
    bao: Operator

    def rows(self, statement: str, *values: Any) -> list[tuple[Any, ...]]:
        with psycopg.connect(self.system.addresses.database_url, autocommit=True) as connection:
            return connection.execute(statement, values).fetchall()

    def walk(self, who: Operator, unit: str, *, by_hand: bool = False) -> str:
        """One call from its ring to its wrap-up, the unit sent and home again; returns the call's code."""
        if by_hand:
            call = str(who.does("/desk/by-hand/", key=uuid4().hex)["call"])
        else:
            call = self.exchange.rings()
            who.does(f"/desk/calls/{call}/take/")
        who.writes(call)
        who.sends(call, unit)
        who.sets(unit, *STATES)
        if not by_hand:
            self.exchange.hangs_up()
        who.closes(call)
        return call

    def wait_for_words(self, call: str, words: str) -> None:
        """Until the record of the call holds them; a database that was stopped for the test may still be coming back."""
        until, found = time.monotonic() + 90, None
        while found != [(words,)]:
            assert time.monotonic() < until, found
            time.sleep(0.5)
            with contextlib.suppress(psycopg.OperationalError):
                found = self.rows("select narrative from calls_call where code = %s", call)

    def wait_for_states(self, states: dict[str, str]) -> None:
        """Until the calls of these channels are in these states."""
        until = time.monotonic() + 120
        about = "select external_id, state from calls_call where external_id = any(%s)"
        while (found := dict(self.rows(about, list(states)))) != states:
            assert time.monotonic() < until, found
            time.sleep(0.2)

    def is_whole(self, call: str) -> bool:
        """Taken, placed, closed as a case with one unit that went and came home."""
        found = self.rows(
            "select c.state, c.outcome, c.wrapped_at is not null, c.lon is not null, count(a.*), bool_and(a.ended_as = 'cleared'),"
            " bool_and(a.on_scene_at is not null) from calls_call c join forces_assignment a on a.incident_id = c.incident_id"
            " where c.code = %s group by 1, 2, 3, 4",
            call,
        )
        return found == [("ended", "case", True, True, 1, True, True)]


@pytest.fixture(scope="module")
def centre() -> Iterator[Centre]:
    with asterisk() as listened, running_system(DOTHI_ASTERISK_URL=listened.url) as system:
        system.wait_ok(START_S)
        filled = system.program(str(Path(__file__).with_name("desk_city.py")))
        base = system.addresses.base_url
        yield Centre(
            system,
            listened,
            Exchange(base, filled.split()[-1]),
            Operator(base, "minh").sign_in(),
            Operator(base, "bao").sign_in(),
        )


@pytest.mark.parametrize("parts", [["nats"], ["writer", "worker", "jobs", "sources", "notify"]])
def test_a_call_is_taken_and_a_unit_sent_while_parts_hang(centre: Centre, parts: list[str]) -> None:
    """Without a single repetition: no step may wait for a part that is missing. All at once, for what waits for one waits for all.

    The gateway is no process that could hang alone: it answers in the pages' own (decision 0009). Its routes fail in a browser in
    tests/screens/test_desk_walk.py, its process is killed below."""
    centre.minh.repeats = False
    stopped = {part: centre.system.kill(part, signal.SIGSTOP) for part in parts}
    try:
        called = centre.walk(centre.minh, SIGNS[0])
        by_hand = centre.walk(centre.minh, SIGNS[1], by_hand=True)
    finally:
        centre.minh.repeats = True
        if "sources" in parts:
            centre.asterisk.deaf()
        for part in parts:
            centre.system.kill(part)
        for part, number in stopped.items():
            centre.system.wait_back(part, number)
    assert centre.is_whole(called)
    assert centre.is_whole(by_hand)


def test_calls_that_end_while_the_listener_of_the_exchange_is_dead_are_not_lost(centre: Centre) -> None:
    """One rings, one is spoken with; the listener is killed, both hang up, a third one rings. Its successor asks what stands."""
    rang, spoken, third = (f"17953300{number}.41" for number in (50, 51, 52))
    phone = centre.asterisk
    phone.rings(rang, spoken)
    phone.answers(spoken)
    centre.wait_for_states({rang: "ringing", spoken: "answered"})
    (taken,) = centre.rows("select code from calls_call where external_id = %s", spoken)[0]
    centre.minh.does(f"/desk/calls/{taken}/take/")
    phone.deaf()
    phone.shows(third)
    killed = centre.system.kill("sources")
    by_hand = centre.walk(centre.minh, SIGNS[0], by_hand=True)
    centre.system.wait_back("sources", killed)
    centre.wait_for_states({rang: "abandoned", spoken: "ended", third: "ringing"})
    assert centre.is_whole(by_hand)
    centre.minh.does(f"/desk/calls/{taken}/next/", outcome="information")
    phone.shows()
    phone.hangs_up(third)
    centre.wait_for_states({third: "abandoned"})


def test_of_twenty_who_send_one_unit_at_once_one_wins_and_every_other_is_told_who(centre: Centre) -> None:
    unit = SIGNS[2]
    people = [(centre.minh, centre.bao)[number % 2].twin() for number in range(TOGETHER)]
    calls = [
        str(who.does("/desk/by-hand/", key=f"cùng lúc {number}")["call"]) for number, who in enumerate(people)
    ]
    for who, call in zip(people, calls, strict=True):
        who.writes(call)
    start = threading.Barrier(TOGETHER)

    def send(who: Operator, call: str) -> Refused | None:
        start.wait(60)
        try:
            who.sends(call, unit)
        except Refused as refused:
            return refused
        return None

    with ThreadPoolExecutor(TOGETHER) as pool:
        refused = [one for one in pool.map(send, people, calls) if one is not None]
    held = centre.rows(
        "select p.full_name, i.code from forces_assignment a join forces_force f on f.id = a.force_id"
        " join incidents_incident i on i.id = a.incident_id join accounts_person p on p.id = a.sent_by_id"
        " where f.call_sign = %s and a.ended_at is null",
        unit,
    )
    assert len(held) == 1, "one unit is in two places"
    assert len(refused) == TOGETHER - 1
    winner, case = held[0]
    for one in refused:
        assert (one.status, one.code) == (409, "force-sent-meanwhile")
        assert unit in one.detail
        assert winner in one.detail
        assert case in one.detail
    centre.minh.sets(unit, *STATES)


def test_everything_sent_twice_at_once_is_done_once(centre: Centre) -> None:
    unit, who = SIGNS[3], centre.minh
    call = centre.exchange.rings()
    steps: list[tuple[str, dict[str, str]]] = [
        (f"/desk/calls/{call}/take/", {}),
        (f"/desk/calls/{call}/draft/", {"rev": "1", "narrative": "cháy"}),
        (f"/desk/calls/{call}/place/", {"lon": "107.09", "lat": "10.37", "source": "map"}),
        (f"/desk/calls/{call}/kind/", {"kind": "fire", "severity": "high"}),
        (f"/desk/calls/{call}/open/", {}),
        ("/desk/send/", {"call": call, "force": unit}),
        *(("/desk/state/", {"force": unit, "state": state}) for state in STATES),
        ("/desk/by-hand/", {"key": "hai lần"}),
    ]
    with ThreadPoolExecutor(2) as pool:
        for address, form in steps:
            pressed = [pool.submit(who.twin().does, address, **form) for _ in range(2)]
            outcomes = [one.exception() for one in pressed]
            assert None in outcomes, outcomes
            told = [one for one in outcomes if one is not None]
            assert all(isinstance(one, Refused) and one.status == 409 and one.detail for one in told), told
    centre.exchange.hangs_up()
    for _ in range(2):
        who.closes(call)
    assert centre.is_whole(call)
    about = "select count(*) from incidents_log l join calls_call c on c.incident_id = l.incident_id where c.code = %s and l.kind = %s"
    assert centre.rows(about, call, "opened") == [(1,)]
    assert centre.rows("select count(*) from calls_call where external_id like %s", "%hai lần") == [(1,)]


def test_a_server_that_is_killed_between_and_within_steps_leaves_nothing_half_done(centre: Centre) -> None:
    """Two people walk calls while `serve` is killed three times; whatever was not answered they ask again, as their pages do."""
    ended = threading.Event()

    def work(who: Operator, unit: str) -> list[str]:
        walked = []
        while not ended.is_set():
            walked.append(_stubborn_walk(centre, who, unit))
        return walked

    with ThreadPoolExecutor(2) as pool:
        both = [pool.submit(work, centre.minh, SIGNS[4]), pool.submit(work, centre.bao, SIGNS[5])]
        try:
            for pause in (1.1, 1.7, 2.3):
                time.sleep(pause)
                killed = centre.system.kill("serve")
                centre.system.wait_back("serve", killed)
                centre.system.wait_ok()
        finally:
            ended.set()
        walked = [call for one in both for call in one.result(240)]
    assert len(walked) >= 2
    for call in walked:
        assert centre.is_whole(call), call
    assert centre.rows("select count(*) from forces_force where state <> 'available'") == [(0,)]
    numbers = [int(code[-6:]) for (code,) in centre.rows("select code from calls_call order by id")]
    assert sorted(numbers) == list(range(1, len(numbers) + 1)), "a code is missing or double"


def _stubborn_walk(centre: Centre, who: Operator, unit: str) -> str:
    """As `walk`, by a person who does not know whether the last press arrived: "that is done already" is good news."""
    exchange = Exchange(centre.exchange.base_url, centre.exchange.key)
    call = exchange.rings()
    who.does(f"/desk/calls/{call}/take/")
    who.writes(call)
    _done(who, "force-sent-meanwhile", "/desk/send/", call=call, force=unit)
    for state in STATES:
        _done(who, "force-step", "/desk/state/", force=unit, state=state)
    exchange.hangs_up()
    who.closes(call)
    return call


def _done(who: Operator, code: str, address: str, **form: str) -> None:
    try:
        who.does(address, **form)
    except Refused as refused:
        assert refused.code == code, refused


def test_typed_words_outlive_a_stopped_database_and_a_crashed_browser(centre: Centre) -> None:
    """PostgreSQL hangs for 20 s: the page keeps the words, says what is missing, and sends them later. Then the line breaks, and the page with it."""
    call = centre.exchange.rings("0100000077")
    postgres = centre.system.pid("postgres")
    with chromium() as browser:
        context = browser.new_context(viewport={"width": 1280, "height": 800})
        page = context.new_page()
        page.set_default_timeout(60_000)
        page.goto(f"{centre.exchange.base_url}/accounts/login/?next=/desk/")
        page.fill("input[name=login]", "minh")
        page.fill("input[name=password]", PASSWORD)
        with another_page(page):
            page.locator("form:has(input[name=password]) button").first.click()
        page.locator("call-desk:defined").wait_for()
        page.keyboard.press("F2")
        words = page.locator(f"[data-draft='{call}'] [name=narrative]")
        words.fill("cháy nhà")
        centre.wait_for_words(call, "cháy nhà")
        os.killpg(postgres, signal.SIGSTOP)
        try:
            words.fill("cháy nhà, ba người trên mái")
            page.locator("[data-missing]").wait_for(state="visible")
            time.sleep(20)
            assert words.input_value() == "cháy nhà, ba người trên mái"
        finally:
            with contextlib.suppress(ProcessLookupError):  # the supervisor may have ended and begun it anew
                os.killpg(postgres, signal.SIGCONT)
        centre.wait_for_words(call, "cháy nhà, ba người trên mái")
        page.locator("[data-missing]").wait_for(state="hidden")
        _says_that_the_exchange_is_missing(centre, page)
        context.set_offline(True)
        words.fill("cháy nhà, ba người trên mái, có trẻ em")
        page.evaluate(
            "setTimeout(() => { for (;;); })"
        )  # it hangs, and is closed as whoever sits there would
        page.close(run_before_unload=False)
        context.set_offline(False)
        context.new_page().goto(f"{centre.exchange.base_url}/desk/")
        centre.wait_for_words(call, "cháy nhà, ba người trên mái, có trẻ em")


def _says_that_the_exchange_is_missing(centre: Centre, page: Any) -> None:
    """Its listener hangs: the desk says so in words, and that a call is written by hand."""
    hangs = centre.system.kill("sources", signal.SIGSTOP)
    centre.asterisk.deaf()
    page.locator("[data-missing-words]", has_text="Telephony is away").wait_for()
    centre.system.kill("sources")
    centre.system.wait_back("sources", hangs)
    page.locator("[data-missing]").wait_for(state="hidden")
