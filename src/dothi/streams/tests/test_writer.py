"""What a device publishes becomes values with history, exactly once; what cannot becomes a dead letter with its reason."""

from __future__ import annotations

import asyncio
from typing import Any

import psycopg
import pytest

from dothi.accounts import keys
from dothi.entities.core.normalize import normalize
from dothi.entities.store.write import write_batch
from dothi.kernel import clock
from dothi.kernel.errors import BadRequest, NotAuthenticated
from dothi.kernel.origin import Origin
from dothi.kernel.testing.nats import Server
from dothi.streams import callout, writer
from dothi.streams.message import Message, add_rows
from dothi.streams.publish import Publisher
from dothi.streams.tests.conftest import HISTORY, STATION, add_key, eventually, fetch, loops, minutes_ago


def device(places: Server, key: str, origin: Origin = Origin.LIVE) -> Publisher:
    return Publisher("127.0.0.1", places.mqtt_port, key=key, origin=origin, connections=1)


async def test_values_are_stored_with_unit_time_and_origin(places: Server, committed_db: str) -> None:
    key = await add_key(committed_db, "all")
    at = minutes_ago(10)
    async with loops(), device(places, key) as publisher:
        await publisher.publish(
            STATION, {"pm25": {"value": 35.5, "unitCode": "GQ"}, "no2": 12, "observedAt": clock.iso(at)}
        )
        await publisher.drain()
        rows = await eventually(lambda: fetch(committed_db, HISTORY, STATION))
    assert rows == [(STATION, "no2", 12.0, at, 0, 0), (STATION, "pm25", 35.5, at, 0, 0)]


async def test_a_message_without_a_time_has_the_time_it_came(places: Server, committed_db: str) -> None:
    key = await add_key(committed_db, "all")
    urn = "urn:ngsi-ld:AirQualityObserved:late.1"
    async with loops(callout.run):
        async with loops(writer.run):  # makes the consumer, then goes away: the message waits in the stream
            pass
        async with device(places, key) as publisher:
            before = clock.now()
            await publisher.publish(urn, {"pm10": 80})
            await publisher.drain()
            after = clock.now()
        await asyncio.sleep(0.5)
        async with loops(writer.run):
            rows = await eventually(lambda: fetch(committed_db, HISTORY, urn))
    assert before <= rows[0][3] <= after


async def test_a_replay_key_cannot_pass_for_a_measurement(places: Server, committed_db: str) -> None:
    replay = await add_key(committed_db, "replayer", origin="replayed")
    played, forged = "urn:ngsi-ld:AirQualityObserved:played", "urn:ngsi-ld:AirQualityObserved:forged"
    async with (
        loops(),
        device(places, replay, Origin.REPLAYED) as honest,
        device(places, replay, Origin.LIVE) as forger,
    ):
        await forger.publish(forged, {"pm25": 1, "observedAt": clock.iso(minutes_ago(1))})
        await honest.publish(played, {"pm25": 2, "observedAt": clock.iso(minutes_ago(1))})
        await forger.drain()
        await honest.drain()
        rows = await eventually(lambda: fetch(committed_db, HISTORY, played))
        letters = await eventually(
            lambda: fetch(
                committed_db,
                "select topic, reason, key_id, payload from streams_dead_letter where topic like %s",
                "%forged%",
            )
        )
    assert [row[4] for row in rows] == [Origin.REPLAYED]
    assert await fetch(committed_db, HISTORY, forged) == []
    assert letters == [(f"dothi/{forged}/attrs", "mqtt-outside-key", "replayer", None)]


