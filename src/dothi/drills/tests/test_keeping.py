"""The loop that keeps copies: what cannot be made or stays down is told on the page, and tried no more for ever."""

from __future__ import annotations

import asyncio
import json
import shutil
from collections import namedtuple
from dataclasses import asdict
from pathlib import Path

import pytest

from dothi.drills import queries, running
from dothi.drills.copying import making
from dothi.drills.models import Drill
from dothi.drills.tests.test_pages import made
from dothi.kernel.stepping import Stepper
from dothi.kernel.testing.cast import Cast
from dothi.packs.actions import load_pack
from dothi.packs.folder import SHIPPED

State = Drill.State
Usage = namedtuple("Usage", "total used free")


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the copies of this test lie."""
    monkeypatch.setattr(running, "folder_of", lambda name: tmp_path / name)
    monkeypatch.setattr(queries, "folder_of", lambda name: tmp_path / name)
    load_pack(SHIPPED / "emergency", by=None)
    return tmp_path


def keep_until_failed(row: Drill) -> None:
    async def go() -> None:
        async with Stepper(running.PART) as steps:
            keeper = running.Keeper(steps.inside)
            try:
                while await steps.inside(lambda: Drill.objects.get(pk=row.pk).state) != State.FAILED:
                    await keeper.round()
                    await asyncio.sleep(0.1)
            finally:
                await asyncio.to_thread(keeper.stop_all)

    asyncio.run(asyncio.wait_for(go(), 120))
    row.refresh_from_db()


@pytest.mark.django_db(transaction=True)
def test_without_room_on_the_disk_no_copy_is_begun_and_the_page_says_so(
    cast: Cast, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda path: Usage(10**9, 10**9, 50 * 1024**2))
    row = made(cast)
    keep_until_failed(row)
    assert "còn 50 MB" in row.trouble
    assert not (place / "chay").exists()


@pytest.mark.django_db(transaction=True)
def test_a_copy_whose_folder_is_gone_is_said_to_be_and_holds_up_no_other(cast: Cast, place: Path) -> None:
    row = made(cast, state=State.PLAYING)
    keep_until_failed(row)
    assert "không còn" in row.trouble


@pytest.mark.slow(seconds=40)
@pytest.mark.django_db(transaction=True)
def test_a_copy_that_ends_again_and_again_is_given_up_with_its_reason(cast: Cast, place: Path) -> None:
    """Its folder bears no mark, so its supervisor refuses to run."""
    (place / "chay" / "log").mkdir(parents=True)
    whole = making.Made(1, 1, 0.1, 0.1, 0.2)
    (place / "chay" / making.MADE).write_text(json.dumps(asdict(whole)))
    row = made(cast, state=State.READY)
    keep_until_failed(row)
    assert f"{running.MOST_DEATHS} lần" in row.trouble
    assert "dothi drill make" in row.trouble  # the last line of its log, with the remedy
