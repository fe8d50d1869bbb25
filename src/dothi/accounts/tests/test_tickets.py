"""Stream tickets: what they carry, and that nobody can make or bend one."""

from __future__ import annotations

import base64
import datetime as dt
import zlib

import msgspec
import pytest
from django.test import Client

from dothi.accounts import tickets
from dothi.kernel import clock
from dothi.kernel.errors import NotAuthenticated
from dothi.kernel.testing.cast import Cast

pytestmark = pytest.mark.django_db


def test_a_ticket_holds_the_scopes_of_its_person(cast: Cast) -> None:
    ticket = tickets.read(tickets.issue(cast.lan))
    assert ticket.person_id == cast.lan.pk
    alarms = ticket.scope("alarms.view")
    assert alarms.covers(cast.ward_a.pk, cast.environment.pk)
    assert not alarms.covers(cast.ward_b.pk, cast.environment.pk)
    assert not alarms.covers(None, None)
    assert tickets.read(tickets.issue(cast.minh)).scope("alarms.view").everywhere
    assert not tickets.read(tickets.issue(cast.quan)).scope("alarms.view")
    assert not ticket.scope("people.manage")


def test_a_ticket_lives_ten_minutes(cast: Cast) -> None:
    text = tickets.issue(cast.lan)
    with clock.moved_to(clock.now() + dt.timedelta(minutes=9, seconds=55)):
        tickets.read(text)
    with (
        clock.moved_to(clock.now() + dt.timedelta(minutes=10, seconds=1)),
        pytest.raises(NotAuthenticated, match="ticket-expired"),
    ):
        tickets.read(text)


def test_a_bent_ticket_is_refused(cast: Cast) -> None:
    body, _, signature = tickets.issue(cast.lan).partition(".")
    everywhere = zlib.compress(msgspec.json.encode([cast.lan.pk, 2_000_000_000, [[[None, None]]] * 3]))
    forged = base64.urlsafe_b64encode(everywhere).rstrip(b"=").decode()
    for text in (
        f"{forged}.{signature}",
        f"{forged}.",
        forged,
        "",
        ".",
        f"{body}.{signature[:-2]}",
        f"{body}é.{signature}",
        "x" * 100_000,
    ):
        with pytest.raises(NotAuthenticated, match="ticket-invalid"):
            tickets.read(text)


def test_the_page_fetches_its_ticket(cast: Cast, client_of) -> None:
    answer = client_of(cast.lan).get("/me/ticket/")
    assert tickets.read(answer.json()["ticket"]).person_id == cast.lan.pk
    assert (
        answer.headers["Cache-Control"].startswith("max-age=0")
        or "no-store" in answer.headers["Cache-Control"]
    )
    assert Client().get("/me/ticket/", headers={"Accept": "application/json"}).status_code == 401
