"""Answers to citizens while parts are killed: an answer is public and its messages are on their way, or neither; every citizen is told at
least once, and whoever is told twice is told it under the same key."""

from __future__ import annotations

import json
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from email import message_from_string
from email.message import Message
from pathlib import Path
from typing import Any

import httpx
import psycopg
import pytest

from dothi.connectors.sources.tests.serving import Server, serving
from dothi.kernel.testing.system import START_S, System, running_system
from dothi.notify.tests.servers import Mailbox, mail

from .operators import Operator
from .reply_city import REPORTS, answer, email, phone

pytestmark = pytest.mark.slow(seconds=150)
PATIENCE_S = 240.0
FIRST_OF_MANY = 2  # the reports before it are those of the two kills within a transaction


@dataclass
class City:
    """A running system, the gateway and the mail server that it sends by, who reviews, and the reports that wait for it."""

    system: System
    gateway: Server
    letters: Mailbox
    minh: Operator
    codes: list[str]

    def rows(self, statement: str, *values: Any) -> list[tuple[Any, ...]]:
        with psycopg.connect(self.system.addresses.database_url, autocommit=True) as connection:
            return connection.execute(statement, values).fetchall()

    def publish(self, code: str) -> None:
        """Pressed once. Raises httpx.TransportError: nobody answered."""
        client = self.minh.client
        form = {
            "step": "publish",
            "seen": "answered",
            "csrfmiddlewaretoken": client.cookies["csrftoken"],
        }
        done = client.post(
            f"/reports/{code}/step/", data=form, headers={"Referer": self.minh.base_url}, timeout=60
        )
        if done.status_code >= 500:
            raise httpx.TransportError(f"{done.status_code} {done.text[:200]}")
        assert done.status_code == 302, done.text[:500]

    def publish_at_last(self, code: str) -> None:
        """As a person does who does not know whether the last press arrived."""
        deadline = time.monotonic() + PATIENCE_S
        while True:
            try:
                return self.publish(code)
            except httpx.TransportError:
                assert time.monotonic() < deadline, code
                time.sleep(0.3)

    def stands(self, code: str) -> tuple[str, int, int]:
        """Its state, how many lines publish it, how many messages tell of it."""
        about = (
            "select r.state, (select count(*) from reports_line l where l.report_id = r.id and l.what = 'publish'),"
            " (select count(*) from notify_message m where m.purpose = 'report-reply' and m.text_fields->>'code' = r.code)"
            " from reports_report r where r.code = %s"
        )
        (found,) = self.rows(about, code)
        return found[0], found[1], found[2]

    def keys(self) -> list[str]:
        return [asked.headers["Idempotency-Key"] for asked in self.gateway.asked]

    def letter_keys(self) -> list[str]:
        return [_key_of(message_from_string(letter)) for letter in self.letters.letters]


def _key_of(letter: Message) -> str:
    return str(letter["Message-ID"]).strip("<>").partition("@")[0]


def until(holds: Callable[[], Any], what: str) -> None:
    deadline = time.monotonic() + PATIENCE_S
    while not holds():
        assert time.monotonic() < deadline, what
        time.sleep(0.1)


def _holds_or_takes(asked: Any) -> None:
    if asked.server.holding.is_set():
        asked.server.released.wait()
    asked.give(json.dumps({"id": asked.headers["Idempotency-Key"]}))


@pytest.fixture(scope="module")
def city() -> Iterator[City]:
    with (
        serving(_holds_or_takes) as gateway,
        mail() as (letters, port),
        running_system(DOTHI_EGRESS_ALLOW="127.0.0.1", DOTHI_PUBLIC_URL="https://city.example") as system,
    ):
        gateway.holding = threading.Event()
        system.wait_ok(START_S)
        filled = system.program(str(Path(__file__).with_name("reply_city.py")), gateway.url, str(port))
        codes = filled.split()[-REPORTS:]
        minh = Operator(system.addresses.base_url, "minh").sign_in()
        yield City(system, gateway, letters, minh, codes)


