"""Somebody sends JSON of their own shape to our door."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client

from dothi.accounts import actions as people
from dothi.accounts import keys
from dothi.connectors import actions_sources as sources
from dothi.connectors.sources.tests.sources import add, readings
from dothi.connectors.tests.conftest import facts, stored  # noqa: F401 - a fixture
from dothi.kernel import clock

pytestmark = pytest.mark.usefixtures("stored")


def key(**limits: Any) -> tuple[str, str]:
    """Id and whole text."""
    keys.forget()
    row, text = people.issue_key(
        f"bên gửi {len(limits)}", kind=limits.pop("kind", "device"), by=None, **limits
    )
    return row.pk, text


def send(text: str, body: str, code: str = "tram") -> Any:
    return Client().post(
        f"/api/v1/sources/{code}/readings",
        body,
        content_type="application/json",
        headers={"Authorization": f"Bearer {text}"},
    )


def test_what_is_sent_is_stored_and_a_repeat_changes_nothing() -> None:
    pk, text = key()
    source, body = add("http_push", key=pk, rows="$.data[*]"), readings(("a", 31.5), ("b", -5))
    first, second = send(text, body), send(text, body)
    assert first.status_code == 200, first.content
    told = first.json()
    assert (told["rows"], told["stored"], told["refused"], told["changed"] > 0) == (2, 1, 1, True)
    assert told["rejects"][0]["reason"] == "impossible" and second.json()["changed"] == 0
    source.standing.refresh_from_db()
    assert source.standing.value_at is not None and sum(source.runs.values_list("pieces", flat=True)) == 2
    assert facts("select urn from entities_entity") == [("urn:ngsi-ld:AirQualityObserved:poll-a",)]


def test_what_is_sent_within_a_minute_is_one_run_with_the_sums_and_what_failed_another() -> None:
    pk, text = key()
    source = add("http_push", key=pk, rows="$.data[*]")
    with clock.moved_to(
        clock.now().replace(second=1)
    ):  # it goes on ticking: no test takes the rest of the minute
        for body in (readings(("a", 31.5), ("b", -5)), readings(("c", 1), ("d", -5)), "<x>", "[]", "<y>"):
            send(text, body)
    done, failed = source.runs.order_by("state")
    assert (done.state, done.pieces, done.stored, done.values_refused) == ("done", 3, 2, 2)
    assert done.reasons == {"impossible": 2} and done.rejects.count() == 2 and done.ended_at is not None
    assert (failed.state, failed.pieces, failed.error_code) == ("failed", 2, "source-not-json")


def test_who_may_not_send_learns_nothing_and_stores_nothing() -> None:
    pk, text = key()
    source = add("http_push", key=pk, on=False)
    assert send(text, "[]").status_code == 409  # not switched on
    sources.set_state(source, "on", by=None)
    assert send(text, "<x>").status_code == 400
    assert send(text, "[]", "khac").status_code == 404
    assert send(key(kind="write")[1], "[]").status_code == 404  # another's key
    assert send(key(kind="read", entity_types=["X"])[1], "[]").status_code == 403
    assert (
        Client().post("/api/v1/sources/tram/readings", "[]", content_type="application/json").status_code
        == 401
    )


def test_a_key_that_is_limited_to_ids_reaches_no_others_and_other_limits_are_refused() -> None:
    pk, text = key(entity_prefixes=["urn:ngsi-ld:AirQualityObserved:poll-a"], origin="simulated")
    add("http_push", key=pk, rows="$.data[*]")
    told = send(text, readings(("a", 1), ("b", 2))).json()
    assert (told["stored"], told["refused"]) == (1, 1)
    assert facts("select distinct origin from entities_attribute where num is not null") == [(2,)]
    typed, other = key(entity_types=["AirQualityObserved"], kind="write", entity_prefixes=[])
    add("http_push", "khac", key=typed)
    assert send(other, json.dumps([]), "khac").status_code == 403


def test_one_row_that_cannot_be_refuses_no_other() -> None:
    pk, text = key()
    add("http_push", key=pk, rows="$.data[*]")
    body = json.loads(readings(("a", 31.5), ("b", 1), ("c", 1), ("d", 1)))
    rows = body["data"]
    rows[1]["pm"]["fine"], rows[2]["at"], rows[3]["at"] = (
        10**400,
        "9999-12-31T23:59:59Z",
        "0001-01-01T00:00:00+14:00",
    )
    told = send(text, json.dumps(body)).json()
    assert (told["rows"], told["stored"]) == (4, 1), told
    assert {one["reason"] for one in told["rejects"]} == {"not-a-number", "time-ahead", "bad-time"}


def test_a_body_that_is_too_large_is_told() -> None:
    _, text = key()
    answer = send(text, '"' + "x" * 3_000_000 + '"')
    assert answer.status_code == 413 and answer.json()["code"] == "page-body-too-large"


def test_too_many_rows_are_told_with_their_limit() -> None:
    pk, text = key()
    add("http_push", key=pk, rows="$.data[*]")
    answer = send(text, '{"data": [' + "1," * 200_000 + "1]}")
    assert answer.status_code == 400 and "200000" in answer.json()["detail"]
