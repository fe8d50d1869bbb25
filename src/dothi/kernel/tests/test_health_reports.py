"""A heartbeat proves that a process lives; only a report proves that its loop does."""

from __future__ import annotations

import psycopg
import pytest

from dothi.kernel import health


@pytest.fixture
def own_reports(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "_reports", {})
    monkeypatch.setattr(health, "_reported_at", {})


async def _told(url: str) -> dict[str, health.Health]:
    async with await psycopg.AsyncConnection.connect(url, autocommit=True) as connection:
        await health.beat(connection)
    checker = health.Checker(url, "nats://127.0.0.1:1")
    try:
        return await checker.parts()
    finally:
        await checker.close()


async def test_a_loop_that_hangs_is_degraded_though_its_process_beats(
    committed_db: str, own_reports: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    health.report("rules", lag_s=0.0)
    health.report("callout", lag_s=0.0)
    health._reported_at["rules"] -= health.QUIET_S + 1
    parts = await _told(committed_db)
    assert parts["callout"].status == health.OK
    assert parts["rules"].status == health.DEGRADED
    assert (parts["rules"].lag_s or 0) > health.QUIET_S


async def test_a_loop_that_reports_again_is_well(committed_db: str, own_reports: None) -> None:
    health.report("rules", lag_s=0.4)
    assert (await _told(committed_db))["rules"] == health.Health(health.OK, health.__version__, 0.4)
