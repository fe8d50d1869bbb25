"""A message that is set aside says why in words that a device's keeper can act on, in both languages; what a library said in
English is a technical detail beside them."""

from __future__ import annotations

from typing import Any

import msgspec
import psycopg
import pytest
from psycopg import errors

from dothi.entities.store import judging
from dothi.kernel.errors import DothiError
from dothi.kernel.testing.nats import Server
from dothi.streams import dead_letters
from dothi.streams.causes import cause_of
from dothi.streams.dead_letters import DeadLetter
from dothi.streams.publish import Publisher
from dothi.streams.tests.conftest import HISTORY, add_key, eventually, fetch, loops

METER = "urn:ngsi-ld:WaterMeter:m1"
SCHEMA = {
    "title": "WaterMeter",
    "type": "object",
    "properties": {"volume": {"type": "number", "minimum": 0}, "state": {"enum": ["ok", "leaking"]}},
}


async def declare(url: str, schema: dict[str, Any]) -> None:
    """As a pack does whose manifest says `judgement = "reject"`."""
    async with await psycopg.AsyncConnection.connect(url, autocommit=True) as connection:
        await connection.execute(
            "insert into entities_declared_type (short, pack, version, owner, licence, schema, judgement, declared_at)"
            " values (%s, 'water', '1.0.0', '', '', %s, 2, now())",
            [schema["title"], msgspec.json.encode(schema).decode()],
        )
    judging.forget()


def letters(url: str) -> list[DeadLetter]:
    with psycopg.connect(url) as connection, connection.cursor() as cursor:
        return dead_letters.rows(cursor, reason="value-against-schema")


async def test_what_the_schema_of_its_type_does_not_allow_is_set_aside(
    places: Server, committed_db: str
) -> None:
    """By MQTT, real NATS: refused with the value and the limit, the message before and after it is stored."""
    await declare(committed_db, SCHEMA)
    key = await add_key(committed_db, "all")
    async with loops(), Publisher("127.0.0.1", places.mqtt_port, key=key, connections=1) as publisher:
        for message in ({"volume": 7}, {"volume": -5}, {"volume": "full"}, {"state": "ok", "volume": 8}):
            await publisher.publish(METER, message)
        await publisher.drain()
        await eventually(lambda: _stored(committed_db, [7.0, 8.0]))
    negative, text = sorted(letters(committed_db), key=lambda one: one.fields["keyword"])
    assert negative.why("vi") == (
        "Giá trị của volume không hợp với loại WaterMeter: phải từ 0 trở lên, hiện là -5."
    )
    assert text.why("en") == (
        'The value of volume does not fit type WaterMeter: it must be a number, and is "full".'
    )
    assert {one.topic for one in (negative, text)} == {f"dothi/{METER}/attrs"}
    assert negative.may_be_tried_again


async def _stored(url: str, volumes: list[float]) -> bool:
    rows = await fetch(url, HISTORY, METER)
    return sorted(row[2] for row in rows if row[1] == "volume") == volumes


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (errors.NumericValueOutOfRange("value out of range: overflow"), "mqtt-number-too-large"),
        (errors.DatetimeFieldOverflow("date/time field value out of range"), "mqtt-time-out-of-range"),
        (errors.UntranslatableCharacter("unsupported Unicode escape sequence"), "mqtt-text-broken"),
        (UnicodeEncodeError("utf-8", "\ud800", 0, 1, "surrogates not allowed"), "mqtt-text-broken"),
        (errors.ProgramLimitExceeded("index row size 5320 exceeds maximum"), "mqtt-too-complex"),
        (errors.CheckViolation("new row violates check constraint"), "mqtt-contradicts"),
        (errors.InvalidTextRepresentation("invalid input syntax for type json"), "mqtt-value-not-storable"),
        (TypeError("unhashable type: 'list'"), "mqtt-not-storable"),
    ],
)
def test_the_cause_is_said_in_words_and_the_detail_beside_them(error: Exception, code: str) -> None:
    cause = cause_of(error)
    letter = _letter(cause)
    assert cause.code == code
    assert letter.technical == f"{type(error).__name__}: {error}"
    for language in ("vi", "en"):
        assert str(error) not in letter.why(language)
        assert letter.why(language) != f"error-{code}"


def _letter(error: DothiError) -> DeadLetter:
    fields = {name: str(value) for name, value in error.fields.items()}
    return DeadLetter(1, None, "", b"", True, error.code, fields, None, 1, None, None, None)  # type: ignore[arg-type]
