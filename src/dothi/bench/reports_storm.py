"""The load of `dothi bench reports`: citizens who send the form, each from a phone and an address of their own. A process of its own.

`python -m dothi.bench.reports_storm < order.json` → `{"took": [s…], "statuses": {…}, "sent": [key…], "taken": [key…], "seconds"}` on stdout. An order: `{"port", "rate",
"seconds", "category"}`. A report is sent when it is due, however many are on their way: what waits counts. Its form is what a browser
sends: multipart, its cookie and its token; the first page is fetched once and stands for all phones.
"""

from __future__ import annotations

import asyncio
import json
import random
import re
import subprocess
import sys
import time
import uuid
from collections import Counter
from typing import Any

import uvloop

BOUNDARY = "bench-form-7d1c"
PATIENCE_S = 60.0
WEST, SOUTH, WIDE = 106.0, 10.0, 1.0


async def _run(order: dict[str, Any]) -> dict[str, Any]:
    cookie, token = await _form(order["port"])
    began, choose = time.perf_counter() + 0.5, random.Random(7)  # noqa: S311 - the same storm in each run
    took: list[float] = []
    statuses: Counter[str] = Counter()
    sent: list[str] = []
    taken: list[str] = []

    async def one(number: int) -> None:
        due, key = began + number / order["rate"], str(uuid.UUID(int=choose.getrandbits(128), version=4))
        sent.append(key)
        body = _body(token, key, order["category"], number, choose)
        await asyncio.sleep(max(0.0, due - time.perf_counter()))
        status = await _send(order["port"], cookie, number, body)
        statuses[status] += 1
        took.append(time.perf_counter() - due)
        if status in ("302", "303"):
            taken.append(key)

    await asyncio.gather(*(one(number) for number in range(order["rate"] * order["seconds"])))
    return {
        "took": took,
        "statuses": statuses,
        "sent": sent,
        "taken": taken,
        "seconds": time.perf_counter() - began,
    }


async def _form(port: int) -> tuple[str, str]:
    head, body = await _asked(
        port, b"GET /phan-anh/moi/ HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n", "127.0.0.1"
    )
    cookie = re.search(r"(csrftoken=[^;]+)", head)
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', body)
    if cookie is None or token is None:
        raise RuntimeError(f"the form did not come: {head[:200]}")
    return cookie[1], token[1]


def _body(token: str, key: str, category: str, number: int, choose: random.Random) -> bytes:
    fields = {
        "csrfmiddlewaretoken": token, "key": key, "category": category,
        "text": f"Nước ngập tới đầu gối trước số {number}, xe không qua được", "place": f"{number % 900} Trần Phú", "phone": "",
        "lon": f"{WEST + choose.random() * WIDE:.6f}", "lat": f"{SOUTH + choose.random() * WIDE:.6f}", "accuracy": "12",
    }  # fmt: skip
    parts = (
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
        for name, value in fields.items()
    )
    return ("".join(parts) + f"--{BOUNDARY}--\r\n").encode()


async def _send(port: int, cookie: str, number: int, body: bytes) -> str:
    head = (
        f"POST /phan-anh/moi/ HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\nCookie: {cookie}\r\n"
        f"Content-Type: multipart/form-data; boundary={BOUNDARY}\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    address = f"127.{1 + number // 62_500}.{number // 250 % 250}.{1 + number % 250}"
    try:
        answer, _ = await asyncio.wait_for(_asked(port, head.encode() + body, address), PATIENCE_S)
    except (OSError, TimeoutError, ValueError) as error:
        return type(error).__name__
    return answer[9:12]


async def _asked(port: int, message: bytes, address: str) -> tuple[str, str]:
    reader, writer = await asyncio.open_connection("127.0.0.1", port, local_addr=(address, 0), limit=2**20)
    try:
        writer.write(message)
        answer = (await reader.read()).decode(errors="replace")
    finally:
        writer.close()
    if not answer.startswith("HTTP/1.1 "):
        raise ValueError(answer[:40])
    head, _, body = answer.partition("\r\n\r\n")
    return head, body


def put(port: int, rate: int, seconds: int, category: str) -> dict[str, Any]:
    """Makes the storm in another process and returns what it saw."""
    order = json.dumps({"port": port, "rate": rate, "seconds": seconds, "category": category})
    done = subprocess.run(
        [sys.executable, "-m", __name__], input=order, stdout=subprocess.PIPE, check=True, text=True
    )
    found: dict[str, Any] = json.loads(done.stdout)
    return found


if __name__ == "__main__":
    sys.stdout.write(json.dumps(uvloop.run(_run(json.load(sys.stdin)))))
