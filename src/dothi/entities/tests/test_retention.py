"""The log of flushes goes after its time, but not before every reader has passed it; of subscriptions what ended and was given up."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection

from dothi.kernel import clock, retention

pytestmark = pytest.mark.django_db
PLACES = ("rules_cursor", "entities_subscription_cursor")


@pytest.mark.parametrize("behind", PLACES)
def test_a_flush_stays_until_every_reader_has_passed_it(behind: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("delete from entities_flush")
        cursor.execute(
            "insert into entities_flush (recorded_at, rows) values (%s, 1), (%s, 1)",
            [clock.now() - dt.timedelta(days=31), clock.now() - dt.timedelta(days=29)],
        )
        cursor.execute("insert into rules_cursor (reader, tx, flush_id) values ('slow', 0, 0)")
        for place in PLACES:
            _move(cursor, place)
        cursor.execute(f"update {behind} set tx = 0, flush_id = 0")
        assert retention.forget_all()["flushes"] == 0
        _move(cursor, behind)
        assert retention.forget_all()["flushes"] == 1
        cursor.execute("select count(*) from entities_flush")
        assert cursor.fetchone() == (1,)


_KEY = (
    "insert into accounts_api_key (id, secret_sha256, kind, name, entity_types, entity_prefixes, origin, created_at, revoked_at)"
    " values (%s, '\\x00', 'read', %s, '{}', '{}', 'live', now(), %s)"
)
_SUBSCRIPTION = (
    "insert into entities_subscription (created_at, modified_at, expires_at, is_active, urn, key_id, endpoint, body, context)"
    " values (now(), now(), %s, true, %s, %s, '', '{}', '{}') returning id"
)
_NOTIFICATION = "insert into entities_notification (subscription_id, made_at, dead_at, urn, endpoint, body) values (%s, now(), %s, %s, '', '')"


def test_of_subscriptions_go_what_ended_and_what_was_given_up() -> None:
    """After 90 days: expired ones, those of a key that ended, dead letters of living ones; what waits stays."""
    old, young = (clock.now() - dt.timedelta(days=days) for days in (91, 89))
    with connection.cursor() as cursor:
        for key, revoked in (("living", None), ("gone", old), ("going", young)):
            cursor.execute(_KEY, [key, key, revoked])
        made = {}
        for name, key, expires in (
            ("stays", "living", None), ("expired", "living", old), ("expiring", "living", young), ("keyless", "gone", None), ("losing", "going", None),
        ):  # fmt: skip
            cursor.execute(_SUBSCRIPTION, [expires, name, key])
            made[name] = cursor.fetchone()[0]
        for name, dead in (("waits", None), ("dead", old), ("dying", young)):
            cursor.execute(_NOTIFICATION, [made["stays"], dead, name])
        gone = retention.forget_all()
        assert (gone["subscriptions-ended"], gone["notifications-dead"]) == (2, 1)
        cursor.execute(
            "select urn from entities_subscription union all select urn from entities_notification"
        )
        assert {row[0] for row in cursor.fetchall()} == {"stays", "expiring", "losing", "waits", "dying"}


def _move(cursor: object, place: str) -> None:
    """To the end of the log."""
    cursor.execute(f"update {place} set (tx, flush_id) = (select max(tx), max(id) from entities_flush)")


def test_doubts_go_when_they_come_no_more() -> None:
    with connection.cursor() as cursor:
        cursor.execute("insert into entities_source (name) values ('http:doubtful') returning id")
        source = cursor.fetchone()[0]
        for days, detail in ((91, "old"), (89, "young")):
            cursor.execute(
                "insert into entities_complaint (first_at, last_at, times, unit_id, agency_id, source_id, fault, type, attribute, detail, example)"
                " values (%s, %s, 1, 0, 0, %s, 1, 'T', 'a', %s, 'urn:x')",
                [clock.now() - dt.timedelta(days=300), clock.now() - dt.timedelta(days=days), source, detail],
            )
        assert retention.forget_all()["complaints"] == 1
        cursor.execute("select detail from entities_complaint")
        assert cursor.fetchall() == [("young",)]
