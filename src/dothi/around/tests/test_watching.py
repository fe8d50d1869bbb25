"""Following a place: proved by a code, told once of what reaches it, at a decent hour, until it is over; ended by one press."""

from __future__ import annotations

import datetime as dt
import re
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection, connections, transaction
from django.test import Client

from dothi.around.tests.following import ALL, NIGHT, NOON, follower, told
from dothi.around.watching import actions, figures, handing, spreading, stopping
from dothi.around.watching.models import Alert, Watch
from dothi.around.watching.retention import forget_watches
from dothi.around.watching.spreading import due_at
from dothi.around.works import actions as works
from dothi.kernel import clock, drill, events
from dothi.kernel.drill import Mark
from dothi.kernel.origin import Origin
from dothi.kernel.testing.cast import Cast
from dothi.notify import many
from dothi.notify.models import Message
from dothi.notify.tests.making import a_channel
from dothi.reports import actions as reports
from dothi.reports.actions.receiving import Spot
from dothi.reports.categories import lineage
from dothi.reports.models import ReportRule
from dothi.reports.tests.course import prepared
from dothi.reports.tests.course import told as reported
from dothi.warnings import releasing
from dothi.warnings.models import PublicWarning
from dothi.warnings.tests import drafts

from .measured import bordered, station
from .works import published

pytestmark = pytest.mark.django_db
committed = pytest.mark.django_db(transaction=True)
PHONE = "0903000111"


