"""Rows and the running loop that several tests of this room begin with."""

from __future__ import annotations

import asyncio
import base64
import queue
import threading
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager, suppress
from typing import Any

from dothi.accounts.models import Agency, Person
from dothi.connectors.sources import secrets
from dothi.kernel import clock
from dothi.notify import proofs
from dothi.notify.actions import send_to_address
from dothi.notify.models import Channel, ChannelSecret, Message
from dothi.notify.said import Said
from dothi.notify.sending import Post

SECRET = "whsec_" + base64.b64encode(b"k" * 32).decode()
SAID = Said("notify-title-plain")


def owner() -> Agency:
    return Agency.objects.get_or_create(
        code="notify-owner",
        defaults={"name_vi": "Chủ kênh", "name_en": "Owner", "kind": "centre", "valid_from": "2026-01-01"},
    )[0]


def a_channel(
    code: str,
    *,
    kind: str = "email",
    way: str = "email",
    unit: Any = None,
    hidden: dict[str, str] | None = None,
    **columns: Any,
) -> Channel:
    """A channel that is on; `hidden`: its secrets."""
    channel = Channel.objects.create(
        code=code, kind=kind, way=way, name=code, agency=owner(), unit=unit, changed_at=clock.now(), **columns
    )
    for name, text in (hidden or {}).items():
        ChannelSecret.objects.create(channel=channel, name=name, token=secrets.encrypt(text))
    return channel


def gateway(code: str, url: str, *, position: int = 0, **settings: Any) -> Channel:
    """An SMS gateway over HTTP at `url`."""
    return a_channel(code, kind="sms_http", way="sms", position=position, settings={"url": url, **settings})


def an_sms(key: str = "k", *, importance: str = "high", to: str = "0911222333", said: Said = SAID) -> Message:
    return send_to_address(
        "sms", to, said, purpose="thử", key=key, unit_id=None, agency_id=None, importance=importance
    )


def reachable(person: Person, **columns: Any) -> Person:
    """With these addresses, proved to be theirs."""
    for name, value in columns.items():
        setattr(person, name, value)
    person.save()
    proofs.vouch(person, by=None)
    return person


def state(key: str = "k") -> str:
    return Message.objects.get(key=key).state


def turns(key: str = "k") -> list[tuple[str, str, str]]:
    """Channel, state and trouble of each delivery, in order."""
    found = Message.objects.get(key=key).deliveries.order_by("number")
    return list(found.values_list("channel__code", "state", "trouble"))


class Running:
    """The loop in a thread of its own, as in the worker; what uses the ORM runs here, on the connection of the test, while it waits."""

    def __init__(self) -> None:
        self.loop = asyncio.new_event_loop()
        self.calls: queue.Queue[tuple[Callable[[], Any], asyncio.Future[Any]]] = queue.Queue()
        self.post = Post(self._inside)
        self._thread = threading.Thread(target=self.loop.run_forever, daemon=True)
        self._thread.start()

    async def _inside(self, call: Callable[[], Any]) -> Any:
        answered = self.loop.create_future()
        self.calls.put((call, answered))
        return await answered

    def wait(self, work: Coroutine[Any, Any, Any]) -> Any:
        done = asyncio.run_coroutine_threadsafe(work, self.loop)
        while not done.done():
            self.serve()
        return done.result()

    def serve(self) -> None:
        """One call, or none in a moment."""
        with suppress(queue.Empty):
            call, answered = self.calls.get(timeout=0.02)
            try:
                result = call()
            except Exception as error:
                self.loop.call_soon_threadsafe(
                    lambda error=error: answered.done() or answered.set_exception(error)
                )
            else:
                self.loop.call_soon_threadsafe(lambda: answered.done() or answered.set_result(result))

    def begin(self) -> None:
        """A round, and what it began goes on."""
        self.wait(self.post.round())

    def settle(self) -> None:
        self.wait(self.post.settled())

    def round(self) -> None:
        """One round, to the end of what it began."""
        self.begin()
        self.settle()

    def until(self, comes: Callable[[], bool], most: int = 1000) -> None:
        """Lets it go on until something is so."""
        for _ in range(most):
            if comes():
                return
            self.serve()
        raise AssertionError("it did not come")

    def end(self) -> None:
        self.wait(self.post.end(0))
        self.loop.call_soon_threadsafe(self.loop.stop)
        self._thread.join(10)
        self.loop.close()


@contextmanager
def posting() -> Iterator[Running]:
    """The worker's loop until the test is over."""
    running = Running()
    try:
        yield running
    finally:
        running.end()