async def test_a_key_publishes_only_inside_its_family(places: Server, committed_db: str) -> None:
    key = await add_key(committed_db, "family", entity_prefixes=["urn:ngsi-ld:AirQualityObserved:"])
    inside, outside = "urn:ngsi-ld:AirQualityObserved:in", "urn:ngsi-ld:WaterObserved:out"
    async with loops(), device(places, key) as publisher:
        for urn in (outside, inside):
            await publisher.publish(urn, {"level": 1, "observedAt": clock.iso(minutes_ago(1))})
        await publisher.drain()
        await eventually(lambda: fetch(committed_db, HISTORY, inside))
        letters = await eventually(
            lambda: fetch(
                committed_db, "select reason from streams_dead_letter where topic like %s", "%WaterObserved%"
            )
        )
    assert letters == [("mqtt-outside-key",)]
    assert await fetch(committed_db, HISTORY, outside) == []


BAD = [
    (b"{", "mqtt-not-json"),
    (b"[1]", "mqtt-not-an-object"),
    (b'{"pm25": null}', "mqtt-no-values"),
    (b'{"id": "urn:ngsi-ld:A:b", "pm25": 1}', "mqtt-id-differs"),
    (b'{"pm25": 1, "observedAt": "yesterday"}', "time-malformed"),
    (b'{"pm25": {"type": "Property"}}', "attribute-without-value"),
    (b'{"x": "' + b"x" * 300_000 + b'"}', "mqtt-too-large"),
    (b'{"pm25": {"type": [], "value": 1}}', "attribute-kind-unknown"),
    (b'{"pm25": {"type": "Property", "value": 1, "a": {"type": {}, "value": 1}}}', "attribute-kind-unknown"),
    (b'{"location": {"type": "Point", "coordinates": [1' + b"0" * 400 + b", 2]}}", "geometry-malformed"),
    (b'{"@context": {"x:y": "x:y"}, "x:y": 1}', "context-malformed"),
    (b"[" * 100_000, "mqtt-not-json"),
]


async def test_bad_messages_become_dead_letters_and_hold_up_nobody(places: Server, committed_db: str) -> None:
    key = await add_key(committed_db, "all")
    ahead = (clock.now().replace(microsecond=0) + (clock.now() - minutes_ago(60))).isoformat()
    bad = [*BAD, (b'{"pm25": 1, "observedAt": "%s"}' % ahead.encode(), "observed-in-future")]
    good = "urn:ngsi-ld:AirQualityObserved:good"
    async with loops(), device(places, key) as publisher:
        for number, (payload, _) in enumerate(bad):
            await publisher.publish_raw(f"dothi/urn:ngsi-ld:Bad:{number}/attrs", payload)
        await publisher.publish(good, {"pm25": 5, "observedAt": clock.iso(minutes_ago(1))})
        await publisher.drain()
        await eventually(lambda: fetch(committed_db, HISTORY, good))
        found = await fetch(
            committed_db,
            "select reason, payload, whole from streams_dead_letter where topic like %s order by id",
            "%:Bad:%",
        )
    assert [row[0] for row in found] == [reason for _, reason in bad]
    assert [bytes(row[1]) for row in found] == [payload[: 64 * 1024] for payload, _ in bad]
    assert [row[2] for row in found] == [len(payload) <= 64 * 1024 for payload, _ in bad]
    assert (
        await fetch(committed_db, "select urn from entities_entity where urn like %s", "urn:ngsi-ld:Bad:%")
        == []
    )


