"""`dispatch.desk`: fifty desks on their streams, 200 open cases, 1,000 units that move every five seconds by MQTT.

A whole `dothi up` of its own on this machine, with every loop; the load is made on the same machine by this process. The desks do what the
page does: each holds a stream, and after an event of a case, a call or a unit asks for the parts that follow it, once a second at most, and
for the map, every two seconds at most; it says what it shows already. Every second a note is written into a case (nothing of a list changes
by it) and every second second a unit changes its state (the list of cases and the map do). Clocks start when a thing is due.

* `dispatch.desk`: a tracker ought to publish → each desk hears where the unit is. Floor, in the same run before it: the same messages until a
  plain NATS subscriber has them.
* `dispatch.desk_event`: a note is posted → each desk hears of it.
* `dispatch.desk_parts`: how long a renewal of the parts takes, `dispatch.desk_map` the same of the map; `dispatch.desk_parts_alone`: one desk,
  nothing else going on, everything drawn and sent; `dispatch.desk_parts_redrawn`: how many of a hundred renewals were sent anything.
* `dispatch.desk_static` and `dispatch.desk_static_alone`: a file of about the same size from the same server, under that load and before it.
* `dispatch.serve_cpu`, `dispatch.postgres_cpu`: what the server process and PostgreSQL take of one core meanwhile.
"""

from __future__ import annotations

import asyncio
import contextlib
import datetime as dt
import json
import random
import re
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

import httpx
import nats
import psutil
from nats.aio.msg import Msg

import dothi.web
from dothi.bench import city, dispatch_city
from dothi.bench.report import Figure, figure
from dothi.kernel import clock
from dothi.kernel.testing.system import running_system
from dothi.streams.publish import Publisher
from dothi.streams.subjects import entity_of

if TYPE_CHECKING:
    from dothi.accounts.models import Person
    from dothi.kernel.testing.system import System

EVERY_S, WARM_S, MEASURED_S, FLOOR_S, NOTE_S = 5, 5, 20, 5, 1.0
FOLLOWS = {  # web/src/desk/renewal.ts, for a desk without a call in hand
    b"calls": ("queue", "head", "stages"),
    b"forces": ("forces", "cases", "stages"),
    b"incidents": ("cases", "head"),
}
PARTS = ("queue", "head", "stages", "forces", "cases")
STATIC = Path(dothi.web.__path__[0]) / "static"
MAP_S, STATE_S, STATIC_S = 2.0, 2.0, 0.25
_NUMBER = re.compile(rb'"speed":\{"value":(\d+)')
_TOPIC = re.compile(rb'"topic":"(calls|forces|incidents)\.')
_NOTE = re.compile(rb'"incident":"([^"]+)"')


class Browser:
    """One signed-in browser that opens cases by the form, as a person does."""

    def __init__(self, port: int, by: Person) -> None:
        cookies = dict(part.split("=", 1) for part in dispatch_city.sessions(by, 1)[0].split("; "))
        self._http = httpx.Client(base_url=f"http://127.0.0.1:{port}", cookies=cookies, timeout=60)

    def __enter__(self) -> Self:
        page = self._http.get("/incidents/open/").raise_for_status().text
        self._token = page.split('name="csrfmiddlewaretoken" value="', 1)[1].split('"', 1)[0]
        return self

    def __exit__(self, *_: object) -> None:
        self._http.close()

    def open_case(self, place: tuple[float, float]) -> None:
        answer = self._http.post(
            "/incidents/open/",
            data={
                "csrfmiddlewaretoken": self._token, "title": f"Cháy nhà tại {place[0]:.6f}, {place[1]:.6f}", "kind": "fire",
                "severity": "high", "unit": "",
            },
        )  # fmt: skip
        if answer.status_code != 302:
            raise RuntimeError(f"a case was refused: {answer.status_code}")


@dataclass(slots=True)
class Heard:
    """When messages were due, and how long each desk waited for what (s). Those of the first seconds warm, and do not count."""

    due: dict[int, float] = field(default_factory=dict)
    counts_from: float = 0.0
    positions: list[float] = field(default_factory=list)
    notes: dict[str, float] = field(default_factory=dict)
    events: list[float] = field(default_factory=list)
    renewals: list[float] = field(default_factory=list)
    redrawn: int = 0  # renewals that brought anything
    maps: list[float] = field(default_factory=list)
    statics: list[float] = field(default_factory=list)
    cpu_s: dict[str, float] = field(default_factory=dict)  # of a part of the system while it was measured

    def position(self, number: int) -> None:
        due = self.due.get(number)
        if due is not None and due >= self.counts_from:
            self.positions.append(time.perf_counter() - due)

    def note(self, code: str) -> None:
        posted = self.notes.get(code)
        if posted is not None and posted >= self.counts_from:
            self.events.append(time.perf_counter() - posted)


