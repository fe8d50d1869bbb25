"""What heartbeats mean, and that a loop which fails is started again while the others go on."""

from __future__ import annotations

import asyncio
import datetime as dt

import psycopg
import pytest

from dothi.cli import worker_
from dothi.kernel import clock, health


@pytest.fixture(autouse=True)
def no_reports(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "_reports", {})


async def _beat(url: str) -> None:
    async with await psycopg.AsyncConnection.connect(url, autocommit=True) as connection:
        await health.beat(connection)


async def test_parts_are_read_from_their_heartbeats(committed_db: str) -> None:
    health.report("writer", lag_s=0.5)
    health.report("rules", lag_s=300.0)
    health.report("callout", status=health.DEGRADED)
    await _beat(committed_db)
    parts = await health.Checker(committed_db, "nats://127.0.0.1:1").parts()
    assert parts["postgres"].status == "ok"
    assert parts["postgres"].version.startswith("18.")
    assert parts["writer"] == health.Health("ok", parts["gateway"].version, 0.5)
    assert parts["rules"].status == "degraded"  # five minutes behind
    assert parts["callout"].status == "degraded"
    assert parts["derive"].status == "down"  # never heard of
    assert parts["nats"].status == "down"
    assert health.overall(parts) == "degraded"


async def test_a_silent_part_is_down(committed_db: str) -> None:
    health.report("jobs")
    with clock.moved_to(clock.now() - dt.timedelta(seconds=60)):
        await _beat(committed_db)
    parts = await health.Checker(committed_db, "nats://127.0.0.1:1").parts()
    assert parts["jobs"].status == "down"
    assert (parts["jobs"].lag_s or 0) >= 55


async def test_without_its_database_the_whole_is_down() -> None:
    parts = await health.Checker("postgresql://dothi:x@127.0.0.1:1/dothi", "nats://127.0.0.1:1").parts()
    assert health.document(parts)["status"] == "down"
    assert parts["gateway"].status == "ok"


async def test_a_failing_loop_is_started_again_and_another_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    stop, begun, steady = asyncio.Event(), [], []

    async def failing(_stop: asyncio.Event) -> None:
        begun.append(1)
        if len(begun) < 3:
            raise RuntimeError("the database went away")
        await _stop.wait()

    async def well(_stop: asyncio.Event) -> None:
        steady.append(1)
        await _stop.wait()

    monkeypatch.setattr(worker_, "LONGEST_WAIT_S", 0.01)
    tasks = [
        asyncio.create_task(worker_.keep("writer", failing, stop)),
        asyncio.create_task(worker_.keep("rules", well, stop)),
    ]
    async with asyncio.timeout(30):
        while len(begun) < 3:
            await asyncio.sleep(0.01)
    assert health.reported("writer").status == "degraded"  # not trusted yet
    assert health.reported("rules").status == "ok"
    stop.set()
    await asyncio.gather(*tasks)
    assert len(steady) == 1


def test_every_loop_has_a_process_and_every_process_its_loops() -> None:
    assert set(health.EXPECTED) == {*worker_.LOOPS, "jobs"}
    assert len(health.EXPECTED) == len(set(health.EXPECTED)), "a loop runs in one process"
