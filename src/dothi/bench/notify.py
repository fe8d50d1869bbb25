"""`notify`: from the moment an update ought to be sent until the subscriber's endpoint has its notification.

1,000 subscriptions, each to one entity of 1,000, at 100 endpoints of this process; 500 PATCHes a second over 16 kept connections.
The door and the process that tells run as in operation. The clock of an update starts when it is due, so a stall counts for all
that it holds up; `notify.answered` counts from the answer to the update, which leaves out what the update itself waited for.
`notify.floor`, in the same run before there is any subscription: the same updates, and who sent one tells the endpoint himself as
soon as it was answered, over a kept connection.
"""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import Callable
from dataclasses import dataclass, field

import httpx
import msgspec

from dothi.bench import city
from dothi.bench.engines import Bench, engines
from dothi.bench.report import Figure, figure
from dothi.kernel import clock

RATE, SUBSCRIPTIONS, ENDPOINTS, CONNECTIONS = 500, 1_000, 100, 16
WARM_S, MEASURED_S, FLOOR_S = 4, 15, 6
_SETTINGS = {"DOTHI_EGRESS_ALLOW": "127.0.0.1", "DOTHI_SUBSCRIPTIONS": str(SUBSCRIPTIONS)}


@dataclass(slots=True)
class Heard:
    """Updates on their way by number, when they were answered, and how long it took until they were told (s)."""

    due: dict[int, float] = field(default_factory=dict)
    answered: dict[int, float] = field(default_factory=dict)
    told_at: dict[int, float] = field(default_factory=dict)
    took: list[float] = field(default_factory=list)

    def told(self, body: bytes) -> None:
        now = time.perf_counter()
        for entity in msgspec.json.decode(body)["data"]:
            number = int(entity["pm25"])
            due = self.due.pop(number, None)
            if due is not None and number >= RATE * WARM_S:
                self.took.append(now - due)
                self.told_at[number] = now

    def since_answered(self) -> list[float]:
        """What was told before its answer was read took nothing."""
        return [max(0.0, at - self.answered[number]) for number, at in self.told_at.items()]


def run(tell: Callable[[str], None] = lambda text: None, entities: int = 10 * SUBSCRIPTIONS) -> list[Figure]:
    """The figures of this bench, in a city of so many entities (at least ten for each subscription)."""
    with engines(loops="notify", settings=_SETTINGS) as bench:
        city.fill(bench.database_url, entities)
        floor, heard = asyncio.run(_measure(bench, city.urns(bench.database_url, SUBSCRIPTIONS), tell))
    if heard.due or not heard.took:
        raise RuntimeError(f"{len(heard.due)} updates were never told")
    rate = len(heard.took) / MEASURED_S
    return [
        figure("notify", rate, "notifications/s", took_s=heard.took),
        figure("notify.answered", rate, "notifications/s", took_s=heard.since_answered()),
        figure("notify.floor", len(floor.took) / FLOOR_S, "notifications/s", took_s=floor.took),
    ]


async def _measure(bench: Bench, urns: list[str], tell: Callable[[str], None]) -> tuple[Heard, Heard]:
    """The floor and ours."""
    floor, heard = Heard(), Heard()
    current = [floor]
    receiver = await asyncio.start_server(
        lambda reader, writer: _receive(current[-1], reader, writer), "127.0.0.1", 0
    )
    port = receiver.sockets[0].getsockname()[1]
    limits = httpx.Limits(max_connections=CONNECTIONS, max_keepalive_connections=CONNECTIONS)
    headers = {"Authorization": f"Bearer {bench.key}"}
    base = f"http://127.0.0.1:{bench.addresses.port}/ngsi-ld/v1"
    async with (
        receiver,
        httpx.AsyncClient(base_url=base, headers=headers, limits=limits, timeout=60) as client,
    ):
        await _update(bench, urns, floor, WARM_S + FLOOR_S, itself_to=port)
        current.append(heard)
        for number, urn in enumerate(urns):
            await _subscribe(client, urn, f"http://127.0.0.1:{port}/{number % ENDPOINTS}")
        tell(f"{len(urns)} subscriptions stand")
        await _update(bench, urns, heard, WARM_S + MEASURED_S)
        tell(f"all updates were sent, {len(heard.due)} wait to be told")
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(60):
                while heard.due:
                    await asyncio.sleep(0.05)
    return floor, heard


async def _subscribe(client: httpx.AsyncClient, urn: str, uri: str) -> None:
    body = {
        "type": "Subscription", "entities": [{"id": urn, "type": urn.split(":")[2]}], "watchedAttributes": ["pm25"],
        "notification": {"format": "keyValues", "attributes": ["pm25"], "endpoint": {"uri": uri}},
    }  # fmt: skip
    (await client.post("/subscriptions", json=body)).raise_for_status()


async def _update(
    bench: Bench, urns: list[str], heard: Heard, seconds: int, itself_to: int | None = None
) -> None:
    """Each connection takes the next update that is due; with `itself_to` (a port) it tells that endpoint itself."""
    began, numbers = time.perf_counter(), iter(range(RATE * seconds))

    async def send() -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", bench.addresses.port)
        endpoint = await asyncio.open_connection("127.0.0.1", itself_to) if itself_to else None
        for number in numbers:
            due = began + number / RATE
            await asyncio.sleep(max(0.0, due - time.perf_counter()))
            heard.due[number] = due
            body = f'{{"type":"Property","value":{number},"observedAt":"{clock.iso(clock.now())}"}}'
            writer.write(
                f"PATCH /ngsi-ld/v1/entities/{urns[number % len(urns)]}/attrs/pm25 HTTP/1.1\r\nHost: bench\r\n"
                f"Authorization: Bearer {bench.key}\r\nContent-Type: application/json\r\n"
                f"Content-Length: {len(body)}\r\n\r\n{body}".encode()
            )
            head = await reader.readuntil(b"\r\n\r\n")
            if b" 204 " not in head[:20]:
                raise RuntimeError(f"an update was refused: {head!r}")
            heard.answered[number] = time.perf_counter()
            if endpoint:
                await _tell(number, *endpoint)
        writer.close()
        if endpoint:
            endpoint[1].close()

    await asyncio.gather(*(send() for _ in range(CONNECTIONS)))


async def _tell(number: int, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    body = f'{{"data":[{{"pm25":{number}}}]}}'
    writer.write(f"POST / HTTP/1.1\r\nHost: bench\r\nContent-Length: {len(body)}\r\n\r\n{body}".encode())
    await reader.readuntil(b"\r\n\r\n")


async def _receive(heard: Heard, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with contextlib.suppress(asyncio.IncompleteReadError, ConnectionError, asyncio.CancelledError):
        while True:
            head = (await reader.readuntil(b"\r\n\r\n")).lower()
            length = int(head.partition(b"content-length:")[2].partition(b"\r\n")[0])
            heard.told(await reader.readexactly(length))
            writer.write(b"HTTP/1.1 204 No Content\r\n\r\n")
    writer.close()