def run(tell: Callable[[str], None], units: int) -> list[Figure]:
    """The figures of the desks."""
    with running_system(demo=True) as system:
        system.wait_ok(120)
        told = _filled(system, units)
        tell(f"{len(told['cases'])} cases are open; {len(told['desks'])} desks open their streams")
        floor, alone, static, heard = asyncio.run(_measure(system, told, units))
    messages = units / EVERY_S
    if not heard.positions or not heard.renewals:
        raise RuntimeError("the desks heard nothing")
    desks = len(told["desks"])
    return [
        figure("dispatch.desk", len(heard.positions) / desks / MEASURED_S, "positions/s and desk", messages, heard.positions),
        figure("dispatch.desk_floor", len(floor.positions) / FLOOR_S, "positions/s", messages, floor.positions),
        figure("dispatch.desk_event", len(heard.events) / desks / MEASURED_S, "events/s and desk", 1 / NOTE_S, heard.events),
        figure("dispatch.desk_parts", len(heard.renewals) / MEASURED_S, "renewals/s", len(alone) / sum(alone), heard.renewals),
        figure("dispatch.desk_parts_redrawn", 100 * heard.redrawn / len(heard.renewals), "% of renewals"),
        figure("dispatch.desk_map", len(heard.maps) / MEASURED_S, "maps/s", took_s=heard.maps),
        figure("dispatch.desk_static", len(heard.statics) / MEASURED_S, "files/s", len(static) / sum(static), heard.statics),
        figure("dispatch.desk_parts_alone", len(alone) / sum(alone), "renewals/s", took_s=alone),
        figure("dispatch.desk_static_alone", len(static) / sum(static), "files/s", took_s=static),
        *(figure(f"dispatch.{part}_cpu", 100 * used / MEASURED_S, "% of a core") for part, used in heard.cpu_s.items()),
    ]  # fmt: skip


def _filled(system: System, units: int) -> dict[str, Any]:
    environment = {**system.environment, **system.addresses.environment()}
    done = subprocess.run(
        [sys.executable, "-m", "dothi.bench.dispatch_city", str(units)], env=environment, check=True, stdout=subprocess.PIPE
    )  # fmt: skip
    told: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return told


async def _measure(
    system: System, told: dict[str, Any], units: int
) -> tuple[Heard, list[float], list[float], Heard]:
    """The floor of positions, one desk alone, a file alone, and fifty desks under load."""
    places, base = system.addresses, system.addresses.base_url
    numbers = iter(range(10**9))
    async with Publisher("127.0.0.1", places.mqtt_port, key=told["key"]) as publisher:
        floor = await _floor(places.nats_url, publisher, units, numbers)
        alone, size = await _alone(base, "/desk/parts/", told["desks"][0][0], want=",".join(PARTS))
        file = _file_of(size)
        static, _ = await _alone(base, file)
        heard = Heard()
        desks = [_Desk(heard, base, places.port, cookie, ticket) for cookie, ticket in told["desks"]]
        tasks = [asyncio.create_task(desk.live()) for desk in desks]
        await asyncio.gather(*(desk.opened.wait() for desk in desks))
        heard.counts_from = time.perf_counter() + WARM_S
        beside = [
            asyncio.create_task(work)
            for work in (_write_notes(heard, base, told), _change_states(base, told), _ask_file(heard, base, file))
        ]  # fmt: skip
        await _move(heard, publisher, units, numbers, WARM_S)
        before = _used(system)
        await _move(heard, publisher, units, numbers, MEASURED_S)
        heard.cpu_s = {part: used - before[part] for part, used in _used(system).items()}
        await publisher.drain()
        await asyncio.sleep(2)
        for task in (*tasks, *beside):
            task.cancel()
        for ended in await asyncio.gather(*tasks, *beside, return_exceptions=True):
            if isinstance(ended, Exception):
                raise ended
        await asyncio.gather(*(desk.close() for desk in desks))
    return floor, alone, static, heard