@pytest.mark.parametrize(("number", "table"), [(0, "notify_message"), (1, "kernel_event")])
def test_an_answer_and_its_messages_are_one_transaction(city: City, number: int, table: str) -> None:
    """The server dies between the two: once before the message is written, once when it is written and not committed. A lock of ours on
    the table that comes next holds it exactly there. Nothing of it stands; pressed again, all of it stands, once."""
    code = city.codes[number]
    told = 2 if email(number) else 1
    at_it = (
        "select h.pid from pg_locks w join pg_locks h on h.pid = w.pid where not w.granted and w.relation = %s::regclass"
        " and h.granted and h.mode = 'RowExclusiveLock' and h.relation = 'reports_report'::regclass"
    )
    with psycopg.connect(city.system.addresses.database_url) as lock, ThreadPoolExecutor(1) as pool:
        lock.execute(f"lock table {table} in share mode")
        pressed = pool.submit(city.publish, code)
        until(lambda: city.rows(at_it, table), f"the server does not come to {table}")
        ((backend,),) = set(city.rows(at_it, table))
        killed = city.system.kill("serve")
        assert isinstance(pressed.exception(60), httpx.TransportError)
        lock.rollback()
    until(
        lambda: not city.rows("select 1 from pg_stat_activity where pid = %s", backend),
        "its transaction is open",
    )
    assert city.stands(code) == ("answered", 0, 0)
    city.system.wait_back("serve", killed)
    city.publish_at_last(code)
    assert city.stands(code) == ("done", 1, told)


def test_every_citizen_is_told_whatever_is_killed_meanwhile(city: City) -> None:
    """Messages are in the hands of the gateway and of the mail server when every process that sends, hears and works is killed; the
    one that publishes is killed halfway. What was in hand is asked again under its key, nothing else is, and nobody is left out."""
    _all_sent(city)
    before, before_letters = len(city.keys()), len(city.letter_keys())
    half = threading.Event()

    def publish_all() -> None:
        for number in range(FIRST_OF_MANY, REPORTS):
            city.publish_at_last(city.codes[number])
            if number == REPORTS // 2:
                half.set()

    city.gateway.holding.set()
    city.letters.holds.set()
    with ThreadPoolExecutor(1) as pool:
        published = pool.submit(publish_all)
        until(lambda: len(city.keys()) > before and len(city.letter_keys()) > before_letters, "in hand")
        killed = {part: city.system.kill(part) for part in ("worker", "notify", "jobs")}
        held = {*city.keys()[before:], *city.letter_keys()[before_letters:]}
        claimed = {
            str(key) for (key,) in city.rows("select our_id from notify_delivery where state = 'sending'")
        }
        city.gateway.holding.clear()
        city.gateway.released.set()
        city.letters.holds.clear()
        assert half.wait(PATIENCE_S)
        killed["serve"] = city.system.kill("serve")
        for part, number in killed.items():
            city.system.wait_back(part, number)
        published.result(PATIENCE_S)
    _all_sent(city)
    _nobody_is_left_out(city)
    times = Counter(city.keys()) + Counter(city.letter_keys())
    doubled = {key for key in times if times[key] > 1}
    print(f"{len(doubled)} of {len(times)} messages came twice, each under its first key")
    assert held <= doubled, "what was held at the kill was never said to be taken: it is asked again"
    assert doubled <= claimed, "what nobody had in hand is asked once"


def _all_sent(city: City) -> None:
    open_ones = "select state, trouble from notify_message where purpose = 'report-reply' and state <> 'sent'"
    until(lambda: not city.rows(open_ones), "a message did not leave")


def _nobody_is_left_out(city: City) -> None:
    """Each report has its answer, one line that publishes it, one message for each way; each message left under one key."""
    for number, code in enumerate(city.codes):
        assert city.stands(code) == ("done", 1, 2 if email(number) else 1), code
        assert city.rows("select answer from reports_report where code = %s", code) == [(answer(number),)]
    told: dict[str, set[str]] = {}
    for asked in city.gateway.asked:
        told.setdefault(json.loads(asked.body)["to"], set()).add(asked.headers["Idempotency-Key"])
    assert told.keys() == {phone(number) for number in range(REPORTS)}
    assert {len(keys) for keys in told.values()} == {1}
    written: dict[str, set[str]] = {}
    for letter in map(message_from_string, city.letters.letters):
        written.setdefault(str(letter["To"]), set()).add(_key_of(letter))
    assert written.keys() == {email(number) for number in range(REPORTS) if email(number)}
    assert {len(keys) for keys in written.values()} == {1}
