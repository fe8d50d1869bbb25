"""A wall in a real browser: readable at ten metres, alive without network, loaded anew when its script hangs, dark when it is withdrawn."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Iterator
from typing import Any

import psycopg
import pytest

from dothi.kernel import clock
from dothi.kernel.testing.browser import PATIENCE_MS
from dothi.wall import tokens

pytestmark = pytest.mark.long(seconds=60)

# Of a 55-inch screen (121,8 × 68,5 cm) with 1920 × 1080 dots: 5 cm are 78,8 of them.
FIVE_CM = 5 / 68.5 * 1080

DIGITS = """element => {
  const pen = document.createElement("canvas").getContext("2d");
  const {fontWeight, fontSize, fontFamily} = getComputedStyle(element);
  pen.font = `${fontWeight} ${fontSize} ${fontFamily}`;
  const seen = pen.measureText("0123456789");
  return seen.actualBoundingBoxAscent + Math.min(0, seen.actualBoundingBoxDescent);
}"""


@pytest.fixture(scope="module")
def hung(committed_db: str, city: str) -> str:
    """The address that opens a wall; it asks every two seconds and may hang for five."""
    token, digest = tokens.made("tuong-thu")
    with psycopg.connect(committed_db, autocommit=True) as db:
        db.execute(
            "insert into wall_wall (code, name, language, theme, reach, token_sha256, made_by_id, made_at, ends_on)"
            " select 'tuong-thu', 'Phòng trực', 'vi', 'dark', '[[null, null]]', %s, id, now(), %s"
            " from accounts_person where username = 'minh'",
            [digest, clock.today() + dt.timedelta(days=9)],
        )
        db.execute("update wall_rule set value = 2 where code = 'poll-s'")
        db.execute("update wall_rule set value = 5 where code = 'hang-s'")
    return f"{city}/wall/open/{token}/"


@pytest.fixture
def wall(browser: Any, hung: str) -> Iterator[Any]:
    context = browser.new_context(viewport={"width": 1920, "height": 1080})
    page = context.new_page()
    page.goto(hung)
    page.wait_for_selector(".w-tile .w-number")
    yield page
    context.close()


def test_figures_are_five_centimetres_high_and_whole(wall: Any) -> None:
    figures = wall.locator(".w-number")
    assert figures.count() >= 2
    for number in range(figures.count()):
        assert figures.nth(number).evaluate(DIGITS) >= FIVE_CM
        assert figures.nth(number).evaluate(
            "e => { const a = e.getBoundingClientRect(), b = e.closest('.w-tile').getBoundingClientRect();"
            " return a.left >= b.left && a.right <= b.right && a.top >= b.top && a.bottom <= b.bottom; }"
        )


def test_without_network_the_last_figures_stay_marked_and_it_comes_back(wall: Any) -> None:
    wall.wait_for_function("() => navigator.serviceWorker.controller")
    before = wall.locator(".w-tile").count()
    wall.context.set_offline(True)
    wall.wait_for_selector("[data-lost]:not([hidden])")
    assert "Mất liên lạc" in wall.inner_text("[data-lost]")
    assert wall.locator(".w-tile").count() == before == wall.locator(".w-tile[data-old]").count()
    wall.reload()  # the power went, too: the shell and the last figures are kept
    wall.wait_for_selector(".w-tile[data-old]")
    wall.context.set_offline(False)
    wall.wait_for_selector("[data-lost]", state="hidden")
    assert wall.locator(".w-tile[data-old]").count() == 0


def test_a_hung_script_is_told_and_loaded_anew(wall: Any, committed_db: str) -> None:
    """The guard is a thread of its own: it tells the centre while the script stands still, and the page loads itself anew as soon as it can."""
    wall.wait_for_function("() => navigator.serviceWorker.controller")
    with wall.expect_event("load", timeout=120_000):
        wall.evaluate(
            "() => { setTimeout(() => { const end = performance.now() + 15_000; while (performance.now() < end); }, 500); }"
        )
        assert _until(committed_db, "select max(hung_s) >= 5 from wall_beat")
    wall.wait_for_selector(".w-tile")
    assert _until(committed_db, "select max(restarts) = 1 from wall_beat")


def _until(url: str, question: str) -> bool:
    """Waits until the database says yes."""
    end = time.monotonic() + PATIENCE_MS / 1000
    while time.monotonic() < end:
        with psycopg.connect(url) as db:
            if db.execute(question).fetchone() == (True,):
                return True
        time.sleep(0.2)
    return False


def test_a_token_that_is_withdrawn_shows_nothing_more(wall: Any, committed_db: str) -> None:
    with psycopg.connect(committed_db, autocommit=True) as db:
        db.execute("update wall_wall set withdrawn_at = now() where code = 'tuong-thu'")
    wall.wait_for_selector(".w-ended")
    assert wall.locator(".w-tile").count() == 0
    assert "thu hồi" in wall.inner_text("body")


REPLAY = """(() => {
  // what the centre said once, said again and again with other numbers: as fast as the page takes it
  const asked = window.fetch, later = window.setTimeout, line = new MessageChannel(), waiting = [];
  let body, number = 0;
  line.port1.onmessage = () => waiting.shift()();
  window.told = () => number;
  window.upto = 0;
  window.setTimeout = (f, ms, ...more) => ms < 1 ? (waiting.push(f), line.port2.postMessage(0), 0) : later(f, ms, ...more);
  window.fetch = async (...given) => {
    if (!String(given[0]).includes("/state/")) return asked(...given);
    if (!body) body = await (await asked(...given)).json();
    while (number >= window.upto) await new Promise((go) => later(go, 50));
    number++;
    const now = new Date(Date.parse(body.at) + number * 10_000).toISOString();
    const tiles = body.tiles.map((tile) => ({...tile, html: tile.html.replace(/(w-number">)[^<]*/, "$1" + number % 1000), state: number % 997 ? "fresh" : "dead"}));
    if (number % 500 > 250) tiles.pop();
    const banner = number % 300 > 200 ? {text: "Thử " + number, who: "Minh"} : null;
    return new Response(JSON.stringify({...body, at: now, read_at: now, tiles, banner, poll_s: 0}));
  };
})()"""


@pytest.mark.slow(seconds=900)
def test_thirty_days_of_updates_leave_nothing_behind(browser: Any, hung: str, committed_db: str) -> None:
    """259,200 answers, one every ten seconds of thirty days: the same document, as many nodes and listeners, no more heap."""
    with psycopg.connect(committed_db, autocommit=True) as db:
        db.execute("update wall_wall set withdrawn_at = null")
    context = browser.new_context(viewport={"width": 1920, "height": 1080})
    page = context.new_page()
    page.add_init_script(REPLAY)
    loads = []
    page.on("load", lambda: loads.append(1))
    page.goto(hung)
    probe = context.new_cdp_session(page)
    warm = _measured(page, probe, 5_000)
    after = _measured(page, probe, UPDATES)
    context.close()
    assert len(loads) == 1
    assert after["nodes"] <= warm["nodes"] + 50 and after["jsEventListeners"] <= warm["jsEventListeners"]
    assert after["usedSize"] <= warm["usedSize"] * 1.1 + 200_000


UPDATES = 30 * 24 * 3600 // 10


def _measured(page: Any, probe: Any, updates: int) -> dict[str, float]:
    """After so many answers at a point of the course that is the same each time, and after everything that is garbage is gone."""
    page.evaluate("n => { upto = n; }", updates)
    page.wait_for_function("n => told() >= n", arg=updates, timeout=1_800_000, polling=200)
    page.wait_for_timeout(2_500)  # a tick or two: nothing is in the making
    heaps = []
    for _ in range(
        8
    ):  # what a frame in the making still holds is garbage at the next look: the least is what really stays
        probe.send("HeapProfiler.collectGarbage")
        heaps.append(probe.send("Runtime.getHeapUsage")["usedSize"])
        page.wait_for_timeout(400)
    return {**probe.send("Memory.getDOMCounters"), "usedSize": min(heaps)}
