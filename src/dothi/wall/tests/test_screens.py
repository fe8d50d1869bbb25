"""What a wall's token opens, and what it never opens; what stands on the wall; how it is known to live."""

from __future__ import annotations

import datetime as dt
import json
from itertools import pairwise
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client

from dothi.accounts import tickets
from dothi.incidents import actions as incidents
from dothi.incidents.workflow import State
from dothi.indicators.tests.feed import environment
from dothi.kernel import clock
from dothi.kernel.errors import BadRequest, Conflict, NotAllowed, NotAuthenticated
from dothi.kernel.models import Event
from dothi.kernel.testing.cast import Cast
from dothi.rules.alarms.tests.cast import raised
from dothi.rules.queries import get_rule
from dothi.wall import actions, queries, rules, showing, tokens
from dothi.wall.models import Banner, Beat, Scene, Switch, Wall
from dothi.wall.tests.hung import hung, screen, told

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _afresh() -> None:
    showing.forget()


def case(cast: Cast, severity: str, unit: object, title: str = "Bà Hạnh 0912345678 báo ngập") -> object:
    return incidents.open_incident(
        title=title, kind="flood", severity=severity, unit_id=unit.pk, by=cast.minh  # type: ignore[attr-defined]
    )  # fmt: skip


def test_a_token_opens_its_own_pages_and_nothing_else(cast: Cast) -> None:
    _, token = hung(cast)
    browser = screen(token)
    assert token not in browser.get("/wall/screen/").content.decode()
    assert told(browser)["scene"]["code"] == "normal"
    for path in ("/", "/alarms/", "/wall/", "/boards/", "/api/v1/indicators", "/me/ticket/"):
        browser.cookies["sessionid"] = token  # nobody's session either
        assert browser.get(path).status_code in (302, 401, 403, 405), path
    with pytest.raises(NotAuthenticated):
        tickets.read(token)


def test_only_its_hash_is_kept_and_its_scope_does_not_change(cast: Cast) -> None:
    wall, token = hung(cast, unit=cast.ward_a)
    row = Wall.objects.filter(pk=wall.pk).values().get()
    assert token not in json.dumps(row, default=str) and token.partition(".")[0] not in json.dumps(
        row, default=str
    )
    assert wall.scope.covers(cast.ward_a.pk, None) and not wall.scope.covers(cast.ward_b.pk, None)


def test_a_token_ends_on_its_day_and_can_be_withdrawn_at_once(cast: Cast) -> None:
    wall, token = hung(cast, days=2)
    browser = screen(token)
    with clock.moved_to(clock.now() + dt.timedelta(days=3)):
        assert told(browser) == 401
    actions.withdraw(wall, by=cast.quan)
    assert told(browser) == 401
    with pytest.raises(NotAuthenticated, match="wall-token-withdrawn"):
        tokens.wall_of(token)
    assert Event.objects.filter(topic="wall.withdrawn", payload={"wall": wall.pk}).exists()
    assert Client().get("/wall/screen/state/", headers={"accept": "application/json"}).status_code == 401


def test_its_stream_carries_what_walls_are_told_and_nothing_else(cast: Cast) -> None:
    wall, _ = hung(cast, unit=cast.ward_a)
    ticket = tickets.read(tokens.stream_ticket(wall))
    assert [name for name, scope in ticket.scopes.items() if scope] == ["wall.view"]
    assert ticket.scope("wall.view").covers(cast.ward_a.pk, None)
    assert not ticket.scope("wall.view").covers(cast.ward_b.pk, None)
    assert ticket.person_id < 0