async def test_a_fault_of_ours_sets_one_message_aside_and_holds_up_nobody(
    places: Server, committed_db: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def faulty(batches: Any, message: Message, senders: Any) -> Origin:
        if "unlucky" in message.subject:
            raise TypeError("unhashable type: 'list'")
        return add_rows(batches, message, senders)

    monkeypatch.setattr(writer, "add_rows", faulty)
    key = await add_key(committed_db, "all")
    good = "urn:ngsi-ld:AirQualityObserved:good"
    async with loops(), device(places, key) as publisher:
        await publisher.publish("urn:ngsi-ld:AirQualityObserved:unlucky", {"pm25": 5})
        await publisher.publish(good, {"pm25": 5, "observedAt": clock.iso(minutes_ago(1))})
        await publisher.drain()
        await eventually(lambda: fetch(committed_db, HISTORY, good))
        aside = "select reason from streams_dead_letter where topic like %s"  # two connections: either may come first
        found = await eventually(lambda: fetch(committed_db, aside, "%unlucky%"))
    assert found == [("mqtt-not-storable",)]


async def test_of_rubbish_only_the_newest_is_kept(
    places: Server, committed_db: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DOTHI_DEAD_LETTERS", "4")
    monkeypatch.setattr(writer, "_SHORTEN_AFTER", 1)
    key = await add_key(committed_db, "all")
    async with await psycopg.AsyncConnection.connect(committed_db, autocommit=True) as connection:
        await connection.execute("delete from streams_dead_letter")
    kept = "select topic from streams_dead_letter order by id"
    async with loops(), device(places, key) as publisher:
        for number in range(9):
            await publisher.publish_raw(f"dothi/urn:ngsi-ld:Rubbish:{number}/attrs", b"{")
        await publisher.drain()
        newest = [f"dothi/urn:ngsi-ld:Rubbish:{number}/attrs" for number in range(5, 9)]
        await eventually(lambda: _is(committed_db, kept, newest))


async def _is(url: str, sql: str, expected: list[str]) -> bool:
    return [row[0] for row in await fetch(url, sql)] == expected


async def test_an_id_that_mqtt_would_change_is_not_published(places: Server, committed_db: str) -> None:
    """A device of somebody else's that does it all the same is heard as the id with one colon (README); when its message
    names its id, it is refused."""
    key = await add_key(committed_db, "all")
    twofold = "urn:ngsi-ld:AirQualityObserved:a::b"
    async with loops(), device(places, key) as publisher:
        with pytest.raises(BadRequest) as refused:
            await publisher.publish(twofold, {"pm25": 1})
        await publisher.publish_raw(f"dothi/{twofold}/attrs", b'{"id": "%s", "pm25": 1}' % twofold.encode())
        await publisher.publish_raw(f"dothi/{twofold}/attrs", b'{"pm25": 2}')
        await publisher.drain()
        rows = await eventually(lambda: fetch(committed_db, HISTORY, urn_of("a:b")))
        letters = await fetch(
            committed_db, "select reason from streams_dead_letter where topic like %s", "%:a:b/attrs"
        )
    assert (refused.value.code, refused.value.fields["entity"]) == ("mqtt-id-not-carried", twofold)
    assert [row[2] for row in rows] == [2]
    assert letters == [("mqtt-id-differs",)]
    assert await fetch(committed_db, HISTORY, twofold) == []


async def test_playing_the_same_again_changes_nothing(places: Server, committed_db: str) -> None:
    key = await add_key(committed_db, "all")
    urn = "urn:ngsi-ld:AirQualityObserved:again"
    async with loops(), device(places, key) as publisher:
        for _ in range(2):
            for minute in range(30):
                await publisher.publish(
                    urn, {"pm25": minute, "observedAt": clock.iso(minutes_ago(60 - minute).replace(second=0))}
                )
        await publisher.drain()
        await publisher.publish("urn:ngsi-ld:AirQualityObserved:end", {"pm25": 0})
        await publisher.drain()
        await eventually(lambda: fetch(committed_db, HISTORY, "urn:ngsi-ld:AirQualityObserved:end"))
        rows = await fetch(committed_db, HISTORY, urn)
    assert sorted(row[2] for row in rows) == list(range(30))
    assert {row[5] for row in rows} == {0}


@pytest.mark.parametrize(
    "limits", [{"kind": "read"}, {"revoked_at": clock.now()}], ids=["reads only", "revoked"]
)
async def test_keys_that_may_not_write_are_refused(
    places: Server, committed_db: str, limits: dict[str, object], monkeypatch: pytest.MonkeyPatch
) -> None:
    key = await add_key(committed_db, "no-" + next(iter(limits)), **limits)
    await _refused(places, key, monkeypatch)


async def test_an_unknown_key_is_refused(
    places: Server, committed_db: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    await _refused(places, "nobody.secret", monkeypatch)


async def _refused(places: Server, key: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dothi.streams.publish.LOGIN_PATIENCE_S", 1.0)
    async with loops():
        with pytest.raises(NotAuthenticated):
            async with device(places, key):
                pass


async def test_devices_are_refused_until_the_writer_keeps_their_messages(
    places: Server, committed_db: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = await add_key(committed_db, "early")
    monkeypatch.setattr("dothi.streams.publish.LOGIN_PATIENCE_S", 1.0)
    async with loops(callout.run):
        with pytest.raises(NotAuthenticated):
            async with device(places, key):
                pass
        async with loops(writer.run), device(places, key):
            pass


async def test_a_key_opens_only_mqtt(places: Server, committed_db: str) -> None:
    """NATS itself is not a door: whoever got in there could read everybody's announcements."""
    await add_key(committed_db, "all")
    async with loops():
        reader, writing = await asyncio.open_connection("127.0.0.1", places.port)
        writing.write(b'CONNECT {"verbose": false, "user": "all", "pass": "secret"}\r\nPING\r\n')
        heard = await asyncio.wait_for(reader.read(-1), 30)
        writing.close()
    assert b"Authorization Violation" in heard
    assert b"PONG" not in heard


async def test_a_revoked_key_is_out_also_where_it_was_in(
    places: Server, committed_db: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(callout, "LIFETIME_S", 2)
    key = await add_key(committed_db, "leaver")
    async with loops(), device(places, key) as publisher:
        for minute in range(40):  # over two lifetimes: the connection is renewed and nothing is missing
            await publisher.publish(
                urn_of("stays"), {"pm25": minute, "observedAt": clock.iso(minutes_ago(60 - minute))}
            )
            await asyncio.sleep(0.1)
        await publisher.drain()
        await eventually(lambda: _at_least(committed_db, urn_of("stays"), 40))
        async with await psycopg.AsyncConnection.connect(committed_db, autocommit=True) as connection:
            await connection.execute("update accounts_api_key set revoked_at = now() where id = 'leaver'")
        keys.forget()
        monkeypatch.setattr(
            "dothi.streams.publish.GIVE_UP_S", 1.0
        )  # only now: a slow renewal is no reason to give up
        with pytest.raises(NotAuthenticated):
            async with asyncio.timeout(60):
                await _publish_on_and_on(publisher)


async def _publish_on_and_on(publisher: Publisher) -> None:
    while True:
        await publisher.publish(urn_of("gone"), {"pm25": 1})
        await publisher.drain()
        await asyncio.sleep(0.1)


def urn_of(name: str) -> str:
    return f"urn:ngsi-ld:AirQualityObserved:{name}"


async def _at_least(url: str, urn: str, count: int) -> bool:
    return len(await fetch(url, HISTORY, urn)) >= count


async def test_the_type_is_the_one_of_the_id_whatever_the_payload_says(
    places: Server, committed_db: str
) -> None:
    """A key limited to a type may publish where the id names it: another type in the payload, or an entity that another
    key gave a second type, would take it further than its limit."""
    key = await add_key(committed_db, "air-only", entity_types=["AirQualityObserved"])
    fresh, both = "urn:ngsi-ld:AirQualityObserved:fresh", "urn:ngsi-ld:AirQualityObserved:both"
    async with await psycopg.AsyncConnection.connect(committed_db, autocommit=True) as connection:
        for kind in ("AirQualityObserved", "TrafficLight"):
            batch = normalize({"id": both, "type": kind, "pm25": {"type": "Property", "value": 1}})
            await write_batch(connection, batch, origin=Origin.LIVE, source="http")
    letter = "select reason from streams_dead_letter where topic like %s order by id"
    async with loops(), device(places, key) as publisher:
        await publisher.publish(fresh, {"type": ["AirQualityObserved", "TrafficLight"], "pm25": 2})
        await publisher.publish(fresh, {"type": "TrafficLight", "pm25": 2})
        await publisher.publish(both, {"pm25": 2})
        await publisher.publish(fresh, {"type": "AirQualityObserved", "pm25": 3})
        await publisher.drain()
        rows = await eventually(lambda: fetch(committed_db, HISTORY, fresh))
        assert await eventually(lambda: fetch(committed_db, letter, "%:both/%")) == [("key-outside-type",)]
    assert [row[2] for row in rows] == [3.0]
    assert await fetch(committed_db, letter, "%:fresh/%") == [("mqtt-type-differs",)] * 2
    held = "select t.short from entities_entity e join entities_term t on t.id = any(e.types) where urn = %s"
    assert await fetch(committed_db, held, fresh) == [("AirQualityObserved",)]


async def test_an_entity_of_two_types_is_written_where_no_key_that_may_have_sent_is_limited(
    places: Server, committed_db: str
) -> None:
    """The ordinary case: made by HTTP with two types, kept up by a device whose key knows no limits – until a key limited to
    one of the types may have sent it too."""
    free = await add_key(committed_db, "free")
    both = "urn:ngsi-ld:WeatherObserved:two-in-one"
    async with await psycopg.AsyncConnection.connect(committed_db, autocommit=True) as connection:
        kinds = ["WeatherObserved", "AirQualityObserved"]
        batch = normalize({"id": both, "type": kinds, "pm25": {"type": "Property", "value": 1}})
        await write_batch(connection, batch, origin=Origin.LIVE, source="http")
    letter = "select reason from streams_dead_letter where topic like %s"
    async with loops(), device(places, free) as publisher:
        await publisher.publish(both, {"pm25": 2})
        await publisher.drain()
        await eventually(lambda: _at_least(committed_db, both, 2))
        weather = await add_key(committed_db, "weather", entity_types=["WeatherObserved"])
        async with device(places, weather) as limited:
            await limited.publish(both, {"pm25": 3})
            await limited.drain()
            assert await eventually(lambda: fetch(committed_db, letter, "%two-in-one%")) == [
                ("key-outside-type",)
            ]


async def test_ids_below_a_prefix_belong_to_the_agency_of_its_key(places: Server, committed_db: str) -> None:
    """New ones, and those that stood without an owner at their next value; a key without limits owns nothing that another
    key's prefix names, and where two agencies hold the same prefix nobody does."""
    add = """insert into accounts_agency (code, name_vi, name_en, kind, phone, valid_from) values
             ('so-x', 'Sở X', 'X', 'department', '', '2020-01-01'), ('so-y', 'Sở Y', 'Y', 'department', '', '2020-01-01')
             returning id"""
    async with await psycopg.AsyncConnection.connect(committed_db, autocommit=True) as connection:
        (x,), (y,) = await (await connection.execute(add)).fetchall()
    free = await add_key(committed_db, "free")
    family = "urn:ngsi-ld:AirQualityObserved:"
    before, new, shared, other = (f"{family}{name}" for name in ("x:old", "x:new", "xy:1", "z:1"))
    owner = "select agency_id from entities_entity where urn = %s"

    async def owned(urn: str) -> Any:
        return [agency for (agency,) in await fetch(committed_db, owner, urn)]

    async with loops(), device(places, free) as everybody:
        await everybody.publish(before, {"pm25": 1})
        await everybody.drain()
        assert await eventually(lambda: owned(before)) == [None]
        x_key = await add_key(committed_db, "x", entity_prefixes=[f"{family}x:", f"{family}xy:"], agency_id=x)
        await add_key(committed_db, "y", entity_prefixes=[f"{family}xy:"], agency_id=y)
        async with device(places, x_key) as department:
            for urn in (before, new, shared):
                await department.publish(urn, {"pm25": 2})
            await department.drain()
            await everybody.publish(other, {"pm25": 2})
            await everybody.drain()
            await eventually(lambda: owned(other))
            assert await owned(before) == await owned(new) == [x]
            assert await owned(shared) == await owned(other) == [None]
