"""What /metrics tells is what happened; nobody from outside can invent a label."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

import psycopg
import pytest
from prometheus_client.parser import text_string_to_metric_families

from dothi.config import asgi, metrics
from dothi.entities.core.normalize import normalize
from dothi.entities.store.write import write_batch
from dothi.gateway import counters
from dothi.gateway.hub import Frame, Hub, Wish
from dothi.kernel import health
from dothi.kernel.origin import Origin
from dothi.kernel.permissions import Grant, Scope

EVERYWHERE = Scope((Grant(None, None),))
Samples = dict[tuple[str, tuple[tuple[str, str], ...]], float]


@pytest.fixture(autouse=True)
def from_nought(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(health, "_reports", {})
    monkeypatch.setattr(health, "_reported_at", {})
    monkeypatch.setattr(health, "_counts", {})
    counters.reset()
    yield
    counters.reset()


async def _told(url: str, flushes: metrics.Flushes | None = None, hub: Hub | None = None) -> Samples:
    parts = await health.Checker(url, "nats://127.0.0.1:1").parts()
    text = (await metrics.text(parts, url, flushes or metrics.Flushes(), hub)).decode()
    return {
        (sample.name, tuple(sorted(sample.labels.items()))): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


def _of(samples: Samples, name: str, **labels: str) -> float | None:
    return samples.get((name, tuple(sorted(labels.items()))))


async def test_requests_are_counted_by_route_method_and_class(committed_db: str) -> None:
    for status, seconds in ((200, 0.004), (204, 0.02), (404, 0.3), (500, 60.0)):
        counters.note("/ngsi-ld/v1/entities/{id}", "GET", status, seconds)
    counters.note(counters.OTHER, "BREW\nx", 405, 0.001)
    told = await _told(committed_db)
    route = "/ngsi-ld/v1/entities/{id}"
    assert _of(told, "dothi_http_requests_total", route=route, method="GET", status="2xx") == 2
    assert _of(told, "dothi_http_requests_total", route=route, method="GET", status="4xx") == 1
    assert _of(told, "dothi_http_requests_total", route="other", method="other", status="4xx") == 1
    buckets = {
        le: _of(told, "dothi_http_request_seconds_bucket", route=route, le=le)
        for le in ("0.005", "0.025", "0.5", "+Inf")
    }
    assert buckets == {"0.005": 1, "0.025": 2, "0.5": 3, "+Inf": 4}
    assert _of(told, "dothi_http_request_seconds_count", route=route) == 4
    assert _of(told, "dothi_http_request_seconds_sum", route=route) == pytest.approx(60.324)


async def test_flushes_and_rows_are_each_counted_once_whoever_writes(committed_db: str) -> None:
    flushes = metrics.Flushes()
    before = await _told(committed_db, flushes)
    assert _of(before, "dothi_flushes_total") == 0, "what was before this process is not its count"
    async with await psycopg.AsyncConnection.connect(committed_db, autocommit=True) as connection:
        for turn in range(3):
            values = {
                "id": "urn:ngsi-ld:AirQualityObserved:m1",
                "type": "AirQualityObserved",
                "pm25": turn,
                "no2": 5 + turn,
            }
            await write_batch(connection, normalize([values]), origin=Origin.LIVE, source="test")
        written = await (
            await connection.execute("select count(*), sum(rows) from entities_flush")
        ).fetchone()
    assert written is not None
    for _ in range(2):
        told = await _told(committed_db, flushes)
        assert (_of(told, "dothi_flushes_total"), _of(told, "dothi_rows_total")) == (
            written[0],
            float(written[1]),
        )
    assert written[0] == 3


async def test_counts_of_other_processes_come_by_their_heartbeat(committed_db: str) -> None:
    health.report("writer", lag_s=1.5)
    health.count("writer", "messages-stored", 40)
    health.count("writer", "messages-stored", 2)
    health.count("writer", "messages-refused", 3)
    async with await psycopg.AsyncConnection.connect(committed_db, autocommit=True) as connection:
        await health.beat(connection)
        await connection.execute(
            "insert into procrastinate_jobs (queue_name, task_name, status) values ('q', 't', 'failed'), ('q', 't', 'todo')"
        )
    told = await _told(committed_db)
    assert _of(told, "dothi_messages_stored_total") == 42
    assert _of(told, "dothi_messages_refused_total") == 3
    assert _of(told, "dothi_part_lag_seconds", part="writer") == 1.5
    assert _of(told, "dothi_jobs", state="failed") == 1
    assert _of(told, "dothi_jobs", state="doing") == 0
    assert _of(told, "dothi_alarms_active", severity="critical") == 0


async def test_streams_are_counted_and_who_reads_too_slowly(committed_db: str) -> None:
    hub = Hub(committed_db, "nats://127.0.0.1:1")
    wish = Wish((("entities.view", EVERYWHERE),), frozenset(), frozenset())
    for person in (1, 1, 2):
        hub.open(wish, person)
    assert (hub.count_of(1), hub.count_of(2), hub.count_of(3)) == (2, 1, 0)
    hub._send([Frame(b"x" * 100, "entities.view", None, None), Frame(b"x", "audit.view", None, None)])
    told = await _told(committed_db, hub=hub)
    assert _of(told, "dothi_streams_open") == 3
    assert _of(told, "dothi_stream_messages_total") == 3, "one frame that they may see, to three streams"
    assert _of(told, "dothi_stream_overruns_total") == 0
    hub._send([Frame(b"x" * 2_500_000, "entities.view", None, None)])
    assert _of(await _told(committed_db, hub=hub), "dothi_stream_overruns_total") == 3


async def test_without_the_database_no_figure_is_made_up() -> None:
    counters.note("/healthz", "GET", 200, 0.001)
    told = await _told("postgresql://dothi:x@127.0.0.1:1/dothi")
    assert _of(told, "dothi_part_up", part="postgres") == 0
    assert _of(told, "dothi_http_requests_total", route="/healthz", method="GET", status="2xx") == 1
    assert _of(told, "dothi_jobs", state="todo") is None


def test_a_page_is_counted_under_its_room_and_an_invented_one_under_other() -> None:
    assert asgi._area("/alarms/17/") == "/alarms"
    assert asgi._area("/") == "/"
    assert asgi._area("") == "/"
    assert {asgi._area(f"/x{number}/") for number in range(50)} == {"other"}


async def test_many_who_ask_at_once_share_one_answer() -> None:
    """Anybody may ask: a connection for each would use up those of the database."""
    asked = 0

    async def tell() -> bytes:
        nonlocal asked
        asked += 1
        await asyncio.sleep(0)
        return b"figures"

    figures = metrics.OnceASecond()
    assert await asyncio.gather(*(figures(tell) for _ in range(50))) == [b"figures"] * 50
    assert asked == 1
