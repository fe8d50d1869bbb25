"""Messages by a worker of its own and servers on real sockets: killed in the middle of a send, woken by a commit, and every way a channel
can fail a person at night."""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email import message_from_string
from typing import Any

import psycopg
import pytest

from dothi.connectors.actions import database_url
from dothi.connectors.sources.tests.serving import serving
from dothi.kernel import clock
from dothi.kernel.stepping import Stepper
from dothi.notify import sending
from dothi.notify.actions import send_to_address
from dothi.notify.models import Delivery, Message, NotifyRule
from dothi.notify.tests.making import SAID, a_channel, an_sms, gateway, state, turns
from dothi.notify.tests.servers import centre, mail
from dothi.rules.tests.feed import url

pytestmark = [pytest.mark.slow(seconds=60), pytest.mark.django_db(transaction=True)]
PATIENCE_S = 240
MANY = 12


@contextmanager
def worker() -> Iterator[subprocess.Popen[bytes]]:
    """The loop of messages in a process of its own, as `dothi up` runs it."""
    environment = {**os.environ, "DOTHI_DATABASE_URL": url(), "DOTHI_EGRESS_ALLOW": "127.0.0.1"}
    process = subprocess.Popen(
        [sys.executable, "-m", "dothi", "worker", "--only", "channels"], env=environment
    )
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def until(holds: Callable[[], bool], what: str) -> None:
    deadline = time.monotonic() + PATIENCE_S
    while not holds():
        assert time.monotonic() < deadline, what
        time.sleep(0.1)


def decided(**values: str) -> None:
    """Dated rules of a city, from today on."""
    for code, value in values.items():
        NotifyRule.objects.update_or_create(
            code=code.replace("_", "-"),
            valid_from=clock.today(),
            defaults={"value": value, "source": "thử", "certainty": "D"},
        )


def by_address(way: str, address: str, key: str, importance: str = "high") -> None:
    send_to_address(
        way, address, SAID, purpose="thử", key=key, unit_id=None, agency_id=None, importance=importance
    )


def by_mail(code: str, port: int, position: int = 0) -> None:
    settings = {"host": "127.0.0.1", "port": port, "security": "none", "sender": "ioc@example.vn"}
    a_channel(code, position=position, settings=settings)


def by_smpp(code: str, port: int, *, way: str = "sms", position: int = 0) -> None:
    settings = {"host": "127.0.0.1", "port": port, "system_id": "dothi", "sender": "IOC"}
    a_channel(code, kind="sms_smpp", way=way, position=position, settings=settings, hidden={"password": "pw"})


def keys_at(server: Any) -> list[str]:
    return [asked.headers["Idempotency-Key"] for asked in server.asked]


def test_a_worker_killed_in_the_middle_of_a_send_loses_nothing_and_doubles_only_what_a_protocol_cannot_prevent() -> (
    None
):
    """Whoever is asked again hears the same id: a gateway by its Idempotency-Key, a mail server by the Message-ID. SMPP 3.4 has no
    such id: what its centre had taken when we were killed, it takes twice."""

    def holds_or_takes(asked: Any) -> None:
        if not asked.server.released.is_set():
            asked.server.released.wait()
        asked.give(json.dumps({"id": asked.headers["Idempotency-Key"]}))

    with serving(holds_or_takes) as http, mail() as (box, port), centre() as smsc:
        gateway("http", http.url)
        by_mail("mail", port)
        by_smpp("smpp", smsc.server_address[1], way="other")
        box.holds.set()
        smsc.holds.set()
        for number in range(MANY):
            an_sms(f"http-{number}")
        by_address("email", "minh@example.vn", "mail")
        by_address("other", "0911222333", "smpp")
        with worker() as first:
            until(lambda: len(http.asked) == 4 and len(box.letters) == 1 and len(smsc.taken) == 1, "in hand")
            assert set(Delivery.objects.filter(state="sending").values_list("tries", flat=True)) == {1}
            in_hand = set(keys_at(http))
            first.kill()
            first.wait()
        http.released.set()
        box.holds.clear()
        smsc.holds.clear()
        with worker():
            until(lambda: not Message.objects.exclude(state="sent").exists(), "sent")
    asked = Counter(keys_at(http))
    assert asked.keys() == {
        str(key) for key in Delivery.objects.filter(channel__code="http").values_list("our_id", flat=True)
    }
    assert len(asked) == MANY, "nothing is lost"
    assert {key for key, times in asked.items() if times > 1} == in_hand, (
        "only what was in hand is asked again"
    )
    assert len({message_from_string(letter)["Message-ID"] for letter in box.letters}) == 1
    assert (len(box.letters), len(smsc.taken)) == (2, 2)
    assert set(Delivery.objects.values_list("tries", flat=True)) == {1, 2}


