"""Messages of somebody's broker as pieces: gathered while they come thick, stored together, acknowledged when they are stored.

The session is kept by the broker under the source's own client id, so that what comes while we are away, and what was not yet
stored when we fell, is delivered again (QoS 1); a repeat changes nothing in the store. QoS 2 is not offered: its first half is
answered before anything is stored, so a fall in between would lose the message. Shared by every kind that listens by MQTT.
"""

from __future__ import annotations

import asyncio
import hashlib
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any, Literal

import aiomqtt
import paho.mqtt.client as paho

from dothi.connectors.sources.asking import ask
from dothi.connectors.sources.errors import SourceError
from dothi.connectors.sources.kinds import Asked, Piece
from dothi.kernel import egress
from dothi.kernel.ids import new_uuid
from dothi.kernel.secret_key import secret_key

GATHER_S, QUIET_S, MOST = 1.0, 0.05, 1000  # a piece: until so long, until a pause, until so many
LARGEST = 256 * 1024
_HEAD = 2**16 + 4  # bytes: the longest topic with its length, and a message's id
_MOST_UNACKNOWLEDGED = 65_535  # packet ids of MQTT: no broker has more under way
_NO_LOGIN = frozenset({4, 5, 134, 135})  # of MQTT 3.1.1 and 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Broker:
    """What every kind that listens by MQTT asks for."""

    host: str = ask(whereto=True, example="mqtt.vi-du.vn")
    port: int = ask(8883, whereto=True, lowest=1, highest=65535)
    tls: Literal["verify", "off"] = ask("verify", whereto=True)
    username: str = ask("")
    password: str = ask("", secret=True)
    topics: str = ask(long=True, example="tram/+/so-lieu")
    qos: Literal["0", "1"] = ask("1")

    def wrong(self) -> Iterator[tuple[str, str, dict[str, Any]]]:
        """Topics as MQTT writes them."""
        for topic in self.topics.split():
            levels = topic.split("/")
            if "#" in levels[:-1] or any(len(one) > 1 and ("#" in one or "+" in one) for one in levels):
                yield "topics", "topic", {"topic": topic[:80]}


@dataclass(frozen=True, slots=True)
class Heard:
    """One message; `mid` by which it is acknowledged."""

    topic: str
    payload: bytes
    mid: int = 0
    qos: int = 0


async def listen(asked: Asked, made: Callable[[list[Heard]], Piece]) -> AsyncIterator[Piece]:
    """Stays until the broker goes away; `made`: what some messages say. Raises SourceError."""
    broker: Broker = asked.settings
    own = asked.sample or asked.dry
    client = await connection(broker, asked.source, own=own)
    try:
        async with client:
            for topic in broker.topics.split():
                await client.subscribe(topic, qos=int(broker.qos))
            asked.steps.add("connected", host=broker.host)
            arriving: asyncio.Queue[Heard] = asyncio.Queue(maxsize=10 * MOST)
            taking = asyncio.create_task(_take(client, arriving))
            try:
                while True:
                    messages = await _gathered(arriving, taking)
                    piece = await asyncio.to_thread(made, messages)
                    yield piece if own else replace(piece, after=_acknowledge(client, messages))
            finally:
                taking.cancel()
                with suppress(asyncio.CancelledError, aiomqtt.MqttError):
                    await taking
    except (aiomqtt.MqttError, OSError) as error:
        raise _told(broker, client, error, connected=bool(asked.steps.taken)) from error


