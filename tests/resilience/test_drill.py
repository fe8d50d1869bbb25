"""A drill beside a running city, as an operator has it: the copy is made, plays, survives kills, is scored, ends, and nothing mixes."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psutil
import psycopg
import pytest

from dothi.drills.copying.tables import COPIED, LEFT
from dothi.kernel.drill import Mark
from dothi.kernel.engines import addresses as places
from dothi.kernel.testing import system as systems

PATIENCE_S = 240.0
DJANGO = {"DJANGO_SETTINGS_MODULE": "dothi.config.settings"}


def until(condition: Callable[[], Any], what: str, timeout_s: float = PATIENCE_S) -> Any:
    """What `condition` gives once it is true."""
    last = time.monotonic() + timeout_s
    while not (found := condition()):
        assert time.monotonic() < last, what
        time.sleep(0.3)
    return found


def peopled(city: systems.System) -> None:
    """A pack, a line's number and somebody who runs drills."""
    city.command("pack", "load", "emergency", "--yes")
    city.command("user", "create", "chi-huy", "--role", "duty-officer", "--name", "Chỉ huy")


def manned(city: systems.System) -> None:
    """Agencies, a desk and its people: without an agency nobody owns a channel, and nothing is told to anybody."""
    program = str(Path(__file__).with_name("desk_city.py"))
    subprocess.run(
        [sys.executable, program], env=city.environment | DJANGO, check=True, stdout=subprocess.DEVNULL
    )


def rows(url: str, statement: str) -> list[Any]:
    with psycopg.connect(url) as connection:
        return connection.execute(statement.encode()).fetchall()


def copy_of(city: systems.System, name: str) -> places.Addresses | None:
    return places.find(city.data / "drills" / name)


def parts_of(city: systems.System, name: str) -> dict[str, int]:
    found: dict[str, int] = json.loads((city.data / "drills" / name / "run" / "parts.json").read_text())
    return found


def orphans(url: str) -> list[str]:
    """Foreign keys of copied rows that lead nowhere."""
    found = []
    keys = rows(
        url,
        "select c.conname, c.conrelid::regclass::text, a.attname, c.confrelid::regclass::text, f.attname"
        " from pg_constraint c join pg_attribute a on a.attrelid = c.conrelid and a.attnum = c.conkey[1]"
        " join pg_attribute f on f.attrelid = c.confrelid and f.attnum = c.confkey[1]"
        " where c.contype = 'f' and array_length(c.conkey, 1) = 1",
    )
    for name, table, column, other, key in keys:
        missing = rows(
            url,
            f'select count(*) from {table} t where "{column}" is not null'
            f' and not exists (select 1 from {other} o where o."{key}" = t."{column}")',
        )
        if missing[0][0]:
            found.append(f"{name}: {missing[0][0]}")
    return found


CALLS = "select external_id, count(*) from calls_call group by 1 order by 1"


def make(city: systems.System, name: str, scenario: str, pace: int = 1) -> places.Addresses:
    """A drill whose copy stands."""
    city.command(
        "drill", "make", name, "-s", scenario, "--as", "chi-huy", "--pace", str(pace), timeout_s=PATIENCE_S
    )
    found = copy_of(city, name)
    assert found
    return found


def five_calls(url: str) -> list[Any]:
    return until(lambda: (found := rows(url, CALLS)) and len(found) == 5 and found, "every call rang")  # type: ignore[no-any-return]


@pytest.mark.slow(seconds=90)
def test_a_copy_holds_what_it_may_plays_through_a_kill_and_leaves_its_score() -> None:
    with systems.running_system() as city:
        peopled(city)
        copy = make(city, "mot", "emergency/mass-casualty", pace=30)
        holds_what_it_may(city, copy)

        city.command("drill", "play", "mot", "--as", "chi-huy")
        until(lambda: rows(copy.database_url, CALLS), "a call rings")
        killed = parts_of(city, "mot")["simulate"]
        os.kill(killed, signal.SIGKILL)
        until(lambda: parts_of(city, "mot").get("simulate") not in (None, killed), "the player is back")
        assert [number for _call, number in five_calls(copy.database_url)] == [1] * 5
        rang = "select count(*) from calls_exchange_event where kind = 'ringing'"
        assert rows(copy.database_url, rang) == [(5,)]
        assert rows(city.addresses.database_url, CALLS) == []

        told = city.command("drill", "end", "mot", "--as", "chi-huy", timeout_s=PATIENCE_S)
        assert "ended" in told.stdout
        score = json.loads(city.command("drill", "score", "mot", "--json").stdout)
        answer = next(one for one in score["figures"] if one["target"]["measure"] == "answer")
        assert len(answer["readings"]) == 5
        assert answer["kept"] == 0  # nobody was at the desk
        assert copy_of(city, "mot") is None


def holds_what_it_may(city: systems.System, copy: places.Addresses) -> None:
    """What was left out is not there, what was copied is whole and leads nowhere out of it."""
    held = {name for (name,) in rows(copy.database_url, "select relname from pg_class where relkind = 'r'")}
    for table in COPIED.keys() & held - {"auth_permission", "django_content_type"}:
        counted = f"select count(*) from {table}"
        assert rows(copy.database_url, counted) == rows(city.addresses.database_url, counted), table
    own = {
        "accounts_api_key",
        "entities_subscription_cursor",
    }  # the keys of its own exchange, a reader's beginning
    left = {table for table, what in LEFT.items() if what in ("people", "secrets", "sessions", "ways out")}
    for table in left & held - own:
        assert rows(copy.database_url, f"select count(*) from {table}") == [(0,)], table
    assert orphans(copy.database_url) == []


