"""`rules`: 10,000 armed rules on 20,000 attributes, 5,000 updates a second, judged by one worker.

`rules.latency`: from the commit of a flush until the alarm that its value raises is written, seen by another connection.
`rules.evaluate`: how many waiting updates a second one process judges, states and alarms written, when it has to catch up after a
start (it remembers nothing yet). Floor, in the same run: the same rows of the log read in the same batches and one CEL evaluation each,
without states, alarms or writing. A ratio above 1 is possible: what only compares numbers is judged without CEL.

4,000 entities of 20 types in 100 units with 5 attributes each; a rule for each (type, attribute, unit). One update in 499 is above its
limit; the next of its attribute is below it again. Updates come in 20 flushes a second, through the store's own door.
"""

from __future__ import annotations

import asyncio
import contextlib
import datetime as dt
import itertools
import os
import subprocess
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import django
import psycopg

from dothi.bench.engines import Bench, engines
from dothi.bench.report import Figure, figure
from dothi.entities.core.normalize import normalize
from dothi.entities.store.write import write_batch
from dothi.kernel import clock
from dothi.kernel.engines import folder
from dothi.kernel.origin import Origin
from dothi.rules.runner import cel

TYPES, PER_TYPE, ATTRIBUTES, UNITS = 20, 200, 5, 100
RATE, FLUSHES_S, ALARM_EACH = 5_000, 20, 499  # not a divisor: another attribute each time, low again the next
WARM_S, MEASURED_S, CATCH_UP_S = 10, 20, 10
LIMIT = 1_000.0
_RAISED = """
select id, payload->>'entity', (payload->>'raised_at')::timestamptz from kernel_event where topic = 'alarms.raised' and id > %s"""


@dataclass(slots=True)
class Seen:
    """Alarms that must come, by entity and instant, when their value was committed, and how long the others took (s).

    `sent`: updates so far, so that each attribute's turn goes on where it was.
    """

    waiting: dict[tuple[str, dt.datetime], float] = field(default_factory=dict)
    took: list[float] = field(default_factory=list)
    sent: int = 0


def run(tell: Callable[[str], None] = lambda text: None) -> list[Figure]:
    """The figures of this bench."""
    with engines() as bench:
        asyncio.run(_fill(bench))
        _arm(bench)
        tell("10,000 rules are armed")
        with _worker(bench):
            seen = asyncio.run(_measure(bench, tell))
        if seen.waiting or not seen.took:
            raise RuntimeError(f"{len(seen.waiting)} alarms were never written")
        updates = asyncio.run(_send(bench, CATCH_UP_S, seen, paced=False))
        tell("judging what waits")
        rate, floor = _catch_up(updates)
    return [
        figure("rules.latency", RATE, "updates/s", took_s=seen.took),
        figure("rules.evaluate", rate, "updates/s", floor),
    ]


