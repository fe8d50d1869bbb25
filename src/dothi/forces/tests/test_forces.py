"""Units from the desk: sent once, states with their minutes, refusals that everybody sees, and who is recommended."""

from __future__ import annotations

import asyncio
import datetime as dt
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import psycopg
import pytest
from django.db import connection

from dothi.entities.core.normalize import normalize
from dothi.entities.store.write import write_batch
from dothi.forces import actions, queries, run_cards, watching
from dothi.forces.models import Assignment, CheckIn, Force, ForceLog, RunCard
from dothi.forces.recommending import recommend
from dothi.forces.states import set_state
from dothi.forces.wording import lasted
from dothi.forces.workflow import State
from dothi.incidents import actions as incidents
from dothi.incidents.models import Incident
from dothi.incidents.reporting.parts import sections
from dothi.incidents.tests.test_incidents import signed_in
from dothi.incidents.wording import speaker
from dothi.kernel import clock
from dothi.kernel.errors import BadRequest, Conflict, NotFound
from dothi.kernel.i18n import t
from dothi.kernel.models import Event
from dothi.kernel.origin import Origin
from dothi.kernel.pack_contents import Told
from dothi.kernel.papers.form import Section
from dothi.kernel.testing.cast import Cast
from dothi.packs.folder import SHIPPED, pack_of, read_pack
from dothi.packs.models import LoadedPack, PackEdition
from dothi.rules.tests.feed import url

pytestmark = pytest.mark.django_db
MINUTE = dt.timedelta(minutes=1)
HERE = (107.0843, 10.3460)


def unit(cast: Cast, call_sign: str, north_km: float = 1.0, **told: Any) -> Force:
    """A free fire engine of the centre at home, so many kilometres north of the case."""
    said: dict[str, Any] = {
        "name": f"Xe {call_sign}",
        "kind": "fire-engine",
        "service": "114",
        "agency": cast.centre,
        "unit": cast.ward_a,
        "capabilities": ["pump"],
        "crew": 5,
        "crew_minimum": 4,
        "home_name": f"Đội {call_sign}",
        "home_lon": HERE[0],
        "home_lat": HERE[1] + north_km / 111.2,
        "state": State.AVAILABLE.value,
        "state_since": clock.now() - 30 * MINUTE,
        **told,
    }
    return Force.objects.create(call_sign=call_sign, **said)


@pytest.fixture
def case(cast: Cast) -> Incident:
    return incidents.open_incident(
        title="Cháy nhà số 5", kind="fire", severity="critical", by=cast.minh,
        unit_id=cast.ward_a.pk, agency_id=cast.centre.pk, lon=HERE[0], lat=HERE[1],
    )  # fmt: skip


def said_in(case: Incident) -> list[str]:
    return [line.fields["what"] for line in case.log.filter(kind="force").order_by("pk")]


def told_topics() -> list[str]:
    return list(
        Event.objects.filter(topic__startswith="forces.").order_by("pk").values_list("topic", flat=True)
    )


def test_the_second_desk_is_told_who_sent_the_unit_and_the_free_one_still_goes(
    cast: Cast, case: Incident
) -> None:
    one, two = unit(cast, "114-01"), unit(cast, "114-02")
    (sent,) = actions.send(case, [one], by=cast.minh)
    other = incidents.open_incident(
        title="Cháy xe", kind="fire", severity="low", by=cast.lan, unit_id=cast.ward_a.pk
    )
    again = actions.send(other, [one, two], by=cast.lan)
    assert [row.force.call_sign for row in again] == ["114-02"]
    (told,) = again.refused
    assert told.code == "force-sent-meanwhile"
    assert (told.fields["who"], told.fields["code"]) == (str(cast.minh), case.code)
    assert said_in(other) == ["sent", "busy"]
    with pytest.raises(Conflict, match="force-sent-meanwhile"):
        actions.send(other, [one], by=cast.lan)
    assert said_in(other)[-1] == "busy"  # that it was asked for stays, though nobody went
    one.refresh_from_db()
    assert (one.state, sent.ended_at) == (State.ALERTED, None)
    assert told_topics() == ["forces.sent", "forces.sent"]