def _used(system: System) -> dict[str, float]:
    """CPU time (s) of the server and of PostgreSQL so far, with all that they started."""

    def of(process: psutil.Process) -> float:
        with contextlib.suppress(psutil.NoSuchProcess):  # a backend that just ended
            times = process.cpu_times()
            return float(times.user + times.system)
        return 0.0

    parents = {part: psutil.Process(system.pid(part)) for part in ("serve", "postgres")}
    return {part: of(one) + sum(map(of, one.children(recursive=True))) for part, one in parents.items()}


async def _floor(url: str, publisher: Publisher, units: int, numbers: Any) -> Heard:
    heard = Heard()

    async def seen(message: Msg) -> None:
        if entity_of(message.subject) and (found := _NUMBER.search(message.data)):
            heard.position(int(found[1]))

    listening = await nats.connect(url)
    await listening.subscribe("dothi.live.urn.>", cb=seen)
    await _move(heard, publisher, units, numbers, FLOOR_S)
    await publisher.drain()
    await asyncio.sleep(1)
    await listening.drain()
    return heard


async def _alone(base: str, path: str, cookie: str = "", **params: str) -> tuple[list[float], int]:
    """How long each of twenty questions took (s), one after the other, and how large the answer is (bytes)."""
    took, size = [], 0
    headers = {"Cookie": cookie, "Accept-Encoding": "identity"}
    async with httpx.AsyncClient(base_url=base, headers=headers, timeout=60) as http:
        for _ in range(22):
            began = time.perf_counter()
            size = len((await http.get(path, params=params)).raise_for_status().content)
            took.append(time.perf_counter() - began)
    return took[2:], size


def _file_of(size: int) -> str:
    """The address of the built file that is nearest to so many bytes."""
    built = (one for one in STATIC.glob("dist/*.*") if one.suffix in (".js", ".css"))
    nearest = min(built, key=lambda one: abs(one.stat().st_size - size))
    return f"/static/{nearest.relative_to(STATIC).as_posix()}"


async def _ask_file(heard: Heard, base: str, path: str) -> None:
    async with httpx.AsyncClient(base_url=base, headers={"Accept-Encoding": "identity"}, timeout=60) as http:
        while True:
            await asyncio.sleep(STATIC_S)
            began = time.perf_counter()
            (await http.get(path)).raise_for_status()
            if began >= heard.counts_from:
                heard.statics.append(time.perf_counter() - began)


async def _move(heard: Heard, publisher: Publisher, units: int, numbers: Any, seconds: int) -> None:
    """Every unit once in five seconds, evenly. Each message carries a number as its speed, so that it is known again."""
    began, rate = time.perf_counter(), units / EVERY_S
    for i in range(int(rate * seconds)):
        due = began + i / rate
        if (early := due - time.perf_counter()) > 0.002:
            await asyncio.sleep(early)
        number, unit = next(numbers), i % units
        heard.due[number] = due
        lon = city.WEST + city.WIDE * ((unit * 7919 + number) % 100003) / 100003
        lat = city.SOUTH + city.WIDE * ((unit * 104729 + number) % 100019) / 100019
        await publisher.publish(
            dispatch_city.urn(unit),
            {
                "speed": {"value": number, "unitCode": "KMH"},
                "location": {"type": "GeoProperty", "value": {"type": "Point", "coordinates": [lon, lat]}},
                "observedAt": clock.iso(clock.now() + dt.timedelta(milliseconds=0)),
            },
        )


async def _write_notes(heard: Heard, base: str, told: dict[str, Any]) -> None:
    async with httpx.AsyncClient(base_url=base, timeout=60) as http:
        http.cookies.update(dict(part.split("=", 1) for part in told["desks"][-1][0].split("; ")))
        page = (await http.get("/incidents/open/")).raise_for_status().text
        token = page.split('name="csrfmiddlewaretoken" value="', 1)[1].split('"', 1)[0]
        began = time.perf_counter()
        for number, code in enumerate(told["cases"]):
            due = began + number * NOTE_S
            await asyncio.sleep(max(0.0, due - time.perf_counter()))
            heard.notes[code] = max(due, time.perf_counter())
            form = {"csrfmiddlewaretoken": token, "text": f"Ghi chú {number}"}
            if (answer := await http.post(f"/incidents/{code}/note/", data=form)).status_code not in (
                200,
                302,
            ):
                raise RuntimeError(f"a note was refused: {answer.status_code}")