@pytest.fixture(autouse=True)
def city(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setenv("DOTHI_CAP_SENDER", "ioc@thu-nghiem.vn")
    monkeypatch.setenv("DOTHI_PUBLIC_URL", "https://thu-nghiem.vn")
    with clock.moved_to(NOON):
        bordered(cast)
        a_channel("sms", kind="demo_outbox", way="sms")
        a_channel("mail", kind="demo_outbox", way="email")
        yield


def warned(cast: Cast, unit: Any, **more: Any) -> PublicWarning:
    """Released, and spread as the event of it would."""
    row = drafts.released(cast.minh, cast.hoa, unit, **{"shapes": [], **more})
    spreading.spread_warning(row.code)
    return row


def last_code() -> str:
    return str(Message.objects.filter(purpose="proof").latest("pk").text_fields["one_time_code"])


FORM = {
    "q": "an hai",
    "radius": "commune",
    "topic": ["warnings", "works"],
    "contact": "0903 000 111",
    "air_above": "150",
    "daily": "0",
    "quiet": "1",
}


# ---- by the pages


def test_the_addresses_of_one_ipv6_household_ask_for_codes_as_one_network(cast: Cast) -> None:
    ReportRule.objects.create(
        code="codes-network-hour", value=5, valid_from=clock.today(), source="thử", certainty="D"
    )
    answers = [
        Client(REMOTE_ADDR=f"2001:db8:1:2::{n + 1}").post(
            "/quanh-toi/theo-doi/", FORM | {"contact": f"09030002{n:02d}"}
        )
        for n in range(6)
    ]
    assert [one.status_code for one in answers] == [302] * 5 + [429]


def test_nothing_is_kept_of_an_address_before_its_code_came_back(cast: Cast) -> None:
    browser = Client()
    assert browser.post("/quanh-toi/theo-doi/", FORM).status_code == 302
    assert not Watch.objects.exists()
    wrong = f"{(int(last_code()) + 1) % 10**6:06d}"
    assert browser.post("/quanh-toi/theo-doi/ma/", {"code": wrong}).status_code == 422
    assert not Watch.objects.exists()
    assert browser.post("/quanh-toi/theo-doi/ma/", {"code": last_code()}).status_code == 302
    watch = Watch.objects.get()
    assert (watch.address, watch.unit, watch.wants, watch.lat) == (
        PHONE,
        cast.ward_a,
        ["warnings:", "works:"],
        None,
    )
    page = browser.get("/quanh-toi/theo-doi/cua-toi/").text
    assert "Phường An Hải" in page and PHONE not in page
    assert "Phường An Hải" not in Client().get("/quanh-toi/theo-doi/cua-toi/").text
    # a second place needs no second code, the same place again is the same row
    assert browser.post("/quanh-toi/theo-doi/", FORM | {"contact": "", "topic": ["air"]}).status_code == 302
    assert Watch.objects.get().wants == ["air:"]
    browser.post("/quanh-toi/theo-doi/cua-toi/", {"stop": str(watch.pk)})
    assert not Watch.objects.exists()


@pytest.mark.parametrize(
    ("asks", "answers", "said"),
    [
        ("/quanh-toi/theo-doi/cua-toi/", "/quanh-toi/theo-doi/ma/", {"contact": PHONE}),
        ("/phan-anh/xac-nhan/", "/phan-anh/xac-nhan/ma/", {"address": PHONE}),
    ],
)
def test_a_proof_made_on_one_page_holds_on_all_of_them(
    cast: Cast, asks: str, answers: str, said: dict[str, str]
) -> None:
    browser = Client()
    browser.post(asks, said, secure=True)
    code = browser.cookies["dothi_code"]
    assert code["path"] == asks.partition("/theo-doi/")[0].partition("xac-nhan")[0].rstrip("/") + "/", (
        "what was wanted is its own page's"
    )
    browser.post(answers, {"code": last_code()}, secure=True)
    proof = browser.cookies["dothi_holder"]
    assert (proof["path"], proof["httponly"], proof["samesite"], proof["secure"]) == ("/", True, "Lax", True)
    assert 'name="contact"' not in browser.get("/quanh-toi/theo-doi/cua-toi/").text
    assert 'name="address"' not in browser.get("/phan-anh/cua-toi/").text
    browser.post("/quanh-toi/theo-doi/cua-toi/", {"stop": "leave"})
    assert 'name="address"' in browser.get("/phan-anh/cua-toi/", follow=True).text, (
        "who leaves one leaves all"
    )


def test_one_sees_and_ends_only_ones_own(cast: Cast) -> None:
    other = follower(cast.ward_b, "0911222333")
    browser = Client()
    browser.post("/quanh-toi/theo-doi/cua-toi/", {"contact": PHONE})
    browser.post("/quanh-toi/theo-doi/ma/", {"code": last_code()})
    assert "Phường Bình Minh" not in browser.get("/quanh-toi/theo-doi/cua-toi/").text
    for what in (str(other.pk), "all"):
        browser.post("/quanh-toi/theo-doi/cua-toi/", {"stop": what})
    assert Watch.objects.count() == 1
    browser.post("/quanh-toi/theo-doi/cua-toi/", {"stop": "leave"})
    assert 'name="contact"' in browser.get("/quanh-toi/theo-doi/cua-toi/").text


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"topic": []}, "Chưa chọn"),
        ({"q": ""}, "Chưa có nơi"),
        ({"contact": ""}, "nhận mã"),
        ({"contact": "abc"}, "Số điện thoại không đúng"),
        ({"radius": "999999"}, "Phạm vi"),
        ({"lon": "109.5", "lat": "10.0"}, "không thuộc phường, xã, đặc khu nào"),
        ({"topic": ["<script>"]}, "Chưa chọn"),
    ],
)
def test_what_is_missing_is_said_and_what_was_typed_stays(more: dict[str, Any], said: str) -> None:
    answer = Client().post("/quanh-toi/theo-doi/", FORM | more)
    assert answer.status_code == 400 and said in answer.text
    assert "<script>alert" not in answer.text and not Message.objects.exists()


def test_a_point_is_kept_to_a_hundred_metres(cast: Cast) -> None:
    browser = Client()
    browser.post(
        "/quanh-toi/theo-doi/", FORM | {"q": "", "lon": "107.0512345", "lat": "10.3498765", "radius": "500"}
    )
    browser.post("/quanh-toi/theo-doi/ma/", {"code": last_code()})
    watch = Watch.objects.get()
    assert (watch.lon, watch.lat, watch.radius_m, watch.unit) == (107.051, 10.35, 500, cast.ward_a)


