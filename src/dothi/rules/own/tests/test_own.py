"""A city's own rules: made on the screen, tried before they are armed, outliving packs, withdrawn with a reason."""

from __future__ import annotations

import datetime as dt
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils.translation import override

from dothi.kernel import clock
from dothi.kernel.errors import BadRequest, Conflict
from dothi.kernel.testing.cast import Cast
from dothi.packs.actions import load_pack
from dothi.rules import actions, queries
from dothi.rules.alarms.tests.cast import raised
from dothi.rules.book import open_book
from dothi.rules.dryrun.models import DryRun
from dothi.rules.loading import load_rules, tables_of
from dothi.rules.models import Rule
from dothi.rules.own.actions import code_of, withdraw_rule
from dothi.rules.pack_check import check_rule
from dothi.rules.sentence.telling import told
from dothi.rules.tests.feed import send
from dothi.rules.tests.running import rule as table

pytestmark = pytest.mark.django_db
SENDS = pytest.mark.django_db(transaction=True)  # values come by another connection

CODE = "own-bui-o-cua-truong"
FORM = {
    "type": "AirQualityObserved", "kind": "threshold", "condition": "pm25.value > 90.0", "clear": "pm25.value <= 80.0", "hold": "30m",
    "clear_hold": "15m", "schedule": "working-hours", "together_area": "radius", "together_least": "3", "together_within": "1h",
    "together_radius_m": "800", "severity": "high", "name_vi": "Bụi ở cửa trường", "advice_vi": "Gọi nhà trường.",
    "source": "Quyết định của phường", "certainty": "D",
}  # fmt: skip


def signed_in(person: Any) -> Client:
    client = Client()
    client.force_login(person)
    return client


def made(cast: Cast, **changes: str) -> Rule:
    answer = signed_in(cast.vy).post("/rules/new/", FORM | {"act": "save"} | changes)
    assert answer.status_code == 302, answer.context["form"].errors
    return Rule.objects.get(code=code_of(changes.get("name_vi", FORM["name_vi"])))


def test_a_rule_is_made_with_everything_its_sentence_says_and_is_not_armed(cast: Cast) -> None:
    rule = made(cast)
    assert (rule.code, rule.version, rule.pack, rule.armed, rule.is_own) == (CODE, 1, "", False, True)
    assert (rule.hold, rule.clear_hold) == (dt.timedelta(minutes=30), dt.timedelta(minutes=15))
    assert (rule.schedule, rule.attributes, rule.severity) == ("working-hours", ["pm25"], "high")
    assert (rule.together_least, rule.together_within, rule.together_radius_m) == (
        3,
        dt.timedelta(hours=1),
        800,
    )
    assert (rule.name_en, rule.advice_en, rule.changed_by) == ("Bụi ở cửa trường", "Gọi nhà trường.", cast.vy)
    assert rule.words_vi == (
        "Bụi mịn PM2.5 lớn hơn 90 trong ít nhất 30 phút, xét trong lịch Giờ hành chính, ở ít nhất 3 đối tượng cách nhau không quá 800 m "
        "trong 1 giờ; hết khi bụi mịn PM2.5 không quá 80 trong ít nhất 15 phút."
    )
    assert "office hours" in rule.words_en.lower() and "at least 30 min" in rule.words_en
    page = signed_in(cast.minh).get(f"/rules/{CODE}/").content.decode()
    assert "Giờ hành chính" in page and "15 phút" in page and "riêng của địa phương" in page


@SENDS
def test_saved_and_tried_it_is_armed_from_its_trial_and_from_there_on_judged(cast: Cast) -> None:
    send("urn:ngsi-ld:AirQualityObserved:cua-truong", clock.now() - dt.timedelta(hours=2), pm25=95.0)
    client = signed_in(cast.vy)
    plain = {"together_area": "", "schedule": "", "hold": "", "clear_hold": "", "act": "try", "days": "7"}
    answer = client.post("/rules/new/", FORM | plain)
    trial = DryRun.objects.get()
    assert answer.headers["Location"] == f"/rules/{CODE}/tries/{trial.pk}/"
    assert trial.then["alarms"] == 1
    assert CODE not in open_book().by_code
    client.post(f"/rules/{CODE}/tries/{trial.pk}/arm/", {"reason": "mùa khô", "seen": "1"})
    assert open_book().by_code[CODE].rule.version == 2