async def _change_states(base: str, told: dict[str, Any]) -> None:
    """The units that were sent (of every second case) say one after the other that they are on their way."""
    cookies = dict(part.split("=", 1) for part in told["desks"][-1][0].split("; "))
    async with httpx.AsyncClient(base_url=base, cookies=cookies, timeout=60) as http:
        page = (await http.get("/incidents/open/")).raise_for_status().text
        token = page.split('name="csrfmiddlewaretoken" value="', 1)[1].split('"', 1)[0]
        for number in range(1, len(told["cases"]), 2):
            await asyncio.sleep(STATE_S)
            form = {
                "csrfmiddlewaretoken": token,
                "force": f"B-{number:04}",
                "state": "en-route",
                "expected": "alerted",
            }
            answer = await http.post("/desk/state/", data=form, headers={"Accept": "application/json"})
            if answer.status_code != 200:
                raise RuntimeError(f"a state was refused: {answer.status_code} {answer.text[:200]}")


class _Desk:
    """One open page: its stream, the parts and the map that it asks for."""

    def __init__(self, heard: Heard, base: str, port: int, cookie: str, ticket: str) -> None:
        self._heard, self._port, self._ticket = heard, port, ticket
        self._http = httpx.AsyncClient(
            base_url=base, headers={"Cookie": cookie, "X-Background": "1"}, timeout=60
        )
        self._wanted: set[str] = set()
        self._renewing: asyncio.Task[None] | None = None
        self._mapping: asyncio.Task[None] | None = None
        self._marks: dict[str, str] = {}
        self._map_mark = ""
        self.opened = asyncio.Event()

    async def live(self) -> None:
        """Lines are looked through as bytes: fifty times two hundred a second are too many to take apart here."""
        reader, writer = await asyncio.open_connection("127.0.0.1", self._port, limit=2**22)
        writer.write(f"GET /stream/live?ticket={self._ticket} HTTP/1.0\r\nHost: 127.0.0.1\r\n\r\n".encode())
        left = b""
        while chunk := await reader.read(2**18):
            whole, _, left = (left + chunk).rpartition(b"\n")
            if b"event: hello" in whole:
                self.opened.set()
            if b"event: resync" in whole:
                raise RuntimeError("a stream fell behind")
            for number in _NUMBER.findall(whole):
                self._heard.position(int(number))
            self._follow(whole)
        raise RuntimeError("a stream ended")

    def _follow(self, whole: bytes) -> None:
        is_told = False
        for line in whole.split(b"\n") if b'"topic":' in whole else ():
            if topic := _TOPIC.search(line):
                is_told = True
                self._wanted.update(FOLLOWS[topic[1]])
                if code := _NOTE.search(line):
                    self._heard.note(code[1].decode())
        if self._wanted and (self._renewing is None or self._renewing.done()):
            self._renewing = asyncio.create_task(self._renew())
        if is_told and (self._mapping is None or self._mapping.done()):
            self._mapping = asyncio.create_task(self._map())

    async def _renew(self) -> None:
        await asyncio.sleep(random.uniform(0.8, 1.2))  # noqa: S311 - as the page does
        wanted, self._wanted = sorted(self._wanted), set()
        have = ",".join(f"{name}:{self._marks[name]}" for name in wanted if name in self._marks)
        began = time.perf_counter()
        answer = await self._http.get("/desk/parts/", params={"want": ",".join(wanted), "have": have})
        told = answer.raise_for_status().json()
        self._marks |= told["marks"]
        if began >= self._heard.counts_from:
            self._heard.renewals.append(time.perf_counter() - began)
            self._heard.redrawn += bool(told["parts"])

    async def _map(self) -> None:
        await asyncio.sleep(0.25)
        began = time.perf_counter()
        answer = await self._http.get(
            "/desk/map.json", params={"have": self._map_mark} if self._map_mark else {}
        )
        self._map_mark = answer.raise_for_status().json()["mark"]
        if began >= self._heard.counts_from:
            self._heard.maps.append(time.perf_counter() - began)
        await asyncio.sleep(MAP_S)

    async def close(self) -> None:
        for task in (self._renewing, self._mapping):
            with contextlib.suppress(asyncio.CancelledError, httpx.HTTPError):
                if task is not None:
                    await task
        await self._http.aclose()
