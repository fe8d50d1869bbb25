"""A drill beside a running city, as an operator has it: the copy is made, plays, survives kills, is scored, ends, and nothing mixes."""

from __future__ import annotations

import json
import os
import signal
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psycopg
import pytest

from dothi.drills.copying.tables import COPIED, LEFT
from dothi.kernel.drill import Mark
from dothi.kernel.engines import addresses as places
from dothi.kernel.testing import system as systems

PATIENCE_S = 240.0


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


@pytest.mark.slow(seconds=150)
def test_two_drills_beside_a_city() -> None:
    with systems.running_system() as city:
        peopled(city)
        one = city.command(
            "drill", "make", "mot", "-s", "emergency/mass-casualty", "--as", "chi-huy", "--pace", "30",
            timeout_s=PATIENCE_S,
        )  # fmt: skip
        print(one.stdout)
        city.command(
            "drill", "make", "hai", "-s", "emergency/high-rise-fire", "--as", "chi-huy", timeout_s=PATIENCE_S
        )
        first, second = copy_of(city, "mot"), copy_of(city, "hai")
        assert first
        assert second
        assert len({first.port, second.port, city.addresses.port}) == 3

        # what was left out is not there, what was copied leads nowhere out of it
        held = dict(
            rows(first.database_url, "select relname, reltuples > 0 from pg_class where relkind = 'r'")
        )
        for table in COPIED.keys() & held.keys():
            there = rows(city.addresses.database_url, f"select count(*) from {table}")
            if table not in ("auth_permission", "django_content_type"):
                assert rows(first.database_url, f"select count(*) from {table}") == there, table
        for table in [one for one in LEFT if LEFT[one] in ("people", "secrets", "sessions", "ways out")]:
            if table in held and table not in ("accounts_api_key", "entities_subscription_cursor"):
                assert rows(first.database_url, f"select count(*) from {table}") == [(0,)], table
        assert orphans(first.database_url) == []

        # one plays; the other waits and hears nothing of it
        city.command("drill", "play", "mot", "--as", "chi-huy")
        calls = "select external_id, count(*) from calls_call group by 1 order by 1"
        until(lambda: rows(first.database_url, calls), "a call rings")
        killed = parts_of(city, "mot")["simulate"]
        os.kill(killed, signal.SIGKILL)
        until(lambda: parts_of(city, "mot").get("simulate") not in (None, killed), "the player is back")
        heard = until(
            lambda: (found := rows(first.database_url, calls)) and len(found) == 5 and found,
            "every call rang",
        )
        assert [number for _call, number in heard] == [1] * 5
        events = "select count(*) from calls_exchange_event where kind = 'ringing'"
        assert rows(first.database_url, events) == [(5,)]
        assert rows(second.database_url, calls) == []
        assert rows(city.addresses.database_url, calls) == []

        # the city's own worker is killed: the drills stop with it and come back where they were
        until(lambda: rows(first.database_url, "select score -> 'figures' from drills_play")[0][0], "a score")
        old = city.kill("sources")
        city.wait_back("sources", old)
        until(lambda: _answers(city, "mot"), "the copy is back")
        again = copy_of(city, "mot")
        assert again
        assert rows(again.database_url, calls) == heard

        # the end: the score stays, the copy stops
        told = city.command("drill", "end", "mot", "--as", "chi-huy", timeout_s=PATIENCE_S)
        assert "ended" in told.stdout
        score = json.loads(city.command("drill", "score", "mot", "--json").stdout)
        answer = next(one for one in score["figures"] if one["target"]["measure"] == "answer")
        assert len(answer["readings"]) == 5
        assert answer["kept"] == 0  # nobody was at the desk
        assert copy_of(city, "mot") is None
        city.command("drill", "end", "hai", "--as", "chi-huy", timeout_s=PATIENCE_S)


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