async def connection(broker: Broker, source: str, *, own: bool) -> aiomqtt.Client:
    """`own`: a session of its own (a test, a trial): under the source's name it would take the messages that wait for it.

    The name is that of this source in this installation: two of them with one name would throw each other out for ever.
    """
    try:
        address = await egress.address_of(broker.host, broker.port)
    except egress.EgressRefused as refused:
        raise SourceError("inside", permanent=True, host=broker.host) from refused
    except OSError as error:
        raise SourceError("no-connection", host=broker.host, detail=str(error)[:200]) from error
    told = "|".join((secret_key(), source, broker.host, broker.username, broker.topics)).encode()
    client = aiomqtt.Client(
        address,
        broker.port,
        username=broker.username or None,
        password=broker.password or None,
        identifier=f"dothi-{new_uuid().hex[:16] if own else hashlib.sha256(told).hexdigest()[:16]}",
        clean_session=own,
        timeout=15,
        tls_context=egress.tls_context(broker.host) if broker.tls == "verify" else None,
        max_queued_incoming_messages=_MOST_UNACKNOWLEDGED if broker.qos == "1" else 10 * MOST,
    )
    client._client.manual_ack_set(not own)  # the library beneath has it, this one does not pass it on
    _spare(client._client)
    return client


def _spare(client: paho.Client) -> None:
    """Of a message larger than any that we take only the beginning is kept while it comes in.

    It is acknowledged and refused like another one that cannot be read: a connection that is closed instead would get it again for
    ever. (MQTT 5 could name a largest packet, brokers of 3.1.1 do not know of it; the library would keep up to 256 MB of each.)
    """
    read = client._sock_recv

    def received(size: int) -> bytes:
        packet = client._in_packet
        if not packet["have_remaining"] or packet["remaining_length"] <= LARGEST + _HEAD:
            return read(size)
        if packet["command"] & 0xF0 != paho.PUBLISH:
            raise OSError("an answer of the broker is larger than any can be")
        if (room := _HEAD - len(packet["packet"])) > 0:
            return read(min(size, room))
        while packet["to_process"] > 1:
            passed = read(min(packet["to_process"] - 1, _HEAD))
            if not passed:
                return passed
            packet["to_process"] -= len(passed)
            client._last_bytes_received = time.monotonic()
        return read(1)  # with the last one the library goes on

    client._sock_recv = received  # type: ignore[method-assign,assignment]


def _acknowledge(client: aiomqtt.Client, messages: list[Heard]) -> Callable[[], Any]:
    async def after() -> None:
        for one in messages:
            client._client.ack(one.mid, one.qos)

    return after


async def _take(client: aiomqtt.Client, arriving: asyncio.Queue[Heard]) -> None:
    async for message in client.messages:
        payload = message.payload
        told = bytes(payload) if isinstance(payload, bytes | bytearray) else b""
        await arriving.put(Heard(str(message.topic), told, message.mid, message.qos))


async def _gathered(arriving: asyncio.Queue[Heard], taking: asyncio.Task[None]) -> list[Heard]:
    """At least one message, then what follows without a pause: a broker that waits for acknowledgements sends only some.

    Raises what ended the connection, when nothing waits.
    """
    found = [await _first(arriving, taking)]
    end = time.monotonic() + GATHER_S
    while len(found) < MOST and time.monotonic() < end:
        try:
            found.append(await asyncio.wait_for(arriving.get(), QUIET_S))
        except TimeoutError:
            break
    return found


async def _first(arriving: asyncio.Queue[Heard], taking: asyncio.Task[None]) -> Heard:
    first = asyncio.ensure_future(arriving.get())
    try:
        await asyncio.wait({first, taking}, return_when=asyncio.FIRST_COMPLETED)
        if first.done():
            return first.result()
        await taking
        raise aiomqtt.MqttError("the broker closed the connection")
    finally:
        first.cancel()


def _told(broker: Broker, client: aiomqtt.Client, error: Exception, *, connected: bool) -> SourceError:
    code = error.rc if isinstance(error, aiomqtt.MqttCodeError) else None
    if getattr(code, "value", code) in _NO_LOGIN:
        return SourceError("login", permanent=True, host=broker.host)
    detail = str(error)[:200]
    if connected:
        return SourceError("broker-away", host=broker.host, detail=detail, client=client.identifier)
    return SourceError("no-connection", host=broker.host, detail=detail)