def test_states_move_the_minutes_and_what_is_told_late_fills_a_gap(cast: Cast, case: Incident) -> None:
    one = unit(cast, "114-01")
    with clock.moved_to(clock.now() - 40 * MINUTE):
        (row,) = actions.send(case, [one], by=cast.minh)
    start = row.alerted_at
    set_state(one, "on-scene", expected="alerted", at=start + 10 * MINUTE, by=cast.minh)
    with pytest.raises(BadRequest, match="force-time-order"):  # no gap there, and earlier than what holds
        set_state(one, "returning", expected="on-scene", at=start + 5 * MINUTE, by=None)
    set_state(one, "en-route", expected="alerted", at=start + 2 * MINUTE, by=None)
    one.refresh_from_db()
    row.refresh_from_db()
    assert one.state == State.ON_SCENE
    assert (row.en_route_at, row.on_scene_at) == (start + 2 * MINUTE, start + 10 * MINUTE)
    assert row.acknowledged_at == start + 2 * MINUTE
    with pytest.raises(BadRequest, match="force-needs-reason"):
        set_state(one, "en-route", expected="on-scene", by=cast.minh)
    set_state(one, "en-route", expected="on-scene", note="bấm nhầm", by=cast.minh)
    row.refresh_from_db()
    assert row.on_scene_at is None
    set_state(one, "on-scene", expected="en-route", by=cast.minh)
    set_state(one, "available", expected="on-scene", by=cast.minh)
    row.refresh_from_db()
    assert (row.ended_as, row.transporting_at) == ("cleared", None)
    assert said_in(case) == ["sent", "state", "late", "state", "state", "state"]


def test_a_simulated_crew_says_so_in_the_case_and_the_report_has_its_minutes(
    cast: Cast, case: Incident
) -> None:
    one, two = unit(cast, "114-01"), unit(cast, "114-02")
    start = case.opened_at
    with clock.moved_to(start + 40 * MINUTE):
        first, second = actions.send(case, [one, two], by=cast.minh)
        set_state(one, "en-route", expected="alerted", by=None, origin="simulated")
        actions.decline(second, "xe hỏng", by=None, origin="simulated")
        actions.send(case, [unit(cast, "114-03")], by=cast.minh)
    told = [
        (line.fields["what"], speaker(line, "vi")) for line in case.log.filter(kind="force").order_by("pk")
    ]
    crew = "Tổ xe (mô phỏng)"
    assert told == [("sent", str(cast.minh)), ("state", crew), ("declined", crew), ("sent", str(cast.minh))]
    found = {lang: _of_units(case, cast.minh, lang) for lang in ("vi", "en")}
    first.refresh_from_db()
    assert found["vi"].table and first.en_route_at
    assert [row[0].split("\n")[0] for row in found["vi"].table.rows] == ["114-01", "114-02", "114-03"]
    assert found["vi"].table.rows[0][3].startswith(f"{first.en_route_at.astimezone(clock.VIETNAM):%H:%M:%S}")
    assert found["vi"].table.rows[0][4] == "—"  # not there yet: no guess
    assert "xe hỏng" in found["vi"].table.rows[1][-1]
    assert found["en"].title != found["vi"].title


def _of_units(case: Incident, reader: Any, lang: str) -> Section:
    (found,) = [one for one in sections(case, reader, lang) if one.title == t("forces-of-case", lang)]
    return found


def test_how_long_it_lasts_is_said_as_a_desk_reads_it() -> None:
    assert [lasted(seconds, "vi") for seconds in (59, 31 * 60, 5 * 3600 + 60, 74 * 3600)] == [
        "0 phút", "31 phút", "5 giờ 1 phút", "3 ngày 2 giờ",
    ]  # fmt: skip


def test_of_two_states_set_at_once_one_holds_and_the_other_is_told(cast: Cast) -> None:
    one = unit(cast, "114-01")
    set_state(one, "resting", expected="available", by=cast.minh)
    with pytest.raises(Conflict, match="force-state-meanwhile") as refused:
        set_state(one, "off-duty", expected="available", by=cast.lan)
    assert refused.value.fields["who"] == str(cast.minh)
    with pytest.raises(Conflict, match="force-step"):
        set_state(one, "on-scene", expected="resting", by=cast.minh)
    with pytest.raises(BadRequest, match="force-time-ahead"):
        set_state(one, "available", expected="resting", at=clock.now() + 5 * MINUTE, by=None)


