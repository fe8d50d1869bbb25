"""The load of a bench: a process of its own that speaks HTTP/1.1 over kept connections and does as little else as it can.

`python -m dothi.bench.load < order.json` → `{"seconds", "took": [s…], "statuses": {status: count}}` on stdout. An order:
`{"host", "port", "key", "connections", "requests": [[method, path, body], …]}`; requests are taken in turn by whichever
connection is free.
"""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any, TypeVar, cast

import msgspec
import uvloop

Request = tuple[str, str, str]
T = TypeVar("T")


@dataclass(slots=True)
class Result:
    """How long all took together and each alone (s), and what was answered."""

    seconds: float = 0.0
    took: list[float] = field(default_factory=list)
    statuses: Counter[str] = field(default_factory=Counter)


class _Caller(asyncio.Protocol):
    """One kept connection: sends the next request when the last was answered. No streams or tasks in between, so that
    little of the machine is taken from the server that is measured."""

    def __init__(self, requests: Iterator[bytes], result: Result) -> None:
        self.requests, self.result = requests, result
        self.done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.data = b""
        self.began = 0.0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast(asyncio.Transport, transport)

    def next(self) -> None:
        message = next(self.requests, None)
        if message is None:
            self.done.set_result(None)
            self.transport.close()
            return
        self.began = time.perf_counter()
        self.transport.write(message)

    def data_received(self, data: bytes) -> None:
        self.data += data
        if _is_whole(self.data):
            self.result.took.append(time.perf_counter() - self.began)
            self.result.statuses[self.data[9:12].decode()] += 1
            self.data = b""
            self.next()

    def connection_lost(self, error: Exception | None) -> None:
        if not self.done.done():
            self.done.set_exception(error or ConnectionError("the server hung up"))


def _is_whole(data: bytes) -> bool:
    """Is this one whole answer?"""
    head, found, body = data.partition(b"\r\n\r\n")
    if not found:
        return False
    head = head.lower()
    if b"transfer-encoding: chunked" in head:
        return body.endswith(b"0\r\n\r\n")
    return len(body) >= int(head.partition(b"content-length:")[2].partition(b"\r\n")[0] or 0)


def _messages(order: dict[str, Any]) -> list[bytes]:
    host = f"{order['host']}:{order['port']}"
    found = []
    for method, path, body in order["requests"]:
        raw = body.encode()
        head = (
            f"{method} {path} HTTP/1.1\r\nHost: {host}\r\nAuthorization: Bearer {order['key']}\r\nAccept: application/json\r\n"
            f"Content-Type: application/json\r\nContent-Length: {len(raw)}\r\n\r\n"
        )
        found.append(head.encode() + raw)
    return found


async def _run(order: dict[str, Any]) -> Result:
    result = Result()
    requests = iter(_messages(order))
    loop = asyncio.get_running_loop()
    opened = [
        (await loop.create_connection(lambda: _Caller(requests, result), order["host"], order["port"]))[1]
        for _ in range(order["connections"])
    ]
    began = time.perf_counter()
    for caller in opened:
        caller.next()
    await asyncio.gather(*(caller.done for caller in opened))
    result.seconds = time.perf_counter() - began
    return result


def put(host: str, port: int, key: str, connections: int, requests: list[Request]) -> Result:
    """Makes the load in another process and returns what it saw."""
    order = {"host": host, "port": port, "key": key, "connections": connections, "requests": requests}
    done = subprocess.run(
        [sys.executable, "-m", "dothi.bench.load"],
        input=msgspec.json.encode(order),
        stdout=subprocess.PIPE,
        check=True,
    )
    found = json.loads(done.stdout)
    return Result(found["seconds"], found["took"], Counter(found["statuses"]))


if __name__ == "__main__":
    seen = msgspec.json.encode(uvloop.run(_run(msgspec.json.decode(sys.stdin.buffer.read()))))
    with open(sys.stdout.fileno(), "wb", closefd=False) as out:  # whole, also where output is not buffered
        out.write(seen)


def seconds_by_hand(connections: int, work: Callable[[list[T]], None], asked: list[T]) -> float:
    """How long a floor takes: `work` does its share of what is asked, on each connection at once."""
    shares = [asked[i::connections] for i in range(connections)]
    with ThreadPoolExecutor(connections) as pool:
        began = time.perf_counter()
        list(pool.map(work, shares))
        return time.perf_counter() - began
