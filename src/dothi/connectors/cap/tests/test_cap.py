"""Warnings of others from a real server: stored once, updated and cancelled in whatever order they come; rubbish is told."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest

from dothi.connectors.cap.rows import COLUMNS, id_of, rows_of
from dothi.connectors.models import Source
from dothi.connectors.sources.kinds import get_kind
from dothi.connectors.sources.tests.serving import serving
from dothi.connectors.sources.tests.sources import add, described, run_once
from dothi.connectors.tests.conftest import facts, stored  # noqa: F401 - a fixture
from dothi.kernel import clock
from dothi.kernel.cap.message import Area, Info, Message
from dothi.kernel.cap.writing import time_text, written

NOW = clock.now().replace(microsecond=0)


def message(identifier: str, kind: str = "Alert", minutes: int = 0, **changes: Any) -> Message:
    info = Info(
        language="vi-VN", categories=("Met",), event="Bão", urgency="Future", severity="Severe", certainty="Likely",
        headline="=Bão số 9 \u202eđang vào", description="Gió giật cấp 12.\nBiển động.", sender_name="Đài bạn (bịa)",
        expires=NOW + dt.timedelta(hours=9),
        areas=(Area(desc="Vùng biển", polygons=(((10.0, 107.0), (10.2, 107.0), (10.2, 107.2), (10.0, 107.0)),), geocodes=(("XX", "0199"),)),),
    )  # fmt: skip
    told = {
        "identifier": identifier,
        "sender": "ban@vi-du.vn",
        "sent": NOW + dt.timedelta(minutes=minutes - 30),
        "status": "Actual",
        "kind": kind,
    }
    return replace(Message(**told, infos=(info,)), **changes)


def row(one: Message) -> dict[str, Any]:
    return dict(zip(COLUMNS, list(rows_of(one))[-1], strict=True))


def test_a_message_is_told_in_words_that_may_be_kept() -> None:
    told = row(message("A1"))
    assert told["name"] == "Bão số 9 đang vào" and told["description"] == "Gió giật cấp 12. Biển động."
    assert (told["severity"], told["category"], told["geocodes"]) == ("high", "weather", "XX 0199")
    assert told["id"] == id_of("ban@vi-du.vn", "A1") and (told["lat"], told["lon"]) == (10.133333, 107.066667)
    for nobody in ({"scope": "Private"}, {"kind": "Ack"}, {"status": "Draft"}, {"status": "System"}):
        assert (
            list(
                rows_of(
                    message(
                        "A1",
                        **{k: v for k, v in nobody.items() if k != "kind"},
                        kind=nobody.get("kind", "Alert"),
                    )
                )
            )
            == []
        )


def source(url: str, **settings: Any) -> Source:
    return add("cap", mapping=get_kind("cap").mapping_example(), how=described(), url=url, **settings)


@pytest.fixture
def own_network(monkeypatch: pytest.MonkeyPatch, stored: Any) -> None:  # noqa: F811
    monkeypatch.setenv("DOTHI_EGRESS_ALLOW", "127.0.0.1")


@pytest.mark.usefixtures("own_network")
def test_warnings_of_others_are_stored_updated_and_cancelled_whatever_comes_first() -> None:
    """The update comes before what it updates; the second round cancels; a bad message holds up no good one; nothing is had twice."""
    first = message("A1")
    update = message("A2", "Update", 5, references=(first.key,))
    other = message("B1", minutes=1)
    cancel = message("B2", "Cancel", 6, references=(other.key,))
    files = {
        "/a2.xml": written(update),
        "/a1.xml": written(first),
        "/bad.xml": b"<alert/>",
        "/b1.xml": written(other),
        "/b2.xml": written(cancel),
    }
    listed = ["/a2.xml", "/bad.xml", "/a1.xml", "/b1.xml"]
    asked: list[str] = []

    def answer(request: Any) -> None:
        asked.append(request.path)
        if request.path == "/":
            entries = "".join(
                f'<entry><link rel="alternate" type="application/cap+xml" href="{path}"/><updated>{time_text(NOW)}</updated></entry>'
                for path in listed
            )
            request.give(
                f'<feed xmlns="http://www.w3.org/2005/Atom">{entries}</feed>'.encode(),
                ETag=f'"{len(listed)}"',
            )
        else:
            request.give(files[request.path])

    with serving(answer) as server:
        one = source(server.url)
        run_once(one)
        listed.append("/b2.xml")
        before = len(asked)
        run_once(one)
        assert asked[before:] == ["/", "/b2.xml"], "only what is new is asked for"
    rows = facts(
        "select e.urn, t.short, coalesce(a.txt, '') from entities_attribute a join entities_entity e on e.id = a.entity_id"
        " join entities_term t on t.id = a.term_id where t.short in ('state', 'capIdentifier')"
    )
    told = {(urn.rpartition(":")[2], name): text for urn, name, text in rows}
    states = {name: told[id_of("ban@vi-du.vn", name), "state"] for name in ("A1", "A2", "B1")}
    assert states == {"A1": "updated", "A2": "in-force", "B1": "cancelled"}
    assert told[id_of("ban@vi-du.vn", "A1"), "capIdentifier"] == "A1"


@pytest.mark.usefixtures("own_network")
def test_what_is_no_feed_is_told() -> None:
    """A page, an entity bomb, a feed of another sender."""
    bodies = [
        (b"<html><body>504</body></html>", "source-not-cap"),
        (
            b'<!DOCTYPE a [<!ENTITY b "c">]><feed xmlns="http://www.w3.org/2005/Atom">&b;</feed>',
            "source-not-cap",
        ),
    ]
    for number, (body, code) in enumerate(bodies):
        with serving(lambda request, body=body: request.give(body)) as server:
            run = run_once(source(server.url, code=f"bad-{number}"))
        assert (run.state, run.error_code) == ("failed", code)
    with serving(lambda request: request.give(written(message("A9")))) as server:
        run = run_once(source(server.url, code="other", senders="ai-do@vi-du.vn"))
    assert (run.state, run.stored) in {("done", 0), ("unchanged", 0)}