def test_a_refusal_has_a_reason_stands_in_the_case_and_is_not_proposed_again(
    cast: Cast, case: Incident
) -> None:
    one = unit(cast, "114-01")
    (row,) = actions.send(case, [one], by=cast.minh)
    with pytest.raises(BadRequest, match="force-needs-reason"):
        actions.decline(row, "  ", by=None)
    actions.decline(row, "Thủng lốp", by=None)
    with pytest.raises(Conflict, match="force-assignment-over"):
        actions.recall(row, "thôi", by=cast.minh)
    assert said_in(case) == ["sent", "declined"]
    assert told_topics()[-1] == "forces.declined"
    load_cards(need=[{"capability": "pump", "count": 1}])
    found = recommended(cast, case)
    assert found.chosen == []
    assert [(one.force.call_sign, one.reasons[0].key) for one in found.passed] == [("114-01", "declined")]
    assert (found.shortfalls[0].asked, found.shortfalls[0].found) == (1, 0)


def test_a_recall_lets_the_unit_go_home_and_an_ended_one_cannot_be_acknowledged(
    cast: Cast, case: Incident
) -> None:
    one = unit(cast, "114-01")
    (row,) = actions.send(case, [one], by=cast.minh)
    actions.acknowledge(row, by=None)
    heard = Assignment.objects.get().acknowledged_at
    actions.acknowledge(row, by=None)
    assert Assignment.objects.get().acknowledged_at == heard
    set_state(one, "en-route", expected="alerted", by=None)
    actions.recall(row, "đã dập tắt", by=cast.minh)
    one.refresh_from_db()
    assert one.state == State.RETURNING
    with pytest.raises(Conflict, match="force-assignment-over"):
        actions.acknowledge(row, by=None)


def test_nobody_sees_a_unit_outside_their_scope(cast: Cast) -> None:
    unit(cast, "114-01")
    seen = {
        who: [one.call_sign for one in queries.visible(getattr(cast, who).scope("forces.view"))]
        for who in ("lan", "tuan")
    }
    assert seen == {"lan": ["114-01"], "tuan": []}
    with pytest.raises(NotFound):
        queries.get_force("114-01", cast.tuan.scope("forces.view"))


def load_cards(*, pack: str = "emergency", **changes: Any) -> list[str]:
    table = {
        "code": "fire-1",
        "valid_from": dt.date(2026, 1, 1),
        "name": {"vi": "Cháy", "en": "Fire"},
        "kinds": ["fire"],
        "level": 1,
        "need": [{"capability": "pump", "count": 2}],
        "source": "test",
        "certainty": "D",
        **changes,
    }
    return run_cards.load(Told(pack, "1", {}, {"run_cards/x.toml": {"run_card": [table]}}), None)


def recommended(cast: Cast, case: Incident, **changes: Any) -> Any:
    asked: dict[str, Any] = {
        "kind": case.kind,
        "severity": case.severity,
        "lon": case.lon,
        "lat": case.lat,
        "unit_id": case.unit_id,
        "scope": cast.minh.scope("forces.view"),
        "incident": case,
        **changes,
    }
    return recommend(**asked)


def test_a_card_is_kept_in_versions_and_found_by_level_kind_and_area(cast: Cast) -> None:
    load_cards()
    load_cards()
    assert RunCard.objects.count() == 1
    load_cards(need=[{"capability": "pump", "count": 3}])
    assert [(row.version, row.needs[0]["count"]) for row in RunCard.objects.order_by("version")] == [
        (1, 2),
        (2, 3),
    ]
    load_cards(pack="own", code="fire-a", area=cast.ward_a.code, need=[{"capability": "boat", "count": 1}])
    load_cards(pack="more", code="fire-2", level=2)
    assert run_cards.card_for("fire", 1, cast.ward_a.pk).code == "fire-a"
    assert run_cards.card_for("fire", 1, cast.ward_b.pk).code == "fire-1"
    assert run_cards.card_for("fire", 3, cast.ward_a.pk).code == "fire-2"
    assert run_cards.card_for("order", 1, cast.ward_a.pk) is None
    put()
    assert run_cards.card_for("emergency.fire-highrise", 1).code == "fire-highrise-1"
    assert run_cards.card_for("emergency.fire-highrise", 3).code == "fire-3"  # of the category above it
    assert run_cards.card_for("emergency.order-noise", 1).code == "order-1"
    run_cards.load(Told("emergency", "2", {}, {}), None)
    assert run_cards.card_for("fire", 1, cast.ward_b.pk) is None