def test_the_link_in_a_message_ends_it_by_one_press_and_a_mail_program_does_not(cast: Cast) -> None:
    watch = follower(cast.ward_a)
    warned(cast, cast.ward_a)
    handing.hand_over()
    link = re.search(
        r"https://thu-nghiem.vn(/quanh-toi/thoi/\S+/)", Message.objects.get().text_fields["link"]
    )
    assert link
    assert Client().get(link[1]).status_code == 200 and Watch.objects.exists()
    assert (
        Client().post(f"/quanh-toi/thoi/{watch.pk}-{'0' * 24}/").status_code == 200 and Watch.objects.exists()
    )
    for odd in ("x", "٣-a", "1-é", f"{'9' * 30}-a"):
        assert Client().post(f"/quanh-toi/thoi/{odd}/").status_code == 200
    assert "đã được xóa" in Client().post(link[1]).text
    assert not Watch.objects.exists() and not Alert.objects.exists()
    assert "đã được xóa" in Client().post(link[1]).text


def test_so_many_places_for_one_address(cast: Cast) -> None:
    for number in range(10):
        follower(cast.ward_a, lon=107.01 + number / 1000, lat=10.35, radius_m=500)
    with pytest.raises(Exception, match="watch-too-many"):
        follower(cast.ward_b)


# ---- who is reached


def test_whose_place_lies_in_the_area_is_told_once_and_nobody_else(cast: Cast) -> None:
    follower(cast.ward_a, "0900000001")
    follower(cast.ward_b, "0900000002")
    follower(cast.ward_a, "0900000003", wants=("works:",))
    follower(
        cast.ward_b, "0900000004", lon=107.103, lat=10.35, radius_m=500
    )  # 330 m from ward A: its circle reaches in
    follower(cast.ward_b, "0900000005", lon=107.15, lat=10.35, radius_m=500)
    follower(None, "0900000006", lon=106.998, lat=10.35, radius_m=500)  # at sea, beside ward A
    row = warned(cast, cast.ward_a)
    spreading.spread_warning(row.code)  # the next event of the same release
    assert handing.hand_over() == 3 and handing.hand_over() == 0
    assert [address for address, _ in told()] == ["0900000001", "0900000004", "0900000006"]


def test_a_warning_of_the_province_reaches_all_its_communes(cast: Cast) -> None:
    follower(cast.ward_a, "0900000001")
    follower(cast.ward_b, "0900000002")
    warned(cast, cast.province)
    assert handing.hand_over() == 2


@pytest.mark.parametrize(("lon", "reached"), [(107.15, True), (107.1591, True), (107.17, False)])
def test_a_drawn_shape_reaches_circles_and_communes_that_it_touches(
    cast: Cast, lon: float, reached: bool
) -> None:
    """A circle of a kilometre around 107.15: its own rim lies at 107.1591, five hundred metres more at 107.1637."""
    follower(cast.ward_b, "0900000001", lon=lon, lat=10.35, radius_m=500)
    follower(cast.ward_b, "0900000002")
    follower(cast.ward_a, "0900000003")
    circle = {"kind": "circle", "lat": 10.35, "lon": 107.15, "km": 1.0}
    other = drafts.released(cast.minh, cast.hoa, cast.ward_a, shapes=[circle])
    PublicWarning.objects.get(pk=other.pk).units.all().delete()  # the shape alone
    spreading.spread_warning(other.code)
    handing.hand_over()
    assert [address for address, _ in told()] == ["0900000001"] * reached + ["0900000002"]


# ---- what is never told


@pytest.mark.parametrize("status", ["Exercise", "Test"])
def test_an_exercise_is_told_to_nobody(cast: Cast, status: str) -> None:
    follower(cast.ward_a)
    warned(cast, cast.ward_a, status=status, severity="Extreme")
    assert not Alert.objects.exists()


