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
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import msgspec

Request = tuple[str, str, str]


@dataclass(slots=True)
class Result:
    """How long all took together and each alone (s), and what was answered."""

    seconds: float = 0.0
    took: list[float] = field(default_factory=list)
    statuses: Counter[str] = field(default_factory=Counter)


async def _work(order: dict[str, Any], requests: Iterator[bytes], result: Result, go: asyncio.Event) -> None:
    reader, writer = await asyncio.open_connection(order["host"], order["port"], limit=2**22)
    await go.wait()
    for message in requests:
        began = time.perf_counter()
        writer.write(message)
        head = await reader.readuntil(b"\r\n\r\n")
        await _skip_body(reader, head.lower())
        result.took.append(time.perf_counter() - began)
        result.statuses[head[9:12].decode()] += 1
    writer.close()


async def _skip_body(reader: asyncio.StreamReader, head: bytes) -> None:
    _, found, rest = head.partition(b"content-length:")
    if found:
        await reader.readexactly(int(rest.partition(b"\r\n")[0]))
    elif b"transfer-encoding: chunked" in head:
        while (size := int((await reader.readuntil(b"\r\n")).strip(), 16)) > 0:
            await reader.readexactly(size + 2)
        await reader.readuntil(b"\r\n")


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
    result, go = Result(), asyncio.Event()
    requests = iter(_messages(order))
    tasks = [asyncio.create_task(_work(order, requests, result, go)) for _ in range(order["connections"])]
    await asyncio.sleep(0.1)
    began = time.perf_counter()
    go.set()
    await asyncio.gather(*tasks)
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
    sys.stdout.buffer.write(
        msgspec.json.encode(asyncio.run(_run(msgspec.json.decode(sys.stdin.buffer.read()))))
    )