def put() -> None:
    """What units need of the pack that comes with the system, in force: kinds, limits, measures and run cards."""
    whole = read_pack(SHIPPED / "emergency")
    wanted = ("pack.toml", "categories.toml", "unit_kinds/", "status_limits/", "run_cards/")
    pack = pack_of("emergency", {name: text for name, text in whole.texts.items() if name.startswith(wanted)})
    held = {"version": pack.version, "fingerprint": pack.fingerprint(), "loaded_at": clock.now()}
    edition = PackEdition.objects.create(pack=pack.code, number=1, texts=pack.texts, **held)
    LoadedPack.objects.create(code=pack.code, manifest=pack.manifest, contents={}, edition=edition, **held)
    run_cards.load(pack.told, None)


def observed(*payloads: dict[str, Any]) -> None:
    """What trackers tell, committed through the store's own door."""

    async def write() -> None:
        async with await psycopg.AsyncConnection.connect(url(), autocommit=True) as opened:
            await write_batch(opened, normalize(list(payloads)), origin=Origin.LIVE, source="test")

    asyncio.run(write())


def fixed(force: Force, *, north_km: float, age: dt.timedelta) -> None:
    """The unit's tracker said so long ago that it was there."""
    force.urn = f"urn:ngsi-ld:Vehicle:{force.call_sign}"
    force.save()
    seen, lat = clock.now() - age, HERE[1] + north_km / 111.2
    place = {"type": "Point", "coordinates": [HERE[0], lat]}
    observed(
        {
            "id": force.urn,
            "type": "Vehicle",
            "location": {"type": "GeoProperty", "value": place, "observedAt": clock.iso(seen)},
        }
    )


@pytest.mark.django_db(transaction=True)
def test_the_third_nearest_goes_because_the_nearer_were_seen_longer_ago_or_lack_people(
    cast: Cast, case: Incident
) -> None:
    put()
    old, short, good = (unit(cast, f"114-0{i}", north_km=5) for i in (1, 2, 3))
    for one, km, minutes in ((old, 1.0, 7), (short, 1.2, 0), (good, 1.4, 0)):
        fixed(one, north_km=km, age=minutes * MINUTE)
    Force.objects.filter(pk=short.pk).update(crew=2)
    found = recommended(cast, case, kind="emergency.fire-electric", incident=None)
    (choice,) = found.chosen
    assert (found.card.code, choice.force.call_sign, choice.capability) == ("fire-small-1", "114-03", "pump")
    assert [one.key for one in choice.reasons] == ["rank", "nearer-fix-older", "crew"]
    assert choice.reasons[1].fields == {"force": "114-01", "rank": 1, "minutes": 6}
    assert "114-01 gần thứ 1 nhưng vị trí cũ hơn 6 phút" in choice.reasons[1].said
    assert choice.metres == pytest.approx(1400, rel=0.01)
    assert choice.eta_s == pytest.approx(1400 * 1.35 / (30 / 3.6), rel=0.01)
    assert choice.estimated
    assert [one.force.call_sign for one in found.passed] == ["114-01", "114-02"]
    # three quarters of an hour later no fix is believed any more: the homes count, and whoever asks is told
    (last,) = recommended(
        cast, case, kind="emergency.fire-electric", incident=None, at=clock.now() + 45 * MINUTE
    ).chosen
    assert (last.at_home, last.origin.word, last.reasons[-1].key) == (True, "estimated", "home-fix-old")
    assert last.metres == pytest.approx(5000, rel=0.01)


def test_what_is_missing_and_which_home_stands_empty_are_said(cast: Cast, case: Incident) -> None:
    put()
    unit(cast, "114-01", north_km=1, home_name="Đội A")
    unit(cast, "114-02", north_km=9, home_name="Đội B")
    unit(cast, "114-03", north_km=9.1, home_name="Đội B")
    busy = unit(cast, "114-09", capabilities=["rescue"])
    other = incidents.open_incident(
        title="Khác", kind="fire", severity="low", by=cast.minh, unit_id=cast.ward_a.pk
    )
    actions.send(other, [busy], by=cast.minh)
    load_cards(
        code="fire-own",
        pack="own",
        kinds=["information"],
        need=[
            {"capability": "pump", "count": 1},
            {"capability": "rescue", "count": 2},
            {"capability": "boat", "count": 1},
        ],
    )
    found = recommended(cast, case, kind="information", incident=None)
    assert [one.force.call_sign for one in found.chosen] == ["114-01"]
    told = {one.capability: (one.asked, one.found, one.reasons[0].key) for one in found.shortfalls}
    assert told == {"rescue": (2, 0, "busy-nearest"), "boat": (1, 0, "nobody-has")}
    (empty,) = found.cover
    assert (empty.home_name, empty.move_up.call_sign) == ("Đội A", "114-02")
    sent = actions.send(
        case,
        queries.named(cast.minh.scope("forces.send"), ["114-01"]),
        by=cast.minh,
        recommended=found.recommended(),
    )
    assert sent[0].recommended["card"] == "fire-own"
    left = recommended(cast, case, kind="information", incident=case)
    assert left.chosen == []  # the pump is on the case already


