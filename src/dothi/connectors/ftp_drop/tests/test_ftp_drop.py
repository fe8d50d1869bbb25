"""Station files from a real FTP server: fetched once, doubtful values kept and flagged, and neither judged nor averaged."""

from __future__ import annotations

import asyncio
import datetime as dt
import os
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import aioftp
import pytest

from dothi.connectors.sources.tests.sources import add, run_once
from dothi.connectors.tests.conftest import facts, stored  # noqa: F401 - a fixture
from dothi.connectors.tests.test_station_text import MAPPING
from dothi.indicators import book, computing, due, queries
from dothi.indicators.loading import load_indicators
from dothi.indicators.tests.feed import table
from dothi.kernel import clock
from dothi.kernel.permissions import Grant, Scope
from dothi.rules.alarms.models import Alarm
from dothi.rules.tests.running import armed, rule

pytestmark = pytest.mark.usefixtures("stored")
DAY = clock.today() - dt.timedelta(days=1)
VALUES = """
select a.num, a.quality, to_char(a.observed_at at time zone 'Asia/Ho_Chi_Minh', 'HH24:MI')
from entities_history a join entities_term t on t.id = a.term_id where t.short = 'pm25' order by a.observed_at
"""


@pytest.fixture(autouse=True)
def own_network(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DOTHI_EGRESS_ALLOW", "127.0.0.1")


@pytest.fixture
def server(tmp_path: Path) -> Iterator[tuple[Path, int]]:
    """The folder of an FTP server, and its port."""
    rights = [aioftp.Permission("/", readable=True, writable=False)]
    served = aioftp.Server([aioftp.User("tram", "mat-khau", base_path=tmp_path, permissions=rights)])
    loop, begun = asyncio.new_event_loop(), threading.Event()

    def run() -> None:
        loop.run_until_complete(served.start("127.0.0.1", 0))
        begun.set()
        loop.run_forever()
        loop.run_until_complete(served.close())
        loop.close()

    thread = threading.Thread(target=run)
    thread.start()
    assert begun.wait(30)
    try:
        yield tmp_path, served.server_port
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join(30)


def drop(folder: Path, name: str, *lines: tuple[str, float, str]) -> None:
    """(HH:MM of yesterday, PM2.5, state) as a logger writes them, an hour ago."""
    path = folder / name
    written = (
        f"PM2.5\t{value}\tug/Nm3\t{DAY:%Y%m%d}{at.replace(':', '')}00\t{state}\n"
        for at, value, state in lines
    )
    path.write_text("".join(written), encoding="utf-8")
    os.utime(path, (path.stat().st_mtime - 3600,) * 2)


def source(port: int, **settings: Any) -> Any:
    said = {
        "host": "127.0.0.1",
        "port": port,
        "tls": "off",
        "username": "tram",
        "password": "mat-khau",
        **settings,
    }
    return add("ftp_drop", mapping=MAPPING, **said)


def test_calibration_and_fault_are_kept_flagged_and_never_judged_nor_averaged(
    server: tuple[Path, int],
) -> None:
    folder, port = server
    drop(
        folder,
        "KHI01_1.txt",
        ("13:00", 40, "00"),
        ("13:10", 900, "01"),
        ("13:20", 20, "00"),
        ("13:30", 800, "02"),
    )
    engine = armed(rule(condition="pm25.value > 150.0", clear=""))
    load_indicators(
        "stations", "1", [table("pm", "mean", type="AirQualityObserved", attribute="pm25", unit="GQ")],
        owner="", units={("AirQualityObserved", "pm25"): "GQ"},
    )  # fmt: skip
    run = run_once(source(port))
    assert (run.state, run.stored, run.refused) == ("done", 4, 0), run.error_fields
    suspect = 5
    assert facts(VALUES) == [
        (40, 0, "13:00"),
        (900, suspect, "13:10"),
        (20, 0, "13:20"),
        (800, suspect, "13:30"),
    ]
    while engine.step():
        pass
    assert not Alarm.objects.exists()
    with clock.moved_to(clock.now() + dt.timedelta(days=1)):
        due.owe_the_past(["pm"])
        computing.catch_up()
    begin = dt.datetime.combine(DAY, dt.time(), clock.VIETNAM)
    everywhere = Scope((Grant(None, None),))
    cells = list(queries.visible(everywhere, ["pm"]).filter(starts_at=begin))
    found = queries.merged(book.get_indicator("pm"), cells)
    assert found is not None and found.value == pytest.approx(30)


def test_a_measured_value_of_the_same_file_does_raise_the_alarm(server: tuple[Path, int]) -> None:
    folder, port = server
    engine = armed(rule(condition="pm25.value > 150.0", clear=""))
    now = clock.now().astimezone(clock.VIETNAM).replace(second=0)
    path = folder / "KHI02.txt"
    path.write_text(f"PM2.5\t300\tug/Nm3\t{now:%Y%m%d%H%M%S}\t00\n", encoding="utf-8")
    os.utime(path, (path.stat().st_mtime - 3600,) * 2)
    run_once(source(port))
    while engine.step():
        pass
    assert Alarm.objects.count() == 1


def test_a_file_is_fetched_once_and_a_new_one_is_found(server: tuple[Path, int]) -> None:
    folder, port = server
    drop(folder, "KHI01_1.txt", ("13:00", 40, "00"))
    drop(folder, "doc-toi.pdf", ("13:00", 1, "00"))
    one = source(port)
    assert run_once(one).stored == 1
    assert run_once(one).state == "unchanged"
    drop(folder, "KHI01_2.txt", ("13:05", 41, "00"))
    assert run_once(one).stored == 1
    assert len(facts(VALUES)) == 2
    drop(folder, "KHI01_1 (2).txt", ("13:00", 40, "00"))
    assert run_once(one).state == "unchanged"
    assert "KHI01_1 (2).txt" in one.standing.place["known"], "known by its content, it is not fetched again"


def test_a_page_in_place_of_data_is_told_and_the_next_file_is_read(server: tuple[Path, int]) -> None:
    folder, port = server
    drop(folder, "a.txt")
    (folder / "a.txt").write_text("<html>bảo trì</html>", encoding="utf-8")
    os.utime(folder / "a.txt", (0, 0))
    drop(folder, "b.txt", ("13:00", 40, "00"))
    run = run_once(source(port))
    assert (run.state, run.stored, run.refused) == ("done", 1, 1)
    assert "TT 10/2021" in run.rejects.get().value


def test_a_wrong_password_waits_for_a_person(server: tuple[Path, int]) -> None:
    run = run_once(source(server[1], password="sai"))
    assert (run.state, run.error_code) == ("failed", "source-login")


def test_a_server_inside_is_not_reached(server: tuple[Path, int], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DOTHI_EGRESS_ALLOW", "")
    assert run_once(source(server[1])).error_code == "source-inside"