def test_a_critical_message_passes_every_channel_that_fails_it_and_ends_at_the_one_that_does_not() -> None:
    """Down, slow by HTTP, slow by SMPP, yes without a receipt: each once, then the next; and so by mail."""
    decided(retry_critical="", no_receipt_critical="30")
    hangs = lambda asked: asked.server.released.wait()  # noqa: E731
    with (
        serving(hangs) as slow,
        serving(lambda asked: asked.give(json.dumps({"id": "yes-and-no-more"}))) as silent,
        centre() as smsc,
        mail() as (slow_box, slow_port),
        mail() as (box, port),
    ):
        smsc.holds.set()
        slow_box.holds.set()
        gateway("down", "http://127.0.0.1:9/")
        gateway("slow", slow.url, position=1)
        by_smpp("slow-smpp", smsc.server_address[1], position=2)
        gateway("silent", silent.url, position=3)
        a_channel("phones", kind="demo_outbox", way="sms", position=4, settings={"way": "sms"})
        by_mail("slow-mail", slow_port)
        by_mail("mail", port, position=1)
        a_channel("first", kind="demo_outbox", way="other", settings={"way": "other"})
        by_address("other", "0911222333", "first")
        with worker():
            # it runs: what is critical does not wait behind a start, it would leave the first channel untried
            until(lambda: state("first") == "delivered", "the worker's first message")
            an_sms("night", importance="critical")
            by_address("email", "minh@example.vn", "letter", "critical")
            until(lambda: state("night") == "delivered", "delivered")
            until(lambda: bool(box.letters), "the letter")
            until(lambda: turns("letter")[-1][1] != "sending", "noted")
    assert turns("night") == [
        ("down", "failed", "no-connection"),
        ("slow", "failed", "slow"),
        ("slow-smpp", "failed", "slow"),
        ("silent", "no-receipt", "no-receipt"),
        ("phones", "delivered", ""),
    ]
    assert turns("letter")[0] == ("slow-mail", "failed", "slow") and turns("letter")[1][0] == "mail"
    assert len(slow.asked) == len(silent.asked) == len(smsc.taken) == 1


async def test_a_commit_wakes_the_loop(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its pause is made longer than the test is patient."""
    monkeypatch.setattr(sending, "PAUSE_S", PATIENCE_S * 10.0)
    monkeypatch.setattr(sending.addresses, "database_url", database_url)
    monkeypatch.setenv("DOTHI_EGRESS_ALLOW", "127.0.0.1")
    stop = asyncio.Event()
    with serving(lambda asked: asked.give(json.dumps({"id": "m-1"}))) as server:
        async with Stepper("test") as steps, asyncio.timeout(PATIENCE_S):
            await steps.inside(lambda: gateway("sms", server.url))
            running = asyncio.create_task(sending.run(stop))
            while not await steps.inside(_listens):
                await asyncio.sleep(0.05)
            await asyncio.sleep(
                0.5
            )  # its first round is over; what is asked below is asked because it was woken
            await steps.inside(an_sms)
            while await steps.inside(state) != "sent":
                await asyncio.sleep(0.05)
            stop.set()
            await running
    assert len(server.asked) == 1


def _listens() -> bool:
    with psycopg.connect(database_url(), autocommit=True) as connection:
        about = "select 1 from pg_stat_activity where query = %s and datname = current_database()"
        return connection.execute(about, [f"listen {sending.WAKE}"]).fetchone() is not None