@pytest.mark.slow(seconds=150)
def test_two_drills_at_once_do_not_hear_each_other_and_outlive_the_city_s_worker() -> None:
    """And the supervisor of one of them; the city's own processes notice nothing."""
    with systems.running_system() as city:
        peopled(city)
        first = make(city, "mot", "emergency/mass-casualty", pace=30)
        second = make(city, "hai", "emergency/high-rise-fire")
        assert len({first.port, second.port, city.addresses.port}) == 3
        city.command("drill", "play", "mot", "--as", "chi-huy")
        heard = five_calls(first.database_url)
        assert rows(second.database_url, CALLS) == []
        assert rows(city.addresses.database_url, CALLS) == []
        mine = supervisor_of(city, "hai")
        city_s = json.loads((city.data / "run" / "parts.json").read_text())
        mine.kill()
        until(lambda: _answers(city, "hai") and supervisor_of(city, "hai") != mine, "the killed copy is back")
        assert json.loads((city.data / "run" / "parts.json").read_text()) == city_s
        assert rows(copy_of(city, "hai").database_url, CALLS) == []  # type: ignore[union-attr]
        city.wait_back("sources", city.kill("sources"))
        until(lambda: _answers(city, "mot"), "the copy is back")
        again = copy_of(city, "mot")
        assert again
        assert rows(again.database_url, CALLS) == heard


def supervisor_of(city: systems.System, name: str) -> psutil.Process | None:
    """The process above the parts of a copy."""
    try:
        return psutil.Process(parts_of(city, name)["serve"]).parent()
    except (OSError, KeyError, ValueError, psutil.NoSuchProcess):
        return None


RAISED = "select distinct rule_code from rules_alarm order by 1"
ARRIVED = "select distinct state from notify_message where purpose = 'drill'"


@pytest.mark.slow(seconds=150)
def test_values_told_by_mqtt_raise_alarms_there_messages_arrive_there_and_an_outage_is_real() -> None:
    with systems.running_system() as city:
        peopled(city)
        manned(city)
        city.command("pack", "load", "disaster", "--yes")
        city.command("pack", "load", "ict", "--yes")
        storm = make(city, "bao", "disaster/storm", pace=30)
        outage = make(city, "mat-dien", "ict/data-centre-outage", pace=10)
        nats = city.pid("nats")
        for name in ("bao", "mat-dien"):
            city.command("drill", "play", name, "--as", "chi-huy")

        wanted = {("bulletin-level-3",), ("rain-3h-heavy",), ("river-rising-fast",)}
        until(lambda: wanted <= set(rows(storm.database_url, RAISED)), "the rules raise their alarms")
        until(
            lambda: ("delivered",) in rows(storm.database_url, ARRIVED),
            "the inject arrives on a phone of the drill",
        )
        log = city.data / "drills" / "mat-dien" / "log" / "drill.log"
        until(lambda: "nats is kept down" in log.read_text(), "the outage begins")
        until(lambda: "nats is running again" in log.read_text(), "it is over")
        until(lambda: ("delivered",) in rows(outage.database_url, ARRIVED), "messages arrive again")
        # "On battery" must last a real minute, and ten times as fast it does not: the other rule has no such time.
        assert ("data-centre-battery-low",) in rows(outage.database_url, RAISED)
        assert city.pid("nats") == nats
        assert rows(city.addresses.database_url, RAISED) == []
        assert rows(city.addresses.database_url, ARRIVED) == []


@pytest.mark.slow(seconds=120)
def test_recorded_calls_are_played_by_one_command_and_the_score_is_that_of_the_recording(
    shared_data: Path,
) -> None:
    with systems.running_system() as city:
        city.command("pack", "load", "emergency", "--yes")
        manned(city)
        file = str(shared_data / "emergency" / "sf_fire_calls_2020-04-07_20.csv.gz")
        city.wait_ok(PATIENCE_S)  # as an operator would: the city runs, then its drill is begun
        told = city.command(
            "drill", "recorded", "sf", file, "--as", "minh", "--calls", "30", timeout_s=PATIENCE_S
        )
        assert "the desk refused 0." in told.stdout, told.stdout
        assert "30 readings are the 30 times of the recording" in told.stdout, told.stdout
        assert rows(city.addresses.database_url, CALLS) == []
        assert copy_of(city, "sf") is None


def _answers(city: systems.System, name: str) -> bool:
    found = copy_of(city, name)
    try:
        return found is not None and rows(found.database_url, "select 1") == [(1,)]
    except psycopg.Error:
        return False


def test_a_mark_is_written_before_anything_else(tmp_path: Path) -> None:
    """A folder that was killed while it was made is a drill's, never a city's."""
    Mark("x", "X").save(tmp_path / "drills" / "x")
    assert (tmp_path / "drills" / "x" / "drill.json").exists()