@contextlib.contextmanager
def _worker(bench: Bench) -> Iterator[None]:
    """The loop `rules` in a process of its own, as in operation."""
    process = subprocess.Popen(
        folder.command("worker", "--only", "rules"),
        env={**os.environ, **bench.environment},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield
    finally:
        process.terminate()
        process.wait(30)


def _urn(entity: int) -> str:
    return f"urn:ngsi-ld:Bench{entity % TYPES}:{entity}"


async def _connect(bench: Bench) -> psycopg.AsyncConnection[Any]:
    return await psycopg.AsyncConnection.connect(bench.database_url, autocommit=True)


async def _fill(bench: Bench) -> None:
    """Every attribute of every entity once, before there are rules."""
    at = clock.iso(clock.now() - dt.timedelta(days=2))
    async with await _connect(bench) as connection:
        for start in range(0, TYPES * PER_TYPE, 500):
            payload = [
                {"id": _urn(entity), "type": f"Bench{entity % TYPES}"}
                | {f"a{n}": {"value": 0.0, "observedAt": at} for n in range(ATTRIBUTES)}
                for entity in range(start, start + 500)
            ]
            await write_batch(connection, normalize(payload), origin=Origin.LIVE, source="bench")


def _arm(bench: Bench) -> None:
    """A rule for each (type, attribute, unit); each with a text of its own, so that nothing is compiled once for all."""
    os.environ |= bench.environment
    django.setup()
    from django.db import connection

    from dothi.rules.models import Rule
    from dothi.territory.models import Unit

    day = dt.date(2025, 7, 1)
    units = Unit.objects.bulk_create(
        [
            Unit(code=f"b{n}", level=2, kind="Phường", name=f"{n}", full_name=f"Phường {n}", valid_from=day)
            for n in range(UNITS)
        ]
    )
    every = itertools.product(range(TYPES), range(ATTRIBUTES), enumerate(units))
    Rule.objects.bulk_create(_rule(*which, day) for which in every)
    with connection.cursor() as cursor:
        ids = [unit.pk for unit in units]
        cursor.execute(
            "update entities_entity set unit_id = (%s::bigint[])[1 + split_part(urn, ':', 4)::int / %s %% %s]",
            [ids, TYPES, UNITS],
        )
        cursor.execute("analyze")


def _rule(type_: int, attribute: int, unit: tuple[int, Any], day: dt.date) -> Any:
    from dothi.rules.models import Rule

    number, name = unit[0], f"a{attribute}"
    limit = LIMIT + (type_ * UNITS + number) / 10_000
    return Rule(
        code=f"bench-{type_}-{attribute}-{number}", version=1, valid_from=day, kind="threshold", entity_type=f"Bench{type_}",
        attributes=[name], condition=f"{name}.value > {limit:.4f}", clear=f"{name}.value <= {limit - 1:.4f}",
        hold=dt.timedelta(0), clear_hold=dt.timedelta(0), severity="low", unit=unit[1], name_vi="Đo", name_en="Bench",
        source="bench", certainty="D", armed=True, recorded_at=clock.now(),
    )  # fmt: skip


async def _measure(bench: Bench, tell: Callable[[str], None]) -> Seen:
    """Sends at its rate while alarms are looked for; the first seconds warm up and do not count."""
    seen = Seen()
    watching = asyncio.create_task(_watch(bench, seen))
    try:
        await _send(bench, 1, seen, paced=True)  # the worker opens its book of rules meanwhile
        await _until_told(seen, 120)
        tell("the worker judges")
        await _send(bench, WARM_S, seen, paced=True)
        await _until_told(seen, 60)
        seen.took.clear()
        await _send(bench, MEASURED_S, seen, paced=True)
        await _until_told(seen, 60)
    finally:
        watching.cancel()
    return seen


async def _until_told(seen: Seen, most_s: float) -> None:
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(most_s):
            while seen.waiting:
                await asyncio.sleep(0.05)


async def _send(bench: Bench, seconds: int, seen: Seen, *, paced: bool) -> int:
    """So many seconds of updates, each attribute in turn; how many they were."""
    each = RATE // FLUSHES_S
    attributes = TYPES * PER_TYPE * ATTRIBUTES
    async with await _connect(bench) as connection:
        began = time.perf_counter()
        for flush in range(seconds * FLUSHES_S):
            if paced:
                await asyncio.sleep(max(0.0, began + flush / FLUSHES_S - time.perf_counter()))
            now = clock.now().replace(microsecond=0) + dt.timedelta(
                milliseconds=clock.now().microsecond // 1000
            )
            first = seen.sent
            seen.sent += each
            payload = [_update((first + n) % attributes, first + n, now) for n in range(each)]
            await write_batch(connection, normalize(payload), origin=Origin.LIVE, source="bench")
            committed = time.perf_counter()
            for number in range(first, first + each):
                if number % ALARM_EACH == 0 and paced:
                    seen.waiting[_urn(number % attributes % (TYPES * PER_TYPE)), now] = committed
    return seconds * RATE


def _update(place: int, number: int, now: dt.datetime) -> dict[str, Any]:
    entity, attribute = place % (TYPES * PER_TYPE), place // (TYPES * PER_TYPE)
    value = LIMIT * 2 if number % ALARM_EACH == 0 else float(number % 900)
    told = {"value": value, "observedAt": clock.iso(now)}
    return {"id": _urn(entity), "type": f"Bench{entity % TYPES}", f"a{attribute}": told}


async def _watch(bench: Bench, seen: Seen) -> None:
    """Another connection sees alarms as they are committed: it listens as open screens do, and asks by the newest one seen."""
    newest = 0
    async with await _connect(bench) as connection:
        await connection.execute("listen dothi_event")
        while True:
            cursor = await connection.execute(_RAISED, [newest])
            for key, urn, at in await cursor.fetchall():
                newest = max(newest, key)
                if (committed := seen.waiting.pop((urn, at), None)) is not None:
                    seen.took.append(time.perf_counter() - committed)
            async for _news in connection.notifies(timeout=1.0, stop_after=1):
                pass


def _catch_up(updates: int) -> tuple[float, float]:
    """Updates a second that one engine judges, and the floor: the same rows read, one CEL evaluation each."""
    from django.db import transaction

    from dothi.rules import observations
    from dothi.rules.engine import BATCH, MOST_ROWS, READER, Engine
    from dothi.rules.observations import Flush, prepared

    engine = Engine()
    attributes = engine.book().attributes
    program = cel.compile(f"a0.value > {LIMIT}")
    with transaction.atomic():
        ((tx, flush_id, _version),) = prepared("lock_cursor", {"reader": READER}, "sql/log.sql")
    began, read = time.perf_counter(), 0
    while flushes := [
        Flush(*row)
        for row in prepared(
            "next_flushes",
            {"tx": tx, "id": flush_id, "limit": BATCH, "rows": MOST_ROWS},
            "sql/log.sql",
        )
    ]:
        with transaction.atomic():
            found = observations.changes(flushes, attributes, fresh=observations.EVALUATES_WITHIN)
            for change in itertools.chain.from_iterable(found.values()):
                program.execute(cel.Context(variables={"a0": change.as_input()}))
                read += 1
        tx, flush_id = flushes[-1].tx, flushes[-1].id
    floor = read / (time.perf_counter() - began)
    began = time.perf_counter()
    while engine.step():
        pass
    if read < updates:
        raise RuntimeError(f"only {read} of {updates} updates were in the log")
    return read / (time.perf_counter() - began), floor