def test_a_silent_crew_and_one_that_does_not_answer_are_told_until_somebody_takes_it(
    cast: Cast, case: Incident
) -> None:
    put()
    one = unit(cast, "114-01")
    (row,) = actions.send(case, [one], by=cast.minh)
    assert watching.step() == 0
    late = clock.now() + 2 * MINUTE
    assert [watching.step(late), watching.step(late), watching.step(late + 2 * MINUTE)] == [1, 0, 1]
    assert told_topics().count("forces.silent") == 2
    assert said_in(case).count("silent") == 1
    set_state(one, "on-scene", expected="alerted", by=None)
    (asked,) = CheckIn.objects.all()
    assert asked.every_s == 600  # critical and 114: the narrower limit holds
    assert watching.step(asked.due_at + MINUTE) == 1
    asked.refresh_from_db()
    assert "forces.checkin" in told_topics()
    page = signed_in(cast.minh).get("/forces/").content.decode()
    following = actions.answer_check_in(asked, by=cast.minh)
    assert following is not None
    with pytest.raises(Conflict, match="force-check-in-taken"):
        actions.answer_check_in(asked, by=cast.lan)
    assert said_in(case)[-2:] == ["unanswered", "well"]
    set_state(one, "returning", expected="on-scene", by=None)
    assert not CheckIn.objects.filter(answered_at__isnull=True).exists()
    row.refresh_from_db()
    assert row.ended_as == "cleared"
    assert "114-01" in page


def test_screens_of_units(cast: Cast, case: Incident) -> None:
    put()
    minh = signed_in(cast.minh)
    unit(cast, "114-01")
    unit(cast, "115-01", service="115", kind="ambulance", home_name="Bệnh viện Bà Rịa")
    page = minh.get("/forces/", {"q": "ba ria"}).content.decode()
    assert "115-01" in page and "114-01" not in page
    answer = minh.post(
        "/forces/114-01/state/", {"state": "out-of-service", "expected": "available"}, follow=True
    )
    assert "cần nêu lý do" in answer.content.decode()
    minh.post(
        "/forces/114-01/state/", {"state": "out-of-service", "expected": "available", "reason": "Thủng lốp"}
    )
    page = minh.get("/forces/114-01/").content.decode()
    assert "Thủng lốp" in page
    actions.send(case, queries.named(cast.minh.scope("forces.send"), ["115-01"]), by=cast.minh)
    part = minh.get("/forces/of/", {"case": case.code}).content.decode()
    assert "115-01" in part
    assert signed_in(cast.tuan).get("/forces/114-01/").status_code == 404
    assert signed_in(cast.dung).get("/forces/").status_code == 403


@pytest.mark.django_db(transaction=True)
def test_of_two_connections_that_send_one_unit_at_once_one_wins(cast: Cast, case: Incident) -> None:
    one = unit(cast, "114-01")
    other = incidents.open_incident(
        title="Cháy xe", kind="fire", severity="low", by=cast.lan, unit_id=cast.ward_a.pk
    )

    def send(incident: Incident, by: Any) -> str:
        try:
            return f"sent to {actions.send(incident, [one], by=by)[0].incident.code}"
        except Conflict as error:
            return f"{error.code} {error.fields['code']}"
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as threads:
        told = sorted(threads.map(send, (case, other), (cast.minh, cast.lan)))
    winner = Assignment.objects.get().incident.code
    assert told == [f"force-sent-meanwhile {winner}", f"sent to {winner}"]
    assert ForceLog.objects.filter(kind="sent").count() == 1