def test_who_hangs_a_wall_gives_no_wider_scope_than_their_own(cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        actions.hang("x", "X", unit=None, agency=None, ends_on=clock.today(), by=cast.minh)
    with pytest.raises(BadRequest):
        actions.hang(
            "x", "X", unit=None, agency=None, ends_on=clock.today() + dt.timedelta(days=4000), by=cast.quan
        )


def test_a_grave_case_calls_its_scene_and_the_wall_returns_by_itself(cast: Cast) -> None:
    _, token = hung(cast, unit=cast.ward_a)
    browser = screen(token)
    case(cast, "critical", cast.ward_b)
    assert told(browser)["scene"]["code"] == "normal"  # elsewhere
    row = case(cast, "high", cast.ward_a)
    assert told(browser)["scene"]["code"] == "event"
    for before, after in pairwise((State.NEW, State.WORKING, State.RESOLVED, State.CLOSED)):
        incidents.change_state(row, after, expected=before, reason="xong", by=cast.minh)
    state = told(browser)
    assert state["scene"]["code"] == "event" and row.code in state["scene"]["why"]
    with clock.moved_to(clock.now() + dt.timedelta(minutes=16)):
        assert told(browser)["scene"]["code"] == "normal"


def test_nothing_personal_stands_on_a_wall(cast: Cast) -> None:
    _, token = hung(cast)
    row = case(cast, "critical", cast.ward_a)
    incidents.assign_lead(row, cast.lan, by=cast.minh)
    page = json.dumps(told(screen(token)), ensure_ascii=False)
    assert row.code in page
    assert "Hạnh" not in page and "0912345678" not in page and str(cast.lan) not in page


def test_a_ward_sees_its_own_alarms(cast: Cast) -> None:
    environment()
    _, token_a = hung(cast, "a", unit=cast.ward_a)
    _, token_b = hung(cast, "b", unit=cast.ward_b)
    raised(get_rule("aqi-hour-unhealthy"), 7, unit=cast.ward_a.pk)
    name = get_rule("aqi-hour-unhealthy").name
    assert name in json.dumps(told(screen(token_a)), ensure_ascii=False)
    assert name not in json.dumps(told(screen(token_b)), ensure_ascii=False)


def test_of_two_who_switch_one_wins_and_the_other_is_told(cast: Cast) -> None:
    wall, token = hung(cast)
    seen = queries.newest_switch()
    actions.switch([wall], "briefing", seen=seen, by=cast.minh)
    with pytest.raises(Conflict) as refused:
        actions.switch([wall], "event", seen=seen, by=cast.hoa)
    assert refused.value.fields["who"] == str(cast.minh)
    assert told(screen(token))["scene"]["code"] == "briefing"
    actions.switch([wall], "", seen=queries.newest_switch(), by=cast.hoa)
    assert told(screen(token))["scene"]["code"] == "normal"
    assert Switch.objects.count() == 2


def test_a_pin_says_who_why_and_until_when(cast: Cast) -> None:
    wall, token = hung(cast)
    with pytest.raises(BadRequest, match="wall-pin-needs-reason"):
        actions.switch([wall], "briefing", seen=0, pinned=True, by=cast.minh)
    actions.switch([wall], "briefing", seen=0, pinned=True, minutes=30, reason="đoàn kiểm tra", by=cast.minh)
    case(cast, "critical", cast.ward_a)
    state = told(screen(token))
    assert state["scene"]["code"] == "briefing"
    assert str(cast.minh) in state["scene"]["why"] and "đoàn kiểm tra" in state["scene"]["why"]
    with clock.moved_to(clock.now() + dt.timedelta(minutes=31)):
        assert told(screen(token))["scene"]["code"] == "disaster"


def test_words_are_broadcast_until_a_time_and_never_as_markup(cast: Cast) -> None:
    wall, token = hung(cast)
    with pytest.raises(BadRequest, match="wall-banner-length"):
        actions.broadcast([wall], "<b>x</b>" * 250, minutes=5, key=uuid4(), by=cast.minh)
    key = uuid4()
    for _ in range(2):
        actions.broadcast([wall], "<b>Tập trung</b>\u202e tại sảnh", minutes=5, key=key, by=cast.minh)
    assert Banner.objects.count() == 1
    banner = told(screen(token))["banner"]
    assert banner["text"] == "<b>Tập trung</b> tại sảnh"  # the page writes it as text, never as HTML
    assert str(cast.minh) in banner["who"]
    with clock.moved_to(clock.now() + dt.timedelta(minutes=6)):
        assert told(screen(token))["banner"] is None
    actions.end_banner(Banner.objects.get(), by=cast.minh)
    assert told(screen(token))["banner"] is None


def test_a_tile_that_is_gone_or_dead_leaves_the_others_alone(cast: Cast) -> None:
    environment()
    _, token = hung(cast)
    lines = "indicator khong-con\nindicator air-stations-sending\nalarms\nnote Giao ban 7 giờ 30"
    actions.set_scene(
        "normal", name_vi="Thường", name_en="Normal", rank=0, columns=2, tiles=lines, valid_from=clock.today(), source="thử",
        by=cast.quan,
    )  # fmt: skip
    Scene.objects.filter(code="normal", source="thử").update(
        tiles=[*Scene.objects.get(source="thử").tiles, {"kind": "hologram"}]
    )
    assert [tile["state"] for tile in told(screen(token))["tiles"]] == [
        "gone",
        "fresh",
        "fresh",
        "fresh",
        "gone",
    ]
    with connection.cursor() as db:
        db.execute("alter table rules_alarm rename to rules_alarm_away")
    showing.forget()
    assert [tile["state"] for tile in told(screen(token))["tiles"]] == [
        "gone",
        "fresh",
        "dead",
        "fresh",
        "gone",
    ]


def test_asking_is_the_sign_of_life(cast: Cast) -> None:
    wall, token = hung(cast)
    browser = screen(token)
    tomorrow = clock.now() + dt.timedelta(days=1)
    told(
        browser,
        began="yes",
        scene="normal",
        age="3",
        moving="yes",
        clock=str(int(tomorrow.timestamp() * 1000)),
    )
    one = queries.living(cast.minh, clock.now())[0]
    assert one.screens[0].wrong == ("clock",)
    told(browser, scene="normal", moving="no")
    assert queries.living(cast.minh, clock.now())[0].screens[0].wrong == ("black",)
    told(browser, hung="25")
    assert queries.living(cast.minh, clock.now())[0].screens[0].wrong == ("hung",)
    told(browser, scene="event", age="600")
    assert queries.living(cast.minh, clock.now())[0].screens[0].wrong == ("scene", "old")
    told(browser, scene="normal", age="0", began="yes", again="hung")
    later = queries.living(cast.minh, clock.now() + dt.timedelta(minutes=1))[0]
    assert later.abnormal and later.screens[0].wrong == ("silent",)
    assert Beat.objects.get().restarts == 1
    assert wall.beats.count() == 1


def test_a_token_opens_so_many_screens(cast: Cast) -> None:
    _, token = hung(cast)
    browser = screen(token)
    for number in range(rules.value("screens")):
        assert told(browser, screen=f"man{number}x")["wall"]
    assert told(browser, screen="themmot") == 429


def test_the_page_of_walls_shows_what_is_wrong(cast: Cast, client: Client) -> None:
    wall, token = hung(cast)
    told(screen(token), scene="normal", moving="no")
    client.force_login(cast.minh)
    page = client.get("/wall/").content.decode()
    assert wall.name in page and "Không vẽ hình" in page and "data-abnormal" in page
    client.post("/wall/switch/", {"wall": wall.code, "scene": "briefing", "seen": "0"})
    assert told(screen(token))["scene"]["code"] == "briefing"
    client.force_login(cast.dung)
    assert client.get("/wall/").status_code == 403


@pytest.mark.parametrize("lines", ["", "hologram", "indicator", "indicator A<b>", "figures nhiều", "\n".join(["alarms"] * 13)])  # fmt: skip
def test_a_scene_that_cannot_be_read_is_refused(cast: Cast, lines: str) -> None:
    with pytest.raises(BadRequest):
        actions.set_scene(
            "normal", name_vi="a", name_en="a", rank=0, columns=2, tiles=lines, valid_from=clock.today(), source="x", by=cast.quan
        )  # fmt: skip
