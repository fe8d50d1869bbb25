"""What the screen of clocks shows to whom: rights in the figures, hoax and abandoned apart, targets with their day and reason."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable

import pytest
from django.test import Client

from dothi.calls.models import Call, Line
from dothi.dispatch.clocks import reported, targets
from dothi.dispatch.clocks.asked import last_hour
from dothi.dispatch.clocks.clocks import Measure
from dothi.dispatch.clocks.figures import Rights, figures
from dothi.dispatch.models import Target
from dothi.forces.models import Assignment, Force
from dothi.incidents.models import Incident
from dothi.kernel import clock
from dothi.kernel.errors import BadRequest, NotAllowed
from dothi.kernel.permissions import Grant, Scope
from dothi.kernel.testing.cast import Cast
from dothi.packs.actions import find_folder
from dothi.packs.folder import read_pack

EVERYWHERE = Rights(Scope((Grant(None, None),)), Scope((Grant(None, None),)))


def ago(seconds: float) -> dt.datetime:
    return clock.now() - dt.timedelta(seconds=seconds)


def rung(cast: Cast, received: float, answered: float | None = None, **more: object) -> Call:
    """A call that came so many seconds ago, and was answered so many later."""
    at = ago(received)
    line, _ = Line.objects.get_or_create(
        number="114", valid_from=dt.date(2026, 1, 1),
        defaults={"name": "114", "service": "114", "agency": cast.centre, "source": "x", "certainty": "D"},
    )  # fmt: skip
    given = {
        "state": Call.State.ENDED if answered is not None else Call.State.ABANDONED, "adapter": "web-hook", "unit": cast.ward_a,
        "agency": cast.centre, "line": line, "ended_at": at + dt.timedelta(seconds=60),
        "answered_at": None if answered is None else at + dt.timedelta(seconds=answered),
    } | more  # fmt: skip
    code = uuid.uuid4().hex[:12]
    return Call.objects.create(code=code, external_id=code, received_at=at, **given)


def sent(cast: Cast, call: Call, alerted: float, out: float, there: float, **more: object) -> Assignment:
    """A unit sent for this call, minutes counted from its first ring."""
    if call.incident is None:
        call.incident = Incident.objects.create(
            code=call.code, title="Cháy nhà", kind="fire", severity="high", unit=cast.ward_a, agency=cast.centre,
            opened_at=call.received_at, changed_at=call.received_at, opened_by=cast.minh,
        )  # fmt: skip
        call.save()
    force = Force.objects.create(
        call_sign=uuid.uuid4().hex[:12], name="x", kind="fire-engine", service="114", agency=cast.centre, unit=cast.ward_a,
        capabilities=["pump"], state="available", state_since=clock.now(),
    )  # fmt: skip
    at = [call.received_at + dt.timedelta(seconds=one) for one in (alerted, out, there)]
    return Assignment.objects.create(
        incident=call.incident, force=force, alerted_at=at[0], en_route_at=at[1], on_scene_at=at[2], **more
    )


@pytest.mark.django_db
def test_hoax_and_abandoned_stand_apart(cast: Cast) -> None:
    real, hoax = rung(cast, 600, 10), rung(cast, 500, 30, outcome="hoax")
    sent(cast, real, 60, 120, 300)
    sent(cast, hoax, 20, 30, 40)
    rung(cast, 400)
    rung(cast, 300, 0, adapter="hand")
    rung(cast, 2, None, state="ringing")
    found = figures(EVERYWHERE, last_hour())
    assert (found.counts.calls, found.counts.abandoned, found.counts.hoax, found.counts.by_hand) == (
        5,
        1,
        1,
        1,
    )
    assert found.whole[Measure.ANSWER].n == 2, "a hoax was answered, too; what was taken by hand rang nowhere"
    assert (found.whole[Measure.TOTAL].n, found.whole[Measure.TOTAL].p90) == (1, 300)
    assert found.whole[Measure.GIVEN_UP].p50 == 60
    assert found.whole[Measure.ANSWER].missing == 0, "what still rings and what was given up lack no answer"


@pytest.mark.django_db
def test_nobody_counts_what_they_may_not_see(cast: Cast) -> None:
    sent(cast, rung(cast, 600, 10), 60, 120, 300)
    ward_b = Scope((Grant(frozenset({cast.ward_b.pk}), cast.office_b.pk),))
    found = figures(Rights(ward_b, ward_b), last_hour())
    assert (found.counts.calls, found.whole, found.newest_at) == (0, {}, None)
    only_calls = figures(Rights(EVERYWHERE.calls, Scope()), last_hour())
    assert set(only_calls.whole) == {Measure.ANSWER}


@pytest.mark.django_db
def test_the_first_call_of_a_case_counts_and_decides_the_period(cast: Cast) -> None:
    first, second = rung(cast, 3700, 10), rung(cast, 100, 5)
    second.incident = sent(cast, first, 60, 120, 300).incident
    second.save()
    found = figures(EVERYWHERE, last_hour())
    assert found.counts.calls == 1
    assert Measure.TOTAL not in found.whole, "the case began before the hour"


@pytest.mark.django_db
def test_targets_come_with_the_pack_and_hold_by_their_days(cast: Cast) -> None:
    told = read_pack(find_folder("emergency")).told
    targets.load(told, None)
    loaded = Target.objects.count()
    targets.load(told, None)
    assert Target.objects.count() == loaded
    assert not list(targets.check(told))
    in_2020 = {one.code for one in targets.in_force(dt.date(2020, 4, 20))}
    today = {one.code for one in targets.in_force()}
    assert "emergency-nfpa-1221-answer-95" in in_2020 - today
    assert "emergency-nfpa-1225-answer-90" in today - in_2020
    for answered in (5, 12, 14, 40):
        rung(cast, 600, answered)
    held = {one.target.code: one for one in figures(EVERYWHERE, last_hour()).held}
    assert (held["emergency-nena-answer-90"].share, held["emergency-nena-answer-90"].is_met) == (75.0, False)
    assert held["emergency-nfpa-1225-answer-90"].share == 25.0


@pytest.mark.django_db
def test_a_city_sets_its_own_with_a_reason(cast: Cast, client_of: Callable[..., Client]) -> None:
    given = {
        "measure": "answer", "service": "", "within_s": 20, "share": 90, "valid_from": clock.today().isoformat(),
        "source": "Họp giao ban 22/11", "certainty": "D", "reason": "Thử trong một tháng",
    }  # fmt: skip
    assert client_of(cast.minh).post("/desk/clocks/targets/set/", given).status_code == 403
    assert client_of(cast.quan).post("/desk/clocks/targets/set/", given | {"reason": ""}).status_code == 422
    assert client_of(cast.quan).post("/desk/clocks/targets/set/", given).status_code == 302
    own = targets.in_force()[0]
    assert (own.code, own.pack, own.within_s) == ("own-answer", "", 20)
    with pytest.raises(BadRequest):
        targets.set_own("answer", within_s=20, share=90, valid_from=clock.today() - dt.timedelta(days=1), source="x",
                        certainty="D", by=cast.quan, reason="x")  # fmt: skip
    with pytest.raises(NotAllowed):
        targets.end_own("own-answer", by=cast.minh, reason="x")
    for who, address in ((cast.minh, "/desk/clocks/targets/"), (cast.quan, "/desk/clocks/targets/set/")):
        page = client_of(who).get(address).content.decode()
        assert "Họp giao ban 22/11" in page
        assert "Thử trong một tháng" in page
    client_of(cast.quan).post("/desk/clocks/targets/own-answer/end/", {"reason": "Hết thử"})
    assert targets.in_force(clock.today() + dt.timedelta(days=1)) == []
    assert targets.in_force() == [own]


@pytest.mark.django_db
def test_the_screen_its_parts_and_the_file(cast: Cast, client_of: Callable[..., Client]) -> None:
    call = rung(cast, 600, 10, origin=2)
    sent(cast, call, 60, 120, 300)
    minh = client_of(cast.minh)
    page = minh.get("/desk/clocks/?days=1&clock=travel-first").content.decode()
    assert "3:00" in page
    assert "origin-simulated" in page
    for address in ("/desk/clocks/live/", "/desk/clocks/part/", f"/desk/clocks/of/{call.incident.code}/"):
        assert "5:00" in minh.get(address).content.decode(), address
    file = minh.get("/desk/clocks/figures.csv?days=1")
    assert file.content.decode("utf-8-sig").startswith("Thời gian đáp ứng")
    assert "Tổng thời gian đáp ứng,1,300" in file.content.decode()
    for strange in (
        "?days=x&since=0000-00-00&until=9",
        "?service=%00&clock=nope",
        "?since=2026-01-02&until=2026-01-01",
    ):
        assert minh.get(f"/desk/clocks/{strange}").status_code == 200
    assert "5:00" not in client_of(cast.tuan).get("/desk/clocks/").content.decode()
    assert client_of(cast.dung).get("/desk/clocks/").status_code == 403


@pytest.mark.django_db
def test_the_report_of_a_case_says_its_clocks(cast: Cast) -> None:
    incident = sent(cast, rung(cast, 600, 10), 60, 120, 300).incident
    told = reported.section(incident, cast.minh, "vi")
    assert told is not None
    assert ("Tổng thời gian đáp ứng", "5:00") in told.facts
    assert told.table is not None
    assert told.table.rows[0][1:] == ["1:00", "3:00", "—"]
    assert reported.section(incident, cast.dung, "vi") is None