def test_what_is_over_before_its_hour_is_told_to_nobody(cast: Cast) -> None:
    follower(cast.ward_a)
    with clock.moved_to(NIGHT):
        warned(cast, cast.ward_a, severity="Minor", expires=NIGHT + dt.timedelta(hours=5))
        assert handing.hand_over() == 0
    with clock.moved_to(NIGHT + dt.timedelta(hours=8)):
        assert handing.hand_over() == 1
    assert told() == [] and Alert.objects.get().state == "needless"


def test_in_a_drills_copy_nobody_is_told(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    follower(cast.ward_a)
    warned(cast, cast.ward_a)
    monkeypatch.setattr(drill, "mark", lambda: Mark("d", "Diễn tập"))
    assert handing.hand_over() == 0 and told() == []


# ---- when


def test_quiet_hours_are_broken_by_what_is_grave_alone(cast: Cast) -> None:
    follower(cast.ward_a)
    with clock.moved_to(NIGHT):
        warned(cast, cast.ward_a, severity="Moderate")
        assert handing.hand_over() == 0
        warned(cast, cast.ward_a, severity="Severe")
        assert handing.hand_over() == 1
    assert Message.objects.get().importance == "critical"
    with clock.moved_to(NIGHT + dt.timedelta(hours=5)):  # 04:00, and the other one is over by six
        assert handing.hand_over() == 0


@pytest.mark.parametrize(
    ("hour", "grave", "wish", "expected"),
    [
        (23, False, (False, dt.time(22), dt.time(6)), 30),
        (23, True, (False, dt.time(22), dt.time(6)), 23),
        (23, False, (False, dt.time(0), dt.time(0)), 23),
        (12, False, (True, dt.time(22), dt.time(6)), 31),
        (6, False, (True, dt.time(22), dt.time(6)), 7),
        (12, True, (True, dt.time(22), dt.time(6)), 12),
    ],
)
def test_when_it_may_be_told(hour: int, grave: bool, wish: Any, expected: int) -> None:
    day = dt.datetime(2026, 11, 20, tzinfo=clock.VIETNAM)
    assert due_at(day + dt.timedelta(hours=hour), grave, wish, 7) == day + dt.timedelta(hours=expected)


def test_a_days_news_come_as_one_message(cast: Cast) -> None:
    follower(cast.ward_a, daily=True)
    for title in ("Cắt điện 1", "Cắt điện 2"):
        work = published(cast.lan, cast.ward_a, title_vi=title, ends_at=NOON + dt.timedelta(days=2))
        spreading.spread_work(work.lines.get().pk)
    assert handing.hand_over() == 0
    with clock.moved_to(NOON + dt.timedelta(hours=19, minutes=1)):  # 07:01 the next morning
        assert handing.hand_over() == 2
    message = Message.objects.get()
    assert message.text_key == "around-alert-day" and "Cắt điện 1" in message.text_fields["lines"]
    assert "Ngừng nhận" not in message.text_fields["lines"]


# ---- updates, cancellations


def test_updates_and_the_end_follow_to_who_was_told(cast: Cast) -> None:
    follower(cast.ward_a, "0900000001")
    first = warned(cast, cast.ward_a)
    handing.hand_over()
    late = follower(cast.ward_a, "0900000002")
    stop = releasing.ask_to_cancel(first, reason="Nước đã rút", key=uuid4(), by=cast.minh)
    releasing.release(stop, revision=stop.revision, by=cast.hoa)
    spreading.spread_warning(stop.code)
    handing.hand_over()
    assert told() == [
        ("0900000001", "around-alert-warning-alert"),
        ("0900000001", "around-alert-warning-cancel"),
    ]
    assert not late.alerts.exists(), "nobody hears the end of what they never heard of"


def test_what_waits_of_a_cancelled_warning_is_never_told(cast: Cast) -> None:
    follower(cast.ward_a)
    with clock.moved_to(NIGHT):
        first = warned(cast, cast.ward_a, severity="Minor", expires=NIGHT + dt.timedelta(hours=20))
        stop = releasing.ask_to_cancel(first, reason="Nhầm", key=uuid4(), by=cast.minh)
        releasing.release(stop, revision=stop.revision, by=cast.hoa)
        spreading.spread_warning(stop.code)
    with clock.moved_to(NIGHT + dt.timedelta(hours=8)):
        handing.hand_over()
    assert told() == []


def test_works_are_told_when_announced_moved_and_cancelled_and_only_the_newest(cast: Cast) -> None:
    follower(cast.ward_a)
    work = published(cast.lan, cast.ward_a)
    spreading.spread_work(work.lines.get().pk)
    handing.hand_over()
    works.move(
        work,
        work.starts_at + dt.timedelta(days=1),
        work.ends_at + dt.timedelta(days=1),
        reason="Mưa",
        by=cast.lan,
    )
    works.cancel(work, reason="x", by=cast.lan)
    for line in work.lines.all():
        spreading.spread_work(line.pk)
    handing.hand_over()
    assert [key for _, key in told()] == ["around-alert-work-published", "around-alert-work-cancelled"]


def test_a_released_report_is_told_to_its_commune(cast: Cast) -> None:
    prepared(cast)
    follower(cast.ward_a)
    follower(cast.ward_b, "0900000002")
    one = reported(spot=Spot("12 Trần Phú", 107.05, 10.35)).report
    reports.release(one, text="Rác", photos=[], by=cast.minh)
    for _ in range(2):
        spreading.spread_report(one.code)
    handing.hand_over()
    assert told() == [(PHONE, "around-alert-report")]
    assert "Trần Phú" not in str(Message.objects.get().text_fields)


@committed
def test_air_and_water_above_ones_level_are_told_once_by_the_nearest_station(cast: Cast) -> None:
    follower(cast.ward_a, "0900000001")
    follower(cast.ward_a, "0900000002", air_above=200)
    follower(cast.ward_a, "0900000003", lon=107.099, lat=10.35, radius_m=500)
    station("AirQualityObserved", "xau", 107.05, 10.35, at=NOON, airQualityIndex=180)
    station("AirQualityObserved", "tot", 107.1, 10.35, at=NOON, airQualityIndex=40)
    station(
        "FloodMonitoring",
        "song",
        107.05,
        10.35,
        at=NOON,
        origin=Origin.SIMULATED,
        currentLevel=2,
        alarmStage="BĐ2",
    )
    assert figures.look() == 4 and figures.look() == 0
    handing.hand_over()
    assert sorted(told()) == [
        ("0900000001", "around-alert-air"), ("0900000001", "around-alert-flood"),
        ("0900000002", "around-alert-flood"), ("0900000003", "around-alert-flood"),
    ]  # fmt: skip
    flood = Message.objects.filter(text_key="around-alert-flood").first()
    assert flood is not None and flood.origin == "simulated", "what is simulated reaches no real telephone"
    with clock.moved_to(NOON + dt.timedelta(hours=4)):
        assert figures.look() == 0, "an old figure is no news"


# ---- once each, whatever is killed


@committed
def test_events_tell_and_a_killed_batch_is_told_once(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(5):
        follower(cast.ward_a, f"090000000{number}")
    drafts.released(cast.minh, cast.hoa, cast.ward_a, shapes=[])
    while events.deliver():
        pass
    assert Alert.objects.count() == 5

    def killed(letters: Any, **more: Any) -> int:
        many.send_to_addresses(letters, **more)
        raise KeyboardInterrupt  # the process dies when the letters are written and the alerts are not yet

    monkeypatch.setattr(handing, "send_to_addresses", killed)
    with pytest.raises(KeyboardInterrupt):
        handing.hand_over()
    assert told() == [] and Alert.objects.filter(state="waiting").count() == 5
    monkeypatch.setattr(handing, "send_to_addresses", many.send_to_addresses)
    assert handing.hand_over() == 5 and handing.hand_over() == 0
    assert len(set(told())) == len(told()) == 5


@committed
def test_who_stops_while_a_warning_is_laid_ends_it_and_spoils_it_for_nobody(cast: Cast) -> None:
    leaving, staying = follower(cast.ward_a, "0900000001"), follower(cast.ward_a, "0900000002")
    row = drafts.released(cast.minh, cast.hoa, cast.ward_a, shapes=[])
    with ThreadPoolExecutor(1) as other:
        with transaction.atomic():
            assert spreading.spread_warning(row.code) == 2
            stopped = other.submit(stops, leaving)
            until_it_waits()
        stopped.result(60)
    assert [one.watch for one in Alert.objects.all()] == [staying]
    assert list(Watch.objects.all()) == [staying]


def stops(watch: Watch) -> None:
    try:
        actions.stop(watch)
    finally:
        connections.close_all()


def until_it_waits() -> None:
    with connection.cursor() as cursor:
        for _ in range(6000):
            cursor.execute("select count(*) from pg_locks where not granted")
            if cursor.fetchone()[0]:
                return
            time.sleep(0.01)
    raise AssertionError("the other connection waits for nothing")


def test_who_did_not_confirm_for_two_years_is_forgotten(cast: Cast) -> None:
    follower(cast.ward_a)
    warned(cast, cast.ward_a)
    assert forget_watches(NOON - dt.timedelta(days=1), 100) == 0
    assert forget_watches(NOON + dt.timedelta(days=1), 100) == 1
    assert not Watch.objects.exists() and not Alert.objects.exists()


def test_tokens_differ_and_say_nothing(cast: Cast) -> None:
    one, two = follower(cast.ward_a), follower(cast.ward_b)
    assert stopping.find(stopping.token_of(one)) == one
    assert stopping.find(stopping.token_of(one).replace(str(one.pk), str(two.pk), 1)) is None
    assert ALL and PHONE not in stopping.token_of(one)


# ---- whole cities, and kinds of a topic


def test_who_follows_the_whole_province_hears_of_each_of_its_communes(cast: Cast) -> None:
    follower(cast.province, "0900000001")
    for ward in (cast.ward_a, cast.ward_b):
        warned(cast, ward)
        spreading.spread_work(published(cast.lan if ward == cast.ward_a else cast.minh, ward).lines.get().pk)
    handing.hand_over()
    assert (
        sorted(key for _, key in told())
        == ["around-alert-warning-alert"] * 2 + ["around-alert-work-published"] * 2
    )


def test_who_wants_one_kind_hears_of_no_other(cast: Cast) -> None:
    prepared(cast)
    follower(
        cast.ward_a,
        "0900000001",
        wants=("warnings:tropical-storm", "works:water", "reports:traffic.signal-out"),
    )
    category = "urban-services.waste-left"
    follower(
        cast.ward_a, "0900000002", wants=("warnings:flood", "works:power", f"reports:{lineage(category)[-1]}")
    )
    warned(cast, cast.ward_a)  # a flood
    spreading.spread_work(published(cast.lan, cast.ward_a).lines.get().pk)  # a power cut
    one = reported(category=category, spot=Spot("12 Trần Phú", 107.05, 10.35)).report
    reports.release(one, text="Rác", photos=[], by=cast.minh)
    spreading.spread_report(one.code)
    handing.hand_over()
    assert sorted(told()) == [
        ("0900000002", "around-alert-report"), ("0900000002", "around-alert-warning-alert"), ("0900000002", "around-alert-work-published"),
    ]  # fmt: skip


def test_who_follows_two_places_of_one_area_is_told_once(cast: Cast) -> None:
    follower(cast.ward_a, PHONE)
    follower(cast.ward_a, PHONE, lon=107.05, lat=10.35, radius_m=500)
    follower(cast.province, PHONE)
    warned(cast, cast.ward_a)
    assert handing.hand_over() == 1
    assert told() == [(PHONE, "around-alert-warning-alert")]


def test_ending_the_place_that_was_to_tell_leaves_it_to_another_that_is_concerned(cast: Cast) -> None:
    soon = follower(cast.ward_a, PHONE)
    other = follower(cast.ward_a, PHONE, lon=107.05, lat=10.35, radius_m=500)
    elsewhere = follower(cast.ward_b, PHONE)
    follower(cast.ward_a, "0900000002")
    with clock.moved_to(NIGHT):
        warned(cast, cast.ward_a, severity="Moderate", expires=NIGHT + dt.timedelta(hours=20))
        assert Alert.objects.get(watch__address=PHONE).watch == soon
        actions.stop(soon)
        waiting = Alert.objects.get(watch__address=PHONE)
        assert (waiting.watch, waiting.also, waiting.state) == (other, [], "waiting")
        assert handing.hand_over() == 0, "its quiet hours are not over"
    with clock.moved_to(NIGHT + dt.timedelta(hours=10)):
        handing.hand_over()
        assert sorted(one for one, _ in told()) == ["0900000002", PHONE]
        actions.stop(other)
    assert not Alert.objects.filter(watch=elsewhere).exists(), "that place was never concerned"


def test_the_end_of_a_warning_reaches_who_ended_the_place_that_told_of_it(cast: Cast) -> None:
    place = follower(cast.ward_a, PHONE)
    follower(cast.ward_a, PHONE, lon=107.05, lat=10.35, radius_m=500)
    first = warned(cast, cast.ward_a)
    handing.hand_over()
    actions.stop(place)
    stop = releasing.ask_to_cancel(first, reason="Nước đã rút", key=uuid4(), by=cast.minh)
    releasing.release(stop, revision=stop.revision, by=cast.hoa)
    spreading.spread_warning(stop.code)
    handing.hand_over()
    assert [key for _, key in told()] == ["around-alert-warning-alert", "around-alert-warning-cancel"]


@committed
def test_a_province_hears_of_its_worst_station_and_of_the_stages_that_were_chosen(cast: Cast) -> None:
    follower(cast.province, "0900000001", wants=("air:", "flood:BĐ3"))
    follower(cast.province, "0900000002", wants=("flood:BĐ2",))
    station("AirQualityObserved", "xau", 107.05, 10.35, at=NOON, airQualityIndex=180)
    station("AirQualityObserved", "xau nhat", 107.06, 10.35, at=NOON, airQualityIndex=220)
    station(
        "FloodMonitoring",
        "song",
        107.05,
        10.35,
        at=NOON,
        origin=Origin.SIMULATED,
        currentLevel=2,
        alarmStage="BĐ2",
    )
    assert figures.look() == 2
    handing.hand_over()
    assert sorted(told()) == [("0900000001", "around-alert-air"), ("0900000002", "around-alert-flood")]
    assert Message.objects.get(text_key="around-alert-air").text_fields["station"] == "xau nhat"


def test_kinds_are_chosen_on_the_page_and_said_in_the_list(cast: Cast) -> None:
    browser = Client(headers={"Accept-Language": "vi"})
    form = FORM | {
        "radius": "province",
        "topic": ["warnings", "works"],
        "kind-works": ["power", "x"],
        "kind-reports": ["y"],
    }
    assert "Cắt tỉa cây" in browser.get("/quanh-toi/theo-doi/").text
    browser.post("/quanh-toi/theo-doi/", form)
    browser.post("/quanh-toi/theo-doi/ma/", {"code": last_code()})
    watch = Watch.objects.get()
    assert (watch.wants, watch.unit) == (["warnings:", "works:power"], cast.province)
    assert ": Cắt điện</li>" in browser.get("/quanh-toi/theo-doi/cua-toi/").text
