"""Pulls messages from the writer's consumer as they come and hands them on in whole batches.

Messages gather while the batch before is being stored (group commit): one alone is stored at once, a thousand together.
Every delivery is checked against the consumer's own count; a gap or a repeat ends the session, and the next one begins
again after the last stored message.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import json
import time
from collections import deque

from nats.aio.client import Client
from nats.aio.msg import Msg

from dothi.kernel import clock
from dothi.streams.message import Message
from dothi.streams.subjects import STREAM

BATCH = 4_000  # messages per transaction at most
_ASKED = 8_000  # how many may be on their way
_ASKED_BYTES = 64 * 1024**2
_EXPIRES_S = 20
_SILENT_S = 45  # neither a message nor "nothing came": the server is gone


class Interrupted(Exception):
    """The delivery is no longer whole; a new session mends it."""


class Pull:
    """One session's delivery. `take` waits for the next messages, `acknowledge` lets the server forget up to one."""

    def __init__(self, nc: Client, consumer: str) -> None:
        self._nc = nc
        self._next = f"$JS.API.CONSUMER.MSG.NEXT.{STREAM}.{consumer}"
        self._inbox = nc.new_inbox()
        self._waiting: deque[Message] = deque()
        self._replies: deque[tuple[int, str]] = deque()
        self._arrived = asyncio.Event()
        self._asked = 0
        self._expected = 1
        self._heard = time.monotonic()
        self._broken: str | None = None
        self.behind = 0  # messages that the server still holds for us

    async def start(self) -> None:
        await self._nc.subscribe(
            self._inbox, cb=self._on_message, pending_msgs_limit=-1, pending_bytes_limit=-1
        )
        await self._nc.subscribe("dothi.*.>", cb=self._on_unstored)
        await self._ask()

    async def take(self, timeout_s: float) -> list[Message]:
        """The messages that have come, at most `BATCH`; empty after `timeout_s`. Raises Interrupted."""
        if not self._waiting:
            self._arrived.clear()
            self._check()
            try:
                async with asyncio.timeout(timeout_s):
                    await self._arrived.wait()
            except TimeoutError:
                pass
        self._check()
        taken = [self._waiting.popleft() for _ in range(min(BATCH, len(self._waiting)))]
        if self._asked < _ASKED // 2:
            await self._ask()
        return taken

    async def acknowledge(self, seq: int) -> None:
        """Everything up to `seq` is stored. Not awaited by the server: should it be lost, the position knows better."""
        reply = None
        while self._replies and self._replies[0][0] <= seq:
            reply = self._replies.popleft()[1]
        if reply:
            await self._nc.publish(reply, b"+ACK")

    @property
    def oldest(self) -> dt.datetime | None:
        """When the first message that waits here was received."""
        return self._waiting[0].received_at if self._waiting else None

    async def _ask(self) -> None:
        want = _ASKED - self._asked
        request = {"batch": want, "max_bytes": _ASKED_BYTES, "expires": _EXPIRES_S * 1_000_000_000}
        await self._nc.publish(self._next, json.dumps(request).encode(), reply=self._inbox)
        self._asked += want

    def _check(self) -> None:
        if self._broken:
            raise Interrupted(self._broken)
        if self._nc.is_closed:
            raise Interrupted("the connection to NATS is closed")
        if time.monotonic() - self._heard > _SILENT_S:
            raise Interrupted("NATS does not answer")

    async def _on_message(self, msg: Msg) -> None:
        self._heard = time.monotonic()
        if not msg.reply:
            self._on_status(msg)
            return
        parts = msg.reply.split(".")
        # $JS.ACK.<stream>.<consumer>.<delivered>.<stream seq>.<consumer seq>.<ns>.<pending>, or with domain and account
        delivered, seq, count, received, pending = (
            int(part) for part in (parts[4:9] if len(parts) == 9 else parts[6:11])
        )
        if delivered != 1 or count != self._expected:
            self._break(
                f"message {seq} came as number {count}, time {delivered}, instead of {self._expected}"
            )
            return
        self._expected += 1
        self._asked -= 1
        self.behind = pending
        self._replies.append((seq, msg.reply))
        self._put(Message(msg.subject, msg.data, dt.datetime.fromtimestamp(received / 1e9, dt.UTC), seq))

    def _on_status(self, msg: Msg) -> None:
        """The end of a request: nothing came in time (404, 408), or its bytes are full (409). All else is a failure."""
        headers = msg.headers or {}
        status, text = headers.get("Status", ""), headers.get("Description", "")
        if status in {"404", "408"} or (
            status == "409" and text.lower().startswith(("message size", "batch completed"))
        ):
            self._asked -= int(headers.get("Nats-Pending-Messages", self._asked))
            self._arrived.set()
        elif status != "100":
            self._break(f"{status} {text}")

    async def _on_unstored(self, msg: Msg) -> None:
        """QoS 0 never reaches the stream: best effort, so it is taken from the air, and dropped when the writer is behind."""
        if (msg.headers or {}).get("Nmqtt-Pub") == "0" and len(self._waiting) < BATCH:
            self._put(Message(msg.subject, msg.data, clock.now()))

    def _put(self, message: Message) -> None:
        self._waiting.append(message)
        self._arrived.set()

    def _break(self, why: str) -> None:
        self._broken = why
        self._arrived.set()