def test_arming_it_untried_takes_a_reason(cast: Cast) -> None:
    made(cast)
    client = signed_in(cast.vy)
    client.post(f"/rules/{CODE}/arm/", {"armed": "yes", "reason": "cần ngay"})
    assert not queries.get_rule(CODE).armed
    client.post(f"/rules/{CODE}/arm/", {"armed": "yes", "reason": "cần ngay", "untried": "trạm mới"})
    assert queries.get_rule(CODE).armed


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"condition": "pm25.value >"}, "dừng giữa chừng"),
        ({"condition": "pm25.mean('1h') > 150"}, "dấu chấm, như 150.0"),
        ({"together_radius_m": ""}, "Cần điền mục này"),
        ({"hold": "soon"}, "Viết như 90s"),
        ({"name_vi": ""}, "Còn mục thiếu"),
        ({"area": "Phường Không Có · 1"}, "Phường Không Có"),
        ({"kind": "no-data", "no_data_after": "1h"}, "Còn mục thiếu"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field_and_nothing_is_made(
    cast: Cast, wrong: dict[str, str], says: str
) -> None:
    page = signed_in(cast.vy).post("/rules/new/", FORM | {"act": "save"} | wrong)
    assert page.status_code == 200 and says in page.content.decode()
    assert not Rule.objects.exists()


def test_what_the_type_does_not_have_is_refused(cast: Cast) -> None:
    load_environment()
    page = signed_in(cast.vy).post("/rules/new/", FORM | {"act": "save", "condition": "pm26.value > 1.0"})
    assert "không có đại lượng pm26" in page.content.decode()
    page = signed_in(cast.vy).post("/rules/new/", FORM | {"act": "save", "condition": "pm25.value > 'cao'"})
    assert "giữa số và chữ" in page.content.decode()
    assert not Rule.objects.filter(code=CODE).exists()


def load_environment() -> None:
    load_pack(Path(str(files("dothi.packs_data") / "environment")), by=None)


def test_a_rule_of_silence_awaits_in_its_hours(cast: Cast) -> None:
    changes = {
        "kind": "no-data",
        "no_data_after": "2h",
        "attributes": "pm25",
        "schedule": "night",
        "name_vi": "Trạm im",
    }
    load_environment()
    rule = made(cast, **changes)
    assert (rule.kind, rule.attributes, rule.schedule) == ("no-data", ["pm25"], "night")
    assert rule.words_vi.startswith("Không có số liệu mới") and "Ban đêm" in rule.words_vi
    with override("en"):
        assert told(rule, "en").startswith("No new value")


def test_a_name_is_had_once(cast: Cast) -> None:
    made(cast)
    page = signed_in(cast.vy).post("/rules/new/", FORM | {"act": "save"}).content.decode()
    assert "Đã có quy tắc riêng tên" in page
    assert Rule.objects.count() == 1


def test_packs_leave_own_rules_alone_and_cannot_take_their_codes(cast: Cast) -> None:
    rule = made(cast)
    load_rules("environment", "1", tables_of("environment"))
    load_rules("environment", "2", [])
    assert queries.get_rule(CODE).pk == rule.pk
    assert [key for key, *_ in check_rule(table(code=CODE))] == ["code"]


def test_its_texts_and_source_are_changed_and_a_packs_are_not(cast: Cast) -> None:
    rule = made(cast)
    changed = actions.change_rule(
        rule, {"advice_vi": "Gọi trạm.", "certainty": "S2"}, reason="rõ hơn", by=cast.vy
    )
    assert (changed.version, changed.advice_vi) == (2, "Gọi trạm.")
    load_rules("environment", "1", tables_of("environment"))
    with pytest.raises(BadRequest, match="rule-field-fixed"):
        actions.drafted(queries.get_rule("aqi-hour-unhealthy"), {"advice_vi": "x"})


def test_withdrawn_it_holds_no_longer_and_is_taken_up_again_by_a_change(cast: Cast) -> None:
    rule = made(cast)
    actions.change_rule(
        rule,
        {"severity": "low", "valid_from": clock.today() + dt.timedelta(days=3)},
        reason="mùa mưa",
        by=cast.vy,
    )
    client = signed_in(cast.vy)
    client.post(f"/rules/{CODE}/withdraw/", {"reason": ""})
    assert not queries.get_rule(CODE).withdrawn
    alarm = raised(rule, 61)
    client.post(f"/rules/{CODE}/withdraw/", {"reason": "không dùng nữa"})
    alarm.refresh_from_db()
    assert alarm.closed_at is not None, "nobody judges it any more"
    gone = queries.get_rule(CODE)
    assert (gone.withdrawn, gone.armed, gone.change_reason) == (True, False, "không dùng nữa")
    assert Rule.objects.filter(code=CODE, withdrawn=True).count() == 2, "also on the day that waits"
    with pytest.raises(Conflict):
        withdraw_rule(gone, reason="x", by=cast.vy)
    newest = queries.newest_version(CODE)
    back = actions.change_rule(gone, {"severity": "medium"}, reason="cần lại", by=cast.vy, seen=newest)
    assert (back.withdrawn, back.armed) == (False, False)


def test_a_packs_rule_is_not_withdrawn_by_hand(cast: Cast) -> None:
    load_rules("environment", "1", tables_of("environment"))
    rule = queries.get_rule("aqi-hour-unhealthy")
    with pytest.raises(BadRequest, match="rule-withdraw-own-only"):
        withdraw_rule(rule, reason="x", by=cast.vy)


@SENDS
def test_the_preview_says_what_it_would_have_raised_and_keeps_nothing(cast: Cast) -> None:
    for station, value in (("a", 95.0), ("b", 50.0)):
        send(f"urn:ngsi-ld:AirQualityObserved:{station}", clock.now() - dt.timedelta(days=1), pm25=value)
    client = signed_in(cast.vy)
    plain = FORM | {"together_area": "", "schedule": "", "hold": "", "clear_hold": ""}
    unnamed = {name: value for name, value in plain.items() if name not in ("name_vi", "source")}
    page = client.post("/rules/new/preview/", unnamed).content.decode()
    assert "Sẽ có 1 cảnh báo ở 1 nơi" in page and "2 đối tượng" in page
    page = client.post("/rules/new/preview/", unnamed | {"condition": "pm25.value > 99.0"}).content.decode()
    assert "Không có cảnh báo nào" in page
    page = client.post("/rules/new/preview/", unnamed | {"condition": "pm25.valu > 99.0"}).content.decode()
    assert "valu" in page and "cột 6" in page
    assert not Rule.objects.exists() and not DryRun.objects.exists()


def test_types_and_attributes_are_found_without_accents(cast: Cast) -> None:
    load_environment()
    client = signed_in(cast.vy)
    assert "AirQualityObserved" in client.get("/rules/new/?q=khong khi").content.decode()
    found = client.get("/rules/new/?q=nhiet do").content.decode()
    assert "attribute=temperature" in found and "AirQualityObserved" in found
    assert "không cần dấu" in client.get("/rules/new/?q=xyzzy").content.decode()
    begun = client.get("/rules/new/?type=AirQualityObserved&attribute=pm25").content.decode()
    assert "pm25.value &gt; 0.0" in begun


@pytest.mark.parametrize("name", ["!!!", "中文", "a" * 300, "Ngập ở cửa hầm", "-"])
def test_every_name_has_a_code_of_the_citys_own(name: str) -> None:
    """Also one without any of our letters: else nobody could withdraw the rule."""
    assert Rule(code=code_of(name)).is_own and len(code_of(name)) <= 80
