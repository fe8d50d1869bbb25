"""GTFS-realtime from a real server: vehicles, trips, alerts; a feed that stands still makes its source late."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from google.transit import gtfs_realtime_pb2 as gtfs

from dothi.connectors.gtfs_realtime.rows import COLUMNS, rows_of
from dothi.connectors.models import Source
from dothi.connectors.sources import lateness
from dothi.connectors.sources.kinds import get_kind
from dothi.connectors.sources.tests.serving import serving
from dothi.connectors.sources.tests.sources import add, described, run_once
from dothi.connectors.tests.conftest import facts, stored  # noqa: F401 - a fixture
from dothi.kernel import clock

pytestmark = pytest.mark.usefixtures("stored")


@pytest.fixture(autouse=True)
def own_network(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DOTHI_EGRESS_ALLOW", "127.0.0.1")


def feed(at: dt.datetime) -> Any:
    """Two buses (one without its own time), a deleted one, a late trip and an alert, as an operator's server makes them."""
    made = gtfs.FeedMessage()
    made.header.gtfs_realtime_version = "2.0"
    made.header.timestamp = int(at.timestamp())
    bus = made.entity.add(id="1").vehicle
    bus.vehicle.id, bus.vehicle.label, bus.vehicle.license_plate = "bus-6", "Xe 6", "72B-012.34"
    bus.trip.trip_id, bus.trip.route_id = "t1", "6"
    bus.position.latitude, bus.position.longitude, bus.position.speed, bus.position.bearing = (
        10.35,
        107.08,
        10,
        90,
    )
    bus.occupancy_status, bus.timestamp = gtfs.VehiclePosition.FEW_SEATS_AVAILABLE, int(at.timestamp()) - 20
    quiet = made.entity.add(id="2").vehicle
    quiet.vehicle.label = "Xe 22"
    quiet.trip.route_id = "22"
    quiet.position.latitude, quiet.position.longitude = 10.4, 107.1
    made.entity.add(id="3", is_deleted=True).vehicle.vehicle.id = "gone"
    trip = made.entity.add(id="4").trip_update
    trip.trip.trip_id, trip.trip.route_id = "t1", "6"
    passed = trip.stop_time_update.add(stop_id="A")
    passed.departure.time, passed.departure.delay = int(at.timestamp()) - 60, 30
    coming = trip.stop_time_update.add(stop_id="B")
    coming.arrival.time, coming.arrival.delay = int(at.timestamp()) + 120, 420
    trip.stop_time_update.add(stop_id="C", schedule_relationship=gtfs.TripUpdate.StopTimeUpdate.SKIPPED)
    alert = made.entity.add(id="5").alert
    alert.cause, alert.effect = gtfs.Alert.WEATHER, gtfs.Alert.DETOUR
    alert.informed_entity.add(route_id="6")
    alert.informed_entity.add(stop_id="B")
    alert.active_period.add(start=100, end=200)
    alert.header_text.translation.add(text="Detour", language="en")
    alert.header_text.translation.add(text="Đổi lộ trình", language="vi-VN")
    return made


def row(reads: str) -> dict[str, Any]:
    one = feed(dt.datetime(2026, 11, 22, 6, tzinfo=dt.UTC))
    return dict(zip(COLUMNS[reads], next(rows_of(one, reads)), strict=True))


def test_a_trip_tells_its_next_stop_and_its_delay_there() -> None:
    one = row("trips")
    assert (one["id"], one["next_stop_id"], one["delay"], one["stops"], one["skipped"]) == (
        "t1",
        "B",
        420,
        3,
        1,
    )


def test_an_alert_is_told_in_vietnamese_with_what_it_touches() -> None:
    one = row("alerts")
    assert (one["header"], one["cause"], one["effect"]) == ("Đổi lộ trình", "weather", "detour")
    assert (one["routes"], one["stops"], one["begins"], one["ends"]) == ("6", "B", 100, 200)


def source(url: str, **how: Any) -> Source:
    mapping = get_kind("gtfs_realtime").mapping_example()
    return add("gtfs_realtime", mapping=mapping, how=described(**how), url=url, reads="vehicles")


def test_vehicles_are_stored_with_place_and_time_and_the_same_feed_once() -> None:
    now = clock.now().replace(microsecond=0)
    asked = []

    def answer(request: Any) -> None:
        asked.append(request.headers.get("If-None-Match"))
        request.give(feed(now).SerializeToString(), ETag=f'"{len(asked)}"')

    with serving(answer) as server:
        one = source(server.url)
        first, second = run_once(one), run_once(one)
    assert (first.state, first.stored, first.refused) == ("done", 2, 0), first.error_fields
    assert second.state == "unchanged" and asked == [None, '"1"']  # new bytes, the same header: nothing new
    values = facts(
        "select e.urn, t.short, a.num, a.txt, a.observed_at from entities_attribute a join entities_entity e on e.id = a.entity_id"
        " join entities_term t on t.id = a.term_id where t.short in ('speed', 'occupancy', 'route')"
    )
    told = {(urn.rpartition(":")[2], name): (num, text, at) for urn, name, num, text, at in values}
    own = now - dt.timedelta(seconds=20)
    assert told["bus-6", "occupancy"] == (None, "few_seats_available", own)
    assert told["bus-6", "speed"] == (36, None, own)  # 10 m/s
    assert told["Xe-22", "route"] == (None, "22", now)  # without its own time: the header's
    assert facts("select count(*) from entities_entity where lon between 107 and 108") == [(2,)]


def test_a_feed_that_stands_still_makes_its_source_late_although_the_server_answers() -> None:
    begun = clock.now()
    with serving(
        lambda request: request.give(feed(begun - dt.timedelta(seconds=30)).SerializeToString())
    ) as server:
        one = source(server.url, every_s=60, tolerance_s=60)
        run_once(one)
        lateness.tell()
        one.standing.refresh_from_db()
        assert one.standing.late_since is None
        with clock.moved_to(begun + dt.timedelta(minutes=10)):
            assert run_once(one).state == "unchanged"
            lateness.tell()
    one.standing.refresh_from_db()
    assert one.standing.late_since is not None


def test_a_page_in_place_of_the_feed_is_told() -> None:
    with serving(lambda request: request.give("<html>Bảo trì</html>")) as server:
        run = run_once(source(server.url))
    assert (run.state, run.error_code) == ("failed", "source-not-gtfs")
    assert "Bảo trì" in run.error_fields["begins"]
