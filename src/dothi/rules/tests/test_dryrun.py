"""A rule is tried on what is stored before it is armed: what it would have raised, how that was counted, and that nobody arms blindly."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from dothi.kernel import clock
from dothi.kernel.errors import BadRequest, Conflict, NotFound
from dothi.kernel.origin import Origin
from dothi.kernel.permissions import Grant, Scope
from dothi.kernel.testing.cast import gather
from dothi.rules import actions, queries
from dothi.rules.alarms.models import Alarm
from dothi.rules.dryrun import actions as trials
from dothi.rules.dryrun.arming import put_in_force
from dothi.rules.dryrun.models import DryRun
from dothi.rules.dryrun.reading import Asked
from dothi.rules.dryrun.trying import Span, Tried, parts, tried
from dothi.rules.loading import load_rules
from dothi.rules.models import Rule, RuleState
from dothi.rules.tests.feed import send_all
from dothi.rules.tests.running import SILENT, hours, rule

pytestmark = pytest.mark.django_db(transaction=True)
EVERYWHERE = Scope((Grant(None, None),))
URN = "urn:ngsi-ld:AirQualityObserved:tried"
LOWER = {
    "condition": "airQualityIndex.value > 120.0", "clear": "", "hold": "0s", "severity": "high", "seen": "1", "days": "7",
}  # fmt: skip


@pytest.fixture
def now() -> dt.datetime:
    return clock.now().replace(minute=0, second=0, microsecond=0)


def sent(now: dt.datetime, *values: Any, urn: str = URN, origin: Origin = Origin.LIVE, ago: int = 0) -> None:
    """Hourly values, the last one `ago` hours before now."""
    begin = now - hours(len(values) - 1 + ago)
    send_all([(urn, begin + hours(i), {"airQualityIndex": v}) for i, v in enumerate(values)], origin=origin)


def written(table: dict[str, Any]) -> Rule:
    load_rules("test", "1", [table])
    return queries.get_rule(table["code"])


def trial(one: Rule, now: dt.datetime, scope: Scope = EVERYWHERE, days: int = 7) -> Tried:
    return tried([one], scope, Span(now - dt.timedelta(days=days), now))


def test_the_past_is_judged_and_nothing_is_written(now: dt.datetime) -> None:
    sent(now, 100, 160, 170, 110, 130, 155, 155)
    found = trial(written(rule()), now)
    assert [(e.since, e.until) for e in found.found[0]] == [
        (now - hours(5), now - hours(3)),
        (now - hours(1), None),
    ]
    assert (found.entities, found.unheard, found.tally.values) == (1, 0, 7)
    assert not Alarm.objects.exists() and not RuleState.objects.exists()


def test_a_year_is_read_in_smaller_parts_than_a_month(now: dt.datetime) -> None:
    for days, at_once in {7: 250, 31: 250, 366: 21, 100_000: 1}.items():
        read = list(parts(Asked(list(range(600)), {}, now - dt.timedelta(days=days), now)))
        assert [one for part in read for one in part.ids] == list(range(600)) and len(read[0].ids) == at_once


def test_silences_of_the_past_are_counted(now: dt.datetime) -> None:
    send_all([(URN, now - hours(n), {"airQualityIndex": 50}) for n in (20, 19, 10, 9, 3)])
    found = trial(written(SILENT), now)
    assert [(e.since, e.until) for e in found.found[0]] == [
        (now - hours(17), now - hours(10)),
        (now - hours(7), now - hours(3)),
        (now - hours(1), None),
    ]


def test_only_what_the_scope_covers_is_judged(now: dt.datetime) -> None:
    sent(now, 160, 170)
    assert trial(written(rule()), now, Scope((Grant(frozenset({-1}), None),))).entities == 0


def test_the_figures_say_how_many_how_long_and_on_what_they_rest(now: dt.datetime) -> None:
    """Three stations: one live with a long alarm from before the span, one simulated, one whose values an import brought late."""
    begin = now - dt.timedelta(days=7)
    sent(now, *[160] * 30, ago=150, urn=f"{URN}-1")  # 29 hours of it, begun before the span
    sent(now, 100, 160, 100, 160, urn=f"{URN}-2", origin=Origin.SIMULATED)
    sent(now, 100, *[160] * 30, 100, ago=60, urn=f"{URN}-3")
    found = trial(written(rule(clear="")), now).as_result(Span(begin, now), ["draft"])
    told, looked_at = found["draft"], found["looked_at"]
    assert (told["alarms"], told["places"], told["standing"], told["long"]) == (3, 2, 1, 1)
    assert (told["active"], sum(told["hours"]), sum(n for _, n in told["days"])) == (2, 3, 3)
    assert told["top"][0][2] == 2 and told["doubts"] == {"simulated": 2, "late": 1}
    assert looked_at["origins"].keys() == {"live", "simulated"} and looked_at["late"] > 30
    assert told["busiest_shift"] <= 2 and told["per_shift"] == round(3 / 21, 2)


def test_what_cannot_be_judged_is_said(now: dt.datetime) -> None:
    sent(now, 160, 160)
    send_all(
        [(f"{URN}-b", now, {"pm25": 30}), (f"{URN}-c", now - dt.timedelta(days=40), {"airQualityIndex": 300})]
    )
    send_all([(f"{URN}-d", now, {"airQualityIndex": {"value": 400, "quality": "suspect"}})])
    both = written(rule(condition="airQualityIndex.value > 150.0 && pm25.value > 10.0", clear=""))
    found = trial(both, now)
    assert (found.entities, found.lacking, found.found) == (4, 2, [[]])
    assert (found.unheard, found.tally.suspect) == (2, 1)


def test_a_lower_limit_is_tried_from_the_screen_beside_the_one_in_force_and_armed_with_its_figure(
    now: dt.datetime, client_of: Any
) -> None:
    cast = gather()
    sent(now, 100, 125, 90, 125, 90)
    code = written(rule()).code
    vy = client_of(cast.vy)
    begun = vy.post(f"/rules/{code}/edit/", LOWER | {"act": "try"})
    row = DryRun.objects.get()
    assert begun.url == f"/rules/{code}/tries/{row.pk}/" and row.state == "done"
    assert (row.then["alarms"], row.now["alarms"]) == (2, 0)
    page = vy.get(begun.url).content.decode()
    assert "Sẽ có 2 cảnh báo trong 7 ngày" in page and "Phiên bản 1 đang hiệu lực: 0 cảnh báo" in page
    assert Rule.objects.filter(code=code).count() == 1
    assert "&gt; 120.0" in vy.get(f"/rules/{code}/edit/?draft={row.pk}").content.decode()
    vy.post(f"{begun.url}arm/", {"reason": "mùa khô", "seen": "1"})
    new = queries.get_rule(code)
    row.refresh_from_db()
    assert (new.version, new.armed, new.condition, row.became_id) == (2, True, LOWER["condition"], new.pk)
    assert "150.0" in vy.get(f"/rules/{code}/").content.decode(), "the version tells what it changed"


def test_nothing_is_armed_that_was_not_tried_without_saying_why(now: dt.datetime, client_of: Any) -> None:
    cast = gather()
    limit = written(rule(armed=False))
    with pytest.raises(BadRequest, match="rule-not-tried"):
        put_in_force(limit, {"armed": True}, reason="bật", by=cast.vy, seen=1)
    trials.begin(limit, {"condition": "airQualityIndex.value > 140.0"}, span=_week(now), by=cast.vy)
    with pytest.raises(BadRequest, match="rule-not-tried"):
        put_in_force(limit, {"armed": True}, reason="bật", by=cast.vy, seen=1)
    trials.begin(limit, {}, span=Span(now - dt.timedelta(hours=1), now), by=cast.vy)
    with pytest.raises(BadRequest, match="rule-not-tried"):  # an hour says nothing about a week
        put_in_force(limit, {"armed": True}, reason="bật", by=cast.vy, seen=1)
    trials.begin(limit, {}, span=_week(now), by=cast.vy)
    assert put_in_force(limit, {"armed": True}, reason="bật", by=cast.vy, seen=1).armed
    second = queries.get_rule(limit.code)
    page = client_of(cast.vy).post(
        f"/rules/{limit.code}/edit/", LOWER | {"act": "save", "reason": "x", "seen": "2"}
    )
    assert 'id="id_untried_error"' in page.content.decode() and queries.get_rule(limit.code).pk == second.pk
    client_of(cast.vy).post(
        f"/rules/{limit.code}/edit/",
        LOWER | {"act": "save", "reason": "trạm mới", "seen": "2", "untried": "chưa có số liệu"},
    )
    assert "chưa thử trên lịch sử: chưa có số liệu" in queries.get_rule(limit.code).change_reason


def _week(now: dt.datetime) -> Span:
    return Span(now - dt.timedelta(days=7), now)


def test_words_and_severity_need_no_trial(now: dt.datetime) -> None:
    cast = gather()
    limit = written(rule())
    assert put_in_force(limit, {"severity": "low"}, reason="nhẹ hơn", by=cast.vy, seen=1).version == 2


def test_a_long_one_is_a_job_with_progress_that_can_be_stopped(
    now: dt.datetime, client_of: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    cast = gather()
    sent(now, 160, 100, 160)
    limit = written(rule())
    monkeypatch.setattr(trials, "AT_ONCE", 0)
    row = trials.begin(limit, {}, span=_week(now), by=cast.vy)
    assert row.state == "queued"
    vy, address = client_of(cast.vy), f"/rules/{limit.code}/tries/{row.pk}/"
    assert 'hx-trigger="every 1s"' in vy.get(address).content.decode()
    vy.post(f"{address}stop/")
    with pytest.raises(Conflict):
        trials.carry_out(row.pk, attempts=0)
    row.refresh_from_db()
    assert row.state == "stopped" and vy.get(address).status_code == 200
    again = trials.begin(limit, {}, span=Span(now - dt.timedelta(days=5), now), by=cast.vy)
    trials.carry_out(again.pk, attempts=0)
    again.refresh_from_db()
    assert (again.state, again.fraction, again.then["alarms"]) == ("done", 1.0, 2)
    assert vy.get(f"/rules/{limit.code}/tries/{again.pk}/progress/").headers["HX-Refresh"] == "true"


def test_a_stop_is_heard_at_the_next_beat(now: dt.datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    cast = gather()
    sent(now, 160)
    limit = written(rule())
    monkeypatch.setattr(trials, "AT_ONCE", 0)
    row = trials.begin(limit, {}, span=_week(now), by=cast.vy)
    real = trials.tried

    def stopped_meanwhile(*given: Any, **more: Any) -> Tried:
        trials.stop(row)
        return real(*given, **more)

    monkeypatch.setattr(trials, "tried", stopped_meanwhile)
    trials.carry_out(row.pk, attempts=0)
    row.refresh_from_db()
    assert (row.state, row.result) == ("stopped", None)


def test_who_sees_less_does_not_see_what_was_judged(now: dt.datetime, client_of: Any) -> None:
    cast = gather()
    sent(now, 160)
    limit = written(rule())
    row = trials.begin(limit, {}, span=_week(now), by=cast.vy)
    address = f"/rules/{limit.code}/tries/{row.pk}/"
    assert client_of(cast.minh).get(address).status_code == 200
    assert client_of(cast.lan).get(address).status_code in (403, 404)
    with pytest.raises(NotFound):
        trials.get("another", row.pk, cast.vy)


def test_a_rule_with_a_version_to_come_can_still_be_changed_and_two_writers_are_told(
    now: dt.datetime,
) -> None:
    cast = gather()
    limit = written(rule())
    later = {"severity": "low", "valid_from": clock.today() + dt.timedelta(days=9)}
    actions.change_rule(limit, later, reason="a", by=cast.vy)
    with pytest.raises(Conflict):
        actions.change_rule(limit, {"severity": "medium"}, reason="b", by=cast.vy)
    third = actions.change_rule(limit, {"severity": "medium"}, reason="c", by=cast.vy, seen=2)
    assert (third.version, queries.get_rule(limit.code).pk) == (3, third.pk)


def test_tomorrows_version_does_not_hold_today(now: dt.datetime, client_of: Any) -> None:
    cast = gather()
    code, tomorrow = written(rule()).code, clock.today() + dt.timedelta(days=1)
    changed = LOWER | {
        "act": "save",
        "reason": "mùa khô",
        "valid_from": tomorrow.isoformat(),
        "untried": "thử sau",
    }
    assert client_of(cast.vy).post(f"/rules/{code}/edit/", changed).status_code == 302
    assert queries.get_rule(code).version == 1
    assert Rule.objects.get(code=code, version=2).valid_from == tomorrow
    assert "Phiên bản 2 có hiệu lực từ" in client_of(cast.vy).get(f"/rules/{code}/").content.decode()


def test_a_past_day_a_wrong_span_and_a_broken_condition_are_said_at_their_field(client_of: Any) -> None:
    cast = gather()
    limit = written(rule())
    with pytest.raises(BadRequest):
        actions.drafted(limit, {"valid_from": dt.date(2026, 1, 1)})
    vy, address = client_of(cast.vy), f"/rules/{limit.code}/edit/"
    page = vy.post(address, LOWER | {"condition": "airQualityIndex.value >", "act": "try"}).content.decode()
    assert 'id="id_condition_error"' in page and "cột" in page
    page = vy.post(
        address, LOWER | {"act": "try", "since": "2026-05-05", "until": "2026-05-01"}
    ).content.decode()
    assert "Ngày cuối không được trước" in page and not DryRun.objects.exists()


def test_the_list_finds_without_accents_and_shows_withdrawn_ones_apart(client_of: Any) -> None:
    cast = gather()
    many = [rule(code=f"rule-{n}", name={"vi": f"Mực nước số {n}", "en": f"Level {n}"}) for n in range(120)]
    load_rules("test", "1", [*many, rule(armed=False)])
    minh = client_of(cast.minh)
    assert minh.get("/rules/").content.decode().count("data-href") == 50
    found = minh.get("/rules/?q=muc+nuoc+so+77").content.decode()
    assert found.count("data-href") == 1 and "Mực nước số 77" in found
    assert minh.get("/rules/?state=unarmed").content.decode().count("data-href") == 1
    load_rules("test", "2", many[:60])
    assert minh.get("/rules/?state=withdrawn&page=2").content.decode().count("data-href") == 11
    assert "Không có quy tắc nào như vậy" in minh.get("/rules/?q=xyz").content.decode()
