"""What a shift hands over is everything open in its scope, and nothing else; the book writes down by itself what happens."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest

from dothi.calls.tests.exchange import rings, told
from dothi.connectors.models import Source, SourceStanding
from dothi.duty import policies
from dothi.duty.models import Run
from dothi.incidents import actions as incidents
from dothi.incidents.tests.test_incidents import raised
from dothi.kernel import clock, events
from dothi.kernel.testing.statements import asked_of
from dothi.shiftbook import actions, carryover, queries, showing
from dothi.shiftbook.models import HandoverItem
from dothi.shiftbook.paper import paper_of
from dothi.shiftbook.tests.desks import desk_of, officer
from dothi.tasks import actions as tasks
from dothi.warnings.tests import drafts

pytestmark = pytest.mark.django_db


@pytest.fixture
def busy(cast: Any) -> Any:
    """Open things of every room in ward A, the same in ward B, and some that are over."""
    now = clock.now()
    alarm = raised(cast)
    for unit, name in ((cast.ward_a, "A"), (cast.ward_b, "B")):
        made = incidents.open_incident(
            title=f"Vụ {name}", kind="", severity="high", unit_id=unit.pk, by=cast.minh
        )
        over = incidents.open_incident(
            title=f"Xong {name}", kind="", severity="low", unit_id=unit.pk, by=cast.minh
        )
        type(over).objects.filter(pk=over.pk).update(
            status="closed", closed_at=now, closed_by=cast.minh, close_reason="x"
        )
        for state in ("ringing", "abandoned", "ended", "wrapped"):
            call = rings(number_dialled="000", caller_number="")
            columns = {
                "ringing": {},
                "abandoned": {"state": "abandoned", "ended_at": now},
                "ended": {"state": "ended", "answered_at": now, "ended_at": now},
                "wrapped": {"state": "ended", "answered_at": now, "ended_at": now, "wrapped_at": now},
            }[state]
            type(call).objects.filter(pk=call.pk).update(unit=unit, agency=cast.centre, **columns)
        warning = drafts.released(cast.minh, cast.hoa, unit, status="Test")
        assert warning.state == "released"
        office = cast.office_a if name == "A" else cast.office_b
        tasks.give(title=f"Việc {name}", lead=office, due_at=now + dt.timedelta(days=1), by=cast.minh)
        for code, late in ((f"nguon-{name}".lower(), now), (f"tot-{name}".lower(), None)):
            source = Source.objects.create(
                code=code, kind="http", name_vi=code, agency=office, contact="x", purpose="x", unit=unit, every_s=60, state="on",
                state_since=now, created_at=now,
            )  # fmt: skip
            SourceStanding.objects.create(source=source, next_at=now, late_since=late)
        assert made.unit_id == unit.pk
    policy = policies.set_policy(
        "p", name_vi="P", name_en="P", valid_from=clock.today(), source="thử", certainty="D", by=cast.minh,
        steps=[policies.Planned("people", 0, "high", people=(cast.hoa.pk,))],
    )  # fmt: skip
    for unit, name in ((cast.ward_a, "a"), (cast.ward_b, "b")):
        for state in (
            "open" if name == "a" else "exhausted",
            "over",
        ):  # nobody took the second: it is handed over too
            Run.objects.create(
                kind="incident", reference=f"{name}-{state}", path="/x/", title_vi=name, title_en=name, unit=unit, policy=policy,
                code=f"{name}-{state}", state=state, began_at=now, due_at=now if state == "open" else None,
                ended_at=None if state == "open" else now,
            )  # fmt: skip
    return alarm


def rooms(items: Any) -> dict[str, int]:
    found: dict[str, int] = {}
    for one in items:
        found[one.room] = found.get(one.room, 0) + 1
    return found


def test_every_open_thing_of_every_room_is_handed_over(cast: Any, busy: Any) -> None:
    whole = carryover.open_items(queries.desk_scope(desk_of(cast)))
    assert rooms(whole) == {
        "alarms": 1, "incidents": 2, "calls": 6, "tasks": 2, "duty": 2, "warnings": 2, "sources": 2,
    }  # fmt: skip
    assert set(rooms(whole)) == set(carryover.ROOMS)
    shown = showing.open_rooms(queries.desk_scope(desk_of(cast, code="other")), cast.hoa)
    assert {one.name: one.count for one in shown} == rooms(whole)
    linked = {one.name: one.linked for one in shown}
    assert linked == dict.fromkeys(carryover.ROOMS, True) | {"sources": False}  # a leader may not open those
    assert len({(one.room, one.code) for one in whole}) == len(whole)
    assert not any("0901234456" in one.label for one in whole)  # nothing of a caller


def test_a_desk_of_one_ward_hands_over_that_ward(cast: Any, busy: Any) -> None:
    desk = desk_of(cast, code="a", agency=cast.office_a, unit=cast.ward_a)
    type(desk).objects.filter(pk=desk.pk).update(own_only=False)
    desk.refresh_from_db()
    found = carryover.open_items(queries.desk_scope(desk))
    assert {one.label.rpartition(" · ")[2] for one in found if one.room == "incidents"} == {"Vụ A"}
    assert [one.code for one in found if one.room == "sources"] == ["nguon-a"]
    assert rooms(found)["duty"] == rooms(found)["warnings"] == rooms(found)["alarms"] == 1
    assert rooms(found)["calls"] == 3


def test_the_snapshot_keeps_words_and_adds_what_came_later(cast: Any, busy: Any) -> None:
    son = officer(cast, "son", "Trịnh Hoài Sơn")
    shift = actions.open_book(desk_of(cast), by=cast.minh)
    before = carryover.open_items(queries.desk_scope(shift.desk))
    case = next(one for one in before if one.room == "incidents")
    made = actions.propose(shift, by=cast.minh, words={("incidents", case.code): "Chờ công an"})
    new = incidents.open_incident(
        title="Vừa tới", kind="", severity="high", unit_id=cast.ward_a.pk, by=cast.minh
    )
    actions.accept(made, by=son)
    kept = HandoverItem.objects.filter(handover=made)
    assert {(one.room, one.code) for one in kept} == {(one.room, one.code) for one in before} | {
        ("incidents", new.code)
    }
    assert kept.get(code=case.code).word == "Chờ công an"
    assert list(kept.filter(late=True).values_list("code", flat=True)) == [new.code]


def test_a_flood_is_handed_over_whole_and_shown_in_pieces(cast: Any, client_of: Any) -> None:
    son, now = officer(cast, "son", "Trịnh Hoài Sơn"), clock.now()
    Source.objects.bulk_create(
        Source(code=f"s{n:04}", kind="http", name_vi=f"Nguồn {n}", agency=cast.centre, contact="x", purpose="x", every_s=60, state="on",
               state_since=now, created_at=now)
        for n in range(1100)
    )  # fmt: skip
    late = [SourceStanding(source=one, next_at=now, late_since=now) for one in Source.objects.all()]
    SourceStanding.objects.bulk_create(late)
    shift = actions.open_book(desk_of(cast), by=cast.minh)
    with asked_of("connectors_source") as asked:
        shown = showing.open_rooms(queries.desk_scope(shift.desk), cast.minh)
    assert [(one.name, one.count, len(one.items), one.more) for one in shown] == [("sources", 1100, 200, 900)]
    assert len(asked) == 2  # the first of them, and how many there are

    client = client_of(cast.minh)
    page = client.get(f"/shiftbook/{shift.code}/hand-over/").content.decode()
    fields = re.findall(r'name="(word-sources-s\d+)"', page)
    assert 0 < len(fields) < 1000  # a form of more is refused whole
    told = dict.fromkeys(fields, "") | {fields[0]: "gọi lại", "to": "", "text": ""}
    assert client.post(f"/shiftbook/{shift.code}/hand-over/", told).status_code == 302
    made = queries.proposal(shift)
    assert made is not None
    assert (made.items.count(), made.items.get(word="gọi lại").code) == (1100, fields[0].rpartition("-")[2])

    actions.accept(made, by=son)
    assert "900" in client.get(f"/shiftbook/handovers/{made.pk}/").content.decode()
    last = client.get(f"/shiftbook/handovers/{made.pk}/open/sources/?page=6").content.decode()
    assert "Nguồn 1099" in last
    carried = paper_of(queries.get_shift(shift.code, cast.minh.scope("shiftbook.view")), "x").sections[-1]
    assert carried.table is not None
    assert len(carried.table.rows) == 301


@pytest.mark.django_db(transaction=True)
def test_the_book_writes_by_itself_what_happens_once(cast: Any) -> None:
    shift = actions.open_book(desk_of(cast), by=cast.minh)
    tam = officer(cast, "tam", "Đinh Thanh Tâm", unit=cast.ward_b)
    ward = actions.open_book(desk_of(cast, code="b", agency=cast.office_b, unit=cast.ward_b), by=tam)
    while events.deliver():
        pass
    case = incidents.open_incident(
        title="Cháy kho", kind="", severity="high", unit_id=cast.ward_a.pk, by=cast.minh
    )
    drafts.released(cast.minh, cast.hoa, cast.ward_a, status="Test")
    told("ringing")
    while events.deliver():
        pass
    kinds = [line.kind for line in queries.lines(shift)]
    assert kinds.count("incident-opened") == 1
    assert kinds.count("warning-released") == 1
    assert f"/incidents/{case.code}/" in [line.path for line in queries.lines(shift)]
    assert [line.kind for line in queries.lines(ward)] == ["opened"]


@pytest.mark.django_db(transaction=True)
def test_the_book_shows_whom_an_escalation_called_and_that_there_was_a_drill(cast: Any) -> None:
    shift = actions.open_book(desk_of(cast), by=cast.minh)
    run = {"path": "/alarms/1/", "title": "Nước dâng", "reference": "1"}
    for topic, more in (
        ("duty.called", {"people": [cast.hoa.pk, cast.lan.pk], "step": 0}),
        ("duty.taken", {"by": cast.hoa.pk, "by_name": str(cast.hoa)}),
        ("duty.exhausted", {}),
        ("drills.changed", {"name": "Bão", "state": "playing"}),
        ("drills.changed", {"name": "Bão", "state": "paused"}),
        ("drills.changed", {"name": "Bão", "state": "playing"}),
        ("drills.changed", {"name": "Bão", "state": "ended"}),
    ):
        events.publish(topic, run | more, permission="duty.view")
    while events.deliver():
        pass
    written = {line.kind: line for line in queries.lines(shift)}
    assert list(written) == [
        "opened",
        "duty-called",
        "duty-taken",
        "duty-exhausted",
        "drill-begun",
        "drill-ended",
    ]
    assert written["duty-called"].fields["name"] == f"{cast.lan}, {cast.hoa}"
    assert written["duty-taken"].fields["name"] == str(cast.hoa)
    assert queries.lines(shift).count() == len(written)
