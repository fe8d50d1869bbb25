"""Lateness against a source's own rhythm, waiting after failures, secrets, settings: pure."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as some

from dothi.connectors.files import mapping as mappings
from dothi.connectors.sources import asking, secrets
from dothi.connectors.sources.asking import SettingsRefused, ask
from dothi.connectors.sources.errors import SourceError
from dothi.connectors.sources.rhythm import GIVEN_UP_S, LATEST_S, Rhythm, lateness, wait_s
from dothi.connectors.suggesting import suggest
from dothi.kernel import clock

MINUTE = dt.timedelta(minutes=1)
ON = dt.datetime(2026, 11, 20, tzinfo=dt.UTC)


def at(hour: int, minute: int = 0, day: int = 22) -> dt.datetime:
    return dt.datetime(2026, 11, day, hour, minute, tzinfo=clock.VIETNAM)


@pytest.mark.parametrize(
    ("value_at", "now", "by", "is_late"),
    [
        (at(8), at(8, 9), 0, False),
        (at(8), at(8, 14), 4, False),  # inside the tolerance
        (at(8), at(8, 50), 40, True),  # "40 phút so với nhịp 10 phút của chính nó"
        (None, ON.astimezone(clock.VIETNAM) + 30 * MINUTE, 20, True),  # nothing ever came
        (at(9), at(8), 0, False),  # a clock that runs ahead is not late
    ],
    ids=["on-time", "tolerated", "late", "never", "ahead"],
)
def test_every_so_often(value_at: dt.datetime | None, now: dt.datetime, by: int, is_late: bool) -> None:
    found = lateness(
        Rhythm(10 * MINUTE, None, 5 * MINUTE), value_at=value_at, arrived_at=now, since=ON, now=now
    )
    assert (found.by, found.is_late) == (by * MINUTE, is_late)


@pytest.mark.parametrize(
    ("arrived_at", "now", "by"),
    [
        (at(6, 30, 21), at(6, 59), 0),  # yesterday's came, today's is due at seven
        (at(6, 30, 21), at(7, 20), 20),
        (at(6, 30), at(23), 0),  # today's came
        (at(7, 30, 21), at(7, 20), 0),  # yesterday's came late and counts for the next day
        (at(7, 30, 21), at(7, 20, 23), 20),
        (None, at(7, 20, 20), 20),
    ],
    ids=["before", "missing", "came", "late-one", "late-one-then", "never"],
)
def test_daily_by_a_time(arrived_at: dt.datetime | None, now: dt.datetime, by: int) -> None:
    rhythm = Rhythm(None, dt.time(7), dt.timedelta())
    since = at(0, 0, 20)
    found = lateness(rhythm, value_at=arrived_at, arrived_at=arrived_at, since=since, now=now)
    assert found.by == by * MINUTE


@given(some.integers(1, 10_000), some.booleans(), some.floats(0, 1), some.none() | some.floats(0, 10**9))
def test_waiting_grows_to_a_limit_and_never_below_what_was_asked(
    failures: int, permanent: bool, chance: float, asked_s: float | None
) -> None:
    seconds = wait_s(failures, permanent=permanent, asked_s=asked_s, chance=chance)
    assert (
        0.8 * 30
        <= seconds
        <= max((GIVEN_UP_S if permanent else LATEST_S) * 1.2 + 0.001, min(asked_s or 0, GIVEN_UP_S))
    )
    assert seconds >= min(asked_s or 0, GIVEN_UP_S)


def test_secrets_survive_a_rotation_and_no_foreign_key(monkeypatch: pytest.MonkeyPatch) -> None:
    token = secrets.encrypt("mật-khẩu")
    assert "mật" not in token and secrets.decrypt(token) == "mật-khẩu"
    monkeypatch.setenv("DOTHI_SOURCES_KEY", "moi")
    renewed = secrets.renew(token)
    monkeypatch.setenv("DOTHI_SECRET_KEY", "another-one-" + "y" * 40)
    assert secrets.decrypt(renewed) == "mật-khẩu"
    with pytest.raises(SourceError, match="source-secret-unreadable"):
        secrets.decrypt(token)


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    where: str = ask()
    how: Literal["a", "b"] = ask("a")
    key: str = ask("", secret=True, only=("how", "b"))
    often: int = ask(5, lowest=1, highest=9)


def test_settings_are_typed_and_every_reason_is_told_at_once() -> None:
    assert asking.read(Settings, {"where": " x ", "often": "7"}) == Settings(where="x", often=7)
    with pytest.raises(SettingsRefused) as refused:
        asking.read(Settings, {"how": "b", "often": "10"})
    assert {name: code for name, (code, _) in refused.value.errors.items()} == {
        "where": "source-setting-missing", "key": "source-setting-missing", "often": "source-setting-bounds",
    }  # fmt: skip
    assert (
        asking.read(Settings, {"where": "x", "key": "left over"}).key == ""
    )  # means nothing without its choice


def test_a_first_mapping_is_suggested_and_can_be_read_once_it_is_filled_in() -> None:
    columns = ("station.id", "ten", "kinhDo", "viDo", "thoiDiem", "PM2.5", "ghiChu")
    rows = [
        ["t1", "Trạm 1", 107.1, 10.3, "22/11/2026 08:00", 12.5, "ổn"],
        ["t2", "Trạm 2", 107.2, 10.4, "22/11/2026 08:00", "7", ""],
    ]
    text = suggest(columns, rows)
    filled = text.replace('type = "???"', 'type = "AirQualityObserved"').replace(
        'unit = "???"', 'unit = "GQ"'
    )
    found = mappings.parse(filled, file="x")
    assert (found.id_columns, found.place, found.name_column) == (("station.id",), ("kinhDo", "viDo"), "ten")
    assert (found.time.columns, found.time.format) == (("thoiDiem",), "%d/%m/%Y %H:%M")
    assert [one.column for one in found.attributes] == ["PM2.5"]
